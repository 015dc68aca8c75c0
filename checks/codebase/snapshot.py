"""The files of one commit: path to object id, nothing read yet."""

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class EntryKind(StrEnum):
    """What git keeps at a path (tree entry modes 100644/100755, 120000 and 160000)."""

    FILE = "file"
    LINK = "link"
    SUBMODULE = "submodule"


class Entry(NamedTuple):
    """One path of a commit: its kind and the id of its object (for a submodule, of the foreign commit)."""

    kind: EntryKind
    object_id: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The files of one commit. `entries` maps paths relative to the repository, with `/`, to what lies there.

    One that came about by an edit knows the `identity` of the other snapshot and the `edits`: whoever has worked
    something out for that one looks at these paths alone.
    """

    rev: str
    entries: Mapping[str, Entry]
    identity: object = field(default_factory=object, repr=False, compare=False)
    derived_from: object = field(default=None, repr=False, compare=False)
    edits: Mapping[str, Entry | None] = field(default_factory=dict, repr=False, compare=False)
    _named: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False, compare=False)

    def after(self, rev: str, edits: Mapping[str, Entry | None]) -> "Snapshot":
        """The files of another commit: `edits` are the paths that differ, None for those that are gone."""
        entries = dict(self.entries)
        for path, entry in edits.items():
            if entry is None:
                entries.pop(path, None)
            else:
                entries[path] = entry
        named = {name: tuple(_named_after(name, paths, edits)) for name, paths in self._named.items()}
        return Snapshot(rev, entries, derived_from=self.identity, edits=edits, _named=named)

    def is_after(self, other: "Snapshot", edits: Mapping[str, Entry | None]) -> bool:
        """Whether these are the files of another commit after these very edits."""
        return self.derived_from is other.identity and self.edits == edits

    def named(self, name: str) -> tuple[str, ...]:
        """The paths whose last part is this name, in whatever folder. Looked for once; then carried on with edits."""
        found = self._named.get(name)
        if found is None:
            found = self._named[name] = tuple(path for path in self.entries if _is_named(path, name))
        return found

    def paths_beyond(self, other: "Snapshot") -> AbstractSet[str]:
        """The paths that another snapshot lacks."""
        if self.identity is other.identity:
            return frozenset()
        if self.derived_from is other.identity:
            return {path for path, entry in self.edits.items() if entry is not None and path not in other.entries}
        if other.derived_from is self.identity:
            return {path for path, entry in other.edits.items() if entry is None and path in self.entries}
        return self.entries.keys() - other.entries.keys()

    def __contains__(self, path: str) -> bool:
        return path in self.entries

    def kind(self, path: str) -> EntryKind | None:
        """What lies at a path, None for nothing."""
        entry = self.entries.get(path)
        return entry.kind if entry is not None else None


def _named_after(name: str, paths: Iterable[str], edits: Mapping[str, Entry | None]) -> Iterator[str]:
    stayed = [path for path in paths if edits.get(path, path) is not None]
    yield from stayed
    yield from (path for path, entry in edits.items() if entry and _is_named(path, name) and path not in stayed)


def _is_named(path: str, name: str) -> bool:
    return path.endswith(name) and path.rpartition("/")[2] == name
