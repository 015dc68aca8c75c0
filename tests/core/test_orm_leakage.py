"""Where names that `encapsulates` keeps must not appear: base files, head files, expected findings."""

from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from app.report.wording import message
from checks import LeakedSymbol, Level, Status
from checks.orm_leakage import CHECK
from tests.core.building import Changes, Files, PullRequest

Found = list[tuple[str, int | None, str | None]]

SQLALCHEMY = """\
version: 1
components:
  models: {path: models, encapsulates: [sqlalchemy]}
  repositories: {path: repositories, encapsulates: [sqlalchemy]}
  app: {path: app}
"""
MODELS = {
    "models/base.py": "from sqlalchemy.orm import DeclarativeBase\n\n\nclass Base(DeclarativeBase): ...\n",
    "models/user.py": "from models.base import Base\n\n\n"
    "class UserORM(Base):\n    id: int\n    name: str\n    age: int\n",
    "app/__init__.py": "",
}
PORTS = {"app/ports.py": "from models.user import UserORM\n"}


def policy(name: str) -> str:
    """A policy of the home `db`, which encapsulates the name, and `app`, which may use it."""
    return f"version: 1\ncomponents:\n  db: {{path: db, encapsulates: ['{name}']}}\n  app: {{path: app}}\n"


def found(
    head: Changes, base: Files = MODELS, rules: str = SQLALCHEMY, renames: Mapping[str, str] | None = None
) -> Found:
    """The findings of the check as (path, line, symbol)."""
    pull = PullRequest(base, head, renames=renames or {}, policy=rules)
    return [(one.path, one.line, one.symbol) for one in pull.findings if one.check == CHECK.name]


def ways(head: Changes, base: Files, rules: str = SQLALCHEMY) -> list[list[tuple[str, str]]]:
    """The places of each finding: how it leaks, and as part of what."""
    pull = PullRequest(base, head, policy=rules)
    leaks = [one.evidence for one in pull.findings if isinstance(one.evidence, LeakedSymbol)]
    return [[(place.place.value, place.symbol) for place in one.places] for one in leaks]


@dataclass(frozen=True, slots=True)
class Importer:
    """A file that has the import at the base already, and what is there beside it."""

    path: str
    text: str
    beside: Files
    rules: str

    def found(self, text: str) -> Found:
        """The findings of the check once the file has this text, too."""
        return found({self.path: self.text + text}, {**self.beside, self.path: self.text}, self.rules)

    def ways(self, text: str) -> list[list[tuple[str, str]]]:
        """Likewise the places of each."""
        return ways({self.path: self.text + text}, {**self.beside, self.path: self.text}, self.rules)


PYTHON_MODELS = [
    pytest.param(
        "sqlalchemy",
        "from sqlalchemy.orm import declarative_base\nBase = declarative_base()\nclass Thing(Base): ...\n",
        id="declarative_base",
    ),
    pytest.param(
        "sqlalchemy",
        "from sqlalchemy.orm import DeclarativeBase as D\nclass Base(D): ...\n"
        "class Mid(Base): ...\nclass Thing(Mid): ...\n",
        id="transitive",
    ),
    pytest.param(
        "sqlalchemy",
        "from sqlalchemy.orm import registry\nr = registry()\n@r.mapped\nclass Thing: ...\n",
        id="a decorator of a registry",
    ),
    pytest.param(
        "sqlalchemy", "import sqlalchemy as sa\nThing = sa.Table('t', sa.MetaData())\n", id="an imperative table"
    ),
    pytest.param("sqlalchemy", "from x import B\nclass Thing(B):\n    __tablename__ = 't'\n", id="a table's name"),
    pytest.param(
        "sqlalchemy",
        "from flask_sqlalchemy import SQLAlchemy\ndb = SQLAlchemy()\nclass Thing(db.Model): ...\n",
        id="Flask",
    ),
    pytest.param("sqlmodel", "from sqlmodel import SQLModel\nclass Thing(SQLModel, table=True): ...\n", id="SQLModel"),
    pytest.param(
        "sqlalchemy", "from sqlmodel import SQLModel\nclass Thing(SQLModel, table=True): ...\n", id="by its base"
    ),
    pytest.param("django.db", "from django.db import models\nclass Thing(models.Model): ...\n", id="Django"),
    pytest.param("django", "from django.db.models import QuerySet\nclass Thing(QuerySet): ...\n", id="a query set"),
    pytest.param(
        "django.db", "from mptt.models import MPTTModel\nclass Thing(MPTTModel): ...\n", id="a Django package"
    ),
    pytest.param("peewee", "import peewee\nclass Thing(peewee.Model): ...\n", id="Peewee"),
    pytest.param("tortoise", "from tortoise import models\nclass Thing(models.Model): ...\n", id="Tortoise"),
    pytest.param(
        "sqlalchemy",
        "from sqlalchemy.orm import DeclarativeBase\nclass B(DeclarativeBase): ...\nThing = list[B] | None\n",
        id="an alias",
    ),
    pytest.param(
        "sqlalchemy",
        "from typing import TypedDict\nfrom sqlalchemy.orm import DeclarativeBase\nclass B(DeclarativeBase): ...\n"
        "class Thing(TypedDict):\n    row: B\n",
        id="a dictionary of one",
    ),
    pytest.param("sqlalchemy", "from sqlalchemy.orm import sessionmaker\nThing = sessionmaker()\n", id="a session"),
]


