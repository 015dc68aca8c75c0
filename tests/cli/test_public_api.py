"""Breaks of versioned packages through real git, parser processes and the cache, as a person meets them."""

import json

import pytest

from tests.cli.conftest import Adrift, Clone

POLICY = """\
version: 1
components:
  billing: {path: packages/billing, versioned: semver}
  shop: {path: shop}
"""
PYTHON = {
    ".github/architecture.yml": POLICY,
    "packages/billing/pyproject.toml": '[project]\nname = "accounts"\nversion = "1.4.0"\n',
    "packages/billing/src/accounts/__init__.py": "from accounts.invoices import pay as pay\n",
    "packages/billing/src/accounts/invoices.py": "def pay(invoice):\n    pass\n",
    "shop/orders.py": "from accounts import pay\n",
}
SCRIPTS = {
    ".github/architecture.yml": POLICY,
    "packages/billing/package.json": '{"name": "@acme/billing", "version": "1.4.0", "exports": "./dist/index.js"}\n',
    "packages/billing/src/index.ts": 'export * from "./invoices";\n',
    "packages/billing/src/invoices.ts": "export function pay(invoice: string): void {}\n",
    "shop/orders.ts": 'import { pay } from "@acme/billing";\n',
}
REVIEW = ("review", "--repo", "CLONE", "--base", "main", "--head", "feature")
CASES = [
    (PYTHON, {"packages/billing/src/accounts/invoices.py": "def pay(invoice, to):\n    pass\n"}, "shop/orders.py"),
    (
        SCRIPTS,
        {"packages/billing/src/invoices.ts": "export function pay(a: string, b: string): void {}\n"},
        "shop/orders.ts",
    ),
]


@pytest.fixture
def start(clone: Clone) -> Clone:
    """A clone whose main branch holds nothing yet of what a test wants."""
    clone.git("checkout", "--quiet", "main")
    return clone


@pytest.mark.parametrize(("base", "head", "user"), CASES, ids=["python", "typescript"])
def test_a_break_blocks_with_a_cold_and_a_warm_cache(
    start: Clone, adrift: Adrift, base: dict[str, str], head: dict[str, str], user: str
) -> None:
    start.commit(base)
    start.git("checkout", "--quiet", "-B", "feature")
    start.commit(head)
    cold, warm = adrift(*REVIEW, "--format", "json"), adrift(*REVIEW, "--format", "json")
    assert (cold.returncode, cold.stderr) == (1, "")
    assert cold.stdout == warm.stdout
    (finding,) = json.loads(cold.stdout)["findings"]
    assert (finding["check"], finding["path"], finding["line"]) == (
        "public-api",
        *((path, 1) for path in head).__next__(),
    )
    assert f"Used by `{user}:1`" in finding["message"]


def test_the_title_may_tell(start: Clone, adrift: Adrift) -> None:
    start.commit(
        {**SCRIPTS, ".releaserc.json": "{}", "package.json": '{"private": true, "version": "0.0.0-development"}'}
    )
    start.commit({"packages/billing/package.json": '{"name": "@acme/billing", "version": "0.0.0-development"}'})
    start.git("checkout", "--quiet", "-B", "feature")
    start.commit(CASES[1][1])
    assert adrift(*REVIEW, "--title", "feat: pay somebody").returncode == 1
    assert adrift(*REVIEW, "--title", "feat!: pay somebody").returncode == 0
    assert adrift(*REVIEW, "--body", "BREAKING CHANGE: pay needs somebody").returncode == 0


def test_what_is_affected_is_shown_beside_a_break(start: Clone, adrift: Adrift) -> None:
    start.commit(PYTHON)
    start.git("checkout", "--quiet", "-B", "feature")
    start.commit(CASES[0][1])
    shown = adrift(*REVIEW, "--format", "markdown").stdout
    assert "<summary>1 component changed, 1 depend on them</summary>" in shown
    assert "- `shop  uses billing`" in shown


def test_the_kinds_are_explained(clone: Clone, adrift: Adrift) -> None:
    said = adrift("explain", "public-api").stdout
    for kind in ("parameter-added-required", "export-removed", "exports-unlisted", "type-changed  (notice)"):
        assert f"\n  {kind}\n" in said
