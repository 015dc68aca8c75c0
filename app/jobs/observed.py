"""Every job as it is seen from outside: its log lines and its trace say what it is about and where it comes from."""

from collections.abc import Mapping
from typing import Any

from procrastinate import JobContext
from procrastinate.middleware import AsyncCallNext
from procrastinate.worker import Worker

from app.jobs import origin
from app.observing.logs import about
from app.observing.traces import span

ORIGIN = "origin"
"""The argument of a job that no task sees."""
FIELDS = {
    "installation_id": "installation",
    "repository_id": "repository_id",
    "repository": "repository",
    "number": "pull_request",
    "branch": "branch",
    "head_sha": "head",
    "attempt": "attempt",
}
"""What log lines call the arguments of a job that say what it is about."""


async def observed(call_next: AsyncCallNext, context: JobContext, worker: Worker) -> Any:  # noqa: ARG001 - as passed
    """Carry out a job, and hand on its origin to those that it puts in."""
    came_from = origin.read(context.job.task_kwargs.pop(ORIGIN, None))
    delivery = {"delivery": came_from.delivery} if came_from else {}
    task = context.job.task_name.rpartition(":")[2]
    fields = {"job": context.job.id, "task": task, **_fields(context.job.task_kwargs), **delivery}
    with origin.following(came_from), about(**fields), span(task, came_from.trace if came_from else None):
        return await call_next()


def _fields(arguments: Mapping[str, Any]) -> dict[str, str | int]:
    return {name: arguments[key] for key, name in FIELDS.items() if key in arguments}
