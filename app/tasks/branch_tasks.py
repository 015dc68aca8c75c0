"""The task that follows a push to a branch, and what becomes of one that fails."""

import logging
from typing import Any

from procrastinate import Blueprint, JobContext

from app.fetching.push import fetch_push
from app.git.mirror import FetchError
from app.git.process import GitError
from app.github.errors import GitHubError
from app.jobs import job
from app.jobs.job import Push
from app.judge_landed import judge_landed
from app.review_branch import pull_requests_to_review
from app.service import Service, service_of
from app.tasks import tries

PACE = 6.0
"""Seconds from one review that a push asks for to the next: 600 an hour, of at most four requests each where nothing is
found, leave people half of the 5,000 that an installation has (GitHub's documentation, "Rate limits")."""

log = logging.getLogger(__name__)


def add_to(blueprint: Blueprint) -> None:
    """Add the task."""
    blueprint.task(name=job.REVIEW_BRANCH, pass_context=True)(run_review_branch)


async def run_review_branch(context: JobContext, /, *, attempt: int, **arguments: Any) -> None:
    """Review the open pull requests whose rules a push has changed, and judge what landed by it."""
    service, push = service_of(context.additional_context), Push(**arguments)
    try:
        await _review_branch(service, push)
    except (GitHubError, FetchError, GitError) as error:
        log.warning("push to %s of %s: %s", push.branch, push.repository, error)
        if again := tries.following(attempt, error):
            await service.queue.put(job.review_branch(push, attempt=again.attempt, delay=again.delay))


async def _review_branch(service: Service, push: Push) -> None:
    client = service.github.installation(push.installation_id)
    fetched = await fetch_push(service, client, push)
    numbers = await pull_requests_to_review(client, push, fetched)
    for place, number in enumerate(numbers):
        wanted = push.pull_request(number)
        await service.queue.put(job.review_pull_request(wanted, priority=job.LATER, delay=place * PACE))
    if fetched is None:
        log.warning(
            "%s of %s was at %s, which is gone: what landed is not judged", push.branch, push.repository, push.before
        )
        return
    await judge_landed(service, client, push, fetched)
