"""The scanner says what the parser says, or nothing; what is used of the runtime only the parser tells."""

import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.codebase.facts import FileFacts
from checks.codebase.languages.python.scan import scan_source
from tests.python.codebase import read

TYPING = "from typing import TYPE_CHECKING\n"
SECONDS = 5.0
CHECKING = TYPING + "if TYPE_CHECKING:\n"


def scan(source: str | bytes) -> FileFacts | None:
    return scan_source(source if isinstance(source, bytes) else source.encode())


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("", id="nothing"),
        pytest.param("x = 1\n", id="no import"),
        pytest.param("import a", id="no line feed at the end"),
        pytest.param("import a.b as c, d ,e\n", id="several modules"),
        pytest.param("import\ta\nfrom\ta\timport\tb\n", id="tabs between the words"),
        pytest.param("from .x import (a as b,\n  c,  # comment (with brackets), d\n)\n", id="brackets over lines"),
        pytest.param("from . import (a, b)\nfrom ... import c\nfrom ..d.e import f\n", id="relative"),
        pytest.param("from x import(a)\nfrom x import  ( a )  # why\n", id="brackets without space"),
        pytest.param("from x import *  # noqa\n", id="star"),
        pytest.param("from x import a, \\\n    b as \\\n c\nimport d, \\\n e\n", id="joined lines"),
        pytest.param("from x \\\n  import a\n", id="joined lines before import"),
        pytest.param("from x import b\\\n\\\n, c\n", id="joined lines that are empty"),
        pytest.param("from importer import reimport, important\nimported = 1\n", id="words with import in them"),
        pytest.param("x = 1\n\ndef f():\n    import a\n    class B:\n        from b import c\n", id="in functions"),
        pytest.param("class A:\n\timport a\n", id="tabs"),
        pytest.param("try:\n    import a\nexcept ImportError:\n    a = None\nelse:\n  import b\n", id="try"),
        pytest.param('"""Do\nimport x\n"""\nimport a\n', id="docstring with an import line"),
        pytest.param("'''Do\nimport x\n\"\"\"'''\nimport a\n", id="docstring with other quotes"),
        pytest.param("x = '''\nimport x'''\nimport a\n'''\nimport y\n'''\n", id="strings between"),
        pytest.param('x = """a\\"""\nimport x\n"""\nimport a\n', id="escaped quotes in a long string"),
        pytest.param('x = """a" ""\nimport x\\\\"""\nimport a\n', id="escaped backslash before the end"),
        pytest.param('x = r"""a\\"""\nimport x\n"""\nimport a\n', id="raw long string"),
        pytest.param("x = r'\\'\\\nimport x'\nimport a\n", id="raw string over joined lines"),
        pytest.param("x = 'a\\\nimport x'\nimport a\n", id="string over joined lines"),
        pytest.param('x = \'"""\'\nimport a\ny = \'"""\'\nimport b\n', id="long quotes in short strings"),
        pytest.param("# it's \"\"\" a\nimport a\n# don't\nimport b  # '''\n", id="quotes in comments"),
        pytest.param("# \\\nimport a\n", id="comment that ends in a backslash"),
        pytest.param("x = ('a'\n  'import b'\n  'c')\nimport a\n", id="strings joined over lines"),
        pytest.param("x = '#'; y = '''\nimport x\n'''\nimport a\n", id="hash in a string"),
        pytest.param("x = ''\ny = \"\"\nz = '' ''\nimport a\n", id="empty strings"),
        pytest.param("x = ''''''\ny = \"\"\"\"\"\"\nimport a\n", id="empty long strings"),
        pytest.param("x = ('a''b' \"\"'c')\nimport a\n", id="strings that touch"),
        pytest.param("x = f'{a}{{b}}{c[\"d\"]!r:>{w}}' rb'{'\nimport a\n", id="f-strings"),
        pytest.param("x = f'''\nimport x {y}\n'''\nimport a\n", id="long f-strings"),
        pytest.param("x = f''' {y[\"z\"]} '''\nimport a\n", id="quotes in a long f-string"),
        pytest.param("x = '{'\ny = f''\nimport a\n", id="braces in a plain string"),
        pytest.param("x = [\n  1,\n  {2: (3,)},\n]\nimport a\n", id="brackets"),
        pytest.param("x = 1 + \\\n  2\nimport a\n", id="joined lines of code"),
        pytest.param("x = 1 \\\n\nimport a\n", id="joined with an empty line"),
        pytest.param("@a.b(c)\ndef f(x: 'import y') -> \"import z\":\n  import a\n", id="decorators, quoted types"),
        pytest.param("def f():\n  yield from x\n  raise X from e\nimport a\n", id="other uses of from"),
        pytest.param("async def f():\n  async with a as b:\n    import a\n", id="async"),
        pytest.param("match x:\n  case [a, *_] if a != 1:\n    import a\n", id="match"),
        pytest.param("if (y := f(lambda: 1)):\n  import a\n", id="walrus, lambda"),
        pytest.param("type X = int\ndef f[T](a: T): ...\nimport a\n", id="newer than Python 3.11"),
        pytest.param("print 'a'\nexec 'import x'\ntry: pass\nexcept A, e: pass\nimport a\n", id="Python 2"),
        pytest.param("import a\r\nx = '''\r\nimport b\r\n'''\r\nfrom a import (b,\r\n c)\r\n", id="crlf"),
        pytest.param("\ufeffimport a\n", id="byte order mark"),
        pytest.param("# -*- coding: utf-8 -*-\nimport a  # ä\nx = 'ü'\n", id="cookie"),
        pytest.param("# coding: latin-1\nimport a\n", id="cookie that changes nothing"),
        pytest.param("x = 'ä'\n# ß\nimport a\nü = 1\n", id="beyond ASCII in strings and behind the imports"),
        pytest.param("import a\n\f\nimport b\n", id="form feed on a line of its own"),
        pytest.param("# import x\nimport a  # import y\nx = 'import z'  # import\n", id="the word elsewhere"),
        pytest.param("from __future__ import annotations\nimport a\n", id="future"),
        pytest.param("\n" * 50 + "import a\n\n\nimport b", id="line numbers"),
    ],
)
def test_scanned(source: str) -> None:
    facts = scan(source)
    assert facts is not None
    assert facts == replace(read(source), uses=None)


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(CHECKING + "    import a\n    from b import (\n c,\n)\nimport d\n", id="a block"),
        pytest.param(CHECKING + "    import a\n", id="at the end"),
        pytest.param(
            CHECKING + "\n    # why\n\n    import a\n\n  # what\n\n    import b\nx = 1\nimport c\n", id="comments"
        ),
        pytest.param(CHECKING + "    import a\nelse:\n    import b\n", id="else"),
        pytest.param(CHECKING + "    import a\nelif x:\n    import b\n", id="elif"),
        pytest.param(CHECKING.replace(":\n", ":  # why\n") + "\timport a\n", id="comment behind the colon, tabs"),
        pytest.param(TYPING + "class A:\n  if TYPE_CHECKING:\n    import a\n  import b\n", id="in a class"),
        pytest.param(TYPING + "def f():\n  if TYPE_CHECKING:\n    import a\n  x = 1\n  import b\n", id="in a function"),
        pytest.param(CHECKING + "  import a\nif TYPE_CHECKING:\n  import b\nimport c\n", id="two blocks"),
        pytest.param(
            "from typing import (\n  Any,\n  TYPE_CHECKING,\n)\nif TYPE_CHECKING:\n  import a\n", id="brackets"
        ),
        pytest.param(TYPING + "import a\n", id="not used"),
        pytest.param(CHECKING + "  import a\n'''TYPE_CHECKING'''\n# TYPE_CHECKING\nimport b\n", id="in strings"),
        pytest.param(CHECKING + "  import a\nif TYPE_CHECKING:\n  x = 1\n", id="a block behind the imports"),
        pytest.param(CHECKING + "  import a\nx = 'ä'\n", id="beyond ASCII"),
        pytest.param("from typing_extensions import TYPE_CHECKING\nif TYPE_CHECKING:\n  import a\n", id="other module"),
    ],
)
def test_scanned_type_only(source: str) -> None:
    facts = scan(source)
    assert facts is not None
    assert facts == replace(read(source), uses=None)


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("if x: import y\n", id="behind a colon"),
        pytest.param("x = 1; import y\n", id="behind a semicolon"),
        pytest.param("import y; x = 1\n", id="before a semicolon"),
        pytest.param("x = '''\n'''; import y\n", id="behind a long string"),
        pytest.param("if x: \\\n  import y\n", id="on a joined line"),
        pytest.param("from x \\\n import y, important\nz = 1; \\\nimport a\n", id="joined to a statement"),
        pytest.param("import x . y\n", id="spaces at dots"),
        pytest.param("from .x.y . z import a\n", id="spaces at dots of from"),
        pytest.param("from. import a\n", id="no space before dots"),
        pytest.param("from x import (a, \\\n  b)\n", id="joined lines in brackets"),
        pytest.param("\fimport a\n", id="form feed"),
        pytest.param("import a\rimport b\n", id="bare carriage return"),
        pytest.param("import ünï\n", id="beyond ASCII"),
        pytest.param("import \uff41\n", id="full-width letters"),
        pytest.param("# coding: latin-1\nimport a # ä\n".encode("latin-1"), id="latin-1"),
        pytest.param("# coding: latin-1\nimport a # ä\n", id="latin-1 read from UTF-8"),
        pytest.param(b"# coding: utf-7\n+AGkAbQBwAG8AcgB0- a\n", id="utf-7"),
        pytest.param("import a\n".encode("utf-16"), id="utf-16"),
        pytest.param(b"import a  # \xe4\n", id="not UTF-8"),
        pytest.param("import importlib\nimportlib.import_module('a')\n", id="importlib"),
        pytest.param("x = __import__('a')\n", id="__import__"),
        pytest.param("import runpy\n", id="runpy"),
        pytest.param("import pkgutil\n", id="pkgutil"),
        pytest.param("import builtins\n", id="builtins"),
        pytest.param("import sys\nsys.path.append('a')\n", id="search path"),
        pytest.param("from django.db import models as m\nm.ForeignKey('a.B')\n", id="Django's relations"),
        pytest.param(
            "from django.utils.module_loading import import_string\nimport_string('a.b')\n", id="import_string"
        ),
        pytest.param("INSTALLED_APPS = ['a']\n", id="Django's settings"),
        pytest.param("from mine import celery\ncelery.send_task('a.b')\n", id="Celery's tasks"),
        pytest.param("__\uff49mport__('a')\n", id="a full-width call"),
        pytest.param('x = f\'{"""\nimport x\n"""}\'\nimport a\n', id="long string in an f-string"),
        pytest.param('x = f"{"""\nimport x\n"""}"\nimport a\n', id="long string in an f-string, same quotes"),
        pytest.param('x = f"{x["y"]}"\nimport a\n', id="same quotes in an f-string"),
        pytest.param("x = f'''{'''\nimport x\n'''}'''\nimport a\n", id="long quotes in a long f-string"),
        pytest.param("x = rf'{ {1: 2}[1] }' fR'{\"}\"}'\nimport a\n", id="braces in a field"),
        pytest.param("x = t'{\"{\"}'\nimport a\n", id="t-string"),
        pytest.param("x = f'{\n  a\n}'\nimport a\n", id="f-string over lines"),
        pytest.param("if TYPE_CHECKING:\n  import a\n", id="constant of unknown origin"),
        pytest.param("from typing import *\nif TYPE_CHECKING:\n  import a\n", id="constant by a star"),
        pytest.param("import typing\nif typing.TYPE_CHECKING:\n  import a\n", id="constant of the module"),
        pytest.param("from typing import TYPE_CHECKING as T\nif T:\n  import a\n", id="constant renamed"),
        pytest.param("from mine import TYPE_CHECKING\nif TYPE_CHECKING:\n  import a\n", id="another constant"),
        pytest.param("from .typing import TYPE_CHECKING\nif TYPE_CHECKING:\n  import a\n", id="another typing"),
        pytest.param("try:\n  " + TYPING + "except A: pass\nif TYPE_CHECKING:\n  import a\n", id="constant in a try"),
        pytest.param("def f():\n  " + TYPING + "if TYPE_CHECKING:\n  import a\n", id="constant in a function"),
        pytest.param("MYPY = False\nif MYPY:\n  import a\n", id="mypy's own"),
        pytest.param(CHECKING + "  import a\nTYPE_CHECKING = True\n", id="set anew"),
        pytest.param(CHECKING + "  import a\n\uff34YPE_CHECKING = True\n", id="set anew, full-width"),
        pytest.param(TYPING + "if not TYPE_CHECKING:\n  import a\n", id="not"),
        pytest.param(TYPING + "if TYPE_CHECKING and x:\n  import a\n", id="and"),
        pytest.param(TYPING + "if x:\n  import b\nelif TYPE_CHECKING:\n  import a\n", id="constant as elif"),
        pytest.param(TYPING + "if TYPE_CHECKING: import a\n", id="on one line"),
        pytest.param(TYPING + "if (TYPE_CHECKING):\n  import a\n", id="bracketed condition"),
        pytest.param(CHECKING + "  x = 1\n  import a\n", id="more than imports in the block"),
        pytest.param(CHECKING + "  import a\n  if x:\n    import b\n", id="nested block"),
        pytest.param(CHECKING + "  import a\n  f(\n1)\n  import b\n", id="brackets that look like a block's end"),
        pytest.param(
            TYPING + "match x:\n  case y \\\n    if TYPE_CHECKING:\n      import a\n", id="guard on a joined line"
        ),
        pytest.param("<<<<<<< HEAD\nimport a\n=======\nimport b\n>>>>>>> x\n", id="conflict"),
        pytest.param("import a\n\0", id="null byte"),
        pytest.param("x = \x01\nimport a\n", id="control byte"),
        pytest.param("x = `y`\nimport a\n", id="backticks"),
        pytest.param("x = (1\nimport a\n", id="open bracket"),
        pytest.param("x = 1)\nimport a\n", id="closed bracket"),
        pytest.param("x = 'a\nimport a\n", id="open quote"),
        pytest.param("x = '''\nimport a\n", id="open long quote"),
        pytest.param("import a\n  import b\n", id="impossible indentation"),
        pytest.param("  import a\n", id="indented from the start"),
        pytest.param("if x:\n \timport a\n", id="tabs and spaces"),
        pytest.param("from {{ x.y }} import a\n", id="template"),
        pytest.param("{% if x %}\nimport a\n{% endif %}\n", id="template block"),
        pytest.param("import {{ x }}\nimport a\n", id="template name"),
        pytest.param("from x import a,\n", id="comma without brackets"),
        pytest.param("from x import (a b)\n", id="no comma"),
        pytest.param("from x import\n", id="no name"),
        pytest.param("from x import class\n", id="keyword"),
        pytest.param("import\n", id="import alone"),
        pytest.param("import 1a\n", id="digit"),
    ],
)
def test_left_to_the_parser(source: str | bytes) -> None:
    assert scan(source) is None


