"""EventCatalog's folders: `events/<Name>/index.mdx`, one file for each event, and services that send and receive."""

import re
from collections.abc import Iterator, Mapping

import yaml

from checks.events.catalogs.entries import Catalog, CatalogEntry, Format, standing_of
from checks.events.catalogs.schemas import fields_of, json_of

EVENT = re.compile(r"(?:^|.*/)events/(?:[^/]+/)*?(?P<name>[^/]+)/index\.mdx?", re.DOTALL)
OLD = re.compile(r"/versioned/")
SERVICE = re.compile(r"(?:^|.*/)services/(?:[^/]+/)*?(?P<name>[^/]+)/index\.mdx?", re.DOTALL)
FRONT = re.compile(r"\A\ufeff?---\r?\n(?P<yaml>.*?\r?\n)(?:---|\.\.\.)\r?(?:\n|\Z)", re.DOTALL)
LONGEST_FRONT_MATTER = 1 << 14
SCHEMAS = ("schema.json",)


def is_in_folder(path: str) -> bool:
    """Whether EventCatalog would take a file for an event or a service."""
    return EVENT.fullmatch(path) is not None or SERVICE.fullmatch(path) is not None


def schema_paths(path: str, content: str) -> tuple[str, ...]:
    """Where the payload of an event's file may be described."""
    named = front_matter(content).get("schemaPath")
    folder = path.rpartition("/")[0]
    return tuple(f"{folder}/{name}" for name in ([named] if isinstance(named, str) else SCHEMAS))


def read_folder(folder: str, documents: Mapping[str, str]) -> Catalog:
    """The catalog that some files make up together."""
    events = [one for path, text in sorted(documents.items()) if (one := _event(path, text, documents))]
    sent, received = _services(documents)
    entries = tuple(
        CatalogEntry(
            one.names,
            one.path,
            one.line,
            one.owners or _of(one.names, sent),
            one.subscribers or _of(one.names, received),
            one.standing,
            one.version,
            one.fields,
        )
        for one in events
    )
    return Catalog(folder, Format.FOLDER, entries)


def _event(path: str, text: str, documents: Mapping[str, str]) -> CatalogEntry | None:
    match = EVENT.fullmatch(path)
    if match is None or OLD.search(path):
        return None
    front = front_matter(text)
    given = (front.get("id"), front.get("name"), match["name"])
    names = tuple(dict.fromkeys(name for name in given if isinstance(name, str) and name))
    schema = next((documents[one] for one in schema_paths(path, text) if one in documents), None)
    badges = front.get("badges")
    standing = " ".join(
        [
            *(
                str(one.get("content", ""))
                for one in (badges if isinstance(badges, list) else [])
                if isinstance(one, dict)
            ),
            "deprecated" if front.get("deprecated") not in {None, "false"} else "",
            "draft" if front.get("draft") not in {None, "false"} else "",
        ]
    )
    version = front.get("version")
    return CatalogEntry(
        names,
        path,
        1,
        tuple(_people(front.get("producers"))),
        tuple(_people(front.get("consumers"))),
        standing_of(standing),
        version if isinstance(version, str) else None,
        fields_of(json_of(schema)) if schema else None,
    )


def _services(documents: Mapping[str, str]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Who sends and who receives each event, by its id."""
    sent: dict[str, list[str]] = {}
    received: dict[str, list[str]] = {}
    for path, text in sorted(documents.items()):
        match = SERVICE.fullmatch(path)
        if match and not OLD.search(path):
            front = front_matter(text)
            service = str(front.get("id") or match["name"])
            for key, found in (("sends", sent), ("receives", received)):
                for event in _people(front.get(key)):
                    found.setdefault(event, []).append(service)
    return sent, received


def _of(names: tuple[str, ...], known: Mapping[str, list[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(service for name in names for service in known.get(name, ())))


def _people(value: object) -> Iterator[str]:
    """`[Orders Service]`, or `[{id: Orders, version: 1.0.0}]`."""
    for one in value if isinstance(value, list) else [value]:
        found = one.get("id") or one.get("name") if isinstance(one, dict) else one
        if isinstance(found, str) and found:
            yield found


def front_matter(content: str) -> Mapping[str, object]:
    """The front matter with all its structure, every scalar a text; empty where there is none that can be read."""
    match = FRONT.match(content[: 2 * LONGEST_FRONT_MATTER])
    text = match["yaml"] if match else ""
    if not text or len(text) > LONGEST_FRONT_MATTER or ("*" in text and "&" in text):  # no aliases: they multiply
        return {}
    try:
        value = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - makes only strings
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}
