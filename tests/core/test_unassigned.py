"""`unassigned: deny`: new source files lie in a component."""

import pytest

from tests.core.building import Changes, PullRequest

POLICY = """
version: 1
unassigned: deny
ignore: ["legacy/**"]
components:
  orders: {path: orders}
"""
BASE = {"orders/api.py": "", "loose/old.py": ""}


def found(head: Changes, policy: str = POLICY, tip: Changes | None = None) -> list[str]:
    return [one.path for one in PullRequest(BASE, head, tip or {}, policy=policy).findings]


@pytest.mark.parametrize(
    ("path", "text", "is_finding"),
    [
        ("loose/new.py", "", True),
        ("loose/new.tsx", "", True),
        ("loose/test_new.py", "", True),
        ("orders/new.py", "", False),
        ("loose/old.py", "x = 1", False),
        ("loose/package.json", "{}", False),
        ("loose/pyproject.toml", "", False),
        ("loose/tsconfig.json", "{}", False),
        ("loose/style.css", "", False),
        ("loose/README.md", "", False),
        ("legacy/new.py", "", False),
    ],
)
def test_a_new_file(path: str, text: str, is_finding: bool) -> None:
    assert found({path: text}) == ([path] if is_finding else [])


def test_by_default_files_may_lie_anywhere() -> None:
    assert found({"loose/new.py": ""}, POLICY.replace("deny", "allow")) == []


def test_what_the_tip_has_is_not_new() -> None:
    assert found({"loose/new.py": ""}, tip={"loose/new.py": ""}) == []


def test_a_file_that_leaves_its_component_is_new_outside() -> None:
    moved = PullRequest(BASE, renames={"orders/api.py": "loose/api.py"}, policy=POLICY)
    within = PullRequest(BASE, renames={"loose/old.py": "loose/renamed.py"}, policy=POLICY)
    assert [(one.path, one.line, one.status) for one in moved.findings] == [("loose/api.py", None, "blocking")]
    assert within.findings == ()
