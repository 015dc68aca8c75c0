"""How a pull request has to stand after every fault: one finished check run on its newest head, no comment twice."""

import time
from collections import Counter
from collections.abc import Iterable

from tests.faults.fleet import Fleet
from tests.stand_in import PullRequest, StandIn

WITHIN = 90.0
"""Seconds, on a machine that is busy with other things."""


def problems(gh: StandIn, pulls: Iterable[PullRequest]) -> list[str]:
    """What is not as it has to be; nothing when all is well."""
    return [line for pull in pulls for line in (*_of_runs(gh, pull), *doubled_comments(gh, pull))]


def all_well(adrift: Fleet, pulls: Iterable[PullRequest], within: float = WITHIN) -> None:
    """Wait until all is well with these pull requests, and stays so. Fails with what is not."""
    wanted, end = list(pulls), time.monotonic() + within
    while wrong := problems(adrift.gh, wanted):
        assert time.monotonic() < end, wrong
        time.sleep(0.3)
    adrift.wait_idle()
    assert problems(adrift.gh, wanted) == []


def doubled_comments(gh: StandIn, pull: PullRequest) -> list[str]:
    """Comments that say on one line what another says there."""
    told = Counter((comment.path, comment.line, comment.body) for comment in gh.review_comments(pull))
    return [f"{_name(pull)}: {count} times on {path}:{line}" for (path, line, _), count in told.items() if count > 1]


def is_reviewed(gh: StandIn, pull: PullRequest) -> bool:
    """Whether exactly one check run is on the newest head, and finished."""
    return not _of_runs(gh, pull)


def _of_runs(gh: StandIn, pull: PullRequest) -> list[str]:
    runs = gh.check_runs(pull.repository, pull.head_sha)
    if [run.status for run in runs] == ["completed"]:
        return []
    told = [f"{run.name} {run.status} {run.conclusion} {run.title}" for run in runs]
    return [f"{_name(pull)} at {pull.head_sha[:8]}: {told or 'no check run'}"]


def _name(pull: PullRequest) -> str:
    return f"{pull.repository.full_name}#{pull.number}"
