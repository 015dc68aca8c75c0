"""`must_depend_on`: base files, what the head changes, the findings."""

import pytest

from checks import Side
from tests.core.building import Changes, Files, PullRequest, Row
from tests.core.shop import components

REQUIRED = "required-edge"
USES = "import gates.kyc\n"
APP: Files = {
    **{f"{name}/__init__.py": "" for name in ("payouts", "gates", "other")},
    "gates/kyc.py": "",
    "payouts/pay.py": USES,
    "payouts/plan.py": "",
    "other/x.py": "",
}
POLICY = components("payouts: {path: payouts, must_depend_on: [gates]}", "gates: {path: gates}")
EACH = components("payouts: {path: payouts, must_depend_on: {only: [gates], each_file: true}}", "gates: {path: gates}")


@pytest.mark.parametrize(
    ("policy", "head", "expected"),
    [
        pytest.param(
            POLICY,
            {"payouts/pay.py": ""},
            [(REQUIRED, "payouts/pay.py", 1, "payouts", "gates", "blocking")],
            id="the last edge goes",
        ),
        pytest.param(
            POLICY,
            {"payouts/pay.py": None},
            [(REQUIRED, "payouts/pay.py", 1, "payouts", "gates", "blocking")],
            id="with its file",
        ),
        pytest.param(POLICY, {"payouts/pay.py": "", "payouts/plan.py": USES}, [], id="another file has it now"),
        pytest.param(POLICY, {"payouts/plan.py": USES}, [], id="one more"),
        pytest.param(POLICY, {"other/x.py": USES}, [], id="nothing to do with it"),
        pytest.param(
            POLICY,
            {"payouts/pay.py": "", "payouts/test_pay.py": USES},
            [(REQUIRED, "payouts/pay.py", 1, "payouts", "gates", "blocking")],
            id="a test is no use",
        ),
        pytest.param(
            POLICY,
            {f"payouts/{name}.py": None for name in ("__init__", "pay", "plan")},
            [],
            id="the component goes as a whole",
        ),
        pytest.param(
            POLICY,
            {"payouts/pay.py": f"from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    {USES}"},
            [(REQUIRED, "payouts/pay.py", 1, "payouts", "gates", "blocking")],
            id="a type asks no gate",
        ),
        pytest.param(
            EACH,
            {"payouts/new.py": ""},
            [(REQUIRED, "payouts/new.py", None, "payouts", "gates", "blocking")],
            id="each file: a new one without",
        ),
        pytest.param(EACH, {"payouts/new.py": USES}, [], id="each file: a new one with"),
        pytest.param(EACH, {"payouts/plan.py": "x = 1"}, [], id="each file: an old one without"),
        pytest.param(
            EACH,
            {"payouts/pay.py": "x = 1"},
            [(REQUIRED, "payouts/pay.py", None, "payouts", "gates", "blocking")],
            id="each file: an old one loses it",
        ),
    ],
)
def test_required_edges(policy: str, head: Changes, expected: list[Row]) -> None:
    assert PullRequest(APP, head, policy=policy).rows == expected


def test_a_removed_edge_is_found_where_it_was() -> None:
    (found,) = PullRequest(APP, {"payouts/pay.py": ""}, policy=POLICY).findings
    assert found.side is Side.LEFT


def test_a_new_component_has_to_begin_with_its_edge() -> None:
    base = {path: text for path, text in APP.items() if not path.startswith("payouts/")}
    rows = PullRequest(base, {"payouts/pay.py": "x = 1"}, policy=POLICY).rows
    assert rows == [(REQUIRED, "payouts/pay.py", None, "payouts", "gates", "blocking")]


def test_a_new_component_that_begins_with_its_edge() -> None:
    base = {path: text for path, text in APP.items() if not path.startswith("payouts/")}
    assert PullRequest(base, {"payouts/pay.py": USES}, policy=POLICY).rows == []


PARENTS: Files = {"app/__init__.py": "", "app/gate.py": "import gates.kyc", "app/pay/__init__.py": "import app.gate"}
BY_PARENT = components("app: {path: app}", "pay: {path: app/pay, must_depend_on: [gates]}", "gates: {path: gates}")


def test_an_edge_by_way_of_the_parent_counts() -> None:
    base = {"gates/__init__.py": "", "gates/kyc.py": "", **PARENTS}
    assert PullRequest(base, {"app/pay/__init__.py": "import app.gate\nx = 1"}, policy=BY_PARENT).rows == []


def test_an_edge_that_the_parent_takes_back_is_missing() -> None:
    base = {"gates/__init__.py": "", "gates/kyc.py": "", **PARENTS}
    rows = PullRequest(base, {"app/gate.py": ""}, policy=BY_PARENT).rows
    assert rows == [(REQUIRED, "app/gate.py", 1, "pay", "gates", "blocking")]
