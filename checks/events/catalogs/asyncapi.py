"""Catalogs in AsyncAPI, versions 2 and 3: each message of a channel is an event."""

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from checks.codebase.event_facts import Field
from checks.events.catalogs.entries import Catalog, CatalogEntry, Format, Standing, standing_of
from checks.events.catalogs.schemas import document_of, fields_of, line_at
from checks.policy.yaml_text import Document, Path

DEEPEST = 8
"""`$ref` in `$ref`."""

MOST_ENTRIES = 5_000
OPERATIONS = ("publish", "subscribe")


@dataclass(frozen=True, slots=True)
class Part:
    """A value in one of the documents: the document's path, and the keys to it."""

    file: str
    at: Path
    value: object

    def get(self, key: str) -> "Part":
        """A member; None where there is none."""
        value = self.value.get(key) if isinstance(self.value, Mapping) else None
        return Part(self.file, (*self.at, key), value)

    def items(self) -> Iterator["Part"]:
        """The members of a mapping, or the items of a list."""
        if isinstance(self.value, Mapping):
            yield from (self.get(str(key)) for key in self.value)
        elif isinstance(self.value, list):
            yield from (Part(self.file, (*self.at, index), one) for index, one in enumerate(self.value))

    @property
    def text(self) -> str | None:
        return self.value if isinstance(self.value, str) and self.value else None


class AsyncApi:
    """One document and those that it refers to. `used` are the files that reading it came upon, `missing` those of them
    that it was not given."""

    def __init__(self, path: str, texts: Mapping[str, str]) -> None:
        self._path = path
        self._texts = texts
        self._documents: dict[str, Document | None] = {}
        self.missing: set[str] = set()
        self.used: set[str] = set()

    def catalog(self, root: Document) -> Catalog:
        """The catalog. Entries stand in the order of the document."""
        self._documents[self._path] = root
        top = Part(self._path, (), root.value)
        version = top.get("asyncapi").text or ""
        form = Format.ASYNCAPI_3 if version.startswith("3") else Format.ASYNCAPI_2
        found = [*self._channels(top, form), *self._components(top)]
        entries: dict[str, CatalogEntry] = {}
        for one in found[:MOST_ENTRIES]:
            entries.setdefault(one.names[0], one)
        return Catalog(self._path, form, tuple(entries.values()))

    def _channels(self, top: Part, form: Format) -> Iterator[CatalogEntry]:
        channels = self.followed(top.get("channels"))
        for listed in channels.items():
            channel = self.followed(listed)
            key = str(listed.at[-1])
            names = [name for name in (channel.get("address").text, key) if name]
            for message, operation in self._messages(channel, form):
                yield self._entry(message, names, listed, top, operation)

    def _messages(self, channel: Part, form: Format) -> Iterator[tuple[Part, Part]]:
        """The messages of a channel, each with its operation (version 2); the channel itself where it names none."""
        listed = [channel.get("messages")] if form is Format.ASYNCAPI_3 else []
        found = [(one, channel) for part in listed for one in self.followed(part).items()]
        for name in OPERATIONS if form is Format.ASYNCAPI_2 else ():
            operation = self.followed(channel.get(name))
            message = operation.get("message")
            several = list(self.followed(message).get("oneOf").items()) or ([message] if message.value else [])
            found += [(one, operation) for one in several]
        yield from found or [(channel, channel)]

    def _components(self, top: Part) -> Iterator[CatalogEntry]:
        """Messages that no channel of this document uses."""
        for message in self.followed(top.get("components").get("messages")).items():
            yield self._entry(message, [], message, top)

    def _entry(
        self, listed: Part, channel: list[str], place: Part, top: Part, operation: Part | None = None
    ) -> CatalogEntry:
        message = self.followed(listed)
        key = str(message.at[-1]) if message.at and message.at[-1] not in {"message", *range(100)} else None
        own = [message.get("name").text, key, message.get("messageId").text]
        names = [name for name in (*own, *channel, message.get("title").text) if name]
        words = " ".join(str(tag.get("name").text) for tag in message.get("tags").items())
        flags = [flag for flag in ("deprecated", "x-deprecated") if message.get(flag).value in {True, "true"}]
        status = message.get("x-status").text or message.get("x-lifecycle").text or ""
        version = message.get("x-version").text or message.get("version").text or top.get("info").get("version").text
        return CatalogEntry(
            tuple(dict.fromkeys(names)) or ("?",),
            place.file,
            self._line(place),
            _people((message, operation), ("x-producer", "x-producers", "x-owner")),
            _people((message, operation), ("x-consumers", "x-subscribers")),
            standing_of(" ".join((status, words, *flags))) if status or words or flags else Standing.ACTIVE,
            version,
            self._fields(message),
        )

    def _fields(self, message: Part) -> tuple[Field, ...] | None:
        payload = self.followed(message.get("payload"))
        inner = self.followed(payload.get("schema"))
        return fields_of((inner if isinstance(inner.value, Mapping) else payload).value)

    def _line(self, part: Part) -> int:
        document = self._documents.get(part.file)
        return line_at(document, part.at) if document else 1

    def followed(self, part: Part) -> Part:
        """What a part says, or what it refers to by `$ref`."""
        for _ in range(DEEPEST):
            reference = part.get("$ref").text
            if reference is None:
                return part
            file, _, pointer = reference.partition("#")
            target = posixpath.normpath(posixpath.join(posixpath.dirname(part.file), file)) if file else part.file
            if "://" in file or target.startswith("../"):
                return Part(part.file, part.at, None)
            part = self._at(target, pointer)
        return Part(part.file, part.at, None)

    def _at(self, file: str, pointer: str) -> Part:
        if file not in self._documents:
            self._documents[file] = self._read(file)
        document = self._documents[file]
        found = Part(file, (), document.value if document else None)
        for step in pointer.split("/")[1:]:
            key = step.replace("~1", "/").replace("~0", "~")
            is_index = isinstance(found.value, list) and key.isdecimal()
            found = (
                next((one for one in found.items() if one.at[-1] == int(key)), found) if is_index else found.get(key)
            )
        return found

    def _read(self, file: str) -> Document | None:
        self.used.add(file)
        if file not in self._texts:
            self.missing.add(file)
            return None
        try:
            return document_of(file, self._texts[file])
        except ValueError:
            return None


def _people(parts: Iterable[Part | None], keys: Iterable[str]) -> tuple[str, ...]:
    """Whom extensions name: a text, or a list of texts or of `{service: …}`."""
    values = (part.get(key) for part in parts if part for key in keys)
    each = (one for value in values for one in (value.items() if isinstance(value.value, list) else [value]))
    names = (one.text or one.get("service").text or one.get("name").text for one in each)
    return tuple(dict.fromkeys(name for name in names if name))
