"""Who uses what a change breaks, at head."""

from collections.abc import Iterable, Iterator

from checks.check import Case
from checks.codebase.edges import Edge
from checks.codebase.graph import Graph
from checks.codebase.lookups import hashed, stem
from checks.evidence import BrokenUse
from checks.public_apis.reading import ApiBreak, PackageChange

ALL = "*"


def users(case: Case, change: PackageChange, broken: Iterable[ApiBreak]) -> tuple[BrokenUse, ...]:
    """The files of other components that use one of these names, by path, and whether the change touches them.

    What is gone at head no import resolves to any more: of files that did not change the imports at the base count.
    """
    wanted = {use for one in broken for use in one.uses}
    base, head = case.change.base, case.change.head
    found = {edge.importer: edge for edge in _uses(head, wanted)}
    for edge in _uses(base, wanted):
        if not _differs(case, edge.importer):
            found.setdefault(edge.importer, edge)
    component = change.package.component
    others = (edge for path, edge in sorted(found.items()) if _is_other(case, component, path))
    return tuple(BrokenUse(edge.importer, edge.lines[0], _differs(case, edge.importer)) for edge in others)


def _uses(graph: Graph, wanted: Iterable[tuple[str, str]]) -> Iterator[Edge]:
    """The edges to a module by which one of the names in it is taken."""
    names = dict[str, set[str]]()
    for path, name in wanted:
        names.setdefault(path, set()).add(name)
    hashes = {hashed(stem(path)) for path in names}
    for importer in dict.fromkeys(graph.rests_on.importers_of(hashes)):
        for edge in graph.of(importer).edges:
            taken = names.get(edge.imported, set())
            if taken.intersection(edge.symbols) or ALL in taken:
                yield edge


def _is_other(case: Case, component: str, path: str) -> bool:
    owners = case.components.of(path)
    return component not in owners


def _differs(case: Case, path: str) -> bool:
    base, head = (graph.codebase.snapshot.entries for graph in (case.change.base, case.change.head))
    return base.get(path) != head.get(path)
