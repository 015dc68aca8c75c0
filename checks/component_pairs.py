"""How many file edges join each pair of components: counted once for a base branch, then carried on with a change."""

from collections import Counter
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from checks.codebase.edges import Edge, FileEdges
from checks.codebase.facts import Kind
from checks.codebase.graph import Graph
from checks.policy import Components

Pair = tuple[str | None, str | None]

DEVELOPMENT = frozenset({"devDependencies", "dependency-groups", "dev-dependencies"})
"""The groups of a manifest whose dependencies are not shipped (docs/edges.md)."""


def is_judged(components: Components, edge: Edge) -> bool:
    """Whether `depends_on` and `cycles` look at an edge: not at a test's or a development dependency, nor at one
    for type checkers alone where the policy ignores these."""
    return _is_kind_judged(components, edge) and not components.is_test(edge.importer)


def _is_kind_judged(components: Components, edge: Edge) -> bool:
    if edge.kind is Kind.TYPE:
        return components.policy.type_imports != "ignore"
    return not is_development(edge)


def is_development(edge: Edge) -> bool:
    """Whether an edge is a dependency that a manifest declares for development alone."""
    return edge.kind is Kind.MANIFEST and DEVELOPMENT.issuperset(edge.symbols)


@dataclass(frozen=True, slots=True)
class ComponentPairs:
    """The pairs of one graph, of the edges that are judged.

    `owners`: by the owners of both files, None for files of no component. `outermost`: by the components that the
    files stand for in a cycle, those within one left out.
    """

    components: Components
    graph: Graph
    owners: Mapping[Pair, int]
    outermost: Mapping[Pair, int]

    @classmethod
    def of(cls, graph: Graph, components: Components) -> "ComponentPairs":
        """Counted from nothing."""
        counts = _Counts(components)
        counts.add(graph.files.values(), 1)
        return cls(components, graph, counts.owners, counts.outermost)

    def after(self, graph: Graph, components: Components) -> "ComponentPairs":
        """The pairs of another graph, at the cost of the importers that differ; `components` may be over other paths
        of the same policy."""
        if not components.agrees_with(self.components):
            return ComponentPairs.of(graph, components)
        changed = graph.changed_since(self.graph)
        if not changed:
            return ComponentPairs(components, graph, self.owners, self.outermost)
        counts = _Counts(components, Counter(self.owners), Counter(self.outermost))
        counts.add((self.graph.of(path) for path in changed), -1)
        counts.add((graph.of(path) for path in changed), 1)
        return ComponentPairs(components, graph, +counts.owners, +counts.outermost)


@dataclass(frozen=True, slots=True)
class NewPairs:
    """Pairs that a change brings, by owners and as they stand in a cycle (`ComponentPairs`)."""

    owners: AbstractSet[Pair]
    outermost: AbstractSet[Pair]

    @classmethod
    def of(cls, before: Graph, after: Graph, components: Components) -> "NewPairs":
        """Those that importers which changed have now and had not before; others may have them all along."""
        changed = after.changed_since(before)
        old, new = (_Counts.of(graph, changed, components) for graph in (before, after))
        return cls(new.owners.keys() - old.owners.keys(), new.outermost.keys() - old.outermost.keys())

    def less(self, known: ComponentPairs) -> "NewPairs":
        """Those that a whole graph does not have either."""
        return NewPairs(self.owners - known.owners.keys(), self.outermost - known.outermost.keys())

    def __bool__(self) -> bool:
        return bool(self.owners or self.outermost)


@dataclass(frozen=True, slots=True)
class _Counts:
    components: Components
    owners: Counter[Pair] = field(default_factory=Counter)
    outermost: Counter[Pair] = field(default_factory=Counter)
    _components_of: dict[str, Pair] = field(default_factory=dict)

    @classmethod
    def of(cls, graph: Graph, importers: Iterable[str], components: Components) -> "_Counts":
        counts = cls(components)
        counts.add((graph.of(path) for path in importers), 1)
        return counts

    def add(self, files: Iterable[FileEdges], times: int) -> None:
        for one in files:
            if one.edges and not self.components.is_test(one.edges[0].importer):
                self._add(one.edges, times)

    def _add(self, edges: tuple[Edge, ...], times: int) -> None:
        owner, outermost = self._both(edges[0].importer)
        for edge in edges:
            if not _is_kind_judged(self.components, edge):
                continue
            other, around = self._both(edge.imported)
            self.owners[owner, other] += times
            if outermost is not None and around is not None and around != outermost:
                self.outermost[outermost, around] += times

    def _both(self, path: str) -> Pair:
        """A file's owner and the component that it stands for in a cycle; many files import the same few."""
        found = self._components_of.get(path)
        if found is None:
            found = self._components_of[path] = self.components.owner(path), self.components.outermost(path)
        return found
