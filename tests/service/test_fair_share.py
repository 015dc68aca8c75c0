"""Who comes first: bands of priority, and within one band each installation in its turn."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator

import psycopg
import pytest

from app.jobs import job, queue
from app.jobs.job import Job, PullRequestId
from app.jobs.queue import Queue, band_of
from app.tasks.all_tasks import tasks
from tests.conftest import created_database
from tests.service.conftest import query

BUSY, OTHER, THIRD = 1, 2, 3
FETCH = "select args->>'installation_id', args->>'number' from procrastinate_fetch_job_v2(null, null)"
DONE = "delete from procrastinate_jobs where status = 'doing'"


@pytest.fixture
def database_url(server_url: str) -> Iterator[str]:
    with created_database(server_url) as url:
        yield url


def review(installation: int, number: int, *, priority: int = job.USUAL, delay: float = 0.0) -> Job:
    wanted = PullRequestId(installation, installation * 10, "acme/shop", number)
    return job.review_pull_request(wanted, priority=priority, delay=delay)


def with_queue(url: str, use: Callable[[Queue], Awaitable[object]]) -> None:
    async def connect_and_use() -> None:
        opened = Queue(url, tasks())
        await opened.open()
        try:
            await use(opened)
        finally:
            await opened.close()

    asyncio.run(connect_and_use())


def put(url: str, *wanted: Job) -> None:
    """One after the other, as their events come."""

    async def use(opened: Queue) -> None:
        for one in wanted:
            await opened.put(one)

    with_queue(url, use)


def put_together(url: str, *wanted: Job) -> None:
    """In one statement, as the receiver does in a burst."""

    async def use(opened: Queue) -> None:
        async with await psycopg.AsyncConnection.connect(url) as connection:
            await opened.put_now(wanted, connection)

    with_queue(url, use)


def served(url: str, most: int = 1_000) -> list[tuple[int, int]]:
    """Installation and pull request of the jobs, in the order in which one worker carries them out."""
    found: list[tuple[int, int]] = []
    while len(found) < most and (rows := query(url, FETCH)) and rows[0][0] is not None:
        found.append((int(rows[0][0]), int(rows[0][1])))
        query(url, DONE)
    return found


@pytest.mark.parametrize("putting", [put, put_together])
def test_a_hundred_jobs_of_one_installation_do_not_go_before_anothers_first(
    database_url: str, putting: Callable[..., None]
) -> None:
    putting(database_url, *(review(BUSY, number) for number in range(100)), review(OTHER, 7))
    order = served(database_url)
    assert order.index((OTHER, 7)) == 1
    assert [number for installation, number in order if installation == BUSY] == list(range(100))


def test_who_comes_while_a_hundred_wait_is_next_but_one(database_url: str) -> None:
    put(database_url, *(review(BUSY, number) for number in range(100)))
    for turn in range(5):
        served(database_url, most=10)
        put(database_url, review(OTHER, turn))
        assert (OTHER, turn) in served(database_url, most=2)


def test_two_busy_installations_take_turns(database_url: str) -> None:
    put(database_url, *(review(BUSY, number) for number in range(10)), *(review(OTHER, n) for n in range(10)))
    assert [installation for installation, _ in served(database_url)] == [BUSY, OTHER] * 10


def test_who_asks_for_one_thing_after_the_other_does_not_hold_up_the_rest(database_url: str) -> None:
    put(database_url, *(review(BUSY, number) for number in range(10)))
    order: list[tuple[int, int]] = []
    for turn in range(10):
        put(database_url, review(OTHER, turn))
        order += served(database_url, most=1)
    assert [installation for installation, _ in order].count(BUSY) >= 4


def test_an_urgent_job_goes_before_all_usual_ones_whoever_asks(database_url: str) -> None:
    put(database_url, review(OTHER, 1), review(THIRD, 1, priority=job.OF_APPS), review(THIRD, 2, priority=job.LATER))
    put(database_url, *(review(BUSY, number, priority=job.URGENT) for number in range(3)))
    assert served(database_url) == [(BUSY, 0), (BUSY, 1), (BUSY, 2), (OTHER, 1), (THIRD, 1), (THIRD, 2)]


def test_what_is_put_off_costs_its_installation_nothing(database_url: str) -> None:
    put(database_url, review(BUSY, 1, delay=3600), review(OTHER, 1), review(OTHER, 2), review(BUSY, 2))
    assert served(database_url) == [(OTHER, 1), (BUSY, 2), (OTHER, 2)]


def test_what_was_put_off_comes_before_what_is_put_in_later(database_url: str) -> None:
    put(database_url, review(OTHER, 1, delay=600))
    query(database_url, "update procrastinate_jobs set scheduled_at = null, priority = priority + 700")
    put(database_url, *(review(BUSY, number) for number in range(3)))
    assert served(database_url, most=1) == [(OTHER, 1)]


def test_who_is_hastened_gets_the_turn_of_now(database_url: str) -> None:
    put(database_url, review(OTHER, 1, delay=900), *(review(BUSY, number) for number in range(5)))
    put_together(database_url, review(OTHER, 1))
    assert (OTHER, 1) in served(database_url, most=2)


def test_a_job_that_waits_is_not_put_in_again_nor_put_back(database_url: str) -> None:
    put(database_url, review(OTHER, 1, priority=job.URGENT), review(BUSY, 1))
    put_together(database_url, review(OTHER, 1, priority=job.LATER), review(BUSY, 1, priority=job.URGENT))
    assert query(database_url, "select count(*) from procrastinate_jobs") == [(2,)]
    assert served(database_url) == [(OTHER, 1), (BUSY, 1)]


def test_jobs_of_the_release_before_are_carried_out_beside_ours(database_url: str) -> None:
    for number, priority in ((1, 10), (2, 0), (3, -10)):
        arguments = json.dumps({"installation_id": THIRD, "number": number})
        values = f"'default', 'adrift:review_pull_request', '{arguments}', {priority}"
        query(database_url, f"insert into procrastinate_jobs (queue_name, task_name, args, priority) values ({values})")
    put(database_url, review(BUSY, 1), review(BUSY, 2, priority=job.OF_APPS), review(OTHER, 1, priority=job.LATER))
    assert served(database_url) == [(BUSY, 1), (THIRD, 1), (THIRD, 2), (THIRD, 3), (BUSY, 2), (OTHER, 1)]


def test_many_processes_that_put_in_the_same_jobs_never_wait_for_each_other_for_ever(database_url: str) -> None:
    async def use(opened: Queue) -> None:
        async def burst(turn: int) -> None:
            wanted = [review(1 + number % 3, number) for number in range(30)]
            async with await psycopg.AsyncConnection.connect(database_url) as connection:
                await opened.put_now(wanted if turn % 2 else reversed(wanted), connection)

        await asyncio.gather(*(burst(turn) for turn in range(12)))

    with_queue(database_url, use)
    assert query(database_url, "select count(*) from procrastinate_jobs") == [(30,)]


@pytest.mark.parametrize("band", [job.URGENT, job.USUAL, job.OF_APPS, job.LATER])
def test_the_band_of_a_number(band: int) -> None:
    assert [band_of(band - down) for down in (0, 1, job.BAND - 1)] == [band] * 3


@pytest.mark.parametrize("workers", [0, queue.MOST_WORKERS - 1])
def test_a_job_that_kills_its_workers_is_taken_over_a_few_times(database_url: str, workers: int) -> None:
    put(database_url, Job("review_branch", {"installation_id": 1, "attempt": 0}, "b", "b"))
    query(database_url, f"update procrastinate_jobs set attempts = {workers}")
    served(database_url, most=0)
    query(database_url, FETCH)
    taken: list[queue.Taken] = []

    async def use(opened: Queue) -> None:
        for _ in range(2):
            taken.extend(await opened.take_over())

    with_queue(database_url, use)
    assert [one.is_given_up for one in taken] == [workers > 0]
    left = query(database_url, "select status::text, attempts, args->'attempt' from procrastinate_jobs")
    assert left == ([] if workers else [("todo", 1, 1)])
