"""Edges that appear, go, move and change between two commits."""

import pytest

from checks import Delta
from tests.core.building import Changes, Files, Link, PullRequest, Submodule
from tests.core.shop import SHOP

USES = {"orders/api.py": "import billing.tax\n"}
TYPE = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import billing.tax\n"
PAIR = ("orders/api.py", "billing/tax.py")


def pairs(delta: Delta) -> dict[str, list[object]]:
    """The delta's lists as plain pairs, empty ones left out; the standard library's edges too."""
    listed: dict[str, list[object]] = {
        "added": [edge.pair for edge in delta.added],
        "removed": [edge.pair for edge in delta.removed],
        "moved": [(one.before.pair, one.after.pair) for one in delta.moved],
        "changed": [(one.before.kind.value, one.after.kind.value) for one in delta.changed],
        "added_external": [edge.pair for edge in delta.added_external],
        "removed_external": [edge.pair for edge in delta.removed_external],
        "ambiguous": [(one.importer, one.name) for one in delta.added_ambiguous],
    }
    return {name: values for name, values in listed.items() if values}


@pytest.mark.parametrize(
    ("base", "head", "tip", "expected"),
    [
        pytest.param({}, {}, {}, {}, id="nothing"),
        pytest.param({}, USES, {}, {"added": [PAIR]}, id="added"),
        pytest.param(USES, {"orders/api.py": ""}, {}, {"removed": [PAIR]}, id="removed"),
        pytest.param(USES, {"orders/api.py": None}, {}, {"removed": [PAIR]}, id="removed with its file"),
        pytest.param(USES, {"orders/api.py": "\n\nimport billing.tax, billing.tax"}, {}, {}, id="other lines"),
        pytest.param({}, USES, USES, {}, id="the tip added it too"),
        pytest.param(USES, {"orders/api.py": ""}, {"orders/api.py": ""}, {}, id="the tip removed it too"),
        pytest.param(USES, {}, {"orders/api.py": ""}, {}, id="only the tip removed it"),
        pytest.param({}, {}, USES, {}, id="only the tip added it"),
        pytest.param(
            USES, {"orders/api.py": TYPE}, {}, {"changed": [("import", "type")]}, id="an import for types only now"
        ),
        pytest.param(
            {"orders/api.py": TYPE}, USES, {}, {"changed": [("type", "import")]}, id="one for types that now runs"
        ),
        pytest.param({"orders/api.py": TYPE}, USES, USES, {}, id="the tip changed it too"),
        pytest.param({}, {"orders/api.py": "import a.b"}, {}, {"added_external": [("orders/api.py", "a.b")]}, id="out"),
        pytest.param(
            USES, {"orders/api.py": "import billing.tax\n<<<<<<<\n"}, {}, {}, id="unreadable, but still there"
        ),
        pytest.param(USES, {"orders/api.py": "<<<<<<<\n"}, {}, {}, id="unreadable: nothing is removed"),
        pytest.param(
            {},
            {"orders/other": Link("../billing/tax.py")},
            {},
            {"added": [("orders/other", "billing/tax.py")]},
            id="a link",
        ),
        pytest.param(
            {},
            {"billing/missing.py": ""},
            {},
            {},
            id="a module that nobody uses",
        ),
        pytest.param(
            {"orders/api.py": "from billing import late"},
            {"billing/late.py": ""},
            {},
            {"added": [("orders/api.py", "billing/late.py")], "removed": [("orders/api.py", "billing/__init__.py")]},
            id="an edge in a file that did not change",
        ),
        pytest.param(
            {},
            {
                "libs/x": Submodule("0" * 40),
                ".gitmodules": '[submodule "x"]\n\tpath = libs/x\n\turl = https://example.org/x.git\n',
            },
            {},
            {"added_external": [("libs/x", "https://example.org/x.git")]},
            id="a submodule",
        ),
    ],
)
def test_delta(base: Files, head: Changes, tip: Changes, expected: dict[str, list[object]]) -> None:
    found = pairs(PullRequest({**SHOP, **base}, head, tip).change.delta)
    found.pop("removed_external", None)
    found["added_external"] = [pair for pair in found.get("added_external", []) if "typing" not in str(pair)]
    assert {name: values for name, values in found.items() if values} == expected


@pytest.mark.parametrize(
    ("renames", "head", "now"),
    [
        ({"orders/api.py": "orders/http.py"}, {}, ("orders/http.py", "billing/tax.py")),
        (
            {"billing/tax.py": "billing/vat.py"},
            {"orders/api.py": "import billing.vat"},
            ("orders/api.py", "billing/vat.py"),
        ),
        (
            {"orders/api.py": "orders/http.py", "billing/tax.py": "billing/vat.py"},
            {"orders/http.py": "import billing.vat"},
            ("orders/http.py", "billing/vat.py"),
        ),
    ],
)
def test_moved_edges_are_in_no_other_list(renames: dict[str, str], head: Changes, now: tuple[str, str]) -> None:
    delta = PullRequest({**SHOP, **USES}, head, renames=renames).change.delta
    assert pairs(delta) == {"moved": [(PAIR, now)]}


def test_files_that_swap_their_names_swap_their_edges() -> None:
    base = {**SHOP, "orders/a.py": "import billing.tax", "orders/b.py": "import billing.tax, shared.money"}
    renames = {"orders/a.py": "orders/b.py", "orders/b.py": "orders/a.py"}
    delta = PullRequest(base, renames=renames).change.delta
    assert set(pairs(delta)) == {"moved"}
    assert len(delta.moved) == 3


def test_an_external_edge_of_a_renamed_file_is_in_no_list() -> None:
    base = {**SHOP, "orders/api.py": "import requests"}
    assert pairs(PullRequest(base, renames={"orders/api.py": "orders/http.py"}).change.delta) == {}


def test_a_moved_edge_may_change_its_kind() -> None:
    change = PullRequest(
        {**SHOP, "orders/api.py": TYPE}, {"orders/b.py": "import billing.tax"}, renames={"orders/api.py": "orders/b.py"}
    )
    assert pairs(change.change.delta)["changed"] == [("type", "import")]


def test_lines_are_merged_and_the_strongest_kind_wins() -> None:
    (edge,) = PullRequest(SHOP, {"orders/api.py": TYPE + "from billing import tax\n"}).change.delta.added
    assert (edge.lines, edge.kind.value) == ((3, 4), "import")


def test_removed_edges_carry_the_lines_of_the_base() -> None:
    base = {**SHOP, "orders/api.py": "\n\nimport billing.tax"}
    (edge,) = PullRequest(base, {"orders/api.py": ""}).change.delta.removed
    assert edge.lines == (3,)


def test_under_a_manifest_that_cannot_be_read_nothing_is_removed() -> None:
    base = {
        "one/pyproject.toml": "[tool.uv.build-backend]\nmodule-root = 'lib'",
        "one/lib/pkg.py": "",
        "one/main.py": "import pkg",
        "two/pyproject.toml": "",
        "two/main.py": "import pkg",
    }
    assert PullRequest(base, {"one/pyproject.toml": "not TOML"}).change.delta.removed == ()
