from typing import Any

import httpx
import pytest

from tests.stand_in import PullRequest, Repository, StandIn
from tests.stand_in_tests.conftest import LINES


def review(api: httpx.Client, *comments: dict[str, Any], **changes: object) -> httpx.Response:
    body = {"event": "COMMENT", "body": "see below", "comments": [{"body": "hm"} | one for one in comments]} | changes
    return api.post("/pulls/1/reviews", json=body)


def test_comments_inside_of_a_hunk(gh: StandIn, api: httpx.Client, pull: PullRequest) -> None:
    places = [
        {"path": "a.py", "line": 20},
        {"path": "a.py", "line": 23},
        {"path": "a.py", "line": 20, "side": "LEFT"},
        {"path": "old.py", "line": 1, "side": "LEFT"},
        {"path": "a.py", "start_line": 18, "line": 20},
    ]
    assert review(api, *places).status_code == 200
    assert [one.line for one in gh.review_comments(pull)] == [20, 23, 20, 1, 20]
    assert gh.violations == []


@pytest.mark.parametrize(
    "place",
    [
        {"path": "a.py", "line": 16},
        {"path": "a.py", "line": 24},
        {"path": "new.py", "line": 1, "side": "LEFT"},
        {"path": "absent.py", "line": 1},
        {"path": "a.py", "start_line": 20, "line": 20},
        {"path": "a.py", "start_line": 1, "line": 20},
        {"path": "a.py"},
    ],
)
def test_one_comment_outside_refuses_the_review(
    gh: StandIn, api: httpx.Client, pull: PullRequest, place: dict[str, Any]
) -> None:
    answer = review(api, {"path": "a.py", "line": 20}, place)
    assert (answer.status_code, answer.json()["message"]) == (422, "Unprocessable Entity")
    assert gh.review_comments(pull) == []
    assert gh.violations == []


def test_a_comment_review_needs_a_body(api: httpx.Client, pull: PullRequest) -> None:
    assert review(api, body="").status_code == 422


def test_a_review_without_event_is_seen_by_nobody(gh: StandIn, api: httpx.Client, pull: PullRequest) -> None:
    answer = api.post("/pulls/1/reviews", json={"comments": [{"path": "a.py", "line": 20, "body": "hm"}]})
    assert answer.json()["state"] == "PENDING"
    assert gh.review_comments(pull) == []
    assert gh.reviews(pull) == []


def test_a_comment_on_a_file(gh: StandIn, api: httpx.Client, pull: PullRequest) -> None:
    body = {"body": "hm", "path": "a.py", "commit_id": pull.head_sha, "subject_type": "file"}
    assert api.post("/pulls/1/comments", json=body).json()["subject_type"] == "file"
    assert api.get("/pulls/1/comments").json()[0]["line"] is None
    assert gh.violations == []


def test_a_single_comment_outside_is_422(gh: StandIn, api: httpx.Client, pull: PullRequest) -> None:
    body = {"body": "hm", "path": "a.py", "commit_id": pull.head_sha, "line": 1}
    answer = api.post("/pulls/1/comments", json=body)
    assert answer.json()["errors"][0]["field"] == "pull_request_review_thread.line"
    assert gh.violations == []


def test_edit_answer_and_delete(gh: StandIn, api: httpx.Client, pull: PullRequest) -> None:
    review(api, {"path": "a.py", "line": 20})
    (first,) = gh.review_comments(pull)
    api.patch(f"/pulls/comments/{first.id}", json={"body": "fixed"})
    api.post(f"/pulls/1/comments/{first.id}/replies", json={"body": "thanks"})
    gh.reply(first, "and from me", author="ann")
    shown = api.get("/pulls/1/comments").json()
    assert [one["body"] for one in shown] == ["fixed", "thanks", "and from me"]
    assert [one.get("in_reply_to_id") for one in shown] == [None, first.id, first.id]
    assert api.delete(f"/pulls/comments/{first.id}").status_code == 204
    assert gh.violations == []


def test_other_peoples_comments_are_not_ours(gh: StandIn, api: httpx.Client, pull: PullRequest) -> None:
    comment = gh.comment(pull, "mine")
    assert api.patch(f"/issues/comments/{comment.id}", json={"body": "x"}).status_code == 403


def test_conversation(gh: StandIn, api: httpx.Client, pull: PullRequest) -> None:
    made = api.post("/issues/1/comments", json={"body": "hello"}).json()
    api.patch(f"/issues/comments/{made['id']}", json={"body": "bye"})
    assert [one["body"] for one in api.get("/issues/1/comments").json()] == ["bye"]
    assert api.delete(f"/issues/comments/{made['id']}").status_code == 204
    assert gh.issue_comments(pull) == []
    assert gh.violations == []


@pytest.mark.parametrize("case", [("", "changed\n", 20), ("x\n", "changed\n", 21), ("", "again\n", None)])
def test_a_comment_follows_its_line_until_that_changes(
    gh: StandIn, api: httpx.Client, repo: Repository, pull: PullRequest, case: tuple[str, str, int | None]
) -> None:
    before, at_20, line = case
    review(api, {"path": "a.py", "line": 20})
    gh.push(repo, "feature", {"a.py": "".join([before, *LINES[:19], at_20, *LINES[20:], "end\n"])})
    (shown,) = api.get("/pulls/1/comments").json()
    assert (shown["line"], shown["original_line"]) == (line, 20)
    assert gh.violations == []


def test_a_file_that_is_only_renamed_takes_a_comment_as_a_whole(
    gh: StandIn, repo: Repository, api: httpx.Client
) -> None:
    gh.push(repo, "moving", {"a.py": None, "moved.py": "".join(LINES)})
    pull = gh.open_pull_request(repo, head="moving")
    body = {"commit_id": pull.head_sha, "path": "moved.py", "subject_type": "file", "body": "hm"}
    answer = api.post(f"/pulls/{pull.number}/comments", json=body)
    assert (answer.status_code, gh.review_comments(pull)[0].subject_type) == (201, "file")
