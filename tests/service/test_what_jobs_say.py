"""What a log line of a job says: what it is about, and the delivery that asked for it."""

import importlib
import logging
from collections.abc import Iterator, Mapping

import pytest

from app.jobs import job
from app.jobs.job import PullRequestId
from app.jobs.origin import Origin, following
from app.jobs.queue import _arguments
from app.observing.logs import subject
from app.observing.traces import trace_with
from tests.running import wait_for
from tests.service.conftest import CROSSING, reviewed
from tests.stand_in import Repository, StandIn


class Recorder(logging.Handler):
    """Every line with what it is about."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[tuple[str, str, Mapping[str, object]]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append((record.name, record.getMessage(), {**subject(), **record.__dict__}))

    def of(self, logger: str) -> list[Mapping[str, object]]:
        return [fields for name, _, fields in self.lines if name == logger]


@pytest.fixture
def recorder() -> Iterator[Recorder]:
    handler, root = Recorder(), logging.getLogger("app")
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield handler
    root.removeHandler(handler)
    root.setLevel(level)


def test_a_job_says_what_it_is_about_and_who_asked(
    gh: StandIn, adrift: str, repo: Repository, recorder: Recorder
) -> None:
    gh.fail_next("GET", "/pulls/1$", status=502)
    pull, _ = reviewed(gh, repo, CROSSING)
    again = next(line for line in recorder.of("app.tasks.all_tasks") if "pull_request" in line)  # beside the sweep's
    asked = {delivery.guid for delivery in gh.deliveries}
    assert again["pull_request"] == pull.number
    assert (again["repository"], again["attempt"], again["task"]) == (repo.full_name, 0, "review_pull_request")
    assert again["delivery"] in asked
    assert isinstance(again["job"], int)


def test_for_what_follows_from_a_push_of_rules_nobody_waits() -> None:
    asked = PullRequestId(1, 2, "acme/shop", 3)
    with following(Origin("d-1", 7.0)):
        usual = _arguments(job.review_pull_request(asked))
        later = _arguments(job.review_pull_request(asked, priority=job.LATER))
    assert usual["origin"] == {"delivery": "d-1", "at": 7.0, "trace": None}
    assert later["origin"] == {"delivery": "d-1", "at": None, "trace": None}
    assert "origin" not in _arguments(job.review_pull_request(asked))


def test_a_finished_review_is_one_line_with_counts_and_times(
    gh: StandIn, adrift: str, repo: Repository, recorder: Recorder
) -> None:
    pull, _ = reviewed(gh, repo, CROSSING)
    (line,) = wait_for(lambda: recorder.of("app.telling.ended_review"))
    assert (line["conclusion"], line["findings"], line["blocking"]) == ("failure", 1, 1)
    assert (line["pull_request"], line["generation"]) == (pull.number, 1)
    for stage in ("fetch_ms", "read_ms", "judge_ms", "tell_ms", "waited_ms"):
        assert isinstance(line[stage], int)


def test_a_review_is_traced_from_its_delivery_to_git(gh: StandIn, adrift: str, repo: Repository) -> None:
    sdk = pytest.importorskip("opentelemetry.sdk.trace.export")
    memory = pytest.importorskip("opentelemetry.sdk.trace.export.in_memory_span_exporter")
    spans = importlib.import_module("app.observing.opentelemetry").Spans
    exporter = memory.InMemorySpanExporter()
    trace_with(spans(sdk.SimpleSpanProcessor(exporter)))
    try:
        reviewed(gh, repo, CROSSING)
        wait_for(lambda: "review_pull_request" in {one.name for one in exporter.get_finished_spans()})
    finally:
        trace_with(None)
    found = {one.name: one for one in exporter.get_finished_spans()}
    assert found.keys() >= {"delivery", "review_pull_request", "fetch", "read", "judge", "tell", "github", "git"}
    job = found["review_pull_request"]
    assert {found[name].context.trace_id for name in ("fetch", "read", "judge", "tell")} == {job.context.trace_id}
    assert job.parent is not None
    assert not any("ghs_" in one.to_json() for one in exporter.get_finished_spans())
