"""Traces: only where they are asked for, and without a secret."""

import subprocess
import sys
from collections.abc import Iterator

import pytest

from app.observing import traces
from app.observing.logs import about
from app.observing.traces import TracesError, here, set_up_traces, span, trace_with

pytest.importorskip("opentelemetry.sdk")

from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from app.observing.opentelemetry import Spans

TOKEN = "ghs_16C7e42F292c6912E7710c838347Ae178B4a"
IMPORTED = """
import sys
import app.main, app.cli.service_process
print(any(name.startswith("opentelemetry") for name in sys.modules))
"""


@pytest.fixture
def exporter() -> Iterator[InMemorySpanExporter]:
    kept = InMemorySpanExporter()
    trace_with(Spans(SimpleSpanProcessor(kept)))
    yield kept
    trace_with(None)


def test_a_span_says_what_it_is_about(exporter: InMemorySpanExporter) -> None:
    with about(repository="acme/shop", pull_request=7), span("git", command="fetch"):
        pass
    (found,) = exporter.get_finished_spans()
    assert found.name == "git"
    assert dict(found.attributes or {}) == {
        "adrift.repository": "acme/shop",
        "adrift.pull_request": 7,
        "adrift.command": "fetch",
    }
    assert found.resource.attributes["service.name"] == "adrift"


def test_a_span_of_another_process_is_a_parent(exporter: InMemorySpanExporter) -> None:
    with span("delivery"):
        parent = here()
    with span("review_pull_request", parent), span("fetch"):
        pass
    delivery, fetch, job = exporter.get_finished_spans()
    assert delivery.context is not None
    assert job.parent is not None
    assert job.context is not None
    assert fetch.parent is not None
    assert job.parent.span_id == delivery.context.span_id
    assert fetch.parent.span_id == job.context.span_id
    assert {one.context.trace_id for one in (delivery, fetch, job) if one.context} == {delivery.context.trace_id}


def test_no_span_holds_a_secret(exporter: InMemorySpanExporter) -> None:
    with pytest.raises(ValueError, match="ghs_"), about(delivery=TOKEN), span("github", path=f"/x/{TOKEN}"):
        raise ValueError(f"sent {TOKEN}")
    (found,) = exporter.get_finished_spans()
    assert TOKEN not in found.to_json()
    assert found.status.description == "ValueError"


def test_who_does_not_ask_for_traces_imports_nothing_of_them() -> None:
    done = subprocess.run([sys.executable, "-c", IMPORTED], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
    with span("git"):
        assert here() is None


def test_what_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:4318")
    monkeypatch.delitem(sys.modules, "app.observing.opentelemetry")
    monkeypatch.setitem(sys.modules, "opentelemetry.sdk.resources", None)
    with pytest.raises(TracesError, match=r"opentelemetry.sdk.resources is not installed: install adrift-app\[otel\]"):
        set_up_traces()
    assert traces._tracing is None
