"""Renames: old debt that moves is no news, a legal edge that becomes a crossing is."""

import pytest

from tests.core.building import Changes, Files, PullRequest, Row
from tests.core.shop import PLAIN, SHOP, components

EDGE = "cross-domain-edge"
DEBT = "from billing.tax import rate\n"
MORE = "from billing.tax import Band, rate\n"
BOTH = components(
    "orders: {path: orders, depends_on: [shared]}",
    "returns: {path: returns, depends_on: [orders]}",
    "billing: {path: billing}",
    "shared: {path: shared}",
)


@pytest.mark.parametrize(
    ("base", "renames", "head", "expected"),
    [
        pytest.param({"orders/api.py": DEBT}, {"orders/api.py": "orders/http.py"}, {}, [], id="the importer moved"),
        pytest.param(
            {"orders/api.py": DEBT},
            {"billing/tax.py": "billing/vat.py"},
            {"orders/api.py": "from billing.vat import rate"},
            [],
            id="the imported moved",
        ),
        pytest.param(
            {"orders/api.py": DEBT},
            {"orders/api.py": "orders/http.py", "billing/tax.py": "billing/vat.py"},
            {"orders/http.py": "from billing.vat import rate"},
            [],
            id="both moved",
        ),
        pytest.param(
            {"orders/api.py": DEBT},
            {"orders/api.py": "orders/http.py"},
            {"orders/http.py": MORE},
            [(EDGE, "orders/http.py", 1, "orders", "billing", "blocking")],
            id="moved, and uses more",
        ),
        pytest.param(
            {"orders/api.py": MORE},
            {"orders/api.py": "orders/http.py"},
            {"orders/http.py": DEBT},
            [],
            id="moved, and uses less",
        ),
        pytest.param(
            {"orders/api.py": "from billing.tax import *"},
            {"orders/api.py": "orders/http.py"},
            {"orders/http.py": MORE},
            [],
            id="moved, and names what it had by a star",
        ),
        pytest.param(
            {"orders/api.py": DEBT},
            {},
            {"orders/api.py": MORE},
            [],
            id="stayed, and uses more",
        ),
        pytest.param(
            {"billing/calc.py": "from billing.tax import rate"},
            {"billing/calc.py": "orders/calc.py"},
            {},
            [(EDGE, "orders/calc.py", 1, "orders", "billing", "blocking")],
            id="a legal edge moved into a crossing",
        ),
        pytest.param(
            {"orders/api.py": "from orders.model import Order"},
            {"orders/model.py": "billing/order.py"},
            {"orders/api.py": "from billing.order import Order"},
            [(EDGE, "orders/api.py", 1, "orders", "billing", "blocking")],
            id="what it imports moved away",
        ),
        pytest.param(
            {"orders/tests/api.py": DEBT},
            {"orders/tests/api.py": "orders/api2.py"},
            {},
            [(EDGE, "orders/api2.py", 1, "orders", "billing", "blocking")],
            id="a test moved into production",
        ),
        pytest.param(
            {"orders/api.py": DEBT},
            {"orders/api.py": "returns/api.py"},
            {},
            [(EDGE, "returns/api.py", 1, "returns", "billing", "blocking")],
            id="debt moved into another component",
        ),
        pytest.param(
            {"orders/api.py": DEBT},
            {"orders/api.py": "tools/api.py"},
            {},
            [],
            id="debt moved out of all components",
        ),
    ],
)
def test_moves(base: Files, renames: dict[str, str], head: Changes, expected: list[Row]) -> None:
    assert PullRequest({**SHOP, **base}, head, renames=renames, policy=BOTH).rows == expected


def test_a_moved_type_only_import_that_now_runs_is_judged() -> None:
    quiet = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from billing.tax import rate\n"
    change = PullRequest(
        {**SHOP, "orders/api.py": quiet},
        {"orders/http.py": DEBT},
        renames={"orders/api.py": "orders/http.py"},
        policy=PLAIN + "type_imports: ignore\n",
    )
    assert change.rows == [(EDGE, "orders/http.py", 1, "orders", "billing", "blocking")]


def test_a_fingerprint_outlives_moved_lines_and_renames() -> None:
    first = PullRequest(SHOP, {"orders/api.py": DEBT}, policy=PLAIN)
    lower = PullRequest(SHOP, {"orders/api.py": "\n\n" + MORE}, policy=PLAIN)
    renamed = PullRequest(SHOP, {"orders/http.py": DEBT}, renames={"orders/api.py": "orders/http.py"}, policy=PLAIN)
    (one,), (two,), (three,) = first.findings, lower.findings, renamed.findings
    assert one.fingerprint == two.fingerprint == three.fingerprint


def test_different_edges_have_different_fingerprints() -> None:
    head = {"orders/api.py": "import billing.tax, billing.model", "orders/model.py": "import billing.tax"}
    found = PullRequest(SHOP, head, policy=PLAIN).findings
    assert len({one.fingerprint for one in found}) == 3
