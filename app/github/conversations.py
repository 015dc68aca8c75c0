"""The conversation of a pull request: comments that answer others, reactions, and who may speak."""

from urllib.parse import quote

from app.github.answers import parse
from app.github.client import InstallationClient
from app.github.errors import GoneError
from app.github.models import Access, IssueComment


async def has_access(client: InstallationClient, repository: str, login: str) -> bool:
    """Whether somebody may read a repository; of a public one everybody may. Raises GitHubError."""
    path = f"/repos/{repository}/collaborators/{quote(login, safe='')}/permission"
    try:
        return parse(Access, await client.get(path)).permission != "none"
    except GoneError:
        return False


async def is_answered(client: InstallationClient, repository: str, number: int, *, login: str, marker: str) -> bool:
    """Whether `login`, which is ours, has put a comment that ends with the marker. Raises GitHubError."""
    async for answer in client.pages(f"/repos/{repository}/issues/{number}/comments"):
        comment = parse(IssueComment, answer)
        if comment.user and comment.user.login == login and (comment.body or "").rstrip().endswith(marker):
            return True
    return False


async def comment(client: InstallationClient, repository: str, number: int, body: str) -> None:
    """Put a comment. Raises GitHubError."""
    await client.send("POST", f"/repos/{repository}/issues/{number}/comments", {"body": body})


async def react(client: InstallationClient, repository: str, comment_id: int, content: str) -> None:
    """React to a comment; a second time changes nothing. Raises GitHubError."""
    path = f"/repos/{repository}/issues/comments/{comment_id}/reactions"
    await client.send("POST", path, {"content": content})
