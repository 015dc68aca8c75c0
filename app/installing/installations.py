"""What is done when the App is installed on a repository, and when it is taken away."""

import asyncio
import logging
from collections.abc import AsyncIterator

from app.github import check_runs
from app.github.client import InstallationClient
from app.github.errors import GoneError, RefusedError
from app.github.models import PullRequest, Repository
from app.github.pull_requests import open_pull_requests
from app.github.repositories import is_installed_on, repositories_of, repository_by_id, tip_of
from app.installing.mirror_sweep import delete_mirrors
from app.jobs import installation_jobs, job
from app.jobs.installation_jobs import PACE
from app.jobs.job import RepositoryId
from app.report.check_run import installed_report
from app.service import Service
from app.store import forgetting, reviews

log = logging.getLogger(__name__)


async def prepare_installation(service: Service, installation_id: int, *, anew: bool) -> None:
    """Have each repository of an installation prepared, paced. Raises GitHubError."""
    place = 0
    async for repository in _repositories(service, installation_id):
        await service.queue.put(installation_jobs.prepare_repository(repository, anew=int(anew), delay=place * PACE))
        place += 1


async def prepare_repository(service: Service, repository: RepositoryId, *, anew: bool) -> None:
    """Post the check once, so that it can be chosen as required, and have the open pull requests reviewed, paced and
    after all others; those whose head was reviewed only `anew`. What another installation knew of it is deleted:
    its own event may never have come. Raises GitHubError."""
    client = service.github.installation(repository.installation_id)
    live = await repository_by_id(client, repository.repository_id)
    for other in await forgetting.others(service.engine, repository.installation_id, repository.repository_id):
        await forget(service, other, repository.repository_id)
    pulls = [pull async for pull in open_pull_requests(client, live.full_name)]
    await _post(client, live, pulls)
    unseen = [pull for pull in pulls if anew or not await _is_reviewed(service, repository, pull)]
    for place, pull in enumerate(unseen):
        wanted = repository.pull_request(pull.number)
        await service.queue.put(job.review_pull_request(wanted, priority=job.LATER, delay=place * PACE))


async def is_gone(service: Service, installation_id: int, repository_id: int | None) -> bool:
    """Whether GitHub gives us nothing of it any more: an event may be late, and the App installed again. Raises
    GitHubError."""
    service.github.forget(installation_id)
    try:
        await service.github.installation(installation_id).token()
    except (GoneError, RefusedError):
        return True
    return repository_id is not None and not await is_installed_on(service.github, installation_id, repository_id)


async def forget(service: Service, installation_id: int, repository_id: int | None) -> None:
    """Delete rows, facts, waiting jobs, and the mirrors on this worker's disk; others sweep theirs."""
    await service.queue.drop(installation_id, repository_id)
    await forgetting.forget(service.engine, installation_id, repository_id)
    service.memory.forget(installation_id, repository_id)
    service.github.forget(installation_id)
    await asyncio.to_thread(delete_mirrors, service.mirrors, installation_id, repository_id)
    log.info(
        "forgotten: installation %d, %s", installation_id, f"repository {repository_id}" if repository_id else "all"
    )


async def rename_installation(service: Service, installation_id: int) -> None:
    """Take over the names of all repositories of an installation. Raises GitHubError."""
    async for repository in _repositories(service, installation_id):
        await rename_repository(service, repository)


async def rename_repository(service: Service, repository: RepositoryId) -> None:
    """Take over the name of a repository, in rows and waiting jobs; mirrors and facts go by its id."""
    await forgetting.rename(service.engine, repository.repository_id, repository.repository)
    await service.queue.rename(repository.repository_id, repository.repository)


async def _is_reviewed(service: Service, repository: RepositoryId, pull: PullRequest) -> bool:
    return pull.number in await reviews.numbers_of_head(service.engine, repository.repository_id, pull.head.sha)


async def _repositories(service: Service, installation_id: int) -> AsyncIterator[RepositoryId]:
    async for one in repositories_of(service.github.installation(installation_id)):
        yield RepositoryId(installation_id, one.id, one.full_name)


async def _post(client: InstallationClient, repository: Repository, pulls: list[PullRequest]) -> None:
    """GitHub offers as required what has succeeded in a repository within a week. Nothing is posted on a commit that is
    the head of an open pull request: there the review has the word."""
    try:
        tip = await tip_of(client, repository.full_name, repository.default_branch)
    except GoneError:
        return  # no commit yet
    if any(pull.head.sha == tip for pull in pulls):
        return
    external_id = f"adrift-installed-{repository.id}"
    name = check_runs.REQUIRED
    if await check_runs.find_by_external_id(client, repository.full_name, tip, name, external_id) is None:
        await check_runs.post(client, repository.full_name, tip, name, external_id, installed_report())
