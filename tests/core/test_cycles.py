"""New cycles between components: base files, what the head changes, the chain that is found."""

import pytest

from checks import ClosedCycle, Finding
from tests.core.building import Changes, Files, PullRequest
from tests.core.shop import SHOP, components

FREE = components("orders: {path: orders}", "billing: {path: billing}", "shared: {path: shared}")
ORDERS_USE_BILLING: Files = {**SHOP, "orders/api.py": "import billing.tax"}
BACK: Changes = {"billing/tax.py": "import os\nimport orders.model"}


def chains(found: tuple[Finding, ...]) -> list[str]:
    return [" ".join(one.evidence.chain) for one in found if isinstance(one.evidence, ClosedCycle)]


def test_a_new_pair_closes_a_cycle() -> None:
    change = PullRequest(ORDERS_USE_BILLING, BACK, policy=FREE)
    assert change.rows == [("cycle", "billing/tax.py", 2, "billing", "orders", "blocking")]
    assert chains(change.findings) == ["billing orders billing"]


def test_both_new_pairs_of_a_cycle_are_found() -> None:
    head = {"orders/api.py": "import billing.tax", "billing/tax.py": "import orders.model"}
    found = PullRequest(SHOP, head, policy=FREE).findings
    assert chains(found) == ["billing orders billing", "orders billing orders"]


@pytest.mark.parametrize(
    ("base", "head"),
    [
        pytest.param({"billing/tax.py": "import orders.api"}, {"billing/model.py": "import orders.api"}, id="old pair"),
        pytest.param({}, {"orders/model.py": "import orders.api", "orders/api.py": "import orders.model"}, id="self"),
        pytest.param({}, {"billing/tests/test_x.py": "import orders"}, id="a test"),
        pytest.param({}, {"tools/__init__.py": "import orders", "orders/model.py": "import tools"}, id="unassigned"),
        pytest.param({}, {"shared/money.py": "import billing"}, id="no way back"),
    ],
)
def test_what_is_no_new_cycle(base: Files, head: Changes) -> None:
    assert PullRequest({**ORDERS_USE_BILLING, **base}, head, policy=FREE).rows == []


def test_a_new_pair_inside_an_old_cycle_is_found() -> None:
    base = {**ORDERS_USE_BILLING, "billing/tax.py": "import shared.money", "shared/money.py": "import orders.model"}
    (found,) = PullRequest(base, {"shared/__init__.py": "import billing"}, policy=FREE).findings
    assert (found.source, found.target) == ("shared", "billing")


def test_cycles_can_be_allowed() -> None:
    assert PullRequest(ORDERS_USE_BILLING, BACK, policy=FREE + "cycles: allow\n").rows == []


def test_the_first_line_of_the_pair_is_blamed() -> None:
    head = {"billing/model.py": "\nimport orders.api", "billing/tax.py": "import orders.model"}
    (found,) = PullRequest(ORDERS_USE_BILLING, head, policy=FREE).findings
    assert (found.path, found.line) == ("billing/model.py", 2)


def test_the_shortest_chain_is_shown() -> None:
    base = {
        **SHOP,
        "orders/api.py": "import billing.tax, shared.money",
        "billing/tax.py": "import shared.money",
    }
    found = PullRequest(base, {"shared/money.py": "import orders.model"}, policy=FREE).findings
    assert chains(found) == ["shared orders shared"]


def test_family_members_are_nodes() -> None:
    base = {"d/a/__init__.py": "", "d/b/__init__.py": "import d.a"}
    policy = components('d: {path: "d/{domain}"}')
    found = PullRequest(base, {"d/a/__init__.py": "import d.b"}, policy=policy).findings
    assert chains(found) == ["d/a d/b d/a"]


def test_parts_count_as_their_parent() -> None:
    policy = components("app: {path: app}", "web: {path: app/web}", "other: {path: other}")
    base = {"app/__init__.py": "", "app/core.py": "", "app/web/__init__.py": "", "other/__init__.py": "import app.web"}
    inside = PullRequest(
        base, {"app/core.py": "import app.web", "app/web/__init__.py": "import app.core"}, policy=policy
    )
    through = PullRequest(base, {"app/core.py": "import other"}, policy=policy)
    assert inside.rows == []
    assert chains(through.findings) == ["app other app"]


@pytest.mark.parametrize(("setting", "count"), [("count", 1), ("ignore", 0)])
def test_type_only_imports(setting: str, count: int) -> None:
    quiet = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import orders.model"
    change = PullRequest(ORDERS_USE_BILLING, {"billing/tax.py": quiet}, policy=f"{FREE}type_imports: {setting}\n")
    assert len(change.findings) == count


def test_a_pair_that_the_tip_has_already_is_no_news() -> None:
    assert PullRequest(ORDERS_USE_BILLING, BACK, tip={"billing/model.py": "import orders"}, policy=FREE).rows == []


def test_a_way_back_that_only_the_tip_has_is_no_cycle_at_head() -> None:
    assert PullRequest(SHOP, BACK, tip={"orders/api.py": "import billing"}, policy=FREE).rows == []


def test_renamed_files_close_no_cycle_anew() -> None:
    base = {**ORDERS_USE_BILLING, "billing/tax.py": "import orders.model"}
    change = PullRequest(
        base,
        {"orders/api.py": "import billing.vat"},
        renames={"billing/tax.py": "billing/vat.py"},
        policy=FREE,
    )
    assert change.rows == []


def test_the_fingerprint_is_of_the_pair() -> None:
    one = PullRequest(ORDERS_USE_BILLING, BACK, policy=FREE).findings
    other = PullRequest(ORDERS_USE_BILLING, {"billing/model.py": "import orders"}, policy=FREE).findings
    assert one[0].fingerprint == other[0].fingerprint


def test_the_policys_line_is_cited_where_it_says_cycles() -> None:
    (silent,) = PullRequest(ORDERS_USE_BILLING, BACK, policy=FREE).findings
    (written,) = PullRequest(ORDERS_USE_BILLING, BACK, policy=FREE + "cycles: deny\n").findings
    assert (silent.rule.line, written.rule.line) == (None, 7)
