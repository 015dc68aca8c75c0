"""Two modules, and the breaks between them; a `?` marks what is only a notice."""

import pytest

from tests.api.typescript.facades import breaks_of, told

PARAMETERS = [
    ("a: string", "", ["parameter-removed"]),
    ("a: string, b?: string", "a: string", ["parameter-removed"]),
    ("a: string, b: number", "b: number", ["parameter-removed"]),
    ("a: string", "a: string, b: number", ["parameter-added-required"]),
    ("a: string", "b: number, a: string", ["parameter-added-required"]),
    ("a: string, c?: string", "a: string, b?: number, c?: string", ["parameter-reordered"]),
    ("a: string, c?: Color", "a: string, b?: Size, c?: Color", ["parameter-reordered?"]),
    ("a?: string", "a: string", ["parameter-required"]),
    ("a = 1", "a: number", ["parameter-required", "parameter-type-changed?"]),
    ("a: string, b: number", "b: number, a: string", ["parameter-reordered"]),
    ("from: string, to: string", "to: string, from: string", ["parameter-reordered?"]),
    ("...a: string[]", "", ["rest-removed"]),
    ("a: string, b: string", "...a: string[]", ["parameter-type-changed?"]),
    ("a: string", "a: number", ["parameter-type-changed"]),
    ("a: string | number", "a: string", ["parameter-type-changed"]),
    ("a: string", "a: string[]", ["parameter-type-changed"]),
    ("a: Color", "a: Size", ["parameter-type-changed?"]),
    ("a", "a: Size", ["parameter-type-changed?"]),
    ("a: { x: string }", "a: { x: string; y: string }", ["property-added-required"]),
    ("a: { x: string; y?: string }", "a: { x: string }", ["property-removed"]),
    ("{ x }: { x?: string }", "{ x }: { x: string }", ["property-added-required"]),
]


@pytest.mark.parametrize(("before", "after", "expected"), PARAMETERS, ids=str)
def test_parameters(before: str, after: str, expected: list[str]) -> None:
    sources = (f"export function f({each}): void {{}}\n" for each in (before, after))
    assert told(breaks_of(*sources)) == [f"{each} f" for each in expected]


RETURNS = [
    (": string", ": number", ["return-type-changed"]),
    (": string", ": Promise<string>", ["return-type-changed"]),
    (": string", ": string | undefined", ["return-type-changed?"]),
    (": Color", ": Size", ["return-type-changed?"]),
    (": string", "", ["return-type-changed?"]),
    (": string | undefined", ": string", []),
    (": void", ": string", ["return-type-changed?"]),
    (": Promise<string>", ": Promise<number>", ["return-type-changed"]),
    ("", "", []),
]


@pytest.mark.parametrize(("before", "after", "expected"), RETURNS, ids=str)
def test_returned_types(before: str, after: str, expected: list[str]) -> None:
    sources = (f"export function f(){each} {{}}\n" for each in (before, after))
    assert told(breaks_of(*sources)) == [f"{each} f" for each in expected]


