"""What a script uses of the runtime, by name and line."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.codebase.io_groups import JAVASCRIPT_NAMES
from checks.codebase.languages.typescript.readers import READERS
from checks.codebase.languages.use_list import MOST_LINES


def uses(source: str, dialect: str = "typescript") -> list[tuple[str, int]]:
    return [(one.name, one.line) for one in READERS.extract(dialect, source.encode()).uses or ()]


@pytest.mark.parametrize("dialect", ["typescript", "tsx"])
@pytest.mark.parametrize(
    ("source", "names"),
    [
        pytest.param("process.env.A", ["process.env"], id="a member"),
        pytest.param("process\n  ?.env", ["process.env"], id="an optional member"),
        pytest.param("process['env']", ["process.env"], id="a member by a string"),
        pytest.param("process[`env`].A", ["process.env"], id="a member by a template"),
        pytest.param("process!.env", ["process.env"], id="a member of what is there"),
        pytest.param("(process as any).env", ["process.env"], id="a member of a cast"),
        pytest.param("const { env, argv: a } = process", ["process", "process.env"], id="destructuring"),
        pytest.param("const { env: { A } } = process", ["process.env"], id="destructuring twice"),
        pytest.param("({ env } = process)", ["process.env"], id="destructuring into names that are there"),
        pytest.param("x = { ...process.env }", ["process.env"], id="spread"),
        pytest.param("process.nextTick()", ["process"], id="another member"),
        pytest.param("f(process)", ["process"], id="handed on"),
        pytest.param("import.meta.env.A; import.meta.url", ["import.meta.env"], id="import.meta"),
        pytest.param("Deno.env.get('A'); Bun.file('x')", ["Bun.file", "Deno.env"], id="other runtimes"),
        pytest.param("fetch('x')", ["fetch"], id="a call"),
        pytest.param("new WebSocket('x')", ["WebSocket"], id="a constructor"),
        pytest.param("const f = fetch; g({ fetch })", ["fetch"], id="a value"),
        pytest.param("window.fetch('x')", ["fetch", "window"], id="of the window"),
        pytest.param("globalThis['fetch']('x')", ["fetch"], id="of globalThis"),
        pytest.param("(globalThis as any).process.env", ["process.env"], id="of a cast globalThis"),
        pytest.param("self.fetch(); global.fetch()", ["fetch"], id="of other names for it"),
        pytest.param("const { fetch: f } = globalThis", ["fetch"], id="destructured from globalThis"),
        pytest.param("navigator.sendBeacon('x')", ["navigator.sendBeacon"], id="a member that is one"),
        pytest.param("navigator.userAgent", ["navigator"], id="a member that is none"),
        pytest.param("import p from 'node:process'; p.env", ["process.env"], id="a module's own name for it"),
        pytest.param("import * as process from 'process'; process.env", ["process.env"], id="all of the module"),
        pytest.param("import { env } from 'node:process'; env.A", ["process.env"], id="imported"),
        pytest.param("const p = require('process'); p.env", ["process.env"], id="required"),
        pytest.param("const { env } = require('node:process')", ["process.env"], id="required and destructured"),
        pytest.param("api.fetch(); this.fetch(); x = { fetch: 1 }", [], id="members and keys"),
        pytest.param("class A { fetch() {} process = 1 }", [], id="methods and fields"),
        pytest.param("'fetch()'; `process.env`; // fetch()\n/fetch/", [], id="text and comments"),
        pytest.param("type F = typeof fetch; let s: WebSocket", [], id="types"),
        pytest.param("typeof window !== 'undefined'", [], id="asking for its type"),
        pytest.param("interface A { fetch: typeof fetch }", [], id="in an interface"),
        pytest.param("import { fetch } from 'x'; fetch()", [], id="imported from elsewhere"),
        pytest.param("import { a as fetch } from 'x'; fetch()", [], id="imported by that name"),
        pytest.param("import { fetch as f } from 'x'; fetch()", ["fetch"], id="imported by another name"),
        pytest.param("import fetch from 'x'; import * as process from 'y'; fetch(process.env)", [], id="whole modules"),
        pytest.param("function fetch() {} fetch()", [], id="the file's own function"),
        pytest.param("const fetch = 1; fetch()", [], id="a constant"),
        pytest.param("class WebSocket {} new WebSocket()", [], id="the file's own class"),
        pytest.param("enum process { env } process.env", [], id="an enum"),
        pytest.param("const self = this; self.fetch()", [], id="another self"),
        pytest.param("declare const process: any; process.env", ["process.env"], id="declared as being there"),
        pytest.param("prefetch(); fetcher(); $fetch(); fetch$()", [], id="longer names"),
    ],
)
def test_uses(source: str, names: list[str], dialect: str) -> None:
    assert [name for name, _ in uses(source, dialect)] == names


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        pytest.param("function f(fetch) { fetch() }\nfetch()", [2], id="a parameter"),
        pytest.param("function f({ fetch }) { fetch() }\nfetch()", [2], id="a part of a parameter"),
        pytest.param("function f({ a: [fetch = 1] }) { fetch() }\nfetch()", [2], id="a part of a part"),
        pytest.param("function f(...fetch) { fetch() }\nfetch()", [2], id="the rest of the parameters"),
        pytest.param("function f(a = fetch) {}", [1], id="a default"),
        pytest.param("const f = (fetch) => fetch()\nfetch()", [2], id="a parameter of an arrow"),
        pytest.param("const f = fetch => fetch()\nfetch()", [2], id="without brackets"),
        pytest.param("{ const fetch = 1; fetch() }\nfetch()", [2], id="a block"),
        pytest.param("function f() { { var fetch = 1 } fetch() }\nfetch()", [2], id="var"),
        pytest.param("try {} catch (fetch) { fetch() }\nfetch()", [2], id="catch"),
        pytest.param("for (const fetch of x) { fetch() }\nfetch()", [2], id="a loop"),
        pytest.param("const f = function fetch() { fetch() }\nfetch()", [2], id="a function's own name"),
        pytest.param("function f() { function fetch() {} fetch() }\nfetch()", [2], id="an inner function"),
        pytest.param("fetch()\nconst { fetch } = api", [], id="declared below"),
        pytest.param("fetch()\nfetch(); fetch()\n\nfetch()", [1, 2, 4], id="several lines"),
    ],
)
def test_scopes(source: str, lines: list[int]) -> None:
    assert uses(source) == [("fetch", line) for line in lines]


@pytest.mark.parametrize(
    ("dialect", "source"),
    [
        ("vue", "<template/>\n<script setup>\nfetch('x')\n</script>"),
        ("svelte", "<script>\n\nfetch('x')\n</script>\n<p/>"),
        ("astro", "---\n\nfetch('x')\n---\n<p/>"),
        ("bundler", "\n\nfetch('x'); export default { resolve: { alias: { a: './b' } } }"),
        ("tsx", "\n\nconst a = <p onClick={() => fetch('x')}><process/><document.a/></p>"),
        ("typescript", "<<<<<<< ours\n\nfetch('x')\n=======\n>>>>>>> theirs"),
        ("typescript", "type A = import('x').B<C>\n\nfetch('x')"),
    ],
)
def test_dialects(dialect: str, source: str) -> None:
    assert uses(source, dialect) == [("fetch", 3)]


def test_so_many_of_one_name_and_no_more() -> None:
    found = uses("fetch()\n" * (MOST_LINES + 5) + "process.env")
    assert found[-2:] == [("fetch", MOST_LINES), ("process.env", MOST_LINES + 6)]


PIECES = [
    *(
        "fetch",
        "process",
        "window",
        ".env",
        "['env']",
        "import.meta",
        "const",
        "{",
        "}",
        "=",
        "(",
        ")",
        "=>",
        "\n",
        "<a>",
    ),
    *(
        "import {fetch} from 'x'",
        "from 'process'",
        "require('process')",
        "import",
        "*",
        "class",
        "declare",
        "`${",
        "...",
        "var",
    ),
]


@given(st.lists(st.sampled_from(PIECES), max_size=30), st.sampled_from(["typescript", "tsx", "vue"]))
@settings(max_examples=300, deadline=None)
def test_whatever_is_read_is_one_of_the_names_in_order(pieces: list[str], dialect: str) -> None:
    text = " ".join(pieces)
    found = uses(f"<script>{text}</script>" if dialect == "vue" else text, dialect)
    assert {name for name, _ in found} <= JAVASCRIPT_NAMES
    assert found == sorted(set(found), key=lambda one: (one[1], one[0]))


@given(st.binary(max_size=60))
@settings(max_examples=100, deadline=None)
def test_no_bytes_make_it_raise(noise: bytes) -> None:
    for dialect in ("typescript", "tsx"):
        READERS.extract(dialect, b"fetch(" + noise + b" process.env; import.meta." + noise)


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("function f(fetch) { fetch() }\n" * 10_000 + "fetch()", id="many declarations"),
        pytest.param("{" * 2_000 + "fetch()" + "}" * 2_000, id="deep blocks"),
        pytest.param("window." * 3_000 + "fetch()", id="a long chain"),
        pytest.param("const {" + "fetch: {" * 500 + "}" * 501 + " = process", id="a deep pattern"),
    ],
)
def test_hostile_files_are_read(source: str) -> None:
    assert READERS.extract("typescript", source.encode()).problem is None
