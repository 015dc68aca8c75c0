"""What a worker carries out, and what becomes of a job that fails: tried again with a delay, or ended with a check
run that says what happened. A check run is never left in progress."""

import logging
from datetime import timedelta
from typing import Any

from procrastinate import Blueprint, JobContext

from app.git.mirror import FetchError
from app.git.process import GitError
from app.github.errors import GitHubError, GoneError, RateLimitedError, RefusedError, UnavailableError
from app.jobs import job
from app.jobs.job import PullRequestId, RepositoryId
from app.owned_check_run import end_with_failure
from app.review_branch import changed_rules, pull_requests_into
from app.review_pull_request import review_pull_request
from app.review_revisions import NoMergeBaseError
from app.service import Service
from app.store import reviews
from app.store.tables import ReviewRow

DELAYS = (5.0, 20.0, 60.0, 300.0, 900.0)
"""Seconds before each further try; after the last, the review ends with an explanation."""
STUCK_AFTER = timedelta(minutes=30)
"""Longer than all delays but one together: such a review has lost its job."""
SWEEPS = "sweeps"

log = logging.getLogger(__name__)
tasks = Blueprint()


@tasks.task(name=job.REVIEW_PULL_REQUEST, pass_context=True)
async def run_review(context: JobContext, /, *, attempt: int, **identity: Any) -> None:
    """Review one pull request."""
    service: Service = context.additional_context["service"]
    wanted = PullRequestId(**identity)
    try:
        await review_pull_request(service, wanted)
    except GoneError as error:
        log.info("%s#%s is gone: %s", wanted.repository, wanted.number, error)
        await _end(service, wanted, str(error))
    except RateLimitedError as error:
        await _again(service, wanted, attempt, error, error.retry_after)
    except (UnavailableError, FetchError) as error:
        await _again(service, wanted, attempt, error)
    except (RefusedError, NoMergeBaseError, GitError) as error:
        await _end(service, wanted, str(error))
    except Exception as error:
        log.exception("%s#%s: a bug", wanted.repository, wanted.number)
        await _end(service, wanted, f"This is a bug in adrift ({type(error).__name__}).")


@tasks.task(name=job.REVIEW_HEAD, pass_context=True)
async def run_review_head(context: JobContext, /, *, head_sha: str, **identity: Any) -> None:
    """Review every open pull request with one head."""
    service: Service = context.additional_context["service"]
    repository = RepositoryId(**identity)
    for number in await reviews.numbers_of_head(service.engine, repository.repository_id, head_sha):
        wanted = _pull_request(repository, number)
        await service.queue.put(job.review_pull_request(wanted, priority=job.URGENT))


@tasks.task(name=job.REVIEW_BRANCH, pass_context=True)
async def run_review_branch(context: JobContext, /, *, branch: str, before: str, after: str, **identity: Any) -> None:
    """Review the open pull requests into a governed branch whose rules a push has changed."""
    service: Service = context.additional_context["service"]
    repository = RepositoryId(**identity)
    try:
        numbers = await pull_requests_into(service, repository, branch)
        if numbers and await changed_rules(service, repository, branch, before, after):
            for number in numbers:
                await service.queue.put(job.review_pull_request(_pull_request(repository, number), priority=job.LATER))
    except (GitHubError, FetchError, GitError) as error:
        log.warning("push to %s of %s: %s", branch, repository.repository, error)


@tasks.periodic(cron="* * * * *")
@tasks.task(name="sweep", queue=SWEEPS, queueing_lock="sweep", pass_context=True)
async def sweep(context: JobContext, /, timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes it
    """Take over the jobs of dead workers, and reviews that lost their job."""
    service: Service = context.additional_context["service"]
    for name, arguments in await service.queue.take_over():
        log.warning("taking over %s %s", name, arguments)
        await service.queue.put(_renewed(name, arguments))
    for row in await reviews.stuck(service.engine, STUCK_AFTER):
        await service.queue.put(job.review_pull_request(_of_row(row)))


async def _again(
    service: Service, wanted: PullRequestId, attempt: int, error: Exception, delay: float | None = None
) -> None:
    if attempt >= len(DELAYS):
        await _end(service, wanted, f"{error} (tried {attempt + 1} times)")
        return
    wait = max(DELAYS[attempt], delay or 0.0)
    log.warning("%s#%s again in %.0f s: %s", wanted.repository, wanted.number, wait, error)
    await service.queue.put(job.review_pull_request(wanted, attempt=attempt + 1, delay=wait))


async def _end(service: Service, wanted: PullRequestId, why: str) -> None:
    """End with an explanation. Where GitHub takes none, the sweep comes back to it."""
    log.warning("%s#%s could not be reviewed: %s", wanted.repository, wanted.number, why)
    try:
        await end_with_failure(service, wanted, why)
    except GitHubError as error:
        log.warning("%s#%s could not be told: %s", wanted.repository, wanted.number, error)


def _renewed(name: str, arguments: dict[str, Any]) -> job.Job:
    if name != job.REVIEW_PULL_REQUEST:
        return job.Job(name, arguments)
    identity = {key: value for key, value in arguments.items() if key != "attempt"}
    return job.review_pull_request(PullRequestId(**identity), attempt=arguments["attempt"])


def _pull_request(repository: RepositoryId, number: int) -> PullRequestId:
    return PullRequestId(repository.installation_id, repository.repository_id, repository.repository, number)


def _of_row(row: ReviewRow) -> PullRequestId:
    return PullRequestId(row.installation_id, row.repository_id, row.repository, row.number)
