"""Versions and changelogs."""

from tests.seeds.cases import Expected, breaks, instead, keeps
from tests.seeds.packages.places import CORE

CASES = (
    keeps(
        "K40 K42",
        "a version is raised, and the changelog says why",
        {
            f"{CORE}/pyproject.toml": instead('version = "1.2.0"', 'version = "1.3.0"'),
            f"{CORE}/CHANGELOG.md": instead("## 1.2.0", "## 1.3.0\n\n- Longer slugs.\n\n## 1.2.0"),
        },
    ),
    breaks(
        "K40",
        "a version that is none",
        {f"{CORE}/pyproject.toml": instead('version = "1.2.0"', 'version = "next"')},
        Expected("public-api", f"{CORE}/pyproject.toml", '"next"', "packages/core-utils", None),
    ),
    breaks(
        "K42",
        "a version is raised, and the changelog says nothing",
        {f"{CORE}/pyproject.toml": instead('version = "1.2.0"', 'version = "1.3.0"')},
        Expected("public-api", f"{CORE}/pyproject.toml", '"1.3.0"', "packages/core-utils", None),
    ),
    keeps(
        "K41",
        "a function goes, with a new major version and its entry",
        {
            f"{CORE}/src/core_utils/__init__.py": "__all__: list[str] = []\n",
            f"{CORE}/pyproject.toml": instead('version = "1.2.0"', 'version = "2.0.0"'),
            f"{CORE}/CHANGELOG.md": instead("## 1.2.0", "## 2.0.0\n\n- `slugify` is gone.\n\n## 1.2.0"),
        },
    ),
    breaks(
        "K41 K50",
        "a function goes and the version stays",
        {f"{CORE}/src/core_utils/__init__.py": "__all__: list[str] = []\n"},
        Expected(
            "public-api",
            f"{CORE}/src/core_utils/__init__.py",
            "import slugify",
            "packages/core-utils",
            None,
            side="LEFT",
        ),
    ),
)
