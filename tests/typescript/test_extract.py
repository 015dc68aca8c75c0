"""Source text to imports."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.codebase.languages.typescript import EXTRACTORS, LANGUAGE
from tests.typescript.codebase import imports

STATIC = {
    "import a from './x'": ("./x", ("default",), "import"),
    "import * as a from './x'": ("./x", ("*",), "import"),
    "import { a, b as c } from './x'": ("./x", ("a", "b"), "import"),
    "import d, { default as e } from './x'": ("./x", ("default", "default"), "import"),
    "import { 'a b' as c } from './x'": ("./x", ("a b",), "import"),
    "import './x'": ("./x", (), "import"),
    "import x from './x.json' with { type: 'json' }": ("./x.json", ("default",), "import"),
    "import defer * as x from './x'": ("./x", ("*",), "import"),
    "import '\\x2e/x'": ("./x", (), "import"),
    "export { a as b } from './x'": ("./x", ("a",), "import"),
    "export * from './x'": ("./x", ("*",), "import"),
    "export * as ns from './x'": ("./x", ("*",), "import"),
    "import x = require('x')": ("x", ("*",), "import"),
    "export import x = require('x')": ("x", ("*",), "import"),
    "export = require('x')": ("x", (), "import"),
    "import type from './x'": ("./x", ("default",), "import"),
    "import { type A, b } from './x'": ("./x", ("A", "b"), "import"),
    "declare module 'y' { import a from 'x' }": ("x", ("default",), "import"),
}
TYPES = {
    "import type { A } from './x'": ("./x", ("A",), "type"),
    "import type A from './x'": ("./x", ("default",), "type"),
    "import { type A, type B } from './x'": ("./x", ("A", "B"), "type"),
    "import {} from './x'": ("./x", (), "type"),
    "import type A = require('x')": ("x", ("*",), "type"),
    "export type { A } from './x'": ("./x", ("A",), "type"),
    "export type * from './x'": ("./x", ("*",), "type"),
    "let a: import('x').T": ("x", ("T",), "type"),
    "let a: Promise<import('x').T.U>": ("x", ("T",), "type"),
    "let a: import('x').T<U>[] = []": ("x", ("T",), "type"),
    "type A = typeof import('x')": ("x", (), "type"),
    "let a = b as import('x').T": ("x", ("T",), "type"),
    "f<typeof import('x')>('y')": ("x", (), "type"),
    "/// <reference types='x' />": ("x", (), "type"),
    '/// <reference path="x.d.ts" />': ("./x.d.ts", (), "type"),
}
CALLS = {
    "import('./x')": ("./x", (), "dynamic"),
    "import(/* webpackChunkName: 'x' */ './x')": ("./x", (), "dynamic"),
    "import(`./x`)": ("./x", (), "dynamic"),
    "import('./' + 'x')": ("./x", (), "dynamic"),
    "const p = './x'; import(p)": ("./x", (), "dynamic"),
    "const p = './'; import(`${p}x`)": ("./x", (), "dynamic"),
    "import('./x').then(m => m.a)": ("./x", (), "dynamic"),
    "const { a, b: c } = await import('./x')": ("./x", ("a", "b"), "dynamic"),
    "require('x')": ("x", (), "import"),
    "require('x').a": ("x", ("a",), "import"),
    "const { a, ...rest } = require('x')": ("x", ("a", "*"), "import"),
    "require.resolve('x')": ("x", (), "import"),
    "(require)('x')": ("x", (), "import"),
    "requ\\u0069re('x')": ("x", (), "import"),
}


@pytest.mark.parametrize("dialect", ["typescript", "tsx"])
@pytest.mark.parametrize(("source", "expected"), [*STATIC.items(), *TYPES.items(), *CALLS.items()])
def test_one_import(source: str, expected: tuple[str, tuple[str, ...], str], dialect: str) -> None:
    module, names, kind = expected
    assert imports(source, dialect) == [(module, names, 1, kind)]


@pytest.mark.parametrize(
    "source",
    [
        "declare module 'x';",
        "import x = A.B",
        "// import './x'",
        "/** @example\n * import a from './x'\n */",
        "const code = `import a from './x'`",
        "const code = \"import './x'\"",
        "loader.require('x')",
        "import(name)",
        "let p = './x'; import(p)",
        "const p = './x'; { const p = './y' } import(p)",
        "require(name)",
        "import.meta.glob('./*.ts')",
        "jest.mock('./x')",
        "export { a }",
        "const from = 'x'",
    ],
)
def test_no_import(source: str) -> None:
    assert imports(source) == []


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("\n\nimport {\n a,\n} from 'x'", [3]),
        ("const a = {\n  b: require('x'),\n}", [2]),
        ("// a comment\rimport 'x'", [1]),
        ("import 'x'\nimport 'x'", [1, 2]),
        ("#!/usr/bin/env node\nimport 'x'", [2]),
    ],
)
def test_lines(source: str, lines: list[int]) -> None:
    assert [line for _, _, line, _ in imports(source)] == lines


@pytest.mark.parametrize(
    "source",
    ["import 'x'".encode("utf-16"), "import 'x'".encode("utf-8-sig"), b"import 'x' // \xff\xe9"],
)
def test_encodings(source: bytes) -> None:
    facts = LANGUAGE.extract("typescript", source)
    assert [each.module for each in facts.imports] == ["x"]
    assert facts.problem is None


@pytest.mark.parametrize(
    ("source", "modules"),
    [
        ("const a = <p>cut & import b</p>\nimport 'x'", ["x"]),
        ("const f = <const T,>(a: T) => a\nimport 'x'", ["x"]),
        ("let a: import('y').T<U> = import('z')\nimport 'x'", ["y", "z", "x"]),
        ("const s = `\n<<<<<<< HEAD\n`\nconst a = <p>a & b</p>\nimport 'x'", ["x"]),
    ],
)
def test_valid_files_that_the_grammar_does_not_know(source: str, modules: list[str]) -> None:
    facts = LANGUAGE.extract("tsx", source.encode())
    assert [each.module for each in facts.imports] == modules
    assert facts.problem is None


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("let a\n<<<<<<< HEAD\nimport 'x'\n=======\nimport 'y'\n>>>>>>> b\n", 2),
        ("import 'x'\n\0", 2),
        ("import { a } from './x\nimport 'y'", 1),
        ("foo(\nimport 'x'", 1),
    ],
)
def test_problems(source: str, line: int) -> None:
    problem = LANGUAGE.extract("typescript", source.encode()).problem
    assert problem is not None
    assert problem.line == line


def test_deep_nesting_ends() -> None:
    facts = LANGUAGE.extract("typescript", b"[import('x')," * 5_000 + b"1" + b"]" * 5_000)
    assert len(facts.imports) == 5_000


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(sorted(EXTRACTORS)), st.binary() | st.text().map(str.encode))
def test_never_raises(dialect: str, source: bytes) -> None:
    LANGUAGE.extract(dialect, source)


PIECES = [
    "import",
    "'x'",
    "(",
    ")",
    "{",
    "}",
    "from",
    "require",
    "`",
    "${",
    "\n",
    "<a>",
    "//",
    "/*",
    "*/",
    "\\u",
    ".",
    ",",
]


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(sorted(EXTRACTORS)), st.lists(st.sampled_from([*PIECES, "<script>", "@import", "url(", '"'])))
def test_never_raises_on_what_looks_like_code(dialect: str, pieces: list[str]) -> None:
    LANGUAGE.extract(dialect, " ".join(pieces).encode())
