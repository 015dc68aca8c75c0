"""The policy's exceptions: which findings they cover, and which of them nothing needs any more.

An exception is one edge: from a component, a family's member or a file to one of these or a package from outside. It
needs a decision record and holds until the day that it names. What it covers is no finding; an exception whose last
edge this change takes away is a notice, so that the list does not outlive its reasons.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from checks.check import Case
from checks.codebase.edges import Edge
from checks.codebase.facts import Kind
from checks.codebase.graph import Graph
from checks.evidence import ClosedCycle, ForbiddenEdge, ForbiddenExternal, IdleException, LeakedSymbol
from checks.findings import Citation, Finding, fingerprint
from checks.policy import Level, PolicyException, lies_in

CHECK_NAME = "policy"
WORD = "exceptions"
OF_ONE_EDGE = (ForbiddenEdge, ForbiddenExternal, LeakedSymbol, ClosedCycle)


def excepted_until(case: Case, finding: Finding) -> date | None:
    """The last day on which exceptions that hold today cover a finding's edge, `date.max` for ever; None where none
    does."""
    evidence = finding.evidence
    if not case.policy.exceptions or not isinstance(evidence, OF_ONE_EDGE):
        return None
    holding = (one for one in case.policy.exceptions if not one.expired(case.circumstances.today))
    covering = (one for one in holding if _covers(case, one, evidence.importer, evidence.imported))
    return max((one.expires or date.max for one in covering), default=None)


def find(case: Case) -> Iterator[Finding]:
    """One notice for each exception that no edge needs at head, and that one needed at the base."""
    for index, one in enumerate(case.policy.exceptions):
        if _was_needed(case, one) and not _is_needed(case, one, _edges(case.change.head)):
            yield _finding(case, one, index)


def _was_needed(case: Case, one: PolicyException) -> bool:
    """Only what went can have needed it; where nothing was before (an audit), every exception has to show its use."""
    base = case.change.base
    if not base.codebase.snapshot.entries:
        return True
    changed = case.change.head.changed_since(base)
    return _is_needed(case, one, (edge for path in changed for edge in _of(base, path)))


def _is_needed(case: Case, one: PolicyException, edges: Iterable[Edge]) -> bool:
    return any(_covers(case, one, edge.importer, edge.imported) for edge in edges)


def _covers(case: Case, one: PolicyException, importer: str, imported: str) -> bool:
    components = case.components
    if one.from_ != importer and one.from_ not in components.of(importer):
        return False
    targets = components.of(imported) or components.of_package(imported)
    return one.to == imported or one.to in targets or lies_in(imported, one.to)


def _edges(graph: Graph) -> Iterator[Edge]:
    """All edges, and what is no edge and yet judged by `external`: declared packages, and uses of the runtime."""
    for path in graph.files:
        yield from _of(graph, path)
    for path, facts in graph.codebase.facts.items():
        yield from (Edge(path, one.name, (one.line,), Kind.MANIFEST) for one in facts.declared)
        yield from (Edge(path, one.name, (one.line,), Kind.IMPORT) for one in facts.uses or ())


def _of(graph: Graph, path: str) -> tuple[Edge, ...]:
    return (*graph.of(path).edges, *graph.of(path).external)


def _finding(case: Case, one: PolicyException, index: int) -> Finding:
    line = case.policy.line_of((WORD, index))
    return Finding(
        check=CHECK_NAME,
        level=Level.NOTICE,
        path=case.policy.file,
        line=line,
        source=None,
        target=None,
        symbol=None,
        evidence=IdleException(one.from_, one.to),
        rule=Citation(WORD, line, one.adr, None, case.policy.file),
        fingerprint=fingerprint(CHECK_NAME, WORD, one.from_, one.to),
    )
