"""Tokens of people's own."""

import httpx
import pytest

from tests.stand_in import Repository, StandIn


def get(gh: StandIn, path: str, token: str) -> httpx.Response:
    return httpx.get(gh.api_url + path, headers={"Authorization": f"Bearer {token}"}, trust_env=False)


@pytest.fixture
def token(gh: StandIn, repo: Repository) -> str:
    gh.set_permission("rea", repo, "read")
    return gh.personal_token("rea", {"metadata": "read", "contents": "write"})


def test_it_reads_what_its_owner_may_see(gh: StandIn, repo: Repository, token: str) -> None:
    gh.create_repository("other/secret", install=False)
    assert get(gh, f"/repos/{repo.full_name}", token).status_code == 200
    assert get(gh, "/repos/other/secret", token).status_code == 404


def test_it_reads_no_more_than_it_was_given(gh: StandIn, repo: Repository, token: str) -> None:
    assert get(gh, f"/repos/{repo.full_name}/pulls", token).status_code == 403


def test_it_is_not_the_app(gh: StandIn, repo: Repository, token: str) -> None:
    assert get(gh, f"/repos/{repo.full_name}/installation", token).status_code == 401
