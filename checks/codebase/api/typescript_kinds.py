"""The kinds of breaks of a TypeScript API, each with an example: a module before and after."""

from collections.abc import Mapping

from checks.codebase.api.breaks import BreakKind

KINDS = (
    BreakKind(
        "export-removed",
        "A name is no longer exported, or stands in another entry module.",
        "export function open(): void {}\nexport function close(): void {}\n",
        "export function open(): void {}\n",
    ),
    BreakKind(
        "default-export-removed",
        "The module has no default export any more.",
        "export default function open(): void {}\n",
        "export function open(): void {}\n",
    ),
    BreakKind(
        "default-export-changed",
        "The default export is another definition, and the one that it was is still there under its own name.",
        "export function open(): void {}\nexport function close(): void {}\nexport default open;\n",
        "export function open(): void {}\nexport function close(): void {}\nexport default close;\n",
    ),
    BreakKind(
        "sort-changed",
        "A name is something else: a class became a function, or has no value any more.",
        "export class Client {}\n",
        "export function Client(): void {}\n",
    ),
    BreakKind(
        "parameter-removed",
        "A function takes fewer parameters: TypeScript rejects calls that give it.",
        "export function send(to: string, copy: string): void {}\n",
        "export function send(to: string): void {}\n",
    ),
    BreakKind(
        "parameter-added-required",
        "A function has a new parameter that must be given.",
        "export function send(to: string): void {}\n",
        "export function send(to: string, copy: string): void {}\n",
    ),
    BreakKind(
        "parameter-required",
        "A parameter that could be left out must be given.",
        "export function send(to: string, copy?: string): void {}\n",
        "export function send(to: string, copy: string): void {}\n",
    ),
    BreakKind(
        "parameter-reordered",
        "The parameters stand in another order.",
        "export function send(to: string, times: number): void {}\n",
        "export function send(times: number, to: string): void {}\n",
    ),
    BreakKind(
        "rest-removed",
        "A function no longer takes any number of arguments.",
        "export function join(...parts: string[]): void {}\n",
        "export function join(): void {}\n",
    ),
    BreakKind(
        "parameter-type-changed",
        "A parameter no longer takes what it took. Between two types with names of their own it is a notice.",
        "export function send(to: string | string[]): void {}\n",
        "export function send(to: string): void {}\n",
    ),
    BreakKind(
        "return-type-changed",
        "A function returns something else. Where the type is inferred, only grew or has another name it is a notice.",
        "export function size(): number {}\n",
        "export function size(): string {}\n",
    ),
    BreakKind(
        "overload-removed",
        "One of the ways to call a function is gone.",
        "export function get(id: number): void;\nexport function get(name: string): void;\n",
        "export function get(id: number): void;\nexport function get(id: number, name: boolean): void;\n",
    ),
    BreakKind(
        "generic-removed",
        "A class, interface or type has fewer type parameters; of a function this is a notice, as they are inferred.",
        "export interface Box<T, U> { value: T }\n",
        "export interface Box<T> { value: T }\n",
    ),
    BreakKind(
        "generic-added-required",
        "A class, interface or type has a new type parameter without a default, or one lost its default.",
        "export interface Box<T> { value: T }\n",
        "export interface Box<T, U> { value: T }\n",
    ),
    BreakKind(
        "generic-bound-changed",
        "A type parameter extends something else.",
        "export interface Box<T extends string> { value: T }\n",
        "export interface Box<T extends Name> { value: T }\n",
        is_certain=False,
    ),
    BreakKind(
        "property-removed",
        "A property of an interface or object type is gone: who reads it fails, and who gives it too.",
        "export interface Options { retries: number; delay: number }\n",
        "export interface Options { retries: number }\n",
    ),
    BreakKind(
        "property-added-required",
        "An interface or object type has a new property that must be given. A new method is a notice: such objects are "
        "mostly made by the package itself.",
        "export interface Options { retries: number }\n",
        "export interface Options { retries: number; delay: number }\n",
    ),
    BreakKind(
        "property-required",
        "A property that could be left out must be given.",
        "export interface Options { retries?: number }\n",
        "export interface Options { retries: number }\n",
    ),
    BreakKind(
        "property-optional",
        "A property may be missing: under strict null checks who reads it must say what then.",
        "export interface Result { value: number }\n",
        "export interface Result { value?: number }\n",
        is_certain=False,
    ),
    BreakKind(
        "member-removed",
        "A method or property of a class or object is gone.",
        "export class Client { open(): void {} close(): void {} }\n",
        "export class Client { open(): void {} }\n",
    ),
    BreakKind(
        "visibility-narrowed",
        "A member of a class, or its constructor, became protected or private.",
        "export class Client { open(): void {} }\n",
        "export class Client { protected open(): void {} }\n",
    ),
    BreakKind(
        "readonly-added",
        "A property can no longer be assigned.",
        "export class Client { timeout: number = 1 }\n",
        "export class Client { readonly timeout: number = 1 }\n",
    ),
    BreakKind(
        "abstract-member-added",
        "Subclasses must define a new abstract member.",
        "export abstract class Store { abstract get(): string }\n",
        "export abstract class Store { abstract get(): string; abstract has(): boolean }\n",
    ),
    BreakKind(
        "class-abstract",
        "A class became abstract: `new` fails.",
        "export class Store {}\n",
        "export abstract class Store {}\n",
    ),
    BreakKind(
        "base-changed",
        "A class extends something else: `instanceof` answers otherwise.",
        "export class Failure extends TypeError {}\n",
        "export class Failure extends RangeError {}\n",
        is_certain=False,
    ),
    BreakKind(
        "union-narrowed",
        "A type, or a property that users give, allows fewer values.",
        'export type Level = "low" | "middle" | "high";\n',
        'export type Level = "low" | "high";\n',
    ),
    BreakKind(
        "union-widened",
        "A type allows more values: code that handles every one of them no longer does.",
        'export type Level = "low" | "high";\n',
        'export type Level = "low" | "middle" | "high";\n',
        is_certain=False,
    ),
    BreakKind(
        "type-changed",
        "A type, property or variable is of another type. Between two names it is a notice.",
        "export interface Options { delay: number }\n",
        "export interface Options { delay: string }\n",
    ),
    BreakKind(
        "enum-member-removed",
        "A member of an enum is gone.",
        "export enum Level { Low = 1, High = 2 }\n",
        "export enum Level { Low = 1 }\n",
    ),
    BreakKind(
        "enum-value-changed",
        "A member of an enum has another value; without values of their own the order of the members gives them.",
        "export enum Level { Low, High }\n",
        "export enum Level { Low, Middle = 5, High }\n",
    ),
    BreakKind(
        "subpath-removed",
        "The `exports` of package.json no longer let a subpath in.",
        '{".": "./dist/index.js", "./react": "./dist/react.js"}',
        '{".": "./dist/index.js"}',
    ),
)

KIND_OF: Mapping[str, BreakKind] = {kind.id: kind for kind in KINDS}