@pytest.mark.parametrize(("name", "text"), PYTHON_MODELS)
def test_what_an_object_relational_mapper_makes_of_python(name: str, text: str) -> None:
    base = {"db/thing.py": text, "app/__init__.py": ""}
    assert found({"app/use.py": "from db.thing import Thing\n"}, base, policy(name)) == [("app/use.py", 1, "Thing")]


PLAIN_PYTHON = [
    pytest.param(
        "sqlmodel", "from sqlmodel import SQLModel\nclass Thing(SQLModel): ...\n", id="SQLModel without a table"
    ),
    pytest.param("django.db", "from django.db import models\nclass Thing(models.TextChoices): ...\n", id="choices"),
    pytest.param("sqlalchemy", "class Thing: ...\n", id="a class of its own"),
    pytest.param("sqlalchemy", "from pydantic import BaseModel\nclass Thing(BaseModel): ...\n", id="pydantic"),
    pytest.param(
        "sqlalchemy", "import sqlalchemy\nclass Thing(sqlalchemy.TypeDecorator): ...\n", id="a type of columns"
    ),
    pytest.param("sqlalchemy", "import sqlalchemy\ndef Thing(): ...\n", id="a function"),
    pytest.param("structlog", "import structlog\nThing = structlog.get_logger()\n", id="made by another package"),
    pytest.param(
        "cryptography", "from cryptography.x import Error\nclass Thing(Error): ...\n", id="a class over a package"
    ),
]


@pytest.mark.parametrize(("name", "text"), PLAIN_PYTHON)
def test_what_is_no_part_of_a_mapper_in_python(name: str, text: str) -> None:
    base = {"db/thing.py": text, "app/__init__.py": ""}
    assert found({"app/use.py": "from db.thing import Thing\n"}, base, policy(name)) == []


