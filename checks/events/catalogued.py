"""The catalogs of one commit: which files they are, and what they say together."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from checks.codebase.snapshot import EntryKind, Snapshot
from checks.events.catalogs import Catalog, CatalogEntry, Format, Read, may_be_catalog, read_catalog
from checks.events.catalogs.folders import is_in_folder, read_folder
from checks.events.names import canonical, is_like, shape
from checks.policy.globs import GlobSet, parse_glob

MOST_FILES = 3_000
"""Files of catalogs that are read: an EventCatalog has one for each event."""

LISTING = (Format.TABLE, Format.FOLDER, Format.ASYNCAPI_2, Format.ASYNCAPI_3, Format.YAML, Format.JSON)
"""Formats whose entries are surely events: their names tell what names look like here."""

Objects = tuple[tuple[str, str], ...]
"""Paths with object ids, empty for a file that was not read."""


@dataclass(frozen=True)
class Catalogs:
    """All catalogs of one commit."""

    all: tuple[Catalog, ...] = ()

    @cached_property
    def entries(self) -> tuple[CatalogEntry, ...]:
        """Their entries."""
        return tuple(entry for catalog in self.all for entry in catalog.entries)

    @cached_property
    def problems(self) -> Mapping[str, str]:
        """Why some cannot be read, by path."""
        return {one.path: one.problem for one in self.all if one.problem}

    def find(self, names: Iterable[str]) -> CatalogEntry | None:
        """The entry of an event by any of its names: as written, else but for case, separators and `Event`."""
        listed = list(names)
        exact = (self._exact.get(name) for name in listed)
        alike = (self._alike.get(canonical(name)) for name in listed)
        return next((one for one in (*exact, *alike) if one), None)

    def is_listed(self, name: str) -> bool:
        """Whether there is an entry for a name as it is written."""
        return name in self._exact

    def is_event(self, text: str) -> bool:
        """Whether a text is listed, or looks like what is."""
        return text in self._exact or is_like(text, self._shapes) or (canonical(text) in self._alike and len(text) > 3)

    @cached_property
    def _exact(self) -> Mapping[str, CatalogEntry]:
        return self._by(lambda name: name)

    @cached_property
    def _alike(self) -> Mapping[str, CatalogEntry]:
        return self._by(canonical)

    def _by(self, key: Callable[[str], str]) -> Mapping[str, CatalogEntry]:
        found: dict[str, CatalogEntry] = {}
        for place in range(max((len(one.names) for one in self.entries), default=0)):
            for entry in self.entries:  # what leads an entry goes before what is another's second name
                if place < len(entry.names):
                    found.setdefault(key(entry.names[place]), entry)
        return found

    @cached_property
    def _shapes(self) -> frozenset[tuple[str, bool, bool]]:
        sure = [one for one in self.all if one.format in LISTING and one.entries]
        entries = [entry for one in sure or self.all for entry in one.entries]
        return frozenset(shape(name) for entry in entries for name in entry.names)


class CatalogFiles:
    """Finds and reads the catalogs of commits. `texts` are the blobs that were read, by object id. What is known of one
    commit may be kept for reviews of others (`of_one`)."""

    def __init__(self, globs: Iterable[str]) -> None:
        self.globs = tuple(globs)
        self._globs = GlobSet(map(parse_glob, self.globs))
        self.texts: dict[str, str | None] = {}
        self._known: dict[frozenset[tuple[str, str]], Catalogs] = {}
        self._named: dict[object, tuple[str, ...]] = {}
        self._read_before: dict[tuple[str, str], list[tuple[Objects, Read]]] = {}

    def copy(self) -> "CatalogFiles":
        """Another that knows the same, and may come to know more."""
        copied = CatalogFiles(self.globs)
        copied.texts, copied._known, copied._named = dict(self.texts), dict(self._known), dict(self._named)
        copied._read_before = {key: list(found) for key, found in self._read_before.items()}
        return copied

    def of_one(self, snapshot: Snapshot) -> "CatalogFiles":
        """Another with only what is known of one commit."""
        kept = CatalogFiles(self.globs)
        if snapshot.identity in self._named:
            paths = self._paths(snapshot)
            objects = {path: self._object(snapshot, path) for path in paths}
            key = frozenset(objects.items())
            kept.texts = {one: self.texts[one] for one in objects.values() if one in self.texts}
            kept._known = {key: self._known[key]} if key in self._known else {}
            kept._named = {snapshot.identity: self._named[snapshot.identity]}
            kept._read_before = {
                one: [(objects, found)]
                for one in objects.items()
                for objects, found in self._read_before.get(one, ())
                if self._is_of(snapshot, objects)
            }
        return kept

    def is_one(self, path: str) -> bool:
        """Whether the policy names a file as a catalog, or as a part of one."""
        return may_be_catalog(path) and next(iter(self._globs.matches(path)), None) is not None

    def wanted(self, snapshot: Snapshot) -> frozenset[str]:
        """The blobs that have to be read yet; empty once the catalogs can be told."""
        return frozenset(self._object(snapshot, path) for path in self._paths(snapshot)) - self.texts.keys() - {""}

    def of(self, snapshot: Snapshot) -> Catalogs:
        """The catalogs of a commit whose blobs were read."""
        paths = self._paths(snapshot)
        key = frozenset((path, self._object(snapshot, path)) for path in paths)
        if key not in self._known:
            self._known[key] = Catalogs(tuple(self._read(snapshot, paths)))
        return self._known[key]

    def _read(self, snapshot: Snapshot, paths: Iterable[str]) -> Iterator[Catalog]:
        documents = self._documents(snapshot, paths)
        in_folders = sorted(path for path in documents if is_in_folder(path) and self.is_one(path))
        if in_folders:
            yield read_folder(_top(in_folders), documents)
        for path in sorted(documents):
            is_beside = bool(in_folders) and path.startswith(f"{_top(in_folders)}/")
            if path not in in_folders and not is_beside and self.is_one(path):
                catalog = self._once(snapshot, path, documents).catalog
                if catalog is not None and (catalog.entries or catalog.columns or catalog.problem):
                    yield catalog

    def _paths(self, snapshot: Snapshot) -> frozenset[str]:
        """The catalogs, and the files that those refer to that were read already."""
        waiting = list(self._listed(snapshot))
        known = set(waiting)
        documents = self._documents(snapshot, waiting)
        for path in waiting:  # which grows
            if path in documents:
                more = self._once(snapshot, path, documents).missing
                fresh = [one for one in sorted(more) if one in snapshot and one not in known]
                known.update(fresh)
                waiting += fresh
                documents |= self._documents(snapshot, fresh)
        return frozenset(waiting)

    def _once(self, snapshot: Snapshot, path: str, documents: Mapping[str, str]) -> Read:
        """What one file says, read once for each content of it and of those that it refers to."""
        key = (path, self._object(snapshot, path))
        for objects, found in self._read_before.get(key, ()):
            if self._is_of(snapshot, objects):
                return found
        found = read_catalog(path, documents)
        objects = tuple((one, self._known_object(snapshot, one)) for one in sorted(found.used))
        self._read_before.setdefault(key, []).append((objects, found))
        return found

    def _is_of(self, snapshot: Snapshot, objects: Objects) -> bool:
        return all(self._known_object(snapshot, one) == object_id for one, object_id in objects)

    def _known_object(self, snapshot: Snapshot, path: str) -> str:
        object_id = self._object(snapshot, path)
        return object_id if object_id in self.texts else ""

    def _listed(self, snapshot: Snapshot) -> tuple[str, ...]:
        """The files that the policy names; of a commit that is an edit of a known one, only the edits are looked at."""
        found = self._named.get(snapshot.identity)
        if found is None:
            before = self._named.get(snapshot.derived_from)
            is_known = before is not None and len(before) < MOST_FILES
            kept = [path for path in before if path not in snapshot.edits] if before and is_known else []
            entries = snapshot.edits if is_known else snapshot.entries
            files = (path for path, entry in entries.items() if entry and entry.kind is EntryKind.FILE)
            found = self._named[snapshot.identity] = tuple(sorted((*kept, *filter(self.is_one, files)))[:MOST_FILES])
        return found

    def _documents(self, snapshot: Snapshot, paths: Iterable[str]) -> dict[str, str]:
        texts = ((path, self.texts.get(self._object(snapshot, path))) for path in paths)
        return {path: text for path, text in texts if text is not None}

    def _object(self, snapshot: Snapshot, path: str) -> str:
        entry = snapshot.entries.get(path)
        return entry.object_id if entry else ""


def _top(paths: Iterable[str]) -> str:
    """The folder of an EventCatalog: what is above its `events`, `domains` and `services`."""
    folders = (re.split(r"(?:^|/)(?:events|domains|services)/", path, maxsplit=1)[0] for path in paths)
    return min(folders, key=len)
