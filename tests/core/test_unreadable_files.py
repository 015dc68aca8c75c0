"""Files that cannot be read at head: base, what the head changes, the expected findings."""

import pytest

from checks import Level, UnreadableFile
from tests.core.building import Changes, Files, Link, PullRequest, Submodule
from tests.core.shop import SHOP, components

POLICY = components("orders: {path: orders}", "billing: {path: billing}") + 'ignore: ["**/vendored/**"]\n'
BROKEN = "import billing\n<<<<<<< HEAD\nx = 1\n"
WORSE = "import billing\n<<<<<<< HEAD\nx = 2\n"


@pytest.mark.parametrize(
    ("base", "head", "expected"),
    [
        pytest.param({}, {"orders/api.py": BROKEN}, [("orders/api.py", 2, "failure")], id="became unreadable"),
        pytest.param({}, {"orders/new.py": BROKEN}, [("orders/new.py", 2, "failure")], id="new"),
        pytest.param(
            {"orders/api.py": BROKEN}, {"orders/api.py": WORSE}, [("orders/api.py", 2, "warning")], id="stays"
        ),
        pytest.param({"orders/api.py": BROKEN}, {"orders/model.py": "x = 1"}, [], id="unchanged"),
        pytest.param({"orders/api.py": BROKEN}, {"orders/api.py": "x = 1"}, [], id="repaired"),
        pytest.param({"orders/api.py": BROKEN}, {"orders/api.py": None}, [], id="deleted"),
        pytest.param({}, {"tools/x.py": BROKEN}, [], id="outside every component"),
        pytest.param({}, {"orders/vendored/x.py": BROKEN}, [], id="ignored"),
        pytest.param(
            {}, {"orders/pyproject.toml": "[project"}, [("orders/pyproject.toml", None, "failure")], id="TOML"
        ),
        pytest.param({}, {"orders/x": Link("../../etc")}, [("orders/x", None, "failure")], id="a link that leaves"),
        pytest.param({}, {"orders/x": Link("/etc")}, [("orders/x", None, "failure")], id="an absolute link"),
        pytest.param({}, {"orders/x": Link("../orders")}, [], id="a link that stays"),
        pytest.param({}, {"orders/x": Submodule("0" * 40)}, [], id="a submodule"),
    ],
)
def test_files(base: Files, head: Changes, expected: list[tuple[str, int | None, str]]) -> None:
    found = PullRequest({**SHOP, **base}, head, policy=POLICY).findings
    assert [(one.path, one.line, one.level.value) for one in found if one.check == "unreadable"] == expected


@pytest.mark.parametrize(
    ("old", "head", "expected"),
    [
        pytest.param("orders/api.py", {}, [], id="as it was"),
        pytest.param("orders/api.py", {"orders/http.py": WORSE}, ["warning"], id="changed"),
        pytest.param("orders/api.txt", {}, ["failure"], id="nobody had to read it before"),
        pytest.param("orders/vendored/api.py", {}, ["failure"], id="it was ignored before"),
    ],
)
def test_renamed_files(old: str, head: Changes, expected: list[str]) -> None:
    change = PullRequest({**SHOP, old: BROKEN}, head, renames={old: "orders/http.py"}, policy=POLICY)
    assert [one.level.value for one in change.findings] == expected


def test_what_landed_on_the_tip_already_is_no_news() -> None:
    change = PullRequest(SHOP, {"orders/api.py": BROKEN}, tip={"orders/api.py": BROKEN}, policy=POLICY)
    assert change.rows == []


@pytest.mark.parametrize(
    "head",
    [
        {"orders/api.py": BROKEN},
        {"tools/api.py": BROKEN},
        {"tools/x": Link("/etc")},
        {"orders/x": Submodule("0" * 40)},
    ],
)
def test_whatever_is_unreadable_is_listed(head: Changes) -> None:
    assert [one.path for one in PullRequest(SHOP, head, policy=POLICY).review.skipped] == list(head)


def test_ignored_files_are_not_listed() -> None:
    assert PullRequest(SHOP, {"orders/vendored/x.py": BROKEN}, policy=POLICY).review.skipped == ()


def test_it_says_why_and_whether_it_was_so_before() -> None:
    (found,) = PullRequest({**SHOP, "orders/api.py": BROKEN}, {"orders/api.py": WORSE}, policy=POLICY).findings
    assert found.evidence == UnreadableFile("not valid Python: invalid syntax", before=True)
    assert found.level is Level.WARNING


def test_a_rename_keeps_the_fingerprint() -> None:
    there = PullRequest(SHOP, {"orders/api.py": BROKEN}, policy=POLICY).findings
    renames = {"orders/api.py": "orders/http.py"}
    moved = PullRequest(SHOP, {"orders/http.py": BROKEN}, renames=renames, policy=POLICY).findings
    assert there[0].fingerprint == moved[0].fingerprint


def test_an_accepted_record_overrides_it() -> None:
    base = {**SHOP, "docs/adr/0001-x.md": "# 1. X\n\nStatus: Accepted\n\n`orders/api.py` stays as it is.\n"}
    change = PullRequest(base, {"orders/api.py": BROKEN}, policy=POLICY, labels=["adr:1"])
    assert [one.status.value for one in change.findings] == ["overridden"]


def test_what_an_unreadable_file_still_says_is_judged() -> None:
    policy = components("orders: {path: orders, depends_on: []}", "billing: {path: billing}")
    found = PullRequest(SHOP, {"orders/api.py": BROKEN}, policy=policy).findings
    assert sorted(one.check for one in found) == ["cross-domain-edge", "unreadable"]
