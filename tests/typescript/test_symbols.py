"""The names that a script says: what it imports, defines, exports and puts into signatures; and Prisma's schemas."""

import pytest

from checks import Place, extract
from checks.codebase.symbols import Sort, Symbols


def symbols(text: str, dialect: str = "typescript") -> Symbols:
    """The names of a file."""
    facts = extract(f"symbols:typescript:{dialect}", text.encode())
    assert facts.symbols is not None
    return facts.symbols


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("import a from 'm'", [("a", "m", "default")], id="the default"),
        pytest.param("import { a as b, type c } from 'm'", [("b", "m", "a"), ("c", "m", "c")], id="names"),
        pytest.param("import * as a from 'm'", [("a", "m", "")], id="a namespace"),
        pytest.param("import a = require('m')", [("a", "m", "")], id="an import alias"),
        pytest.param("export { a as b } from 'm'", [("b", "m", "a")], id="a re-export"),
        pytest.param("export * from 'm'", [("*", "m", "*")], id="everything"),
        pytest.param("export * as a from 'm'", [("a", "m", "")], id="everything under a name"),
        pytest.param("const { a, b: c } = require('m')", [("a", "m", "a"), ("c", "m", "b")], id="require"),
        pytest.param("const a = await import('m')", [("a", "m", "")], id="a dynamic import"),
        pytest.param("import 'm'", [], id="for its effects"),
    ],
)
def test_imported_names(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert [(one.name, one.module, one.imported) for one in symbols(text).bindings] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("export const a = 1, b = 2", {"a": "a", "b": "b"}, id="constants"),
        pytest.param("function a() {}\nexport { a as b }", {"b": "a"}, id="a list"),
        pytest.param("export default class A {}", {"default": "A"}, id="a default class"),
        pytest.param("const a = 1\nexport default a", {"default": "a"}, id="a default name"),
        pytest.param("export default make()", {"default": "default"}, id="a default value"),
        pytest.param("export * as a from 'm'", {"a": "a"}, id="a namespace"),
        pytest.param("module.exports = { a, b: c }", {"a": "a", "b": "c"}, id="CommonJS"),
        pytest.param("exports.a = b", {"a": "b"}, id="one of CommonJS"),
    ],
)
def test_exported_names(text: str, expected: dict[str, str]) -> None:
    assert {one.name: one.local for one in symbols(text).exports or ()} == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("class C extends B.D<E> {}", ("B.D",), id="a base"),
        pytest.param("const C = B('x', {})", ("B",), id="a call"),
        pytest.param("const C = g.c ?? new B().d({})", ("B",), id="one of two"),
        pytest.param("const C = once('x', () => new B())", ("B",), id="made when it is needed"),
        pytest.param("const C: B = f()", ("B",), id="by its type"),
        pytest.param("const C: B = { a: 1 }", None, id="a plain object, whatever its type"),
        pytest.param("const C: B = other.c", None, id="a part of another value, whatever its type"),
        pytest.param("type C = Omit<B, 'x'> & { y: D }", ("B",), id="less the members of object types"),
        pytest.param("type C = typeof B.$inferSelect", ("B.$inferSelect",), id="the type of a value"),
        pytest.param("interface C extends B {}", ("B",), id="an interface"),
    ],
)
def test_what_a_definition_is_built_from(text: str, expected: tuple[str, ...] | None) -> None:
    found = symbols(f"import {{ B, D, E }} from 'm'\n{text}\n").defined.get("C")
    assert (found.of or None if found else None) == expected


def test_decorators_of_a_class_stand_before_its_export() -> None:
    found = symbols("import { E } from 'm'\n@E('x')\nexport class C { @E() a: string }\n").defined["C"]
    assert (found.decorators, found.fields) == (("E",), ("a",))


def test_the_script_of_a_component() -> None:
    text = "<template/>\n<script lang='ts'>\nimport { B } from 'm'\nexport const f = (x: B) => x\n</script>\n"
    assert [one.line for one in symbols(text, "vue").mentions] == [4]


def test_a_schema_of_prisma() -> None:
    text = (
        'generator client {\n  provider = "prisma-client"\n  output = "./x"\n}\n'
        'generator zod {\n  provider = "zod"\n  output = "./z"\n}\n'
        "model User {\n  id Int @id\n  name String\n}\nenum Role {\n  ADMIN\n}\n"
    )
    found = symbols(text, "prisma")
    assert [(one.module, one.line) for one in found.bindings] == [("./x", 1)]
    assert [(one.name, one.line, one.sort, one.fields) for one in found.definitions] == [
        ("User", 9, Sort.CLASS, ("id", "name")),
        ("Role", 13, Sort.ENUM, ()),
    ]


@pytest.mark.parametrize("text", ["class A {", "import {", "export", "\0", "@", "const {a = 1"])
def test_no_text_is_too_broken(text: str) -> None:
    extract("symbols:typescript:typescript", text.encode())


def queries(text: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.symbol, one.names) for one in symbols(text).mentions if one.place is Place.QUERY]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("db.user.findMany()", [("", ("db.user",))], id="in the module"),
        pytest.param("const f = () => db.select().from(t)", [("f", ("db",)), ("f", ("db", "t"))], id="a chain"),
        pytest.param("const r = { a: { b() { db.count() } } }", [("r.a.b", ("db",))], id="a method in objects"),
        pytest.param("class A { f = () => db.$queryRaw`x` }", [("A.f", ("db",))], id="a member"),
        pytest.param(
            "function f() { function g() { new db.PrismaClient() } }", [("f", ("db.PrismaClient",))], id="made"
        ),
        pytest.param("class A { constructor(private x: db) {} f() { this.x.find() } }", [("A.f", ("db",))], id="this"),
        pytest.param("class A { x = db; f() { this.x.save(t) } }", [("A.f", ("db", "t"))], id="this and its value"),
        pytest.param("[1].find(f); x.save(); db.user; db.user.find", [], id="nothing of the file, or no call"),
    ],
)
def test_what_looks_like_a_query(text: str, expected: list[tuple[str, tuple[str, ...]]]) -> None:
    assert queries(f"import {{ db, t }} from 'm'\n{text}\n") == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("db.find" + "OrA" * 60 + ";", id="a long verb"),
        pytest.param("db.find" + "OrThrowBy" * 9_000 + ";", id="a verb of many parts"),
        pytest.param("db" + ".find()" * 3_000, id="a long chain"),
        pytest.param("db.find(" * 400 + ")" * 400, id="one in another"),
        pytest.param("db." + " " * 50_000 + "x;" + "=" * 50_000, id="spaces"),
    ],
)
def test_what_is_written_to_be_slow_is_read(text: str) -> None:
    assert symbols(f"import {{ db }} from 'm'\n{text}\n").bound["db"].module == "m"
