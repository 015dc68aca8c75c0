"""What must stay secret is in no log, no file, no table and no check run, also when everything fails."""

import logging

import pytest

from app.settings import Settings
from tests.running import wait_for
from tests.service.conftest import CROSSING, finished, opened, query
from tests.stand_in import Repository, StandIn

pytestmark = pytest.mark.usefixtures("adrift")
EVERYTHING = "select r::text from {} r"


def all_of(gh: StandIn) -> list[str]:
    return [gh.webhook_secret, gh.private_key_pem.splitlines()[1], *gh.authenticator.tokens]


def test_no_secret_is_logged(gh: StandIn, repo: Repository, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    gh.fail_next("GET", "info/refs", status=503)
    gh.fail_next("PATCH", "/check-runs", status=502)
    finished(gh, repo, opened(gh, repo, CROSSING))
    gh.authenticator.tokens.clear()
    finished(gh, repo, opened(gh, repo, CROSSING, branch="other"))
    assert caplog.text
    assert [secret for secret in all_of(gh) if secret in caplog.text] == []


def test_no_secret_is_on_disk(gh: StandIn, repo: Repository, settings: Settings) -> None:
    finished(gh, repo, opened(gh, repo, CROSSING))
    files = [path for path in settings.data_dir.rglob("*") if path.is_file()]
    assert files
    assert [path for path in files for secret in all_of(gh) if secret.encode() in path.read_bytes()] == []


def test_no_secret_is_in_the_database(gh: StandIn, repo: Repository, database_url: str) -> None:
    gh.fail_next("PATCH", "/check-runs", status=429, headers={"Retry-After": "3600"})
    pull = opened(gh, repo, CROSSING)
    wait_for(lambda: gh.review_comments(pull))
    tables = ("delivery", "review", "procrastinate_jobs")
    rows = " ".join(str(row) for table in tables for row in query(database_url, EVERYTHING.format(table)))
    assert [secret for secret in all_of(gh) if secret in rows] == []


def test_no_secret_is_in_an_explanation(gh: StandIn, repo: Repository) -> None:
    gh.fail_next("GET", "info/refs", status=401, times=20)
    run = finished(gh, repo, opened(gh, repo, CROSSING))
    assert run.title == "adrift could not finish"
    assert [secret for secret in [*all_of(gh), gh.url] if secret in (run.summary or "")] == []
