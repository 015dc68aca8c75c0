"""Files made to hurt: nothing raises, and nothing takes long."""

import ast
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks import extract
from checks.codebase.languages.python.constants import BUDGET
from checks.codebase.languages.python.extract import LARGEST
from tests.python.codebase import read

DEEP = 10_000
SECONDS = 20.0
DIALECTS = ("python:python", "python:pyproject", "link", "gitmodules")


@pytest.mark.parametrize(
    "nested",
    [
        pytest.param("(" * DEEP + ")" * DEEP, id="parentheses"),
        pytest.param("(" * DEEP, id="open parentheses"),
        pytest.param("[" * DEEP + "]" * DEEP, id="brackets"),
        pytest.param("{" * DEEP, id="braces"),
        pytest.param("f(" * DEEP + ")" * DEEP, id="calls"),
        pytest.param("import_module(" * DEEP + ")" * DEEP, id="calls of import_module"),
        pytest.param("x = 1" + " + 1" * DEEP, id="sums"),
        pytest.param("x = a" + ".a" * DEEP, id="attributes"),
        pytest.param("x = " + "not " * DEEP + "a", id="negations"),
        pytest.param("x = " + "-" * DEEP + "1", id="signs"),
        pytest.param("x = " + "lambda: " * DEEP + "1", id="lambdas"),
        pytest.param("x = " + "1 if 1 else " * DEEP + "1", id="conditions"),
        pytest.param("x = " + "f'{" * DEEP, id="f-strings"),
        pytest.param("if a: pass\n" + "elif a: pass\n" * DEEP, id="elifs"),
        pytest.param("".join(" " * depth + "if a:\n" for depth in range(2_000)) + " " * 2_000 + "pass", id="blocks"),
        pytest.param("import_module('a' " + "+ 'a'" * DEEP + ")", id="a sum to fold"),
        pytest.param("import_module('a')\n" * DEEP, id="many calls"),
        pytest.param("if TYPE_CHECKING:\n import b\n" * DEEP + "print 1\n", id="many conditions"),
    ],
)
def test_deep_nesting(nested: str) -> None:
    start = time.process_time()
    facts = read("import a\n" + nested + "\n")
    assert time.process_time() - start < SECONDS
    assert "a" in [one.module for one in facts.imports]


NAMES = "".join(f"x{number + 1} = x{number} + x{number}\n" for number in range(DEEP))


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(f"import_module(x{DEEP})\n{NAMES}x0 = 'a'", id="a chain of names"),
        pytest.param("x = 'a'\n" * DEEP + "import_module(x)\n" * DEEP, id="a name of many values"),
        pytest.param(f"for x in {list(map(str, range(DEEP)))}: pass\n" + "import_module(x)\n" * 1_000, id="a loop"),
        pytest.param("x = {" + "'a': 'b', " * DEEP + "}\n" + "import_module(x[y])\n" * 1_000, id="a dictionary"),
        pytest.param("x = 'a' if y else 'b'\nimport_module(f'" + "{x}" * 5_000 + "')", id="a product"),
        pytest.param("import_module('.'.join([" + "'a', " * DEEP + "]))", id="a long name"),
        pytest.param("sys.path.append(Path(__file__)" + ".parent" * DEEP + ")", id="parents"),
        pytest.param("sys.path.append(Path(__file__).parents[99999999])", id="far above"),
        pytest.param("beat_schedule = " + "{'task': " * 90 + "'a'" + "}" * 90, id="a deep schedule"),
    ],
)
@pytest.mark.parametrize("prefix", ["", "print 1\n"], ids=["ast", "fallback"])
def test_names_to_put_together(prefix: str, source: str) -> None:
    start = time.process_time()
    facts = read(f"{prefix}import sys\nfrom importlib import import_module\n{source}\n")
    assert time.process_time() - start < SECONDS
    assert len(facts.imports) <= 2 * BUDGET


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("a = [\n" + "'x',\n" * 100_000 + "]", id="a long list"),
        pytest.param("".join(f"[a.b{number}]\nc = 1\n" for number in range(20_000)), id="many tables"),
        pytest.param("[[a.b]]\nc = 1\n" * 20_000, id="many items"),
        pytest.param("a" + ".a" * 2_000 + " = 1", id="a long key"),
        pytest.param("[project]\ndependencies = [" + "'a b @ [[[[ x', " * 20_000 + "]", id="requirements"),
        pytest.param("[project]\ndependencies = ['a" + " " * 200_000 + "b']", id="white space"),
    ],
)
def test_large_manifests(source: str) -> None:
    start = time.process_time()
    assert extract("python:pyproject", source.encode()).problem is None
    assert time.process_time() - start < SECONDS


