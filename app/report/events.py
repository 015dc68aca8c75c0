"""What `adrift events` prints."""

from collections.abc import Iterator, Sequence

from app.report.json_report import Json
from app.report.prose import count
from app.report.touched_events import MEANINGS
from checks import Components, Drift, Event, Site, disagreements


def events_document(events: Sequence[Event], unknown: Sequence[Site], components: Components) -> Json:
    """The document of `adrift events --format json`. `unknown` are the places that publish nobody knows what."""
    return {
        "events": [
            {
                "name": event.name,
                "publishers": [_place(site) for site in event.publishers],
                "subscribers": [_place(site) for site in event.subscribers],
                "catalog": {"path": event.entry.path, "line": event.entry.line} if event.entry else None,
                "drift": [drift.value for drift in _drift(event, components, is_complete=not unknown)],
            }
            for event in events
        ],
        "unknown": [{**_place(site), "expression": site.expression} for site in unknown],
    }


def events_text(events: Sequence[Event], unknown: Sequence[Site], components: Components) -> str:
    """A line for each event, and one below it for each of its places."""
    return "\n".join(_lines(events, unknown, components))


def _drift(event: Event, components: Components, *, is_complete: bool) -> list[Drift]:
    listed = components.policy.events is not None and components.policy.events.subscribers == "listed"
    kinds = dict.fromkeys(one.drift for one in disagreements(event, components, is_complete=is_complete))
    return [kind for kind in kinds if listed or kind is not Drift.UNLISTED_SUBSCRIBER]


def _place(site: Site) -> Json:
    return {"path": site.path, "line": site.line}


def _lines(events: Sequence[Event], unknown: Sequence[Site], components: Components) -> Iterator[str]:
    drifting = 0
    for event in events:
        drift = _drift(event, components, is_complete=not unknown)
        drifting += bool(drift)
        said = f"  ({'; '.join(MEANINGS[one] for one in drift)})" if drift else ""
        yield f"{event.name}{said}"
        yield from (f"  published   {site.path}:{site.line}" for site in event.publishers)
        yield from (f"  subscribed  {site.path}:{site.line}" for site in event.subscribers)
        if event.entry:
            yield f"  catalog     {event.entry.path}:{event.entry.line}"
    yield from (f"? {site.path}:{site.line}: cannot tell the event of `{site.expression}`" for site in unknown)
    yield f"{count(len(events), 'event')}, {drifting} with drift"
