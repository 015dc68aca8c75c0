"""A graph as plain values (for JSON), so that the next process need not resolve it again.

Of the facts only those that shape the layouts are kept: what is restored is a partial graph.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from checks.codebase import links
from checks.codebase.codebase import Codebase
from checks.codebase.edges import NO_EDGES, AmbiguousImport, Edge, FileEdges
from checks.codebase.facts import FileFacts, Kind, Problem
from checks.codebase.graph import Graph, followed
from checks.codebase.languages import LANGUAGES
from checks.codebase.lookup_index import LookupIndex
from checks.codebase.snapshot import EntryKind

GRAPH_VERSION = 1
"""Raised with every change of what is stored, or of what imports mean; that of the facts is not included."""


@dataclass(frozen=True, slots=True)
class StoredGraph:
    """A graph without its snapshot. `values` are plain, `pairs` the look-ups, `facts` those that shape the layouts."""

    values: Mapping[str, Any]
    pairs: bytes
    facts: Mapping[str, FileFacts]


def store_graph(graph: Graph) -> StoredGraph:
    """The graph as plain values."""
    importers, pairs = graph.rests_on.stored()
    values = {
        "files": {path: _plain(edges) for path, edges in graph.files.items()},
        "problems": {path: [problem.reason, problem.line] for path, problem in graph.problems.items()},
        "counted": {name: dict(layout.counted) for name, layout in graph.layouts.items()},
        "importers": importers,
    }
    return StoredGraph(values, pairs, dict(_shaping(graph.codebase)))


def restore_graph(stored: StoredGraph, codebase: Codebase) -> Graph:
    """The graph of a codebase, which holds the stored facts. Raises ValueError, TypeError or LookupError where the
    values are not such a graph's."""
    values = stored.values
    linked = links.paths(codebase.snapshot)
    through = links.seen_through(codebase, linked)
    seen = followed(codebase, through)
    return Graph(
        codebase,
        {path: _edges(path, plain) for path, plain in values["files"].items()},
        {path: Problem(*plain) for path, plain in values["problems"].items()},
        {language.name: language.layout(seen, values["counted"][language.name]) for language in LANGUAGES},
        LookupIndex.restored(values["importers"], stored.pairs),
        linked,
        through,
        is_partial=True,
    )


def _shaping(codebase: Codebase) -> Iterator[tuple[str, FileFacts]]:
    for path, facts in codebase.facts.items():
        is_source = codebase.snapshot.entries[path].kind is EntryKind.FILE and facts.settings is None
        if not is_source or any(language.shapes_layout(path, facts) for language in LANGUAGES):
            yield path, facts


def _plain(edges: FileEdges) -> object:
    if edges is NO_EDGES:
        return 0
    unclear = [[one.name, one.candidates, one.lines, one.kind.value] for one in edges.ambiguous]
    plain = [_plain_edges(edges.edges), _plain_edges(edges.external), unclear, edges.unknown]
    while plain and not plain[-1]:
        plain.pop()
    return plain


def _plain_edges(edges: Iterable[Edge]) -> list[object]:
    return [[edge.imported, edge.lines, edge.kind.value, edge.symbols] for edge in edges]


def _edges(importer: str, plain: Any) -> FileEdges:
    if not plain:
        return NO_EDGES
    parts: list[Any] = [*plain, *((),) * (4 - len(plain))]
    edges, external = (tuple([_edge(importer, *one) for one in part]) for part in parts[:2])
    return FileEdges(edges, external, tuple(_unclear(importer, *one) for one in parts[2]), tuple(parts[3]))


def _edge(importer: str, imported: str, lines: list[int], kind: str, symbols: list[str]) -> Edge:
    return Edge(importer, imported, tuple(lines), KINDS[kind], tuple(symbols))


def _unclear(importer: str, name: str, candidates: list[str], lines: list[int], kind: str) -> AmbiguousImport:
    return AmbiguousImport(importer, name, tuple(candidates), tuple(lines), KINDS[kind])


KINDS = {kind.value: kind for kind in Kind}
