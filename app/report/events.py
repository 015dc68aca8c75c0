"""What `adrift events` prints, and the table of touched events in a check run."""

from collections.abc import Iterable, Iterator, Sequence

from app.report.json_report import Json
from app.report.prose import code, count
from checks import Components, Drift, Event, Site, TouchedEvent, disagreements

MEANINGS = {
    Drift.UNCATALOGUED: "published, not in the catalog",
    Drift.ENTRY_LEFT: "in the catalog, published by nobody",
    Drift.PLANNED: "published, planned in the catalog",
    Drift.DEPRECATED: "published, deprecated in the catalog",
    Drift.OTHER_OWNER: "published by another than its owner",
    Drift.UNLISTED_SUBSCRIBER: "has a subscriber that is not listed",
    Drift.UNPUBLISHED: "subscribed to, published by nobody",
}
MOST_ROWS = 50
"""Events in the table of a check run."""


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


def touched_table(events: Sequence[TouchedEvent]) -> str:
    """The events that a pull request touches, as a Markdown table; empty for none."""
    if not events:
        return ""
    rows = [
        "| Event | Publishers | Subscribers | Catalog | Drift |",
        "|---|---|---|---|---|",
        *(_row(event) for event in events[:MOST_ROWS]),
    ]
    more = [f"\nand {len(events) - MOST_ROWS} more"] if len(events) > MOST_ROWS else []
    return "\n".join(["### Events", *rows, *more])


def _row(event: TouchedEvent) -> str:
    catalog = _cell([f"{event.catalog[0]}:{event.catalog[1]}"]) if event.catalog else "gone" if event.is_gone else ""
    drift = ", ".join(MEANINGS[one] for one in event.drift)
    return f"| {_cell([event.name])} | {_cell(event.publishers)} | {_cell(event.subscribers)} | {catalog} | {drift} |"


def _cell(names: Iterable[str]) -> str:
    return ", ".join(code(name).replace("|", "\\|") for name in names)


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
