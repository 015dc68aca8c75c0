"""The events of files that are written in a test."""

from collections.abc import Mapping

from checks import EventsOfCommit, Policy, answered, load_policy, read_all_events
from tests.core.building import graph
from tests.core.event_answers import Contents

CATALOG = "docs/events.md"
ROWS = """\
| Event | Publisher | Subscribers |
|---|---|---|
| order.placed | orders | billing |
| OrderPaid | orders | |
"""

TEXT = ("order.placed",)
"""The names of the event that most tests publish by a text."""

Place = tuple[str, int, bool, tuple[str, ...]]
"""Path, line, whether it publishes, and the names of the event; none for one that nobody can tell."""


def policy(events: str, catalog: str = CATALOG) -> Policy:
    """A policy with these words under `events`."""
    return load_policy(f"version: 1\nevents: {{catalog: '{catalog}', {events}}}\n")


def read(files: Mapping[str, str], under: Policy, catalog: str = ROWS) -> EventsOfCommit:
    """What is known of a commit with these files and this catalog."""
    every = {CATALOG: catalog, **files}
    built = graph(every, policy=under)
    contents = Contents([text.encode() for text in every.values()], built, built, built)
    return answered(read_all_events(built, under), contents.answer)


def places(files: Mapping[str, str], events: str, catalog: str = ROWS) -> list[Place]:
    """All places that publish or subscribe."""
    found = read(files, policy(events), catalog).sites
    return [(one.path, one.line, one.is_published, one.event.names if one.event else ()) for one in found]


def events_by_side(files: Mapping[str, str], events: str) -> set[tuple[bool, tuple[str, ...]]]:
    """Which events these files publish (True) and subscribe to (False), wherever."""
    return {(is_published, names) for _, _, is_published, names in places(files, events)}
