"""The events that a change touches: what is decided asks, and this reads (checks/rounds.py)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from app.reading.memory import RepositoryMemory
from app.reading.reader import Reader
from checks import (
    Answer,
    CatalogFiles,
    Change,
    EventsOfChange,
    EventsOfCommit,
    FileFacts,
    Graph,
    Policy,
    Revision,
    Search,
    Source,
    Wanted,
    answered,
    is_code,
    read_all_events,
    read_events,
)

LARGEST_TEXT = 1 << 20
"""Bytes of a file of a catalog."""


@dataclass(frozen=True, slots=True)
class Commits:
    """The commits, or trees, of a review."""

    base: str
    tip: str
    head: str


@dataclass(frozen=True, slots=True)
class Answers:
    """Reads what is wanted of some commits, each with its graph."""

    reader: Reader
    commits: Mapping[Revision, tuple[str, Graph]]

    def of(self, wanted: Wanted) -> Answer:
        return Answer(
            self._facts(wanted.sources) if wanted.sources else {},
            dict(self._texts(wanted.texts)) if wanted.texts else {},
            {search: self._found(search) for search in wanted.searches},
        )

    def _facts(self, sources: Iterable[Source]) -> Mapping[Source, FileFacts]:
        """By blob: a path may be wanted of several commits, and a blob may lie at several paths."""
        blobs = {source: f"{source.object_id}:{source.dialect}" for source in sources}
        read = self.reader.facts.read([replace(source, path=blob) for source, blob in blobs.items()], thorough=True)
        return {source: read[blob] for source, blob in blobs.items()}

    def _texts(self, object_ids: Iterable[str]) -> Iterable[tuple[str, str]]:
        for object_id, content in self.reader.repository.files(object_ids):
            if content is not None and len(content) <= LARGEST_TEXT:
                yield object_id, content.decode("utf-8", "replace")

    def _found(self, search: Search) -> frozenset[str]:
        commit, graph = self.commits[search.revision]
        entries = graph.codebase.snapshot.entries
        files = {path: entries[path].object_id for path in graph.files if is_code(path, entries.get(path))}
        return self.reader.repository.holding(commit, search.words, files)


def change_events(
    reader: Reader, change: Change, commits: Commits, policy: Policy, memory: RepositoryMemory
) -> EventsOfChange | None:
    """The events that a change touches, None where it touches none. The catalogs of the base branch's tip are kept.
    Raises GitError."""
    if policy.events is None:
        return None
    sides = {
        Revision.BASE: (commits.base, change.base),
        Revision.TIP: (commits.tip, change.tip),
        Revision.HEAD: (commits.head, change.head),
    }
    known = memory.catalogs
    known = known if known and known.globs == policy.events.catalog else CatalogFiles(policy.events.catalog)
    files = known.copy()
    found = answered(read_events(change, policy, files), Answers(reader, sides).of)
    if found is not None:
        memory.catalogs = files.of_one(change.tip.codebase.snapshot)
    return found


def commit_events(reader: Reader, graph: Graph, commit: str, policy: Policy) -> EventsOfCommit:
    """All events of one commit. Raises GitError."""
    return answered(read_all_events(graph, policy), Answers(reader, {Revision.HEAD: (commit, graph)}).of)