TYPESCRIPT_MODELS = [
    pytest.param("@prisma/client", "export type { Thing } from '@prisma/client';\n", id="Prisma's model"),
    pytest.param("@prisma/client", "export * from '@prisma/client';\n", id="all of Prisma"),
    pytest.param(
        "@prisma/client",
        "import { PrismaClient } from '@prisma/client';\nexport const Thing = new PrismaClient();\n",
        id="a client",
    ),
    pytest.param(
        "@prisma/client",
        "import { PrismaClient } from '@prisma/client';\nconst c = global.c ?? new PrismaClient().$extends({});\n"
        "export { c as Thing };\n",
        id="a client under another name",
    ),
    pytest.param(
        "@prisma/client",
        "import { Prisma } from '@prisma/client';\n"
        "export type Thing = Prisma.UserGetPayload<{ select: { id: true } }>;\n",
        id="a payload",
    ),
    pytest.param(
        "@prisma/client",
        "import type { User } from '@prisma/client';\nexport type Thing = Pick<User, 'id'>;\n",
        id="Pick",
    ),
    pytest.param(
        "@prisma/client",
        "import type { User } from '@prisma/client';\nexport interface Thing extends User { a: 1 }\n",
        id="an interface",
    ),
    pytest.param("typeorm", "import { Entity } from 'typeorm';\n@Entity()\nexport class Thing {}\n", id="TypeORM"),
    pytest.param(
        "@mikro-orm/core",
        "import { Entity as E } from '@mikro-orm/core';\n@E()\nexport class Thing {}\n",
        id="MikroORM",
    ),
    pytest.param(
        "drizzle-orm",
        "import { pgTable } from 'drizzle-orm/pg-core';\nexport const Thing = pgTable('t', {});\n",
        id="Drizzle",
    ),
    pytest.param(
        "drizzle-orm",
        "import { pgTable } from 'drizzle-orm/pg-core';\nconst t = pgTable('t', {});\nexport const { Thing } = t;\n",
        id="a part of a value",
    ),
    pytest.param(
        "drizzle-orm",
        "import { pgTableCreator } from 'drizzle-orm/pg-core';\nconst make = pgTableCreator((n) => n);\n"
        "const t = make('t', {});\n"
        "export type Thing = typeof t.$inferSelect;\n",
        id="a row of Drizzle's",
    ),
    pytest.param(
        "sequelize", "import { Model } from 'sequelize';\nexport class Thing extends Model {}\n", id="Sequelize"
    ),
    pytest.param(
        "sequelize",
        "import { Sequelize } from 'sequelize';\nconst s = new Sequelize();\nexport const Thing = s.define('t', {});\n",
        id="define",
    ),
    pytest.param(
        "@medusajs/framework/utils",
        "import { model } from '@medusajs/framework/utils';\nexport const Thing = model.define('t', {});\n",
        id="Medusa's data model",
    ),
    pytest.param(
        "typeorm",
        "import { Entity } from 'typeorm';\n@Entity()\nclass T {}\nexport default T;\n",
        id="a default export",
    ),
    pytest.param(
        "typeorm",
        "const { DataSource } = require('typeorm');\nconst Thing = new DataSource();\nmodule.exports = { Thing };\n",
        id="CommonJS",
    ),
]


@pytest.mark.parametrize(("name", "text"), TYPESCRIPT_MODELS)
def test_what_an_object_relational_mapper_makes_of_typescript(name: str, text: str) -> None:
    what = "Thing" if "default" not in text else "default as Thing"
    use = f"import {{ {what} }} from '../db/thing';\nexport const use = 1;\n"
    symbols = [symbol for _, _, symbol in found({"app/use.ts": use}, {"db/thing.ts": text}, policy(name))]
    assert len(symbols) == 1


PLAIN_TYPESCRIPT = [
    pytest.param("@prisma/client", "export type Thing = { id: string };\n", id="an object type"),
    pytest.param(
        "@prisma/client", "import { User } from '@prisma/client';\nexport function Thing() {}\n", id="a function"
    ),
    pytest.param(
        "typeorm",
        "import { Repository } from 'typeorm';\nexport class Thing extends Repository {}\n",
        id="a repository",
    ),
    pytest.param(
        "kafkajs",
        "import { Kafka } from 'kafkajs';\nexport class Thing extends Kafka {}\n",
        id="a class over a package",
    ),
]


@pytest.mark.parametrize(("name", "text"), PLAIN_TYPESCRIPT)
def test_what_is_no_part_of_a_mapper_in_typescript(name: str, text: str) -> None:
    assert found({"app/use.ts": "import { Thing } from '../db/thing';\n"}, {"db/thing.ts": text}, policy(name)) == []


IMPORTS = [
    pytest.param({}, "from models.user import UserORM\n", id="directly"),
    pytest.param({}, "from models.user import UserORM as U\n", id="under another name"),
    pytest.param(PORTS, "from app.ports import UserORM\n", id="through a module"),
    pytest.param(
        {"app/ports.py": "from models.user import UserORM as U\n"}, "from app.ports import U\n", id="renamed there"
    ),
    pytest.param({"app/a.py": "from models.user import *\n"}, "from app.a import UserORM\n", id="through a star"),
    pytest.param({}, "from models.user import *\n", id="by a star"),
    pytest.param(
        {
            "app/a.py": "from app.b import UserORM\n",
            "app/b.py": "from app.c import UserORM\n",
            "app/c.py": PORTS["app/ports.py"],
        },
        "from app.a import UserORM\n",
        id="through three modules",
    ),
    pytest.param(PORTS, "def f():\n    from app.ports import UserORM\n", id="in a function"),
    pytest.param(
        {"app/a.py": "import models.user\nRow = models.user.UserORM\n"}, "from app.a import Row\n", id="by an attribute"
    ),
    pytest.param(
        {
            "app/all/__init__.py": "from .a import *\nfrom .b import *\n",
            "app/all/a.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from . import UserORM\n",
            "app/all/b.py": "from models.user import UserORM\n",
        },
        "from app.all import UserORM\n",
        id="through the second star, the first leads back",
    ),
]


