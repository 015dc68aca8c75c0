"""The events that a change touches, row by row as a table of them shows."""

from collections.abc import Callable, Iterable

from checks.events.drift import disagreements
from checks.events.grouped import is_known
from checks.events.news import News
from checks.events.reading import EventsOfChange
from checks.events.sites import Site
from checks.events.touched import TouchedEvent
from checks.evidence import Drift
from checks.policy import Components


def touched_events(
    events: EventsOfChange, components: Components, origin: Callable[[str], str]
) -> tuple[TouchedEvent, ...]:
    """Those of a change, by name."""
    rows = []
    is_sure = is_known(events.head, components.is_test)
    for old, new in News(events, components, origin).touched:
        event = new or old
        if event is None:
            continue
        found = disagreements(event, components, is_complete=is_sure) if new else ()
        kinds = dict.fromkeys(one.drift for one in found if one.drift is not Drift.UNLISTED_SUBSCRIBER)
        entry = (event.entry.path, event.entry.line) if event.entry and new else None
        publishers, subscribers = _who(event.publishers, components), _who(event.subscribers, components)
        rows.append(TouchedEvent(event.name, publishers, subscribers, entry, tuple(kinds), is_gone=new is None))
    return tuple(sorted(rows, key=lambda row: row.name))


def _who(sites: Iterable[Site], components: Components) -> tuple[str, ...]:
    return tuple(sorted({components.owner(site.path) or site.path for site in sites}))
