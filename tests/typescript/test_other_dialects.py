"""Paths to dialects; single-file components, style sheets and settings to facts."""

import json

import pytest

from checks.codebase.languages.typescript import LANGUAGE
from checks.codebase.languages.typescript.extract_symbols import SYMBOLS
from checks.codebase.languages.typescript.readers import EXTRACTORS, GRAMMARS, READERS
from tests.typescript.codebase import imports


@pytest.mark.parametrize(
    ("path", "dialect"),
    [
        ("a.ts", "typescript"),
        ("a.d.mts", "typescript"),
        ("a.jsx", "tsx"),
        ("a.cjs", "tsx"),
        ("A.vue", "vue"),
        ("a.scss", "scss"),
        ("a.sass", "sass"),
        ("A.astro", "astro"),
        ("a.mdx", "mdx"),
        ("x/package.json", "package.json"),
        ("tsconfig.base.json", "tsconfig"),
        ("jsconfig.json", "tsconfig"),
        ("packages/tsconfig/base.json", "tsconfig"),
        ("packages/typescript-config/next.json", "tsconfig"),
        ("packages/tsconfig/package.json", "package.json"),
        ("pnpm-workspace.yaml", "pnpm-workspace"),
        ("data.json", None),
        ("README.md", None),
        ("ts", None),
    ],
)
def test_dialect(path: str, dialect: str | None) -> None:
    assert LANGUAGE.dialect(path) == dialect


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<template/>\n<script setup lang='ts'>\nimport a from './a'\n</script>", [("./a", 3)]),
        ("<script>\nimport 'a'\n</script>\n<script setup>\nimport 'b'\n</script>", [("a", 2), ("b", 5)]),
        ("<!-- <script>import 'a'</script> -->\n<script>import 'b'</script>", [("b", 2)]),
        ('<script src="./a.ts"></script>', [("./a.ts", 1)]),
        ("<style lang='scss'>\n@use '~@acme/theme';\n</style>", [("@acme/theme", 2)]),
        ('<script generic="T extends A<B>">import "a"</script>', [("a", 1)]),
    ],
)
@pytest.mark.parametrize("dialect", ["vue", "svelte"])
def test_components(source: str, expected: list[tuple[str, int]], dialect: str) -> None:
    assert [(module, line) for module, _, line, _ in imports(source, dialect)] == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("@import '@acme/tokens/a.css';\n@import \"./b.css\" screen;", [("@acme/tokens/a.css", 1), ("./b.css", 2)]),
        ("@import url(./a.css); @import url( './b.css' ) layer(x);", [("./a.css", 1), ("./b.css", 1)]),
        ("/* @import 'a'; */ a::before { content: '@import \"b\"' }", []),
        ("@import url(https://fonts.example/css); @import '//x/y.css';", []),
        ("@import 'a', 'b';", [("a", 1), ("b", 1)]),
        ("// @import 'a'\n@use 'sass:math';\n@use 'b' as *;\n@forward \"c\";", [("b", 3), ("c", 4)]),
        ("@import (reference) 'a';", [("a", 1)]),
        (
            "@config '../a.config.ts';\n@plugin \"b\";\n@reference './c.css';",
            [("../a.config.ts", 1), ("b", 2), ("./c.css", 3)],
        ),
        (".a { background: url(http://x/y) }\n@import 'a';", [("a", 2)]),
        (".a {\n composes: x y from './y.css'; }\n.b { composes: z }", [("./y.css", 2)]),
        (".a { composes: x from global; content: 'b' }", []),
        ("@value x, y from \"./y.css\";\n@value z: 'a';", [("./y.css", 1)]),
        (".a { @include meta.load-css('x'); @include m.load-css( $url: \"y\", $with: () ) }", [("x", 1), ("y", 1)]),
    ],
)
def test_style_sheets(source: str, expected: list[tuple[str, int]]) -> None:
    assert [(module, line) for module, _, line, _ in imports(source, "scss")] == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("@use 'a' as *\n@forward \"b\"\n.c\n  @include meta.load-css('d')", [("a", 1), ("b", 2), ("d", 4)]),
        ("@import a, b/c\n@import 'd', \"e\"", [("a", 1), ("b/c", 1), ("d", 2), ("e", 2)]),
        ("/* open\n  @import a\n\n  @import b\n@import c // d", [("c", 5)]),
        ("// note\n   @import a\n@import url(b.css)", [("b.css", 3)]),
    ],
)
def test_indented_sass(source: str, expected: list[tuple[str, int]]) -> None:
    assert [(module, line) for module, _, line, _ in imports(source, "sass")] == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("---\nimport A from './A.astro'\n---\n<A/>\n<script>\nimport 'b'\n</script>", [("./A.astro", 2), ("b", 6)]),
        ("<A/>\n<style lang='sass'>\n@use c\n@use 'd'\n</style>", [("d", 4)]),
        ("---\nconst a = '<script>'\n---\n<script>import 'b'</script>", [("b", 4)]),
    ],
)
def test_astro(source: str, expected: list[tuple[str, int]]) -> None:
    facts = READERS.extract("astro", source.encode())
    assert [(each.module, each.line) for each in facts.imports] == expected
    assert facts.problem is None


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import A from './A'\nexport { b } from 'b'\n\n# Title\n\n<A/>", [("./A", 1), ("b", 2)]),
        ("---\nimport: x\n---\n\nimport 'a'", [("a", 5)]),
        ("```js\nimport 'a'\n```\nimport 'b'", [("b", 4)]),
        ("export const a = {\n\n b: import('c'),\n\n}\n\nIt's <b>text & more</b>", [("c", 3)]),
        ("We import 'a'\n  import 'b'\n\nexport your data, it's easy", []),
    ],
)
def test_mdx(source: str, expected: list[tuple[str, int]]) -> None:
    facts = READERS.extract("mdx", source.encode())
    assert [(each.module, each.line) for each in facts.imports] == expected
    assert facts.problem is None


