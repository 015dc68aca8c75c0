"""New imports whose module only the running program knows: what no graph can hold, so a part of `cross-domain-edge`.

`dynamic` in the policy says what they are: `warn` (what holds unwritten), `deny` or `allow`. Files outside every
component and test files are not judged.
"""

from collections.abc import Container, Iterator
from dataclasses import replace

from checks.check import Case
from checks.codebase.delta import UnknownImports
from checks.evidence import UnknownTarget
from checks.findings import Finding, fingerprint
from checks.policy import Level

WORD = "dynamic"


def find(case: Case, check: str, told: Container[tuple[str, int]]) -> Iterator[Finding]:
    """One finding, under the name of `check`, for each file of a component that has more of them than before. Of those
    at lines that a finding tells of already (the part of the name that is known is forbidden) nothing more is said."""
    if case.policy.dynamic == "allow":
        return
    for one in case.change.delta.added_unknown:
        owner = case.components.owner(one.importer)
        lines = tuple(line for line in one.lines if (one.importer, line) not in told)
        if lines and owner is not None and not case.is_test(one.importer):
            yield _finding(case, check, owner, replace(one, lines=lines))


def _finding(case: Case, check: str, owner: str, one: UnknownImports) -> Finding:
    return Finding(
        check=check,
        level=case.policy.level if case.policy.dynamic == "deny" else Level.WARNING,
        path=one.importer,
        line=one.lines[0],
        source=owner,
        target=None,
        symbol=None,
        evidence=UnknownTarget(one.importer, one.count),
        rule=replace(case.citation_of_policy(WORD), adr=None),
        fingerprint=fingerprint(check, WORD, case.change.origin(one.importer)),
    )
