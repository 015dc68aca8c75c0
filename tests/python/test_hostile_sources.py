"""Files made to hurt: nothing raises, and nothing takes long."""

import ast
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks import extract
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


@given(st.sampled_from(DIALECTS), st.lists(st.sampled_from(WORDS), max_size=40).map("".join))
@settings(max_examples=600, deadline=None)
def test_no_text_makes_extract_raise(dialect: str, source: str) -> None:
    facts = extract(dialect, source.encode())
    lines = source.count("\n") + 1
    assert all(1 <= one.line <= lines for one in facts.imports)
