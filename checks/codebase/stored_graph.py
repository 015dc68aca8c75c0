"""A graph as plain values and lines of JSON, so that the next process need not resolve it again.

Of the facts only those that shape the layouts are kept: what is restored is a partial graph. The edges of a file are
read when somebody asks for them.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from sys import intern
from typing import Any

from checks.codebase import links
from checks.codebase.codebase import Codebase
from checks.codebase.edges import NO_EDGES, AmbiguousImport, Edge, FileEdges
from checks.codebase.facts import FileFacts, Kind, Problem
from checks.codebase.graph import Graph, followed
from checks.codebase.languages import LANGUAGES
from checks.codebase.lookup_index import LookupIndex
from checks.codebase.packed import Packed
from checks.codebase.snapshot import Entry, EntryKind, Snapshot

GRAPH_VERSION = 2
"""Raised with every change of what is stored, or of what imports mean; that of the facts is not included."""


@dataclass(frozen=True, slots=True)
class StoredGraph:
    """A graph as values for JSON, the lines with the edges of its files, the look-ups in this machine's byte order, and
    the facts that shape the layouts."""

    values: Mapping[str, Any]
    edges: bytes
    pairs: bytes
    facts: Mapping[str, FileFacts]


def store_graph(graph: Graph) -> StoredGraph:
    """The graph as plain values."""
    importers, pairs = graph.rests_on.stored()
    snapshot = graph.codebase.snapshot
    values = {
        "rev": snapshot.rev,
        "paths": list(snapshot.entries),
        "objects": [entry.object_id for entry in snapshot.entries.values()],
        "kinds": {path: entry.kind for path, entry in snapshot.entries.items() if entry.kind is not EntryKind.FILE},
        "files": list(graph.files),
        "unclear": sorted(graph.unclear),
        "problems": {path: [problem.reason, problem.line] for path, problem in graph.problems.items()},
        "counted": {name: dict(layout.counted) for name, layout in graph.layouts.items()},
        "importers": importers,
    }
    return StoredGraph(values, _lines(graph.files), pairs, dict(_shaping(graph.codebase)))


def restore_graph(stored: StoredGraph) -> Graph:
    """The graph that was stored. Raises ValueError, TypeError or LookupError where the values are no graph's."""
    values = stored.values
    codebase = Codebase(_snapshot(values), stored.facts)
    linked = links.paths(codebase.snapshot)
    through = links.seen_through(codebase, linked)
    seen = followed(codebase, through)
    return Graph(
        codebase,
        Packed.of(map(intern, values["files"]), stored.edges, _edges),
        {path: Problem(*plain) for path, plain in values["problems"].items()},
        {language.name: language.layout(seen, values["counted"][language.name]) for language in LANGUAGES},
        LookupIndex.restored(values["importers"], stored.pairs),
        linked,
        through,
        frozenset(values["unclear"]),
        is_partial=True,
    )


def _snapshot(values: Mapping[str, Any]) -> Snapshot:
    entries = {
        path: Entry(EntryKind.FILE, object_id)
        for path, object_id in zip(map(intern, values["paths"]), values["objects"], strict=True)
    }
    for path, kind in values["kinds"].items():
        entries[path] = Entry(EntryKind(kind), entries[path].object_id)
    return Snapshot(values["rev"], entries)


def _shaping(codebase: Codebase) -> Iterator[tuple[str, FileFacts]]:
    for path, facts in codebase.facts.items():
        is_source = codebase.snapshot.entries[path].kind is EntryKind.FILE and facts.settings is None
        if not is_source or any(language.shapes_layout(path, facts) for language in LANGUAGES):
            yield path, facts


def _lines(files: Mapping[str, FileEdges]) -> bytes:
    return "".join(f"{_to_json(_plain(edges))}\n" for edges in files.values()).encode()


def _plain(edges: FileEdges) -> object:
    unclear = [[one.name, one.candidates, one.lines, one.kind.value] for one in edges.ambiguous]
    plain = [_plain_edges(edges.edges), _plain_edges(edges.external), unclear, edges.unknown]
    while plain and not plain[-1]:
        plain.pop()
    return plain


def _plain_edges(edges: Iterable[Edge]) -> list[object]:
    return [[edge.imported, edge.lines, edge.kind.value, edge.symbols] for edge in edges]


def _edges(importer: str, line: bytes) -> FileEdges:
    plain = json.loads(line)
    if not plain:
        return NO_EDGES
    parts: list[Any] = [*plain, *((),) * (4 - len(plain))]
    edges, external = (tuple([_edge(importer, *one) for one in part]) for part in parts[:2])
    return FileEdges(edges, external, tuple(_unclear(importer, *one) for one in parts[2]), tuple(parts[3]))


def _edge(importer: str, imported: str, lines: list[int], kind: str, symbols: list[str]) -> Edge:
    return Edge(importer, intern(imported), tuple(lines), KINDS[kind], tuple(symbols))


def _unclear(importer: str, name: str, candidates: list[str], lines: list[int], kind: str) -> AmbiguousImport:
    return AmbiguousImport(importer, name, tuple(candidates), tuple(lines), KINDS[kind])


_to_json = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode

KINDS = {kind.value: kind for kind in Kind}
