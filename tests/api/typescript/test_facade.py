"""Public names through re-exports and barrels, and the rounds in which modules are asked for."""

from checks.codebase.api.facade import Definition, External
from checks.codebase.api.typescript_facade import script_facade
from checks.codebase.languages.typescript.api import extract_api
from tests.api.typescript.facades import breaks_of, facade_of, told


def test_names_come_through_barrels_of_barrels() -> None:
    facade = facade_of(
        {
            "index.ts": "export * from './a'\nexport { b as c } from './a'",
            "a/index.ts": "export * from './deep'\nexport const b = 1",
            "a/deep.ts": "export default 1\nexport interface D {}",
        }
    )
    assert sorted(facade.names) == ["D", "b", "c"]


def test_own_names_hide_those_of_stars() -> None:
    facade = facade_of({"index.ts": "export * from './a'\nexport const b = 1", "a.ts": "export const b = 2"})
    (found,) = facade.names["b"]
    assert isinstance(found, Definition)
    assert found.path == "index.ts"


def test_a_name_may_be_a_type_and_a_value() -> None:
    before = "export interface A { b: string }\nexport const A = { c: 1, d: 2 }\n"
    after = "export interface A {}\nexport const A = { c: 1 }\n"
    assert told(breaks_of(before, after)) == ["property-removed A.b", "member-removed A.d"]


def test_barrels_in_a_circle_end() -> None:
    facade = facade_of(
        {
            "index.ts": "export * from './a'\nexport * as all from './index'",
            "a.ts": "export * from './index'\nexport { b } from './index'\nexport const c = 1",
        }
    )
    assert {"c", "all"} <= set(facade.names)


def test_what_lies_outside_is_external_and_leaves_the_facade_open() -> None:
    facade = facade_of("export * from 'other'\nexport { a } from 'another'")
    assert facade.names["a"] == (External("another.a"),)
    assert facade.is_open == {""}


def test_a_name_that_a_package_outside_may_still_give_is_a_notice() -> None:
    assert told(breaks_of("export const a = 1", "export * from 'other'")) == ["export-removed? a"]


def test_names_of_further_entries_have_their_prefix() -> None:
    files = {"index.ts": "export const a = 1", "react.ts": "export const b = 1"}
    assert sorted(facade_of(files, {"": "index.ts", "react": "react.ts"}).names) == ["a", "react.b"]


def test_modules_are_asked_for_in_rounds() -> None:
    index = extract_api("typescript", b"export * from './a'")
    resolve = {"./a": "a.ts", "./b": "b.ts"}
    assert script_facade({"": "index.ts"}, {}, lambda _, name: resolve.get(name))[1] == frozenset({"index.ts"})
    facade, missing = script_facade({"": "index.ts"}, {"index.ts": index}, lambda _, name: resolve.get(name))
    assert (missing, facade.is_open) == (frozenset({"a.ts"}), frozenset({""}))


def test_a_definition_with_several_names_is_told_once() -> None:
    before = {
        "index.ts": "export * from './a'\nexport * as all from './a'",
        "a.ts": "export function f(a: string): void {}",
    }
    after = {**before, "a.ts": "export function f(): void {}"}
    assert told(breaks_of(before, after)) == ["parameter-removed f"]


def test_what_a_base_loses_is_told_once() -> None:
    before = "export interface A { x: string }\nexport interface B extends A {}\nexport interface C extends A {}\n"
    assert told(breaks_of(before, before.replace("x: string", ""))) == ["property-removed A.x"]


def test_types_that_are_not_exported_count_where_public_ones_are_made_of_them() -> None:
    before = {
        "index.ts": "import type { Options } from './options'\nexport function f(options: Options): void {}",
        "options.ts": "interface Inner { a: string }\nexport interface Options { inner: Inner }\ninterface No { b: 1 }",
    }
    options = before["options.ts"].replace("a: string", "a: string; c: string").replace("b: 1", "")
    after = {**before, "options.ts": options}
    assert told(breaks_of(before, after)) == ["property-added-required Inner.c"]


def test_an_inherited_member_stands_where_the_type_does_that_inherits_it() -> None:
    before = {
        "index.ts": "import type { A } from './a'\n\nexport interface B extends A {}",
        "a.ts": "export interface A {\n\n\n\n  x: string }",
    }
    found = breaks_of(before, {**before, "a.ts": "export interface A {}"})
    assert [(each.name, each.base_path, each.base_line) for each in found if each.name == "B.x"] == [
        ("B.x", "index.ts", 3)
    ]
