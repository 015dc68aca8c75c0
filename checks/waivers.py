"""Which findings do not block because somebody has called them false alarms who may override them (docs/policy.md,
"False alarms").

A waiver names one finding by its fingerprint and holds for a while only: a check that errs is to be mended by then.
What a policy file comes to permit is no matter of error, so that findings of the check `policy` are not waived.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from checks.findings import Finding, Status, Waiver

HELD = timedelta(days=30)
"""How long a waiver holds."""
NOT_WAIVED = frozenset({"policy"})
"""Checks of which no finding can be waived."""


def is_waivable(check: str) -> bool:
    """Whether findings of a check can be waived at all."""
    return check not in NOT_WAIVED


def waived(findings: Iterable[Finding], waivers: Iterable[Waiver], today: date) -> tuple[Finding, ...]:
    """The findings, those that block as the waivers of today leave them. The last one of a finding counts."""
    holding = {one.fingerprint: one for one in waivers if one.until >= today}
    return tuple(_settled(finding, holding.get(finding.fingerprint)) for finding in findings)


def _settled(finding: Finding, waiver: Waiver | None) -> Finding:
    if waiver is None or finding.status is not Status.BLOCKING or not is_waivable(finding.check):
        return finding
    return replace(finding, status=Status.OVERRIDDEN, waiver=waiver)
