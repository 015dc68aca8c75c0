"""import-linter's files and contracts, beyond the table of docs/import.md."""

import pytest

from app.adoption.imported import UnreadableConfigurationError
from tests.adoption.importing import SHOP, Imported

PYPROJECT = """
[tool.importlinter]
root_package = "shop"
exclude_type_checking_imports = true

[[tool.importlinter.contracts]]
name = "first"
type = "layers"
layers = ["shop.a", ["shop.b", "shop.c"]]

[[tool.importlinter.contracts]]
name = "second"
type = "layers"
layers = ["shop.c", "(shop.util)"]
"""


def contract(*lines: str) -> str:
    return "[importlinter:contract:" + lines[0] + "]\n" + "\n".join(lines[1:])


def ini(*contracts: str) -> dict[str, str]:
    return {"setup.cfg": "\n".join(["[metadata]", "name = shop", "[importlinter]", "root_package = shop", *contracts])}


def test_a_second_order_becomes_lists() -> None:
    imported = Imported({"pyproject.toml": PYPROJECT}, SHOP)
    assert "layers" not in imported.words
    assert imported.component("shop.b") == {"depends_on": {"not": ["shop.a", "shop.c"], "indirect": True}}
    assert imported.component("shop.util") == {"depends_on": {"not": ["shop.c"], "indirect": True}}
    assert imported.words["type_imports"] == "ignore"


def test_layers_of_a_container_whose_parts_are_components() -> None:
    forbidden = contract("one", "type = forbidden", "source_modules = shop.a", "forbidden_modules = sqlalchemy")
    layers = contract("two", "type = layers", "containers = shop", "layers =", "  a", "  b")
    imported = Imported(ini(forbidden, layers), SHOP)
    assert "shop" not in imported.names
    assert imported.component("shop.b") == {"depends_on": {"not": ["shop.a"], "indirect": True}}


def test_a_component_and_the_family_of_its_packages_claim_no_file_equally() -> None:
    one = contract("one", "type = independence", "modules = shop.plugins.*")
    two = contract("two", "type = forbidden", "source_modules = shop.plugins", "forbidden_modules = shop.a")
    imported = Imported(ini(one, two), SHOP)
    assert imported.component("shop.plugins.each", path=True)["path"] == "shop/plugins/{module}/**/*.*"


def test_single_files_beside_a_family_are_components() -> None:
    one = contract("one", "type = independence", "modules = shop.*")
    imported = Imported(ini(one), SHOP)
    assert imported.component("shop.util") == {"depends_on": {"not": ["shop.each"], "indirect": True}}


def test_what_one_lies_in_is_not_forbidden() -> None:
    one = contract(
        "one", "type = forbidden", "source_modules = shop.plugins.x", "forbidden_modules =", "  shop", "  shop.a"
    )
    imported = Imported(ini(one), SHOP)
    assert imported.component("shop.plugins.x") == {"depends_on": {"not": ["shop.a"], "indirect": True}}


def test_direct_and_indirect_rules_of_one_component_are_one_list() -> None:
    one = contract("one", "type = forbidden", "source_modules = shop.a", "forbidden_modules = shop.b")
    two = contract(
        "two",
        "type = forbidden",
        "source_modules = shop.a",
        "forbidden_modules = shop.c",
        "allow_indirect_imports = True",
    )
    imported = Imported(ini(one, two), SHOP)
    assert imported.component("shop.a") == {"depends_on": {"not": ["shop.b", "shop.c"]}}
    assert "contract one: chains of imports from shop.a" in imported.left_out


def test_packages_below_a_source_folder() -> None:
    one = contract("one", "type = forbidden", "source_modules = shop.a", "forbidden_modules = shop.b")
    imported = Imported(ini(one), [f"src/{path}" for path in SHOP])
    assert imported.component("shop.a", path=True)["path"] == "src/shop/a"


def test_doors_for_some_of_the_packages() -> None:
    one = contract(
        "one",
        "type = forbidden",
        "source_modules = shop",
        "forbidden_modules =",
        "  subprocess",
        "  pty",
        "ignore_imports = shop.b -> subprocess",
    )
    imported = Imported(ini(one), SHOP)
    assert imported.component("shop.b") == {"encapsulates": ["subprocess"]}
    assert imported.component("shop") == {"external": {"not": ["pty"]}}


def test_ignored_patterns_are_listed_and_no_exceptions() -> None:
    one = contract(
        "one",
        "type = forbidden",
        "source_modules = shop.a",
        "forbidden_modules = shop.b",
        "ignore_imports = shop.a.* -> shop.b",
    )
    imported = Imported(ini(one), SHOP)
    assert "ignored import shop.a.* -> shop.b" in imported.left_out
    assert "exceptions" not in imported.text


def test_a_file_that_is_no_ini() -> None:
    with pytest.raises(UnreadableConfigurationError, match="cannot be read"):
        Imported({".importlinter": "= ["}, SHOP)
