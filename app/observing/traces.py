"""Traces by OpenTelemetry where the environment says where to send them; else nothing is imported, and a span costs
next to nothing."""

import os
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

ENDPOINTS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
"""Variables of OpenTelemetry's own (its specification, "OTLP Exporter"), of which one has to be set."""

Attribute = str | int


class TracesError(Exception):
    """Traces are asked for, and what sends them is not installed."""


class Tracing(Protocol):
    """What makes the spans."""

    def span(self, name: str, parent: str | None, attributes: Mapping[str, Attribute]) -> AbstractContextManager[None]:
        """A span around a block, below the one around it; `parent` is that of another process."""
        ...

    def here(self) -> str | None:
        """The span around this, for another process."""
        ...


_tracing: Tracing | None = None


def set_up_traces() -> None:
    """Begin to trace where the environment asks for it. Raises TracesError."""
    if any(os.environ.get(name) for name in ENDPOINTS):
        try:
            from app.observing.opentelemetry import exported  # noqa: PLC0415 - nobody pays who has not asked for it
        except ImportError as error:
            hint = f"install adrift-app[otel], or unset {ENDPOINTS[0]}"
            raise TracesError(f"{error.name} is not installed: {hint}") from None
        trace_with(exported())


def trace_with(tracing: Tracing | None) -> None:
    """From now on make spans by this, or none."""
    global _tracing  # noqa: PLW0603 - of a process, as logging is
    _tracing = tracing


@contextmanager
def span(name: str, parent: str | None = None, **attributes: Attribute) -> Iterator[None]:
    """A span around a block. Its attributes are those given and what log lines here are about."""
    if _tracing is None:
        yield
        return
    with _tracing.span(name, parent, attributes):
        yield


def here() -> str | None:
    """The span around this, as another process takes it for `parent` (W3C Trace Context, `traceparent`)."""
    return _tracing.here() if _tracing else None
