"""How a pull request changes the graph: the edges that appear, go and move.

From the merge base to the head, less what the tip of the base branch has too: a change that already landed there
(a squashed stack) is nobody's news. What could not be read is never a removed edge.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from checks.codebase.codebase import Codebase
from checks.codebase.edges import AmbiguousImport, Edge, FileEdges, Pair
from checks.codebase.facts import Kind
from checks.codebase.graph import Graph, build_graph
from checks.codebase.packed import patched
from checks.codebase.snapshot import Snapshot

EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
"""What git calls a tree without files."""


@dataclass(frozen=True, slots=True)
class MovedEdge:
    """The same edge under renamed paths: `before` at the merge base, `after` at the head."""

    before: Edge
    after: Edge


@dataclass(frozen=True, slots=True)
class ChangedEdge:
    """An edge on both sides, moved or not, that is written in another way: a type-only import that now runs, a
    development dependency that is shipped now, or the reverse."""

    before: Edge
    after: Edge


@dataclass(frozen=True, slots=True)
class UnknownImports:
    """A file with more imports of unknown modules than it had: their number, and the lines, from 1, where they may be
    (all of those that are not among the lines of the old ones, or else all)."""

    importer: str
    count: int
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that could not be read in full, or a name without one meaning, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Delta:
    """What a pull request does to the graph, each tuple ordered by importer and imported.

    An edge of `added` is at the head's lines, one of `removed` at the merge base's; moved edges are in neither.
    """

    added: tuple[Edge, ...]
    removed: tuple[Edge, ...]
    moved: tuple[MovedEdge, ...]
    changed: tuple[ChangedEdge, ...]
    added_external: tuple[Edge, ...]
    removed_external: tuple[Edge, ...]
    added_ambiguous: tuple[AmbiguousImport, ...]
    added_unknown: tuple[UnknownImports, ...]
    skipped: tuple[Skipped, ...]
    moved_external: tuple[MovedEdge, ...] = ()
    changed_external: tuple[ChangedEdge, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One pull request as values: the graphs of merge base, base tip and head, the origins of renamed files (path
    at head to path at the merge base, as git detects them) and the delta that follows from them."""

    base: Graph
    tip: Graph
    head: Graph
    origins: Mapping[str, str]
    delta: Delta

    def origin(self, path: str) -> str:
        """The path at the merge base of a file that was renamed; else the path itself."""
        return self.origins.get(path, path)


def compare(base: Graph, tip: Graph, head: Graph, renames: Mapping[str, str]) -> Change:
    """The change from `base` (the merge base) to `head`; pass `base` as `tip` where the base branch has not moved.

    `renames` maps paths at the merge base to their paths at head. Costs what differs: importers that two graphs share
    are not looked at.
    """
    origins = {new: old for old, new in renames.items()}
    changed, gone = _split(head.changed_since(base), head)
    head = _keep_targets(base, head, origins, changed)
    sides = _Sides(base, tip, head, renames, changed, gone)
    inside = sides.difference(lambda edges: edges.edges)
    outside = sides.difference(lambda edges: edges.external)
    delta = Delta(
        added=inside.added,
        removed=inside.removed,
        moved=inside.moved,
        changed=inside.changed,
        added_external=outside.added,
        removed_external=outside.removed,
        added_ambiguous=tuple(_new_ambiguous(base, tip, head, origins, changed)),
        added_unknown=tuple(_new_unknown(base, tip, head, origins, changed)),
        skipped=tuple(skipped(head)),
        moved_external=outside.moved,
        changed_external=outside.changed,
    )
    return Change(base, tip, head, origins, delta)


def since_nothing(head: Graph) -> Change:
    """All of a graph as a change: what is asked of an edge is asked of every one."""
    nothing = build_graph(Codebase(Snapshot(EMPTY_TREE, {}), {}))
    return compare(nothing, nothing, head, {})


def skipped(graph: Graph) -> Iterator[Skipped]:
    """What one side could not read, by path; an ambiguous name once, at the first file that uses it."""
    for path, problem in sorted(graph.problems.items()):
        yield Skipped(path, f"{problem.reason} (line {problem.line})" if problem.line else problem.reason)
    reported: set[tuple[str, ...]] = set()
    unclear = [one for path in graph.unclear for one in graph.of(path).ambiguous]
    for one in sorted(unclear, key=lambda one: (one.importer, one.name)):
        if one.candidates not in reported:
            reported.add(one.candidates)
            yield Skipped(one.importer, f"`{one.name}` is ambiguous between {', '.join(one.candidates)}")


def _split(differing: Iterable[str], head: Graph) -> tuple[list[str], list[str]]:
    """The importers whose edges are other ones at head, and those that are at the base only."""
    ordered = sorted(differing)
    return [path for path in ordered if path in head.files], [path for path in ordered if path not in head.files]


def _new_ambiguous(
    base: Graph, tip: Graph, head: Graph, origins: Mapping[str, str], changed: Iterable[str]
) -> Iterator[AmbiguousImport]:
    for path in sorted(changed):
        known = {one.name for one in (*base.of(origins.get(path, path)).ambiguous, *tip.of(path).ambiguous)}
        yield from sorted((one for one in head.of(path).ambiguous if one.name not in known), key=lambda one: one.name)


