"""What one file offers."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.codebase.api.surface import Sort
from checks.codebase.languages.typescript.api import extract_api
from tests.api.typescript.facades import breaks_of

WORDS = (
    "export default function class interface type enum const A b { } ( ) < > : ; , = => | & [ ] ? ... 'x' 1 extends "
    "import from * as namespace declare module abstract get static readonly keyof infer `${b}` /* */ // @ #"
)
PIECES = WORDS.split()


def exported(source: str, dialect: str = "typescript") -> tuple[str, ...] | None:
    return extract_api(dialect, source.encode()).exported


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("export const a = 1, { b, c: d, ...e } = x, [f] = y", ("a", "b", "d", "e", "f")),
        ("export type * from './a'\nexport const b = 1", ("b",)),
        ("export { type A, default as B } from './a'", ("A", "B")),
        ("export import A = B.C", ("A",)),
        ("export = a", ("export=",)),
        ("export default () => 1", ("default",)),
        ("export const f = () => { if (a && <<< }", ("f",)),
        ("declare module 'x' { const a: string }", ('"x"',)),
        ("import './y'\ndeclare module 'x' { const a: string }\nexport const b = 1", ("b",)),
        ("function f(a: string): void; function f(a: any) {}\nexport { f }", ("f",)),
    ],
)
def test_exports(source: str, names: tuple[str, ...]) -> None:
    assert exported(source) == names


def test_common_js_exports_count_in_javascript_only() -> None:
    source = "exports.a = 1\nmodule.exports.b = function (c) {}\nmodule.exports = { d, e: 1 }\n"
    assert exported(source, "tsx") == ("a", "b", "d", "e")
    assert exported(source) == ()


@pytest.mark.parametrize("dialect", ["vue", "svelte", "astro"])
def test_a_component_is_its_default_export(dialect: str) -> None:
    assert exported("<script lang='ts'>\nexport interface Props { a: string }\n</script>", dialect) in {
        ("default", "Props"),
        ("default",),
    }


def test_stars_are_kept_with_their_lines() -> None:
    assert extract_api("typescript", b"\nexport * from './a'").stars == (("./a", 2),)


def test_errors_in_bodies_hide_nothing() -> None:
    api = extract_api("typescript", b"export function f(): void { let = = }\nexport const a = 1\n")
    assert (api.exported, api.unreadable) == (("f", "a"), None)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"export const a = 1\0", "NUL"),
        (b"<<<<<<< ours\nexport const a = 1\n=======\n>>>>>>> theirs\n", "conflict"),
        (b"export type A = " + b"[" * 5_000 + b"]" * 5_000, ""),
    ],
)
def test_what_cannot_be_read_is_unreadable(content: bytes, reason: str) -> None:
    unreadable = extract_api("typescript", content).unreadable
    assert unreadable is not None
    assert reason in unreadable


def test_other_files_offer_nothing() -> None:
    assert extract_api("css", b"a { color: red }").members == ()


def test_overloads_are_signatures_of_one_function_without_its_implementation() -> None:
    source = b"export function f(a: string): void\nexport function f(a: number): void\nexport function f(a: any) {}\n"
    (member,) = extract_api("typescript", source).members
    assert [each.parameters[0].type for each in member.signatures] == ["string", "number"]


def test_a_class_has_the_signatures_of_its_constructor() -> None:
    (member,) = extract_api("typescript", b"export class A { constructor(private b: string, c = 1) {} }").members
    assert member.sort is Sort.CLASS
    assert [(each.name, each.is_required) for each in member.signatures[0].parameters] == [("b", True), ("c", False)]
    assert [(each.name, each.marks) for each in member.members] == [("b", frozenset({"private"}))]


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=300), st.sampled_from(["typescript", "tsx", "vue", "svelte", "astro"]))
def test_any_text_is_read(source: str, dialect: str) -> None:
    extract_api(dialect, source.encode("utf-8", "surrogatepass"))


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=60).map(" ".join))
def test_pieces_of_code_are_read_and_equal_themselves(source: str) -> None:
    assert breaks_of(source, source) == []


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join),
)
def test_any_two_modules_can_be_compared(before: str, after: str) -> None:
    breaks_of(f"export const a = 1\n{before}", f"export const a = 1\n{after}")
