from typing import Any

import httpx
import pytest

from tests.stand_in import CheckRun, PullRequest, Repository, StandIn


def annotations(count: int) -> list[dict[str, Any]]:
    one = {"path": "a.py", "start_line": 1, "end_line": 1, "annotation_level": "failure", "message": "no"}
    return [one] * count


def output(count: int = 0, **changes: object) -> dict[str, Any]:
    return {"output": {"title": "t", "summary": "s", "annotations": annotations(count), **changes}}


@pytest.fixture
def run(gh: StandIn, api: httpx.Client, repo: Repository, pull: PullRequest) -> CheckRun:
    body = {"name": "adrift", "head_sha": pull.head_sha, "status": "in_progress", "external_id": "42"}
    assert api.post("/check-runs", json=body).status_code == 201
    return gh.check_runs(repo, pull.head_sha)[0]


def test_a_run_is_listed_by_its_commit(gh: StandIn, api: httpx.Client, run: CheckRun) -> None:
    listed = api.get(f"/commits/{run.head_sha}/check-runs", params={"check_name": "adrift", "filter": "latest"}).json()
    assert [(one["id"], one["external_id"]) for one in listed["check_runs"]] == [(run.id, "42")]
    assert gh.violations == []


def test_latest_is_one_run_of_a_name(api: httpx.Client, run: CheckRun) -> None:
    again = api.post("/check-runs", json={"name": "adrift", "head_sha": run.head_sha}).json()
    path = f"/commits/{run.head_sha}/check-runs"
    assert [one["id"] for one in api.get(path).json()["check_runs"]] == [again["id"]]
    assert api.get(path, params={"filter": "all"}).json()["total_count"] == 2


def test_annotations_are_appended(gh: StandIn, api: httpx.Client, run: CheckRun) -> None:
    api.patch(f"/check-runs/{run.id}", json=output(50))
    answer = api.patch(f"/check-runs/{run.id}", json=output(1))
    assert answer.json()["output"]["annotations_count"] == 51
    assert len(api.get(f"/check-runs/{run.id}/annotations", params={"per_page": 100}).json()) == 51
    assert gh.violations == []


@pytest.mark.parametrize(
    "wrong",
    [
        output(51),
        output(summary="s" * 65_536),
        output(text="s" * 65_536),
        {"output": {"summary": "no title"}},
        {"status": "completed"},
        {"details_url": "no address"},
        {"actions": [{"label": "l" * 21, "description": "d", "identifier": "i"}]},
        {"actions": [{"label": "l", "description": "d", "identifier": "i"}] * 4},
    ],
)
def test_githubs_limits_are_422(gh: StandIn, api: httpx.Client, run: CheckRun, wrong: dict[str, Any]) -> None:
    assert api.patch(f"/check-runs/{run.id}", json=wrong).status_code == 422
    assert run.annotations == []
    assert gh.violations == []


def test_a_run_needs_a_commit_of_the_repository(api: httpx.Client) -> None:
    assert api.post("/check-runs", json={"name": "adrift", "head_sha": "0" * 40}).status_code == 422


def test_a_completed_run_stays_completed(api: httpx.Client, run: CheckRun) -> None:
    api.patch(f"/check-runs/{run.id}", json={"status": "completed", "conclusion": "failure"})
    shown = api.patch(f"/check-runs/{run.id}", json={"status": "in_progress"}).json()
    assert (shown["status"], shown["conclusion"]) == ("completed", "failure")


def test_another_apps_run_is_not_ours_to_change(api: httpx.Client, run: CheckRun) -> None:
    run.app_id = 1
    assert api.patch(f"/check-runs/{run.id}", json={"name": "mine"}).status_code == 403


def test_events_of_a_run(gh: StandIn, api: httpx.Client, run: CheckRun) -> None:
    api.patch(f"/check-runs/{run.id}", json={"status": "completed", "conclusion": "success"})
    gh.rerequest(run)
    assert [one.action for one in gh.events("check_run")] == ["created", "completed", "rerequested"]
    assert gh.violations == []