PLAIN = (
    "import a",
    "import a.b as c, d",
    "from .x import (a as b,\n  c,  # ) '\n)",
    "from x import a, \\\n  b",
    "from x import *",
    "from typing import TYPE_CHECKING",
    "from importer import important",
    "x = 'import a'  # import b",
    "x = '\\\nimport a'",
    'x = "it\'s" \'#\' # """',
    "x = '''\nimport a\n'''",
    'r"""\\"""\nimport a # "\n"""',
    "x = f'{a}' f'{{' f'{b[\"c\"]}'",
    "x = f'''{a[\"b\"]}\nimport c {d}\n'''",
    "x = [\n1,\nf(2)\n]",
    "x = 1 + \\\n2",
    "yield from x",
    "# import a '''",
    "",
    "\f",
    "pass",
)
ODD = (
    "from typing import TYPE_CHECKING as T, Any",
    "import typing",
    "x = 1; import a",
    "if x: import a",
    "TYPE_CHECKING = False",
    "print 'x'",
    "x = importlib.import_module('a')",
    "raise X from e",
)
CHECKS = ("if TYPE_CHECKING:", "if TYPE_CHECKING:  # '''", "if typing.TYPE_CHECKING:", "if not TYPE_CHECKING:", "if x:")
OTHER_HEADS = (
    "def f(x: 'import a' = 1):",
    "class A:",
    "async def f():",
    "with a as b, \\\n  c:",
    "while (x := [\n1]):",
)
HEADS = (
    *[("if TYPE_CHECKING:",)] * 10,
    *((head,) for head in (*CHECKS, *OTHER_HEADS)),
    *((head, "else:") for head in CHECKS),
    ("try:", "except ImportError:"),
    ("match x:", "case (y) \\\n if TYPE_CHECKING:"),
)
GARBAGE = (
    *"'\"\\\n#{}():;,. \t\f\r*a1ä\uff41\ufeff",
    *(
        "'''",
        '"""',
        "f'",
        'f"""',
        "r'",
        "    ",
        "as",
        "if ",
        "from ",
        "import ",
        "typing",
        "TYPE_CHECKING",
        "importlib",
    ),
    *("\nimport a", "\nfrom a import b", f"\n{TYPING}", f"\n{CHECKING}    import c\n", "# coding: utf-7\n"),
)

