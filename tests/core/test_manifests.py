"""The check `manifest`: what manifests do not declare, and what they declare wrongly."""

import json
from collections.abc import Mapping

import pytest

from checks import UndeclaredPackage
from tests.core.building import Changes, Files, PullRequest
from tests.core.shop import components

POLICY = """
version: 1
components:
  apps: {path: "apps/{app}"}
  packages: {path: "packages/{package}"}
"""
Found = list[tuple[str, int | None, str | None]]


def package(name: str, **said: object) -> str:
    return json.dumps({"name": name, "main": "src/index.ts", **said}, indent=1)


def python(name: str, *dependencies: str, more: str = "") -> str:
    listed = "".join(f'  "{one}",\n' for one in dependencies)
    return f'[project]\nname = "{name}"\ndependencies = [\n{listed}]\n{more}'


NODE: Files = {
    "package.json": json.dumps({"name": "top", "private": True, "workspaces": ["apps/*", "packages/*"]}),
    "apps/api/package.json": package("@a/api", dependencies={"@a/schema": "workspace:*", "zod": "^3"}),
    "apps/api/src/index.ts": "",
    "packages/schema/package.json": package("@a/schema", dependencies={"zod": "^3"}, devDependencies={"vitest": "1"}),
    "packages/schema/src/index.ts": "",
    "packages/db/package.json": package("@a/db", dependencies={"pg": "^8"}),
    "packages/db/src/index.ts": "",
}
PYTHON: Files = {
    "apps/api/pyproject.toml": python("api", "acme-schema", "httpx>=1"),
    "apps/api/api/__init__.py": "",
    "packages/schema/pyproject.toml": python("acme-schema"),
    "packages/schema/acme_schema/__init__.py": "",
    "packages/db/pyproject.toml": python("acme_db", "SQLAlchemy>=2", more='[dependency-groups]\ndev = ["rich"]\n'),
    "packages/db/acme_db/__init__.py": "",
}


def found(base: Files, head: Changes, policy: str = POLICY, tip: Changes | None = None) -> Found:
    pull = PullRequest(base, head, tip or {}, policy=policy)
    return [(one.path, one.line, one.symbol) for one in pull.findings if one.check == "manifest"]


@pytest.mark.parametrize(
    ("path", "text", "lacking"),
    [
        ("apps/api/src/index.ts", 'import "@a/schema"\nimport { db } from "@a/db"', "@a/db"),
        ("apps/api/src/index.ts", '\nexport { db } from "@a/db/src/index"', "@a/db"),
        ("apps/api/src/index.ts", '\nimport type { Db } from "@a/db"', "@a/db"),
        ("apps/api/src/index.ts", '\nconst db = await import("@a/db")', "@a/db"),
        ("apps/api/src/index.ts", '\nimport pg from "pg/lib/client"', "pg"),
        ("apps/api/src/index.ts", '\nimport { db } from "../../../packages/db/src"', None),
        ("apps/api/src/index.ts", '\nimport { z } from "zod"; import fs from "node:fs"; import p from "path"', None),
        ("apps/api/src/index.ts", '\nimport { api } from "@a/api"', None),
        ("apps/api/src/index.ts", '\nimport { version } from "@a/db/package.json"', None),
        ("apps/api/src/index.ts", '\nimport unknown from "unheard-of"; import x from "@/x"; import "virtual:y"', None),
        ("apps/api/src/index.ts", '\nconst pg = await import("pg")', None),
        ("apps/api/src/index.test.ts", '\nimport { db } from "@a/db"', None),
        ("apps/api/scripts/seed.ts", '\nimport { db } from "@a/db"', None),
        ("apps/api/vite.config.ts", '\nimport { db } from "@a/db"', None),
        ("elsewhere/index.ts", '\nimport { db } from "@a/db"', None),
        ("packages/schema/src/index.ts", '\nimport { it } from "vitest"', "vitest"),
        ("packages/schema/src/index.ts", '\nimport type { Suite } from "vitest"', None),
        ("packages/schema/src/index.ts", '\nimport { Suite } from "vitest"', None),
    ],
)
def test_an_import_in_typescript(path: str, text: str, lacking: str | None) -> None:
    assert found(NODE, {path: text}) == ([(path, 2, lacking)] if lacking else [])


@pytest.mark.parametrize(
    ("path", "text", "lacking"),
    [
        ("apps/api/api/x.py", "import acme_schema\nimport acme_db", "acme-db"),
        ("apps/api/api/x.py", "\nfrom acme_db import session", "acme-db"),
        ("apps/api/api/x.py", "\nfrom sqlalchemy.orm import Session", "sqlalchemy"),
        ("apps/api/api/x.py", "\nimport httpx, json, unheard_of", None),
        ("apps/api/tests/test_x.py", "\nimport acme_db", None),
        ("packages/db/acme_db/x.py", "\nimport rich", None),
        ("apps/api/setup.py", "\nimport acme_db", None),
    ],
)
def test_an_import_in_python(path: str, text: str, lacking: str | None) -> None:
    assert found(PYTHON, {path: text}) == ([(path, 2, lacking)] if lacking else [])


