"""How a pull request changes the graph: the edges that appear, go and move.

From the merge base to the head, less what the tip of the base branch has too: a change that already landed there
(a squashed stack) is nobody's news. What could not be read is never a removed edge.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from checks.codebase.facts import Kind
from checks.codebase.graph import AmbiguousImport, Edge, Graph, Pair


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
            if (origins.get(one.importer, one.importer), one.name) not in base.ambiguous and pair not in tip.ambiguous
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
        doubtful = _doubtful_folders(head)
        carried = {_renamed(pair, renames): edge for pair, edge in before.items()}
        stayed = [(edge, after[pair]) for pair, edge in sorted(carried.items()) if pair in after]
        return cls(
            added=_ordered(edge for pair, edge in after.items() if pair not in carried and pair not in at_tip),
            removed=_ordered(
                edge
                for pair, edge in carried.items()
                if pair not in after
                and edge.pair in at_tip
                and pair[0] not in head.problems
                and not (doubtful and any(path.startswith(doubtful) for path in pair))
            ),
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
