"""The files of one commit: path to object id, nothing read yet."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from enum import StrEnum


class EntryKind(StrEnum):
    """What git keeps at a path (tree entry modes 100644/100755, 120000 and 160000)."""

    FILE = "file"
    LINK = "link"
    SUBMODULE = "submodule"


@dataclass(frozen=True, slots=True)
class Entry:
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

    def after(self, rev: str, edits: Mapping[str, Entry | None]) -> "Snapshot":
        """The files of another commit: `edits` are the paths that differ, None for those that are gone."""
        entries = dict(self.entries)
        for path, entry in edits.items():
            if entry is None:
                entries.pop(path, None)
            else:
                entries[path] = entry
        return Snapshot(rev, entries, derived_from=self.identity, edits=edits)

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
