"""The tasks that follow from the App being installed, renamed, suspended and taken away."""

import logging
from typing import Any

from procrastinate import Blueprint, JobContext

from app.github.errors import GitHubError
from app.installing import installations, self_check
from app.jobs import installation_jobs
from app.jobs.installation_jobs import ALL
from app.jobs.job import Job, RepositoryId
from app.service import service_of
from app.tasks import tries
from app.tasks.tries import Try

FORGOTTEN_AGAIN = 1800.0
"""Seconds after which a second look is taken at what may have come meanwhile: twice what a review may take."""

log = logging.getLogger(__name__)


def add_to(blueprint: Blueprint) -> None:
    """Add the tasks."""
    for name, task in (
        (installation_jobs.PREPARE_INSTALLATION, run_prepare_installation),
        (installation_jobs.PREPARE_REPOSITORY, run_prepare_repository),
        (installation_jobs.FORGET, run_forget),
        (installation_jobs.REST, run_rest),
        (installation_jobs.CHECK_PERMISSIONS, run_check_permissions),
        (installation_jobs.RENAME_INSTALLATION, run_rename_installation),
        (installation_jobs.RENAME_REPOSITORY, run_rename_repository),
    ):
        blueprint.task(name=name, pass_context=True)(task)


async def run_prepare_installation(context: JobContext, /, *, installation_id: int, anew: int, attempt: int) -> None:
    """Have all repositories of an installation prepared."""
    service = service_of(context.additional_context)

    def again(one: Try) -> Job:
        return installation_jobs.prepare_installation(installation_id, anew=anew, attempt=one.attempt, delay=one.delay)

    await tries.tried(
        service.queue,
        lambda: installations.prepare_installation(service, installation_id, anew=bool(anew)),
        attempt,
        again,
    )


async def run_prepare_repository(context: JobContext, /, *, anew: int, attempt: int, **identity: Any) -> None:
    """Make the check of a repository known, and review its open pull requests."""
    service, repository = service_of(context.additional_context), RepositoryId(**identity)

    def again(one: Try) -> Job:
        return installation_jobs.prepare_repository(repository, anew=anew, attempt=one.attempt, delay=one.delay)

    await tries.tried(
        service.queue, lambda: installations.prepare_repository(service, repository, anew=bool(anew)), attempt, again
    )


async def run_forget(
    context: JobContext, /, *, installation_id: int, repository_id: int, once_more: int, attempt: int
) -> None:
    """Delete all that is kept of an installation, or of one of its repositories, if it is really gone."""
    service = service_of(context.additional_context)
    one = None if repository_id == ALL else repository_id

    async def forget() -> None:
        if await installations.is_gone(service, installation_id, one):
            await installations.forget(service, installation_id, one)
            if once_more:
                last = installation_jobs.forget(installation_id, repository_id, once_more=0, delay=FORGOTTEN_AGAIN)
                await service.queue.put(last)

    def again(one: Try) -> Job:
        return installation_jobs.forget(
            installation_id, repository_id, once_more=once_more, attempt=one.attempt, delay=one.delay
        )

    await tries.tried(service.queue, forget, attempt, again)


async def run_rest(context: JobContext, /, *, installation_id: int) -> None:
    """Let go of what waits for an installation that is suspended. GitHub lets it do nothing."""
    await service_of(context.additional_context).queue.drop(installation_id)


async def run_check_permissions(context: JobContext, /, *, installation_id: int) -> None:
    """Say on the log what was not granted. Check runs say it as well, so this is not tried again."""
    service = service_of(context.additional_context)
    try:
        if installation_id == ALL:
            await self_check.check_all(service)
        else:
            await self_check.check_installation(service, installation_id)
    except GitHubError as error:
        log.warning("what was granted is not known: %s", error)


async def run_rename_installation(context: JobContext, /, *, installation_id: int, attempt: int) -> None:
    """Take over the names of all repositories of an installation."""
    service = service_of(context.additional_context)

    def again(one: Try) -> Job:
        return installation_jobs.rename_installation(installation_id, attempt=one.attempt, delay=one.delay)

    await tries.tried(
        service.queue, lambda: installations.rename_installation(service, installation_id), attempt, again
    )


async def run_rename_repository(context: JobContext, /, **identity: Any) -> None:
    """Take over the name of a repository."""
    await installations.rename_repository(service_of(context.additional_context), RepositoryId(**identity))
