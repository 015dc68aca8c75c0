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

from collections.abc import Iterator

from checks.check import Case, Check, first_edges, place
from checks.codebase.edges import Edge
from checks.component_graph import ComponentGraph
from checks.evidence import ClosedCycle
from checks.findings import Finding, fingerprint

NAME = "cycle"
WORD = "cycles"


def find(case: Case) -> Iterator[Finding]:
    """One finding for each pair of components that is new and lies on a cycle at head."""
    if case.policy.cycles == "allow":
        return
    new = case.new_pairs.outermost
    if not new:
        return
    at_head = case.pairs_at_head.outermost
    head = ComponentGraph((importer, imported) for importer, imported in at_head if importer and imported)
    firsts = first_edges(case, new, case.components.outermost)
    for edge in sorted(firsts.values(), key=place):
        source, target = case.components.outermost(edge.importer), case.components.outermost(edge.imported)
        way_back = head.shortest_chain(importer=target, imported=source) if source and target else None
        if source and target and way_back:
            yield _finding(case, edge, source, target, (source, *way_back))


def _finding(case: Case, edge: Edge, source: str, target: str, chain: tuple[str, ...]) -> Finding:
    return Finding(
        check=NAME,
        level=case.policy.level,
        path=edge.importer,
        line=edge.lines[0],
        source=source,
        target=target,
        symbol=None,
        evidence=ClosedCycle(edge.importer, edge.imported, chain),
        rule=case.citation_of_policy(WORD),
        fingerprint=fingerprint(NAME, WORD, source, target),
    )


CHECK = Check(NAME, find, __doc__)
