"""A decision record on which rules rest, and which a change makes a mere proposal: they would not block any more.

Whoever edits a record says nothing in the policy file, and permits as much as if he lowered a level there.
"""

from collections.abc import Iterator

from checks.check import Case
from checks.codebase.documents import find_records, is_only_proposed
from checks.evidence import DemotedRecord
from checks.findings import Citation, Finding, Side, fingerprint
from checks.policy import Policy, Rule

CHECK_NAME = "policy"
WORD = "adr"


def find(case: Case) -> Iterator[Finding]:
    """One finding for each such record and component whose rules rest on it; None is the whole policy."""
    records = case.circumstances.records
    for cited, component in dict.fromkeys(_cited(case.policy)):
        if is_only_proposed(cited, records.head) and not is_only_proposed(cited, records.base):
            paths = [one.path for one in find_records(cited, (*records.head, *records.base))]
            changed = next((path for path in paths if _is_changed(case, path)), None)
            if changed is not None:  # else the base branch alone has decided on it
                yield _finding(case, cited, component, changed)


def _cited(policy: Policy) -> Iterator[tuple[str, str | None]]:
    """The records that the policy's rules cite, each with the component that they are of."""
    if policy.adr.cite:
        yield policy.adr.cite, None
    said = [*policy.components.items(), *((one.component, one.rules) for one in policy.included)]
    for component, rules in said:
        words = (getattr(rules, word) for word in type(rules).model_fields)
        for cited in (rules.adr, *(word.adr for word in words if isinstance(word, Rule))):
            if cited:
                yield cited, component


def _is_changed(case: Case, path: str) -> bool:
    base, head = (graph.codebase.snapshot.entries for graph in (case.change.base, case.change.head))
    return bool(base) and base.get(path) != head.get(path)


def _finding(case: Case, cited: str, component: str | None, path: str) -> Finding:
    is_there = path in case.change.head.codebase.snapshot
    return Finding(
        check=CHECK_NAME,
        level=case.level(component) if component else case.policy.level,
        path=path,
        line=None,
        source=component,
        target=None,
        symbol=None,
        evidence=DemotedRecord(cited),
        rule=Citation(WORD, None, cited, component, case.policy.file),
        fingerprint=fingerprint(CHECK_NAME, WORD, component or "", cited),
        side=Side.RIGHT if is_there else Side.LEFT,
    )
