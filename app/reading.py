"""Reading one side of a pull request out of git: the commit's files, and what each of them says."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from app.git.repository import Repository
from checks import (
    Change,
    Codebase,
    DecisionRecord,
    EntryKind,
    FileFacts,
    Problem,
    Snapshot,
    Source,
    build_graph,
    compare,
    extract,
    read_record,
    sources,
)

LARGEST_DOCUMENT = 1_000_000
"""Bytes of one decision record; more is no record."""


MISSING = FileFacts(problem=Problem("its content is not in this clone"))


@dataclass(frozen=True)
class Reader:
    """Reads commits of one repository. The same bytes in the same dialect are read once, on whichever side."""

    repository: Repository
    is_ignored: Callable[[str], bool]
    _facts: dict[tuple[str, str], FileFacts] = field(default_factory=dict)

    def codebase(self, revision: str, *, name: str | None = None) -> Codebase:
        """The files and facts of a revision; `name` is what the review calls it."""
        read = self.repository.snapshot(revision)
        snapshot = Snapshot(name or read.rev, read.entries)
        wanted = list(sources(snapshot, self.is_ignored))
        self._read(wanted)
        return Codebase(snapshot, {source.path: self._facts[_key(source)] for source in wanted})

    def change(self, base: str, tip: str, head: str, *, name: str | None = None) -> Change:
        """How `head` changes the graph since the merge base `base`, less what the base branch's `tip` has too."""
        before = build_graph(self.codebase(base))
        at_tip = before if tip == base else build_graph(self.codebase(tip))
        after = build_graph(self.codebase(head, name=name))
        return compare(before, at_tip, after, self.repository.renames(base, head))

    def _read(self, wanted: Iterable[Source]) -> None:
        unread: dict[str, set[str]] = {}
        for source in wanted:
            if _key(source) not in self._facts:
                unread.setdefault(source.object_id, set()).add(source.dialect)
        for object_id, content in self.repository.files(unread):
            for dialect in unread[object_id]:
                self._facts[object_id, dialect] = MISSING if content is None else extract(dialect, content)


def read_records(repository: Repository, snapshot: Snapshot, folders: tuple[str, ...]) -> tuple[DecisionRecord, ...]:
    """The decision records below these folders (`docs/adr/`) at one revision; links are not followed."""
    return tuple(_records(repository, snapshot, folders))


def _records(repository: Repository, snapshot: Snapshot, folders: tuple[str, ...]) -> Iterator[DecisionRecord]:
    paths = {
        path: entry.object_id
        for path, entry in sorted(snapshot.entries.items())
        if entry.kind is EntryKind.FILE and path.startswith(folders) and path.endswith((".md", ".mdx"))
    }
    contents = dict(repository.files(dict.fromkeys(paths.values())))
    for path, object_id in paths.items():
        content = contents[object_id]
        if content is None or len(content) > LARGEST_DOCUMENT:
            continue
        record = read_record(path, content.decode("utf-8", "replace"))
        if record:
            yield record


def _key(source: Source) -> tuple[str, str]:
    return source.object_id, source.dialect
