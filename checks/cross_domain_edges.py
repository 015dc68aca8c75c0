"""A new edge between components that the policy does not allow.

What it finds: an import (or link) that this pull request adds, from a file of one component to a file of another,
where the importer's `depends_on` does not allow the other. Type-only imports count unless the policy says
`type_imports: ignore`. Test files are not judged. An edge that merely moved with a renamed file, between the same two
components and for the same names, is old debt and no finding; what the moved file uses beyond is new.

Why it hurts: each crossing couples two parts that were meant to change apart. One is cheap; the hundredth is why
nothing can be released alone any more.

Example: `orders` has `depends_on: [shared]`, and `orders/api.py` gains `from billing.models import Invoice`.

What to do: use what the policy allows (an event, a contract, a shared type), or record the decision as an ADR that
allows the edge and have someone permitted add the label `adr:NNNN`.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from checks.check import Case, Check
from checks.codebase.facts import Kind
from checks.codebase.graph import AmbiguousImport, Edge, Graph
from checks.findings import Finding, ForbiddenEdge, fingerprint
from checks.policy import Rule, covers

NAME = "cross-domain-edge"
WORD = "depends_on"


@dataclass(frozen=True, slots=True)
class Crossing:
    """An edge that a rule of the component `source` forbids; `target` is None for a file of no component."""

    source: str
    target: str | None
    rule: Rule


def find(case: Case) -> Iterator[Finding]:
    """One finding for each new edge that breaks a `depends_on`."""
    older = _older_edges(case)
    for edge in _new_edges(case):
        crossing = forbidden(case, edge)
        if crossing:
            yield _finding(case, edge, crossing, older[_owners(case, edge)])
    for ambiguous in case.change.delta.added_ambiguous:
        yield from _if_every_candidate_is_forbidden(case, ambiguous)


def forbidden(case: Case, edge: Edge) -> Crossing | None:
    """The first rule that the edge breaks: the importer's component's, or one's that it is a part of.

    An edge that stays inside a component is none of that component's business (SEMANTICS, "Owner and parts").
    """
    components = case.components
    type_only = edge.kind is Kind.TYPE and case.policy.type_imports == "ignore"
    if type_only or components.is_test(edge.importer):
        return None
    targets = components.of(edge.imported)
    for source in components.of(edge.importer):
        rule = components.rules(source).depends_on
        if rule is not None and source not in targets and _breaks(rule, targets):
            return Crossing(source, next(iter(targets), None), rule)
    return None


def _breaks(rule: Rule, targets: tuple[str, ...]) -> bool:
    """A file of no component has no targets: only a list of what is allowed forbids it."""
    if any(covers(entry, target) for entry in rule.not_ for target in targets):
        return True
    return rule.only is not None and not any(covers(entry, target) for entry in rule.only for target in targets)


def _new_edges(case: Case) -> Iterator[Edge]:
    """Added edges, edges that now run, and what moved edges do beyond what they did before."""
    delta = case.change.delta
    yield from delta.added
    yield from (change.after for change in delta.changed if change.before.kind is Kind.TYPE)
    for move in delta.moved:
        beyond = tuple(symbol for symbol in move.after.symbols if symbol not in move.before.symbols)
        if _owners(case, move.before) != _owners(case, move.after):
            yield move.after
        elif beyond:
            yield replace(move.after, symbols=beyond)


def _owners(case: Case, edge: Edge) -> tuple[str | None, str | None]:
    return case.components.owner(edge.importer), case.components.owner(edge.imported)


def _older_edges(case: Case) -> Counter[tuple[str | None, str | None]]:
    """How many edges each pair of components has at the merge base already."""
    graph: Graph = case.change.base
    return Counter(_owners(case, edge) for edge in graph.edges.values() if not case.components.is_test(edge.importer))


def _if_every_candidate_is_forbidden(case: Case, one: AmbiguousImport) -> Iterator[Finding]:
    """An ambiguous name is no edge, unless whatever it means is forbidden: a second folder is no way around."""
    edges = [Edge(one.importer, path, one.lines, one.kind) for path in one.candidates]
    crossings = [forbidden(case, edge) for edge in edges]
    if all(crossings) and crossings[0]:
        yield _finding(case, edges[0], crossings[0], 0, candidates=one.candidates)


def _finding(case: Case, edge: Edge, crossing: Crossing, older: int, candidates: tuple[str, ...] = ()) -> Finding:
    rule, change = crossing.rule, case.change
    return Finding(
        check=NAME,
        level=case.level(crossing.source, rule),
        path=edge.importer,
        line=edge.lines[0],
        source=crossing.source,
        target=crossing.target,
        symbol=", ".join(edge.symbols) or None,
        evidence=ForbiddenEdge(
            edge.importer, edge.imported, edge.symbols, rule.only or (), rule.not_, rule.reason, older, candidates
        ),
        rule=case.citation(crossing.source, WORD, rule),
        fingerprint=fingerprint(NAME, WORD, change.origin(edge.importer), change.origin(edge.imported)),
    )


CHECK = Check(NAME, find, __doc__)
