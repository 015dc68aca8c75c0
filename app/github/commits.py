"""Commits and files as GitHub's API tells of them, for what a mirror without history does not hold."""

import base64
import binascii
from urllib.parse import quote

from app.git.commits import Commit
from app.github.answers import parse
from app.github.errors import UnavailableError
from app.github.models import Content, LandedPullRequest, ListedCommit
from app.github.reading import Client


async def commits_touching(client: Client, repository: str, path: str, revision: str, most: int) -> list[Commit]:
    """The last commits up to a revision that did something to a path, newest first. Raises GitHubError."""
    answers = await client.get(f"/repos/{repository}/commits", sha=revision, path=path, per_page=most)
    if not isinstance(answers, list):
        raise UnavailableError(f"GitHub's answer to GET /repos/{repository}/commits is not a list")
    listed = (parse(ListedCommit, answer) for answer in answers)
    return [Commit(one.sha, one.day, one.commit.message.partition("\n")[0]) for one in listed]


async def file_at(client: Client, repository: str, path: str, revision: str) -> bytes:
    """The content of a file at a revision. Raises GitHubError; of it GoneError where there is none."""
    return _content(await client.get(_place(repository, path), ref=revision))


async def current_file(client: Client, repository: str, path: str) -> bytes:
    """The content of a file at the tip of the default branch; asked for again only where it has changed. Raises
    GitHubError; of it GoneError where there is none."""
    return _content(await client.get_again(_place(repository, path)))


async def messages_of(client: Client, repository: str, number: int) -> list[str]:
    """The messages of a pull request's commits, up to 250. Raises GitHubError."""
    answers = client.pages(f"/repos/{repository}/pulls/{number}/commits")
    return [parse(ListedCommit, answer).commit.message async for answer in answers]


async def commits_of(client: Client, repository: str, number: int) -> list[str]:
    """The ids of a pull request's commits, up to 250, oldest first. Raises GitHubError."""
    answers = client.pages(f"/repos/{repository}/pulls/{number}/commits")
    return [parse(ListedCommit, answer).sha async for answer in answers]


async def parents_before(client: Client, repository: str, sha: str) -> dict[str, tuple[str, ...]]:
    """A commit and up to 99 before it, each with its parents. Raises GitHubError."""
    answers = await client.get(f"/repos/{repository}/commits", sha=sha, per_page=100)
    if not isinstance(answers, list):
        raise UnavailableError(f"GitHub's answer to GET /repos/{repository}/commits is not a list")
    listed = (parse(ListedCommit, answer) for answer in answers)
    return {one.sha: tuple(parent.sha for parent in one.parents) for one in listed}


async def landed_by(client: Client, repository: str, sha: str) -> list[LandedPullRequest]:
    """The pull requests that GitHub connects with a commit, merged or not. Raises GitHubError."""
    answers = client.pages(f"/repos/{repository}/commits/{sha}/pulls")
    return [parse(LandedPullRequest, answer) async for answer in answers]


def _place(repository: str, path: str) -> str:
    return f"/repos/{repository}/contents/{quote(path)}"


def _content(answer: object) -> bytes:
    try:
        return base64.b64decode(parse(Content, answer).content)
    except binascii.Error:
        raise UnavailableError("GitHub's answer holds a file that is not base64") from None
