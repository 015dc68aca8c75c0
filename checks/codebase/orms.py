"""What object-relational mappers are called, and which of their names make a class or a value a part of them.

A class is a model where a base or a decorator of it is one of the mapper's, or a model itself. A value is one of the
mapper's where it is made by anything of its packages: a table, an engine, a session.
"""

import re
from dataclasses import dataclass

PRISMA = "@prisma/client"
ENUM_MAKERS = frozenset({"pgEnum", "mysqlEnum", "singlestoreEnum"})


@dataclass(frozen=True, slots=True)
class Mapper:
    """One of them. `packages` are its own; `bases` the classes of these, and of the packages named `others`, whose
    subclasses are models, and `makers` what makes values: the last part of their names. `decorators` mark classes,
    `marks` are attributes and keywords of a class that only this mapper knows."""

    name: str
    packages: tuple[str, ...]
    bases: re.Pattern[str]
    makers: re.Pattern[str] = re.compile(".*")
    decorators: re.Pattern[str] = re.compile("(?!)")
    marks: frozenset[str] = frozenset()
    others: tuple[str, ...] = ()

    def owns(self, package: str) -> bool:
        """Whether a dotted name or a package is one of its own, or a part of one."""
        return any(lies_in(package, one) for one in self.packages)

    def is_named_by(self, entry: str) -> bool:
        """Whether an entry of a policy names it: `django`, `django.db`, `django.db.models`."""
        return any(lies_in(entry, one) or lies_in(one, entry) for one in self.packages)

    def has_base(self, package: str, name: str) -> bool:
        """Whether subclasses of something from outside are models."""
        is_of = self.owns(package) or any(lies_in(package, one) for one in self.others)
        return is_of and self.bases.fullmatch(name.rpartition(".")[2]) is not None


def lies_in(name: str, other: str) -> bool:
    """Whether a module or package is another one or lies below it."""
    return name == other or name.startswith((f"{other}.", f"{other}/"))


MAPPERS = (
    Mapper(
        "SQLAlchemy",
        ("sqlalchemy", "sqlmodel", "flask_sqlalchemy", "flask_sqlalchemy_lite"),
        re.compile(
            r"DeclarativeBase(?:NoMeta|NoMetaclass)?|(?:Async)?Session|MappedAsDataclass|Model|DeclarativeMeta|SQLAlchemyBase\w+"
        ),
        decorators=re.compile(r"mapped|mapped_as_dataclass|as_declarative"),
        marks=frozenset({"__tablename__", "__table__", "table"}),
        others=("flask_appbuilder", "advanced_alchemy", "fastapi_users_db_sqlalchemy", "fastapi_users.db"),
    ),
    Mapper(
        "Django",
        ("django.db", "django.contrib.gis.db"),
        re.compile(
            r"\w*(?:Model|Manager|QuerySet)|AbstractUser|AbstractBaseUser|PermissionsMixin|MP_Node|NS_Node|AL_Node|Page"
        ),
        others=(
            *("django.contrib.auth.models", "django.contrib.auth.base_user", "django.contrib.sessions", "mptt"),
            *("polymorphic", "treebeard", "model_utils", "django_extensions", "wagtail", "parler", "safedelete"),
            *("modelcluster", "simple_history", "taggit", "oauth2_provider", "allauth"),
        ),
    ),
    Mapper("Peewee", ("peewee", "playhouse"), re.compile(r"\w*Model")),
    Mapper("Tortoise", ("tortoise",), re.compile(r"Model")),
    Mapper("Prisma", (PRISMA,), re.compile(r"PrismaClient")),
    Mapper(
        "TypeORM",
        ("typeorm", "@nestjs/typeorm"),
        re.compile(r"BaseEntity"),
        re.compile(r"DataSource|EntitySchema|createConnection|getRepository|getConnection"),
        re.compile(r"Entity|ViewEntity|ChildEntity"),
    ),
    Mapper(
        "MikroORM",
        ("@mikro-orm",),
        re.compile(r"BaseEntity"),
        re.compile(r"EntitySchema|MikroORM|defineEntity|init"),
        re.compile(r"Entity|Embeddable"),
    ),
    Mapper("Drizzle", ("drizzle-orm",), re.compile(r"(?!)")),
    Mapper(
        "Sequelize",
        ("sequelize", "@sequelize", "sequelize-typescript"),
        re.compile(r"Model"),
        re.compile(r"Sequelize|define|init"),
        re.compile(r"Table"),
    ),
    Mapper("Mongoose", ("mongoose",), re.compile(r"Document|Model"), re.compile(r"model|Schema|createConnection")),
    Mapper(
        "Medusa's data models", ("@medusajs/framework", "@medusajs/utils"), re.compile(r"(?!)"), re.compile(r"define")
    ),
)


def mapper_of(package: str) -> Mapper | None:
    """The mapper that a package from outside is one of."""
    return next((one for one in MAPPERS if one.owns(package)), None)
