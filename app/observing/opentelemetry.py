"""Spans of OpenTelemetry, sent by OTLP over HTTP. Imported only where traces are asked for."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import Status, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from app.observing.logs import discreet, subject
from app.observing.traces import Attribute

PREFIX = "adrift."
"""Before the name of each attribute."""
TRACEPARENT = "traceparent"


class Spans:
    """Makes spans. What goes wrong within one is named by its class alone: messages may say more than is anybody's."""

    def __init__(self, processor: SpanProcessor) -> None:
        resource = Resource.create({"service.name": os.environ.get("OTEL_SERVICE_NAME") or "adrift"})
        provider = TracerProvider(resource=resource)
        provider.add_span_processor(processor)
        self._tracer = provider.get_tracer("adrift")
        self._context = TraceContextTextMapPropagator()

    @contextmanager
    def span(self, name: str, parent: str | None, attributes: Mapping[str, Attribute]) -> Iterator[None]:
        said = {f"{PREFIX}{key}": _said(value) for key, value in {**subject(), **attributes}.items()}
        with self._tracer.start_as_current_span(
            name,
            self._context.extract({TRACEPARENT: parent}) if parent else None,
            attributes={key: value for key, value in said.items() if value is not None},
            record_exception=False,
            set_status_on_exception=False,
        ) as current:
            try:
                yield
            except BaseException as error:
                current.set_status(Status(StatusCode.ERROR, type(error).__name__))
                raise

    def here(self) -> str | None:
        carrier: dict[str, str] = {}
        self._context.inject(carrier)
        return carrier.get(TRACEPARENT)


def exported() -> Spans:
    """Spans that are sent to where OpenTelemetry's own variables say, in the background and when the process ends."""
    return Spans(BatchSpanProcessor(OTLPSpanExporter()))


def _said(value: Attribute | None) -> Attribute | None:
    return discreet(value) if isinstance(value, str) else value
