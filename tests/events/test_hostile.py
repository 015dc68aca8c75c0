"""Whatever a file holds, reading it for events ends, says something, and raises nothing."""

import itertools
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks import extract
from checks.codebase.event_facts import event_dialect
from tests.events.reading import policy, read

WORDS = frozenset({"publish", "subscribe", "OnEvent", "handlers"})
PIECES = [
    *("bus.publish(", "this.publish(", "class A(B):", "class A extends B {", "@OnEvent(", "handlers = {", "enum E {"),
    *(")", "}", "]", "(", "{", "[", "'a.b'", '"a.b"', "`${x}`", "f'{x}'", "x", "self.", "this.", ".name"),
    *("=", ":", ",", ";"),
    *("\n", "\n    ", "def f(a: A):", "=> ", "new A(", "async ", "const ", "import ", "export * from 'x'"),
    *("=>", "...", "\\", "//"),
]
SOURCE = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
CATALOGS = ["e.md", "e.mdx", "e.yaml", "e.json", "events/X/index.mdx"]
TEXT = st.lists(
    st.sampled_from(
        [
            *("| Event |", "|---|", "\n", "| a.b |", "### A.b", "- **a.b**", "`", "<X>", "---\n", "id: a\n", "events:"),
            "  - ",
            *("asyncapi: 3.0.0\n", "channels:\n", "  a: {$ref: '#/channels/a'}\n", "{", "}", "[", "]", '"', ":", "\t"),
            *("&a", "*a"),
        ]
    ),
    max_size=30,
).map("".join)


@pytest.mark.parametrize("dialect", ["python:python", "typescript:typescript", "typescript:tsx"])
@given(source=SOURCE)
@settings(max_examples=150, deadline=None)
def test_any_source(dialect: str, source: str) -> None:
    assert extract(event_dialect(WORDS, dialect), source.encode()).events is not None


@pytest.mark.parametrize("dialect", ["python:python", "typescript:typescript"])
@given(source=st.binary(max_size=300))
@settings(max_examples=80, deadline=None)
def test_any_bytes(dialect: str, source: bytes) -> None:
    assert extract(event_dialect(WORDS, dialect), source).events is not None


@pytest.mark.parametrize("name", CATALOGS)
@given(text=TEXT)
@settings(max_examples=80, deadline=None)
def test_any_catalog(name: str, text: str) -> None:
    found = read({name: text, "a.py": "bus.publish('a.b')"}, policy("publish: [bus.publish]", name), "")
    assert len(found.sites) <= 1


def chained(statement: str) -> str:
    """Names that are each given the next one, in such statements."""
    return "".join(statement.format(a=name, b=after) for name, after in itertools.pairwise("abcdefghijklm"))


@pytest.mark.parametrize(
    ("dialect", "source"),
    [
        ("python:python", "s = s = s\n" * 12),
        ("python:python", chained("{a} = {b}\n" * 12)),
        ("python:python", chained("{a} = " + " + ".join(["{b}"] * 20) + "\n") + "m = 'x'\n"),
        ("python:python", chained("{a} = [" + "{b}, " * 20 + "]\n")),
        ("typescript:tsx", chained("const {a} = [" + "{b}, " * 20 + "];\n") + "const m = 'x';\n"),
        ("typescript:tsx", chained("const {a} = " + " + ".join(["{b}"] * 20) + ";\n") + "const m = 'x';\n"),
    ],
)
def test_names_that_hold_each_other_over_and_over_take_little_time(dialect: str, source: str) -> None:
    start = time.process_time()
    extract(event_dialect(WORDS, dialect), f"{source}\nbus.publish(a)\n".encode())
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("a.py", "class A(A): ...\nbus.publish(A())"),
        ("a.py", "X = X\nbus.publish(X)"),
        ("a.py", "from a import X\nbus.publish(X)"),
        ("a.py", "x = " + "(" * 300 + "1" + ")" * 300 + "\nbus.publish(x)"),
        ("a.py", "bus.publish(" + " + ".join(["'a'"] * 3000) + ")"),
        ("a.py", "class A:\n    version = []\nbus.publish([])"),
        ("a.ts", "class A { version = []; get name() { return [] } } bus.publish([])"),
        ("a.ts", "export * from './a'; bus.publish(X)"),
        ("a.ts", "const X = X; bus.publish(X)"),
        ("a.ts", "bus.publish(" + "(" * 2000 + "'a.b'" + ")" * 2000 + ")"),
        ("a.ts", "class A extends A {}; bus.publish(new A())"),
        ("a.ts", "bus.publish(" + "[" * 500 + "]" * 500 + ")"),
    ],
)
def test_what_goes_round_in_circles_ends(name: str, source: str) -> None:
    catalog = "| Event |\n|-|\n| a.b |\n"
    for words in ("publish: [bus.publish], types: [Base]", "publish: [bus.publish]"):
        found = read({name: source}, policy(words), catalog).sites
        assert {site.path for site in found} <= {name}
