"""The policy's exceptions: what they cover, until when, and those that nothing needs any more."""

from datetime import date

import pytest

from checks import Level
from tests.core.building import Changes, Files, PullRequest, Row
from tests.core.shop import PLAIN, SHOP

EDGE = "cross-domain-edge"
CROSSING: Files = {"orders/api.py": "from billing.tax import rate\n"}
CROSSED = [(EDGE, "orders/api.py", 1, "orders", "billing", "blocking")]


def excepting(from_: str, to: str, more: str = "") -> str:
    return f"{PLAIN}exceptions: [{{from: {from_}, to: {to}, adr: ADR-9{more}}}]\n"


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        (excepting("orders", "billing"), []),
        (excepting("orders/api.py", "billing"), []),
        (excepting("orders", "billing/tax.py"), []),
        (excepting("orders/api.py", "billing/tax.py"), []),
        (excepting("orders/model.py", "billing"), CROSSED),
        (excepting("orders", "billing/model.py"), CROSSED),
        (excepting("billing", "orders"), CROSSED),
        (excepting("orders", "billing", ", expires: 2026-11-21"), []),
        (excepting("orders", "billing", ", expires: 2026-11-20"), CROSSED),
    ],
)
def test_what_an_exception_covers_is_no_finding(policy: str, expected: list[Row]) -> None:
    assert PullRequest(SHOP, CROSSING, policy=policy, today=date(2026, 11, 21)).rows == expected


@pytest.mark.parametrize(
    ("more", "day"),
    [
        ("", None),
        (", expires: 2026-12-01", date(2026, 12, 1)),
        (", expires: 2026-11-20", None),
        (", expires: 2026-12-01}, {from: orders, to: billing, adr: ADR-9, expires: 2026-12-24", date(2026, 12, 24)),
        (", expires: 2026-12-01}, {from: orders, to: billing, adr: ADR-9", None),
        (", expires: 2026-12-24}, {from: billing, to: orders, adr: ADR-9, expires: 2026-12-01", date(2026, 12, 24)),
    ],
)
def test_a_verdict_holds_until_what_it_rests_on_ends(more: str, day: date | None) -> None:
    pull = PullRequest(SHOP, CROSSING, policy=excepting("orders", "billing", more), today=date(2026, 11, 21))
    assert pull.review.holds_until == day


def test_an_excepted_edge_may_close_a_cycle() -> None:
    base = {**SHOP, "billing/tax.py": "import orders.api"}
    assert PullRequest(base, CROSSING, policy=excepting("orders", "billing")).rows == []


@pytest.mark.parametrize(
    ("head", "is_idle"),
    [
        ({"orders/api.py": ""}, True),
        ({"orders/api.py": None}, True),
        ({"orders/api.py": "", "orders/model.py": "import billing.model"}, False),
        ({"shared/money.py": "x = 1"}, False),
    ],
)
def test_an_exception_whose_last_edge_goes_is_a_notice(head: Changes, is_idle: bool) -> None:
    policy = excepting("orders", "billing")
    found = PullRequest({**SHOP, **CROSSING}, head, policy=policy).findings
    line = policy.splitlines().index(policy.splitlines()[-1]) + 1
    expected = [("policy", Level.NOTICE, ".github/architecture.yml", line)] if is_idle else []
    assert [(one.check, one.level, one.path, one.line) for one in found] == expected


def test_what_an_exact_revert_restores_only_warns() -> None:
    (found,) = PullRequest(SHOP, CROSSING, policy=PLAIN, restored={"orders/api.py"}).findings
    assert found.level is Level.WARNING


def test_generated_files_name_their_input() -> None:
    policy = PLAIN + "generated: {orders/api.py: orders/api.proto}\n"
    (found,) = PullRequest(SHOP, CROSSING, policy=policy).findings
    assert found.generator == "orders/api.proto"
