import time
from pathlib import Path

import httpx
import pytest

from tests.stand_in import PullRequest, Repository, StandIn
from tests.stand_in.git_repositories import GitError, git


def test_the_next_requests_fail_and_then_no_more(gh: StandIn, api: httpx.Client) -> None:
    gh.fail_next("GET", r"/branches/main$", status=429, times=2, headers={"Retry-After": "7"})
    answers = [api.get("/branches/main") for _ in range(3)]
    assert [one.status_code for one in answers] == [429, 429, 200]
    assert answers[0].headers["Retry-After"] == "7"
    assert [one.status for one in gh.requests] == [429, 429, 200]


def test_502_after_the_work_was_done(gh: StandIn, api: httpx.Client, repo: Repository, pull: PullRequest) -> None:
    gh.fail_next("POST", "/check-runs", status=502, after_effect=True)
    body = {"name": "adrift", "head_sha": pull.head_sha}
    assert api.post("/check-runs", json=body).status_code == 502
    assert len(gh.check_runs(repo, pull.head_sha)) == 1


def test_502_without_the_work(gh: StandIn, api: httpx.Client, repo: Repository, pull: PullRequest) -> None:
    gh.fail_next("POST", "/check-runs", status=502, body="<html>Unicorn!</html>")
    assert "Unicorn" in api.post("/check-runs", json={"name": "adrift", "head_sha": pull.head_sha}).text
    assert gh.check_runs(repo, pull.head_sha) == []


def test_a_dropped_connection(gh: StandIn, api: httpx.Client) -> None:
    gh.fail_next("GET", "/pulls", drop_connection=True)
    with pytest.raises(httpx.TransportError):
        api.get("/pulls")
    assert api.get("/pulls").status_code == 200


async def test_a_dropped_connection_without_a_port(gh: StandIn, repo: Repository) -> None:
    gh.fail_next("*", "/pulls", drop_connection=True)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(gh.asgi), base_url=gh.api_url) as client:
        with pytest.raises(httpx.RemoteProtocolError):
            await client.get("/repos/acme/shop/pulls")


def test_a_late_answer(gh: StandIn, api: httpx.Client) -> None:
    gh.fail_next("GET", "/pulls", delay=0.2)
    started = time.monotonic()
    assert api.get("/pulls").status_code == 200
    assert time.monotonic() - started > 0.19


def test_a_hanging_answer_does_not_keep_the_stand_in_from_stopping(gh: StandIn, api: httpx.Client) -> None:
    gh.fail_next("GET", "/pulls", delay=60)
    with pytest.raises(httpx.ReadTimeout):
        api.get("/pulls", timeout=0.1)
    started = time.monotonic()
    gh.stop()
    assert time.monotonic() - started < 5


def test_git_fails_too(gh: StandIn, repo: Repository, tmp_path: object) -> None:
    gh.fail_next("*", "shop.git", status=503)
    with pytest.raises(GitError, match="503"):
        git(gh.folder, "ls-remote", f"{gh.url}/acme/shop.git")


def test_git_is_cut_off(gh: StandIn, repo: Repository, tmp_path: Path) -> None:
    fault = gh.fail_next("POST", "git-upload-pack", cut_after=40)
    assert not fault.met.is_set()
    with pytest.raises(GitError, match="fatal"):
        git(tmp_path, "clone", "--bare", signed_in(gh, repo), "cut.git")
    assert fault.met.is_set()
    git(tmp_path, "clone", "--bare", signed_in(gh, repo), "whole.git")


def test_git_gets_ten_times_as_much(gh: StandIn, repo: Repository, tmp_path: Path) -> None:
    gh.fail_next("POST", "git-upload-pack", times_over=10, times=2)
    with pytest.raises(GitError, match="fatal"):
        git(tmp_path, "clone", "--bare", signed_in(gh, repo), "more.git")


def signed_in(gh: StandIn, repo: Repository) -> str:
    return gh.url.replace("://", f"://x-access-token:{gh.token(repo)}@") + f"/{repo.full_name}.git"
