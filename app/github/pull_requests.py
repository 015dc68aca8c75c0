"""Pull requests as they are now, and the inline comments on them."""

from collections.abc import AsyncIterator, Sequence
from urllib.parse import quote

from app.github.client import InstallationClient, parse
from app.github.models import Comparison, PullRequest, ReviewComment
from app.report.comments import Comment, CommentPlan, review_body


async def pull_request(client: InstallationClient, repository: str, number: int) -> PullRequest:
    """The live pull request. Raises GitHubError."""
    return parse(PullRequest, await client.get(f"/repos/{repository}/pulls/{number}"))


async def open_pull_requests(
    client: InstallationClient, repository: str, *, base: str | None = None
) -> AsyncIterator[PullRequest]:
    """The open pull requests, those into one branch where `base` names it. Raises GitHubError."""
    query: dict[str, str | int] = {"state": "open", **({"base": base} if base else {})}
    async for answer in client.pages(f"/repos/{repository}/pulls", **query):
        yield parse(PullRequest, answer)


async def comparison(client: InstallationClient, repository: str, base: str, head: str) -> Comparison:
    """How two branches or commits (the head's may be a fork's) hang together. Raises GitHubError; of it GoneError where
    they share no history.

    The second page of commits is asked for, one a page: the changed files, which make the answer slow and large, come
    with the first page only.
    """
    path = f"/repos/{repository}/compare/{quote(base, safe='')}...{quote(head, safe='')}"
    return parse(Comparison, await client.get(path, per_page=1, page=2))


async def own_comments(client: InstallationClient, repository: str, number: int, login: str) -> list[str]:
    """The bodies of the inline comments that the App itself has put. Raises GitHubError."""
    answers = client.pages(f"/repos/{repository}/pulls/{number}/comments")
    comments = [parse(ReviewComment, answer) async for answer in answers]
    return [comment.body for comment in comments if comment.user and comment.user.login == login]


async def post_review(
    client: InstallationClient, repository: str, number: int, head_sha: str, plan: CommentPlan
) -> None:
    """Post all comments as one review, so that people get one mail. Raises GitHubError."""
    body = {
        "commit_id": head_sha,
        "event": "COMMENT",
        "body": review_body(plan),
        "comments": _comments(plan.comments),
    }
    await client.send("POST", f"/repos/{repository}/pulls/{number}/reviews", body)


def _comments(comments: Sequence[Comment]) -> list[dict[str, str | int]]:
    return [
        {"path": comment.path, "line": comment.line, "side": comment.side.value, "body": comment.body}
        for comment in comments
    ]
