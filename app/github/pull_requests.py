"""Pull requests as they are now, and the inline comments on them."""

from collections.abc import AsyncIterator, Sequence
from urllib.parse import quote

from app.github.answers import parse
from app.github.client import InstallationClient
from app.github.errors import GoneError
from app.github.models import Comparison, PullRequest, ReviewComment
from app.github.reading import Client
from app.github.repositories import repository_by_id
from app.report.comment_plan import CommentPlan, PresentComment, review_body
from app.report.comments import Comment


async def pull_request(client: Client, repository: str, number: int) -> PullRequest:
    """The live pull request. Raises GitHubError."""
    return parse(PullRequest, await client.get_again(f"/repos/{repository}/pulls/{number}"))


async def pull_request_of(client: Client, repository_id: int, name: str, number: int) -> PullRequest:
    """The live pull request of a repository that had this full name some time. Raises GitHubError.

    GitHub redirects from a name that a repository had before; but another one may have that name by now.
    """
    try:
        found = await pull_request(client, name, number)
        if found.base.repo.id == repository_id:
            return found
    except GoneError:
        pass
    renamed = await repository_by_id(client, repository_id)
    return await pull_request(client, renamed.full_name, number)


async def open_pull_requests(client: Client, repository: str, *, base: str | None = None) -> AsyncIterator[PullRequest]:
    """The open pull requests, those into one branch where `base` names it. Raises GitHubError."""
    query: dict[str, str | int] = {"state": "open", **({"base": base} if base else {})}
    async for answer in client.pages(f"/repos/{repository}/pulls", **query):
        yield parse(PullRequest, answer)


async def pull_requests_of_commit(client: Client, repository: str, sha: str) -> list[PullRequest]:
    """Pull requests that contain a commit. Raises GitHubError."""
    answers = client.pages(f"/repos/{repository}/commits/{sha}/pulls")
    return [parse(PullRequest, answer) async for answer in answers]


async def comparison(client: Client, repository: str, base: str, head: str) -> Comparison:
    """How two branches or commits (the head's may be a fork's) hang together. Raises GitHubError; of it GoneError where
    they share no history.

    The second page of commits is asked for, one a page: the changed files, which make the answer slow and large, come
    with the first page only.
    """
    path = f"/repos/{repository}/compare/{quote(base, safe='')}...{quote(head, safe='')}"
    return parse(Comparison, await client.get_again(path, per_page=1, page=2))


async def own_comments(client: Client, repository: str, number: int, login: str) -> Sequence[PresentComment]:
    """The inline comments that the App itself has put; not those of others that look like them. Raises GitHubError."""
    answers = client.pages(f"/repos/{repository}/pulls/{number}/comments")
    comments = [parse(ReviewComment, answer) async for answer in answers]
    own = [one for one in comments if one.user and (one.user.login, one.user.type) == (login, "Bot")]
    answered = {one.in_reply_to_id for one in comments if one not in own}
    return [
        PresentComment(one.id, one.body, is_answered=one.id in answered, is_on_file=one.subject_type == "file")
        for one in own
    ]


async def post_review(
    client: InstallationClient, repository: str, number: int, head_sha: str, plan: CommentPlan
) -> None:
    """Post the plan's comments on lines as one review, so that people get one mail. Raises GitHubError."""
    body = {
        "commit_id": head_sha,
        "event": "COMMENT",
        "body": review_body(plan),
        "comments": [
            {"path": comment.path, "line": comment.line, "side": comment.side.value, "body": comment.body}
            for comment in plan.lines
        ],
    }
    await client.send("POST", f"/repos/{repository}/pulls/{number}/reviews", body)


async def post_on_file(
    client: InstallationClient, repository: str, number: int, head_sha: str, comment: Comment
) -> None:
    """Post a comment on a file as a whole, which GitHub does not take as part of a review. Raises GitHubError."""
    body = {"commit_id": head_sha, "path": comment.path, "subject_type": "file", "body": comment.body}
    await client.send("POST", f"/repos/{repository}/pulls/{number}/comments", body)


async def edit_comment(client: InstallationClient, repository: str, comment_id: int, body: str) -> None:
    """Let an inline comment say something else. Raises GitHubError."""
    await client.send("PATCH", f"/repos/{repository}/pulls/comments/{comment_id}", {"body": body})


async def delete_comment(client: InstallationClient, repository: str, comment_id: int) -> None:
    """Take an inline comment away. Raises GitHubError."""
    await client.send("DELETE", f"/repos/{repository}/pulls/comments/{comment_id}")
