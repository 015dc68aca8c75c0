"""A new edge between components that the policy does not allow.

What it finds: an import, link or dependency of a manifest that this pull request adds and that a rule forbids: the
importer's `depends_on`, the target's `used_by` (in tests too), `layers`, `public` (a way past the entry points) or
`encapsulates`. With `indirect: true` also a component that is reached by way of others. Type-only imports count unless
the policy says `type_imports: ignore`. An edge that merely moved with a renamed file, between the same two components
and for the same names, is old debt and no finding; what the moved file uses beyond is new. A new import whose module
only the running program knows (`import_module(name)`) is a warning, with `dynamic: deny` a finding like any other.
There is one finding for each edge, with the gravest rule that it breaks; the others are named.

Why it hurts: each crossing couples two parts that were meant to change apart. One is cheap; the hundredth is why
nothing can be released alone any more.

Example: `orders` has `depends_on: [shared]`, and `orders/api.py` gains `from billing.models import Invoice`.

What to do: use what the policy allows (an event, a contract, a shared type), or record the decision as an ADR that
allows the edge and have someone permitted add the label `adr:NNNN`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from typing import TypeVar

from checks import dynamic_imports, indirect_edges
from checks.check import Case, Check
from checks.codebase.delta import ChangedEdge, MovedEdge
from checks.codebase.edges import AmbiguousImport, Edge
from checks.codebase.facts import Kind
from checks.edge_rules import RULES
from checks.edge_rules.crossing import CHECK_NAME, Crossing, Judgement
from checks.evidence import ForbiddenEdge
from checks.findings import Citation, Finding, fingerprint

Two = TypeVar("Two", ChangedEdge, MovedEdge)


def find(case: Case) -> Iterator[Finding]:
    """One finding for each new edge that breaks a rule, and for each new chain."""
    told: set[tuple[str, int]] = set()
    for crossing, judgements in _forbidden(case):
        told.update((crossing.edge.importer, line) for line in crossing.edge.lines)
        yield _finding(case, crossing, judgements, case.pairs_at_base.owners.get(_owners(case, crossing.edge), 0))
    for ambiguous in case.change.delta.added_ambiguous:
        yield from _if_every_candidate_is_forbidden(case, ambiguous)
    yield from indirect_edges.find(case)
    yield from dynamic_imports.find(case, CHECK_NAME, told)


def judge(case: Case, crossing: Crossing) -> tuple[Judgement, ...]:
    """Every rule that an edge breaks, the gravest first."""
    found = (judgement for rule in RULES for judgement in rule(case, crossing))
    return tuple(sorted(found, key=lambda judgement: judgement.leniency))


def _forbidden(case: Case) -> Iterator[tuple[Crossing, tuple[Judgement, ...]]]:
    for edge in _new_edges(case):
        crossing = Crossing.of(case, edge)
        if judgements := judge(case, crossing):
            yield crossing, judgements


def _new_edges(case: Case) -> Iterator[Edge]:
    """Added edges, old ones that are judged anew where they are now, and what moved ones do beyond what they did; and
    those to packages that are a component's own code."""
    delta = case.change.delta
    yield from delta.added
    yield from (edge for edge in delta.added_external if case.components.of_package(edge.imported))
    changed = {one.after.pair: (one.before, one.after) for one in (*delta.changed, *_own(case, delta.changed_external))}
    moved = {one.after.pair: (one.before, one.after) for one in (*delta.moved, *_own(case, delta.moved_external))}
    for before, after in {**changed, **moved}.values():
        beyond = tuple(symbol for symbol in after.symbols if not {symbol, "*"}.intersection(before.symbols))
        if _breaches(case, after) - _breaches(case, before):
            yield after
        elif beyond and after.pair in moved:
            yield replace(after, symbols=beyond)


def _own(case: Case, edges: Iterable[Two]) -> Iterator[Two]:
    """Those to packages that are a component's own code: what others may be used is for `external` to say."""
    return (one for one in edges if case.components.of_package(one.after.imported))


def _breaches(case: Case, edge: Edge) -> set[tuple[object, ...]]:
    """Which rules an edge breaks between which components; a move that leaves them as they were moves old debt."""
    crossing = Crossing.of(case, edge)
    return {
        (one.breach.word, one.breach.component, crossing.sources, crossing.targets) for one in judge(case, crossing)
    }


def _owners(case: Case, edge: Edge) -> tuple[str | None, str | None]:
    return case.components.owner(edge.importer), case.components.owner(edge.imported)


def _if_every_candidate_is_forbidden(case: Case, one: AmbiguousImport) -> Iterator[Finding]:
    """An ambiguous name is no edge, unless whatever it means is forbidden: a second folder is no way around."""
    crossings = [Crossing.of(case, Edge(one.importer, path, one.lines, one.kind)) for path in one.candidates]
    judgements = [judge(case, crossing) for crossing in crossings]
    if judgements and all(judgements):
        yield _finding(case, crossings[0], judgements[0], 0, one.candidates)


def _finding(
    case: Case, crossing: Crossing, judgements: tuple[Judgement, ...], older: int, candidates: tuple[str, ...] = ()
) -> Finding:
    edge, gravest = crossing.edge, judgements[0]
    breach = gravest.breach
    also = tuple({one.breach.word: one.breach for one in judgements if one.breach.word != breach.word}.values())
    return Finding(
        check=CHECK_NAME,
        level=gravest.level,
        path=edge.importer,
        line=edge.lines[0],
        source=next(chain((name for name in crossing.sources if name == breach.component), crossing.sources), None),
        target=next(iter(crossing.targets), None),
        symbol=None if edge.kind is Kind.MANIFEST else ", ".join(edge.symbols) or None,
        evidence=ForbiddenEdge(edge.importer, edge.imported, edge.kind, edge.symbols, breach, also, older, candidates),
        rule=Citation(breach.word, breach.line, breach.adr, breach.component, breach.file),
        fingerprint=fingerprint(
            CHECK_NAME, breach.word, case.change.origin(edge.importer), case.change.origin(edge.imported)
        ),
    )


CHECK = Check(CHECK_NAME, find, __doc__)
