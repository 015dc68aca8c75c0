"""New imports whose module only the running program knows: a warning, unless the policy says otherwise."""

import pytest

from checks import Level
from tests.core.building import PullRequest
from tests.core.shop import SHOP

POLICY = """
version: 1
components:
  orders: {path: orders, depends_on: [shared]}
  billing: {path: billing}
  shared: {path: shared}
"""
LOADER = "import importlib, sys\nmodule = importlib.import_module(sys.argv[1])\n"
TWO = LOADER + "\nother = importlib.import_module(sys.argv[2])\n"
SCRIPT = "const name = process.argv[2];\nrequire(name);\n"


def levels(pull: PullRequest) -> list[tuple[str, int | None, Level, str]]:
    return [(one.path, one.line, one.level, one.status.value) for one in pull.findings]


def test_a_new_one_is_a_warning() -> None:
    pull = PullRequest(SHOP, {"orders/load.py": LOADER}, policy=POLICY)
    assert levels(pull) == [("orders/load.py", 2, Level.WARNING, "advice")]


def test_one_in_typescript() -> None:
    pull = PullRequest(SHOP, {"orders/load.js": SCRIPT}, policy=POLICY)
    assert levels(pull) == [("orders/load.js", 2, Level.WARNING, "advice")]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("deny", [("orders/load.py", 2, Level.FAILURE, "blocking")]),
        ("warn", [("orders/load.py", 2, Level.WARNING, "advice")]),
        ("allow", []),
    ],
)
def test_what_the_policy_says(word: str, expected: object) -> None:
    pull = PullRequest(SHOP, {"orders/load.py": LOADER}, policy=f"{POLICY}dynamic: {word}\n")
    assert levels(pull) == expected


def test_an_old_one_that_moves_down_is_old() -> None:
    base = {**SHOP, "orders/load.py": LOADER}
    assert levels(PullRequest(base, {"orders/load.py": f"# more\n\n{LOADER}"}, policy=POLICY)) == []


def test_a_second_one_is_new() -> None:
    base = {**SHOP, "orders/load.py": LOADER}
    pull = PullRequest(base, {"orders/load.py": TWO}, policy=POLICY)
    assert levels(pull) == [("orders/load.py", 4, Level.WARNING, "advice")]


def test_a_renamed_file_takes_its_own_along() -> None:
    base = {**SHOP, "orders/load.py": LOADER}
    pull = PullRequest(base, renames={"orders/load.py": "orders/loader.py"}, policy=POLICY)
    assert levels(pull) == []


def test_what_the_base_branch_has_too_is_not_new() -> None:
    new = {"orders/load.py": LOADER}
    assert levels(PullRequest(SHOP, new, tip=new, policy=POLICY)) == []


@pytest.mark.parametrize("path", ["tools/load.py", "orders/tests/test_load.py"])
def test_outside_every_component_and_in_tests_nobody_minds(path: str) -> None:
    assert levels(PullRequest(SHOP, {path: LOADER}, policy=POLICY)) == []


def test_a_name_whose_known_part_is_forbidden_is_told_once() -> None:
    text = "import importlib, sys\nimportlib.import_module(f'billing.{sys.argv[1]}')\n"
    pull = PullRequest(SHOP, {"orders/load.py": text}, policy=POLICY)
    assert levels(pull) == [("orders/load.py", 2, Level.FAILURE, "blocking")]


def test_the_delta_holds_it_whatever_the_policy() -> None:
    (one,) = PullRequest(SHOP, {"tools/load.py": TWO}).change.delta.added_unknown
    assert (one.importer, one.count, one.lines) == ("tools/load.py", 2, (2, 4))
