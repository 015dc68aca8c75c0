"""Components that a list forbids and that are reached by way of others: `depends_on` with `indirect: true`, a part of
`cross-domain-edge`.

Transitive over the edges between components, those of tests left out. What a component reached at the base already is
old; so is a direct edge no chain, for it is judged by itself.
"""

from collections.abc import Iterator
from itertools import pairwise

from checks.check import Case, first_edges
from checks.codebase.edges import Edge
from checks.component_graph import ComponentGraph
from checks.component_pairs import ComponentPairs
from checks.edge_rules.crossing import CHECK_NAME, judgement
from checks.edge_rules.lists import breaks
from checks.evidence import ForbiddenChain, NotInList
from checks.findings import Finding, fingerprint
from checks.policy import Rule, Statement, is_stated, statements

WORD = "depends_on"


def find(case: Case) -> Iterator[Finding]:
    """One finding for each component and each forbidden one that it did not reach before, with the shortest chain."""
    asking = list(_asking(case)) if case.new_pairs.owners else []
    if not asking:
        return
    graphs = [_graph(pairs) for pairs in (case.pairs_at_head, case.pairs_at_base, case.pairs_at_tip)]
    firsts = first_edges(case, case.new_pairs.owners, case.components.owner)
    for statement, rule in asking:
        for chain in _chains(case, graphs, statement.component, rule):
            edge = next((firsts[pair] for pair in pairwise(chain) if pair in firsts), None)
            if edge:
                yield _finding(case, statement, rule, edge, chain)


def _asking(case: Case) -> Iterator[tuple[Statement, Rule]]:
    asking = (name for name in case.policy.components if is_stated(case.policy, name, WORD))
    for component in (member for name in asking for member in case.components.members(name)):
        for statement in statements(case.policy, component):
            rule = statement.rules.depends_on
            if rule and rule.indirect:
                yield statement, rule


def _graph(pairs: ComponentPairs) -> ComponentGraph:
    return ComponentGraph((source, target) for source, target in pairs.owners if source and target and source != target)


def _chains(case: Case, graphs: list[ComponentGraph], component: str, rule: Rule) -> Iterator[tuple[str, ...]]:
    """What the component reaches now by at least one other, was not reached before, and is forbidden."""
    head, *before = graphs
    direct = head.used_by(component)
    old = set[str]().union(*(graph.reached_from(component) for graph in before))
    for target in sorted(head.reached_from(component) - old - direct - {component}):
        around = (target, *case.components.parents(target))
        if component not in around and target not in case.components.parents(component) and breaks(rule, around):
            chain = head.shortest_chain(importer=component, imported=target)
            if chain:
                yield chain


def _finding(case: Case, statement: Statement, rule: Rule, edge: Edge, chain: tuple[str, ...]) -> Finding:
    component, target = statement.component, chain[-1]
    judged = judgement(case, statement, WORD, NotInList(rule.only, rule.not_), rule)
    return Finding(
        check=CHECK_NAME,
        level=judged.level,
        path=edge.importer,
        line=edge.lines[0],
        source=component,
        target=target,
        symbol=None,
        evidence=ForbiddenChain(edge.importer, edge.imported, chain, judged.breach),
        rule=case.citation(statement, WORD, rule),
        fingerprint=fingerprint(CHECK_NAME, "indirect", component, target),
    )
