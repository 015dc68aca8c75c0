"""Graphs of commits: the one that is at hand, one that is derived from it, or one built from nothing."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import Protocol

from app.git.process import GitError
from app.git.repository import Repository
from app.reading.facts_reader import FactsReader
from app.reading.records import record_files
from checks import (
    Change,
    Codebase,
    Entry,
    Graph,
    Snapshot,
    Source,
    build_graph,
    compare,
    derivation,
    derive_graph,
    patched,
    source_of,
    sources,
)


class KnownGraphs(Protocol):
    """The graphs that were read before, of one repository under one policy's `ignore`."""

    def turn(self) -> AbstractContextManager[None]:
        """Held while the graph of a base branch is read."""
        ...

    def nearest(self) -> Graph | None:
        """A graph from which another is cheaply derived."""
        ...

    def keep(self, graph: Graph) -> None:
        """Remember the graph of a base branch."""
        ...

    def head(self) -> Graph | None:
        """That of the head which was reviewed last."""
        ...

    def keep_head(self, graph: Graph) -> None:
        """Remember the graph of a head: it may be merged, or reviewed again."""
        ...


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads commits of one repository, less the paths that the policy ignores. `folders` are those of its decision
    records, which are read next."""

    repository: Repository
    facts: FactsReader
    is_ignored: Callable[[str], bool]
    known: KnownGraphs
    folders: tuple[str, ...] = ()

    def graph(self, revision: str, *, name: str | None = None) -> Graph:
        """The graph of a commit or tree; `name` is what the review calls it."""
        nearest = self.known.nearest()
        graph = self._from(nearest, revision) if nearest else None
        if graph is None:
            self.facts.progress("listing files", 0, 1)
            snapshot = self.repository.snapshot(revision)
            self.repository.expect(one for _, one in record_files(self.folders, snapshot.entries.items()))
            graph = self._built(snapshot)
        return _named(graph, name) if name else graph

    def whole(self, revision: str, *, name: str | None = None) -> Graph:
        """The graph of a commit or tree with the facts of all its files, each read by a parser; kept nowhere."""
        graph = self._built(self.repository.snapshot(revision), thorough=True)
        return _named(graph, name) if name else graph

    def read_thoroughly(self, revision: str) -> Graph:
        """The graph of the tip of a base branch, with all files read by a parser; kept."""
        with self.known.turn():
            graph = self.graph(revision)
            thorough = _anew(self._thorough(graph, graph.codebase.facts.keys()))
            self.facts.forget()
            self.known.keep(thorough)
        return thorough

    def change(self, base: str, tip: str, head: str, *, name: str | None = None) -> Change:
        """How `head` changes the graph since the merge base `base`, less what the base branch's `tip` has too."""
        changes = self.repository.changes(base, head, is_unread=self.is_ignored)
        touched = [path for path in changes.entries if not self.is_ignored(path)]
        self.repository.expect(_object_ids(changes.entries, touched))
        with self.known.turn():
            at_tip = self.graph(tip)
            self.known.keep(at_tip)
        before = at_tip if base == tip else self._after(at_tip, base, self._changed(tip, base), thorough=False)
        was_tip = before is at_tip
        self._read_ahead(changes.entries, touched, (at_tip,) if was_tip else (before, at_tip))
        before = self._thorough(before, touched)
        at_tip = before if was_tip else self._thorough(at_tip, touched)
        after = self._after(before, name or head, changes.entries, thorough=True)
        self.known.keep_head(after)
        return compare(before, at_tip, after, changes.renames)

    def _read_ahead(
        self, entries: Mapping[str, Entry | None], touched: Collection[str], graphs: Iterable[Graph]
    ) -> None:
        """Read the files of an edit on all sides at once: asking git, cache and parsers costs more than the answer."""
        unread = [(graph.codebase.snapshot.entries, _unparsed(graph, touched)) for graph in graphs]
        sides = ((entries, touched), *unread)
        self.facts.read([one for side, paths in sides for one in self._sources(side, paths)], thorough=True)

    def _from(self, nearest: Graph, revision: str) -> Graph | None:
        """The graph of another commit; None where git does not know the one that is at hand any more. A merge queue
        moves the branch to the very head that was reviewed."""
        if nearest.codebase.snapshot.rev == revision:
            return nearest
        last, known = self.known.head(), nearest.codebase.snapshot
        if last and last.codebase.snapshot.rev == revision and last.codebase.snapshot.derived_from is known.identity:
            return last
        try:
            entries = self._changed(nearest.codebase.snapshot.rev, revision)
        except GitError:
            return None
        return self._after(nearest, revision, entries, thorough=False)

    def _changed(self, before: str, after: str) -> Mapping[str, Entry | None]:
        return self.repository.changes(before, after, renames=False).entries

    def _built(self, snapshot: Snapshot, *, thorough: bool = False) -> Graph:
        facts = self.facts.read(list(sources(snapshot, self.is_ignored)), thorough=thorough)
        self.facts.forget()
        return build_graph(Codebase(snapshot, facts))

    def _after(self, graph: Graph, rev: str, entries: Mapping[str, Entry | None], *, thorough: bool) -> Graph:
        """The graph after an edit: `entries` are the paths that differ, None for those that are gone. The same edit as
        that of the last head gives the same graph: of a squash or a merge of it, or of the head again."""
        last = self.known.head()
        if last and last.codebase.snapshot.is_after(graph.codebase.snapshot, entries):
            return _named(last, rev)
        graph = self._with_facts(graph, entries)
        snapshot = graph.codebase.snapshot.after(rev, entries)
        read = self.facts.read(self._sources(snapshot.entries, entries), thorough=thorough)
        facts = patched(graph.codebase.facts, {path: read.get(path) for path in entries})
        return self._derived(graph, Codebase(snapshot, facts), entries.keys())

    def _thorough(self, graph: Graph, paths: Collection[str]) -> Graph:
        """The graph with these files read by a parser: what a pull request touches no scanner may misjudge."""
        paths = _unparsed(graph, paths)
        if not paths:
            return graph
        graph = self._with_facts(graph, paths)
        codebase = graph.codebase
        read = self.facts.read(self._sources(codebase.snapshot.entries, paths), thorough=True)
        differing = {path: facts for path, facts in read.items() if facts != codebase.facts.get(path)}
        if not differing:
            return graph
        known = {path: codebase.of(path) for path in differing}
        touched = [path for path, facts in differing.items() if not facts.makes_the_graph_of(known[path])]
        codebase = replace(codebase, facts=patched(codebase.facts, differing))
        return self._derived(graph, codebase, touched) if touched else replace(graph, codebase=codebase)

    def _derived(self, graph: Graph, codebase: Codebase, touched: Collection[str]) -> Graph:
        plan = derivation(graph, codebase, touched)
        if graph.is_partial:
            if plan.is_from_scratch:
                return self._built(codebase.snapshot)
            missing = self._sources(codebase.snapshot.entries, plan.importers.difference(codebase.facts))
            read = self.facts.read(missing, thorough=False)
            codebase = replace(codebase, facts=patched(codebase.facts, read))
        return derive_graph(graph, codebase, plan)

    def _with_facts(self, graph: Graph, paths: Iterable[str]) -> Graph:
        """A graph that holds few facts, with those of these files too."""
        if not graph.is_partial:
            return graph
        codebase = graph.codebase
        missing = self._sources(codebase.snapshot.entries, (path for path in paths if path not in codebase.facts))
        read = self.facts.read(missing, thorough=False)
        return replace(graph, codebase=replace(codebase, facts=patched(codebase.facts, read)))

    def _sources(self, entries: Mapping[str, Entry | None], paths: Iterable[str]) -> list[Source]:
        there = ((path, entries.get(path)) for path in paths)
        found = (source_of(path, entry) for path, entry in there if entry and not self.is_ignored(path))
        return [source for source in found if source]


def _object_ids(entries: Mapping[str, Entry | None], paths: Iterable[str]) -> Iterator[str]:
    """Of the source files at these paths: looked at only where somebody fetches them."""
    there = ((path, entries[path]) for path in paths)
    found = (source_of(path, entry) for path, entry in there if entry)
    return (source.object_id for source in found if source)


def _unparsed(graph: Graph, paths: Iterable[str]) -> Collection[str]:
    """Of these paths those that may hold more than the graph knows: their facts are a scanner's, or not at hand."""
    known = graph.codebase.facts
    return [path for path in paths if path not in known or known[path].is_scanned]


def _anew(graph: Graph) -> Graph:
    """With a snapshot that nothing is derived from yet: what a head says that was derived before a parser had read all
    is a scanner's word."""
    codebase = graph.codebase
    return replace(graph, codebase=replace(codebase, snapshot=replace(codebase.snapshot, identity=object())))


def _named(graph: Graph, name: str) -> Graph:
    return replace(graph, codebase=replace(graph.codebase, snapshot=replace(graph.codebase.snapshot, rev=name)))
