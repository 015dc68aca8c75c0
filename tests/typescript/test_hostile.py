"""Sources made to keep a reader busy: time grows with their size. In quadratic time each would take minutes."""

import json
import time

import pytest

from checks.codebase.facts import Kind
from checks.codebase.languages.typescript.readers import READERS
from tests.typescript.codebase import Text, resolve, resolve_all

MOST_SECONDS = 15.0
"""Of processor time, on a slow machine; all take less than two."""

SOURCES = {
    "a 100,000-line file": ("typescript", "const a = 1\n" * 100_000 + "import './x'"),
    "many imports": ("typescript", "".join(f"import './x{number}'\n" for number in range(100_000))),
    "constants": ("typescript", "".join(f"const a{n} = './{n}'; import(a{n})\n" for n in range(20_000))),
    "a large table": (
        "tsx",
        f"const m = {{{','.join(f'k{n}: 1' for n in range(20_000))}}}\n" + "import(m[k])\n" * 20_000,
    ),
    "a chain of calls": ("typescript", "import('x')" + ".a()" * 100_000),
    "another chain": ("typescript", "require('x')" + "('x')" * 100_000),
    "comments": ("typescript", "// r = require\n" * 100_000),
    "templates with markers": ("tsx", "const a = `\n<<<<<<< HEAD\n`;\n" * 50_000 + "<p>a & b</p>"),
    "brackets": ("typescript", "[" * 50_000 + "require('x')" + "]" * 50_000),
    "open tags": ("vue", '<script "' * 200_000),
    "open comments": ("scss", "@import /*" * 200_000),
    "spaces": ("sass", "@import a" + " " * 200_000 + "b'"),
    "prose": ("mdx", "export {\n\n" * 20_000),
    "aliases": ("bundler", f"module.exports = {{ alias: {{ {','.join(f'a{n}: x' for n in range(5_000))} }} }}"),
    "a minified bundle": (
        "tsx",
        "function f(a,b){return a<b?a>b:!a&&/x\\/[/]/.test(b)||`${a}`};" * 20_000 + "require('x')",
    ),
}


@pytest.mark.parametrize(("dialect", "source"), SOURCES.values(), ids=SOURCES)
def test_extraction(dialect: str, source: str) -> None:
    start = time.process_time()
    READERS.extract(dialect, source.encode())
    assert time.process_time() - start < MOST_SECONDS


def files(**more: object) -> dict[str, Text]:
    return {"package.json": {"workspaces": ["p"], **more}, "p/package.json": {"name": "p"}, "x.ts": ""}


CODEBASES: dict[str, tuple[dict[str, Text], str]] = {
    "paths": ({"tsconfig.json": {"compilerOptions": {"paths": {f"a{n}/*": ["b"] for n in range(20_000)}}}}, "a7/x"),
    "extends": ({f"tsconfig{n or ''}.json": {"extends": [f"./tsconfig{n + 1}.json"] * 50} for n in range(2_000)}, "a"),
    "a loop of imports": ({"package.json": {"imports": {"#a": "#b", "#b": "#a"}}}, "#a"),
    "a loop of extends": ({"tsconfig.json": {"extends": ["./tsconfig.json", "."]}}, "a"),
    "targets": (
        {**files(), "p/package.json": {"name": "p", "exports": {"./*": ["*" * 900] * 9_000}}},
        "p/" + "x" * 900,
    ),
    "conditions": ({**files(), "p/package.json": {"name": "p", "exports": [[{"a": ["./x"]}]] * 9_000}}, "p"),
    "workspaces": ({f"p{n}/package.json": {"name": f"p{n}", "workspaces": ["**", ".."]} for n in range(3_000)}, "p7"),
    "globs": (files(workspaces=["*a" * 400] * 5_000), "p"),
    "aliases of each other": ({"vite.config.ts": "export default { alias: { a: 'b', b: 'a' } }"}, "a"),
    "one name": ({f"p{n}/package.json": {"name": "p"} for n in range(3_000)}, "p"),
    "catalogs": (files(dependencies={"a": "catalog:"}, catalog={"a": "catalog:"}, overrides={"a": "npm:a"}), "a"),
}


@pytest.mark.parametrize(("codebase", "name"), CODEBASES.values(), ids=CODEBASES)
def test_resolution(codebase: dict[str, Text], name: str) -> None:
    start = time.process_time()
    resolve({"x.ts": "", **codebase}, "x.ts", name)
    assert time.process_time() - start < MOST_SECONDS


def test_a_wide_pattern() -> None:
    codebase: dict[str, Text] = {f"src/{n % 200}/{n}.ts": "" for n in range(20_000)}
    start = time.process_time()
    assert len(resolve_all(codebase, "x.ts", "./src/**", Kind.DYNAMIC)) == 200
    assert len(resolve_all(codebase, "x.ts", "./src/a**a**a**a**a**a**b", Kind.DYNAMIC)) == 0
    assert time.process_time() - start < MOST_SECONDS


def test_facts_are_plain_json() -> None:
    settings = READERS.extract("bundler", b"export default { alias: { '\\u0000\\ud800': './\\x01' } }").settings
    assert "\\u0000" not in json.dumps(settings)
