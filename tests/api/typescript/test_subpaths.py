"""The `exports` of two manifests."""

import pytest

from checks.codebase.languages.typescript.api_subpaths import subpath_breaks

TABLES: list[tuple[object, object, list[str]]] = [
    ({".": "./a.js", "./b": "./b.js"}, {".": "./a.js"}, ["./b"]),
    ({".": "./a.js", "./b": "./b.js"}, {".": "./a.js", "./*": "./*.js"}, []),
    ({"./*": "./dist/*.js"}, {"./b": "./dist/b.js"}, ["./*"]),
    ({"./b": "./b.js"}, {"./b": None}, ["./b"]),
    ({"./b": None}, {}, []),
    ({"import": "./a.js", "require": "./a.cjs"}, "./a.js", []),
    ("./a.js", {".": {"types": "./a.d.ts", "default": "./a.js"}}, []),
    ("./a.js", {"./b": "./b.js"}, ["."]),
    ({"./features/": "./src/features/"}, {"./features/*": "./src/features/*"}, []),
    (None, {".": "./a.js"}, []),
    ({".": "./a.js"}, None, []),
]


@pytest.mark.parametrize(("before", "after", "gone"), TABLES, ids=str)
def test_removed_subpaths(before: object, after: object, gone: list[str]) -> None:
    assert [each.name for each in subpath_breaks(before, after, "package.json")] == gone