def test_a_distribution_of_another_name_may_have_the_module() -> None:
    base = {
        **PYTHON,
        "apps/api/pyproject.toml": python("api", "psycopg2-binary"),
        "packages/db/pyproject.toml": python("acme_db", "psycopg2"),
    }
    assert found(base, {"apps/api/api/x.py": "import psycopg2"}) == []
    assert found(base, {"packages/schema/acme_schema/x.py": "import psycopg2"}) != []


def test_a_script_is_no_production_code_of_a_distribution() -> None:
    more = '[dependency-groups]\ndev = ["acme-schema"]\n'
    base = {**PYTHON, "apps/api/pyproject.toml": python("api", more=more)}
    head = {"apps/api/plot.py": "import acme_schema", "apps/api/api/x.py": "import acme_schema"}
    assert found(base, head) == [("apps/api/api/x.py", 1, "acme-schema")]


def test_the_evidence_names_the_manifest_and_the_group() -> None:
    pull = PullRequest(NODE, {"packages/schema/src/index.ts": 'import { it } from "vitest"'}, policy=POLICY)
    path, manifest = "packages/schema/src/index.ts", "packages/schema/package.json"
    assert [(one.source, one.evidence) for one in pull.findings] == [
        ("packages/schema", UndeclaredPackage(path, "vitest", manifest, "devDependencies"))
    ]


def test_a_package_of_the_repository_for_development_only() -> None:
    api = package("@a/api", private=True, devDependencies={"@a/db": "workspace:*"})
    base = {**NODE, "apps/api/package.json": api}
    assert found(base, {"apps/api/src/index.ts": 'import { db } from "@a/db"'}) == [
        ("apps/api/src/index.ts", 1, "@a/db")
    ]


@pytest.mark.parametrize("said", [{"private": True}, {"main": None}])
def test_what_nobody_installs_may_be_bundled(said: Mapping[str, object]) -> None:
    base = {**NODE, "apps/api/package.json": package("@a/api", devDependencies={"react": "19"}, **said)}
    assert found(base, {"apps/api/src/index.ts": 'import { use } from "react"'}) == []


def test_one_finding_for_each_manifest_and_package() -> None:
    text = 'import { db } from "@a/db"\nimport "@a/db/src/index"'
    head = {"apps/api/src/b.ts": text, "apps/api/src/a.ts": text, "packages/schema/src/index.ts": text}
    assert found(NODE, head) == [("apps/api/src/a.ts", 1, "@a/db"), ("packages/schema/src/index.ts", 1, "@a/db")]


def test_what_the_base_or_its_tip_has_is_not_new() -> None:
    old, new = {"apps/api/src/old.ts": 'import "@a/db"'}, {"apps/api/src/new.ts": 'import "@a/db"'}
    assert found({**NODE, **old}, new) == []
    assert found(NODE, new, tip=old) == []


def test_a_declaration_in_the_same_change() -> None:
    api = package("@a/api", dependencies={"@a/db": "workspace:*"})
    assert found(NODE, {"apps/api/package.json": api, "apps/api/src/index.ts": 'import "@a/db"'}) == []


def test_what_the_root_declares_is_there_from_outside() -> None:
    top = json.dumps({"name": "top", "workspaces": ["apps/*", "packages/*"], "dependencies": {"pg": "8"}})
    base = {**NODE, "package.json": top}
    assert found(base, {"apps/api/src/index.ts": 'import pg from "pg"'}) == []


def test_types_are_declared_by_their_own_package() -> None:
    types = package("@a/api", devDependencies={"@types/pg": "8", "@types/a__db": "1"})
    head = {"apps/api/package.json": types, "apps/api/src/index.ts": 'import { Client } from "pg"'}
    assert found(NODE, head) == []


def test_where_no_manifest_declares_packages_of_the_repository_none_lacks_them() -> None:
    base = {**NODE, "apps/api/package.json": package("@a/api")}
    assert found(base, {"apps/api/src/index.ts": 'import { db } from "@a/db"'}) == []


def test_a_declaration_that_goes_while_imports_stay() -> None:
    base = {**NODE, "apps/api/src/index.ts": 'import "@a/schema"\nimport { z } from "zod"'}
    pull = PullRequest(base, {"apps/api/package.json": package("@a/api")}, policy=POLICY)
    rows = [(one.path, one.line, one.side.value, one.symbol) for one in pull.findings]
    manifest = "apps/api/package.json"
    assert rows == [(manifest, 5, "LEFT", "@a/schema"), (manifest, 6, "LEFT", "zod")]


