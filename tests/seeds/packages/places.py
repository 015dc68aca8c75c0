"""Files that the cases change, and what changes often do."""

from collections.abc import Mapping

from tests.seeds.cases import Edits, Expected, files, on_top

EDGE, EXTERNAL = "cross-domain-edge", "external-dependency"

SLUGS = "packages/core-utils/src/core_utils/_slugs.py"
CORE = "packages/core-utils"
EMAIL = "packages/validation/src/validation/_email.py"
VALIDATION = "packages/validation/pyproject.toml"
TOKENS = "packages/auth-core/src/auth_core/_tokens.py"
SCOPE = "packages/multi-tenant-core/src/multi_tenant_core/_scope.py"
ENGINE = "packages/policy-engine/src/policy_engine/_rules.py"
ENGINE_MANIFEST = "packages/policy-engine/pyproject.toml"
FEATURES = "packages/feature-rules/src/index.ts"
PLACE_ORDER = "backend/application/place_order.py"
SETTINGS = "backend/infrastructure/settings.py"
BACKEND = "backend/pyproject.toml"
ROW = "frontend/src/order-row.tsx"
FRONTEND = "frontend/package.json"
WORKFLOW = ".github/workflows/packages.yml"
RECORD = """\
# 5. The policy engine reads orders

## Status

Accepted

Amends ADR-004.

allows: packages/policy-engine -> backend-core (its distribution is `backend`)
"""

ENGINE_READS_ORDERS: Edits = {ENGINE: on_top("from domain.orders import Order")}
ENGINE_TO_BACKEND = (Expected(EDGE, ENGINE, "domain.orders", "packages/policy-engine", "backend-core"),)


def new_package(name: str, module: str, *without: str) -> Mapping[str, str]:
    """A Python package in its layout, `without` some of its files; `module` is its one module's text."""
    inside = name.replace("-", "_")
    manifest = f'[project]\nname = "{name}"\nversion = "0.1.0"\ndependencies = []\n'
    texts = {
        "pyproject.toml": manifest,
        "CHANGELOG.md": "# Changelog\n\n## 0.1.0\n\n- First version.\n",
        f"src/{inside}/__init__.py": "__all__: list[str] = []\n",
        f"src/{inside}/_module.py": module,
        f"tests/test_{inside}.py": f"import {inside}\n\n\ndef test_it_is_there() -> None:\n    assert {inside}\n",
    }
    return files(f"packages/{name}", {path: text for path, text in texts.items() if path not in without})