Block = list[tuple[str, "Block"]]
"""Statements, each with the block below it (empty for a simple one)."""


def _blocks(inner: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
    bodies = st.lists(inner, min_size=2, max_size=2)
    compound = st.builds(lambda heads, body: list(zip(heads, body, strict=False)), st.sampled_from(HEADS), bodies)
    return st.lists(inner | compound, min_size=1, max_size=4).map(
        lambda blocks: [one for block in blocks for one in block]
    )


def _text(block: Block, by: str, indent: str = "") -> str:
    below = [f"{indent}{statement}\n{_text(body, by, indent + by)}" for statement, body in block]
    return "".join(below)


SIMPLE: st.SearchStrategy[Block] = st.sampled_from(PLAIN * 5 + ODD).map(lambda statement: [(statement, [])])
BLOCKS = st.recursive(SIMPLE, _blocks, max_leaves=15)
STARTS = st.sampled_from(["", TYPING, "'''import z'''\n" + TYPING, CHECKING + "  import z\n"])
SOURCES = st.builds(str.__add__, STARTS, st.builds(_text, BLOCKS, st.sampled_from([" ", "    ", "\t"])))


@settings(max_examples=300, deadline=None)
@given(SOURCES, st.sampled_from(["\n", "\r\n"]))
def test_composed_sources(source: str, line_end: str) -> None:
    _check(source.replace("\n", line_end).encode())


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(GARBAGE), max_size=20).map("".join))
def test_garbage(source: str) -> None:
    _check(source.encode())


