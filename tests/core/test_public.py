"""`public`: ways past the entry points of a component, in both languages."""

import json

import pytest

from checks import ForbiddenEdge, NotPublic
from tests.core.building import Files, PullRequest
from tests.core.shop import components

EDGE = "cross-domain-edge"


def manifest(**settings: object) -> str:
    return json.dumps({"name": "@acme/billing", **settings})


SOURCES = dict.fromkeys(
    ("index.ts", "src/index.ts", "src/api.ts", "src/api/rates.ts", "src/internal/tax.ts", "src/ui/button.tsx"), ""
)


@pytest.mark.parametrize(
    ("settings", "imported", "is_found"),
    [
        ({"exports": "./dist/index.js"}, "@acme/billing", False),
        ({"exports": "./dist/index.js"}, "../billing/src/internal/tax", True),
        ({"exports": {".": "./src/index.ts", "./api": "./src/api.ts"}}, "@acme/billing/api", False),
        ({"exports": {".": "./src/index.ts", "./api": "./src/api.ts"}}, "../billing/src/api.js", False),
        ({"exports": {".": {"types": "./dist/index.d.ts", "import": "./dist/index.mjs"}}}, "@acme/billing", False),
        ({"exports": {".": "./src/index.ts", "./ui/*": "./src/ui/*.tsx"}}, "@acme/billing/ui/button", False),
        ({"exports": {".": "./src/index.ts", "./ui/*": "./dist/ui/*.js"}}, "@acme/billing/ui/button", False),
        ({"exports": {".": "./src/index.ts", "./ui/*": "./dist/ui/*.js"}}, "../billing/src/internal/tax", True),
        ({"main": "dist/index.js"}, "@acme/billing", False),
        ({"main": "dist/index.js"}, "@acme/billing/src/internal/tax", True),
        ({}, "@acme/billing", False),
        ({}, "@acme/billing/src/api/rates", True),
    ],
)
def test_exports_of_a_package_json(settings: dict[str, object], imported: str, is_found: bool) -> None:
    base: Files = {
        **{f"packages/billing/{path}": text for path, text in SOURCES.items()},
        "packages/billing/package.json": manifest(**settings),
        "packages/orders/a.ts": "",
        "package.json": '{"workspaces": ["packages/*"]}',
    }
    policy = components('packages: {path: "packages/{package}", public: [exports]}')
    rows = PullRequest(base, {"packages/orders/a.ts": f'import "{imported}"'}, policy=policy).rows
    expected = [(EDGE, "packages/orders/a.ts", 1, "packages/orders", "packages/billing", "blocking")]
    assert [row for row in rows if row[0] == EDGE] == (expected if is_found else [])


PYTHON: Files = {
    "pkg/billing/pyproject.toml": '[project]\nname = "billing"\n',
    "pkg/billing/src/billing/__init__.py": "from billing.tax import rate",
    "pkg/billing/src/billing/tax.py": "rate = 1",
    "pkg/billing/src/billing/dto/__init__.py": "",
    "pkg/billing/src/billing/dto/invoice.py": "",
    "orders/__init__.py": "",
    "orders/a.py": "",
}


@pytest.mark.parametrize(
    ("public", "imported", "is_found"),
    [
        ("exports", "from billing import rate", False),
        ("exports", "from billing.tax import rate", True),
        ("exports", "from billing import tax", True),
        ("billing.dto", "from billing.dto.invoice import x", False),
        ("billing.dto", "import billing.tax", True),
        ("dto", "import billing.dto", False),
        ("src/billing/dto/**", "import billing.dto.invoice", False),
        ("src/billing/dto/**", "import billing.tax", True),
        ("'**/tax.py'", "import billing.tax", False),
    ],
)
def test_entry_points_of_a_python_package(public: str, imported: str, is_found: bool) -> None:
    policy = components("orders: {path: orders}", f"billing: {{path: pkg/billing, public: [{public}]}}")
    rows = PullRequest(PYTHON, {"orders/a.py": imported}, policy=policy).rows
    expected = [(EDGE, "orders/a.py", 1, "orders", "billing", "blocking")] if is_found else []
    assert [row for row in rows if row[0] == EDGE] == expected


@pytest.mark.parametrize("head", [{"orders/test_a.py": "import billing.tax"}, {"tools/b.py": "import billing.tax"}])
def test_tests_and_files_of_no_component_may_look_inside(head: Files) -> None:
    policy = components("orders: {path: orders}", "billing: {path: pkg/billing, public: [exports]}")
    assert PullRequest(PYTHON, head, policy=policy).rows == []


def test_who_encapsulates_a_module_may_import_it() -> None:
    policy = components(
        "orders: {path: orders, encapsulates: [billing.tax]}",
        "billing: {path: pkg/billing, public: [exports], encapsulates: [billing.tax]}",
    )
    assert PullRequest(PYTHON, {"orders/a.py": "import billing.tax"}, policy=policy).rows == []


def test_the_entry_points_are_named() -> None:
    policy = components("orders: {path: orders}", "billing: {path: pkg/billing, public: [exports]}")
    (found,) = PullRequest(PYTHON, {"orders/a.py": "import billing.tax"}, policy=policy).findings
    assert isinstance(found.evidence, ForbiddenEdge)
    entry = "pkg/billing/src/billing/__init__.py"
    assert found.evidence.breach.ban == NotPublic("billing", ("exports",), (entry,))


def test_a_component_without_a_manifest_is_used_by_its_index() -> None:
    base = dict.fromkeys(("app/orders/a.ts", "app/billing/index.ts", "app/billing/tax.ts"), "")
    policy = components("parts: {path: 'app/{part}', public: [exports]}")
    head = {"app/orders/a.ts": 'import "../billing"\nimport "../billing/tax"'}
    assert [row[2] for row in PullRequest(base, head, policy=policy).rows] == [2]
