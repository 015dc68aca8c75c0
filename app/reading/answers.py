"""Answers to what is asked in rounds (checks/rounds.py)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from app.reading.reader import Reader
from checks import Answer, FileFacts, Graph, Revision, Search, Source, Wanted, is_code

LARGEST_TEXT = 1 << 20
"""Bytes of a file that is read as a text."""


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
