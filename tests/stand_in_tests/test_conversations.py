import httpx

from tests.stand_in import PullRequest, StandIn


def test_a_comment_is_an_event_of_the_issue_that_a_pull_request_is(gh: StandIn, pull: PullRequest) -> None:
    comment = gh.comment(pull, "/adrift help", author="bea")
    (event,) = gh.events("issue_comment", "created")
    assert event.payload["issue"]["number"] == pull.number
    assert event.payload["issue"]["pull_request"]["url"].endswith(f"/pulls/{pull.number}")
    assert (event.payload["comment"]["id"], event.payload["sender"]["login"]) == (comment.id, "bea")
    assert gh.violations == []


def test_an_edited_comment_tells_what_it_said(gh: StandIn, pull: PullRequest) -> None:
    comment = gh.comment(pull, "one")
    gh.edit_comment(comment, "two")
    (event,) = gh.events("issue_comment", "edited")
    assert (event.payload["changes"]["body"]["from"], event.payload["comment"]["body"]) == ("one", "two")
    assert gh.violations == []


def test_the_app_hears_of_its_own_comments(gh: StandIn, api: httpx.Client, pull: PullRequest) -> None:
    assert api.post(f"/issues/{pull.number}/comments", json={"body": "b"}).status_code == 201
    (event,) = gh.events("issue_comment", "created")
    assert event.payload["comment"]["user"]["type"] == "Bot"
    assert event.payload["comment"]["performed_via_github_app"]["slug"] == "adrift"
    assert gh.violations == []


def test_the_same_reaction_is_there_once(gh: StandIn, api: httpx.Client, pull: PullRequest) -> None:
    comment = gh.comment(pull, "b")
    path = f"/issues/comments/{comment.id}/reactions"
    assert [api.post(path, json={"content": "eyes"}).status_code for _ in range(2)] == [201, 200]
    assert [(one["content"], one["user"]["login"]) for one in api.get(path).json()] == [("eyes", "adrift[bot]")]
    assert api.post(path, json={"content": "applause"}).status_code == 500
    assert gh.violations == [gh.violations[0]]


def test_an_app_may_write_a_pull_request(gh: StandIn, pull: PullRequest) -> None:
    gh.push(pull.repository, "bump", {"a.py": ""}, author="dependabot[bot]")
    gh.open_pull_request(pull.repository, head="bump", author="dependabot[bot]")
    assert gh.events("pull_request", "opened")[-1].payload["pull_request"]["user"]["type"] == "Bot"
    assert gh.violations == []
