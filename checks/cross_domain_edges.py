"""A new edge between components that the policy does not allow.

What it finds: an import (or link) that this pull request adds, from a file of one component to a file of another,
where the importer's `depends_on` does not allow the other. Type-only imports count unless the policy says
`type_imports: ignore`. Test files are not judged. An edge that merely moved with a renamed file, between the same two
components and for the same names, is old debt and no finding; what the moved file uses beyond is new. A new import
whose module only the running program knows (`import_module(name)`) is a warning, with `dynamic: deny` a finding like
any other.

Why it hurts: each crossing couples two parts that were meant to change apart. One is cheap; the hundredth is why
nothing can be released alone any more.

Example: `orders` has `depends_on: [shared]`, and `orders/api.py` gains `from billing.models import Invoice`.

What to do: use what the policy allows (an event, a contract, a shared type), or record the decision as an ADR that
allows the edge and have someone permitted add the label `adr:NNNN`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from checks import dynamic_imports
from checks.check import Case, Check
from checks.codebase.edges import AmbiguousImport, Edge
from checks.codebase.facts import Kind
from checks.findings import Finding, ForbiddenEdge, fingerprint
from checks.policy import Level, Mode, Rule, covers

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
    crossings = [(edge, crossing) for edge in _new_edges(case) if (crossing := forbidden(case, edge))]
    older = case.pairs_at_base.owners if crossings else {}
    for edge, crossing in crossings:
        yield _finding(case, edge, crossing, older.get(_owners(case, edge), 0))
    for ambiguous in case.change.delta.added_ambiguous:
        yield from _if_every_candidate_is_forbidden(case, ambiguous)
    told = {(edge.importer, line) for edge, _ in crossings for line in edge.lines}
    yield from dynamic_imports.find(case, NAME, told)


def forbidden(case: Case, edge: Edge) -> Crossing | None:
    """The gravest rule that the edge breaks: the importer's component's, or one's that it is a part of.

    An edge that stays inside a component is none of that component's business (docs/policy.md, "Components").
    """
    if not case.is_judged(edge):
        return None
    return min(_crossings(case, edge), key=lambda crossing: _leniency(case, crossing), default=None)


def _crossings(case: Case, edge: Edge) -> Iterator[Crossing]:
    targets = case.components.of(edge.imported)
    for source in case.components.of(edge.importer):
        rule = case.components.rules(source).depends_on
        if rule is not None and source not in targets and _breaks(rule, targets):
            yield Crossing(source, next(iter(targets), None), rule)


def _leniency(case: Case, crossing: Crossing) -> tuple[bool, int]:
    """A part that only warns must not hide that its parent blocks."""
    blocks = case.policy.mode_of(NAME, crossing.source) is Mode.BLOCK
    return not blocks, list(Level).index(case.level(crossing.source, crossing.rule))


def _breaks(rule: Rule, targets: tuple[str, ...]) -> bool:
    """A file of no component has no targets: only a list of what is allowed forbids it."""
    if any(covers(entry, target) for entry in rule.not_ for target in targets):
        return True
    return rule.only is not None and not any(covers(entry, target) for entry in rule.only for target in targets)


def _new_edges(case: Case) -> Iterator[Edge]:
    """Added edges, old ones that are judged anew where they are now, and what moved ones do beyond what they did."""
    delta = case.change.delta
    yield from delta.added
    changed = {one.after.pair: (one.before, one.after) for one in delta.changed}
    moved = {one.after.pair: (one.before, one.after) for one in delta.moved}
    for before, after in {**changed, **moved}.values():
        beyond = tuple(symbol for symbol in after.symbols if not {symbol, "*"}.intersection(before.symbols))
        if _judged_as(case, before) != _judged_as(case, after):
            yield after
        elif beyond and after.pair in moved:
            yield replace(after, symbols=beyond)


def _judged_as(case: Case, edge: Edge) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
    """All that decides how an edge is judged; a move that leaves it as it was moves old debt."""
    return case.components.of(edge.importer), case.components.of(edge.imported), case.is_judged(edge)


def _owners(case: Case, edge: Edge) -> tuple[str | None, str | None]:
    return case.components.owner(edge.importer), case.components.owner(edge.imported)


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
        symbol=None if edge.kind is Kind.MANIFEST else ", ".join(edge.symbols) or None,
        evidence=ForbiddenEdge(
            edge.importer,
            edge.imported,
            edge.kind,
            edge.symbols,
            rule.only or (),
            rule.not_,
            rule.reason,
            older,
            candidates,
        ),
        rule=case.citation(crossing.source, WORD, rule),
        fingerprint=fingerprint(NAME, WORD, change.origin(edge.importer), change.origin(edge.imported)),
    )


CHECK = Check(NAME, find, __doc__)