def test_a_declaration_that_is_for_development_now() -> None:
    base = {**PYTHON, "apps/api/api/x.py": "import httpx"}
    head = python("api", "acme-schema", more='[dependency-groups]\ndev = ["httpx"]\n')
    assert found(base, {"apps/api/pyproject.toml": head}) == [("apps/api/pyproject.toml", 5, "httpx")]


@pytest.mark.parametrize(
    "head",
    [
        {"apps/api/pyproject.toml": "[tool.ruff]\nline-length = 1\n", "apps/api/setup.py": ""},
        {"apps/api/pyproject.toml": '[project]\nname = "api"\ndynamic = ["dependencies"]\n'},
        {"apps/api/pyproject.toml": None, "apps/api/requirements.txt": ""},
    ],
)
def test_a_list_that_is_elsewhere_lacks_nothing(head: Changes) -> None:
    assert found(PYTHON, {**head, "apps/api/api/x.py": "import acme_db"}) == []


def test_a_moved_package_brings_its_old_debt() -> None:
    base = {**NODE, "apps/api/src/old.ts": 'import "@a/db"'}
    renames = {path: path.replace("apps/api", "apps/server") for path in base if path.startswith("apps/api")}
    assert (
        PullRequest(base, {"apps/server/src/new.ts": 'import "@a/db"'}, renames=renames, policy=POLICY).findings == ()
    )


def test_a_component_that_comes_back_as_a_package() -> None:
    policy = POLICY + "  models: {distribution: [acme-models]}\n"
    rows = found(PYTHON, {"apps/api/api/x.py": "from acme_models.dto import Kit"}, policy)
    assert rows == [("apps/api/api/x.py", 1, "acme-models")]


@pytest.mark.parametrize(
    ("allowed", "group", "written", "is_finding"),
    [
        ("workspace:*", "dependencies", "^1.0.0", True),
        ("workspace:*", "devDependencies", "workspace:^", True),
        ("workspace:*", "optionalDependencies", "*", True),
        ("workspace:*", "peerDependencies", "^1.0.0", False),
        ("workspace:*", "dependencies", "workspace:*", False),
        ('["workspace:*", "workspace:^"]', "dependencies", "workspace:^", False),
        ('"workspace:"', "dependencies", "workspace:~1.2", False),
        ("path", "dependencies", "^1.0.0", False),
    ],
)
def test_workspace_protocol(allowed: str, group: str, written: str, is_finding: bool) -> None:
    head = {"apps/api/package.json": package("@a/api", **{group: {"@a/db": written, "pg": "8"}})}
    expected = [("apps/api/package.json", 5, "@a/db")] if is_finding else []
    assert found(NODE, head, f"{POLICY}workspace_protocol: {allowed}") == expected


def test_an_old_line_may_say_what_it_said() -> None:
    base = {**NODE, "apps/api/package.json": package("@a/api", dependencies={"@a/db": "^1"})}
    moved = {"apps/api/package.json": package("@a/api", version="2", dependencies={"zod": "3", "@a/db": "^1"})}
    raised = {"apps/api/package.json": package("@a/api", dependencies={"@a/db": "^2"})}
    policy = f"{POLICY}workspace_protocol: workspace:*"
    assert found(base, moved, policy) == []
    assert found(base, raised, policy) == []


def test_a_line_that_was_right_and_is_not_any_more() -> None:
    base = {**NODE, "apps/api/package.json": package("@a/api", dependencies={"@a/db": "workspace:*"})}
    changed = {"apps/api/package.json": package("@a/api", dependencies={"@a/db": "^2"})}
    policy = f"{POLICY}workspace_protocol: workspace:*"
    assert found(base, changed, policy) == [("apps/api/package.json", 5, "@a/db")]


def test_another_workspace_is_reached_by_a_registry() -> None:
    site = {
        "www/package.json": json.dumps({"name": "www", "workspaces": ["book", "shelf"]}),
        "www/book/package.json": package("book", dependencies={"@a/db": "^1", "shelf": "^1"}),
        "www/shelf/package.json": package("shelf"),
    }
    rows = found(NODE, site, f"{POLICY}workspace_protocol: workspace:*")
    assert rows == [("www/book/package.json", 6, "shelf")]


