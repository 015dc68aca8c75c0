"""What one file imports: source to (module, names, line, kind)."""

import pytest

from tests.python.codebase import Imports, imports, read

IMP, DYN = "import", "dynamic"
UNKNOWN = ""


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("", [], id="empty"),
        pytest.param("import a", [("a", (), 1, IMP)], id="module"),
        pytest.param("import a.b.c", [("a.b.c", (), 1, IMP)], id="dotted"),
        pytest.param("import a as b, c", [("a", (), 1, IMP), ("c", (), 1, IMP)], id="several"),
        pytest.param("from a import b as c, d", [("a", ("b", "d"), 1, IMP)], id="names"),
        pytest.param("from a import *", [("a", ("*",), 1, IMP)], id="star"),
        pytest.param("from . import a", [(".", ("a",), 1, IMP)], id="relative to the folder"),
        pytest.param("from ...a.b import c", [("...a.b", ("c",), 1, IMP)], id="relative above"),
        pytest.param("from a import (\n  b,  # b\n  c,\n)", [("a", ("b", "c"), 1, IMP)], id="several lines"),
        pytest.param("\\\nimport \\\n a", [("a", (), 2, IMP)], id="continued lines"),
        pytest.param("x = 1; import a; import b", [("a", (), 1, IMP), ("b", (), 1, IMP)], id="semicolons"),
        pytest.param("if x: import y", [("y", (), 1, IMP)], id="behind a condition"),
        pytest.param(
            "if x:\n import a\nelif y:\n import b\nelse:\n import c",
            [("a", (), 2, IMP), ("b", (), 4, IMP), ("c", (), 6, IMP)],
            id="branches",
        ),
        pytest.param("def f():\n  def g():\n    import a", [("a", (), 3, IMP)], id="function"),
        pytest.param(
            "class A:\n  import a\n  async def f(self):\n    import b",
            [("a", (), 2, IMP), ("b", (), 4, IMP)],
            id="class",
        ),
        pytest.param(
            "try:\n import a\nexcept E:\n import b\nelse:\n import c\nfinally:\n import d",
            [("a", (), 2, IMP), ("b", (), 4, IMP), ("c", (), 6, IMP), ("d", (), 8, IMP)],
            id="try",
        ),
        pytest.param(
            "try:\n import a\nexcept* E:\n import b", [("a", (), 2, IMP), ("b", (), 4, IMP)], id="except group"
        ),
        pytest.param(
            "match x:\n  case 1:\n    import a\n  case _:\n    import b",
            [("a", (), 3, IMP), ("b", (), 5, IMP)],
            id="match",
        ),
        pytest.param(
            "with x:\n import a\nfor x in y:\n import b\nelse:\n import c",
            [("a", (), 2, IMP), ("b", (), 4, IMP), ("c", (), 6, IMP)],
            id="with, for",
        ),
        pytest.param(
            "async def f():\n async with x:\n  import a\n async for x in y:\n  import b",
            [("a", (), 3, IMP), ("b", (), 5, IMP)],
            id="async",
        ),
        pytest.param("while x:\n import a", [("a", (), 2, IMP)], id="while"),
        pytest.param("x = lambda: 1\nimport a", [("a", (), 2, IMP)], id="beside a lambda"),
        pytest.param("'''\nimport a\n'''\n# import b\nx = 'import c'", [], id="text is no import"),
        pytest.param("\f\nimport a", [("a", (), 2, IMP)], id="form feed"),
        pytest.param("import \uff41\uff50\uff50", [("app", (), 1, IMP)], id="full-width letters"),
        pytest.param("import a\r\nimport b\r\n", [("a", (), 1, IMP), ("b", (), 2, IMP)], id="CRLF"),
        pytest.param(
            "# x\rimport a\rimport b\nimport c",
            [("a", (), 1, IMP), ("b", (), 1, IMP), ("c", (), 2, IMP)],
            id="bare CR is no line for git",
        ),
        pytest.param(
            "print 1\r\n# x\rimport a\nimport b", [("a", (), 2, IMP), ("b", (), 3, IMP)], id="bare CR in Python 2"
        ),
        pytest.param("from __future__ import annotations", [("__future__", ("annotations",), 1, IMP)], id="future"),
    ],
)
def test_statements(source: str, expected: Imports) -> None:
    assert imports(source) == expected
    assert read(source).problem is None


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(b"\xef\xbb\xbfimport a", id="UTF-8 with a mark"),
        pytest.param(b"# \xc3\xa9\nimport a", id="UTF-8"),
        pytest.param(b"# -*- coding: latin-1 -*-\nx = '\xe9'\nimport a", id="a declared encoding"),
        pytest.param(b"# coding: cp1252\nx = '\x80'\nimport a", id="another"),
        pytest.param(b"x = '\xe9'\nimport a", id="no UTF-8 and not declared"),
        pytest.param(b"# coding: no-such-thing\nimport a", id="an encoding that nobody knows"),
        pytest.param("import a".encode("utf-16"), id="UTF-16"),
        pytest.param(b"\xfe\xff" + "import a".encode("utf-16-be"), id="UTF-16, big end first"),
        pytest.param("# coding: utf-16\nimport a".encode("utf-16"), id="UTF-16, and declared"),
        pytest.param(b"\xef\xbb\xbfprint 1\nimport a", id="a mark before Python 2"),
    ],
)
def test_encodings(source: bytes) -> None:
    facts = read(source)
    assert [one.module for one in facts.imports] == ["a"]
    assert facts.problem is None


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("def f[T](x: T) -> T:\n    import a\n", id="type parameters"),
        pytest.param("type X[T] = list[T]\nimport a\n", id="type statement"),
        pytest.param("x = t'{y}'\nimport a\n", id="template strings"),
        pytest.param("x = f'{'y'}'\nimport a\n", id="nested quotes in an f-string"),
        pytest.param("try:\n    import a\nexcept A, B:\n    pass\n", id="except without parentheses"),
        pytest.param("def f():\n    for x in y:\n        import a\n        yield *x, 1\n", id="star in yield"),
        pytest.param("print 'x'\nimport a\n", id="print statement"),
        pytest.param("print >>f, 'x'\nexec 'x' in y\nimport a\n", id="print to a file, exec"),
        pytest.param("try:\n    import a\nexcept A, e:\n    raise B, 'x'\n", id="Python 2 exceptions"),
        pytest.param("x = 0777 + 10L\nif x <> 1:\n    import a\n", id="Python 2 numbers"),
    ],
)
def test_other_versions_of_python_are_read(source: str) -> None:
    facts = read(source)
    assert [one.module for one in facts.imports] == ["a"]
    assert facts.problem is None