@pytest.mark.parametrize(
    "source",
    [
        *('"private": "true"', '"version": 1', '"main": false, "types": []', '"publishConfig": "x"'),
        *('"dependencies": []', '"workspaces": false', '"exports": null'),
    ],
)
def test_keys_that_no_edge_depends_on_are_dropped(source: str) -> None:
    facts = READERS.extract("package.json", f'{{"name": "a", {source}}}'.encode())
    assert facts.problem is None
    assert facts.settings == {"name": "a"}


@pytest.mark.parametrize("key", ["name", "exports", "imports", "workspaces", "dependencies", "peerDependencies"])
def test_keys_that_edges_depend_on_are_a_problem(key: str) -> None:
    assert READERS.extract("package.json", f'{{"{key}": 5}}'.encode()).problem is not None


def test_plain_css_has_no_line_comments_and_no_lists() -> None:
    assert [each[0] for each in imports("@import 'a', 'b';\n// @import 'c';", "css")] == ["a", "c"]


def test_package_keeps_what_resolving_asks_for() -> None:
    source = json.dumps({"name": "a", "scripts": {"x": "y"}, "exports": {".": None}, "dependencies": {"b": "1"}})
    settings = READERS.extract("package.json", source.encode()).settings
    assert settings == {"name": "a", "exports": {".": None}, "dependencies": {"b": "1"}}


def test_dependencies_are_manifest_imports_with_their_lines() -> None:
    source = '{\n "dependencies": {\n  "a": "1",\n  "b": "2"\n },\n "devDependencies": {"c":\n "3"}, "x": {"d": "4"}}'
    shipped, development = ("dependencies",), ("devDependencies",)
    found = [("a", shipped, 3, "manifest"), ("b", shipped, 4, "manifest"), ("c", development, 6, "manifest")]
    assert imports(source, "package.json") == found


def test_tsconfig_may_hold_comments() -> None:
    source = b'{ // comment\n "extends": "./base", /* x */ "compilerOptions": {"strict": true, "baseUrl": ".",}, }'
    assert READERS.extract("tsconfig", source).settings == {"extends": "./base", "compilerOptions": {"baseUrl": "."}}


def test_pnpm_workspace() -> None:
    source = b"catalog:\n  a: 1\npackages:\n  - 'a/*'\n  - '!b'\n"
    assert READERS.extract("pnpm-workspace", source).settings == {"packages": ["a/*", "!b"]}


@pytest.mark.parametrize(
    ("dialect", "source", "line"),
    [
        ("package.json", b'{\n"a": \n}', 3),
        ("package.json", b'{\n"name": 5}', 2),
        ("package.json", b"[]", 1),
        ("package.json", b"[" * 100_000, None),
        ("tsconfig", b'{\n "a" "b"}', 2),
        ("tsconfig", b"[" * 100_000, 1),
        ("pnpm-workspace", b"packages: [\n", 2),
        ("pnpm-workspace", b"[" * 10_000, None),
        ("css", b"a {}\n<<<<<<< HEAD\n", 2),
    ],
)
def test_problems(dialect: str, source: bytes, line: int | None) -> None:
    problem = READERS.extract(dialect, source).problem
    assert problem is not None
    assert problem.line == line


def test_yaml_aliases_are_not_expanded() -> None:
    bomb = "a0: &a0 [x, x]\n" + "".join(f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n" for i in range(1, 60))
    assert READERS.extract("pnpm-workspace", f"{bomb}packages: [*a59]".encode()).problem is None


@pytest.mark.parametrize("number", ["1e999", "-1E+00999", "1" * 400 + "e0"])
def test_a_number_that_is_too_large_is_text(number: str) -> None:
    facts = READERS.extract("package.json", f'{{"name": "a", "exports": {{".": {number}}}}}'.encode())
    assert json.dumps(facts.settings, allow_nan=False).count("Infinity") == 1


@pytest.mark.parametrize("number", ["0x" + "f" * 5_000, "1" * 5_000])
def test_a_number_that_is_too_long_is_a_problem(number: str) -> None:
    facts = READERS.extract("tsconfig", f'{{"compilerOptions": {{"paths": {{"a": {number}}}}}}}'.encode())
    assert facts.problem is not None
    assert "not valid JSON" in facts.problem.reason


def test_facts_hold_no_text_that_a_database_refuses() -> None:
    facts = READERS.extract("package.json", b'{"name": "a\\u0000\\ud800"}')
    assert facts.settings == {"name": "a\ufffd?"}


def test_every_dialect_has_its_readers() -> None:
    assert set(SYMBOLS) == LANGUAGE.named
    assert set(GRAMMARS) == LANGUAGE.code
    assert LANGUAGE.scanned | LANGUAGE.named < EXTRACTORS.keys()
