"""The five architectures of the source documents: what keeps a rule is no finding, what breaks it is exactly one where
it was brought in. Which rule is tested where is listed in docs/seed-rules.md."""

import pytest

from tests.seeds import decksmith, lending, monstrino, packages, pynomaly
from tests.seeds.cases import Case, Row, Seed

EDGE, READS, REPORTING = "cross-domain-edge", "calculation-reads", "packages/reporting/src/reporting/_monthly.py"

MONSTRINO, DECKSMITH, PYNOMALY, LENDING, PACKAGES = (
    Seed(name) for name in ("monstrino", "decksmith", "pynomaly", "lending", "packages")
)


@pytest.mark.parametrize("case", monstrino.CASES)
def test_monstrino(case: Case) -> None:
    assert MONSTRINO.found(case) == MONSTRINO.expected(case)


@pytest.mark.parametrize("case", decksmith.CASES)
def test_decksmith(case: Case) -> None:
    assert DECKSMITH.found(case) == DECKSMITH.expected(case)


@pytest.mark.parametrize("case", pynomaly.CASES)
def test_pynomaly(case: Case) -> None:
    assert PYNOMALY.found(case) == PYNOMALY.expected(case)


@pytest.mark.parametrize("case", lending.CASES)
def test_lending(case: Case) -> None:
    assert LENDING.found(case) == LENDING.expected(case)


@pytest.mark.parametrize("case", packages.CASES)
def test_packages(case: Case) -> None:
    assert PACKAGES.found(case) == PACKAGES.expected(case)


READ = "apps/api/src/products"
OWED = [
    pytest.param(MONSTRINO, [], id="M16 monstrino"),
    pytest.param(DECKSMITH, [], id="D30 decksmith"),
    pytest.param(PYNOMALY, [], id="P17 pynomaly"),
    pytest.param(
        LENDING,
        [
            (EDGE, f"{READ}/ewa/payroll-accrued-earnings.adapter.ts", 2, READS, "domains/payroll", "notice"),
            (EDGE, f"{READ}/lending/equb-behavior-signal.adapter.ts", 1, READS, "domains/equb", "notice"),
            (EDGE, f"{READ}/lending/income.adapter.ts", 2, READS, "domains/payroll", "notice"),
        ],
        id="N23 N27 lending",
    ),
    pytest.param(
        PACKAGES,
        [(EDGE, REPORTING, 1, "packages/reporting", "backend-core", "failure")],
        id="K20 packages",
    ),
]


@pytest.mark.parametrize(("seed", "owed"), OWED)
def test_nothing_else_is_owed(seed: Seed, owed: list[Row]) -> None:
    """Each repository keeps its rules, but for what its document calls to be migrated and for old debt to reach by."""
    assert seed.owed() == owed