@pytest.mark.parametrize(
    ("source", "line"),
    [
        pytest.param("import a\n<<<<<<< HEAD\nx = 1\n=======\nx = 2\n>>>>>>> other\nimport b\n", 2, id="conflict"),
        pytest.param("import a\nfrom {{name}} import x\nimport b\n", 2, id="template"),
        pytest.param("import a\nx = )\nimport b\n", 2, id="syntax error"),
        pytest.param("import a\nx = '\nimport b\n", 2, id="open string"),
        pytest.param("import a\n\0\nimport b\n", None, id="NUL"),
    ],
)
def test_broken_files_are_a_problem_and_saved_as_far_as_can_be(source: str, line: int | None) -> None:
    facts = read(source)
    assert "a" in [one.module for one in facts.imports]
    assert facts.problem is not None
    assert facts.problem.line == line


def test_the_line_of_a_problem_is_gits() -> None:
    problem = read("# x\r# y\r\nx = )\n").problem
    assert problem is not None
    assert problem.line == 2


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import importlib\nimportlib.import_module('a.b')", "a.b"),
        ("import importlib as il\nil.import_module('a')", "a"),
        ("from importlib import import_module\nimport_module('a')", "a"),
        ("from importlib import import_module as im\ndef f(): return im('a')", "a"),
        ("from importlib import *\nimport_module('a')", "a"),
        ("import importlib\nimportlib.import_module(name='a')", "a"),
        ("import importlib\nimportlib.import_module('a.' + 'b' + '.c')", "a.b.c"),
        ("import importlib\nimportlib.import_module('a.' 'b')", "a.b"),
        ("import importlib\nimportlib.import_module(f'a.b')", "a.b"),
        ("import importlib\nimportlib.import_module(f'a.{\"b\"}')", "a.b"),
        ("import importlib\nimportlib.import_module('.b', package='a')", "a.b"),
        ("import importlib\nimportlib.import_module('..b', 'a.c')", "a.b"),
        ("import importlib\nimportlib.import_module('.b', __package__)", ".b"),
        ("import importlib\nimportlib.import_module('.b', package=__name__)", ".b"),
        ("__import__('a.b')", "a.b"),
        ("import builtins\nbuiltins.__import__('a')", "a"),
        ("import importlib\nx = [importlib.__import__('a')]", "a"),
        ("import importlib\nimportlib.\uff49mport_module('a')", "a"),
        ("import importlib\nim = importlib.import_module\nim('a.b')", "a.b"),
        ("import importlib\nim: object = importlib.import_module\nim('a.b')", "a.b"),
        ("import importlib\nother = im = importlib.import_module\ndef f(): im('a.b')", "a.b"),
        ("import importlib as il\nim = il\nload = im.import_module\nload('a.b')", "a.b"),
        ("from importlib import import_module\nclass A:\n  load = import_module\n  x = load('a')", "a"),
        ("load = __import__\nload('a')", "a"),
        ("(im := __import__)('a')", "a"),
        ("if im := __import__: im('a')", "a"),
        ("im = getattr(__builtins__, '__import__')\nim('a')", "a"),
        ("import importlib\ngetattr(importlib, 'import_module')('a')", "a"),
        ("import importlib\ngetattr(importlib, 'import_' + 'module', None)('a')", "a"),
        ("import importlib\nimportlib.import_module(name := 'a')", "a"),
        ("import importlib\nimportlib.import_module((name := 'a.') + 'b')", "a.b"),
        ("import runpy\nrunpy.run_module('a')", "a"),
        ("import runpy\nrunpy.run_module(mod_name='a')", "a"),
        ("from runpy import run_module as run\nrun('a')", "a"),
        ("import pkgutil\npkgutil.resolve_name('a.b:c.d')", "a.b"),
        ("import pkgutil\npkgutil.resolve_name('a.b.c')", "a.b.c"),
        ("import importlib.util\nimportlib.util.find_spec('a')", "a"),
        ("import importlib.util as iu\niu.find_spec('a')", "a"),
        ("from importlib import util\nutil.find_spec('a')", "a"),
        ("from importlib.util import find_spec\nfind_spec('.b', 'a')", "a.b"),
        ("from importlib.util import *\nfind_spec('a')", "a"),
        ("from mine import util\nutil.find_spec('a')", None),
        ("import runpy\nrunpy.run_path('a')", "file:a"),
        ("import runpy\nrunpy.run_path(path_name=__file__ + '/../a.py')", "file:./a.py"),
        ("import runpy\nrunpy.run_path(x)", UNKNOWN),
        ("from importlib.util import spec_from_file_location as load\nload('x', '../a.py')", "file:../a.py"),
        ("from importlib import machinery\nmachinery.SourceFileLoader('x', '/srv/a.py')", UNKNOWN),
        ("import pkgutil\npkgutil.resolve_name(':a')", None),
        ("import importlib\nim = mine.import_module\nim('a')", None),
        ("import importlib\ngetattr(importlib, name)('a')", "a"),
        ("import importlib\ngetattr(importlib)('a')", None),
        ("import importlib\nimportlib.import_module(name)", UNKNOWN),
        ("import importlib\nimportlib.import_module(f'a.{name}')", "a."),
        ("import importlib\nimportlib.import_module('a' + name)", UNKNOWN),
        ("import importlib\nimportlib.import_module('.b')", None),
        ("import importlib\nimportlib.import_module('...b', 'a.c')", None),
        ("import importlib\nimportlib.import_module('.b', package=other)", UNKNOWN),
        ("import importlib\nimportlib.import_module(b'a')", None),
        ("import importlib\nimportlib.import_module()", None),
        ("def import_module(name): ...\nimport_module('a')", None),
        ("from mine import import_module\nimport_module('a')", None),
        ("mine.import_module('a')", None),
        ("mine.__import__('a')", None),
    ],
)
@pytest.mark.parametrize("prefix", ["", "print 1\n"], ids=["ast", "fallback"])
def test_calls_that_import(prefix: str, source: str, expected: str | None) -> None:
    assert [one[0] for one in imports(prefix + source) if one[3] == DYN] == ([] if expected is None else [expected])


