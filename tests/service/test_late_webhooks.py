"""Webhooks that come late tell of heads that were reviewed meanwhile: they bring no second check run, and nothing that
somebody else waits for is left out."""

from collections.abc import Callable, Iterator

import pytest

from app.jobs import job
from app.jobs.job import Job, PullRequestId
from app.jobs.queue import Queue
from tests.conftest import created_database
from tests.service.conftest import CROSSING, LEGAL, away, every_run, finished, idle, query, reviewed
from tests.service.test_fair_share import put, put_together, with_queue
from tests.stand_in import Delivery, Repository, StandIn

WANTED = PullRequestId(1, 10, "acme/shop", 7)
NEW, FULL = job.review_pull_request(WANTED, only_new=True), job.review_pull_request(WANTED)
URGENT = job.review_pull_request(WANTED, priority=job.URGENT)


def arrives(gh: StandIn, delivery: Delivery, database_url: str) -> None:
    """It is sent again, and all that it asks for is done."""
    gh.redeliver(delivery.guid)
    gh.wait_settled()
    idle(database_url)


@pytest.mark.usefixtures("adrift")
def test_a_late_push_brings_no_second_check_run(gh: StandIn, repo: Repository, database_url: str) -> None:
    pull, _ = reviewed(gh, repo, LEGAL)
    with away(gh):
        gh.push(repo, "feature", {"n.txt": "1"})
    gh.push(repo, "feature", CROSSING)
    finished(gh, repo, pull)
    idle(database_url)
    (late,) = [one for one in gh.events("pull_request", "synchronize") if not one.ok]
    arrives(gh, late, database_url)
    assert len(gh.check_runs(repo, pull.head_sha)) == 1
    assert len(gh.review_comments(pull)) == 1


@pytest.mark.usefixtures("adrift")
def test_a_late_push_of_a_head_that_nobody_reviewed_is_reviewed(
    gh: StandIn, repo: Repository, database_url: str
) -> None:
    pull, _ = reviewed(gh, repo, LEGAL)
    with away(gh):
        gh.push(repo, "feature", CROSSING)
    arrives(gh, gh.events("pull_request", "synchronize")[-1], database_url)
    assert finished(gh, repo, pull).conclusion == "failure"


@pytest.mark.usefixtures("adrift")
def test_after_a_review_that_could_not_finish_a_late_push_is_one_more_chance(
    gh: StandIn, repo: Repository, database_url: str
) -> None:
    pull, _ = reviewed(gh, repo, LEGAL)
    with away(gh):
        gh.push(repo, "feature", {"n.txt": "1"})
    gh.fail_next("POST", "git-upload-pack", status=500, times=20)
    gh.push(repo, "feature", CROSSING)
    assert finished(gh, repo, pull).title == "adrift could not finish"
    gh.faults.waiting.clear()
    (late,) = [one for one in gh.events("pull_request", "synchronize") if not one.ok]
    arrives(gh, late, database_url)
    assert finished(gh, repo, pull, runs=2).conclusion == "failure"


@pytest.mark.usefixtures("adrift")
def test_an_opened_one_that_goes_elsewhere_now_is_reviewed(gh: StandIn, repo: Repository, database_url: str) -> None:
    gh.push(repo, "release", {}, start="main")
    pull, _ = reviewed(gh, repo, LEGAL)
    with away(gh):
        gh.push(repo, "feature", {"n.txt": "1"})
        gh.retarget(pull, "release")
    before = len(every_run(gh, repo))
    arrives(gh, next(one for one in gh.events("pull_request", "synchronize") if not one.ok), database_url)
    assert len(every_run(gh, repo)) > before


@pytest.fixture
def queue_url(server_url: str) -> Iterator[str]:
    with created_database(server_url) as url:
        yield url


def waiting(url: str) -> list[bool]:
    """Of the jobs that wait, which are for a new head only."""
    return [found for (found,) in query(url, "select args ? 'only_new' from procrastinate_jobs where status = 'todo'")]


@pytest.mark.parametrize("putting", [put, put_together])
@pytest.mark.parametrize(
    ("jobs", "is_only_new"),
    [
        ((NEW, NEW), True),
        ((NEW, FULL), False),
        ((FULL, NEW), False),
        ((NEW, URGENT), False),
        ((URGENT, NEW), False),
        ((NEW, URGENT, NEW), False),
    ],
)
def test_two_that_wait_are_one_that_does_what_either_asks(
    queue_url: str, putting: Callable[..., None], jobs: tuple[Job, ...], *, is_only_new: bool
) -> None:
    putting(queue_url, *jobs)
    assert waiting(queue_url) == [is_only_new]


@pytest.mark.parametrize("later", [NEW, FULL])
@pytest.mark.parametrize("earlier", [NEW, FULL])
def test_one_that_waits_is_hastened_by_another(queue_url: str, earlier: Job, later: Job) -> None:
    put(queue_url, earlier)
    put_together(queue_url, later)
    assert waiting(queue_url) == [earlier is NEW and later is NEW]


@pytest.mark.parametrize(("dead", "is_only_new"), [(NEW, True), (FULL, False)])
def test_what_a_dead_worker_was_to_do_is_done_by_the_one_that_waits(
    queue_url: str, dead: Job, *, is_only_new: bool
) -> None:
    put(queue_url, dead)
    query(queue_url, "update procrastinate_jobs set status = 'doing'")
    put(queue_url, NEW)
    with_queue(queue_url, Queue.take_over)
    assert waiting(queue_url) == [is_only_new]
