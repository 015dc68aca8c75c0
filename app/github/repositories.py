"""Repositories as they are now."""

import re
from collections.abc import AsyncIterator
from urllib.parse import quote

from app.github.answers import parse
from app.github.client import AppClient
from app.github.errors import GoneError, RefusedError
from app.github.models import Audience, Branch, Grant, Installation, Repositories, Repository
from app.github.reading import Client

PAGE = 100
FULL_NAME = re.compile(r"[A-Za-z0-9_-]{1,100}/(?!\.{1,2}\Z)[A-Za-z0-9_.-]{1,100}")


def is_full_name(text: str) -> bool:
    """Whether a repository can be called that (`owner/name`), so that it can stand in a path."""
    return FULL_NAME.fullmatch(text) is not None


async def installations(github: AppClient) -> AsyncIterator[Grant]:
    """All installations of the App. Raises GitHubError."""
    async for page in github.pages("/app/installations"):
        for answer in page:
            yield parse(Grant, answer)


async def repository_by_id(client: Client, repository_id: int) -> Repository:
    """A repository, whatever it is called by now. Raises GitHubError."""
    return parse(Repository, await client.get(f"/repositories/{repository_id}"))


async def is_installed_on(app: AppClient, installation_id: int, repository_id: int) -> bool:
    """Whether a repository belongs to an installation. That it can be read says nothing: everybody reads a public one.
    Raises GitHubError."""
    try:
        found = await repository_by_id(app.installation(installation_id), repository_id)
        its = parse(Installation, await app.as_app("GET", f"/repos/{found.full_name}/installation"))
    except (GoneError, RefusedError):
        return False
    return its.id == installation_id


async def audience_of(client: Client, full_name: str) -> Audience:
    """Who may read a repository; its members alone where GitHub does not tell. Asked for again only where it has
    changed. Raises GitHubError for what may pass."""
    try:
        return parse(Repository, await client.get_again(f"/repos/{full_name}")).audience
    except (GoneError, RefusedError):
        return Audience.MEMBERS


async def repositories_of(client: Client) -> AsyncIterator[Repository]:
    """All repositories of the installation. Raises GitHubError."""
    page, found = 1, PAGE
    while found == PAGE:
        answer = await client.get("/installation/repositories", per_page=PAGE, page=page)
        repositories = parse(Repositories, answer).repositories
        for repository in repositories:
            yield repository
        page, found = page + 1, len(repositories)


async def tip_of(client: Client, repository: str, branch: str) -> str:
    """The commit that a branch is at. Raises GitHubError; of it GoneError where there is no such branch."""
    return parse(Branch, await client.get(f"/repos/{repository}/branches/{quote(branch, safe='')}")).commit.sha


async def installation_of(app: AppClient, repository: str) -> int:
    """The App's installation that has a repository. Raises GitHubError; of it GoneError where none has."""
    return parse(Grant, await app.as_app("GET", f"/repos/{repository}/installation")).id
