"""GitHub and its git server misbehave, all of it at once, each in a repository of its own; and the disk does."""

import re
import resource
from collections.abc import Mapping
from contextlib import suppress
from uuid import uuid4

import pytest

from tests.faults.disturbances import ANSWERS
from tests.faults.fleet import Fleet
from tests.faults.outcome import all_well
from tests.running import wait_for
from tests.service.conftest import CROSSING, FILES, created, finished, opened, unheard
from tests.stand_in import PullRequest, Repository, StandIn

NARROWED: Mapping[str, str] = {"*": "/(check-runs|reviews|compare)", "POST": "/git-upload-pack", "GET": "/info/refs"}
"""Where each is met for certain: which of them comes first is chance, and they all come."""


def misbehaving(gh: StandIn, kind: str) -> PullRequest:
    """A pull request on whose way GitHub misbehaves three times."""
    with unheard(gh):
        repo = gh.create_repository(f"{re.sub(r'[^a-z0-9]+', '-', kind.lower())}-{uuid4().hex}/shop", files=FILES)
    method, _, answer = ANSWERS[kind]
    path = re.escape(repo.full_name) + r"(\.git)?" + NARROWED[method]
    gh.fail_next(method, path, times=3, **answer)  # type: ignore[arg-type]
    return opened(gh, repo, CROSSING)


def test_github_and_git(gh: StandIn, adrift: Fleet) -> None:
    adrift.worker(ADRIFT_CONCURRENCY=str(len(ANSWERS)))
    pulls = {kind: misbehaving(gh, kind) for kind in ANSWERS}
    all_well(adrift, pulls.values())
    assert {kind: len(gh.review_comments(pull)) for kind, pull in pulls.items()} == dict.fromkeys(ANSWERS, 1)


@pytest.fixture
def repo(gh: StandIn) -> Repository:
    return created(gh)


def test_a_corrupted_mirror(gh: StandIn, repo: Repository, adrift: Fleet) -> None:
    adrift.worker()
    first = opened(gh, repo, CROSSING)
    all_well(adrift, [first])
    for file in adrift.mirrors():
        with suppress(FileNotFoundError):  # a fetch that is under way renames its own
            file.chmod(0o600)
            file.write_bytes(b"not what git has written")
    second = opened(gh, repo, CROSSING, branch="other")
    all_well(adrift, [first, second])
    assert finished(gh, repo, second).title == "1 new edge needs an ADR: orders -> billing"


def test_a_full_disk(gh: StandIn, repo: Repository, adrift: Fleet) -> None:
    """No file can grow: what git writes is cut off as on a disk without room."""
    worker = adrift.worker()
    all_well(adrift, [opened(gh, repo, CROSSING)])
    _, most = resource.prlimit(worker.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(worker.pid, resource.RLIMIT_FSIZE, (0, most))
    fetched = gh.git_requests()
    pull = opened(gh, repo, CROSSING, branch="other")
    wait_for(lambda: gh.git_requests() > fetched, 30)
    resource.prlimit(worker.pid, resource.RLIMIT_FSIZE, (most, most))
    all_well(adrift, [pull])
    assert finished(gh, repo, pull).title == "1 new edge needs an ADR: orders -> billing"
