"""What it costs the database to hand out one job while many wait: the real queue on the embedded PostgreSQL.

python -m benchmarks.backlog [--waiting 100,1000,10000,50000]
"""

import argparse
import asyncio
import random
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import psycopg

from app.jobs.job import LATER, OF_APPS, USUAL, Job, PullRequestId, review_pull_request
from app.jobs.queue import Queue
from app.settings import Settings
from app.store.database import database
from app.store.migrate import migrate
from app.tasks.all_tasks import tasks
from benchmarks.scale import cpu_of_tree

FETCHED = 40
INSTALLATIONS = 100


def main() -> None:
    """Print one row for each length of the queue."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--waiting", default="100,1000,10000,50000")
    chosen = parser.parse_args()
    print("| jobs that wait | database, CPU ms for one more | for handing out and ending one |\n|---:|---:|---:|")
    with (
        tempfile.TemporaryDirectory(prefix="adrift-benchmark-") as folder,
        database(Settings(data_dir=Path(folder))) as url,
    ):
        migrate(url)
        postmaster = int(Path(folder, "postgres", "postmaster.pid").read_text().split()[0])
        for waiting in map(int, chosen.waiting.split(",")):
            put, taken = asyncio.run(measure(url, postmaster, waiting))
            print(f"| {waiting:,} | {put:.2f} | {taken:.2f} |", flush=True)


async def measure(url: str, postmaster: int, waiting: int) -> tuple[float, float]:
    """CPU milliseconds of the database: to put one of so many reviews in, and to hand one out and end it."""
    async with opened(url) as (queue, connection):
        await connection.execute("delete from procrastinate_jobs")
        before = cpu_of_tree(postmaster)
        for start in range(0, waiting, 500):
            jobs = [_job(number) for number in range(start, min(waiting, start + 500))]
            async with connection.transaction():
                await queue.put_now(jobs, connection)
        put = cpu_of_tree(postmaster) - before
        await connection.execute("analyze procrastinate_jobs")
        before = cpu_of_tree(postmaster)
        for _ in range(FETCHED):
            cursor = await connection.execute("select id from procrastinate_fetch_job_v2(null, null)")
            [(job,)] = await cursor.fetchall()
            await connection.execute("select procrastinate_finish_job_v1(%s, 'succeeded', true)", [job])
        taken = cpu_of_tree(postmaster) - before
    return put * 1000 / waiting, taken * 1000 / FETCHED


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[tuple[Queue, psycopg.AsyncConnection]]:
    queue = Queue(url, tasks())
    await queue.open()
    try:
        async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
            yield queue, connection
    finally:
        await queue.close()


def _job(number: int) -> Job:
    priority = random.choice((USUAL, OF_APPS, LATER))  # noqa: S311 - no secret
    return review_pull_request(PullRequestId(number % INSTALLATIONS, number, "acme/shop", 1), priority=priority)


if __name__ == "__main__":
    main()
