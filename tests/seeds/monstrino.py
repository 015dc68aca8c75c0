"""Monstrino's shared packages (ADR-001): a Python monorepo of packages with versions, and services that pin them."""

from tests.seeds.cases import Edits, Expected, at_end, breaks, instead, keeps, on_top, requires

EDGE, EXTERNAL = "cross-domain-edge", "external-dependency"

CORE = "packages/monstrino-core"
MODELS = "packages/monstrino-models"
REPOSITORIES = "packages/monstrino-repositories"
IMPORTER = "services/catalog/importer"
IMAGES = "services/media/images"
"""Folders, and for services the components too."""

ENUMS = f"{CORE}/src/monstrino_core/enums.py"
EXCEPTIONS = f"{CORE}/src/monstrino_core/exceptions.py"
RELEASE_DTO = f"{MODELS}/src/monstrino_models/dto/release.py"
CHARACTER_DTO = f"{MODELS}/src/monstrino_models/dto/character.py"
USE_CASE = f"{IMPORTER}/src/importer/app/import_release.py"
FEED = f"{IMPORTER}/src/importer/infra/feed.py"
CHARACTERS = f"{REPOSITORIES}/src/monstrino_repositories/characters.py"
FIND_IMAGES = f"{IMAGES}/src/app/find_images.py"

TABLES = f"{IMPORTER}/src/importer/infra/tables.py"
STORE = f"{IMAGES}/src/infrastructure/release_repository.py"
IMPORTER_HAS_SQLALCHEMY: Edits = {
    f"{IMPORTER}/pyproject.toml": instead('httpx = "^0.28"', 'httpx = "^0.28"\nsqlalchemy = "^2.0"')
}
IMAGES_HAVE_SQLALCHEMY: Edits = {f"{IMAGES}/pyproject.toml": requires("sqlalchemy>=2.0")}
TABLE_OF_ITS_OWN: Edits = {
    **IMPORTER_HAS_SQLALCHEMY,
    TABLES: "from sqlalchemy.orm import DeclarativeBase\n\n\n"
    "class Base(DeclarativeBase):\n    pass\n\n\nclass Release(Base):\n    __tablename__ = 'releases'\n",
}
REPOSITORY_OF_ITS_OWN: Edits = {
    **IMAGES_HAVE_SQLALCHEMY,
    STORE: "from sqlalchemy.ext.asyncio import AsyncSession\n\n\n"
    "class ReleaseRepository:\n    def __init__(self, session: AsyncSession) -> None:\n"
    "        self.session = session\n",
}

PACKAGES = (
    keeps("M4", "core has another primitive", {f"{CORE}/src/monstrino_core/money.py": "from decimal import Decimal\n"}),
    breaks(
        "M4 M16",
        "core imports models",
        {
            ENUMS: on_top("from monstrino_models.dto import ReleaseDto"),
            f"{CORE}/pyproject.toml": requires("monstrino-models==2.3.0"),
        },
        Expected(EDGE, ENUMS, "monstrino_models", "core", "models"),
        Expected(EDGE, f"{CORE}/pyproject.toml", "monstrino-models", "core", "models"),
        Expected("cycle", f"{CORE}/pyproject.toml", "monstrino-models", "core", "models"),
    ),
    keeps(
        "M16",
        "repositories use what models and core offer",
        {
            CHARACTERS: "from monstrino_core.exceptions import NotFoundError\n"
            "from monstrino_models.dto import CharacterDto\n"
        },
    ),
    breaks(
        "M16",
        "models name a repository's interface",
        {
            RELEASE_DTO: on_top(
                "from typing import TYPE_CHECKING",
                "if TYPE_CHECKING:",
                "    from monstrino_repositories.interfaces import ReleaseRepository",
            )
        },
        Expected(EDGE, RELEASE_DTO, "monstrino_repositories", "models", "repositories"),
        Expected("cycle", RELEASE_DTO, "monstrino_repositories", "models", "repositories"),
    ),
    keeps(
        "M5",
        "a service's tests take the shared fixtures",
        {
            f"{IMAGES}/tests/test_find_images.py": "from app.find_images import find_images\n"
            "from monstrino_testing.factories import release\n",
            f"{IMAGES}/pyproject.toml": instead(
                'dev = ["pytest>=8.3"]', 'dev = ["monstrino-testing==0.6.0", "pytest>=8.3"]'
            ),
        },
    ),
    breaks(
        "M5",
        "production code takes a shared fixture",
        {
            FIND_IMAGES: on_top("from monstrino_testing.factories import release"),
            f"{IMAGES}/pyproject.toml": requires("monstrino-testing==0.6.0"),
        },
        Expected(EDGE, FIND_IMAGES, "monstrino_testing", IMAGES, "testing"),
        Expected(EDGE, f"{IMAGES}/pyproject.toml", "monstrino-testing", IMAGES, "testing"),
    ),
)

