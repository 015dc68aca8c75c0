"""Which components a change affects, and in which order they are built."""

import pytest

from checks import Affected, Dependent, affected, load_policy
from tests.core.building import Changes, Files, PullRequest

BASE: Files = {
    **{f"{name}/__init__.py": "" for name in ("core", "models", "api", "web", "tools", "docs")},
    "core/x.py": "",
    "models/x.py": "import core.x",
    "api/x.py": "import models.x",
    "web/tests/test_x.py": "import api.x",
    "tools/x.py": "",
    "readme.md": "",
}
POLICY = "version: 1\ncomponents:\n" + "".join(
    f"  {name}: {{path: {name}}}\n" for name in ("core", "models", "api", "web", "tools")
)


def of(head: Changes, base: Files = BASE) -> Affected:
    return affected(PullRequest(base, head, policy=POLICY).change, load_policy(POLICY))


def test_dependents_come_by_distance() -> None:
    assert of({"core/x.py": "x = 1"}) == Affected(
        ("core",),
        (Dependent("models", 1, "core"), Dependent("api", 2, "models"), Dependent("web", 3, "api")),
        ("core", "models", "api", "web"),
    )


@pytest.mark.parametrize(
    ("head", "changed", "dependents"),
    [
        ({"tools/x.py": "x = 1"}, ("tools",), ()),
        ({"api/x.py": "x = 1"}, ("api",), ("web",)),
        ({"core/x.py": None}, ("core",), ("models", "api", "web")),
        ({"tools/x.py": "x = 1", "api/x.py": "import tools.x"}, ("api", "tools"), ("web",)),
        ({"core/data.txt": "x"}, ("core",), ("models", "api", "web")),
        ({}, (), ()),
    ],
)
def test_what_is_affected(head: Changes, changed: tuple[str, ...], dependents: tuple[str, ...]) -> None:
    found = of(head)
    assert (found.changed, tuple(one.component for one in found.dependents)) == (changed, dependents)


def test_files_of_no_component_are_counted() -> None:
    assert of({"readme.md": "x", "docs/a.md": "y"}) == Affected((), (), (), outside=2)


def test_the_order_goes_round_a_cycle_by_name() -> None:
    base = {**BASE, "core/x.py": "import api.x"}
    found = of({"models/x.py": "import core.x\nx = 1"}, base)
    assert found.order == ("api", "core", "models", "web")
