"""Where a job comes from: the webhook that asked for it, handed on from each job to those that follow from it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Origin:
    """The delivery that asked for something. `at` is when it arrived, in seconds since 1970; None where nobody waits
    for what comes of it. `trace` is the span in which it was received, where there are traces."""

    delivery: str
    at: float | None = None
    trace: str | None = None


_current: ContextVar[Origin | None] = ContextVar("origin", default=None)


def current() -> Origin | None:
    """The origin of the job that is being carried out here."""
    return _current.get()


@contextmanager
def following(origin: Origin | None) -> Iterator[None]:
    """What is put in within follows from this."""
    token = _current.set(origin)
    try:
        yield
    finally:
        _current.reset(token)


def stored(origin: Origin) -> dict[str, str | float | None]:
    """An origin as JSON."""
    return asdict(origin)


def read(found: object) -> Origin | None:
    """The origin that was stored; None where there was none."""
    return Origin(found["delivery"], found.get("at"), found.get("trace")) if isinstance(found, dict) else None