PERSISTENCE = (
    keeps(
        "M7 M9",
        "another repository reads rows",
        {
            CHARACTERS: "from monstrino_models.dto import CharacterDto\n"
            "from monstrino_models.orm import Character\nfrom sqlalchemy import select\n\n"
            "from monstrino_repositories.crud import CrudRepository\n\n\n"
            "class SqlCharacterRepository(CrudRepository[Character]):\n"
            "    async def all(self) -> list[CharacterDto]:\n"
            "        rows = await self.session.scalars(select(Character))\n"
            "        return [CharacterDto(id=row.id, name=row.name) for row in rows]\n"
        },
    ),
    breaks(
        "M7",
        "a service reads an ORM model",
        {FEED: on_top("from monstrino_models.orm import Release")},
        Expected(EDGE, FEED, "monstrino_models.orm", IMPORTER, "models"),
    ),
    breaks(
        "M7",
        "a service reads an ORM model from its own module",
        {FEED: on_top("from monstrino_models.orm.release import Release")},
        Expected(EDGE, FEED, "monstrino_models.orm", IMPORTER, "models"),
    ),
    breaks(
        "M9",
        "a service selects",
        {FEED: on_top("from sqlalchemy import select"), **IMPORTER_HAS_SQLALCHEMY},
        Expected(EXTERNAL, FEED, "sqlalchemy", IMPORTER, None),
        Expected(EXTERNAL, f"{IMPORTER}/pyproject.toml", "sqlalchemy", IMPORTER, None),
    ),
    breaks(
        "M9",
        "a service opens a session inside a function",
        {
            FIND_IMAGES: at_end(
                "",
                "",
                "def session():",
                "    from sqlalchemy.ext.asyncio import AsyncSession",
                "",
                "    return AsyncSession()",
            ),
            **IMAGES_HAVE_SQLALCHEMY,
        },
        Expected(EXTERNAL, FIND_IMAGES, "sqlalchemy.ext.asyncio import", IMAGES, None),
        Expected(EXTERNAL, f"{IMAGES}/pyproject.toml", "sqlalchemy", IMAGES, None),
    ),
    keeps(
        "M8 M1 M2 M3",
        "a use case works on DTOs and calls the repository",
        {
            f"{IMPORTER}/src/importer/app/rename_release.py": "from monstrino_models.dto import ReleaseDto\n"
            "from monstrino_repositories.unit_of_work import UnitOfWork\n\n\n"
            "async def rename(work: UnitOfWork, identifier: int, title: str) -> ReleaseDto:\n"
            "    release = await work.releases.get(identifier)\n"
            "    return release.model_copy(update={'title': title})\n"
        },
    ),
    breaks(
        "M8",
        "a use case is typed by an ORM model",
        {
            USE_CASE: instead(
                "from typing import Protocol\n",
                "from typing import TYPE_CHECKING, Protocol\n\n"
                "if TYPE_CHECKING:\n    from monstrino_models.orm import Release\n",
            )
        },
        Expected(EDGE, USE_CASE, "monstrino_models.orm", IMPORTER, "models"),
    ),
    breaks(
        "M8",
        "a use case imports the infrastructure",
        {USE_CASE: on_top("from importer.infra.feed import HttpFeed")},
        Expected(EDGE, USE_CASE, "importer.infra", IMPORTER, IMPORTER),
    ),
    breaks(
        "M8",
        "the domain imports a use case, in a service whose folders have other names",
        {f"{IMAGES}/src/domain/image.py": on_top("from app.find_images import find_images")},
        Expected(EDGE, f"{IMAGES}/src/domain/image.py", "app.find_images", IMAGES, IMAGES),
    ),
    breaks(
        "M1 M2 M10",
        "a service declares a table of its own",
        TABLE_OF_ITS_OWN,
        Expected(EXTERNAL, TABLES, "sqlalchemy.orm", IMPORTER, None),
        Expected(EXTERNAL, f"{IMPORTER}/pyproject.toml", "sqlalchemy", IMPORTER, None),
    ),
    breaks(
        "M2",
        "a service subclasses the shared ORM base",
        {TABLES: "from monstrino_models.orm.base import Base\n\n\nclass Draft(Base):\n    __tablename__ = 'drafts'\n"},
        Expected(EDGE, TABLES, "monstrino_models.orm", IMPORTER, "models"),
    ),
    breaks(
        "M1 M3 M10",
        "a service has a repository of its own",
        REPOSITORY_OF_ITS_OWN,
        Expected(EXTERNAL, STORE, "sqlalchemy.ext", IMAGES, None),
        Expected(EXTERNAL, f"{IMAGES}/pyproject.toml", "sqlalchemy", IMAGES, None),
    ),
)

