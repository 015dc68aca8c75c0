"""tach's files, beyond the table of docs/import.md."""

from tests.adoption.importing import SHOP, Imported

PROJECT = """
source_roots = ["src"]
exclude = ["**/build", "a{b}"]
[[modules]]
path = "shop.a"
depends_on = ["shop.b", "shop.gone"]
[[modules]]
path = "shop.b"
depends_on = []
"""
DOMAIN = """
[root]
depends_on = ["//shop.b"]
[[modules]]
path = "x"
depends_on = ["<domain_root>", "y"]
visibility = ["//shop.a"]
[[modules]]
path = "y"
depends_on = ["x"]
"""
SOURCES = [f"src/{path}" for path in SHOP]


def test_a_domain_names_modules_from_its_folder_on() -> None:
    files = {"tach.toml": PROJECT, "src/shop/plugins/tach.domain.toml": DOMAIN}
    imported = Imported(files, SOURCES)
    assert imported.component("shop.plugins") == {"depends_on": ["shop.b"]}
    assert imported.component("shop.plugins.x", path=True) == {
        "path": "src/shop/plugins/x",
        "depends_on": ["shop.plugins", "shop.plugins.y"],
        "used_by": ["shop.a", "tests"],
    }


def test_an_excluded_domain_is_not_read() -> None:
    imported = Imported({"tach.toml": PROJECT, "src/shop/plugins/build/tach.domain.toml": DOMAIN}, SOURCES)
    assert imported.names == ["shop.a", "shop.b"]


def test_excluded_folders_are_ignored_beside_the_usual_ones() -> None:
    ignored = Imported({"tach.toml": PROJECT}, SOURCES).words["ignore"]
    assert isinstance(ignored, list)
    assert ignored[-1] == "**/build"
    assert "**/*.min.{js,css}" in ignored


def test_what_is_not_understood_is_listed() -> None:
    left = Imported({"tach.toml": PROJECT + "\n[new_option]\nx = 1\n"}, SOURCES).left_out
    assert "a{b} (it is no plain glob)" in left
    assert "shop.gone in a list: no module of this name" in left
    assert "new_option: an option that is not known here" in left


def test_a_parent_whose_part_may_use_anything_has_no_list() -> None:
    text = '[[modules]]\npath = "shop"\ndepends_on = []\n[[modules]]\npath = "shop.a"\n'
    imported = Imported({"tach.toml": text}, SHOP)
    assert imported.component("shop") == {}
    assert "module shop: its list: a part of it may use more" in imported.left_out


def test_a_parent_with_parts_in_other_layers_has_no_layer() -> None:
    text = 'layers = ["high", "low"]\n' + "".join(
        f'[[modules]]\npath = "{path}"\nlayer = "{layer}"\n'
        for path, layer in {"shop": "high", "shop.a": "low", "shop.b": "high"}.items()
    )
    imported = Imported({"tach.toml": text}, SHOP)
    assert imported.words["layers"] == ["shop.b", "shop.a"]
    assert "the layer of shop: parts of it are of other layers" in imported.left_out


def test_a_pattern_leaves_a_module_its_own_entry() -> None:
    text = '[[modules]]\npath = "shop.plugins.*"\ndepends_on = []\n[[modules]]\npath = "shop.plugins.x"\n'
    imported = Imported({"tach.toml": text}, SHOP)
    assert imported.component("shop.plugins.x") == {}
    assert imported.component("shop.plugins.y") == {"depends_on": []}
