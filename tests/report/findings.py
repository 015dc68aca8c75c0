"""Findings and reviews with defaults: a test sets only what matters."""

from dataclasses import replace

from checks import Breach, Conclusion, Delta, Finding, ForbiddenEdge, Kind, Level, NotInList, Review, Status
from checks.findings import Citation

NOTHING = Delta((), (), (), (), (), (), (), (), ())
BREACH = Breach("depends_on", "orders", NotInList(("shared",), ()), ".github/architecture.yml", 14, "ADR-011")
EDGE = ForbiddenEdge("orders/api.py", "billing/models.py", Kind.IMPORT, ("Invoice",), BREACH)
FINDING = Finding(
    check="cross-domain-edge",
    level=Level.FAILURE,
    path="orders/api.py",
    line=12,
    source="orders",
    target="billing",
    symbol="Invoice",
    evidence=EDGE,
    rule=Citation("depends_on", 14, "ADR-011"),
    fingerprint="00112233445566ff",
    status=Status.BLOCKING,
)


def numbered(count: int) -> tuple[Finding, ...]:
    """Findings on lines 1, 2, … with fingerprints of their own."""
    return tuple(replace(FINDING, line=line, fingerprint=f"{line:016x}") for line in range(1, count + 1))


def review_of(*findings: Finding, conclusion: Conclusion = Conclusion.FAILURE, delta: Delta = NOTHING) -> Review:
    return Review("b" * 40, "a" * 40, conclusion, delta, findings)
