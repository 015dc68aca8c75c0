"""What a worker carries out, and what becomes of a job that fails: tried again with a delay, or ended with a check
run that says what happened. A check run is never left in progress."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from typing import Any

from procrastinate import Blueprint, JobContext

from app.git.mirror import FetchError
from app.git.process import GitError
from app.github.errors import GitHubError, GoneError, RateLimitedError, RefusedError, UnavailableError
from app.jobs import job
from app.jobs.job import MergeGroup, PullRequestId, RepositoryId, Reviewed
from app.read_branch import read_branch
from app.review_merge_group import end_merge_group, group_of, review_merge_group
from app.review_pull_request import OutdatedError, review_pull_request, take_turn
from app.review_revisions import NoMergeBaseError, today
from app.service import Service, service_of
from app.store import merge_groups, pull_requests, reviews
from app.store.database import AWAY
from app.store.facts_sweep import sweep_facts
from app.store.locks import LockLostError
from app.store.retention import Kept, delete_old
from app.tasks import branch_tasks, command_tasks, installation_tasks, reconcile_tasks, tries, watchdog
from app.telling import merge_group_check_run, owned_check_run
from app.telling.owned_check_run import TakenOverError

REFUSALS = 2
"""Tries after which a no is a no: what was just pushed is not known to all of GitHub's machines at once."""
LONGEST_TRY = 900.0
"""Seconds that one try of a review may take, whatever a repository holds."""
SWEEPS = "sweeps"
End = Callable[[str], Awaitable[None]]
"""Ends a check run with an explanation."""

log = logging.getLogger(__name__)


def tasks() -> Blueprint:
    """All there is to carry out, made anew for each queue, which renames what it is given."""
    blueprint = Blueprint()
    blueprint.task(name=job.REVIEW_PULL_REQUEST, pass_context=True)(run_review)
    blueprint.task(name=job.REVIEW_MERGE_GROUP, pass_context=True)(run_review_merge_group)
    blueprint.task(name=job.END_MERGE_GROUP, pass_context=True)(run_end_merge_group)
    blueprint.task(name=job.REVIEW_HEAD, pass_context=True)(run_review_head)
    blueprint.task(name=job.READ_BRANCH, pass_context=True)(run_read_branch)
    branch_tasks.add_to(blueprint)
    command_tasks.add_to(blueprint)
    installation_tasks.add_to(blueprint)
    reconcile_tasks.add_to(blueprint, SWEEPS)
    every_minute = blueprint.periodic(cron="* * * * *")
    every_minute(blueprint.task(name="sweep", queue=SWEEPS, queueing_lock="sweep", pass_context=True)(run_sweep))
    every_hour = blueprint.periodic(cron="17 * * * *")
    lock = "sweep_facts"
    every_hour(
        blueprint.task(name=lock, queue=SWEEPS, lock=lock, queueing_lock=lock, pass_context=True)(run_facts_sweep)
    )
    lock = "sweep_ended"
    every_hour(blueprint.task(name=lock, queue=SWEEPS, lock=lock, queueing_lock=lock, pass_context=True)(run_ended))
    lock = "delete_old_rows"
    every_hour(
        blueprint.task(name=lock, queue=SWEEPS, lock=lock, queueing_lock=lock, pass_context=True)(run_delete_old_rows)
    )
    return blueprint


async def run_review(context: JobContext, /, *, attempt: int, only_new: int = 0, **identity: Any) -> None:
    """Review one pull request."""
    service = service_of(context.additional_context)
    wanted = PullRequestId(**identity)
    turn = await take_turn(service, wanted)
    end = partial(owned_check_run.end_with_failure, service, turn)
    try:
        if attempt > 0 and tries.is_last(attempt - 1):  # taken over from one dead worker after the other
            await _end(wanted, end, "The review was begun several times, and each time its worker died.")
            return
        async with asyncio.timeout(LONGEST_TRY):
            base = await review_pull_request(service, wanted, turn, only_new=bool(only_new))
        await _read_once(service, wanted, base)
    except asyncio.CancelledError:
        await service.queue.put(job.review_pull_request(wanted, attempt=attempt))
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, the pull request is told
        await _failed(service, wanted, end, attempt, error)


async def run_review_merge_group(context: JobContext, /, *, attempt: int, **identity: Any) -> None:
    """Review what a merge queue wants to merge."""
    service = service_of(context.additional_context)
    group = MergeGroup(**identity)
    end = partial(merge_group_check_run.end_with_failure, service, group)
    try:
        if attempt > 0 and tries.is_last(attempt - 1):
            await _end(group, end, "The review was begun several times, and each time its worker died.")
            return
        async with asyncio.timeout(LONGEST_TRY):
            await review_merge_group(service, group)
    except asyncio.CancelledError:
        await service.queue.put(job.review_merge_group(group, attempt=attempt))
        raise
    except Exception as error:  # noqa: BLE001 - as above
        await _failed(service, group, end, attempt, error)


async def run_end_merge_group(context: JobContext, /, *, reason: str, **identity: Any) -> None:
    """End the review of what a merge queue has given up."""
    service, group = service_of(context.additional_context), MergeGroup(**identity)
    try:
        await end_merge_group(service, group, reason)
    except GitHubError as error:
        log.warning("%s is gone, and could not be told: %s", group, error)
        # a review of what is gone does nothing but end
        await service.queue.put(job.review_merge_group(group, delay=tries.delay(0, error)))


