"""The tasks that look for what was missed, and what becomes of one that fails."""

import logging
from typing import Any

from procrastinate import Blueprint, JobContext

from app.jobs import reconcile_jobs
from app.jobs.job import Job, RepositoryId
from app.reconciling import deliveries as reconcile_deliveries
from app.reconciling import pull_requests as reconcile_pull_requests
from app.service import service_of
from app.tasks import tries
from app.tasks.tries import Try

DELIVERIES, PULL_REQUESTS = "*/5 * * * *", "37 * * * *"
"""When failed deliveries are looked for, and when pull requests."""
SOON = 60.0
"""Seconds until the rest of many failed deliveries."""

log = logging.getLogger(__name__)


def add_to(blueprint: Blueprint, queue: str) -> None:
    """Add the tasks; those that begin a round by the clock to a queue of its own."""
    for name, task in (
        (reconcile_jobs.REDELIVER, run_redeliver),
        (reconcile_jobs.RECONCILE, run_reconcile),
        (reconcile_jobs.RECONCILE_INSTALLATION, run_reconcile_installation),
        (reconcile_jobs.RECONCILE_REPOSITORY, run_reconcile_repository),
    ):
        blueprint.task(name=name, pass_context=True)(task)
    for name, cron, tick in (
        ("sweep_deliveries", DELIVERIES, run_deliveries_tick),
        ("sweep_pull_requests", PULL_REQUESTS, run_pull_requests_tick),
    ):
        periodic = blueprint.task(name=name, queue=queue, queueing_lock=name, pass_context=True)(tick)
        blueprint.periodic(cron=cron)(periodic)


async def run_deliveries_tick(context: JobContext, /, timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes it
    """Begin to look for failed deliveries."""
    await service_of(context.additional_context).queue.hurry(reconcile_jobs.redeliver())


async def run_pull_requests_tick(context: JobContext, /, timestamp: int) -> None:  # noqa: ARG001 - as above
    """Begin to look through all pull requests."""
    await service_of(context.additional_context).queue.hurry(reconcile_jobs.reconcile())


async def run_redeliver(context: JobContext, /, *, attempt: int) -> None:
    """Have GitHub send again what it could not deliver."""
    service = service_of(context.additional_context)

    async def redeliver() -> None:
        if await reconcile_deliveries.redeliver(service):
            await service.queue.put(reconcile_jobs.redeliver(delay=SOON))

    await tries.tried(
        service.queue, redeliver, attempt, lambda one: reconcile_jobs.redeliver(attempt=one.attempt, delay=one.delay)
    )


async def run_reconcile(context: JobContext, /, *, attempt: int) -> None:
    """Have all installations looked through."""
    service = service_of(context.additional_context)

    def again(one: Try) -> Job:
        return reconcile_jobs.reconcile(attempt=one.attempt, delay=one.delay)

    await tries.tried(service.queue, lambda: reconcile_pull_requests.reconcile(service), attempt, again)


async def run_reconcile_installation(context: JobContext, /, *, installation_id: int, attempt: int) -> None:
    """Have the repositories of an installation looked through."""
    service = service_of(context.additional_context)

    def again(one: Try) -> Job:
        return reconcile_jobs.reconcile_installation(installation_id, attempt=one.attempt, delay=one.delay)

    work = reconcile_pull_requests.reconcile_installation
    await tries.tried(service.queue, lambda: work(service, installation_id), attempt, again)


async def run_reconcile_repository(context: JobContext, /, *, attempt: int, **identity: Any) -> None:
    """Look through the open pull requests of a repository."""
    service, repository = service_of(context.additional_context), RepositoryId(**identity)

    def again(one: Try) -> Job:
        return reconcile_jobs.reconcile_repository(repository, attempt=one.attempt, delay=one.delay)

    work = reconcile_pull_requests.reconcile_repository
    await tries.tried(service.queue, lambda: work(service, repository), attempt, again)
