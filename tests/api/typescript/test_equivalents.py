"""Rewrites that break nobody."""

import pytest

from tests.api.typescript.facades import Sources, breaks_of, told

REWRITES = [
    ("export interface A { b: string; c(): void }", "export type A = { c: () => void, b: string }"),
    ("export interface A extends B { c: string }", "export type A = B & { c: string }"),
    ("export function f(a: string): void {}", "export const f = (a: string): void => {}"),
    ("export function f(a: string): void {}", "export const f = function (a: string): void {}"),
    ("export const f = (a: string): void => {}", "export const f: (a: string) => void = () => {}"),
    ("export interface A { b: string; c: number }", "export interface A { c: number; b: string }"),
    ("export type A = 'x' | 'y'", 'export type A =\n  | "y"\n  | "x"'),
    ("export const a: string[] = []", "export const a: Array<string> = []"),
    ("export const a: readonly string[] = []", "export const a: ReadonlyArray<string> = []"),
    ("export type A = (string)", "export type A = string"),
    ("export type A = B & C", "export type A = C & B"),
    ("export function f(a: string, b: number): void {}", "export function f(\n  x: string,\n  y: number,\n): void {}"),
    ("export function f(a: unknown): a is string {}", "export function f(b: unknown): b is string {}"),
    ("export function f<T>(a: T): T[] {}", "export function f<U>(a: U): Array<U> {}"),
    ("export interface A<T> { b: T }", "export interface A<Value> { b: Value }"),
    ("export function f(a: string): void {}", "/** Sends. */\nexport function f(a /* to */: string): void {}"),
    ("export default function f(): void {}", "function f(): void {}\nexport default f"),
    ("export function f(): void {}", "function f(): void {}\nexport { f }"),
    ("export default function f(): void {}", "function g(): void {}\nexport { g as default }"),
    ("export default class A {}", "export default class B {}"),
    ("export const a = 1", "export const a = 2"),
    ("export function f(a?: string): void {}", "export function f(a?: string | undefined): void {}"),
    ("export function f(a: string): void {}", "export function f(a: string | number): void {}"),
    ("export function f(a: string): void {}", "export function f(a: string, b?: number): void {}"),
    ("export function f(a: string): void {}", "export function f(a: string, ...b: number[]): void {}"),
    (
        "export function f(a: string): void {}",
        "export function f(a: string): void\nexport function f(a: number): void\nexport function f(a: any): void {}",
    ),
    (
        "export function f(a: string, b?: number): void {}",
        (
            "export function f(a: string): void\n"
            "export function f(a: string, b: number | undefined): void\nexport function f(a: any, b?: any): void {}"
        ),
    ),
    (
        "export function f(a?: string | number): void {}",
        "export function f(a?: string): void\nexport function f(a: number): void\nexport function f(a?: any): void {}",
    ),
    ("export interface A { b: string }", "interface Base { b: string }\nexport interface A extends Base {}"),
    ("export class A { b = 1 }", "class Base { b = 1 }\nexport class A extends Base {}"),
    ("export interface A {}", "export interface A { b?: string }"),
    ("export abstract class A {}", "export abstract class A { b(): void {} }"),
    ("export class A { readonly b = 1 }", "export class A { b = 1 }"),
    ("export enum A { X = 'x' }", 'export enum A { X = "x", Y = "y" }'),
    ("export const enum A { X }", "export enum A { X = 0 }"),
    ("export enum A { X = 1 }", "export const A = { X: 1 } as const\nexport type A = 1"),
    ("export class A { b(): void {} }", "export class A { b = (): void => {} }"),
    ("export type A = B", "import type { B } from 'other'\nexport type A = B"),
    ("export namespace N { export const a = 1 }", "namespace N { export const a = 1 }\nexport { N }"),
    ("export type A = import('x').B<string>[]", 'export type A = Array<import("x").B<string>>'),
    ({"index.ts": "export const a = 1"}, {"index.ts": "export * from './a'", "a.ts": "export const a = 1"}),
    (
        {"index.ts": "export * from './a'", "a.ts": "export function f(a: string): void {}"},
        {
            "index.ts": "import { g } from './b.js'\nexport { g as f }",
            "b.ts": "export const g = (a: string): void => {}",
        },
    ),
    (
        {"index.ts": "export namespace ns { export const a = 1 }"},
        {"index.ts": "export * as ns from './ns'", "ns.ts": "export const a = 1"},
    ),
    (
        {"index.ts": "import * as ns from './ns'\nexport { ns }", "ns.ts": "export const a = 1"},
        {"index.ts": "export * as ns from './ns'", "ns.ts": "export const a = 1"},
    ),
    (
        {"index.ts": "export { default as A } from './a'", "a.ts": "export default class {}"},
        {"index.ts": "import A from './a'\nexport { A }", "a.ts": "class B {}\nexport default B"},
    ),
]


@pytest.mark.parametrize(("before", "after"), REWRITES, ids=str)
def test_a_rewrite_is_no_break(before: Sources, after: Sources) -> None:
    assert told(breaks_of(before, after)) == []
