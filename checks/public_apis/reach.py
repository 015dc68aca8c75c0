"""What a change may reach inside a component, and which of its modules others import: by the edges, backwards."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from checks.codebase.edges import Edge
from checks.codebase.graph import Graph
from checks.codebase.lookups import hashed, stem
from checks.policy import Components

MOST_REACHED = 20_000
"""Files; of more, what others import of the rest is not looked at."""


@dataclass(frozen=True, slots=True)
class Reach:
    """`touched` are the files that differ and those of the component that import one of them, directly or not.
    `imported` are those of them that other components import, each with the names that they take, none for all."""

    touched: frozenset[str]
    imported: Mapping[str, frozenset[str]] = field(default_factory=dict)


def reach(graph: Graph, components: Components, component: str, differing: Iterable[str]) -> Reach:
    """The reach of a change of files in one component. Tests count neither as users nor as parts of it."""
    touched = set(differing)
    names: dict[str, set[str] | None] = {}
    level = touched
    while level and len(touched) < MOST_REACHED:
        found = set[str]()
        for edge in importers(graph, level):
            if components.is_test(edge.importer):
                continue
            owners = components.of(edge.importer)
            if component in owners:
                found.add(edge.importer)
            elif owners:
                known = names.setdefault(edge.imported, set())
                if known is not None:
                    names[edge.imported] = {*known, *edge.symbols} if _is_named(edge) else None
        level = found - touched
        touched |= level
    return Reach(frozenset(touched), {path: frozenset(found or ()) for path, found in names.items()})


def importers(graph: Graph, paths: Iterable[str]) -> Iterator[Edge]:
    """The edges to some files."""
    wanted = set(paths)
    hashes = {hashed(stem(path)) for path in wanted}
    for importer in dict.fromkeys(graph.rests_on.importers_of(hashes)):
        for edge in graph.of(importer).edges:
            if edge.imported in wanted:
                yield edge


def _is_named(edge: Edge) -> bool:
    return bool(edge.symbols) and "*" not in edge.symbols
