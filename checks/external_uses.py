"""What one file uses from outside the repository: packages that it imports or declares, and what the runtime has.

Only what `external` looks at: no development dependencies, no types where the policy ignores them, nothing that is a
component's own code come back as a package.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from checks.check import Case
from checks.codebase.edges import Edge
from checks.codebase.facts import Declared, Kind
from checks.codebase.graph import Graph
from checks.codebase.io_groups import PYTHON_NAMES
from checks.component_pairs import DEVELOPMENT
from checks.external_names import ExternalName, Manner

LOCAL = ("workspace", "path:", "link:", "file:", "portal:")
"""How a version begins that is taken from the repository itself."""


@dataclass(frozen=True, slots=True)
class ExternalUse:
    """One thing that a file uses, at these lines from 1. `parts` are what it takes of it that may be a module too, with
    the lines of these: `urllib.request` of `urllib`. `kind` is None for what needs no import."""

    name: ExternalName
    lines: tuple[int, ...]
    kind: Kind | None
    parts: Mapping[ExternalName, tuple[int, ...]] = field(default_factory=dict)

    @property
    def is_bare(self) -> bool:
        """Whether it is there without an import."""
        return self.kind is None


def external_uses(case: Case, graph: Graph, path: str) -> tuple[ExternalUse, ...]:
    """All that a file uses, on one side of a change."""
    imported = (
        _of_edge(edge, graph)
        for edge in graph.of(path).external
        if edge.kind is not Kind.MANIFEST and case.is_judged(edge) and not case.components.of_package(edge.imported)
    )
    return (*imported, *_declared(case, graph, path), *_bare(graph, path))


def _of_edge(edge: Edge, graph: Graph) -> ExternalUse:
    name = ExternalName.of(edge.importer, edge.imported)
    parts: dict[ExternalName, tuple[int, ...]] = {}
    for symbol in edge.symbols if name.is_python else ():
        part = ExternalName.of(edge.importer, f"{edge.imported}.{symbol}")
        if symbol != "*" and part.text not in PYTHON_NAMES:
            statements = graph.codebase.of(edge.importer).imports
            lines = tuple(one.line for one in statements if one.module == edge.imported and symbol in one.names)
            parts[part] = lines or edge.lines
    return ExternalUse(name, edge.lines, edge.kind, parts)


def _declared(case: Case, graph: Graph, path: str) -> Iterator[ExternalUse]:
    """The dependencies that a manifest declares and the repository does not provide."""
    declared = graph.codebase.of(path).declared
    provided = _provided(graph, path) if declared else {}
    lines: dict[str, list[int]] = {}
    for one in declared:
        if one.group not in DEVELOPMENT and not _is_own(case, one, declared, provided):
            lines.setdefault(one.name, []).append(one.line)
    for name, found in lines.items():
        yield ExternalUse(ExternalName.of(path, name, Manner.DECLARED), tuple(sorted(set(found))), Kind.MANIFEST)


def _provided(graph: Graph, path: str) -> Mapping[int, set[object]]:
    """The lines of a manifest where it declares packages of the repository, with the names of these."""
    found: dict[int, set[object]] = {}
    edges = graph.of(path)
    for edge in edges.edges:
        settings = graph.codebase.of(edge.imported).settings or {}
        for line in edge.lines if edge.kind is Kind.MANIFEST else ():
            found.setdefault(line, set()).add(settings.get("name"))
    for unclear in edges.ambiguous:
        for line in unclear.lines:
            found.setdefault(line, set()).add(unclear.name)
    return found


def _is_own(case: Case, one: Declared, declared: tuple[Declared, ...], provided: Mapping[int, set[object]]) -> bool:
    """Whether the repository itself provides it, under this name or (alone on its line) under another."""
    if one.specifier.startswith(LOCAL) or case.components.of_package(one.name):
        return True
    names = provided.get(one.line, set())
    return one.name in names or (bool(names) and sum(other.line == one.line for other in declared) == 1)


def _bare(graph: Graph, path: str) -> Iterator[ExternalUse]:
    lines: dict[str, list[int]] = {}
    for use in graph.codebase.of(path).uses or ():
        lines.setdefault(use.name, []).append(use.line)
    for name, found in lines.items():
        yield ExternalUse(ExternalName.of(path, name, Manner.USED), tuple(found), None)
