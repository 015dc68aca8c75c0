"""What all findings of the check have in common."""

from checks.check import Case
from checks.evidence import Evidence
from checks.findings import Citation, Finding, Side, fingerprint
from checks.policy import Level

CHECK_NAME = "manifest"

Place = tuple[str, int | None, Side]
"""The file of a finding, the line from 1, and the side of the diff that both are of."""


def made(  # noqa: PLR0913 - the parts of a finding that differ from rule to rule
    case: Case,
    place: Place,
    evidence: Evidence,
    rule: Citation,
    identity: tuple[str, ...],
    *,
    target: str | None = None,
    symbol: str | None = None,
    level: Level | None = None,
) -> Finding:
    """A finding of one rule, of the component that states it where it lies in that one, else of the one in which it
    lies. `identity` tells it from others of its word."""
    path, line, side = place
    around = case.components.of(path)
    source = rule.component if rule.component in around else next(iter(around), None)
    judging = rule.component or source
    return Finding(
        check=CHECK_NAME,
        level=level or (case.level(judging) if judging else case.policy.level),
        path=path,
        line=line,
        source=source,
        target=target,
        symbol=symbol,
        evidence=evidence,
        rule=rule,
        fingerprint=fingerprint(CHECK_NAME, rule.word, *identity),
        side=side,
    )