@pytest.mark.parametrize(("base", "text"), IMPORTS)
def test_an_import_by_whatever_way_is_a_leak(base: Files, text: str) -> None:
    path, line, _ = found({"app/use.py": text}, {**MODELS, **base})[0]
    assert (path, line) == ("app/use.py", text.count("\n", 0, text.index("from ")) + 1)


USES = "from app.ports import UserORM\n"
PYTHON = Importer("app/use.py", USES, {**MODELS, **PORTS}, SQLALCHEMY)
PLACES = [
    pytest.param("def f(x: UserORM): ...\n", ("parameter", "f"), id="a parameter"),
    pytest.param("def f(x: 'list[UserORM] | None'): ...\n", ("parameter", "f"), id="in quotes"),
    pytest.param("def f(*, x: int = 1, **y: UserORM): ...\n", ("parameter", "f"), id="a keyword"),
    pytest.param("async def f() -> list[UserORM]: ...\n", ("return", "f"), id="what is returned"),
    pytest.param("class A:\n    def f(self) -> UserORM: ...\n", ("return", "A.f"), id="of a method"),
    pytest.param("class A:\n    x: UserORM\n", ("field", "A.x"), id="a field"),
    pytest.param(
        "class A:\n    def __init__(self):\n        self.x: UserORM = 1\n", ("field", "A.x"), id="an attribute"
    ),
    pytest.param("class A(UserORM): ...\n", ("base", "A"), id="a base"),
    pytest.param("class A(Repo[UserORM]): ...\n", ("base", "A"), id="a generic base"),
    pytest.param(
        "@router.get('/', response_model=list[UserORM])\ndef f(): ...\n", ("decorator", "f"), id="response_model"
    ),
    pytest.param("@strawberry.type(UserORM)\nclass A: ...\n", ("decorator", "A"), id="a GraphQL type"),
    pytest.param("class A:\n    class Meta:\n        model = UserORM\n", ("meta", "A"), id="a serializer"),
    pytest.param("A = TypedDict('A', {'x': UserORM})\n", ("variable", "A"), id="a dictionary that is made"),
    pytest.param("A = NamedTuple('A', [('x', UserORM)])\n", ("variable", "A"), id="a tuple that is made"),
    pytest.param("A = create_model('A', x=(UserORM, ...))\n", ("variable", "A"), id="a pydantic model that is made"),
    pytest.param("Users = list[UserORM]\n", ("alias", "Users"), id="an alias"),
    pytest.param("x: UserORM = 1\n", ("variable", "x"), id="a variable"),
    pytest.param("def f():\n    return UserORM.objects.filter(a=1)\n", ("query", "f"), id="a query"),
]


@pytest.mark.parametrize(("text", "expected"), PLACES)
def test_a_new_place_in_a_file_that_has_the_import_already(text: str, expected: tuple[str, str]) -> None:
    assert PYTHON.ways(text) == [[expected]]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("def _f(x: UserORM): ...\n", id="a private function"),
        pytest.param("class _A:\n    x: UserORM\n", id="a private class"),
        pytest.param("def f(x: Literal['UserORM']): ...\n", id="a literal"),
        pytest.param("def f(x: 'not a type at all UserORM'): ...\n", id="prose"),
        pytest.param("def f():\n    x: UserORM = 1\n", id="a local variable"),
    ],
)
def test_what_nobody_else_sees_is_no_place(text: str) -> None:
    assert PYTHON.found(text) == []


