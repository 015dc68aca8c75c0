"""The queue: procrastinate on PostgreSQL.

procrastinate's own retry is never used for reviews: while another job waits under the same `queueing_lock` it fails
and blocks that pull request for good. A job that has to be tried again ends, and a new one is put in with a delay.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from procrastinate import App, Blueprint, PsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.jobs import Job as StoredJob
from procrastinate.jobs import JobDeferrer, Status
from psycopg import AsyncConnection

from app.jobs import origin
from app.jobs.job import LATER, Job
from app.jobs.observed import ORIGIN, observed
from app.jobs.outages import QueueError, outlasting

HEARTBEAT = 10.0
"""Seconds between a worker's signs of life."""
STALLED_AFTER = 30.0
"""Seconds without a sign of life after which a worker counts as dead."""
POLLING = 5.0
"""Seconds between looks for delayed jobs; new ones announce themselves."""
GRACE = 30.0
"""Seconds that running jobs are given to end when the worker is stopped."""
NAMESPACE = "adrift"
"""Before every task's name, as procrastinate wants it of tasks that come from elsewhere than its App."""
HASTEN = """\
update procrastinate_jobs as job set scheduled_at = null, priority = greatest(job.priority, wanted.priority)
from unnest(%(locks)s::text[], %(priorities)s::int[]) as wanted (lock, priority)
where job.queueing_lock = wanted.lock and job.status = 'todo'
returning job.queueing_lock"""
"""What waits already, for its next try too, begins now."""


DROP = """\
delete from procrastinate_jobs
where status <> 'doing' and args ->> 'installation_id' = %(installation)s
  and (%(repository)s = '' or args ->> 'repository_id' = %(repository)s)"""
RENAME = """\
update procrastinate_jobs set args = jsonb_set(args, '{repository}', to_jsonb(%(name)s::text))
where status = 'todo' and args ->> 'repository_id' = %(repository)s"""


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
        deferrer = self._deferrer(job, connection)
        try:
            if connection is None:
                await deferrer.defer_async(**_arguments(job))
            else:
                async with connection.transaction():  # a savepoint: a refusal must not undo what was stored
                    await deferrer.defer_async(**_arguments(job))
        except AlreadyEnqueued:
            return False
        except ConnectorException as error:
            raise QueueError(str(error)) from error
        return True

    async def hurry(self, job: Job) -> None:
        """Put in a job with a queueing lock for which somebody waits: one that waits already waits no longer. Raises
        QueueError."""
        if await self.put(job):
            return
        try:
            arguments = {"locks": [job.queueing_lock], "priorities": [job.priority]}
            await self._app.connector.execute_query_async(HASTEN, **arguments)
        except ConnectorException as error:
            raise QueueError(str(error)) from error

    async def put_now(self, jobs: Iterable[Job], connection: AsyncConnection) -> None:
        """Put in jobs with queueing locks for which somebody waits, in the transaction of `connection`: two statements
        however many they are. Raises QueueError."""
        wanted = _one_for_each_lock(jobs)
        if not wanted:
            return
        locks, priorities = list(wanted), [job.priority for job in wanted.values()]
        cursor = await connection.execute(HASTEN, {"locks": locks, "priorities": priorities})
        waiting = {lock for (lock,) in await cursor.fetchall()}
        missing = [job for lock, job in wanted.items() if lock not in waiting]
        try:
            async with connection.transaction():
                await self._defer_all(missing, connection)
        except AlreadyEnqueued:  # somebody else was faster with one of them
            for job in missing:
                await self.put(job, connection)
        except ConnectorException as error:
            raise QueueError(str(error)) from error

    async def _defer_all(self, jobs: Sequence[Job], connection: AsyncConnection) -> None:
        if jobs:
            stored = [self._deferrer(job, connection).make_new_job(**_arguments(job)) for job in jobs]
            await self._app.job_manager.batch_defer_jobs_async(stored, connection)

    def _deferrer(self, job: Job, connection: AsyncConnection | None) -> JobDeferrer:
        return self._app.configure_task(
            f"{NAMESPACE}:{job.task}",
            lock=job.lock,
            queueing_lock=job.queueing_lock,
            priority=job.priority,
            schedule_in={"seconds": job.delay} if job.delay else None,
            connection=connection,
        )

    async def drop(self, installation_id: int, repository_id: int | None = None) -> None:
        """Take out what waits for an installation, or for one repository of it, and what has failed. Raises
        QueueError."""
        repository = "" if repository_id is None else str(repository_id)
        await self._execute(DROP, installation=str(installation_id), repository=repository)

    async def rename(self, repository_id: int, full_name: str) -> None:
        """What waits for a repository asks for it by the name that it has now. Raises QueueError."""
        await self._execute(RENAME, repository=str(repository_id), name=full_name)

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

    async def renew(self, stored: StoredJob) -> Job:
        """Put a job in anew that did not come to its end, counting one more try. Raises QueueError."""
        job = _renewed(stored)
        await self.put(job)
        return job

    async def take_over(self) -> list[Job]:
        """Put the jobs of dead workers in anew, counting one more try, and end the old ones. A process that dies in
        between loses none of them. The jobs taken over."""
        taken = []
        for stalled in await self._app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER):
            job = await self.renew(stalled)
            try:
                await self._app.job_manager.finish_job(stalled, Status.FAILED, delete_job=True)
            except ConnectorException:
                continue  # another process was faster
            taken.append(job)
        return taken


def _arguments(job: Job) -> dict[str, Any]:
    """With the job's origin: nobody waits for what has the last priority."""
    came_from = job.origin or origin.current()
    if came_from is None:
        return dict(job.arguments)
    if job.priority <= LATER:
        came_from = replace(came_from, at=None)
    return {ORIGIN: origin.stored(came_from), **job.arguments}


def _one_for_each_lock(jobs: Iterable[Job]) -> dict[str, Job]:
    """The most urgent of those that would wait for each other. Raises ValueError for a job without a queueing lock."""
    chosen: dict[str, Job] = {}
    for job in jobs:
        if job.queueing_lock is None:
            raise ValueError(f"{job.task} has no queueing lock")
        known = chosen.get(job.queueing_lock)
        if known is None or known.priority < job.priority:
            chosen[job.queueing_lock] = job
    return chosen


def _renewed(stalled: StoredJob) -> Job:
    """A job that kills its worker must come to an end some time, so the attempt counts."""
    arguments: dict[str, Any] = dict(stalled.task_kwargs)
    if "attempt" in arguments:
        arguments["attempt"] += 1
    name = stalled.task_name.removeprefix(f"{NAMESPACE}:")
    return Job(name, arguments, stalled.lock, stalled.queueing_lock, stalled.priority)
