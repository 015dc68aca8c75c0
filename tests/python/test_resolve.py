"""Files, importer and statement to what the import means. `ext:` is outside, `a|b` ambiguous, [] nothing."""

import pytest

from tests.python.codebase import resolve

PACKAGE = ["pkg/__init__.py", "pkg/a.py", "pkg/sub/__init__.py", "pkg/sub/b.py"]


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("import pkg", ["pkg/__init__.py"]),
        ("import pkg.a", ["pkg/a.py"]),
        ("import pkg.sub", ["pkg/sub/__init__.py"]),
        ("import pkg.sub.b", ["pkg/sub/b.py"]),
        ("from pkg import a", ["pkg/a.py"]),
        ("from pkg import a, X", ["pkg/a.py", "pkg/__init__.py"]),
        ("from pkg import X, Y", ["pkg/__init__.py"]),
        ("from pkg import *", ["pkg/__init__.py"]),
        ("from pkg.a import X", ["pkg/a.py"]),
        ("from pkg.sub import b as c", ["pkg/sub/b.py"]),
        ("import pkg.a, pkg.sub.b", ["pkg/a.py", "pkg/sub/b.py"]),
        ("import pkg.missing", ["pkg/__init__.py"]),
        ("from pkg.sub.generated.x_pb2 import Message", ["pkg/sub/__init__.py"]),
        ("import pkg.a.attribute", ["pkg/a.py"]),
        ("import requests", ["ext:requests"]),
        ("import requests.adapters", ["ext:requests.adapters"]),
        ("from monstrino_models.orm import Base", ["ext:monstrino_models.orm"]),
        ("from requests import get, post", ["ext:requests"]),
        ("import os.path", ["ext:os.path"]),
        ("from __future__ import annotations", ["ext:__future__"]),
        ("import distutils, compression.zstd", ["ext:distutils", "ext:compression.zstd"]),
    ],
)
def test_a_package_seen_from_beside(statement: str, expected: list[str]) -> None:
    assert resolve(PACKAGE, "main.py", statement) == expected


@pytest.mark.parametrize(
    ("importer", "statement", "expected"),
    [
        ("pkg/x.py", "from . import a", ["pkg/a.py"]),
        ("pkg/x.py", "from . import X", ["pkg/__init__.py"]),
        ("pkg/x.py", "from .a import X", ["pkg/a.py"]),
        ("pkg/x.py", "from .sub.b import X", ["pkg/sub/b.py"]),
        ("pkg/sub/x.py", "from .. import a", ["pkg/a.py"]),
        ("pkg/sub/x.py", "from ..a import X", ["pkg/a.py"]),
        ("pkg/sub/__init__.py", "from . import b", ["pkg/sub/b.py"]),
        ("pkg/sub/__init__.py", "from .b import *", ["pkg/sub/b.py"]),
        ("pkg/x.py", "from .missing import X", []),
        ("pkg/x.py", "import pkg.missing", []),
        ("pkg/x.py", "from pkg.missing import X", []),
        ("pkg/x.py", "from .sub.missing import X", ["pkg/sub/__init__.py"]),
        ("pkg/x.py", "from ... import X", []),
        ("pkg/x.py", "from ....far import X", []),
        ("main.py", "from .. import X", []),
        ("main.py", "from . import pkg", ["pkg/__init__.py"]),
    ],
)
def test_relative_imports(importer: str, statement: str, expected: list[str]) -> None:
    assert resolve(PACKAGE, importer, statement) == expected


@pytest.mark.parametrize(
    ("files", "importer", "statement", "expected"),
    [
        pytest.param(["a/x.py"], "a/y.py", "from . import x", ["a/x.py"], id="a folder"),
        pytest.param(["a/b/x.py"], "a/y.py", "from .b import x", ["a/b/x.py"], id="a folder below"),
        pytest.param(["a/b/x.py"], "a/y.py", "from .b.x import X", ["a/b/x.py"], id="a module below"),
        pytest.param(["a/x.py"], "a/b/y.py", "from ..x import X", ["a/x.py"], id="above"),
        pytest.param(["my-job/x.py"], "my-job/y.py", "from .x import X", ["my-job/x.py"], id="hyphens"),
        pytest.param(["a/x.py"], "a/y.py", "from . import X", [], id="a folder has no names"),
    ],
)
def test_relative_imports_without_init(files: list[str], importer: str, statement: str, expected: list[str]) -> None:
    assert resolve(files, importer, statement) == expected


@pytest.mark.parametrize(
    ("files", "statement", "expected"),
    [
        pytest.param(["a.py", "a/__init__.py"], "import a", ["a/__init__.py"], id="a package wins over a module"),
        pytest.param(["a.py", "a/b.py"], "import a", ["a.py"], id="a module wins over a mere folder"),
        pytest.param(["a.py", "a.pyi"], "import a", ["a.py"], id="source wins over a stub"),
        pytest.param(["a.pyi"], "import a", ["a.pyi"], id="a stub alone"),
        pytest.param(["a/__init__.pyi", "a/b.pyi"], "from a import b", ["a/b.pyi"], id="a package of stubs"),
        pytest.param({"p/__init__.py": "from .n import n", "p/n.py": ""}, "from p import n", ["p/n.py"], id="both"),
        pytest.param(["ns/foobar/__init__.py"], "import ns.foo", ["ext:ns.foo"], id="ns.foo is not ns.foobar"),
        pytest.param(["ns/foo/__init__.py"], "import ns.foo", ["ns/foo/__init__.py"], id="namespace package"),
        pytest.param(["ns/foo.py"], "from ns import foo", ["ns/foo.py"], id="module of a namespace package"),
        pytest.param(["ns/foo.py"], "import ns", [], id="a namespace package itself is no file"),
        pytest.param(["ns/foo.py"], "from ns import *", [], id="nor has it names"),
        pytest.param(["ns/foo.py"], "from ns import bar, foo", ["ext:ns.bar", "ns/foo.py"], id="an installed part"),
        pytest.param(["ns/foo.py"], "from ns.a import bar", ["ext:ns.a"], id="an installed package"),
        pytest.param(["ns/a/foo.py"], "from ns import a", [], id="a namespace package in another"),
        pytest.param(["ns/a/foo.py"], "from ns.a import bar", ["ext:ns.a.bar"], id="an installed part of it"),
        pytest.param(["a/__init__.py", "a/b/c.py"], "from a.b import c", ["a/b/c.py"], id="mere folder in a package"),
        pytest.param(["a/__init__.py", "a/b/c.py"], "from a.b import d", [], id="which has no names either"),
    ],
)
def test_what_lies_where(files: dict[str, str] | list[str], statement: str, expected: list[str]) -> None:
    assert resolve(files, "main.py", statement) == expected


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ('import_module("pkg.a")', ["pkg/a.py"]),
        ('import_module(".a", package="pkg")', ["pkg/a.py"]),
        ('import_module(".b", __package__)', ["pkg/sub/b.py"]),
        ('import_module("requests")', ["ext:requests"]),
    ],
)
def test_calls(call: str, expected: list[str]) -> None:
    found = resolve(PACKAGE, "pkg/sub/x.py", f"from importlib import import_module\n{call}")
    assert found == ["ext:importlib", *expected]