@pytest.mark.parametrize(
    ("requirement", "is_finding"),
    [
        ("acme-db", True),
        ("acme-db>=1,<2", True),
        ("acme-db @ file:../../packages/db", True),
        ("acme-db @ git+https://example.org/db.git", True),
        ("acme-db @ git+https://example.org/db.git@main", True),
        ("acme-db @ git+ssh://git@example.org/db.git", True),
        ("acme-db==1.4.0", False),
        ("acme-db @ git+https://example.org/db.git@v1.4.0#egg=db", False),
        ("acme-db @ https://example.org/acme_db-1.4.0-py3-none-any.whl", False),
        ("acme-schema", False),
    ],
)
def test_a_versioned_distribution_is_pinned(requirement: str, is_finding: bool) -> None:
    policy = POLICY + "  db: {path: packages/db, versioned: semver}\n"
    head = {"apps/api/pyproject.toml": python("api", requirement)}
    assert found(PYTHON, head, policy) == ([("apps/api/pyproject.toml", 4, "acme-db")] if is_finding else [])


@pytest.mark.parametrize(
    ("table", "is_finding"),
    [
        ('{ path = "../../packages/db" }', True),
        ('{ git = "https://example.org/db", branch = "main" }', True),
        ('"^1.4"', True),
        ('"1.4.0"', False),
        ('{ git = "https://example.org/db", tag = "v1" }', False),
    ],
)
def test_what_poetry_pins(table: str, is_finding: bool) -> None:
    policy = POLICY + "  db: {path: packages/db, versioned: semver}\n"
    head = {"apps/api/pyproject.toml": f'[tool.poetry]\nname = "api"\n[tool.poetry.dependencies]\nacme-db = {table}\n'}
    assert found(PYTHON, head, policy) == ([("apps/api/pyproject.toml", 4, "acme-db")] if is_finding else [])


def test_a_path_is_right_where_nothing_is_versioned_or_the_policy_asks_for_it() -> None:
    head = {"apps/api/pyproject.toml": python("api", "acme-db @ file:../../packages/db")}
    versioned = POLICY + "  db: {path: packages/db, versioned: semver}\n"
    assert found(PYTHON, head) == []
    assert found(PYTHON, head, f"{versioned}workspace_protocol: path") == []
    assert found(
        PYTHON, {"apps/api/pyproject.toml": python("api", "acme-db")}, f"{POLICY}workspace_protocol: path"
    ) == [("apps/api/pyproject.toml", 4, "acme-db")]


@pytest.mark.parametrize(
    ("written", "is_finding"),
    [
        ("workspace:*", False),
        ("^1.2.0", False),
        ("catalog:", False),
        ("github:acme/db#v1", False),
        ("*", True),
        ("latest", True),
        ("file:../../packages/db", True),
    ],
)
def test_a_versioned_package_is_used_by_a_version(written: str, is_finding: bool) -> None:
    policy = POLICY + "  db: {path: packages/db, versioned: semver}\n"
    head = {"apps/api/package.json": package("@a/api", dependencies={"@a/db": written})}
    assert found(NODE, head, policy) == ([("apps/api/package.json", 5, "@a/db")] if is_finding else [])


@pytest.mark.parametrize(
    ("groups", "line"),
    [
        ({"dependencies": {"zod": "^3"}}, 5),
        ({"peerDependencies": {"zod": "^3"}, "dependencies": {"zod": "^3"}}, 8),
        ({"peerDependencies": {"zod": "^3"}, "devDependencies": {"zod": "^3"}}, None),
        ({"dependencies": {"pg": "^8"}}, None),
    ],
)
def test_a_peer_is_a_peer_only(groups: dict[str, object], line: int | None) -> None:
    policy = POLICY + '  schema: {path: packages/schema, external: ["peer:zod", pg]}\n'
    base = {**NODE, "packages/schema/package.json": package("@a/schema")}
    head = {"packages/schema/package.json": package("@a/schema", **groups)}
    assert found(base, head, policy) == ([("packages/schema/package.json", line, "zod")] if line else [])


@pytest.mark.parametrize(
    ("rule", "checks"),
    [
        ("depends_on: []", ["cross-domain-edge"]),
        ("depends_on: {only: [], level: warning}", ["cross-domain-edge", "manifest"]),
        ("level: failure", ["manifest"]),
    ],
)
def test_what_must_not_be_imported_need_not_be_declared(rule: str, checks: list[str]) -> None:
    base = {
        "package.json": '{"workspaces": ["a", "b"], "dependencies": {"b": "workspace:*"}}',
        "a/package.json": '{"name": "a", "dependencies": {"c": "1"}}',
        "a/x.ts": "",
        "b/package.json": '{"name": "b", "dependencies": {"a": "workspace:*"}}',
        "b/index.ts": "",
    }
    policy = components(f"a: {{path: a, {rule}}}", "b: {path: b}", top="cycles: allow")
    pull = PullRequest(base, {"a/x.ts": 'import { b } from "b"'}, policy=policy)
    assert [one.check for one in pull.findings] == checks
