"""What packages may know of where they run."""

from tests.seeds.cases import Expected, at_end, both, breaks, keeps, on_top, requires
from tests.seeds.packages.places import BACKEND, CORE, EXTERNAL, FEATURES, PLACE_ORDER, SCOPE, SETTINGS, SLUGS, TOKENS

CASES = (
    keeps(
        "K15 K22 K31 K32",
        "a package is given its configuration",
        {SLUGS: at_end("", "", "def shortened(text: str, length: int) -> str:", "    return slugify(text)[:length]")},
    ),
    breaks(
        "K15 K31 K32",
        "a package reads the environment",
        {SLUGS: both(on_top("import os"), at_end("", "", 'LENGTH = int(os.environ["SLUG_LENGTH"])'))},
        Expected(EXTERNAL, SLUGS, "os.environ", "packages/core-utils", None),
    ),
    breaks(
        "K31",
        "a package reads the environment by a function",
        {SLUGS: both(on_top("from os import getenv"), at_end("", "", 'LENGTH = getenv("SLUG_LENGTH")'))},
        Expected(EXTERNAL, SLUGS, "import getenv", "packages/core-utils", None),
    ),
    breaks(
        "K31",
        "a package in TypeScript reads the environment",
        {FEATURES: at_end("export const limit = Number(process.env.LIMIT);")},
        Expected(EXTERNAL, FEATURES, "process.env", "packages/feature-rules", None),
    ),
    breaks(
        "K22",
        "a package reads Django's settings",
        {SLUGS: on_top("from django.conf import settings"), f"{CORE}/pyproject.toml": requires("django>=5.1")},
        Expected(EXTERNAL, SLUGS, "django.conf", "packages/core-utils", None),
        Expected(EXTERNAL, f"{CORE}/pyproject.toml", "django", "packages/core-utils", None),
    ),
    keeps(
        "K25",
        "tenants are told apart by what is given",
        {
            SCOPE: at_end(
                "", "", "def same(one: TenantContext, other: TenantContext) -> bool:", "    return one == other"
            )
        },
    ),
    breaks(
        "K25",
        "tenants are told apart by a database",
        {SCOPE: on_top("import psycopg"), "packages/multi-tenant-core/pyproject.toml": requires("psycopg>=3.2")},
        Expected(EXTERNAL, SCOPE, "psycopg", "multi-tenant-core", None),
        Expected(EXTERNAL, "packages/multi-tenant-core/pyproject.toml", "psycopg", "multi-tenant-core", None),
    ),
    keeps(
        "K35",
        "the backend's infrastructure binds another variable",
        {SETTINGS: at_end('DEBUG = os.environ.get("DEBUG") == "1"')},
    ),
    breaks(
        "K35",
        "a use case reads the environment",
        {PLACE_ORDER: on_top("import os", "", 'LIMIT = int(os.environ["LIMIT"])')},
        Expected(EXTERNAL, PLACE_ORDER, "os.environ", "backend-core", None),
    ),
    keeps(
        "K30",
        "auth-core derives keys",
        {TOKENS: on_top("from cryptography.hazmat.primitives.kdf.scrypt import Scrypt")},
    ),
    breaks(
        "K30",
        "the backend encrypts by itself",
        {
            "backend/infrastructure/tokens.py": on_top("from cryptography.fernet import Fernet"),
            BACKEND: requires("cryptography>=44"),
        },
        Expected(EXTERNAL, "backend/infrastructure/tokens.py", "cryptography", "backend", None),
        Expected(EXTERNAL, BACKEND, "cryptography", "backend", None),
    ),
    breaks(
        "K30",
        "auth-core shows its cipher",
        {"packages/auth-core/src/auth_core/__init__.py": on_top("from cryptography.fernet import Fernet as Fernet")},
        Expected("orm-leakage", "packages/auth-core/src/auth_core/__init__.py", "Fernet", "auth-core", None),
    ),
)
