"""Source text to imports."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.codebase.languages.typescript.readers import EXTRACTORS, READERS
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
    "f<typeof import('x')>()": ("x", (), "type"),
    "f<typeof import('x'), 'y'>(z)": ("x", (), "type"),
    "f<typeof import('x').T>()": ("x", ("T",), "type"),
    "f<import('x').T>(y)": ("x", ("T",), "type"),
    "const f = (): typeof import('x') => g": ("x", (), "type"),
    "type A = keyof typeof\nimport(\n'x',\n).T": ("x", ("T",), "type"),
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
    "module.require('x')": ("x", (), "import"),
    "module['require']('x')": ("x", (), "import"),
    "require.call(null, 'x')": ("x", (), "import"),
    "require.apply(null, ['x'])": ("x", (), "import"),
    "(0, require)('x')": ("x", (), "import"),
    "(require as any)('x')": ("x", (), "import"),
    "require?.('x')": ("x", (), "import"),
    "require(`x`)": ("x", (), "import"),
    "require`x`": ("x", (), "import"),
    "const r = require; r('x')": ("x", (), "import"),
    "let r: NodeRequire = (require as any); r('x').a": ("x", ("a",), "import"),
    "r = require; r.resolve('x')": ("x", (), "import"),
    "createRequire(import.meta.url)('x')": ("x", (), "import"),
    "Module.createRequire(__filename)('x')": ("x", (), "import"),
    "const c = Module.createRequire; c(a)('x')": ("x", (), "import"),
    "const r = createRequire(import.meta.url); r('x')": ("x", (), "import"),
    "const { createRequire: c } = Module; const r = c(a); r('x')": ("x", (), "import"),
    "require.context('../x', true, /a/)": ("../x/**", (), "dynamic"),
    "require.context('../x', false, /\\.vue$/)": ("../x/*.vue", (), "dynamic"),
    "require(['x'], f)": ("x", (), "import"),
    "import.meta.resolve('x')": ("x", (), "dynamic"),
    "import.meta.glob<M>('./x.ts', { eager: true })": ("./x.ts", (), "dynamic"),
    "import.meta.glob(['./x.ts', '!./y.ts'])": ("./x.ts", (), "dynamic"),
    "import.meta.glob('./*/x-[ab].ts')": ("./*/x-*.ts", (), "dynamic"),
    "new URL('./x.ts', import.meta.url)": ("./x.ts", (), "dynamic"),
    "new Worker(new URL('x.js', import.meta.url))": ("./x.js", (), "dynamic"),
    "await vi.importActual('x')": ("x", (), "dynamic"),
    "const { a } = jest.requireActual('x')": ("x", ("a",), "dynamic"),
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
        "require.resolve(name)",
        "import.meta.glob(name)",
        "typeof require === 'function' ? require.cache : require.main",
        "new URL('./x.svg', import.meta.url)",
        "new URL('..', import.meta.url)",
        "new URL('https://a.example/x.js', import.meta.url)",
        "new URL('./x.js', base)",
        "// const r = require\nr('x')",
        "const text = 'r = require'; r('x')",
        "const r = require; a.r('x')",
        "const r = require.cache; r('x')",
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
    facts = READERS.extract("typescript", source)
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
    facts = READERS.extract("tsx", source.encode())
    assert [each.module for each in facts.imports] == modules
    assert facts.problem is None


VITEST = """vi.mock('./a', async (importOriginal) => {
  const original = await importOriginal<typeof import('./a')>()
  return { ...original, x: vi.fn() }
})
"""


def test_a_mocked_module_is_read() -> None:
    facts = READERS.extract("typescript", VITEST.encode())
    assert facts.problem is None
    assert [(each.module, each.line, each.kind.value) for each in facts.imports] == [("./a", 2, "type")]


def test_an_actual_module_is_imported_as_value_and_type() -> None:
    found = imports("await vi.importActual<typeof import('x')>('x')")
    assert [(module, kind) for module, _, _, kind in found] == [("x", "dynamic"), ("x", "type")]


MODERN = [
    *("const a = { x: 1 } as const satisfies A", "class A { accessor x = 1; static accessor y }", "using x = f()"),
    *("{ await using x = f() }", "async () => { for (await using x of y) {} }", "enum A { B = 1 } const enum C { D }"),
    *("@A({ b: 1 }) @c.d() class E { @F('x') g() {} constructor(@H() private readonly i: J) {} }", "await f()"),
    *("export * from './a.json' with { type: 'json' }", "import a from './a.json' assert { type: 'json' }"),
    *("import source a from 'a.wasm'", "export type * as b from './a'", "export * as 'b c' from './a'"),
    *("function f(x: unknown): asserts x is string {}", "type A<T> = T extends [infer U extends string] ? U : never"),
    *("type A = `a${string}b${number}`", "let A: abstract new (...args: any[]) => object", "let a = b!.c![0]!()"),
    *("function f(a: string): void\nfunction f(a: any) {}", "declare global { interface Window { a: string } }"),
    *("class A { #x; static has(o) { return #x in o } }", "class A { static { this.x = 1 } static async *g() {} }"),
    *(
        "a?.b`c`; a?.[0]?.(1)",
        "const r = /[/]/v.test(a)",
        "const n = 1_000n + 0b10_01",
        "let let_ = 1; label: for (;;) {}",
    ),
    *("if (a<b&&c>d) e=a<b>c", "f(a<b>(c))", "var a = 010 + '\\07'", "type A<in out T, const U = 1> = T"),
    *("let a = import('./b', { with: { type: 'json' } })", "import type, { a } from 'w'", "export as namespace Foo"),
    *("namespace A.B { export const x = 1 }", "declare module '*.svg' { const a: string; export default a }"),
    *("function f<const T>(this: Window, ...a: [x: T, y?: number]) {}", "new Map<string, import('./a').B[]>()"),
    *("class A extends (await import('./b')).C implements D<E> {}", "let a: typeof import('./a')['b'][]"),
]
MODERN_JSX = [
    *("const f = <T,>(a: T) => <p>{a}</p>", "const f = <const T,>(a: T) => a", "const a = <svg:rect xlink:href='x' />"),
    *(
        "const a = <p>&nbsp;&amp; a & b &copy c &#12; > d</p>",
        "const a = <A<B> c={1} {...d} />",
        "var let = 1; let = 2",
    ),
    *("const a = <p>Please import 'x' & more</p>", "const a = <p>import (things) && require(x) it's</p>"),
    *("<!-- comment\nvar a = 1", "var yield = 1; var async = 2; async(1)", "with (a) { b }", "a<b>(c)"),
    "const a = useRef<typeof import('./a')>(null); const b = <p>{a}</p>",
    ";".join(["function f(a,b){return a<b?a>b:!a&&/x\\/[/]/.test(b)||`${a}`}"] * 2_000),
]


@pytest.mark.parametrize(
    ("source", "dialect"),
    [*((each, dialect) for each in MODERN for dialect in ("typescript", "tsx")), *((e, "tsx") for e in MODERN_JSX)],
)
def test_valid_syntax_is_no_problem(source: str, dialect: str) -> None:
    facts = READERS.extract(dialect, f"{source}\nimport 'last'\n".encode())
    assert facts.problem is None
    assert facts.imports[-1].module == "last"


def test_a_rewritten_file_keeps_its_names() -> None:
    assert imports("const a = <p>b & c</p>\nimport './d&e'", "tsx") == [("./d&e", (), 2, "import")]


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
    problem = READERS.extract("typescript", source.encode()).problem
    assert problem is not None
    assert problem.line == line


def test_deep_nesting_ends() -> None:
    facts = READERS.extract("typescript", b"[import('x')," * 5_000 + b"1" + b"]" * 5_000)
    assert len(facts.imports) == 5_000


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(sorted(EXTRACTORS)), st.binary() | st.text().map(str.encode))
def test_never_raises(dialect: str, source: bytes) -> None:
    READERS.extract(dialect, source)


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
    READERS.extract(dialect, " ".join(pieces).encode())
