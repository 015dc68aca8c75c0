"""Symbolic links and submodules: what they are edges to, and what imports through them mean."""

import pytest

from tests.core.building import Files, Link, Submodule, graph
from tests.core.shop import SHOP


@pytest.mark.parametrize(
    ("link", "target", "imported"),
    [
        ("orders/x.py", "../billing/tax.py", "billing/tax.py"),
        ("orders/x", "../billing", "billing"),
        ("orders/x", "../billing/", "billing"),
        ("x", "billing/./tax.py", "billing/tax.py"),
        ("orders/x", "../nowhere", "nowhere"),
        ("orders/x", "..", "."),
    ],
)
def test_a_link_is_an_edge_to_its_target(link: str, target: str, imported: str) -> None:
    found = graph({**SHOP, link: Link(target)})
    assert [(edge.imported, edge.kind.value, edge.lines) for edge in found.edges.values()] == [(imported, "link", (1,))]
    assert found.problems == {}


@pytest.mark.parametrize("target", ["/", "/etc/passwd", "../..", "../../x", "../orders/../../x"])
def test_a_link_that_leaves_the_repository_is_unreadable(target: str) -> None:
    found = graph({"orders/x": Link(target)})
    assert (list(found.edges), list(found.problems)) == ([], ["orders/x"])


@pytest.mark.parametrize(
    ("files", "statement", "imported"),
    [
        ({"orders/taxes.py": Link("../billing/tax.py")}, "import orders.taxes", "billing/tax.py"),
        ({"orders/money": Link("../billing")}, "import orders.money.tax", "billing/tax.py"),
        ({"orders/money": Link("../billing")}, "from .money import tax", "billing/tax.py"),
        ({"orders/money": Link("../billing")}, "from .money import missing", "billing/__init__.py"),
    ],
)
def test_imports_resolve_through_links(files: Files, statement: str, imported: str) -> None:
    found = graph({**SHOP, **files, "orders/api.py": statement})
    assert ("orders/api.py", imported) in found.edges


def test_the_same_folder_under_two_names_is_not_ambiguous() -> None:
    files: Files = {
        "libs/common/pyproject.toml": "",
        "libs/common/common/__init__.py": "",
        "one/pyproject.toml": "",
        "one/common": Link("../libs/common/common"),
        "two/pyproject.toml": "",
        "two/main.py": "import common",
    }
    found = graph(files)
    assert ("two/main.py", "libs/common/common/__init__.py") in found.edges
    assert found.ambiguous == {}


def test_a_link_to_what_holds_it_ends() -> None:
    assert ("orders/x", ".") in graph({**SHOP, "orders/x": Link("..")}).edges


def test_a_submodule_is_listed_and_an_external_edge() -> None:
    lines = [
        '[submodule "x"]',
        '\tpath = "libs/x"',
        "\turl = git@example.org:x.git",
        '[submodule "gone"]',
        "\tpath = gone",
    ]
    found = graph({".gitmodules": "\n".join(lines), "libs/x": Submodule("0" * 40)})
    (edge,) = found.external.values()
    assert (edge.pair, edge.lines) == (("libs/x", "git@example.org:x.git"), (3,))
    assert list(found.problems) == ["libs/x"]