@settings(max_examples=200, deadline=None)
@given(SOURCES, st.lists(st.tuples(st.integers(0, 500), st.sampled_from(GARBAGE)), max_size=3))
def test_damaged_sources(source: str, damages: list[tuple[int, str]]) -> None:
    for place, damage in damages:
        source = source[:place] + damage + source[place:]
    _check(source.encode())


@given(st.binary())
def test_any_bytes(source: bytes) -> None:
    _check(source)
    scan(b"import a\n" + source + b"\nimport b\n")


def _check(source: bytes) -> None:
    scanned, read_ = scan(source), replace(read(source), uses=None)
    assert scanned is None or read_.problem or scanned == read_


@pytest.mark.parametrize(
    "piece",
    [
        pytest.param("import a\n", id="imports"),
        pytest.param("import a" + " " * 50 + ";\n", id="spaces"),
        pytest.param("'''\n", id="long quotes"),
        pytest.param("x = f'{a}{'\n", id="f-strings"),
        pytest.param("from a import (\n", id="open brackets"),
        pytest.param("from a import (b,\n# )\n", id="comments in brackets"),
        pytest.param(" ", id="nothing but spaces"),
        pytest.param("\\\n", id="joined lines"),
        pytest.param("#\n", id="comments"),
        pytest.param("import a, b\nif TYPE_CHECKING:\n import c\n", id="conditions"),
        pytest.param("a, ", id="names"),
    ],
)
@pytest.mark.parametrize("start", ["", TYPING, "import a", "from a import (", "x = '''", "x = f'''{"])
def test_time(start: str, piece: str) -> None:
    source = f"{start}{piece * (500_000 // len(piece))}\nimport z"
    before = time.process_time()
    scan(source)
    assert time.process_time() - before < SECONDS
