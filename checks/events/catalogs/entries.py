"""What an event catalog says, whatever its format."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from checks.codebase.event_facts import Field


class Standing(StrEnum):
    """What an entry says of its event's life."""

    ACTIVE = "active"
    PLANNED = "planned"
    DEPRECATED = "deprecated"
    EXTERNAL = "external"


class Format(StrEnum):
    """How a catalog is written."""

    TABLE = "table"
    HEADINGS = "headings"
    LIST = "list"
    FOLDER = "folder"
    ASYNCAPI_2 = "asyncapi 2"
    ASYNCAPI_3 = "asyncapi 3"
    YAML = "yaml"
    JSON = "json"


class Role(StrEnum):
    """What a column of a table, or a key of an item, is for."""

    EVENT = "event"
    OWNER = "owner"
    SUBSCRIBERS = "subscribers"
    STANDING = "standing"
    VERSION = "version"
    OTHER = "other"


WORDS = {
    Role.EVENT: (
        "event|event ?name|event ?type|event ?class|event ?id|name|id|topic|channel|subject|routing ?key|type|key"
    ),
    Role.OWNER: (
        "publisher|producer|published by|produced by|source|emitted by|emitter|owner|owned by|raised by|fired by"
        "|domain|service|module|bounded context|context|component|from|sender|producer module"
        "|publishing (?:service|domain|module)"
    ),
    Role.SUBSCRIBERS: (
        "subscriber|consumer|consumed by|subscribed by|handler|handled by|listener|listened by|receiver|to|reactor"
    ),
    Role.STANDING: "status|state|lifecycle|stage",
    Role.VERSION: "version|schema ?version|event ?version|v",
}
_ROLES = tuple((role, re.compile(rf"(?:{words})(?:s|\(s\))?", re.IGNORECASE)) for role, words in WORDS.items())

_STANDINGS = (
    (Standing.DEPRECATED, re.compile(r"deprecat|retired|obsolete|removed|sunset", re.IGNORECASE)),
    (
        Standing.PLANNED,
        re.compile(r"plan|draft|propos|future|todo|tbd|not (?:yet )?(?:implemented|published)", re.IGNORECASE),
    ),
    (Standing.EXTERNAL, re.compile(r"extern|third.party|inbound", re.IGNORECASE)),
)
_BETWEEN = re.compile(r"\s*(?:,|;|/|\band\b|&|\+|<br ?/?>)\s*")
NOBODY = frozenset(("", "-", "\u2013", "\u2014", "none", "n/a", "tbd", "?", "nobody"))


@dataclass(frozen=True, slots=True)
class CatalogEntry:
    """One event: its names (the class, the topic: whichever are given, the first leads), its place, the line from 1,
    who owns it and who subscribes as written (empty where nothing says), and the fields of its payload (None where
    nothing says)."""

    names: tuple[str, ...]
    path: str
    line: int
    owners: tuple[str, ...] = ()
    subscribers: tuple[str, ...] = ()
    standing: Standing = Standing.ACTIVE
    version: str | None = None
    fields: tuple[Field, ...] | None = None


@dataclass(frozen=True, slots=True)
class Catalog:
    """One catalog: its entries and what the next is written after.

    `columns` are those of its table, or the keys of its items, with what each is for; `last` the line of its last entry
    and `last_text` that line. `problem` says why it could not be read.
    """

    path: str
    format: Format
    entries: tuple[CatalogEntry, ...] = ()
    columns: tuple[tuple[str, Role], ...] = ()
    last: int = 0
    last_text: str = ""
    problem: str | None = None


def role_of(title: str) -> Role:
    """What a column or key of this title is for."""
    plain = re.sub(r"[_-]+", " ", title).strip(" *`:#")
    return next((role for role, words in _ROLES if words.fullmatch(plain)), Role.OTHER)


def roles_of(titles: Iterable[str]) -> tuple[tuple[str, Role], ...]:
    """The same for all of them. Of several that could hold the event only one does: what says so, else the first."""
    found = [(title, role_of(title)) for title in titles]
    events = [title for title, role in found if role is Role.EVENT]
    leading = next((title for title in events if "event" in title.casefold()), next(iter(events), ""))
    return tuple((title, Role.OTHER if role is Role.EVENT and title != leading else role) for title, role in found)


def standing_of(text: str) -> Standing:
    """What words such as `Planned (Q3)` mean."""
    return next((standing for standing, words in _STANDINGS if words.search(text)), Standing.ACTIVE)


def people_of(text: str) -> tuple[str, ...]:
    """The names in `lending, ewa`, less what means nobody."""
    names = (name.strip(" `*_()[]") for name in _BETWEEN.split(text))
    return tuple(name for name in names if name.casefold() not in NOBODY)


def is_name(text: str) -> bool:
    """Whether a word can be an event's name by itself: `OrderPlaced`, `order.placed`, `ORDER_PLACED`."""
    return NAME.fullmatch(text) is not None and (
        any(mark in text for mark in "._:/-") or HUMPS.search(text) is not None
    )


NAME = re.compile(r"[A-Za-z](?:[\w.:-]|/(?!/))*\w")
HUMPS = re.compile(r"[a-z0-9][A-Z]")