OTHERS = [
    # exports
    ("export const a = 1", "const a = 1", ["export-removed a"]),
    ("export interface A {}", "interface A {}", ["export-removed A"]),
    ("export const _a = 1", "", ["export-removed? _a"]),
    ("/** @internal */\nexport const a = 1", "", []),
    ("export default class A {}", "export class A {}", ["default-export-removed default"]),
    ("declare const a: string\nexport = a", "", ["default-export-removed export="]),
    ("export namespace N { export const a = 1 }", "export namespace N {}", ["export-removed N.a"]),
    ("export namespace N { export const a = 1 }", "", ["export-removed N"]),
    ("const a = 1\nexport { a as b }", "const a = 1\nexport { a }", ["export-removed b"]),
    # sorts
    ("export function a(): void {}", "export class a {}", ["sort-changed a"]),
    ("export class A {}", "export interface A {}", ["sort-changed A"]),
    ("export function a(): void {}", "export const a = { b: 1 }", ["sort-changed a"]),
    ("export function a(): void {}", "export const a = wrap()", ["sort-changed? a"]),
    ("export interface A { b: string }", "export class A { b = '' }", ["sort-changed? A", "type-changed? A.b"]),
    ("export enum A { X = 1 }", "export type A = 1", ["sort-changed A"]),
    # interfaces and types
    ("export interface A { b: string }", "export type A = { c?: string }", ["property-removed A.b"]),
    ("export type A = { b?: string }", "export type A = { b: string }", ["property-required A.b"]),
    ("export interface A { b: string }", "export interface A { readonly b: string }", ["readonly-added A.b"]),
    ("export interface A { b: 'x' | 'y' }", "export interface A { b: 'x' }", ["union-narrowed A.b"]),
    ("export interface A { b: 'x' }", "export interface A { b: 'x' | 'y' }", ["union-widened? A.b"]),
    ("export interface A { b: { c: string } }", "export interface A { b: {} }", ["type-changed? A.b"]),
    (
        "export interface A { b: { c: string; d: string } }",
        "export interface A { b: { c: string } }",
        ["property-removed A.b.d"],
    ),
    (
        "export interface A { x: string; b(c: string): void }",
        "export interface A { x: string; b(): void }",
        ["parameter-removed A.b"],
    ),
    (
        "export interface A { x: string }",
        "export interface A { x: string; b(): void }",
        ["property-added-required? A.b"],
    ),
    (
        "export interface A { b?: () => void }",
        "export interface A { b?: (c: string) => void }",
        ["parameter-added-required? A.b"],
    ),
    (
        "export interface A { b: () => void }",
        "export interface A { b: (c: string) => void }",
        ["parameter-added-required A.b"],
    ),
    ("export interface A { [key: string]: number }", "export interface A {}", ["property-removed? A.[string]"]),
    ("export type A = 'x' | 'y'", "export type A = 'x' | 'z'", ["type-changed A"]),
    ("export type A = B | C", "export type A = B", ["type-changed? A"]),
    ("export type A = (b: string) => void", "export type A = () => void", ["parameter-removed A"]),
    (
        "export type A = (b: string) => void",
        "export type A = (b: string, c: string) => void",
        ["parameter-added-required? A"],
    ),
    ("export type A<T> = T[]", "export type A<T, U = T> = T[]", []),
    ("export type A<T = string> = T[]", "export type A<T> = T[]", ["generic-added-required A"]),
    (
        "export function a<T>(b: T): void {}",
        "export function a(b: string): void {}",
        ["generic-removed? a", "parameter-type-changed? a"],
    ),
    # classes
    ("export class A { b = 1 }", "export class A {}", ["member-removed A.b"]),
    ("export class A { static b(): void {} }", "export class A { b(): void {} }", ["member-removed A.b"]),
    ("export class A { protected b = 1 }", "export class A { private b = 1 }", ["visibility-narrowed A.b"]),
    ("export class A { b = 1 }", "export class A { #b = 1 }", ["member-removed A.b"]),
    ("export class A { private b = 1 }", "export class A {}", []),
    ("export class A { constructor() {} }", "export class A { private constructor() {} }", ["visibility-narrowed A"]),
    (
        "export class A { constructor() {} }",
        "export class A { constructor(b: string) {} }",
        ["parameter-added-required A"],
    ),
    (
        "export class A { constructor(readonly b: string) {} }",
        "export class A { constructor(b: string) {} }",
        ["member-removed A.b"],
    ),
    (
        "export class A { get b(): number { return 1 } set b(c) {} }",
        "export class A { get b(): number { return 1 } }",
        ["readonly-added A.b"],
    ),
    (
        "export abstract class A { b(): void {} }",
        "export abstract class A { abstract b(): void }",
        ["abstract-member-added A.b"],
    ),
    ("export class A extends B {}", "export class A {}", ["base-changed? A"]),
    ("export class A { _b = 1 }", "export class A {}", ["member-removed? A._b"]),
    # values
    ("export const a = { b: 1, c: 2 } as const", "export const a = { b: 1 } as const", ["member-removed a.c"]),
    ("export const a = { b: 1 } as const", "export const a = { b: 2 } as const", ["type-changed? a.b"]),
    ("export const a = { b: 1, c() {} }", "export const a = { b: 1, ...more }", ["member-removed? a.c"]),
    ("export const a: string = x", "export const a: number = x", ["type-changed a"]),
    # enums
    ("export enum A { X, Y }", "export enum A { Y, X }", ["enum-value-changed A.Y", "enum-value-changed A.X"]),
    (
        "export enum A { X = 'x', Y = 'y' }",
        "export const A = { X: 'x' } as const\nexport type A = 'x'",
        ["enum-member-removed A.Y"],
    ),
]


@pytest.mark.parametrize(("before", "after", "expected"), OTHERS, ids=str)
def test_breaks(before: str, after: str, expected: list[str]) -> None:
    assert sorted(told(breaks_of(before, after))) == sorted(expected)


def test_a_break_says_where_it_was_and_is() -> None:
    (found,) = breaks_of(
        "export interface A {\n  b: string\n  c?: string\n}", "\nexport interface A {\n  b: number\n}\n"
    )[:1]
    assert (found.name, found.was, found.now) == ("A.b", "string", "number")
    assert (found.path, found.line, found.base_path, found.base_line) == ("index.ts", 3, "index.ts", 2)


def test_of_what_a_broken_file_hides_nothing_is_certain() -> None:
    found = breaks_of(
        "export const a = 1\nexport const b = 2\n", "export const a = 1\n<<<<<<< ours\nexport const b = 2\n"
    )
    assert not [each for each in found if each.certain]


def test_a_declaration_with_an_error_is_not_compared() -> None:
    before = "export interface A { (): B & C\n <T>(a: T): B\n d: string }\nexport const e = 1\n"
    assert told(breaks_of(before, "export interface A {}\n")) == ["export-removed e"]


GIVEN_OR_GOT = [
    ("export function f(options: Options): void {}", True),
    ("export function f(): Options {}", False),
    ("export function f(done: (options: Options) => void): void {}", False),
    ("export function f(options: Partial<Options>): void {}", False),
    ("export class Client { constructor(options?: Options) {} }", True),
    ("export interface Outer { inner: Options }\nexport function f(outer: Outer[]): void {}", True),
    ("export interface Outer { inner: Options }\nexport const f: () => Promise<Outer> = g", False),
    ("", True),
]


@pytest.mark.parametrize(("user", "expected"), GIVEN_OR_GOT, ids=str)
def test_a_new_property_only_breaks_who_gives_the_type(user: str, *, expected: bool) -> None:
    before, after = (f"export interface Options {{ a: string{each} }}\n{user}\n" for each in ("", "; b: string"))
    assert [each.certain for each in breaks_of(before, after)] == [expected]
