"""The queue: procrastinate on PostgreSQL.

procrastinate's own retry is never used for reviews: while another job waits under the same `queueing_lock` it fails
and blocks that pull request for good. A job that has to be tried again ends, and a new one is put in with a delay.
"""

from collections.abc import Mapping
from typing import Any

from procrastinate import App, Blueprint, PsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import Status
from psycopg import AsyncConnection

from app.jobs.job import Job

HEARTBEAT = 10.0
"""Seconds between a worker's signs of life."""
NAMESPACE = "adrift"
"""Before every task's name, as procrastinate wants it of tasks that come from elsewhere than its App."""
STALLED_AFTER = 30.0
"""Seconds without a sign of life after which a worker counts as dead."""


class Queue:
    """Jobs waiting and running, shared by every process on the same database."""

    def __init__(self, url: str) -> None:
        self._app = App(connector=PsycopgConnector(conninfo=url, min_size=1, max_size=8))

    async def open(self) -> None:
        """Connect."""
        await self._app.open_async()

    async def close(self) -> None:
        """Disconnect."""
        await self._app.close_async()

    async def put(self, job: Job, connection: AsyncConnection | None = None) -> bool:
        """Put a job in, in the transaction of `connection` where one is given. False where the same job waits
        already, which is as good."""
        deferrer = self._app.configure_task(
            f"{NAMESPACE}:{job.task}",
            lock=job.lock,
            queueing_lock=job.queueing_lock,
            priority=job.priority,
            schedule_in={"seconds": job.delay} if job.delay else None,
            connection=connection,
            allow_unknown=True,
        )
        try:
            if connection is None:
                await deferrer.defer_async(**job.arguments)
            else:
                async with connection.transaction():  # a savepoint: a refusal must not undo what was stored
                    await deferrer.defer_async(**job.arguments)
        except AlreadyEnqueued:
            return False
        return True

    async def work(self, tasks: Blueprint, context: Mapping[str, object], concurrency: int) -> None:
        """Carry out jobs until cancelled; running ones are given half a minute to end."""
        self._app.add_tasks_from(tasks, namespace=NAMESPACE)
        await self._app.run_worker_async(
            concurrency=concurrency,
            additional_context=dict(context),
            install_signal_handlers=False,
            update_heartbeat_interval=HEARTBEAT,
            stalled_worker_timeout=STALLED_AFTER,
            shutdown_graceful_timeout=30.0,
            delete_jobs="successful",
        )

    async def take_over(self) -> list[tuple[str, dict[str, Any]]]:
        """End the jobs of dead workers as failed; their tasks and arguments, to be put in anew."""
        taken = []
        for job in await self._app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER):
            await self._app.job_manager.finish_job(job, Status.FAILED, delete_job=True)
            taken.append((job.task_name.removeprefix(f"{NAMESPACE}:"), dict(job.task_kwargs)))
        return taken
