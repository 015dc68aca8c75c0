"""Log lines: what they are about, and what they never say."""

import json
import logging
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.observing import logs
from app.observing.logs import Discreet, LogFormat, about, hide, set_up_logs

LONG_TOKEN = "ghs_123456_eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI3In0.c2lnbmF0dXJl-_" + "x" * 200
KEY = "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA\n-----END RSA PRIVATE KEY-----"


@pytest.fixture(autouse=True)
def _tidy(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The handlers of the test run come back."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    monkeypatch.setattr(logs, "_hidden", set())
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


def test_a_json_line_says_what_it_is_about(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs(LogFormat.JSON, logging.INFO)
    with about(repository="acme/shop", pull_request=7), about(generation=2):
        logging.getLogger("app.tasks.all_tasks").warning("again in %d s", 5)
    logging.getLogger("app.tasks.all_tasks").info("alone")
    inside, outside = (json.loads(line) for line in capsys.readouterr().err.splitlines())
    assert inside.items() >= {"message": "again in 5 s", "level": "WARNING", "logger": "app.tasks.all_tasks"}.items()
    assert (inside["repository"], inside["pull_request"], inside["generation"]) == ("acme/shop", 7, 2)
    assert "repository" not in outside


def test_a_text_line_says_what_it_is_about(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs(LogFormat.TEXT, logging.INFO)
    with about(repository="acme/shop"):
        logging.getLogger("app").info("done")
    assert capsys.readouterr().err.endswith("INFO app: done [repository=acme/shop]\n")


@pytest.mark.parametrize("log_format", LogFormat)
@pytest.mark.parametrize(
    "secret",
    [
        LONG_TOKEN,
        "ghs_16C7e42F292c6912E7710c838347Ae178B4a",
        "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
        "github_pat_11AAAAAAA0aaaaaaaaaaaa_bbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
        "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiIxIn0.c2ln",
        KEY,
        "a-secret-of-ours",
    ],
)
def test_no_line_holds_a_secret(capsys: pytest.CaptureFixture[str], log_format: LogFormat, secret: str) -> None:
    set_up_logs(log_format, logging.INFO)
    hide("a-secret-of-ours")
    with about(delivery=secret):
        logging.getLogger("app").error("failed with %s", secret, exc_info=ValueError(f"sent {secret}"))
    written = capsys.readouterr().err
    assert "failed with" in written
    assert [part for part in secret.split("\n")[:2] if part in written] == []


@pytest.mark.parametrize(
    "text", ["https://x-access-token:hunter22@github.com/a/b.git", "Authorization: Bearer hunter22", "Basic hunter22"]
)
def test_credentials_are_known_by_where_they_stand(text: str) -> None:
    record = logging.LogRecord("app", logging.INFO, "", 0, text, None, None)
    assert "hunter22" not in Discreet(logging.Formatter()).format(record)


@given(st.text(alphabet=st.characters(codec="ascii"), max_size=30), st.text(max_size=30))
def test_a_token_is_hidden_whatever_stands_around_it(before: str, after: str) -> None:
    record = logging.LogRecord("app", logging.INFO, "", 0, f"{before} {LONG_TOKEN} {after}", None, None)
    assert LONG_TOKEN not in Discreet(logging.Formatter()).format(record)
