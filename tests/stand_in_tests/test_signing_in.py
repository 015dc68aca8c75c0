import time
from collections.abc import Mapping

import httpx
import jwt
import pytest

from tests.stand_in import Repository, RequiredCheck, StandIn


def app_jwt(gh: StandIn, **changes: object) -> str:
    now = int(time.time())
    claims = {"iat": now - 60, "exp": now + 500, "iss": str(gh.app_id)} | changes
    return jwt.encode(claims, gh.private_key_pem, algorithm="RS256")


def ask_token(gh: StandIn, *, claims: Mapping[str, object] | None = None, **body: object) -> httpx.Response:
    path = f"{gh.api_url}/app/installations/{gh.installation('acme').id}/access_tokens"
    headers = {"Authorization": f"Bearer {app_jwt(gh, **(claims or {}))}"}
    return httpx.post(path, json=body, headers=headers, trust_env=False)


def get(gh: StandIn, path: str, token: str) -> httpx.Response:
    return httpx.get(gh.api_url + path, headers={"Authorization": f"Bearer {token}"}, trust_env=False)


def test_a_token_has_the_long_form_and_reads_the_repository(gh: StandIn, repo: Repository) -> None:
    token = ask_token(gh).json()["token"]
    assert token.startswith("ghs_4711_")
    assert len(token) > 200
    assert get(gh, "/repos/acme/shop", token).json()["id"] == repo.id
    assert gh.violations == []


@pytest.mark.parametrize(
    "wrong", [{"iss": "1"}, {"exp": int(time.time()) + 3600}, {"exp": 1}, {"iat": int(time.time()) + 86_400}]
)
def test_a_wrong_jwt_is_refused(gh: StandIn, repo: Repository, wrong: dict[str, object]) -> None:
    assert ask_token(gh, claims=wrong).status_code == 401


def test_no_token_no_answer(gh: StandIn, repo: Repository) -> None:
    assert get(gh, "/repos/acme/shop", "ghs_nonsense").json()["message"] == "Bad credentials"


def test_a_repository_without_the_app_is_not_found(gh: StandIn, repo: Repository) -> None:
    gh.create_repository("other/secret", install=False)
    assert get(gh, "/repos/other/secret", gh.token(repo)).status_code == 404


def test_a_token_may_be_narrowed_to_one_repository(gh: StandIn, repo: Repository) -> None:
    gh.create_repository("acme/second")
    token = ask_token(gh, repository_ids=[repo.id]).json()["token"]
    assert get(gh, "/repos/acme/shop", token).status_code == 200
    assert get(gh, "/repos/acme/second", token).status_code == 404


def test_a_missing_permission_is_403(gh: StandIn, repo: Repository) -> None:
    gh.installation("acme").permissions.pop("pull_requests")
    answer = get(gh, "/repos/acme/shop/pulls", gh.token(repo))
    assert (answer.status_code, answer.json()["message"]) == (403, "Resource not accessible by integration")


def test_a_suspended_installation_gets_no_token(gh: StandIn, repo: Repository) -> None:
    gh.suspend("acme")
    assert ask_token(gh).status_code == 403


def test_the_apps_own_endpoints(gh: StandIn, repo: Repository) -> None:
    for path in ("/app", "/app/installations", "/repos/acme/shop/installation", "/app/hook/deliveries"):
        assert get(gh, path, app_jwt(gh)).status_code == 200, path
    assert get(gh, "/installation/repositories", gh.token(repo)).json()["total_count"] == 1
    assert gh.violations == []


def test_the_app_reads_how_its_webhook_is_set_and_never_the_secret(gh: StandIn) -> None:
    gh.webhook_url = "https://adrift.example.com/webhooks/github"
    answer = get(gh, "/app/hook/config", app_jwt(gh)).json()
    assert answer == {"url": gh.webhook_url, "content_type": "json", "insecure_ssl": "0", "secret": "********"}


def test_what_a_branch_requires_is_told_to_who_may_read_it(gh: StandIn, repo: Repository) -> None:
    repo.rules["main"] = [RequiredCheck("adrift", 7)]
    repo.protection["main"] = [RequiredCheck("ci")]
    (rule,) = get(gh, "/repos/acme/shop/rules/branches/main", gh.token(repo)).json()
    assert rule["parameters"]["required_status_checks"] == [{"context": "adrift", "integration_id": 7}]
    branch = get(gh, "/repos/acme/shop/branches/main", gh.token(repo)).json()
    assert branch["protection"]["required_status_checks"]["checks"] == [{"context": "ci", "app_id": None}]
    assert gh.violations == []