async def run_review_head(context: JobContext, /, *, head_sha: str, **identity: Any) -> None:
    """Review every open pull request with one head, and the merge group."""
    service, repository = service_of(context.additional_context), RepositoryId(**identity)
    if row := await merge_groups.of_head(service.engine, repository.repository_id, head_sha):
        await service.queue.put(job.review_merge_group(group_of(row)))
    for number in await reviews.numbers_of_head(service.engine, repository.repository_id, head_sha):
        await service.queue.put(job.review_pull_request(repository.pull_request(number), priority=job.URGENT))


async def run_read_branch(context: JobContext, /, *, branch: str, **identity: Any) -> None:
    """Read a base branch with parsers. It only saves later reviews time, so it is not tried again."""
    try:
        await read_branch(service_of(context.additional_context), RepositoryId(**identity), branch)
    except (GitHubError, FetchError, GitError) as error:
        log.warning("%s of %s was not read: %s", branch, identity["repository"], error)


async def run_sweep(context: JobContext, /, timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes it
    """Take over the jobs of dead workers, and reviews that lost their job."""
    service = service_of(context.additional_context)
    await watchdog.take_over(service)
    await watchdog.end_stuck_reviews(service)


async def run_ended(context: JobContext, /, timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes it
    """Review the pull requests whose verdict rests on an exception or a waiver that has ended since."""
    service, day = service_of(context.additional_context), today()
    for place, row in enumerate(await pull_requests.ended(service.engine, day)):
        wanted = PullRequestId(row.installation_id, row.repository_id, row.repository, row.number)
        await service.queue.put(job.review_pull_request(wanted, priority=job.LATER, delay=place * branch_tasks.PACE))
    await pull_requests.forget_ends(service.engine, day)


async def run_facts_sweep(context: JobContext, /, timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes it
    """Delete the cached facts that nobody uses, and what is too much."""
    service = service_of(context.additional_context)
    kept = timedelta(days=service.settings.facts_kept_days)
    log.info("cached facts deleted: %d", await sweep_facts(service.engine, kept, service.settings.facts_size))


async def run_delete_old_rows(context: JobContext, /, timestamp: int) -> None:  # noqa: ARG001 - as above
    """Delete deliveries, reviews and what goes with them, once they are old."""
    service = service_of(context.additional_context)
    settings = service.settings
    kept = Kept(timedelta(days=settings.deliveries_kept_days), timedelta(days=settings.reviews_kept_days))
    log.info("old rows deleted: %s", await delete_old(service.engine, kept))


async def _read_once(service: Service, wanted: PullRequestId, branch: str | None) -> None:
    """After the first review of a repository by this worker: see to it that its base branch is read thoroughly."""
    memory = service.memory.of((wanted.installation_id, wanted.repository_id))
    if branch is not None and not memory.is_read:
        memory.is_read = True
        repository = RepositoryId(wanted.installation_id, wanted.repository_id, wanted.repository)
        await service.queue.put(job.read_branch(repository, branch))


async def _failed(service: Service, wanted: Reviewed, end: End, attempt: int, error: Exception) -> None:
    """What a broken review leads to: another try, or an end with an explanation."""
    if isinstance(error, AWAY):
        raise error  # the job is put in again when the database is back
    match error:
        case RateLimitedError():  # waiting is no try
            await _put_off(service, wanted, attempt, tries.delay(0, error), error)
        case UnavailableError() | FetchError() | LockLostError() if not tries.is_last(attempt):
            await _put_off(service, wanted, attempt + 1, tries.delay(attempt, error), error)
        case UnavailableError() | FetchError() | LockLostError():
            await _end(wanted, end, f"{error} (tried {attempt + 1} times)")
        case GoneError() | RefusedError() if attempt < REFUSALS:
            service.github.forget_token(wanted.installation_id)  # it may be older than what it lacks
            await _put_off(service, wanted, attempt + 1, tries.delay(attempt, error), error)
        case GoneError() | RefusedError() | NoMergeBaseError() | GitError():
            await _end(wanted, end, str(error))
        case TakenOverError():
            log.warning("%s", error)
        case OutdatedError():
            log.info("%s", error)
            await service.queue.put(job.review_again(wanted))  # the event that said so has put it in already
        case TimeoutError():
            await _end(wanted, end, f"The review took more than {LONGEST_TRY / 60:.0f} minutes.")
        case _:
            log.error("%s: a bug", wanted, exc_info=error)
            await _end(wanted, end, f"This is a bug in adrift ({type(error).__name__}).")


async def _put_off(service: Service, wanted: Reviewed, attempt: int, wait: float, error: Exception) -> None:
    """A new job, as procrastinate's own retry stumbles over one that waits. Where one waits, it is the next try."""
    log.warning("%s again in %.0f s: %s", wanted, wait, error)
    await service.queue.put(job.review_again(wanted, attempt=attempt, delay=wait))


async def _end(wanted: Reviewed, end: End, why: str) -> None:
    """End with an explanation. Where GitHub takes none, the sweep comes back to it."""
    log.warning("%s could not be reviewed: %s", wanted, why)
    try:
        await end(why)
    except (GitHubError, LockLostError, TakenOverError) as error:
        log.warning("%s could not be told: %s", wanted, error)
