"""A first policy for a repository that has none, from its code as it is: it passes, and says what looks odd.

Every component's `depends_on` holds what the component uses today. Pure: a graph in, a `StartingPolicy` out, which
`policy_text.py` writes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from app.adoption.conventions import event_catalog, globs_of_tests, record_folder
from app.adoption.doubt import Doubt
from app.adoption.doubts import doubts, upward
from app.adoption.families import Definition, definitions, in_order
from app.adoption.folders import Code, component_folders
from app.adoption.homes import Homes, homes
from app.adoption.layering import Layering, layering_over, layering_within
from app.adoption.uses import Pair, Uses, components_at, uses
from checks import DEFAULT_POLICY, Components, Edge, Graph, Policy

LONGEST_LIST = 12
"""A longer list says less than the names that are missing in it, where these are fewer."""


@dataclass(frozen=True, slots=True)
class StartingComponent:
    """One entry. `depends_on` is what it may use; where nearly all is used, None, and `denied` is what it may not.

    `members` is how many a family has, 0 for a plain component.
    """

    name: str
    path: tuple[str, ...]
    top: str
    depends_on: tuple[str, ...] | None
    denied: tuple[str, ...] = ()
    layers: tuple[tuple[str, ...], ...] = ()
    members: int = 0


@dataclass(frozen=True, slots=True)
class StartingPolicy:
    """A policy to start with. `tests` is None where the default is enough; `layers` order components by their names."""

    components: tuple[StartingComponent, ...]
    records: str | None
    catalog: str | None
    tests: tuple[str, ...] | None
    layers: tuple[tuple[str, ...], ...]
    doubts: tuple[Doubt, ...]
    homes: tuple[Homes, ...] = ()


def starting_policy(graph: Graph) -> StartingPolicy:
    """A policy under which the code of one commit passes. The graph holds the facts of all files."""
    paths = graph.codebase.snapshot.entries
    tests = globs_of_tests(graph.files)
    is_test = Components(Policy.model_validate({"version": 1, "tests": tests}), ()).is_test
    code = Code.of(graph, is_test)
    known = uses(graph, component_folders(graph, code), tests)
    weights = {pair: len(edges) for pair, edges in known.between.items()}
    entries = definitions(known.candidates, weights)
    over_paths = components_at({one.name: one.globs for one in entries}, tests, graph)
    found = _Found(code, known, entries, over_paths)
    over = layering_over([one.name for one in found.entries], found.edges_between())
    components = tuple(found.components())
    odd = [*doubts(graph, known, found.name), *found.doubts()]
    if over and over.upward:
        odd.append(upward("(components)", over.upward))
    return StartingPolicy(
        components,
        record_folder(paths),
        event_catalog(paths),
        tests if tests != DEFAULT_POLICY.tests else None,
        over.layers if over and not over.upward else (),
        tuple(odd),
        homes(graph, over_paths, [one.name for one in found.entries]),
    )


class _Found:
    """The entries of the policy and what they use."""

    def __init__(self, code: Code, known: Uses, entries: Sequence[Definition], components: Components) -> None:
        self._known = known
        self._home = {member: one for one in entries for member in one.members}
        self._candidates = {one.name: one for one in known.candidates}
        self._pairs = frozenset(_pairs(known, components))
        self.entries = in_order(entries, [pair for pair in self._pairs if pair[0] != pair[1]])
        self._layerings = {one.name: found for one in self.entries if (found := self._layering(code, one))}

    def name(self, candidate: str) -> str:
        """What the policy calls a candidate: a family's member by the family and its folder."""
        home = self._home[candidate]
        member = self._candidates[candidate].paths[0].removeprefix(f"{home.folder}/")
        return f"{home.name}/{member}" if home.is_family else candidate

    def components(self) -> Iterator[StartingComponent]:
        """The entries with what they may use."""
        for one in self.entries:
            layering = self._layerings.get(one.name)
            allowed = StartingComponent(
                one.name,
                one.globs,
                one.top,
                self._used(one),
                layers=layering.layers if layering and not layering.upward else (),
                members=len(one.members) if one.is_family else 0,
            )
            yield self._shorter(allowed)

    def doubts(self) -> Iterator[Doubt]:
        """What keeps folders that are named like layers from being layers."""
        for name, layering in self._layerings.items():
            if layering.upward:
                order = ", ".join(" / ".join(names) for names in layering.layers)
                yield upward(f"in `{name}` (layers: {order})", layering.upward)

    def edges_between(self) -> Iterator[tuple[str, str, Edge]]:
        """The edges from one entry to another, named."""
        for (source, target), edges in self._known.between.items():
            ends = self._home[source].name, self._home[target].name
            yield from ((*ends, edge) for edge in edges if ends[0] != ends[1])

    def _used(self, one: Definition) -> tuple[str, ...]:
        used = {target for source, target in self._pairs if source == one.name}
        return tuple(other.name for other in self.entries if other.name in used)

    def _shorter(self, one: StartingComponent) -> StartingComponent:
        used = one.depends_on or ()
        others = tuple(other.name for other in self.entries if other.name != one.name or other.is_family)
        unused = tuple(name for name in others if name not in used)
        if len(used) <= LONGEST_LIST or len(unused) * 2 > len(used):
            return one
        return replace(one, depends_on=None, denied=unused)

    def _layering(self, code: Code, one: Definition) -> Layering | None:
        folders = [self._candidates[name].paths[0] for name in one.members if not self._candidates[name].is_glob]
        edges = [edge for name in one.members for edge in self._known.edges.get((name, name), ())]
        return layering_within(code, folders, edges)


def _pairs(known: Uses, components: Components) -> Iterator[Pair]:
    """Which entry has to name which: a file counts for its component and for those that it is a part of."""
    for edges in known.edges.values():
        for edge in edges:
            targets = components.of(edge.imported)
            for source in components.of(edge.importer):
                if source not in targets:
                    yield source.partition("/")[0], targets[0].partition("/")[0]
