"""The texts that tell the versions of packages, of both sides: a text may name others."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from checks.codebase.snapshot import EntryKind, Snapshot
from checks.rounds import Rounds, Wanted
from checks.versions import wanted

MOST_ROUNDS = 12
CODE = (
    ".py",
    ".ts",
    ".tsx",
    ".js",
    ".jsx",
    ".mjs",
    ".cjs",
    ".vue",
    ".svelte",
    ".css",
    ".scss",
    ".svg",
    ".png",
    ".snap",
)
"""How files end that are only read where another one names them."""


def read_version_files(
    sides: tuple[Snapshot, Snapshot], folders: Sequence[str]
) -> Rounds[tuple[dict[str, str], dict[str, str]]]:
    """The texts by path, at base and head. What is no text is absent."""
    read: tuple[dict[str, str], dict[str, str]] = ({}, {})
    gone: tuple[set[str], set[str]] = (set(), set())
    paths = tuple(_Paths(side) for side in sides)
    for _ in range(MOST_ROUNDS):
        asked = [
            {path: side.entries[path].object_id for path in wanted(these, folders, texts) - lost}
            for side, these, texts, lost in zip(sides, paths, read, gone, strict=True)
        ]
        blobs = frozenset(one for each in asked for one in each.values())
        if not blobs:
            break
        answer = yield Wanted(texts=blobs)
        for each, texts, lost in zip(asked, read, gone, strict=True):
            texts.update({path: answer.texts[blob] for path, blob in each.items() if blob in answer.texts})
            lost.update(path for path in each if path not in texts)
    return read


@dataclass(frozen=True)
class _Paths(Collection[str]):
    """The files of a commit; only those that may tell something by their place are gone through."""

    snapshot: Snapshot

    @cached_property
    def _listed(self) -> list[str]:
        return [path for path in self.snapshot.entries if not path.endswith(CODE)]

    def __contains__(self, path: object) -> bool:
        return isinstance(path, str) and self.snapshot.kind(path) is EntryKind.FILE

    def __iter__(self) -> Iterator[str]:
        return iter(self._listed)

    def __len__(self) -> int:
        return len(self._listed)
