"""Reviews, review comments and issue comments in GitHub's shape."""

from tests.stand_in.payloads_accounts import app, stamp, stamp_or_none, user
from tests.stand_in.payloads_pulls import label
from tests.stand_in.review_lines import line_now
from tests.stand_in.state import IssueComment, Json, PullRequest, Reaction, Review, ReviewComment, World

REACTIONS = ("+1", "-1", "laugh", "confused", "heart", "hooray", "rocket", "eyes")


def review(world: World, one: Review) -> Json:
    html, api = addresses(world, one.pull)
    shown: Json = {
        "id": one.id,
        "node_id": f"PRR_{one.id}",
        "user": user(world, one.user),
        "body": one.body,
        "state": one.state,
        "html_url": f"{html}#pullrequestreview-{one.id}",
        "pull_request_url": api,
        "author_association": "NONE",
        "_links": {"html": {"href": f"{html}#pullrequestreview-{one.id}"}, "pull_request": {"href": api}},
        "commit_id": one.commit_id,
    }
    return shown | ({"submitted_at": stamp(one.submitted_at)} if one.submitted_at else {})


def review_comment(world: World, one: ReviewComment) -> Json:
    html, api = addresses(world, one.pull)
    url = f"{world.api}/repos/{one.pull.repository.full_name}/pulls/comments/{one.id}"
    page = f"{html}#discussion_r{one.id}"
    shown: Json = {
        "url": url,
        "pull_request_review_id": one.review.id,
        "id": one.id,
        "node_id": f"PRRC_{one.id}",
        "diff_hunk": one.diff_hunk,
        "path": one.path,
        "commit_id": one.pull.head_sha,
        "original_commit_id": one.commit_id,
        "user": user(world, one.user),
        "body": one.body,
        "created_at": stamp(one.created_at),
        "updated_at": stamp(one.updated_at),
        "html_url": page,
        "pull_request_url": api,
        "author_association": "NONE",
        "_links": {"self": {"href": url}, "html": {"href": page}, "pull_request": {"href": api}},
        "subject_type": one.subject_type,
    }
    if one.in_reply_to is not None:
        shown["in_reply_to_id"] = one.in_reply_to
    if one.line is None:
        shown |= {"line": None, "start_line": None, "start_side": None}
    else:
        shown |= {
            "line": line_now(one),
            "original_line": one.line,
            "side": one.side,
            "start_line": one.start_line,
            "original_start_line": one.start_line,
            "start_side": one.start_side,
        }
    return shown


def issue_comment(world: World, one: IssueComment) -> Json:
    url = f"{world.api}/repos/{one.pull.repository.full_name}/issues"
    html, _ = addresses(world, one.pull)
    return {
        "id": one.id,
        "node_id": f"IC_{one.id}",
        "url": f"{url}/comments/{one.id}",
        "html_url": f"{html}#issuecomment-{one.id}",
        "issue_url": f"{url}/{one.pull.number}",
        "body": one.body,
        "user": user(world, one.user),
        "created_at": stamp(one.created_at),
        "updated_at": stamp(one.updated_at),
        "author_association": "NONE",
        "performed_via_github_app": app(world) if one.user is world.bot else None,
        "reactions": rollup(one, f"{url}/comments/{one.id}"),
    }


def issue(world: World, one: PullRequest) -> Json:
    """A pull request as the issue that it is, in the events of its conversation."""
    html, api = addresses(world, one)
    url = f"{world.api}/repos/{one.repository.full_name}/issues/{one.number}"
    comments = [each for each in world.issue_comments.values() if each.pull is one]
    return {
        "url": url,
        "repository_url": f"{world.api}/repos/{one.repository.full_name}",
        "labels_url": f"{url}/labels{{/name}}",
        "comments_url": f"{url}/comments",
        "events_url": f"{url}/events",
        "html_url": html,
        "id": one.id,
        "node_id": f"PR_{one.id}",
        "number": one.number,
        "title": one.title,
        "user": user(world, one.author),
        "labels": [label(world, one.repository, each) for each in one.labels],
        "state": one.state,
        "locked": False,
        "assignee": None,
        "assignees": [],
        "milestone": None,
        "comments": len(comments),
        "created_at": stamp(one.created_at),
        "updated_at": stamp(one.updated_at),
        "closed_at": stamp_or_none(one.closed_at),
        "author_association": "NONE",
        "active_lock_reason": None,
        "draft": one.draft,
        "pull_request": {
            "url": api,
            "html_url": html,
            "diff_url": f"{html}.diff",
            "patch_url": f"{html}.patch",
            "merged_at": stamp_or_none(one.merged_at),
        },
        "body": one.body,
        "reactions": {"url": f"{url}/reactions", "total_count": 0} | dict.fromkeys(REACTIONS, 0),
    }


def reaction(world: World, one: Reaction) -> Json:
    return {
        "id": one.id,
        "node_id": f"REA_{one.id}",
        "user": user(world, one.user),
        "content": one.content,
        "created_at": stamp(one.created_at),
    }


def rollup(one: IssueComment, url: str) -> Json:
    counts = {name: sum(each.content == name for each in one.reactions) for name in REACTIONS}
    return {"url": f"{url}/reactions", "total_count": len(one.reactions)} | counts


def addresses(world: World, pull: PullRequest) -> tuple[str, str]:
    """Page and API address of a pull request."""
    name = pull.repository.full_name
    return f"{world.url}/{name}/pull/{pull.number}", f"{world.api}/repos/{name}/pulls/{pull.number}"
