"""The queue: procrastinate on PostgreSQL.

procrastinate's own retry is never used for reviews: while another job waits under the same `queueing_lock` it fails
and blocks that pull request for good. A job that has to be tried again ends, and a new one is put in with a delay.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from procrastinate import App, Blueprint, PsycopgConnector
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job as StoredJob
from psycopg import AsyncConnection
from psycopg import Error as PsycopgError
from psycopg.types.json import Jsonb

from app.jobs import origin
from app.jobs.enqueueing import ENQUEUE, LIVE, NUMBERS, TAKE_OVER
from app.jobs.job import BAND, LATER, Job
from app.jobs.observed import ORIGIN, observed
from app.jobs.outages import QueueError, outlasting

HEARTBEAT = 5.0
"""Seconds between a worker's signs of life."""
STALLED_AFTER = 20.0
"""Seconds without a sign of life after which a worker counts as dead."""
MOST_WORKERS = 7
"""Workers that one job may cost. A review comes to its end before that, with an explanation."""
POLLING = 1.0
"""Seconds between looks for jobs that were delayed, or waited for one with the same lock: only new ones announce
themselves. A push during a review is reviewed so much later, and a look costs the database a millisecond."""
GRACE = 30.0
"""Seconds that running jobs are given to end when the worker is stopped."""
NAMESPACE = "adrift"
"""Before every task's name, as procrastinate wants it of tasks that come from elsewhere than its App."""
DROP = """\
delete from procrastinate_jobs
where status <> 'doing' and args ->> 'installation_id' = %(installation)s
  and (%(repository)s = '' or args ->> 'repository_id' = %(repository)s)"""
RENAME = """\
update procrastinate_jobs set args = jsonb_set(args, '{repository}', to_jsonb(%(name)s::text))
where status = 'todo' and args ->> 'repository_id' = %(repository)s"""


@dataclass(frozen=True, slots=True)
class Taken:
    """A job of a dead worker: put in anew, unless it `is_given_up`."""

    task: str
    arguments: Mapping[str, Any]
    is_given_up: bool