SCRIPT_BASE = {
    "db/thing.ts": "export type { User } from '@prisma/client';\n",
    "app/ports.ts": "export { User } from '../db/thing';\n",
}
SCRIPT = Importer("app/use.ts", "import { User } from './ports';\n", SCRIPT_BASE, policy("@prisma/client"))
SCRIPT_PLACES = [
    pytest.param("export function f(x: User) {}\n", ("parameter", "f"), id="a parameter"),
    pytest.param("export const f = ({ x }: { x: User }) => x;\n", ("parameter", "f"), id="an arrow function's props"),
    pytest.param("export async function f(): Promise<User[]> {}\n", ("return", "f"), id="what is returned"),
    pytest.param("interface Props { x: User }\n", ("field", "Props.x"), id="props"),
    pytest.param("export type X = { x?: User };\n", ("field", "X.x"), id="a type"),
    pytest.param("export type X = Omit<User, 'id'>;\n", ("alias", "X"), id="Omit"),
    pytest.param("export interface X extends User {}\n", ("base", "X"), id="an interface"),
    pytest.param(
        "export class X { constructor(private x: User) {} }\n", ("parameter", "X.constructor"), id="a constructor"
    ),
    pytest.param("export class X { y: User }\n", ("field", "X.y"), id="a member"),
    pytest.param("export class X { @Field(() => User) y }\n", ("decorator", "X.y"), id="a GraphQL field"),
    pytest.param("export class X { go = (x: User) => 1 }\n", ("parameter", "X.go"), id="a member that is a function"),
    pytest.param("export const f = memo(({ x }: { x: User }) => null);\n", ("parameter", "f"), id="a wrapped function"),
    pytest.param("export const c = createContext<User | null>(null);\n", ("variable", "c"), id="what a maker is given"),
    pytest.param("export const a = { go(x: User) {} };\n", ("parameter", "a.go"), id="a method of an object"),
    pytest.param("export const a = { go: (x: User) => 1 };\n", ("parameter", "a.go"), id="a function in an object"),
    pytest.param("export function f<T extends User>(x: T) {}\n", ("parameter", "f"), id="a bound of a type"),
    pytest.param("class X { go(): User {} }\nexport { X };\n", ("return", "X.go"), id="exported by a list"),
]


@pytest.mark.parametrize(("text", "expected"), SCRIPT_PLACES)
def test_a_new_place_in_a_script_that_has_the_import_already(text: str, expected: tuple[str, str]) -> None:
    assert SCRIPT.ways(text) == [[expected]]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("function f(x: User) {}\n", id="not exported"),
        pytest.param("export class X { private y: User; #z: User }\n", id="private members"),
        pytest.param("export function f() { const x: User = 1 }\n", id="inside"),
    ],
)
def test_what_a_script_keeps_to_itself_is_no_place(text: str) -> None:
    assert SCRIPT.found(text) == []


CLIENT = "import { prisma } from './ports';\n"
QUERIES = [
    pytest.param(
        "export async function f() {\n  const { prisma } = await import('./ports');\n  prisma.user.count();\n}\n",
        "f",
        id="a client that is imported there",
    ),
    pytest.param(f"{CLIENT}export async function f() {{ await prisma.user.findMany(); }}\n", "f", id="a client"),
    pytest.param(f"{CLIENT}const f = async () => prisma.$queryRaw`SELECT 1`;\n", "f", id="raw"),
    pytest.param(
        f"{CLIENT}export const routes = {{ all: on(() => prisma.user.count()) }};\n", "routes.all", id="in an object"
    ),
    pytest.param(
        f"{CLIENT}export class A {{ f() {{ return [1].map(() => prisma.user.delete({{ where: {{}} }})); }} }}\n",
        "A.f",
        id="inside another",
    ),
    pytest.param(
        "import { Service } from './ports';\nexport class A { constructor(private db: Service) {}\n"
        "  async f() { return this.db.user.findFirst(); } }\n",
        "A.f",
        id="a member of a class",
    ),
    pytest.param(
        "import { users } from './ports';\nexport const f = (db: any) => db.select().from(users);\n",
        "f",
        id="a query builder",
    ),
    pytest.param(
        "import { User } from './ports';\nexport class A { f() { return this.em.find(User, {}); } }\n",
        "A.f",
        id="an entity",
    ),
]


