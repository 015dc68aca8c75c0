"""A worker that is stopped in the middle of a write, taken for dead, and wakes up when another has done its work."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from app.jobs.job import Job
from app.settings import Settings
from app.store import locks
from tests.running import running, wait_for
from tests.service.conftest import CROSSING, POLICY, every_run, idle, query, unheard
from tests.service.test_workers import HASTY, _signs_of_life, database_url, put, serving, worker_process  # noqa: F401
from tests.stand_in import PullRequest, Repository, StandIn

STOPS = """
import os, re, signal
from app.github.client import AppClient
from app.tasks import tries
from app.store import locks
locks.LOST_AFTER, tries.DELAYS = 700, (0.01,) * 5
asked, places = AppClient._once, [{place!r}]
async def once(self, request, headers):
    hit = places and places[0][1] == request.method and re.search(places[0][2], request.path)
    when = places.pop()[0] if hit else None
    if when == "before":
        os.kill(os.getpid(), signal.SIGSTOP)
    answer = await asked(self, request, headers)
    if when == "after":
        os.kill(os.getpid(), signal.SIGSTOP)
    return answer
AppClient._once = once
"""
SILENT = "select 1 from procrastinate_workers where last_heartbeat < now() - interval '0.7 seconds'"
STOPPED = "select 1 from procrastinate_jobs where task_name like '%review_pull%' and args ->> 'attempt' = '0'"
PATIENCE = 60.0
"""Seconds: a process of its own takes its time to start on a busy machine."""
Place = tuple[str, str, str]
PLACES: list[Place] = [
    (when, method, path)
    for method, path in [
        ("POST", "/check-runs$"),
        ("POST", "/reviews$"),
        ("PATCH", "/check-runs/"),
    ]
    for when in ("before", "after")
]
WRITES = [place for place in PLACES if place[0] == "before"]
ALLOWED = POLICY.replace("path: orders,  depends_on: [shared]", "path: orders,  depends_on: [shared, billing]")


@pytest.fixture(autouse=True)
def _locks_are_lost_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks, "LOST_AFTER", 700)


def swept(settings: Settings, url: str) -> bool:
    """Whether the job of the stopped worker has been found."""
    put(settings, url, Job("sweep", {"timestamp": 0}))
    idle_sweeps = "select 1 from procrastinate_jobs where task_name like '%sweep' and status = 'todo'"
    wait_for(lambda: not query(url, idle_sweeps))
    return not query(url, STOPPED)


@contextmanager
def taken_over(
    place: Place, gh: StandIn, repo: Repository, settings: Settings, url: str, *, policy: str = POLICY
) -> Iterator[PullRequest]:
    """A pull request with a crossing, whose worker was stopped at a request, and went on when another worker had found
    it dead and done its job, under a policy that was changed meanwhile. Nothing is left to do."""
    command = [sys.executable, "-c", f"{STOPS.format(place=place)}\n{HASTY}; from app.cli.main import main; main()"]
    with serving(gh, settings, url, worker=False), worker_process(settings, url, [*command, "worker"]) as process:
        with unheard(gh):  # nothing but this review is to be stopped
            gh.push(repo, "feature", CROSSING)
        pull = gh.open_pull_request(repo, head="feature")
        wait_for(lambda: os.waitid(os.P_PID, process.pid, os.WSTOPPED | os.WNOHANG | os.WNOWAIT), PATIENCE)
        wait_for(lambda: query(url, SILENT), PATIENCE)
        with unheard(gh):
            gh.push(repo, "main", {".github/architecture.yml": policy, "notes.txt": "x"})
        with running(settings, url):
            wait_for(lambda: swept(settings, url), PATIENCE)
            idle(url)
            process.send_signal(signal.SIGCONT)
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=PATIENCE)
            idle(url)
            yield pull


@pytest.mark.parametrize("place", PLACES, ids=" ".join)
def test_nothing_is_doubled_and_nothing_stays_open(
    gh: StandIn,
    repo: Repository,
    settings: Settings,
    database_url: str,  # noqa: F811
    place: Place,
) -> None:
    with taken_over(place, gh, repo, settings, database_url) as pull:
        assert gh.check_runs(repo, pull.head_sha)[0].title == "1 new edge needs an ADR: orders -> billing"
        assert {run.status for run in every_run(gh, repo)} == {"completed"}
        assert len(gh.review_comments(pull)) == 1
        assert query(database_url, "select 1 from review where state = 'running'") == []


@pytest.mark.parametrize("place", WRITES, ids=" ".join)
def test_an_older_verdict_is_not_left_over_a_newer_one(
    gh: StandIn,
    repo: Repository,
    settings: Settings,
    database_url: str,  # noqa: F811
    place: Place,
) -> None:
    with taken_over(place, gh, repo, settings, database_url, policy=ALLOWED) as pull:
        assert gh.check_runs(repo, pull.head_sha)[0].conclusion == "success"
        assert {run.status for run in every_run(gh, repo)} == {"completed"}
        assert gh.review_comments(pull) == []
