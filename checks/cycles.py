"""A new cycle between components.

What it finds: an edge between two components that the base did not have and from whose end a chain of edges leads
back to its beginning. There is one finding for each such pair of components, at its first line, with the shortest
chain. More files that use an old pair are not new. Members of a family count one by one, parts of a component count
as that component, test files do not count. `cycles: allow` in the policy switches the check off.

Why it hurts: components in a cycle can only be understood, tested, released and moved together.

Example: `billing` uses `orders` already; now `orders/api.py` imports `billing.tax`: `orders -> billing -> orders`.

What to do: take the edge back: move what both need below both, or let one tell the other by an event. Or record the
decision and have someone permitted add the label `adr:NNNN`.
"""

from collections.abc import Container, Iterator
from collections.abc import Set as AbstractSet

from checks.check import Case, Check
from checks.codebase.edges import Edge
from checks.component_graph import ComponentGraph, ComponentPair
from checks.component_pairs import Pair, joined
from checks.findings import Citation, ClosedCycle, Finding, fingerprint

NAME = "cycle"
WORD = "cycles"


def find(case: Case) -> Iterator[Finding]:
    """One finding for each pair of components that is new and lies on a cycle at head."""
    if case.policy.cycles == "allow":
        return
    new = _new_pairs(case)
    if not new:
        return
    at_head = case.pairs_at_head.outermost
    head = ComponentGraph((importer, imported) for importer, imported in at_head if importer and imported)
    firsts = _first_edges(case, new)
    for pair, edge in sorted(firsts.items()):
        way_back = head.shortest_chain(importer=pair[1], imported=pair[0])
        if way_back:
            yield _finding(case, pair, edge, (pair[0], *way_back))


def _new_pairs(case: Case) -> AbstractSet[Pair]:
    """The pairs that neither the merge base nor the base branch's tip has. Only importers that changed can bring one,
    and mostly they bring none: then nothing else is counted."""
    base, head = case.change.base, case.change.head
    changed = head.changed_since(base)
    new = set(joined(head, changed, case.components)).difference(joined(base, changed, case.components))
    if new:
        new -= case.pairs_at_base.outermost.keys()
    if new and case.change.tip is not base:
        new -= case.pairs_at_tip.outermost.keys()
    return new


def _first_edges(case: Case, pairs: Container[Pair]) -> dict[ComponentPair, Edge]:
    """The first file edge, by path and line, of each new pair of components."""
    firsts: dict[ComponentPair, Edge] = {}
    for edges in case.change.head.files.values():
        source = case.components.outermost(edges.edges[0].importer) if edges.edges else None
        for edge in edges.edges if source else ():
            target = case.components.outermost(edge.imported)
            if source and target and (source, target) in pairs and case.is_judged(edge):
                firsts[source, target] = min(firsts.get((source, target), edge), edge, key=_place)
    return firsts


def _place(edge: Edge) -> tuple[str, tuple[int, ...], str]:
    return edge.importer, edge.lines, edge.imported


def _finding(case: Case, pair: ComponentPair, edge: Edge, chain: tuple[str, ...]) -> Finding:
    source, target = pair
    return Finding(
        check=NAME,
        level=case.policy.level,
        path=edge.importer,
        line=edge.lines[0],
        source=source,
        target=target,
        symbol=None,
        evidence=ClosedCycle(edge.importer, edge.imported, chain),
        rule=Citation(WORD, _line(case), case.policy.adr.cite),
        fingerprint=fingerprint(NAME, WORD, source, target),
    )


def _line(case: Case) -> int | None:
    """Where the policy writes `cycles`; denying them is also what holds unwritten."""
    return case.policy.line_of((WORD,)) if (WORD,) in case.policy.written() else None


CHECK = Check(NAME, find, __doc__)
