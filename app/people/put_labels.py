"""The labels of a pull request, each `adr:` label with who put it, when, and what was found by then.

Nothing is asked of GitHub where there is no such label.
"""

import asyncio
import logging
from collections.abc import Collection, Mapping

from app.github.models import LabelEvent, PullRequest
from app.github.people import label_events
from app.github.reading import Client
from app.people.decisions import Decisions
from app.people.involved import PeopleOf, people_of
from checks import Label, Person, Put, is_override

LAG = (0.5, 1.5)
"""Seconds to wait for the event of a label that is there: GitHub may tell of the label first."""

log = logging.getLogger(__name__)


async def put_labels(
    client: Client, pull: PullRequest, teams: Collection[str], decisions: Decisions
) -> tuple[Label, ...]:
    """All labels. `teams` are those that the policy names for overrides. Raises GitHubError."""
    wanted = {text.casefold() for text in pull.label_names if is_override(text)}
    if not wanted:
        return tuple(Label(text) for text in pull.label_names)
    events = await _putting(client, pull, wanted)
    people = await people_of(client, pull, teams, decisions)
    known: dict[tuple[str, str], Person] = {}
    labels = []
    for text in pull.label_names:
        put = await _put(people, events.get(text.casefold()), known, decisions) if text.casefold() in wanted else None
        labels.append(Label(text, put))
    return tuple(labels)


async def _put(
    people: PeopleOf, event: LabelEvent | None, known: dict[tuple[str, str], Person], decisions: Decisions
) -> Put:
    if event is None or event.actor is None:
        return Put(None, event.created_at if event else None)
    app = event.performed_via_github_app
    key = (event.actor.login, app.bot if app else "")
    if key not in known:
        known[key] = await people.person(event.actor, app)
    return Put(known[key], event.created_at, await decisions.bound(people.pull.number, event.created_at))


async def _putting(client: Client, pull: PullRequest, wanted: Collection[str]) -> Mapping[str, LabelEvent]:
    """By label in lower case, the event that put it on for the last time. What is missing cannot be told: it was put
    under another name, or too much has happened since."""
    found: Mapping[str, LabelEvent] = {}
    for wait in (*LAG, None):
        found = await _standing(client, pull)
        if found.keys() >= set(wanted) or wait is None:
            break
        await asyncio.sleep(wait)
    return found


async def _standing(client: Client, pull: PullRequest) -> Mapping[str, LabelEvent]:
    """Events keep the name that a label had then: where one was taken off that nobody had put on, a label has another
    name since, and what was put before it may be under that of another one."""
    standing: dict[str, LabelEvent] = {}
    for event in await label_events(client, pull.base.repo.full_name, pull.number) or ():
        name = event.label.name.casefold()
        if event.event == "labeled":
            standing[name] = event
        elif standing.pop(name, None) is None:
            standing.clear()
    return standing
