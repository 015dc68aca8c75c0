"""Evidence on events and their catalog."""

from dataclasses import dataclass
from enum import StrEnum


class Drift(StrEnum):
    """How code and catalog of events disagree (docs/events.md)."""

    UNCATALOGUED = "uncatalogued"
    ENTRY_LEFT = "entry-left"
    SUBSCRIBER_LEFT = "subscriber-left"
    PLANNED = "planned"
    DEPRECATED = "deprecated"
    OTHER_OWNER = "other-owner"
    UNLISTED_SUBSCRIBER = "unlisted-subscriber"
    UNPUBLISHED = "unpublished"
    PAYLOAD = "payload"
    NO_EVENT_TYPE = "no-event-type"
    UNKNOWN_NAME = "unknown-name"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class NewEntry:
    """What to write into the catalog at `path`, after its line `after` (None: where it fits, or a new file). It may
    have several lines; `below` is the text of the line that it comes after where that line is new in this change."""

    path: str
    after: int | None
    text: str
    below: str | None = None


@dataclass(frozen=True, slots=True)
class EventDrift:
    """Code and catalog disagree on `event`. `component` is who publishes or subscribes, `catalog` the path and line of
    the entry, `names` what the kind of drift is about: owners, fields, event types, an expression."""

    drift: Drift
    event: str
    component: str | None
    catalog: tuple[str, int] | None = None
    names: tuple[str, ...] = ()
    entry: NewEntry | None = None
