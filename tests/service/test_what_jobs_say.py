"""What a log line of a job says: what it is about, and the delivery that asked for it."""

import logging
from collections.abc import Iterator, Mapping

import pytest

from app.jobs import job
from app.jobs.job import PullRequestId
from app.jobs.origin import Origin, following
from app.jobs.queue import _arguments
from app.observing.logs import subject
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
    again, *_ = recorder.of("app.tasks")
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
    assert usual["origin"] == {"delivery": "d-1", "at": 7.0}
    assert later["origin"] == {"delivery": "d-1", "at": None}
    assert "origin" not in _arguments(job.review_pull_request(asked))
