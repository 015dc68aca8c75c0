"""`contains`: the files that every member of a component has, or none."""

import pytest

from tests.core.building import Changes, Files, PullRequest

POLICY = """
version: 1
components:
  packages:
    path: packages/{package}
    contains: ["{pyproject.toml,package.json}", "tests/**"]
"""
WHOLE: Files = {
    "packages/orders/pyproject.toml": "",
    "packages/orders/orders.py": "",
    "packages/orders/tests/test_orders.py": "",
    "README.md": "",
}


def found(base: Files, head: Changes, policy: str = POLICY, tip: Changes | None = None) -> list[tuple[str, str, str]]:
    pull = PullRequest(base, head, tip or {}, policy=policy)
    return [(one.path, one.side.value, one.source or "") for one in pull.findings if one.check == "manifest"]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ({"packages/orders/more.py": ""}, []),
        ({"packages/orders/pyproject.toml": None}, [("packages/orders/pyproject.toml", "LEFT", "packages/orders")]),
        ({"packages/orders/pyproject.toml": None, "packages/orders/package.json": "{}"}, []),
        (
            {"packages/orders/tests/test_orders.py": None},
            [("packages/orders/tests/test_orders.py", "LEFT", "packages/orders")],
        ),
        ({"packages/orders/tests/test_orders.py": None, "packages/orders/tests/data/x.txt": ""}, []),
        ({path: None for path in WHOLE if path != "README.md"}, []),
        (
            {"packages/billing/billing.py": ""},
            [("packages/billing/billing.py", "RIGHT", "packages/billing")] * 2,
        ),
        (
            {"packages/billing/package.json": "{}", "packages/billing/a.ts": ""},
            [("packages/billing/a.ts", "RIGHT", "packages/billing")],
        ),
        ({"packages/billing/package.json": "{}", "packages/billing/tests/a.ts": ""}, []),
        (
            {"packages/billing/docs/package.json": "{}", "packages/billing/tests/a.ts": ""},
            [("packages/billing/docs/package.json", "RIGHT", "packages/billing")],
        ),
    ],
)
def test_what_a_member_has(head: Changes, expected: list[tuple[str, str, str]]) -> None:
    assert found(WHOLE, head) == expected


def test_what_was_missing_before_is_old_debt() -> None:
    base = {"packages/orders/orders.py": "", "packages/orders/pyproject.toml": ""}
    assert found(base, {"packages/orders/more.py": ""}) == []
    assert (
        found(
            WHOLE,
            {"packages/billing/b.py": "", "packages/billing/pyproject.toml": ""},
            tip={"packages/billing/b.py": "", "packages/billing/pyproject.toml": ""},
        )
        == []
    )


def test_a_renamed_file_takes_its_place_along() -> None:
    renames = {"packages/orders/tests/test_orders.py": "packages/orders/checks/test_orders.py"}
    pull = PullRequest(WHOLE, renames=renames, policy=POLICY)
    assert [(one.path, one.side.value) for one in pull.findings] == [("packages/orders/tests/test_orders.py", "LEFT")]


NONE_OF = """
version: 1
components:
  packages: {path: "packages/{package}", contains: {not: ["**/utils.py", views], level: warning, adr: ADR-0003}}
"""


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ({"packages/orders/a/utils.py": ""}, ["packages/orders/a/utils.py"]),
        ({"packages/orders/views/x.py": ""}, ["packages/orders/views/x.py"]),
        ({"packages/orders/a/views.py": ""}, []),
        ({"packages/orders/utils.py": "x = 1"}, []),
    ],
)
def test_what_no_member_has(head: Changes, expected: list[str]) -> None:
    base = {"packages/orders/utils.py": ""}
    pull = PullRequest(base, head, policy=NONE_OF)
    assert [(one.path, one.level, one.rule.adr) for one in pull.findings] == [
        (path, "warning", "ADR-0003") for path in expected
    ]


def test_what_was_misplaced_and_moves_within_the_member_is_old_debt() -> None:
    base = {"packages/orders/utils.py": ""}
    inside, beyond = "packages/orders/a/utils.py", "packages/billing/utils.py"
    assert PullRequest(base, renames={"packages/orders/utils.py": inside}, policy=NONE_OF).findings == ()
    moved = PullRequest(base, renames={"packages/orders/utils.py": beyond}, policy=NONE_OF)
    assert [one.path for one in moved.findings] == [beyond]