class Queue:
    """Jobs waiting and running, shared by every process on the same database. `tasks` carry them out."""

    def __init__(self, url: str, tasks: Blueprint) -> None:
        self._app = App(connector=PsycopgConnector(conninfo=url, min_size=1, max_size=8))
        self._app.add_tasks_from(tasks, namespace=NAMESPACE)

    async def open(self) -> None:
        """Connect."""
        await self._app.open_async()

    async def close(self) -> None:
        """Disconnect."""
        await self._app.close_async()

    async def put(self, job: Job, connection: AsyncConnection | None = None) -> bool:
        """Put a job in, in the transaction of `connection` where one is given. False where the same job waits
        already, which is as good. Raises QueueError."""
        return await self._enqueue([job], connection, hastens=False) > 0

    async def hurry(self, job: Job) -> None:
        """Put in a job with a queueing lock for which somebody waits: one that waits already waits no longer. Raises
        QueueError."""
        await self._enqueue([job], None, hastens=True)

    async def put_now(self, jobs: Iterable[Job], connection: AsyncConnection) -> None:
        """Put in jobs with queueing locks for which somebody waits, in the transaction of `connection`: one statement
        however many they are. Raises QueueError."""
        if wanted := _one_for_each_lock(jobs):
            async with connection.transaction():  # a savepoint: what the database does not take costs nothing else
                await self._enqueue(wanted, connection, hastens=True)

    async def _enqueue(self, jobs: Sequence[Job], connection: AsyncConnection | None, *, hastens: bool) -> int:
        rows = Jsonb([_row(job, place, hastens=hastens) for place, job in enumerate(jobs)])
        if connection is None:
            return len(await self._rows(ENQUEUE, jobs=rows, **NUMBERS))
        try:
            return len(await (await connection.execute(ENQUEUE, {"jobs": rows, **NUMBERS})).fetchall())
        except PsycopgError as error:
            raise QueueError(str(error)) from error

    async def live(self, locks: Collection[str]) -> frozenset[str]:
        """Those of these queueing locks whose job waits or runs. Raises QueueError."""
        rows = await self._rows(LIVE, locks=list(locks))
        return frozenset(row["queueing_lock"] for row in rows)

    async def drop(self, installation_id: int, repository_id: int | None = None) -> None:
        """Take out what waits for an installation, or for one repository of it, and what has failed. Raises
        QueueError."""
        repository = "" if repository_id is None else str(repository_id)
        await self._execute(DROP, installation=str(installation_id), repository=repository)

    async def rename(self, repository_id: int, full_name: str) -> None:
        """What waits for a repository asks for it by the name that it has now. Raises QueueError."""
        await self._execute(RENAME, repository=str(repository_id), name=full_name)

    async def _rows(self, statement: str, **values: object) -> list[dict[str, Any]]:
        try:
            return await self._app.connector.execute_query_all_async(statement, **values)
        except ConnectorException as error:
            raise QueueError(str(error)) from error

    async def _execute(self, statement: str, **values: str) -> None:
        try:
            await self._app.connector.execute_query_async(statement, **values)
        except ConnectorException as error:
            raise QueueError(str(error)) from error

    async def work(self, context: Mapping[str, object], concurrency: int) -> None:
        """Carry out jobs until cancelled; running ones are given half a minute to end."""
        await self._app.run_worker_async(
            concurrency=concurrency,
            additional_context=dict(context),
            install_signal_handlers=False,
            fetch_job_polling_interval=POLLING,
            update_heartbeat_interval=HEARTBEAT,
            stalled_worker_timeout=STALLED_AFTER,
            shutdown_graceful_timeout=GRACE,
            delete_jobs="successful",
            task_middleware=[outlasting(self.renew), observed],
        )

    async def renew(self, stored: StoredJob) -> None:
        """Put a job in anew that did not come to its end, counting one more try. Raises QueueError."""
        job = _job(stored)
        attempt = job.arguments.get("attempt")
        counted = {} if attempt is None else {"attempt": int(attempt) + 1}
        await self.put(replace(job, arguments={**job.arguments, **counted}))

    async def take_over(self) -> Sequence[Taken]:
        """Put the jobs of dead workers in anew, counting one more try. A process that dies in between loses none of
        them; one that has killed too many workers does not come back. Raises QueueError."""
        rows = await self._rows(TAKE_OVER, seconds=STALLED_AFTER, most=MOST_WORKERS - 1)
        return [Taken(_task(row["task_name"]), row["args"], is_given_up=row["is_given_up"]) for row in rows]


def _arguments(job: Job) -> dict[str, Any]:
    """With the job's origin: nobody waits for what has the last priority."""
    came_from = job.origin or origin.current()
    if came_from is None:
        return dict(job.arguments)
    if job.priority <= LATER:
        came_from = replace(came_from, at=None)
    return {ORIGIN: origin.stored(came_from), **job.arguments}


def band_of(number: int) -> int:
    """The priority that a job's number in the queue belongs to."""
    return -(-number // BAND) * BAND


def _job(stored: StoredJob) -> Job:
    arguments: dict[str, Any] = dict(stored.task_kwargs)
    return Job(_task(stored.task_name), arguments, stored.lock, stored.queueing_lock, band_of(stored.priority))


def _task(name: str) -> str:
    return name.removeprefix(f"{NAMESPACE}:")


def _row(job: Job, place: int, *, hastens: bool) -> dict[str, object]:
    return {
        "place": place,
        "task": f"{NAMESPACE}:{job.task}",
        "args": _arguments(job),
        "lock": job.lock,
        "queueing_lock": job.queueing_lock,
        "band": job.priority,
        "delay": job.delay,
        "hastens": hastens,
    }


def _one_for_each_lock(jobs: Iterable[Job]) -> list[Job]:
    """The most urgent of those that would wait for each other. Raises ValueError for a job without a queueing lock."""
    chosen: dict[str, Job] = {}
    for job in jobs:
        if job.queueing_lock is None:
            raise ValueError(f"{job.task} has no queueing lock")
        known = chosen.get(job.queueing_lock, job)
        chosen[job.queueing_lock] = job.beside(known) if known.priority < job.priority else known.beside(job)
    return list(chosen.values())
