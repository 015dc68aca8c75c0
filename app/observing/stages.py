"""Where the time of a review goes."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import StrEnum

from app.observing.traces import span


class Stage(StrEnum):
    """What a review does one after the other."""

    FETCH = "fetch"
    READ = "read"
    JUDGE = "judge"
    TELL = "tell"


@dataclass(slots=True)
class _Running:
    """A stage under way: the seconds that went to stages within it."""

    within: float = 0.0


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds by stage."""

    seconds: dict[Stage, float] = field(default_factory=dict)

    def milliseconds(self) -> Mapping[str, int]:
        """By stage, in their order; those that were gone through."""
        return {stage.value: round(self.seconds[stage] * 1000) for stage in Stage if stage in self.seconds}


_times: ContextVar[Times | None] = ContextVar("times", default=None)
_running: ContextVar[_Running | None] = ContextVar("running", default=None)


@contextmanager
def timed() -> Iterator[Times]:
    """Adds up the stages within, those in threads too."""
    times = Times()
    token = _times.set(times)
    try:
        yield times
    finally:
        _times.reset(token)


@contextmanager
def stage(which: Stage) -> Iterator[None]:
    """One stage. A stage within another is taken off from it."""
    around, running = _running.get(), _Running()
    token = _running.set(running)
    begun = time.perf_counter()
    try:
        with span(which.value):
            yield
    finally:
        taken = time.perf_counter() - begun
        _running.reset(token)
        if around:
            around.within += taken
        if times := _times.get():
            times.seconds[which] = times.seconds.get(which, 0.0) + taken - running.within
