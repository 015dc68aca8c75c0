"""Open pull requests of which nothing was heard: whatever the reason, each one gets its review.

GitHub is asked once for every hundred repositories, and once for every hundred open pull requests of those that have
any. Not conditionally: an entity tag holds for one token only, an installation's token lives an hour, and that long it
takes until the same is asked again (GitHub's support in eclipse-csi/otterdog#201; github/docs#34689).
"""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import replace

from app.github import check_runs
from app.github.models import CheckRun, PullRequest
from app.github.pull_requests import open_pull_requests
from app.github.repositories import installations, repositories_of
from app.jobs import job, reconcile_jobs
from app.jobs.installation_jobs import PACE
from app.jobs.job import Job, RepositoryId
from app.observing.metrics import MISSED
from app.report.check_run import superseded_report
from app.service import Service
from app.store import pull_requests, reviews
from app.store.tables import PullRequestRow, ReviewRow, State
from app.telling.review_check_runs import review_of

APART = 2.0
"""Seconds between two installations, and between two repositories of one, where they are few."""
INSTALLATIONS_WITHIN, REPOSITORIES_WITHIN = 600.0, 2700.0
"""Seconds for all installations, and for all repositories of one: together less than the hour until the next round."""

log = logging.getLogger(__name__)


async def reconcile(service: Service) -> None:
    """Have every installation looked through. Raises GitHubError."""
    found = [one.id async for one in installations(service.github) if one.suspended_at is None]
    await _spread(service, [reconcile_jobs.reconcile_installation(one) for one in found], INSTALLATIONS_WITHIN)


async def reconcile_installation(service: Service, installation_id: int) -> None:
    """Have every repository of an installation looked through that has open pull requests. Raises GitHubError."""
    client = service.github.installation(installation_id)
    found = [one async for one in repositories_of(client) if one.open_issues_count and not one.archived]
    places = [RepositoryId(installation_id, one.id, one.full_name) for one in found]
    await _spread(service, [reconcile_jobs.reconcile_repository(one) for one in places], REPOSITORIES_WITHIN)


async def reconcile_repository(service: Service, repository: RepositoryId) -> None:
    """Have the open pull requests reviewed whose head has no finished review and for which no job waits; what is in
    progress there and nobody's is ended. Raises GitHubError."""
    client = service.github.installation(repository.installation_id)
    pulls = [pull async for pull in open_pull_requests(client, repository.repository)]
    missed = await _missed(service, repository, pulls)
    for place, pull in enumerate(missed):
        log.warning("%s#%d was not reviewed at %s", repository.repository, pull.number, pull.head.sha)
        MISSED.inc()
        await _end_orphans(service, repository, pull.head.sha)
        wanted = repository.pull_request(pull.number)
        await service.queue.put(job.review_pull_request(wanted, priority=job.LATER, delay=place * PACE))


async def _missed(service: Service, repository: RepositoryId, pulls: Sequence[PullRequest]) -> list[PullRequest]:
    reviewed = await reviews.reviewed(service.engine, repository.repository_id, [pull.head.sha for pull in pulls])
    seen = await pull_requests.seen(service.engine, repository.repository_id)
    unheard = [
        pull
        for pull in pulls
        if (pull.number, pull.head.sha) not in reviewed or not _is_as_seen(pull, seen.get(pull.number))
    ]
    jobs = {pull.number: job.review_pull_request(repository.pull_request(pull.number)) for pull in unheard}
    live = await service.queue.live([lock for one in jobs.values() if (lock := one.queueing_lock)])
    return [pull for pull in unheard if jobs[pull.number].queueing_lock not in live]


def _is_as_seen(pull: PullRequest, row: PullRequestRow | None) -> bool:
    """Whether it is what the last review has looked at: not opened again, nor led to another branch since."""
    return row is None or (row.is_open and row.base_ref in {None, pull.base.ref})


async def _end_orphans(service: Service, repository: RepositoryId, head_sha: str) -> None:
    """End our check runs on a commit that GitHub shows in progress and no review owns: the database was lost, or GitHub
    has not done what it said. Asked of the database before and after: one that is begun or ended meanwhile is none."""
    client = service.github.installation(repository.installation_id)
    before = await reviews.at_head(service.engine, repository.repository_id, head_sha)
    runs = await check_runs.in_progress(client, repository.repository, head_sha, service.credentials.app_id)
    after = await reviews.at_head(service.engine, repository.repository_id, head_sha) if runs else before
    for run in runs:
        number = review_of(run)
        is_begun_meanwhile = number in after and number not in before
        if not is_begun_meanwhile and not _is_owned(run, before.values()) and not _is_owned(run, after.values()):
            log.warning("check run %d of %s at %s is nobody's", run.id, repository.repository, head_sha)
            await check_runs.finish(client, repository.repository, run.id, superseded_report())


def _is_owned(run: CheckRun, rows: Iterable[ReviewRow]) -> bool:
    return any(
        row.state == State.RUNNING.value and (row.check_run_id == run.id or row.id == review_of(run)) for row in rows
    )


async def _spread(service: Service, jobs: Sequence[Job], within: float) -> None:
    apart = min(APART, within / max(len(jobs), 1))
    for place, one in enumerate(jobs):
        await service.queue.put(replace(one, delay=place * apart))
