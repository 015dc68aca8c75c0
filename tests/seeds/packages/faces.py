"""What a package shows."""

from tests.seeds.cases import Expected, breaks, instead, keeps
from tests.seeds.packages.places import CORE, EDGE, EMAIL, PLACE_ORDER, SLUGS

CASES = (
    keeps(
        "K6 K7 K11 K47 K49",
        "the backend takes what a package exports",
        {"backend/application/sign_up.py": "from auth_core import TokenIssuer\n"},
    ),
    breaks(
        "K6 K7 K11 K47 K49",
        "the backend imports an internal module",
        {PLACE_ORDER: instead("from core_utils import", "from core_utils._slugs import")},
        Expected(EDGE, PLACE_ORDER, "core_utils._slugs", "backend-core", "packages/core-utils"),
    ),
    breaks(
        "K7 K49",
        "a package imports another's internal module",
        {EMAIL: instead("from core_utils import slugify", "import core_utils._slugs as slugs")},
        Expected(EDGE, EMAIL, "core_utils._slugs", "packages/validation", "packages/core-utils"),
    ),
    keeps(
        "K48 K50",
        "a package's inside is written anew",
        {
            SLUGS: instead('r"[^a-z0-9]+"', 'r"[^a-z0-9äöü]+"'),
            f"{CORE}/src/core_utils/_letters.py": 'LETTERS = "abc"\n',
        },
    ),
    breaks(
        "K48",
        "a package no longer says what it exports",
        {f"{CORE}/src/core_utils/__init__.py": instead('__all__ = ["slugify"]\n', "")},
        Expected("public-api", f"{CORE}/src/core_utils/__init__.py", None, "packages/core-utils", None, side="LEFT"),
    ),
)
