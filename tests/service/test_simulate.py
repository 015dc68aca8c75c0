"""`POST /api/simulate`: the service's verdict for who may read the pull request, and nothing written anywhere."""

import logging
from typing import Any

import httpx
import pytest

from app.settings import Settings
from app.web import simulate
from tests.running import running
from tests.service.conftest import CROSSING, LEGAL, POLICY, finished, idle, opened, query, reviewed, unheard
from tests.service.test_overrides import LABEL, shop
from tests.stand_in import PullRequest, Repository, StandIn

TABLES = "select table_name from information_schema.tables where table_schema = 'public' order by 1"


def ask(
    url: str, pull: PullRequest, token: str | None, body: object = None, *, name: str | None = None
) -> httpx.Response:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    wanted = body or {"repository": name or pull.repository.full_name, "pull_request": pull.number}
    return httpx.post(f"{url}/api/simulate", json=wanted, headers=headers, timeout=60, trust_env=False)


def reader(gh: StandIn, repo: Repository) -> str:
    """The token of somebody who may only read."""
    gh.set_permission("rea", repo, "read")
    return gh.personal_token("rea")


def verdict(database_url: str, pull: PullRequest) -> Any:
    """The document of the newest review."""
    ((document,),) = query(
        database_url, f"select document from review where number = {pull.number} order by id desc limit 1"
    )
    return document


def test_the_verdict_is_the_service_s(gh: StandIn, adrift: str, repo: Repository, database_url: str) -> None:
    pull, _ = reviewed(gh, repo, CROSSING)
    answer = ask(adrift, pull, reader(gh, repo))
    assert answer.status_code == 200
    assert answer.json()["conclusion"] == "failure"
    assert answer.json() == verdict(database_url, pull)


def test_a_label_counts_as_it_does_for_the_service(gh: StandIn, adrift: str, database_url: str) -> None:
    repo = shop(gh)
    pull, _ = reviewed(gh, repo, CROSSING)
    gh.add_label(pull, LABEL, actor="bob")
    finished(gh, repo, pull, runs=2)
    answer = ask(adrift, pull, reader(gh, repo)).json()
    assert answer["conclusion"] == "success"
    assert answer == verdict(database_url, pull)


def test_a_shared_head_shows_the_strictest_verdict(
    gh: StandIn, adrift: str, repo: Repository, database_url: str
) -> None:
    strict, _ = reviewed(gh, repo, CROSSING)
    gh.push(repo, "release/1", {".github/architecture.yml": POLICY + "mode: warn\n"}, start="main")
    gh.push(repo, "main", {".github/architecture.yml": POLICY + "branches: [release/*]\n"})
    idle(database_url)
    with unheard(gh):
        permissive = gh.open_pull_request(repo, head="feature", base="release/1")
    answer = ask(adrift, permissive, reader(gh, repo))
    assert answer.json()["conclusion"] != "failure"
    assert (answer.headers["adrift-check"], answer.headers["adrift-check-conclusion"]) == ("adrift", "failure")
    assert strict.head_sha == permissive.head_sha


def test_nothing_is_written(gh: StandIn, adrift: str, repo: Repository, database_url: str) -> None:
    with unheard(gh):
        pull = opened(gh, repo, CROSSING)
    idle(database_url)
    gh.requests.clear()

    def rows() -> dict[str, int]:
        names = [name for (name,) in query(database_url, TABLES) if not name.startswith("procrastinate_periodic")]
        return {name: query(database_url, f"select count(*) from {name}")[0][0] for name in names}

    before = rows()
    assert ask(adrift, pull, reader(gh, repo)).json()["conclusion"] == "failure"
    assert rows() == before
    sent = {one.path.rpartition("/")[2] for one in gh.requests if one.method != "GET"}
    assert sent <= {"git-upload-pack", "access_tokens"}
    assert gh.check_runs(repo, pull.head_sha) == []


def test_who_may_not_read_is_told_nothing(gh: StandIn, adrift: str, repo: Repository) -> None:
    with unheard(gh):
        pull = opened(gh, repo, LEGAL)
    stranger = gh.personal_token("stranger")
    missing = ask(adrift, pull, stranger, name=f"{repo.owner.login}/none")
    hidden = ask(adrift, pull, stranger)
    assert (hidden.status_code, missing.status_code) == (404, 404)
    same = hidden.json()["message"].replace(repo.full_name, "R")
    assert same == missing.json()["message"].replace(f"{repo.owner.login}/none", "R")


def test_the_caller_s_token_needs_the_right_to_read_pull_requests(gh: StandIn, adrift: str, repo: Repository) -> None:
    with unheard(gh):
        pull = opened(gh, repo, LEGAL)
    gh.set_permission("rea", repo, "read")
    assert ask(adrift, pull, gh.personal_token("rea", {"metadata": "read"})).status_code == 404


