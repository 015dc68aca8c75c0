import httpx
import pytest

from tests.stand_in import PullRequest, Repository, StandIn, openapi


def test_a_misspelt_property_is_a_violation(gh: StandIn, api: httpx.Client, pull: PullRequest) -> None:
    answer = api.post("/check-runs", json={"name": "adrift", "head_sha": pull.head_sha, "sumary": "s"})
    assert answer.status_code == 500
    assert "sumary" in gh.violations[0]


def test_an_unknown_query_parameter_is_a_violation(gh: StandIn, api: httpx.Client) -> None:
    assert api.get("/pulls", params={"states": "open"}).status_code == 500
    assert "states" in gh.violations[0]


def test_a_wrong_answer_is_a_violation() -> None:
    operation = openapi.operation("GET", "/repos/{owner}/{repo}/check-runs/{check_run_id}")
    with pytest.raises(openapi.ViolationError, match="'head_sha' is a required property"):
        operation.check_answer(200, {"id": 1})


def test_a_wrong_payload_is_a_violation() -> None:
    with pytest.raises(openapi.ViolationError, match="'pull_request' is a required property"):
        openapi.check_payload("pull_request", "opened", {"action": "opened"})


def test_a_mistake_of_the_stand_in_is_loud(gh: StandIn, api: httpx.Client, repo: Repository) -> None:
    repo.created_at = None  # type: ignore[assignment]
    assert api.get(f"{gh.api_url}/repos/acme/shop").status_code == 500
    assert len(gh.violations) == 1


def test_an_unknown_path_is_remembered(gh: StandIn, api: httpx.Client) -> None:
    assert api.get("/secrets").json()["message"] == "Not Found"
    assert gh.unknown_requests == ["GET /repos/acme/shop/secrets"]