@pytest.mark.parametrize("prefix", ["", "print 1\n"], ids=["ast", "fallback"])
def test_a_call_is_at_its_own_line(prefix: str) -> None:
    first, second = imports(prefix + "import importlib\nx = (\n  importlib.import_module('a')\n)")
    assert second == ("a", (), first[2] + 2, DYN)


HIDDEN = "x = +AF8AXw-import+AF8AXw-('a')\nimpor+AHQ- b\n"


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(b"# coding: utf-7\n" + HIDDEN.encode(), id="first line"),
        pytest.param(b"#!python\r\n# -*- coding: UTF_7 -*-\r\n" + HIDDEN.encode(), id="second line"),
        pytest.param(b"# coding: utf-7\nprint 1\n" + HIDDEN.encode(), id="Python 2"),
        pytest.param(b"# coding: latin-1\nimport b\n__imp\xbart__('a')\n", id="letters that compare as others"),
        pytest.param("# coding: gbk\nimport b\n__\uff49mport__('a')\n".encode("gbk"), id="in another encoding"),
    ],
)
def test_an_encoding_hides_no_call(source: bytes) -> None:
    assert {one.module for one in read(source).imports} == {"a", "b"}


def test_lines_that_only_an_encoding_has_are_none_of_git() -> None:
    source = b"# coding: utf-7\nx = 1+AAo-+AAo-+AAo-import a\r"
    assert all(one.line <= 2 for one in read(source).imports)
