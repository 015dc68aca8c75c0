"""The table of touched events in a check run."""

from collections.abc import Iterable, Sequence

from app.report.prose import code
from checks import Drift, TouchedEvent

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
