"""Work that a request asked for and that outlives it: so much at once, each of it once, and all of it ended at last."""

import asyncio
import logging
from collections.abc import Coroutine, Hashable
from contextlib import suppress
from typing import Any, TypeVar

Answer = TypeVar("Answer")

log = logging.getLogger(__name__)


class BusyError(Exception):
    """There is no turn for this now; the message says why."""


class Turns:
    """At most `most` pieces of work at a time, and one of each key."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._running: dict[Hashable, asyncio.Task[Any]] = {}

    async def take(self, key: Hashable, work: Coroutine[Any, Any, Answer], patience: float) -> Answer:
        """What comes of the work within `patience` seconds. Work that takes longer goes on and keeps its turn: threads
        cannot be stopped. Raises BusyError, TimeoutError and what the work raises."""
        if key in self._running or len(self._running) >= self._most:
            work.close()
            raise BusyError("it is being worked on" if key in self._running else "too many are being worked on")
        task = asyncio.create_task(work)
        self._running[key] = task
        task.add_done_callback(lambda done: self._ended(key, done))
        await asyncio.wait({task}, timeout=patience)
        if not task.done():
            raise TimeoutError
        return task.result()

    async def close(self) -> None:
        """End all of it."""
        for task in tuple(self._running.values()):
            task.cancel()
            with suppress(asyncio.CancelledError, Exception):
                await task

    def _ended(self, key: Hashable, task: asyncio.Task[Any]) -> None:
        del self._running[key]
        if not task.cancelled() and (error := task.exception()):
            log.debug("%s: %s", key, type(error).__name__)  # asked for here, as who wanted it may be gone