SERVICES = (
    keeps(
        "M11",
        "two services use the same packages",
        {f"{IMAGES}/src/infrastructure/releases.py": "from monstrino_repositories.unit_of_work import UnitOfWork\n"},
    ),
    breaks(
        "M11",
        "a service imports another",
        {
            FIND_IMAGES: on_top("from importer.domain.feed_entry import FeedEntry"),
            f"{IMAGES}/pyproject.toml": requires("catalog-importer==0.1.0"),
        },
        Expected(EDGE, FIND_IMAGES, "importer.domain", IMAGES, IMPORTER),
        Expected(EDGE, f"{IMAGES}/pyproject.toml", "catalog-importer", IMAGES, IMPORTER),
    ),
    keeps(
        "M6",
        "a service moves to another exact version",
        {f"{IMAGES}/pyproject.toml": instead("monstrino-models==2.3.0", "monstrino-models==2.3.1")},
    ),
    keeps(
        "M6",
        "a service pins a tag",
        {
            f"{IMPORTER}/pyproject.toml": instead(
                'monstrino-models = "2.3.0"',
                'monstrino-models = { git = "https://github.com/monstrino/models.git", tag = "v2.3.0" }',
            )
        },
    ),
    breaks(
        "M6",
        "a service takes a package by its path",
        {
            f"{IMPORTER}/pyproject.toml": instead(
                'monstrino-core = "1.4.0"', 'monstrino-core = { path = "../../../packages/monstrino-core" }'
            )
        },
        Expected("manifest", f"{IMPORTER}/pyproject.toml", "monstrino-core", IMPORTER, "core"),
    ),
    breaks(
        "M6",
        "a service takes whatever version there is",
        {f"{IMAGES}/pyproject.toml": instead("monstrino-core==1.4.0", "monstrino-core>=1.4")},
        Expected("manifest", f"{IMAGES}/pyproject.toml", "monstrino-core", IMAGES, "core"),
    ),
    breaks(
        "M6",
        "a service follows a branch",
        {f"{IMPORTER}/pyproject.toml": instead('tag = "v1.1.0"', 'branch = "main"')},
        Expected("manifest", f"{IMPORTER}/pyproject.toml", "monstrino-repositories", IMPORTER, "repositories"),
    ),
)

VERSIONS = (
    keeps("M13 M14", "a DTO gains an optional field", {CHARACTER_DTO: at_end("    species: str | None = None")}),
    keeps(
        "M13",
        "a primitive goes, with a new major version",
        {EXCEPTIONS: lambda _: "", f"{CORE}/pyproject.toml": instead('"1.4.0"', '"2.0.0"')},
    ),
    breaks(
        "M13",
        "a primitive goes and the version stays",
        {EXCEPTIONS: instead("NotFoundError", "MissingError")},
        Expected("public-api", EXCEPTIONS, "NotFoundError", "core", None, side="LEFT"),
    ),
    keeps(
        "M14",
        "a DTO's field gets another name, with a new major version",
        {CHARACTER_DTO: instead("name: str", "title: str"), f"{MODELS}/pyproject.toml": instead('"2.3.0"', '"3.0.0"')},
    ),
    breaks(
        "M14",
        "a DTO's field gets another name and the version stays",
        {CHARACTER_DTO: instead("name: str", "title: str")},
        Expected("public-api", CHARACTER_DTO, "name: str", "models", None, side="LEFT"),
        Expected("public-api", CHARACTER_DTO, "class CharacterDto", "models", None),
    ),
)

CASES = (*PACKAGES, *PERSISTENCE, *SERVICES, *VERSIONS)