@pytest.mark.parametrize("line", ["import a", "print 1; import a", "x = f(1)  # text"])
def test_a_huge_file(line: str) -> None:
    start = time.process_time()
    facts = read(f"{line}\n" * 100_000)
    assert time.process_time() - start < SECONDS
    assert facts.problem is None
    assert len(facts.imports) == (100_000 if "import" in line else 0)


LARGE = """import importlib
from typing import TYPE_CHECKING as checking
if checking:
    import a
else:
    from b import c as d
load = importlib.import_module
"""


def test_a_very_large_file_is_not_given_to_ast(monkeypatch: pytest.MonkeyPatch) -> None:
    end = "load('e')\nimport f\n"
    filler = "x = g(1, 'text')\n" * (LARGEST // 16)
    small = read(LARGE + end)
    given: list[int] = []
    parse = ast.parse

    def recorded(source: bytes, mode: str = "exec") -> ast.AST:
        given.append(len(source))
        return parse(source, mode=mode)

    monkeypatch.setattr(ast, "parse", recorded)
    large = read(LARGE + filler + end)
    assert [(one.module, one.names, one.kind) for one in large.imports] == [
        (one.module, one.names, one.kind) for one in small.imports
    ]
    assert large.problem is None
    assert max(given) < 2_000


@pytest.mark.parametrize(
    "source", [b"x = " + b"9" * 5_000, b"a = " + b"[" * DEEP, b"[a" + b".a" * DEEP + b"]", b"\xff"]
)
def test_hostile_manifests(source: bytes) -> None:
    assert extract("python:pyproject", source).settings is not None


@given(st.sampled_from(DIALECTS), st.binary())
@settings(max_examples=400, deadline=None)
def test_no_bytes_make_extract_raise(dialect: str, source: bytes) -> None:
    extract(dialect, source)


WORDS = [
    "import ",
    "from ",
    "a",
    ".",
    "*",
    "if ",
    "TYPE_CHECKING",
    ":",
    "\n",
    " ",
    "\r",
    "(",
    ")",
    "'",
    "#",
    "\\",
    "\0",
]
WORDS += ["import_module", "__import__", "class ", "é", "\ufeff", "print ", "=", "\t", "[", "{", "else", "try", "="]
PIECES = [
    "f'",
    "{",
    "}",
    "%",
    ".format(",
    "'.'.join(",
    ")",
    "]",
    ",",
    "for a in ",
    "a",
    "b",
    "'a'",
    "0",
    " = ",
    "+",
    "*",
]
PIECES += [
    "__file__",
    "Path(",
    ".parents[",
    ".parent",
    "sys.path",
    ".append(",
    "+=",
    "ForeignKey(",
    "import_module(",
    "/",
]
PIECES += [
    "INSTALLED_APPS",
    "{'task': ",
    "send_task(",
    "class A(a):",
    "\n ",
    "\n",
    "map(",
    "getattr(",
    "def a(a=",
    "):",
]


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
@settings(max_examples=600, deadline=None)
def test_no_expression_makes_extract_raise(source: str) -> None:
    start = "import sys\nfrom importlib import import_module\nfrom django.db.models import ForeignKey\n"
    extract("python:python", f"{start}{source}".encode())


@given(st.sampled_from(DIALECTS), st.lists(st.sampled_from(WORDS), max_size=40).map("".join))
@settings(max_examples=600, deadline=None)
def test_no_text_makes_extract_raise(dialect: str, source: str) -> None:
    facts = extract(dialect, source.encode())
    lines = source.count("\n") + 1
    assert all(1 <= one.line <= lines for one in facts.imports)