def _new_unknown(
    base: Graph, tip: Graph, head: Graph, origins: Mapping[str, str], changed: Iterable[str]
) -> Iterator[UnknownImports]:
    """Files with more unknown imports than on either side of the base: nothing but their number tells them apart."""
    for path in sorted(changed):
        sides = (base.of(origins.get(path, path)).unknown, tip.of(path).unknown)
        before, lines = max(sides, key=len), head.of(path).unknown
        if len(lines) > len(before):
            others = tuple(line for line in lines if line not in before)
            yield UnknownImports(path, len(lines) - len(before), others or lines)


def _keep_targets(base: Graph, head: Graph, origins: Mapping[str, str], changed: Iterable[str]) -> Graph:
    """An import that resolved at base keeps that target while it exists: a second folder of the same name, added
    beside it, must not make its edge vanish."""
    kept = {path: edges for path in changed if (edges := _kept(base, head, origins, path)) is not None}
    return replace(head, files=patched(head.files, kept)) if kept else head


def _kept(base: Graph, head: Graph, origins: Mapping[str, str], path: str) -> FileEdges | None:
    """The edges of one importer with the targets that it keeps; None where it keeps none."""
    edges, before = head.of(path), {edge.imported for edge in base.of(origins.get(path, path)).edges}
    targets = {
        one.name: next((target for target in one.candidates if origins.get(target, target) in before), None)
        for one in edges.ambiguous
    }
    if not any(targets.values()):
        return None
    known = {edge.imported for edge in edges.edges}
    found = ((one, targets[one.name]) for one in edges.ambiguous)
    added = {target: Edge(path, target, one.lines, one.kind) for one, target in found if target and target not in known}
    unclear = tuple(one for one in edges.ambiguous if not targets[one.name])
    return FileEdges((*edges.edges, *added.values()), edges.external, unclear, edges.unknown)


Edges = Callable[[FileEdges], tuple[Edge, ...]]


@dataclass(frozen=True, slots=True)
class _Difference:
    """The delta of one kind of edges: those between files, or those to the outside."""

    added: tuple[Edge, ...]
    removed: tuple[Edge, ...]
    moved: tuple[MovedEdge, ...]
    changed: tuple[ChangedEdge, ...]


@dataclass(frozen=True, slots=True)
class _Sides:
    """Three graphs, and where two of them differ: the importers that changed at head, and those that are gone."""

    base: Graph
    tip: Graph
    head: Graph
    renames: Mapping[str, str]
    changed: Sequence[str]
    gone: Sequence[str]

    def difference(self, edges: Edges) -> _Difference:
        """What appears, goes and moves of one kind of edges."""
        both = (*self.changed, *self.gone)
        before, at_tip = _by_pair(self.base, both, edges), _by_pair(self.tip, both, edges)
        after = _by_pair(self.head, self.changed, edges)
        carried = {_renamed(pair, self.renames): edge for pair, edge in before.items()}
        stayed = [(edge, after[pair]) for pair, edge in sorted(carried.items()) if pair in after]
        gone = (edge for pair, edge in carried.items() if pair not in after and edge.pair in at_tip)
        return _Difference(
            added=_ordered(edge for pair, edge in after.items() if pair not in carried and pair not in at_tip),
            removed=_ordered(self._surely_gone(gone)),
            moved=tuple(
                MovedEdge(old, new)
                for old, new in stayed
                if old.pair != new.pair and (new.pair in before or new.pair not in at_tip)
            ),
            changed=tuple(
                ChangedEdge(old, new)
                for old, new in stayed
                if _way(old) != _way(new) != _way(at_tip.get(new.pair, old))
            ),
        )

    def _surely_gone(self, edges: Iterable[Edge]) -> Iterator[Edge]:
        """What cannot be read is never a removed edge."""
        doubtful = _doubtful_folders(self.head)
        for edge in edges:
            pair = _renamed(edge.pair, self.renames)
            if pair[0] not in self.head.problems and not (doubtful and any(one.startswith(doubtful) for one in pair)):
                yield edge


def _by_pair(graph: Graph, importers: Iterable[str], edges: Edges) -> dict[Pair, Edge]:
    return {edge.pair: edge for path in importers for edge in edges(graph.of(path))}


def _doubtful_folders(head: Graph) -> tuple[str, ...]:
    """Where names may mean something else than they seem to: the folders of manifests that cannot be read."""
    manifests = (path for path in head.problems if head.codebase.of(path).settings is not None)
    return tuple(path.rpartition("/")[0] + "/" if "/" in path else "" for path in manifests)


def _renamed(pair: Pair, renames: Mapping[str, str]) -> Pair:
    """Where an edge of the base is to be found at head. Names of external things are no paths and stay."""
    importer, imported = pair
    return renames.get(importer, importer), renames.get(imported, imported)


def _way(edge: Edge) -> tuple[object, ...]:
    """How an edge is written: its kind, and for a manifest the groups of dependencies: some are not shipped."""
    return edge.kind, edge.symbols if edge.kind is Kind.MANIFEST else ()


def _ordered(edges: Iterator[Edge]) -> tuple[Edge, ...]:
    return tuple(sorted(edges, key=lambda edge: edge.pair))
