"""Workers come and go: beside the receiver or in processes of their own, stopped, killed, and without a database."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress

import psutil
import pytest

from app import main
from app.jobs import job, queue
from app.jobs.job import Job, PullRequestId
from app.main import running_service
from app.settings import Settings
from app.tasks import watchdog
from tests.conftest import created_database
from tests.nursery import Nursery, Order
from tests.running import running, wait_for
from tests.service.conftest import CROSSING, LEGAL, every_run, finished, idle, jobs, opened, query
from tests.service.test_receiver import cut_off
from tests.stand_in import PullRequest, Repository, StandIn

SIDE_BY_SIDE = """
select count(*) filter (where status = 'doing'), count(*) filter (where status = 'todo')
from procrastinate_jobs where lock like 'pull/%' group by lock"""
HASTY = (
    "from app.jobs import queue as q, reconcile_jobs as r;"
    " q.HEARTBEAT, q.STALLED_AFTER, q.POLLING, r.AFTER_START = 0.1, 0.6, 0.05, ()"
)
"""What takes seconds takes tenths; and nothing looks for what other tests have left at the same GitHub."""
WORKER = [sys.executable, "-c", f"{HASTY}; from app.cli.main import main; main()", "worker"]


@pytest.fixture
def database_url(server_url: str) -> Iterator[str]:
    with created_database(server_url) as url:
        yield url


@pytest.fixture(autouse=True)
def _signs_of_life(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "HEARTBEAT", 0.1)
    monkeypatch.setattr(queue, "STALLED_AFTER", 0.6)
    monkeypatch.setattr(queue, "POLLING", 0.05)
    monkeypatch.setattr(main, "RESTARTED_AFTER", 0.1)
    monkeypatch.setattr(watchdog, "INTERVAL", 0.1)


@contextmanager
def serving(gh: StandIn, settings: Settings, url: str, *, worker: bool = True) -> Iterator[str]:
    with running(settings.model_copy(update={"worker": worker}), url) as address:
        gh.webhook_url = f"{address}/webhooks/github"
        yield address
        gh.wait_settled()
        gh.webhook_url = None


@contextmanager
def worker_process(settings: Settings, url: str) -> Iterator["subprocess.Popen[bytes]"]:
    """`adrift worker` on this database, killed at the end if it still runs."""
    with subprocess.Popen(WORKER, env=environment(settings, url), stderr=subprocess.PIPE) as process:
        try:
            yield process
        finally:
            process.kill()


@contextmanager
def forked_worker(nursery: Nursery, settings: Settings, url: str, *, first: str = HASTY) -> Iterator[psutil.Process]:
    """As `worker_process`, for whoever does not ask how it ends."""
    errors = str(settings.data_dir / "log")
    process = psutil.Process(nursery.carry_out(Order(["worker"], environment(settings, url), errors, first=first)))
    try:
        yield process
    finally:
        with suppress(psutil.NoSuchProcess):
            process.kill()


def environment(settings: Settings, url: str) -> Mapping[str, str]:
    """What tells a process of these settings and this database."""
    credentials = settings.credentials()
    return {
        **os.environ,
        "ADRIFT_APP_ID": str(settings.app_id),
        "ADRIFT_PRIVATE_KEY": credentials.private_key.get_secret_value(),
        "ADRIFT_WEBHOOK_SECRET": credentials.webhook_secret.get_secret_value(),
        "ADRIFT_GITHUB_URL": settings.github_url,
        "ADRIFT_DATA_DIR": str(settings.data_dir),
        "ADRIFT_CONCURRENCY": str(settings.concurrency),
        "DATABASE_URL": url,
    }


def put(settings: Settings, url: str, wanted: Job) -> None:
    async def connect_and_put() -> None:
        async with running_service(settings, url) as service:
            await service.queue.put(wanted)

    asyncio.run(connect_and_put())


def in_progress(gh: StandIn, repo: Repository, pull: PullRequest) -> bool:
    return [run.status for run in gh.check_runs(repo, pull.head_sha)] == ["in_progress"]


def working(url: str) -> bool:
    return bool(query(url, "select 1 from procrastinate_workers"))


def running_now(url: str) -> bool:
    return bool(query(url, "select 1 from procrastinate_jobs where status = 'doing' or task_name like '%sweep'"))


def killed_in_the_middle(gh: StandIn, repo: Repository, settings: Settings, url: str, nursery: Nursery) -> PullRequest:
    """A pull request whose worker was killed while its check run is in progress."""
    gh.fail_next("POST", "git-upload-pack", delay=1.0)
    with serving(gh, settings, url, worker=False), forked_worker(nursery, settings, url) as process:
        pull = opened(gh, repo, CROSSING)
        wait_for(lambda: in_progress(gh, repo, pull))
        process.kill()
        process.wait()
    return pull


def test_a_worker_in_a_process_of_its_own(gh: StandIn, repo: Repository, settings: Settings, database_url: str) -> None:
    with serving(gh, settings, database_url, worker=False), worker_process(settings, database_url) as process:
        assert finished(gh, repo, opened(gh, repo, CROSSING)).conclusion == "failure"
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=20)
    assert (process.returncode, b"Traceback" in errors) == (0, False)


def test_a_stopped_worker_finishes_its_review(
    gh: StandIn, repo: Repository, settings: Settings, database_url: str
) -> None:
    gh.fail_next("POST", "git-upload-pack", delay=0.8)
    with serving(gh, settings, database_url, worker=False), worker_process(settings, database_url) as process:
        pull = opened(gh, repo, LEGAL)
        wait_for(lambda: in_progress(gh, repo, pull))
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=20)
    assert (process.returncode, gh.check_runs(repo, pull.head_sha)[0].conclusion) == (0, "success")


def test_the_review_of_a_killed_worker_is_taken_over(
    gh: StandIn, repo: Repository, settings: Settings, database_url: str, nursery: Nursery
) -> None:
    pull = killed_in_the_middle(gh, repo, settings, database_url, nursery)
    with serving(gh, settings, database_url):
        run = finished(gh, repo, pull)
    assert (run.conclusion, len(gh.check_runs(repo, pull.head_sha)), len(gh.review_comments(pull))) == ("failure", 1, 1)


def test_a_review_that_kills_every_worker_is_given_up(
    gh: StandIn, repo: Repository, settings: Settings, database_url: str, nursery: Nursery
) -> None:
    pull = killed_in_the_middle(gh, repo, settings, database_url, nursery)
    assert repo.installation
    wanted = PullRequestId(repo.installation.id, repo.id, repo.full_name, pull.number)
    query(database_url, "delete from procrastinate_jobs")
    with serving(gh, settings, database_url):
        put(settings, database_url, job.review_pull_request(wanted, attempt=6))
        assert finished(gh, repo, pull).title == "adrift could not finish"


def test_a_review_that_lost_its_job_is_done_again(
    gh: StandIn, repo: Repository, settings: Settings, database_url: str, nursery: Nursery
) -> None:
    pull = killed_in_the_middle(gh, repo, settings, database_url, nursery)
    query(database_url, "delete from procrastinate_jobs; update review set started_at = now() - interval '4 minutes'")
    with serving(gh, settings, database_url):
        put(settings, database_url, Job("sweep", {"timestamp": 0}))
        assert finished(gh, repo, pull).conclusion == "failure"


def test_a_review_whose_job_waits_is_left_to_it(
    gh: StandIn, repo: Repository, settings: Settings, database_url: str, nursery: Nursery
) -> None:
    pull = killed_in_the_middle(gh, repo, settings, database_url, nursery)
    query(database_url, "delete from procrastinate_jobs; update review set started_at = now() - interval '4 minutes'")
    assert repo.installation
    wanted = PullRequestId(repo.installation.id, repo.id, repo.full_name, pull.number)
    put(settings, database_url, job.review_pull_request(wanted, delay=600))
    with serving(gh, settings, database_url):
        put(settings, database_url, Job("sweep", {"timestamp": 0}))
        wait_for(lambda: len(jobs(database_url)) == 1 and not running_now(database_url))
        assert in_progress(gh, repo, pull)


@pytest.mark.parametrize(
    "row",
    [
        pytest.param("generation = 30", id="begun again and again"),
        pytest.param("number = null", id="a merge group of which nothing is known"),
    ],
)
def test_a_review_that_nobody_can_do_again_is_ended(
    gh: StandIn, repo: Repository, settings: Settings, database_url: str, nursery: Nursery, *, row: str
) -> None:
    pull = killed_in_the_middle(gh, repo, settings, database_url, nursery)
    query(database_url, "delete from procrastinate_jobs")
    query(database_url, f"update review set started_at = now() - interval '4 minutes', {row}")
    with serving(gh, settings, database_url):
        put(settings, database_url, Job("sweep", {"timestamp": 0}))
        assert finished(gh, repo, pull).title == "adrift could not finish"


def test_a_young_review_is_left_alone_by_the_sweep(
    gh: StandIn, repo: Repository, settings: Settings, database_url: str, nursery: Nursery
) -> None:
    pull = killed_in_the_middle(gh, repo, settings, database_url, nursery)
    query(database_url, "delete from procrastinate_jobs")
    with serving(gh, settings, database_url):
        put(settings, database_url, Job("sweep", {"timestamp": 0}))
        idle(database_url)
        assert in_progress(gh, repo, pull)


def test_a_service_that_is_stopped_lets_its_review_end(
    gh: StandIn, repo: Repository, settings: Settings, database_url: str
) -> None:
    gh.fail_next("POST", "git-upload-pack", delay=0.6)
    with serving(gh, settings, database_url):
        pull = opened(gh, repo, LEGAL)
        wait_for(lambda: in_progress(gh, repo, pull))
    assert gh.check_runs(repo, pull.head_sha)[0].conclusion == "success"


def test_a_review_that_takes_longer_than_the_stop_is_done_after_it(
    gh: StandIn, repo: Repository, settings: Settings, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "GRACE", 0.1)
    gh.fail_next("POST", "git-upload-pack", delay=1.0)
    with serving(gh, settings, database_url):
        pull = opened(gh, repo, CROSSING)
        wait_for(lambda: in_progress(gh, repo, pull))
    assert ("review_pull_request", "todo", job.USUAL) in jobs(database_url)
    with serving(gh, settings, database_url):
        assert finished(gh, repo, pull).conclusion == "failure"
    assert len(gh.check_runs(repo, pull.head_sha)) == 1


def test_a_worker_that_loses_its_database_starts_again(
    gh: StandIn, repo: Repository, settings: Settings, database_url: str, server_url: str
) -> None:
    with serving(gh, settings, database_url):
        wait_for(lambda: working(database_url))
        cut_off(database_url, server_url)
        assert finished(gh, repo, opened(gh, repo, LEGAL)).conclusion == "success"


def test_a_worker_that_fails_is_started_again(
    gh: StandIn, repo: Repository, settings: Settings, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, failures = queue.Queue.work, [RuntimeError("once")]

    async def work(*arguments: object) -> None:
        if failures:
            raise failures.pop()
        await real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(queue.Queue, "work", work)
    with serving(gh, settings, database_url):
        assert finished(gh, repo, opened(gh, repo, LEGAL)).conclusion == "success"


def test_a_job_of_any_kind_that_is_cut_off_by_the_stop_is_done_after_it(
    gh: StandIn, repo: Repository, settings: Settings, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "GRACE", 0.1)
    pull = opened(gh, repo, LEGAL)
    gh.fail_next("GET", "info/refs", delay=1.0)
    with serving(gh, settings, database_url):
        gh.push(repo, "main", {"shared/new.py": ""})
        wait_for(lambda: any(status == "doing" and "branch" in name for name, status, _ in jobs(database_url)))
    assert ("review_branch", "todo", job.LATER) in jobs(database_url)
    assert pull.state == "open"


def test_one_review_of_a_pull_request_runs_and_one_waits_whatever_comes(
    gh: StandIn, repo: Repository, settings: Settings, database_url: str, nursery: Nursery
) -> None:
    seen: list[tuple[int, int]] = []

    def look() -> bool:
        seen.extend(query(database_url, SIDE_BY_SIDE))
        return all(status not in {"todo", "doing"} for _, status, _ in jobs(database_url))

    with (
        serving(gh, settings, database_url, worker=False),
        forked_worker(nursery, settings, database_url),
        forked_worker(nursery, settings, database_url),
        forked_worker(nursery, settings, database_url),
    ):
        pulls = [opened(gh, repo, CROSSING, branch=f"b{n}") for n in range(2)]
        for number in range(15):
            gh.push(repo, f"b{number % 2}", {"n.txt": str(number)})
            look()
        gh.wait_settled()
        wait_for(look, within=60.0)
    assert max(running for running, _ in seen) == max(waiting for _, waiting in seen) == 1
    runs = [gh.check_runs(repo, pull.head_sha) for pull in pulls]
    assert [{(run.status, run.conclusion) for run in found} for found in runs] == [{("completed", "failure")}] * 2
    assert [len(gh.review_comments(pull)) for pull in pulls] == [1, 1]
    assert {run.status for run in every_run(gh, repo)} == {"completed"}


def test_two_workers_share_the_work(
    gh: StandIn, repo: Repository, settings: Settings, database_url: str, nursery: Nursery
) -> None:
    with serving(gh, settings, database_url), forked_worker(nursery, settings, database_url):
        pulls = [opened(gh, repo, {**CROSSING, "n.txt": str(n)}, branch=f"b{n}") for n in range(4)]
        assert {finished(gh, repo, pull).conclusion for pull in pulls} == {"failure"}
        assert [len(gh.review_comments(pull)) for pull in pulls] == [1] * 4
        idle(database_url)
