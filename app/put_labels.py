"""The labels of a pull request, each `adr:` label with who put it, when, and what was found by then.

Nothing is asked of GitHub where there is no such label.
"""

import asyncio
import logging
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from app.decisions import Decisions
from app.github.client import InstallationClient
from app.github.models import LabelEvent, PullRequest
from app.github.people import commit_authors, is_member, label_events, permission_of
from checks import Involvement, Label, Person, PersonKind, Put, is_override

LAG = (0.5, 1.5)
"""Seconds to wait for the event of a label that is there: GitHub may tell of the label first."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is the same for all labels: `teams` are those that the policy names, `authors` and `pushers` in lower case,
    None where they cannot all be told."""

    client: InstallationClient
    pull: PullRequest
    teams: Collection[str]
    authors: frozenset[str] | None
    pushers: frozenset[str]
    is_pusher_known: bool


async def put_labels(
    client: InstallationClient, pull: PullRequest, teams: Collection[str], decisions: Decisions
) -> tuple[Label, ...]:
    """All labels. `teams` are those that the policy names for overrides. Raises GitHubError."""
    wanted = {text.casefold() for text in pull.label_names if is_override(text)}
    if not wanted:
        return tuple(Label(text) for text in pull.label_names)
    events = await _putting(client, pull, wanted)
    pushers = await decisions.pushers(pull)
    authors = await commit_authors(client, pull.base.repo.full_name, pull.number)
    asked = _Asked(client, pull, teams, authors, pushers.logins, pull.head.sha in pushers.heads)
    people: dict[tuple[str, str], Person] = {}
    labels = []
    for text in pull.label_names:
        put = await _put(asked, events.get(text.casefold()), people, decisions) if text.casefold() in wanted else None
        labels.append(Label(text, put))
    return tuple(labels)


async def _put(
    asked: _Asked, event: LabelEvent | None, people: dict[tuple[str, str], Person], decisions: Decisions
) -> Put:
    if event is None or event.actor is None:
        return Put(None, event.created_at if event else None)
    app = event.performed_via_github_app
    key = (event.actor.login, app.slug if app else "")
    if key not in people:
        people[key] = await _person(asked, event)
    return Put(people[key], event.created_at, await decisions.bound(asked.pull.number, event.created_at))


async def _putting(client: InstallationClient, pull: PullRequest, wanted: Collection[str]) -> Mapping[str, LabelEvent]:
    """By label in lower case, the event that put it on for the last time. What is missing cannot be told: it was put
    under another name, or too long ago."""
    found: Mapping[str, LabelEvent] = {}
    for wait in (*LAG, None):
        found = await _standing(client, pull)
        if found.keys() >= set(wanted) or wait is None:
            break
        await asyncio.sleep(wait)
    return found


async def _standing(client: InstallationClient, pull: PullRequest) -> Mapping[str, LabelEvent]:
    standing: dict[str, LabelEvent] = {}
    async for event in label_events(client, pull.base.repo.full_name, pull.number):
        name = event.label.name.casefold()
        if event.event == "labeled":
            standing[name] = event
        else:
            standing.pop(name, None)
    return standing


async def _person(asked: _Asked, event: LabelEvent) -> Person:
    assert event.actor is not None
    login, app = event.actor.login, event.performed_via_github_app
    allowed = await permission_of(asked.client, asked.pull.base.repo.full_name, login)
    memberships = {team: await _belongs(asked, team, login) for team in sorted(asked.teams)}
    kind = PersonKind.APP if app else PersonKind.USER
    return Person(
        login=login,
        kind=kind if event.actor.type == "User" else PersonKind.BOT,
        app=f"{app.slug}[bot]" if app else None,
        permission=allowed.permission,
        role_name=allowed.role_name,
        teams=frozenset(team for team, belongs in memberships.items() if belongs),
        unknown_teams=frozenset(team for team, belongs in memberships.items() if belongs is None),
        involvement=_involvement(asked, login.casefold()),
    )


async def _belongs(asked: _Asked, team: str, login: str) -> bool | None:
    """`team` may name its organisation: `acme/architects`, `@acme/architects`."""
    organisation, _, slug = team.removeprefix("@").rpartition("/")
    owner = organisation or asked.pull.base.repo.full_name.partition("/")[0]
    return await is_member(asked.client, owner, slug, login)


def _involvement(asked: _Asked, login: str) -> Involvement:
    author = asked.pull.user
    if author is not None and author.login.casefold() == login:
        return Involvement.AUTHOR
    if asked.authors is not None and login in asked.authors:
        return Involvement.COMMIT_AUTHOR
    if login in asked.pushers:
        return Involvement.PUSHER
    if asked.authors is None:
        return Involvement.UNKNOWN_COMMITS
    return Involvement.NONE if asked.is_pusher_known else Involvement.UNKNOWN_PUSHERS
