"""How often and when something is tried again that failed."""

import logging
from collections.abc import Awaitable, Callable
from typing import NamedTuple

from app.github.errors import GitHubError, GoneError, RateLimitedError, RefusedError
from app.jobs.job import Job
from app.jobs.queue import Queue
from app.observing.metrics import RETRIES

DELAYS = (5.0, 20.0, 60.0, 300.0, 900.0)
"""Seconds before each further try; after the last, what was to be done ends with an explanation."""


log = logging.getLogger(__name__)


class Try(NamedTuple):
    """A try that follows: its number, from 0, and the seconds to wait for it."""

    attempt: int
    delay: float


def following(attempt: int, error: Exception) -> Try | None:
    """What comes after a try that failed; None after the last. To wait for a rate limit is no try."""
    if isinstance(error, RateLimitedError):
        return Try(attempt, delay(0, error))
    return None if is_last(attempt) else Try(attempt + 1, delay(attempt, error))


def is_last(attempt: int) -> bool:
    """Whether no try follows this one; they are counted from 0."""
    return attempt >= len(DELAYS)


def delay(attempt: int, error: Exception) -> float:
    """Seconds to wait after a try that is not the last: a while, and at least as long as GitHub says. Whoever asks puts
    something off, which is counted."""
    RETRIES.labels(type(error).__name__).inc()
    return max(DELAYS[attempt], error.retry_after if isinstance(error, RateLimitedError) else 0.0)


async def tried(queue: Queue, work: Callable[[], Awaitable[None]], attempt: int, again: Callable[[Try], Job]) -> None:
    """Do what nobody is told of; put it in `again` where GitHub did not answer. Who may not, or is gone,
    is left alone. Raises QueueError."""
    try:
        await work()
    except (GoneError, RefusedError) as error:
        log.info("%s", error)
    except GitHubError as error:
        log.warning("%s", error)
        if one := following(attempt, error):
            await queue.put(again(one))
