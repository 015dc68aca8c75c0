"""A job that breaks off because the database is away is put in again as soon as that is back: an outage loses none."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from procrastinate import JobContext
from procrastinate.jobs import Job as StoredJob
from procrastinate.middleware import AsyncCallNext
from procrastinate.worker import Worker

from app.store.database import AWAY

ASKED_AGAIN_AFTER = 1.0
"""Seconds between two looks whether the database is back."""
LAST_TRIES = 3
"""Tries of a worker that is being stopped. Without a database its job stays as it is, and is taken over."""
Put = Callable[[StoredJob], Awaitable[object]]

log = logging.getLogger(__name__)


class QueueError(Exception):
    """The database that holds the jobs does not answer."""


def outlasting(put: Put) -> Callable[[AsyncCallNext, JobContext, Worker], Awaitable[Any]]:
    """What carries out a job, and has it put in once more by `put`, which raises QueueError while that cannot be. A
    worker that dies meanwhile leaves a job that is taken over."""

    async def outlast(call_next: AsyncCallNext, context: JobContext, worker: Worker) -> Any:  # noqa: ARG001 - as passed
        job = context.job.evolve(task_kwargs=dict(context.job.task_kwargs))
        try:
            return await _carried_out(call_next, put, job)
        except asyncio.CancelledError:  # the worker ends, as it also does when the database goes away
            for _ in range(LAST_TRIES):
                if await _is_put(put, job):
                    break
                await asyncio.sleep(ASKED_AGAIN_AFTER)
            raise

    return outlast


async def _carried_out(call_next: AsyncCallNext, put: Put, job: StoredJob) -> Any:
    try:
        return await call_next()
    except (*AWAY, QueueError) as error:
        log.warning("%s waits for the database: %s", job.task_name, str(error).partition("\n")[0])
    while not await _is_put(put, job):
        if (task := asyncio.current_task()) and task.cancelling():
            raise asyncio.CancelledError
        await asyncio.sleep(ASKED_AGAIN_AFTER)
    return None


async def _is_put(put: Put, job: StoredJob) -> bool:
    try:
        await put(job)
    except QueueError:
        return False
    return True
