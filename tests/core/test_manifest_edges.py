"""Dependencies between workspace packages, as their manifests declare them."""

import json

import pytest

from tests.core.building import PullRequest

POLICY = """
version: 1
components:
  web: {path: apps/web, depends_on: [schema]}
  schema: {path: packages/schema, depends_on: []}
  db: {path: packages/db, depends_on: []}
"""
WORKSPACE = {
    "package.json": json.dumps({"name": "top", "workspaces": ["apps/*", "packages/*"]}),
    "packages/schema/package.json": json.dumps({"name": "@a/schema"}),
    "packages/db/package.json": json.dumps({"name": "@a/db"}),
}


def web(**groups: dict[str, str]) -> dict[str, str]:
    return {"apps/web/package.json": json.dumps({"name": "@a/web", **groups}, indent=1)}


def findings(base: dict[str, str], head: dict[str, str]) -> list[tuple[str, int | None, str | None]]:
    pull = PullRequest({**WORKSPACE, **base}, {**WORKSPACE, **head}, policy=POLICY)
    return [(one.check, one.line, one.target) for one in pull.findings]


@pytest.mark.parametrize("group", ["dependencies", "peerDependencies", "optionalDependencies"])
def test_a_forbidden_dependency_is_a_finding_on_its_line(group: str) -> None:
    assert findings(web(), web(**{group: {"@a/db": "workspace:*"}})) == [("cross-domain-edge", 4, "db")]


def test_an_allowed_dependency_is_none() -> None:
    assert findings(web(), web(dependencies={"@a/schema": "workspace:*"})) == []


def test_a_development_dependency_is_not_judged() -> None:
    assert findings(web(), web(devDependencies={"@a/db": "workspace:*"})) == []


def test_a_development_dependency_that_becomes_a_shipped_one_is_a_finding() -> None:
    base, head = web(devDependencies={"@a/db": "workspace:*"}), web(dependencies={"@a/db": "workspace:*"})
    assert findings(base, head) == [("cross-domain-edge", 4, "db")]


def test_a_development_dependency_closes_no_cycle() -> None:
    base = {"packages/schema/package.json": json.dumps({"name": "@a/schema", "dependencies": {"@a/db": "*"}})}
    head = {"packages/db/package.json": json.dumps({"name": "@a/db", "devDependencies": {"@a/schema": "*"}})}
    assert findings(base, {**base, **head}) == []
