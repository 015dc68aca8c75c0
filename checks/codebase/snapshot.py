"""The files of one commit: path to object id, nothing read yet."""

from collections.abc import Mapping
from dataclasses import dataclass
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
    """The files of one commit. `entries` maps paths relative to the repository, with `/`, to what lies there."""

    rev: str
    entries: Mapping[str, Entry]

    def __contains__(self, path: str) -> bool:
        return path in self.entries

    def kind(self, path: str) -> EntryKind | None:
        """What lies at a path, None for nothing."""
        entry = self.entries.get(path)
        return entry.kind if entry is not None else None