@pytest.mark.parametrize(("text", "symbol"), QUERIES)
def test_a_query_in_a_script_that_has_the_import_already(text: str, symbol: str) -> None:
    base = {
        "db/client.ts": "import { PrismaClient } from '@prisma/client';\nexport type { User } from '@prisma/client';\n"
        "export const prisma = new PrismaClient();\nexport const users = prisma.user;\n"
        "export class Service extends PrismaClient {}\n",
        "app/ports.ts": "export { prisma, Service, users, User } from '../db/client';\n",
    }
    before = text.partition("\n")[0] + "\n"
    if "constructor" in text:
        before += text.partition("\n")[2].partition("\n")[0] + "}\n"
    found = ways({"app/use.ts": text}, {**base, "app/use.ts": before}, policy("@prisma/client"))
    assert [[one for one in places if one[0] != "import"] for places in found] == [[("query", symbol)]]


def test_what_only_looks_like_a_query_is_none() -> None:
    base = {"db/http.ts": "import { Axios } from 'axios';\nexport const http = new Axios();\n"}
    before = "import { http } from '../db/http';\nimport { list } from './list';\n"
    head = f"{before}export const f = () => [http.delete('/x'), list.find(http), new Map().delete(1)];\n"
    assert found({"app/use.ts": head}, {**base, "app/use.ts": before}, policy("axios")) == []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("def f():\n    return UserORM.query.all()\n", id="a query of a model"),
        pytest.param("def f():\n    with SessionLocal() as s:\n        s.add(1)\n", id="a maker of sessions"),
        pytest.param("def f():\n    db.session.commit()\n", id="a session"),
    ],
)
def test_a_query_in_a_file_of_python_that_has_the_import_already(text: str) -> None:
    ports = "from models.user import UserORM\nfrom models.db import SessionLocal, db\n"
    base = {
        **MODELS,
        "models/db.py": "from flask_sqlalchemy import SQLAlchemy\nfrom sqlalchemy.orm import sessionmaker\n"
        "SessionLocal = sessionmaker()\ndb = SQLAlchemy()\n",
        "app/use.py": ports,
    }
    assert ways({"app/use.py": ports + text}, base) == [[("query", "f")]]


OLD = {**MODELS, **PORTS, "app/use.py": USES + "class A:\n    def f(self, x: UserORM): ...\n"}


@pytest.mark.parametrize(
    ("head", "renames"),
    [
        pytest.param({"app/use.py": "\n\n" + OLD["app/use.py"]}, {}, id="it moves down"),
        pytest.param(
            {"app/use.py": OLD["app/use.py"].replace("x: UserORM", "x: 'List[UserORM]'")}, {}, id="another spelling"
        ),
        pytest.param({}, {"app/use.py": "app/used.py"}, id="the file is renamed"),
        pytest.param({"app/use.py": OLD["app/use.py"].replace("class A", "class B")}, {}, id="the class is renamed"),
        pytest.param({"app/use.py": OLD["app/use.py"].replace("def f", "def g")}, {}, id="the method is renamed"),
        pytest.param(
            {"app/use.py": OLD["app/use.py"].replace("UserORM", "U").replace("import U", "import UserORM as U")},
            {},
            id="another name for it",
        ),
        pytest.param(
            {path: text.replace("UserORM", "UserRow") for path, text in OLD.items() if "UserORM" in text},
            {},
            id="the model is renamed",
        ),
        pytest.param(
            {path: text.replace("models.user", "models.people") for path, text in PORTS.items()},
            {"models/user.py": "models/people.py"},
            id="the model's file is renamed",
        ),
        pytest.param(
            {
                "app/use.py": OLD["app/use.py"].replace("app.ports", "app.doors"),
                "app/doors.py": "from app.ports import *\n",
            },
            {},
            id="by another way",
        ),
    ],
)
def test_old_debt_is_no_finding(head: Changes, renames: Mapping[str, str]) -> None:
    new = [row for row in found(head, OLD, renames=renames) if row[0] != "app/doors.py"]
    assert new == []


def test_a_type_of_prismas_namespace_is_the_debt_of_its_model() -> None:
    old = "import type { Prisma } from '@prisma/client';\nexport interface Props { user: Prisma.UserGetPayload<{}> }\n"
    new = "import type { User } from '@prisma/client';\nexport interface Props { user: Pick<User, 'id'> }\n"
    assert found({"app/use.ts": new}, {"app/use.ts": old}, policy("@prisma/client")) == []
    assert ways({"app/use.ts": f"{new}export let me: User;\n"}, {"app/use.ts": old}, policy("@prisma/client")) == [
        [("variable", "me")]
    ]


