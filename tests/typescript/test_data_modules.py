"""A script that is one value of JSON says what the grammar says of it; what holds more is read by the grammar."""

import json
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.codebase.facts import FileFacts
from checks.codebase.languages.typescript import extract
from checks.codebase.languages.typescript.data_modules import LARGEST, SMALLEST, is_data
from checks.codebase.languages.typescript.extract import extract_script
from checks.codebase.languages.typescript.grammar import TSX, TYPESCRIPT

LONG = json.dumps([{"path": "import './x'", "require": "require('y')", "text": 'a\\b "c" \u00e9'}] * 200, indent=2)
HEADS = (
    "export const a = ",
    "export default ",
    "const a=",
    "let a = ",
    "var $a_1 =\n",
    "module.exports = ",
    "// made by a tool\r\nexport const a = ",
    "/* made\n * by a tool */\n\nexport const a =\n  ",
)
TAILS = ("", ";", "\n", " ;\n\n", " as const;\n")
OTHERS = (
    "import 'x'\nexport const a = {0}",
    "/// <reference path='./x' />\nexport const a = {0}",
    "// \rimport 'x'\nexport const a = {0}",
    "// \u2028import 'x'\nexport const a = {0}",
    "// \u2029import 'x'\nexport const a = {0}",
    "/* */ import 'x'; /* */ export const a = {0}",
    "export const a = {0}\nimport 'x'",
    "export const a = {0}, b = require('x')",
    "export const a = {0}; require('x')",
    "export const a = {0}.concat(require('x'))",
    "export const a = {0}[require('x')]",
    "export const a = {0} // import 'x'\nimport 'y'",
    "export const a = [{0}, ...require('x')]",
    "export const a = [{0}, process.env.A]",
    "export const a = [{0}, fetch]",
    "export const a = [{0}, NaN]",
    "export const a = [{0}, `${{require('x')}}`]",
    "export const a: import('x').A = {0}",
    "export const a: typeof import('x') = {0}",
    "export const a = {0} satisfies import('x').A",
    "export const {{ a = require('x') }} = {0}",
    "module.exports = require('x').b = {0}",
    "export default f({0}, import('x'))",
    "/* \0 */export const a = {0}",
    "// \0\nexport const a = {0}",
    "<<<<<<< ours\nexport const a = {0}\n=======\n",
)


@pytest.fixture
def by_the_grammar(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    with monkeypatch.context() as patch:
        patch.setattr(extract, "is_data", lambda _: False)
        yield patch


@pytest.mark.parametrize("tail", TAILS)
@pytest.mark.parametrize("head", HEADS)
def test_data(by_the_grammar: pytest.MonkeyPatch, head: str, tail: str) -> None:
    source = f"{head}{LONG}{tail}".encode()
    assert is_data(source)
    assert extract_script(source, TYPESCRIPT) == FileFacts()
    by_the_grammar.undo()
    assert extract_script(source, TYPESCRIPT) == FileFacts()


@pytest.mark.parametrize("text", OTHERS)
def test_what_is_more_than_data(by_the_grammar: pytest.MonkeyPatch, text: str) -> None:
    source = text.format(LONG).encode()
    assert not is_data(source)
    known = extract_script(source, TSX)
    by_the_grammar.undo()
    assert extract_script(source, TSX) == known
    assert known != FileFacts() or "NaN" in text


@pytest.mark.parametrize(
    "source",
    [
        b'export const a = ["' + b"\xff" * SMALLEST + b'"]',
        b'export const a = ["' + b"a\0" * SMALLEST + b'"]',
        b"export const a = " + b"[" * 100_000,
        b"export const a = [" + b"1" * SMALLEST + b"]",
        b"export const a = []",
        b"export const a = [" + b" " * LARGEST + b"]",
        b"/*" * SMALLEST,
        b"// " * SMALLEST,
        b"export const a = {" + b'"b": 1, ' * SMALLEST,
        f"export const a = {LONG}{' ' * 2_000_000}x".encode(),
        f"export const a = {LONG} as {' ' * 2_000_000}x".encode(),
        f"{' ' * 2_000_000}x = {LONG}".encode(),
    ],
    ids=range(12),
)
def test_what_cannot_be_told(source: bytes) -> None:
    assert not is_data(source)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@settings(max_examples=30)
@given(value=st.lists(VALUES) | st.dictionaries(st.text(), VALUES), is_ascii=st.booleans())
def test_any_value(value: object, *, is_ascii: bool) -> None:
    text = json.dumps([value, "x" * SMALLEST], ensure_ascii=is_ascii)
    assert is_data(f"export const a = {text}".encode("utf-8", "replace"))
