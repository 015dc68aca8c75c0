"""Who did what to a pull request, and what GitHub says of them. Asked only where an `adr:` label asks for it."""

from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import quote

from pydantic import BaseModel

from app.github.answers import parse
from app.github.errors import GoneError, RefusedError
from app.github.models import Access, LabelEvent, ListedCommit, Membership
from app.github.reading import Client

Model = TypeVar("Model", bound=BaseModel)

MOST_EVENTS = 3_000
"""Events of one pull request that are looked through; where there are more, the last ones would be missing."""
MOST_COMMITS = 250
"""As many commits as GitHub lists of a pull request (its REST documentation, "List commits on a pull request")."""
LABELLED = frozenset({"labeled", "unlabeled"})
WEB = "web-flow"
"""The committer of what people merge and edit on GitHub's pages."""


@dataclass(frozen=True, slots=True)
class Permission:
    """What somebody may do in a repository, in GitHub's words; both None where it does not tell."""

    permission: str | None = None
    role_name: str | None = None


async def label_events(client: Client, repository: str, number: int) -> list[LabelEvent] | None:
    """When labels were put on a pull request and taken off, oldest first; None where it has more events than are looked
    through. Raises GitHubError."""
    found, count = list[LabelEvent](), 0
    async for answer in client.pages(f"/repos/{repository}/issues/{number}/events"):
        count += 1
        if count > MOST_EVENTS:
            return None
        if isinstance(answer, dict) and answer.get("event") in LABELLED:
            found.append(parse(LabelEvent, answer))
    return found


async def permission_of(client: Client, repository: str, login: str) -> Permission:
    """Raises RateLimitedError and UnavailableError; what GitHub refuses to tell is not known."""
    path = f"/repos/{repository}/collaborators/{quote(login, safe='')}/permission"
    found = await _told(client, path, Access)
    return Permission(found.permission, found.role_name) if found else Permission()


async def is_member(client: Client, organisation: str, team: str, login: str) -> bool | None:
    """Whether somebody belongs to a team, in it or in one below it; None where GitHub refuses to tell. A team that is
    not there has no members. Raises RateLimitedError and UnavailableError."""
    path = f"/orgs/{quote(organisation, safe='')}/teams/{quote(team, safe='')}/memberships/{quote(login, safe='')}"
    try:
        return parse(Membership, await client.get(path)).state == "active"
    except GoneError:
        return False
    except RefusedError:
        return None


async def commit_authors(client: Client, repository: str, number: int) -> frozenset[str] | None:
    """The accounts that wrote or committed what a pull request brings, in lower case; None where it has more commits
    than GitHub lists. A commit whose address belongs to no account names nobody. Raises GitHubError."""
    answers = client.pages(f"/repos/{repository}/pulls/{number}/commits")
    listed = [parse(ListedCommit, answer) async for answer in answers]
    if len(listed) >= MOST_COMMITS:
        return None
    accounts = (account for one in listed for account in (one.author, one.committer))
    logins = {account.login.casefold() for account in accounts if account and account.login}
    return frozenset(logins - {WEB})


async def _told(client: Client, path: str, model: type[Model]) -> Model | None:
    try:
        return parse(model, await client.get(path))
    except (GoneError, RefusedError):
        return None
