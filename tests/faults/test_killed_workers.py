"""kill -9 of a worker at every stage of a review: another one brings it to its end."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import uuid4

import pytest

from tests.faults.fleet import Fleet
from tests.faults.outcome import all_well
from tests.running import wait_for
from tests.service.conftest import CROSSING, FILES, opened, unheard
from tests.stand_in import PullRequest, Repository, StandIn
from tests.stand_in.faults import Fault

HELD = 120.0
"""Seconds that a held request waits: longer than any test."""
STAGES: Mapping[str, tuple[str, str]] = {
    "signing in": ("POST", "/app/installations/{installation}/access_tokens"),
    "reading the pull request": ("GET", "/{name}/pulls/1$"),
    "beginning the check run": ("POST", "/{name}/check-runs$"),
    "comparing": ("GET", "/{name}/compare/"),
    "asking git": ("GET", "/{name}.git/info/refs"),
    "fetching": ("POST", "/{name}.git/git-upload-pack"),
    "reading comments": ("GET", "/{name}/pulls/1/comments"),
    "commenting": ("POST", "/{name}/pulls/1/reviews"),
    "giving the verdict": ("PATCH", "/{name}/check-runs/"),
}


@dataclass
class Held:
    """A pull request whose review waits at one stage."""

    pull: PullRequest
    fault: Fault


def held(gh: StandIn, stage: str, *, after: bool) -> Held:
    with unheard(gh):
        repo = gh.create_repository(f"{stage.replace(' ', '-')}-{uuid4().hex}/shop", files=FILES)
    method, path = STAGES[stage]
    fault = gh.fail_next(method, _path(repo, path), delay=HELD, after_effect=after, drop_connection=not after)
    return Held(opened(gh, repo, CROSSING), fault)


def _path(repo: Repository, path: str) -> str:
    assert repo.installation
    return path.format(installation=repo.installation.id, name=re.escape(repo.full_name))


@pytest.mark.parametrize("after", [False, True], ids=["before GitHub did it", "after GitHub did it"])
def test_at_every_stage(gh: StandIn, adrift: Fleet, *, after: bool) -> None:
    worker = adrift.worker(ADRIFT_CONCURRENCY=str(len(STAGES)))
    waiting = {stage: held(gh, stage, after=after) for stage in STAGES}
    wait_for(lambda: all(one.fault.met.is_set() for one in waiting.values()), 60)
    worker.kill()
    adrift.worker(ADRIFT_CONCURRENCY=str(len(STAGES)))
    all_well(adrift, [one.pull for one in waiting.values()])
    assert [len(gh.review_comments(one.pull)) for one in waiting.values()] == [1] * len(STAGES)
