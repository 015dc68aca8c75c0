"""What a change does to the edges between components, with what stands beside it: a picture of the delta as values."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from checks.check import Case
from checks.component_pairs import Pair
from checks.evidence import ClosedCycle, ForbiddenChain, ForbiddenEdge
from checks.findings import Finding


@dataclass(frozen=True, slots=True)
class ComponentEdge:
    """One component uses another: how many file edges make that at the merge base (`before`) and at the head
    (`after`). `is_touched`: the change adds or removes some, or a finding is of this pair."""

    source: str
    target: str
    before: int
    after: int
    is_touched: bool


def component_edges(case: Case, findings: Iterable[Finding]) -> tuple[ComponentEdge, ...]:
    """The edges between components that a change touches, and all that begin or end where those do, by name. Of the
    edges that `depends_on` looks at: not those of tests. Empty, and nothing is counted, where no edge between two
    components differs."""
    named = (pair for finding in findings for pair in pairs_of(finding))
    touched = {pair for pair in (*_crossing(case), *named) if None not in pair and pair[0] != pair[1]}
    if not touched:
        return ()
    before, after = case.pairs_at_base.owners, case.pairs_at_head.owners
    ends = {end for pair in touched for end in pair}
    beside = (pair for pair in {**before, **after} if pair[0] in ends or pair[1] in ends)
    edges = (
        ComponentEdge(source, target, before.get((source, target), 0), after.get((source, target), 0), pair in touched)
        for pair in {*beside, *touched}
        if (source := pair[0]) and (target := pair[1]) and source != target
    )
    return tuple(sorted(edges, key=lambda one: (one.source, one.target)))


def pairs_of(finding: Finding) -> tuple[Pair, ...]:
    """The edges between components that a finding is about: one, or those of its chain; none for other findings."""
    if isinstance(finding.evidence, ForbiddenEdge):
        return ((finding.source, finding.target),)
    return tuple(pairwise(finding.evidence.chain)) if isinstance(finding.evidence, ForbiddenChain | ClosedCycle) else ()


def _crossing(case: Case) -> Iterator[Pair]:
    """The pairs of the judged edges that the change adds, removes, moves or writes in another way."""
    delta = case.change.delta
    moved = (side for one in delta.moved for side in (one.before, one.after))
    changed = (side for one in delta.changed for side in (one.before, one.after))
    for edge in (*delta.added, *delta.removed, *moved, *changed):
        if case.is_judged(edge):
            yield case.components.owner(edge.importer), case.components.owner(edge.imported)
