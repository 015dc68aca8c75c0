"""The scanner against the parser: the same facts, or none."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.codebase.facts import FileFacts
from checks.codebase.languages.typescript.grammar import TSX, TYPESCRIPT, decode, parse
from checks.codebase.languages.typescript.readers import READERS
from checks.codebase.languages.typescript.scan import TRACES, scan_script

LANGUAGES = {"typescript": TYPESCRIPT, "tsx": TSX}
DIALECTS = tuple(LANGUAGES)

SCANNED = [
    *(
        "",
        "\n",
        "const a = 1",
        "import './x'",
        "import a from './x'",
        "import * as a from './x'",
        "#!/usr/bin/env node",
    ),
    *("import { a, b as c } from './x'", "import d, { default as e, f } from './x'", "import d, * as e from './x'"),
    *(
        "import type { A } from './x'",
        "import type A from './x'",
        "import type * as A from './x'",
        "import {} from './x'",
    ),
    *("import { type A } from './x'", "import { type A, b, } from './x'", 'import {\n  a,\n  b as c,\n} from "./x"'),
    *(
        "export * from './x'",
        "export * as n from './x'",
        "export { a as b } from './x'",
        "export { default } from './x'",
    ),
    *("export type { A } from './x'", "export { type A } from './x'", "export {} from './x'", "import{a}from'x'"),
    *(
        "import a from 'a'; import b from 'b'; export * from 'c';",
        "import {\r\n  a,\r\n} from 'x'\r\n\r\nimport 'y'\r\n",
    ),
    *(
        "import a from 'a' // a\n/* b\n */ import 'b'; // c\n\nf()",
        "'use client'\n\"use strict\";\nimport a from 'a'\n",
    ),
    *(
        "// import 'a'\n/** @example\n * import b from 'b' */\nimport 'c'",
        "\ufeffimport a from './x'",
        "import 'é/日本'",
    ),
    *("import { from, of, as_, types } from 'rxjs'\nArray.from([])", "import { $a, _b } from 'x'"),
    *("import 'a'\nconst important = a.imports + reimport + requires + required(1)", "import 'a'\n@b class C {}"),
    *("import 'a'\nconst b = { import: 1, from: 2, x: c.import }", "import 'a'\nclass B { import = 1 }", "f(`a`)"),
    *(
        "import 'a'\nconst b = 1\nexport * from './c'\nexport { d } from './d'\n",
        "import 'a'\nenum B { C }\nexport * from 'd'",
    ),
    *(
        "import 'a'\n/**\n * @example\n * import b from 'b'\n */\nexport const c = 1",
        "import 'a'\n// import b from 'b'",
    ),
    *(
        "import 'a'\nconst b = \"import c from 'c'\"",
        "import 'a'\nconst b = `\nimport c from 'c'\n`",
        "const a = 'require(1)'",
    ),
    *(
        "import 'a'\nconst b = `import { ${c} } from \"${d}\"`",
        "import 'a'\nconst b = /['\"`]/; const c = 'from \"d\"'",
    ),
    *(
        "import 'a'\n// eslint-disable-next-line require-await\n// we do not require this\n",
        "const a = '// it\\'s'; f('from \"b\"')",
    ),
    *(
        "import 'a'\nconst b = 'x//y' // from 'z'\nexport * from 'c'",
        "type A = B<C>\nexport * from 'd'",
        "import 'a'\n\n\n",
    ),
    *("import 'a'\nfunction f<T,>(a: T) { return a }", "f()\nimport { a } from 'x'\ng()", "import\ta\nfrom\n'x'\n"),
    *("const a = b as import_; import_('x')", "import 'a'\nabstract class B<in out T> { declare c: T }\n// from 'd'"),
]
SCANNED_JSX = [
    *("import 'a'\nconst b = <p>It's {c} & more</p>", "import 'a'\nconst b = <a href='//c'>`d</a>", "f(<A<B> />)"),
    *("import 'a'\n// import b from 'b'\nconst c = <p>It's</p>", "import 'a'\nconst b = <p>Products to import</p>"),
]
TRICKY = [
    *("import x = require('x')", "export import x = require('x')", "import type x = require('x')", "import x = A.B"),
    *("import a from './x.json' with { type: 'json' }", "import a from './x.json' assert { type: 'json' }"),
    *(
        "import a from './x.json'\nwith (b) {}",
        "import assert from 'assert'\nassert(1)",
        "import 'x'\n(a)()",
        "import 'x'\n[a]",
    ),
    *("export * from './x.json' with { type: 'json' }", "import defer * as x from './x'", "import source x from './x'"),
    *(
        "import type from './x'",
        "import type, { a } from './x'",
        "import type A, { B } from './x'",
        "export type * from 'x'",
    ),
    *(
        "import { type } from 'x'",
        "import { type as as } from 'x'",
        "import { type as as as } from 'x'",
        "import { as } from 'x'",
    ),
    *(
        "import { typeof } from 'x'",
        "import typeof from 'x'",
        "import { typeof A } from 'x'",
        "import from from 'from'",
    ),
    *(
        "import { 'a b' as c } from './x'",
        "export * as 'a b' from './x'",
        "export { a as 'b c' } from './x'",
        "import a b from 'x'",
    ),
    *(
        "import { a,, b } from 'x'",
        "import { 1a } from 'x'",
        "import {, a} from 'x'",
        "import a, from 'x'",
        "import { a b } from 'x'",
    ),
    *(
        "import { default } from 'x'",
        "import { delete as a } from 'x'",
        "export * as default from 'x'",
        "import { é } from 'x'",
    ),
    *(
        "import { a, // b } from 'y'\n c } from 'x'",
        "import /* a */ b from 'x'",
        "import a from /* b */ 'x'",
        "import/**/'x'",
    ),
    *(
        "import a from 'x' /* b */\nimport 'y'",
        "import a from 'x' /* b\n */ import 'y'",
        "import a from 'x' import 'y'",
    ),
    *(
        "import 'a'\n// b\n, c",
        "import 'a'\n.b",
        "import 'a'\n`b`",
        "'use strict'\n.a(); import 'x'",
        "'a'\n+ 'b'\nimport 'x'",
    ),
    *(
        "import './a\\x2e'",
        "import 'a\\\nb'",
        "import './x'\rimport './y'",
        "// a\rimport './x'",
        "// a\u2028import './x'",
    ),
    *("import\u00a0'x'", "import a from\u00a0'x'", "éimport 'x'", "$import 'x'", "export\u00a0* from 'x'"),
    *(
        "import('./x')",
        "import ('./x')",
        "import(/* a */ './x')",
        "let a: import('x').T",
        "import.meta.resolve('x')",
        "import\n.meta",
    ),
    *(
        "import 'a'\nlet b = `${import('x')}`",
        "`${`import 'x'`}`",
        "`${require('x')}`",
        "`${a}` + require(`${b}`)",
        "f(`\\``, 'from \"a\"')",
    ),
    *(
        "const a = require('a')",
        "const { a } = require('a')",
        "require('a')",
        "requ\\u0069re('x')",
        "requ\\u{69}re('x')",
    ),
    *(
        "const r = require; r('x')",
        "const r = require\nas\nr('x')",
        "x\nrequire\n('y')",
        "const r = createRequire(a); r('x')",
    ),
    *("a = b require\n('x')", "(require as any)('x')", "f(require)\nexport * from 'x'", "/// <reference types='x' />"),
    *("jest.requireActual('x')", "vi.importActual('x')", "jest.mock('./x', () => jest.requireActual('./x'))"),
    *(
        "declare module 'y' { import a from 'x' }",
        "declare module 'y' {\nimport a from 'x'\n}",
        "namespace A {\nexport * from 'x'\n}",
    ),
    *(
        "a.export\n* from\n'x'",
        "a.\nexport * from\n'x'",
        "a. // b\nexport * from 'x'",
        "class A {\nimport\n'x'\n}",
        "a.import\n'x'",
    ),
    *(
        "const a = b / 'c' / d; f('e')\n// from 'g'",
        "a = b /c/ d // from 'e'\nexport * from 'f'",
        "if (a) /'/.test(b)\nexport * from 'c'",
    ),
    *(
        "a = /[/'\"]/\nexport * from 'b'",
        "a = /\\/'/\nexport * from 'b'",
        "a = b! / c; '/'\nexport * from 'b'",
        "a = (/* ' */ b)\nexport * from 'c'",
    ),
    *(
        "a++ / b\n'/'\nexport * from 'b'",
        "a = { b: /`/g }\nexport * from 'c'",
        "f(/* unclosed\nexport * from 'c'",
        "a = 'b\nexport * from \"c\"'",
    ),
    *("<!-- import 'x'\nimport 'y'", "a\n--> import 'x'\nimport 'y'", "import 'x' <!-- a", "const a = `\nimport 'x'"),
    *(
        "<<<<<<< HEAD\nimport 'x'\n=======\n>>>>>>> b",
        "import 'x'\n\0",
        "foo(\nimport 'x'",
        "import { a } from './x\nimport 'y'",
    ),
    *(
        "export { a }\nfrom 'x'",
        "export { a }\nexport * from 'x'",
        "export { a }\nfrom()",
        "export default from 'x'",
        "export a from 'x'",
    ),
    *(
        "import {\n a\n} from 'x'\nimport\n'y'",
        "importa\nfrom\n'x'",
        "export$ * from 'x'",
        "// f<import('a')>\nlet b = `import('x').T`\nexport * from 'y'",
        "label: import 'x'",
        "import 'x'\nin y",
        "import 'x'\ninstanceof y",
        "import a, {} from 'x'",
    ),
    *(
        "import 'x';;import 'y'",
        ";import 'x'",
        "{}\nimport 'x'",
        "{ import 'x' }",
        "import 'a'\n}\nimport 'b'",
        "a\nimport 'x'\nb",
    ),
    *(
        "import 'a'\n<b>c\nexport * from 'd'",
        "const a = <T,>(b: T) => b\nexport * from 'c'",
        "const a = <T>b\nexport * from 'c'",
    ),
    *(
        "class A { x = 1\nimport\n* from\n'y' }",
        "@A() class B { @C() d }\nexport * from 'e'",
        "a ? b : /'/\nexport * from 'c'",
    ),
    *(
        "<?xml version='1.0'?><TS></TS>",
        "{{ name }}\nimport 'x'",
        "import 'x'\nfoo {{",
        "def f():\n  import x\n  from 'y'",
    ),
    *(
        "import type{A}from'x'",
        "export type{A}from'x'",
        "export*from'x'",
        "export*as a from'x'",
        "import*as a from'x'",
        "import a,*as b from'x'",
    ),
]
TRICKY_JSX = [
    *(
        "const a = <p>import 'x'</p>\nimport 'y'",
        "const a = <p>it's</p>\nimport 'y'\nconst b = <p>it's</p>",
        "<p>import 'x'</p>",
    ),
    *(
        "const a = <p>`</p>\nimport 'y'\nconst b = <p>`</p>",
        "const a = <p>// </p>; import 'y'",
        "const a = <p>/*</p>\nimport 'y' // */",
    ),
    *(
        "const a = <p>\nimport b from 'x' & more\n</p>",
        "import 'x'\nconst a = <p>\nexport * from 'y'\n</p>",
        "const a = <A import='x' />",
    ),
    *(
        "const a = <p>import type & require(x) from 'y'</p>",
        "const a = <>\nimport 'x'\n</>",
        "const a = b </ 'c' /.d\nimport 'x'",
    ),
]


def parsed(dialect: str, source: bytes) -> FileFacts:
    """What the parser reads, less what only it tells."""
    return replace(READERS.extract(dialect, source), uses=None)


def agrees(dialect: str, source: bytes) -> bool:
    found = scan_script(source, dialect)
    return found is None or found == parsed(dialect, source)


@pytest.mark.parametrize(
    ("source", "dialect"),
    [*((each, dialect) for each in SCANNED for dialect in DIALECTS), *((each, "tsx") for each in SCANNED_JSX)],
)
def test_scans_what_the_parser_reads(source: str, dialect: str) -> None:
    assert scan_script(source.encode(), dialect) == parsed(dialect, source.encode())


@pytest.mark.parametrize(
    ("source", "dialect"),
    [*((each, dialect) for each in TRICKY for dialect in DIALECTS), *((each, "tsx") for each in TRICKY_JSX)],
)
@pytest.mark.parametrize("frame", ["{}", "import 'first'\n\n{}\n", "{}\nexport const last = 1\nexport * from 'last'\n"])
def test_agrees_with_the_parser_or_gives_up(source: str, dialect: str, frame: str) -> None:
    assert agrees(dialect, frame.replace("{}", source).encode())


NAMES = (
    "as from type typeof default of in is async await get set static let yield declare namespace module satisfies defer"
)
CLAUSES = [
    *(
        "import {{ {} }} from 'x'",
        "import {{ {} as a }} from 'x'",
        "import {{ a as {} }} from 'x'",
        "import {} from 'x'",
    ),
    *("import {{ type {} }} from 'x'", "import {{ type {} as a }} from 'x'", "import {{ type a as {} }} from 'x'"),
    *(
        "import {}, {{ a }} from 'x'",
        "import * as {} from 'x'",
        "import type {} from 'x'",
        "import type {{ {}, b as c }} from 'x'",
    ),
    *(
        "export {{ {} }} from 'x'",
        "export {{ {} as a }} from 'x'",
        "export {{ a as {} }} from 'x'",
        "export * as {} from 'x'",
    ),
]


@pytest.mark.parametrize("clause", CLAUSES)
@pytest.mark.parametrize("name", NAMES.split())
def test_agrees_on_names_that_are_words_of_the_language(clause: str, name: str) -> None:
    assert all(agrees(dialect, clause.format(name).encode()) for dialect in DIALECTS)


@pytest.mark.parametrize("trace", TRACES)
def test_gives_up_at_traces(trace: bytes) -> None:
    assert scan_script(b"import 'x'\n// " + trace, "typescript") is None


@pytest.mark.parametrize(
    "source",
    ["import 'x'".encode("utf-16"), b"import 'x'\n// \xff\xe9", b"import 'x'\nconst a = {", b"import 'x'\nfoo(("],
)
def test_agrees_on_what_is_hardly_text(source: bytes) -> None:
    assert agrees("typescript", source)


@pytest.mark.parametrize(
    "piece", ["export ", "export {", "import {} ", "import\n", "/* ", "`${", "\"'", "//", "from '", "(/"]
)
def test_ends_on_long_files(piece: str) -> None:
    for end in ("", "require"):
        scan_script(piece.encode() * 50_000 + end.encode(), "typescript")


STATEMENTS = [
    *(
        "import 'a'",
        "import b from 'b'",
        'import {\n  c,\n  type D,\n} from "d"',
        "export * from 'e'",
        "import type { F } from 'f'",
    ),
    *(
        "export { g } from './g'",
        "export const h = 1",
        "type I = J<K>",
        "'use strict'",
        "const l = 'import x from \"y\"'",
    ),
    *('const m = `import "x"`', "const n = /[\"'`]/.test(o)", "function p() { return q / r }", "const s = t / u / v"),
    *(
        "const w = { import: 1 }",
        "a.import",
        "a.export",
        "// import 'x'",
        "/* from 'y'\n*/",
        "/** import z from 'z' */",
        "// it's",
    ),
    *(
        "require('aa')",
        "import('bb')",
        "class A { import = 'x' }",
        "declare module 'x' {\nexport * from 'y'\n}",
        "let x = `${y}'`",
    ),
    *(
        "const cc = <p>it's `import` // 'x'</p>",
        "const dd = <A b='c' />",
        "const e = <T,>(a: T) => a",
        "@Dec() class Q {}",
        "from",
        "import",
    ),
    *(
        "'",
        '"',
        "`",
        "/",
        "{",
        "}",
        "(",
        ")",
        "<",
        "*",
        "/*",
        "*/",
        "$",
        "${",
        ".",
        ",",
        "type",
        "export",
        "\\",
        "=",
        "with { type: 'json' }",
    ),
]
SEPARATORS = [
    "\n",
    "\n",
    "\n",
    ";\n",
    "; ",
    " ",
    "\r\n",
    "\n\n",
    " // c\n",
    " /* d */ ",
    "\n/* e */\n",
    "\r",
    "\u2028",
    "\t",
    "",
]


@settings(max_examples=1_000, deadline=None)
@given(
    st.sampled_from(DIALECTS),
    st.lists(st.tuples(st.sampled_from(STATEMENTS), st.sampled_from(SEPARATORS)), max_size=8),
)
def test_agrees_on_composed_sources(dialect: str, pieces: list[tuple[str, str]]) -> None:
    source = "".join(statement + separator for statement, separator in pieces).encode()
    assert agrees(dialect, source) or parse(decode(source), LANGUAGES[dialect]).root_node.has_error


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(DIALECTS), st.binary() | st.text().map(str.encode))
def test_never_raises(dialect: str, source: bytes) -> None:
    scan_script(source, dialect)