def test_an_import_in_the_body_of_a_function_is_one() -> None:
    base = {**SCRIPT_BASE, "app/use.ts": ""}
    for text in ("const { User } = await import('./ports');", "const { User: U } = require('./ports');"):
        head = {"app/use.ts": f"export async function f() {{\n  {text}\n}}\n"}
        assert found(head, base, policy("@prisma/client")) == [("app/use.ts", 2, "User")]


def test_a_second_place_is_new_though_the_first_is_old() -> None:
    head = {"app/use.py": OLD["app/use.py"] + "    def g(self) -> UserORM: ...\n"}
    assert ways(head, OLD) == [[("return", "A.g")]]


def test_what_the_tip_of_the_base_branch_has_too_is_not_new() -> None:
    change = {"app/other.py": USES}
    pull = PullRequest({**MODELS, **PORTS}, change, tip=change, policy=SQLALCHEMY)
    assert [one for one in pull.findings if one.check == CHECK.name] == []


def test_one_finding_for_a_file_and_symbol_names_all_places() -> None:
    head = {"app/use.py": USES + "class A:\n    x: UserORM\n    def f(self) -> UserORM: ...\n"}
    assert ways(head, {**MODELS, **PORTS}) == [[("import", ""), ("field", "A.x"), ("return", "A.f")]]


def test_a_new_import_of_the_package_is_the_finding_of_another_check() -> None:
    head = {"app/use.py": "from sqlalchemy.orm import Session\ndef f(s: Session): ...\n"}
    checks = [one.check for one in PullRequest(MODELS, head, policy=SQLALCHEMY).findings]
    assert checks == ["external-dependency"]


def test_a_table_of_its_own_comes_with_the_import_that_makes_it() -> None:
    head = {
        "app/use.py": "from sqlalchemy.orm import DeclarativeBase\nclass B(DeclarativeBase): ...\nclass U(B): ...\n"
    }
    checks = [one.check for one in PullRequest(MODELS, head, policy=SQLALCHEMY).findings]
    assert checks == ["external-dependency"]


def test_tests_and_files_of_no_component_are_not_judged() -> None:
    assert (
        found({"app/test_use.py": "from models.user import UserORM\n", "x.py": "from models.user import UserORM\n"})
        == []
    )


def test_services_that_share_names_do_not_see_each_other() -> None:
    base = {
        "a/pyproject.toml": "[project]\nname = 'a'\n",
        "a/app/__init__.py": "",
        "a/app/models.py": "from django.db import models\nclass User(models.Model): ...\n",
        "b/pyproject.toml": "[project]\nname = 'b'\n",
        "b/app/__init__.py": "",
        "b/app/models.py": "class User: ...\n",
    }
    rules = "version: 1\ncomponents:\n  a: {path: a, encapsulates: [django.db]}\n  b: {path: b}\n"
    assert found({"b/app/views.py": "from app.models import User\ndef f(x: User): ...\n"}, base, rules) == []


def test_a_class_that_becomes_a_model_leaks_where_it_is_used() -> None:
    base = {**MODELS, "models/user.py": "class UserORM: ...\n", "app/use.py": "from models.user import UserORM\n"}
    assert found({"models/user.py": MODELS["models/user.py"]}, base) == [("app/use.py", 1, "UserORM")]


def test_a_base_that_becomes_a_model_makes_models_of_its_subclasses() -> None:
    base = {**MODELS, "models/base.py": "class Base: ...\n", "app/use.py": "from models.user import UserORM\n"}
    assert found({"models/base.py": MODELS["models/base.py"]}, base) == [("app/use.py", 1, "UserORM")]


HOME = "version: 1\ncomponents:\n  db: {path: db, encapsulates: ['@prisma/client']}\n  app: {path: app}\n"
PACKAGE = {"db/package.json": '{"name": "@acme/db", "main": "./index.ts"}', "db/index.ts": ""}


