"""Which components a change touches, and which depend on them: what a continuous integration has to build and test."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from graphlib import TopologicalSorter

from checks.codebase.delta import Change
from checks.codebase.graph import Graph
from checks.component_graph import ComponentGraph
from checks.policy import Components, Policy

Uses = Mapping[str, AbstractSet[str]]
"""Components and the others that they use."""


@dataclass(frozen=True, slots=True)
class Dependent:
    """A component that depends on a changed one: `distance` is the number of edges to the nearest, 1 for a direct
    dependent, and `through` the component that it uses on that way."""

    component: str
    distance: int
    through: str


@dataclass(frozen=True, slots=True)
class Affected:
    """`changed` have files that differ; `dependents` come by distance, then by name. `order` are all of them, each
    after what it depends on (those of a cycle by name). `outside` counts changed files of no component."""

    changed: tuple[str, ...]
    dependents: tuple[Dependent, ...]
    order: tuple[str, ...]
    outside: int = 0


def affected(change: Change, policy: Policy, known: Components | None = None) -> Affected:
    """What a change affects, by the edges of both sides: whoever used what is gone is affected too. Edges of tests, of
    types and of development count, for they are what a test run needs. `known` are the components over both sides."""
    base, head = change.base.codebase.snapshot.entries, change.head.codebase.snapshot.entries
    components = known or Components(policy, base.keys() | head.keys())
    paths = {path for path, _ in base.items() ^ head.items()}
    owners = [components.owner(path) for path in paths]
    changed = {owner for owner in owners if owner}
    uses = _uses(components, change.base, change.head)
    dependents = _dependents(changed, uses)
    order = _ordered({*changed, *(one.component for one in dependents)}, uses)
    return Affected(tuple(sorted(changed)), dependents, order, owners.count(None))


def _uses(components: Components, *graphs: Graph) -> Uses:
    found: dict[str, set[str]] = {}
    for graph in graphs:
        for edges in graph.files.values():
            owner = components.owner(edges.edges[0].importer) if edges.edges else None
            if owner:
                used = {components.owner(edge.imported) for edge in edges.edges}
                found.setdefault(owner, set()).update(name for name in used if name and name != owner)
    return found


def _dependents(changed: AbstractSet[str], uses: Uses) -> tuple[Dependent, ...]:
    found: dict[str, Dependent] = {}
    nearest: Iterable[str] = sorted(changed)
    distance = 0
    while nearest:
        distance += 1
        known = changed | found.keys()
        reached = (
            Dependent(name, distance, one)
            for one in nearest
            for name, used in sorted(uses.items())
            if one in used and name not in known
        )
        new: dict[str, Dependent] = {}
        for dependent in reached:
            new.setdefault(dependent.component, dependent)
        found.update(new)
        nearest = sorted(new)
    return tuple(sorted(found.values(), key=lambda one: (one.distance, one.component)))


def _ordered(components: AbstractSet[str], uses: Uses) -> tuple[str, ...]:
    """Each after what it uses; a cycle is entered at its first name."""
    ordered: list[str] = []
    groups = _groups(components, uses)
    group_of = {name: group for group in groups for name in group}
    sorter: TopologicalSorter[tuple[str, ...]] = TopologicalSorter()
    for group in groups:
        used = {group_of[other] for name in group for other in uses.get(name, ()) if other in components}
        sorter.add(group, *sorted(used - {group}))
    sorter.prepare()
    while sorter.is_active():
        ready = sorted(sorter.get_ready())
        ordered += [name for group in ready for name in group]
        sorter.done(*ready)
    return tuple(ordered)


def _groups(components: AbstractSet[str], uses: Uses) -> list[tuple[str, ...]]:
    """The components that reach each other (cycles), and all others alone."""
    graph = ComponentGraph((name, other) for name in components for other in uses.get(name, ()) if other in components)
    reached = {name: graph.reached_from(name) for name in components}
    grouped: set[str] = set()
    groups: list[tuple[str, ...]] = []
    for name in sorted(components):
        if name not in grouped:
            group = tuple(sorted({name} | {other for other in reached[name] if name in reached[other]}))
            grouped.update(group)
            groups.append(group)
    return groups
