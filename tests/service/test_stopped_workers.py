"""A worker that is stopped in the middle of a write, taken for dead, and wakes up when another has done its work."""

import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import psutil
import pytest

from app.jobs.job import Job
from app.settings import Settings
from app.store import locks
from tests.nursery import Nursery
from tests.running import running, wait_for
from tests.service.conftest import CROSSING, POLICY, created, every_run, idle, query, unheard
from tests.service.test_workers import HASTY, _signs_of_life, database_url, forked_worker, put, serving  # noqa: F401
from tests.stand_in import PullRequest, Repository, StandIn

STOPS = """
import asyncio, os, re, signal
from app.github.client import AppClient
from app.tasks import tries
from app.store import locks
locks.LOST_AFTER, tries.DELAYS = 700, (0.01,) * 5
asked, places, all_there = AppClient._once, {places!r}, asyncio.Event()
left = len(places)
async def once(self, request, headers):
    hit = next((one for one in places if one[1] == request.method and re.search(one[2], request.path)), None)
    if hit:
        places.remove(hit)
    if hit and hit[0] == "before":
        await stopped()
    answer = await asked(self, request, headers)
    if hit and hit[0] == "after":
        await stopped()
    return answer
async def stopped():
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGSTOP)
        all_there.set()
    await all_there.wait()
AppClient._once = once
"""
"""Each of these requests waits for the others, and with the last one the process stops."""
SILENT = "select 1 from procrastinate_workers where last_heartbeat < now() - interval '0.7 seconds'"
STOPPED = "select 1 from procrastinate_jobs where task_name like '%review_pull%' and args ->> 'attempt' = '0'"
PATIENCE = 60.0
"""Seconds: a process of its own takes its time to start on a busy machine."""
ALLOWED = POLICY.replace("path: orders,  depends_on: [shared]", "path: orders,  depends_on: [shared, billing]")

PASSED = ("No new violations", 0)
BLOCKED = ("1 new edge needs an ADR: orders -> billing", 1)


@dataclass(frozen=True, slots=True)
class Place:
    """The request before or after which a review is stopped; whether the policy allows its edge meanwhile."""

    when: str
    method: str
    path: str
    is_allowed: bool

    def of(self, repo: Repository) -> tuple[str, str, str]:
        """In one repository."""
        return self.when, self.method, f"/{repo.full_name}{self.path}"


WRITES = (("POST", "/check-runs$"), ("POST", "/pulls/1/reviews$"), ("PATCH", "/check-runs/"))
PLACES = [
    *(Place(when, *write, is_allowed=False) for write in WRITES for when in ("before", "after")),
    *(Place("before", *write, is_allowed=True) for write in WRITES),
]


@pytest.fixture(autouse=True)
def _locks_are_lost_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks, "LOST_AFTER", 700)


def swept(settings: Settings, url: str) -> bool:
    """Whether the jobs of the stopped worker have been found."""
    put(settings, url, Job("sweep", {"timestamp": 0}))
    idle_sweeps = "select 1 from procrastinate_jobs where task_name like '%sweep' and status = 'todo'"
    wait_for(lambda: not query(url, idle_sweeps))
    return not query(url, STOPPED)


@contextmanager
def stopped(
    gh: StandIn, settings: Settings, url: str, nursery: Nursery, repos: Mapping[Place, Repository]
) -> Iterator[tuple[psutil.Process, Mapping[Place, PullRequest]]]:
    """A worker that was stopped in the middle of so many reviews, and the pull requests that they are of."""
    stops = STOPS.format(places=[place.of(repo) for place, repo in repos.items()])
    everything = settings.model_copy(update={"concurrency": len(repos)})
    with (
        serving(gh, settings, url, worker=False),
        forked_worker(nursery, everything, url, first=f"{stops}\n{HASTY}") as process,
    ):
        with unheard(gh):  # nothing but these reviews is to be stopped
            for repo in repos.values():
                gh.push(repo, "feature", CROSSING)
        pulls = {place: gh.open_pull_request(repo, head="feature") for place, repo in repos.items()}
        wait_for(lambda: process.status() == psutil.STATUS_STOPPED, PATIENCE)
        wait_for(lambda: query(url, SILENT), PATIENCE)
        yield process, pulls


def test_a_zombie_doubles_nothing_and_leaves_no_older_verdict_over_a_newer_one(
    gh: StandIn,
    settings: Settings,
    database_url: str,  # noqa: F811
    nursery: Nursery,
) -> None:
    repos = {place: created(gh) for place in PLACES}
    with stopped(gh, settings, database_url, nursery, repos) as (process, pulls):
        with unheard(gh):
            for place, repo in repos.items():
                policy = ALLOWED if place.is_allowed else POLICY
                gh.push(repo, "main", {".github/architecture.yml": policy, "notes.txt": "x"})
        with running(settings, database_url):
            wait_for(lambda: swept(settings, database_url), PATIENCE)
            idle(database_url)
            process.send_signal(signal.SIGCONT)
            process.send_signal(signal.SIGTERM)
            process.wait(PATIENCE)
            idle(database_url)
            assert {place: stands(gh, pull) for place, pull in pulls.items()} == {
                place: PASSED if place.is_allowed else BLOCKED for place in PLACES
            }
            assert {run.status for repo in repos.values() for run in every_run(gh, repo)} == {"completed"}
            assert query(database_url, "select 1 from review where state = 'running'") == []


def stands(gh: StandIn, pull: PullRequest) -> tuple[str | None, int]:
    """The newest verdict on a pull request, and the number of comments."""
    return gh.check_runs(pull.repository, pull.head_sha)[0].title, len(gh.review_comments(pull))