@pytest.mark.parametrize(
    ("token", "asked"),
    [(None, False), ("secret", False), ("ghp_00000000000000000000000000000000", True)],
    ids=["none", "not a token", "unknown to GitHub"],
)
def test_without_a_good_token(gh: StandIn, adrift: str, repo: Repository, token: str | None, asked: bool) -> None:
    with unheard(gh):
        pull = opened(gh, repo, LEGAL)
    gh.requests.clear()
    answer = ask(adrift, pull, token)
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
    assert any(repo.full_name in one.path for one in gh.requests) is asked


@pytest.mark.parametrize(
    "body",
    [
        [],
        {"repository": "o/r"},
        {"repository": "o/r", "pull_request": 0},
        {"repository": "o/r", "pull_request": "1"},
        {"repository": "o/..", "pull_request": 1},
        {"repository": "o/r/pulls/2", "pull_request": 1},
        {"repository": "https://evil.example/o/r", "pull_request": 1},
        {"repository": "o/r?x", "pull_request": 1},
        {"repository": "o/r\n", "pull_request": 1},
        {"repository": "o/r", "pull_request": 1, "url": "https://evil.example"},
    ],
)
def test_what_is_no_request(gh: StandIn, adrift: str, repo: Repository, body: object) -> None:
    gh.requests.clear()
    headers = {"Authorization": f"Bearer {gh.personal_token('rea')}"}
    answer = httpx.post(f"{adrift}/api/simulate", json=body, headers=headers, trust_env=False)
    assert answer.status_code == 400
    assert [one.path for one in gh.requests if "/pulls/" in one.path] == []


def test_a_body_that_is_too_large(gh: StandIn, adrift: str) -> None:
    headers = {"Authorization": f"Bearer {gh.personal_token('rea')}"}
    answer = httpx.post(f"{adrift}/api/simulate", content=b"x" * 5_000, headers=headers, trust_env=False)
    assert answer.status_code == 413


def test_where_the_app_is_not_installed(gh: StandIn, adrift: str) -> None:
    repo = gh.create_repository("elsewhere/shop", files={".github/architecture.yml": POLICY}, install=False)
    pull = opened(gh, repo, LEGAL)
    answer = ask(adrift, pull, reader(gh, repo))
    assert answer.status_code == 404
    assert "the App is not installed on elsewhere/shop" in answer.json()["message"]


def test_a_closed_pull_request_gets_no_verdict(gh: StandIn, adrift: str, repo: Repository) -> None:
    with unheard(gh):
        pull = opened(gh, repo, LEGAL)
        gh.close(pull)
    assert ask(adrift, pull, reader(gh, repo)).status_code == 409


def test_one_at_a_time(gh: StandIn, adrift: str, repo: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    with unheard(gh):
        pull = opened(gh, repo, LEGAL)
    monkeypatch.setattr(simulate, "LONGEST", 0.2)
    gh.fail_next("GET", f"{repo.full_name}/installation", delay=1.5, after_effect=True)
    token = reader(gh, repo)
    assert ask(adrift, pull, token).status_code == 504
    busy = ask(adrift, pull, token)
    assert (busy.status_code, busy.headers["retry-after"]) == (429, "15")


def test_the_caller_s_token_goes_to_github_only_and_into_no_log(
    gh: StandIn, adrift: str, repo: Repository, database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with unheard(gh):
        pull = opened(gh, repo, CROSSING)
    token = reader(gh, repo)
    assert ask(adrift, pull, token).status_code == 200
    gh.fail_next("GET", f"{repo.full_name}/pulls/{pull.number}", status=500)
    failed = ask(adrift, pull, token)
    assert failed.status_code == 502
    assert caplog.text
    assert token not in caplog.text + failed.text


def test_a_redirect_is_not_followed(gh: StandIn, adrift: str, repo: Repository) -> None:
    with unheard(gh):
        pull = opened(gh, repo, LEGAL)
    token = reader(gh, repo)
    elsewhere = {"Location": f"{gh.url}/elsewhere"}
    gh.fail_next("GET", f"{repo.full_name}/pulls/{pull.number}", status=302, headers=elsewhere)
    gh.requests.clear()
    assert ask(adrift, pull, token).status_code == 404
    sent = [one.path for one in gh.requests if repo.full_name in one.path or "elsewhere" in one.path]
    assert sent == [f"/api/v3/repos/{repo.full_name}/pulls/{pull.number}"]


def test_where_none_are_wanted(gh: StandIn, settings: Settings, database_url: str, repo: Repository) -> None:
    with unheard(gh):
        pull = opened(gh, repo, LEGAL)
    without = settings.model_copy(update={"worker": False, "simulations": 0})
    with running(without, database_url) as url:
        assert ask(url, pull, reader(gh, repo)).status_code == 404


def test_a_process_that_only_receives_simulates(gh: StandIn, receiver: str, repo: Repository) -> None:
    with unheard(gh):
        pull = opened(gh, repo, CROSSING)
    assert ask(receiver, pull, reader(gh, repo)).json()["conclusion"] == "failure"
