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

from collections.abc import Iterable, Iterator

from checks.check import Case, Check
from checks.codebase.edges import Edge
from checks.codebase.graph import Graph
from checks.component_graph import ComponentGraph, ComponentPair, component_graph
from checks.findings import Citation, ClosedCycle, Finding, fingerprint

NAME = "cycle"
WORD = "cycles"


def find(case: Case) -> Iterator[Finding]:
    """One finding for each pair of components that is new and lies on a cycle at head."""
    if case.policy.cycles == "allow":
        return
    head = _components(case, case.change.head)
    new = head.pairs - _components(case, case.change.base).pairs
    if new and case.change.tip is not case.change.base:
        new -= _components(case, case.change.tip).pairs
    firsts = _first_edges(case, new)
    for pair in sorted(new):
        way_back = head.shortest_chain(importer=pair[1], imported=pair[0])
        if way_back:
            yield _finding(case, pair, firsts[pair], (pair[0], *way_back))


def _components(case: Case, graph: Graph) -> ComponentGraph:
    return component_graph((edge.pair for edge in _judged(case, graph)), case.components.outermost)


def _judged(case: Case, graph: Graph) -> Iterator[Edge]:
    return filter(case.is_judged, graph.edges.values())


def _first_edges(case: Case, pairs: Iterable[ComponentPair]) -> dict[ComponentPair, Edge]:
    """The first file edge, by path and line, of each new pair of components."""
    wanted = set(pairs)
    firsts: dict[ComponentPair, Edge] = {}
    for edge in sorted(_judged(case, case.change.head), key=lambda edge: (edge.importer, edge.lines, edge.imported)):
        source, target = map(case.components.outermost, edge.pair)
        if source and target and (source, target) in wanted:
            firsts.setdefault((source, target), edge)
    return firsts


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
