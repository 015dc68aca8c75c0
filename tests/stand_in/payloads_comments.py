"""Reviews, review comments and issue comments in GitHub's shape."""

from tests.stand_in.payloads_accounts import app, stamp, user
from tests.stand_in.review_lines import line_now
from tests.stand_in.state import IssueComment, Json, PullRequest, Review, ReviewComment, World


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
    }


def addresses(world: World, pull: PullRequest) -> tuple[str, str]:
    """Page and API address of a pull request."""
    name = pull.repository.full_name
    return f"{world.url}/{name}/pull/{pull.number}", f"{world.api}/repos/{name}/pulls/{pull.number}"