@pytest.mark.parametrize(
    ("text", "symbol"),
    [
        pytest.param("export type { User } from '@prisma/client';\n", "User", id="a name"),
        pytest.param("export * from '@prisma/client';\n", "*", id="everything"),
        pytest.param("export { client } from './client';\n", "client", id="a value"),
        pytest.param("export * from './client';\n", "client", id="everything of a module"),
        pytest.param("export { client as db } from './client';\n", "db", id="under another name"),
    ],
)
def test_what_an_entry_point_offers_to_others_leaks_there(text: str, symbol: str) -> None:
    client = "import { PrismaClient } from '@prisma/client';\nexport const client = new PrismaClient();\n"
    assert found({"db/index.ts": text}, {**PACKAGE, "db/client.ts": client}, HOME) == [("db/index.ts", 1, symbol)]


def test_an_entry_point_that_no_other_component_may_use_offers_nothing() -> None:
    rules = HOME.replace("encapsulates:", "used_by: [], encapsulates:")
    assert found({"db/index.ts": "export type { User } from '@prisma/client';\n"}, PACKAGE, rules) == []


def test_a_model_that_an_old_star_hands_on_is_new() -> None:
    base = {
        **PACKAGE,
        "db/index.ts": "export * from './schema';\n",
        "db/schema.ts": "import { pgTable } from 'drizzle-orm/pg-core';\n",
    }
    rules = HOME.replace("@prisma/client", "drizzle-orm")
    head = {"db/schema.ts": str(base["db/schema.ts"]) + "export const users = pgTable('u', {});\n"}
    assert found(head, base, rules) == [("db/index.ts", 1, "users")]


SCHEMA = """\
generator client {
  provider = "prisma-client"
  output   = "../app/generated"
}
model User {
  id Int @id
}
enum Role { ADMIN }
"""


def test_a_generated_client_is_known_by_its_folder() -> None:
    base = {"db/schema.prisma": SCHEMA}
    head = {"app/use.ts": "import { User } from './generated/client';\n"}
    assert found(head, base, HOME) == [("app/use.ts", 1, "User")]


def test_an_enum_is_told_apart() -> None:
    base = {"db/schema.prisma": SCHEMA, "db/thing.ts": "export { Role, User } from '@prisma/client';\n"}
    pull = PullRequest(base, {"app/use.ts": "import { Role, User } from '../db/thing';\n"}, policy=HOME)
    assert {one.symbol: one.level for one in pull.findings} == {"Role": Level.WARNING, "User": Level.FAILURE}


def test_the_finding_says_the_chain_and_what_may_stand_for_it() -> None:
    base = {**MODELS, **PORTS, "app/dto.py": "class User:\n    id: int\n"}
    head = {"app/search.py": USES + "class Search:\n    def run(self, x: UserORM): ...\n"}
    finding = PullRequest(base, head, policy=SQLALCHEMY).findings[0]
    assert finding.status is Status.BLOCKING
    assert message(finding) == (
        "`UserORM` (`models/user.py:4`) reaches `app/search.py:1` through `app/ports.py`. Only `models`, `repositories`"
        " may have `sqlalchemy` (architecture.yml:3). It also reaches a parameter of `Search.run` (line 3). Either use"
        " `User` (`app/dto.py:1`) instead, or record a decision and have someone permitted add the label `adr:NNNN`."
    )


@pytest.mark.parametrize(
    ("path", "text", "name"),
    [
        pytest.param("app/user.py", "class UserDTO: ...\n", "UserDTO", id="by its name"),
        pytest.param(
            "app/schemas.py", "class Person:\n    id: int\n    name: str\n    age: int\n", "Person", id="by its fields"
        ),
        pytest.param("app/dto.py", "class Other:\n    id: int\n", None, id="nothing like it"),
        pytest.param("web/user.ts", "export interface User { id: number }\n", None, id="one of another language"),
    ],
)
def test_a_type_that_stands_for_the_model(path: str, text: str, name: str | None) -> None:
    finding = PullRequest({**MODELS, **PORTS, path: text}, {"app/use.py": USES}, policy=SQLALCHEMY).findings[0]
    assert isinstance(finding.evidence, LeakedSymbol)
    assert (finding.evidence.stand_in or (None,))[0] == name


def test_an_exception_covers_the_leak() -> None:
    rules = f"{SQLALCHEMY}exceptions: [{{from: app, to: models, adr: '0001', expires: 2030-01-01}}]\n"
    assert found({"app/use.py": "from models.user import UserORM\n"}, rules=rules) == []
