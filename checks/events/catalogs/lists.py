"""Catalogs that are plain YAML or JSON: lists of names, lists of items that have one, mappings by name."""

from collections.abc import Iterator, Mapping

from checks.events.catalogs.entries import (
    Catalog,
    CatalogEntry,
    Format,
    Role,
    people_of,
    role_of,
    roles_of,
    standing_of,
)
from checks.events.catalogs.schemas import fields_of, line_at
from checks.policy.yaml_text import Document, Path

DEEPEST = 6
LISTS = frozenset(("events", "event", "catalog", "messages", "domain_events", "domainEvents"))
SCHEMAS = ("payload", "schema", "data")


def read_list(path: str, text: str, document: Document) -> Catalog:
    """The catalog that a document is."""
    found = list(
        _entries(path, document, (), document.value, is_listed=not isinstance(document.value, Mapping), depth=0)
    )
    form = Format.JSON if path.endswith(".json") else Format.YAML
    keys = next((tuple(value) for _, value in found if isinstance(value, Mapping)), ())
    last = max((entry.line for entry, _ in found), default=0)
    lines = text.split("\n")
    columns = roles_of(map(str, keys))
    entries = tuple(entry for entry, _ in found)
    return Catalog(path, form, entries, columns, last, lines[last - 1] if 0 < last <= len(lines) else "")


def _entries(  # noqa: PLR0913 - a walk is said by these
    path: str, document: Document, at: Path, value: object, *, is_listed: bool, depth: int
) -> Iterator[tuple[CatalogEntry, object]]:
    """The entries below a value, each with its item; `is_listed`: what stands here are events."""
    if depth > DEEPEST:
        return
    if isinstance(value, list):
        for index, item in enumerate(value):
            place = (*at, index)
            names = (
                _names(item) if isinstance(item, Mapping) else (item,) if isinstance(item, str) and is_listed else ()
            )
            if names and (is_listed or _says_event(item)):
                yield _entry(path, document, place, names, item), item
            else:
                yield from _entries(path, document, place, item, is_listed=False, depth=depth + 1)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            place = (*at, str(key))
            if is_listed and not isinstance(item, list):
                yield _entry(path, document, place, (str(key),), item), item
            else:
                yield from _entries(path, document, place, item, is_listed=str(key) in LISTS, depth=depth + 1)


def _says_event(item: object) -> bool:
    """Whether an item is an event wherever it stands: one of its keys says so, or who publishes it."""
    keys = [str(key) for key in item] if isinstance(item, Mapping) else []
    return any(role_of(key) is Role.EVENT and "event" in key.casefold() for key in keys)


def _names(item: Mapping[object, object]) -> tuple[str, ...]:
    roles = roles_of(map(str, item))
    leading = [item[title] for title, role in roles if role is Role.EVENT]
    others = [value for key, value in item.items() if role_of(str(key)) is Role.EVENT]
    return tuple(dict.fromkeys(name for name in (*leading, *others) if isinstance(name, str) and name))


def _entry(path: str, document: Document, at: Path, names: tuple[str, ...], item: object) -> CatalogEntry:
    said: dict[Role, object] = {}
    for key, value in item.items() if isinstance(item, Mapping) else ():
        said.setdefault(role_of(str(key)), value)
    flags = [
        key for key in ("deprecated", "planned", "external") if isinstance(item, Mapping) and item.get(key) is True
    ]
    schema = next((item[key] for key in SCHEMAS if isinstance(item, Mapping) and key in item), None)
    version = said.get(Role.VERSION)
    return CatalogEntry(
        names,
        path,
        line_at(document, at),
        _people(said.get(Role.OWNER)),
        _people(said.get(Role.SUBSCRIBERS)),
        standing_of(" ".join([str(said.get(Role.STANDING) or ""), *flags])),
        str(version) if version is not None else None,
        fields_of(schema),
    )


def _people(value: object) -> tuple[str, ...]:
    several = value if isinstance(value, list) else [value]
    names = [one.get("name") or one.get("id") if isinstance(one, Mapping) else one for one in several]
    return tuple(name for one in names if isinstance(one, str) for name in people_of(one))
