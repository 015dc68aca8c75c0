"""Every worker looks after the others: what a dead one left is taken over, and no check run stays in progress."""

import asyncio
import logging
from datetime import timedelta

from app.github.errors import GitHubError
from app.jobs import job
from app.jobs.job import Job, MergeGroup, PullRequestId
from app.jobs.outages import QueueError
from app.observing.metrics import STUCK, TAKEN_OVER
from app.review_merge_group import group_of
from app.review_pull_request import take_turn
from app.service import Service
from app.store import merge_groups, reviews
from app.store.locks import LockLostError
from app.store.tables import ReviewRow
from app.telling import merge_group_check_run, owned_check_run
from app.telling.owned_check_run import TakenOverError

INTERVAL = 3.0
"""Seconds between two looks for dead workers. With the time after which one counts as dead (`STALLED_AFTER`) its jobs
are taken over well within half a minute."""
STUCK_AFTER = timedelta(minutes=3)
"""How long a review may be in progress without a job that waits or runs for it."""
MOST_TRIES = 30
"""Tries after which a review that loses its job again and again is given up: five times what is tried usually."""

log = logging.getLogger(__name__)


async def take_over_forever(service: Service) -> None:
    """Take over the jobs of dead workers until cancelled. Not a job itself: a worker that is busy does it, too."""
    while True:
        await asyncio.sleep(INTERVAL)
        try:
            await take_over(service)
        except QueueError:
            log.warning("dead workers are not looked for: the database does not answer")


async def take_over(service: Service) -> None:
    """Take over the jobs of dead workers. Raises QueueError."""
    for taken in await service.queue.take_over():
        TAKEN_OVER.inc()
        if taken.is_given_up:
            log.error("given up, for it has cost too many workers: %s %s", taken.task, taken.arguments)
        else:
            log.warning("taken over: %s %s", taken.task, taken.arguments)


async def end_stuck_reviews(service: Service) -> None:
    """Have the reviews done again that are in progress and have lost their job; what cannot be done again is ended.
    Raises QueueError."""
    rows = await reviews.stuck(service.engine, STUCK_AFTER)
    jobs = [await _again(service, row) for row in rows]
    live = await service.queue.live([lock for one in jobs if one and (lock := one.queueing_lock)])
    for row, again in zip(rows, jobs, strict=True):
        if again and again.queueing_lock in live:
            continue
        log.warning("the review of %s at %s is in progress and has lost its job", row.repository, row.head_sha)
        STUCK.inc()
        if again and row.generation < MOST_TRIES:
            await service.queue.put(again)
        else:
            await _give_up(service, row)


async def _again(service: Service, row: ReviewRow) -> Job | None:
    """The job that does a review again; None for a merge group of which nothing is known any more."""
    if row.number is not None:
        return job.review_pull_request(_pull_request(row, row.number))
    group = await merge_groups.of_head(service.engine, row.repository_id, row.head_sha)
    return job.review_merge_group(group_of(group)) if group else None


async def _give_up(service: Service, row: ReviewRow) -> None:
    why = "The review was begun many times, and never came to its end."
    try:
        if row.number is None:
            await merge_group_check_run.end_with_failure(service, _merge_group(row), why)
        else:
            turn = await take_turn(service, _pull_request(row, row.number))
            await owned_check_run.end_with_failure(service, turn, why)
    except (GitHubError, LockLostError, TakenOverError) as error:
        log.warning("the review of %s at %s could not be ended: %s", row.repository, row.head_sha, error)


def _pull_request(row: ReviewRow, number: int) -> PullRequestId:
    return PullRequestId(row.installation_id, row.repository_id, row.repository, number)


def _merge_group(row: ReviewRow) -> MergeGroup:
    """Enough of it to end its review."""
    place = (row.installation_id, row.repository_id, row.repository)
    return MergeGroup(*place, head_sha=row.head_sha, head_ref="", base_sha="", base_ref="")
