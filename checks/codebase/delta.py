"""How a pull request changes the graph: the edges that appear, go and move.

From the merge base to the head, less what the tip of the base branch has too: a change that already landed there
(a squashed stack) is nobody's news. What could not be read is never a removed edge.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from checks.codebase.graph import AmbiguousImport, Edge, Graph, Pair


@dataclass(frozen=True, slots=True)
class MovedEdge:
    """The same edge under renamed paths: `before` at the merge base, `after` at the head."""

    before: Edge
    after: Edge


@dataclass(frozen=True, slots=True)
class ChangedEdge:
    """An edge on both sides that is written in another kind: a type-only import that now runs, or the reverse."""

    before: Edge
    after: Edge


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
    skipped: tuple[Skipped, ...]


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

    `renames` maps paths at the merge base to their paths at head.
    """
    origins = {new: old for old, new in renames.items()}
    head = _keep_targets(base, head, origins)
    inside = _Difference.of(base, tip, head, renames, external=False)
    outside = _Difference.of(base, tip, head, renames, external=True)
    delta = Delta(
        added=inside.added,
        removed=inside.removed,
        moved=inside.moved,
        changed=inside.changed,
        added_external=outside.added,
        removed_external=outside.removed,
        added_ambiguous=tuple(
            one
            for pair, one in sorted(head.ambiguous.items())
            if pair not in base.ambiguous and pair not in tip.ambiguous
        ),
        skipped=tuple(skipped(head)),
    )
    return Change(base, tip, head, origins, delta)


def skipped(graph: Graph) -> Iterator[Skipped]:
    """What one side could not read, by path; an ambiguous name once, at the first file that uses it."""
    for path, problem in sorted(graph.problems.items()):
        yield Skipped(path, f"{problem.reason} (line {problem.line})" if problem.line else problem.reason)
    reported: set[tuple[str, ...]] = set()
    for _, one in sorted(graph.ambiguous.items()):
        if one.candidates not in reported:
            reported.add(one.candidates)
            yield Skipped(one.importer, f"`{one.name}` is ambiguous between {', '.join(one.candidates)}")


def _keep_targets(base: Graph, head: Graph, origins: Mapping[str, str]) -> Graph:
    """An import that resolved at base keeps that target while it exists: a second folder of the same name, added
    beside it, must not make its edge vanish."""
    kept: dict[Pair, Edge] = {}
    ambiguous = dict(head.ambiguous)
    for pair, one in head.ambiguous.items():
        importer = origins.get(one.importer, one.importer)
        known = (path for path in one.candidates if (importer, origins.get(path, path)) in base.edges)
        target = next(known, None)
        if target is not None:
            kept[one.importer, target] = Edge(one.importer, target, one.lines, one.kind)
            del ambiguous[pair]
    if not kept:
        return head
    return Graph(head.codebase, {**kept, **head.edges}, head.external, ambiguous, head.problems)


@dataclass(frozen=True, slots=True)
class _Difference:
    """The delta of one kind of edges: those between files, or those to the outside."""

    added: tuple[Edge, ...]
    removed: tuple[Edge, ...]
    moved: tuple[MovedEdge, ...]
    changed: tuple[ChangedEdge, ...]

    @classmethod
    def of(cls, base: Graph, tip: Graph, head: Graph, renames: Mapping[str, str], *, external: bool) -> "_Difference":
        before, at_tip, after = ((side.external if external else side.edges) for side in (base, tip, head))
        went = [edge for pair, edge in before.items() if pair not in after]
        came = {pair: edge for pair, edge in after.items() if pair not in before}
        moved = [MovedEdge(edge, came[now]) for edge in went if (now := _renamed(edge.pair, renames)) in came]
        left, arrived = {move.before.pair for move in moved}, {move.after.pair for move in moved}
        unknown = head.problems.keys()
        return cls(
            added=_ordered(edge for pair, edge in came.items() if pair not in arrived and pair not in at_tip),
            removed=_ordered(
                edge
                for edge in went
                if edge.pair not in left
                and edge.pair in at_tip
                and renames.get(edge.importer, edge.importer) not in unknown
            ),
            moved=tuple(
                sorted((one for one in moved if one.after.pair not in at_tip), key=lambda one: one.before.pair)
            ),
            changed=tuple(_changed(before, at_tip, after)),
        )


def _renamed(pair: Pair, renames: Mapping[str, str]) -> Pair:
    importer, imported = pair
    return renames.get(importer, importer), renames.get(imported, imported)


def _changed(
    before: Mapping[Pair, Edge], at_tip: Mapping[Pair, Edge], after: Mapping[Pair, Edge]
) -> Iterator[ChangedEdge]:
    for pair, edge in sorted(after.items()):
        old = before.get(pair)
        if old and old.kind is not edge.kind and at_tip.get(pair, old).kind is not edge.kind:
            yield ChangedEdge(old, edge)


def _ordered(edges: Iterator[Edge]) -> tuple[Edge, ...]:
    return tuple(sorted(edges, key=lambda edge: edge.pair))
