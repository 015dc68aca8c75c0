"""What Dependabot and Renovate do all day: another version of what is used already is no finding, whoever writes it."""

import json

import pytest

from tests.core.building import Content, Files, PullRequest, Submodule

POLICY = """\
version: 1
workspace_protocol: [workspace:*, path]
unassigned: deny
components:
  app: {path: app, depends_on: [], external: ["peer:zod", "dev:*"]}
  db:  {path: db, depends_on: [], versioned: semver, external: [], distribution: [acme-db]}
"""
"""Strict in all that it says of packages: what the base does against it is old debt."""


def package(**said: object) -> str:
    return json.dumps({"name": "app", "main": "src/index.ts", **said}, indent=1)


def project(body: str) -> str:
    return f'[project]\nname = "app"\nversion = "1.0.0"\n{body}'


def bumped(group: str, name: str, before: str, after: str) -> tuple[str, Content, Content]:
    return "app/package.json", package(**{group: {name: before}}), package(**{group: {name: after}})


def required(before: str, after: str) -> tuple[str, Content, Content]:
    old, new = (project(f'dependencies = ["{one}"]\n') for one in (before, after))
    return "app/pyproject.toml", old, new


AROUND: Files = {
    "package.json": json.dumps({"name": "top", "private": True, "workspaces": ["app", "db"]}),
    "app/package.json": package(),
    "app/src/index.ts": 'import { z } from "zod";\nimport { db } from "acme-db";\nimport left from "left-pad";\n',
    "app/src/job.py": "import yaml\nimport acme_db\n",
    "db/package.json": json.dumps({"name": "acme-db", "version": "2.1.0", "main": "index.ts"}),
    "db/pyproject.toml": '[project]\nname = "acme-db"\nversion = "2.1.0"\n',
    "db/index.ts": "export const db = 1;\n",
    "db/acme_db/__init__.py": "",
}

CASES: dict[str, tuple[str, Content, Content]] = {
    "npm: a range": bumped("dependencies", "left-pad", "^1.0.0", "^1.1.0"),
    "npm: a range of what may be a peer only": bumped("dependencies", "zod", "^3", "^4"),
    "npm: for development": bumped("devDependencies", "vitest", "1.0.0", "2.0.0"),
    "npm: a peer": bumped("peerDependencies", "zod", "^3", "^3 || ^4"),
    "npm: optional": bumped("optionalDependencies", "zod", "3", "4"),
    "npm: a package of the repository by version": bumped("dependencies", "acme-db", "^2.0.0", "^2.1.0"),
    "npm: one that came from the registry and comes from here now": bumped("dependencies", "acme-db", "^1", "^2"),
    "npm: one without a version": bumped("dependencies", "acme-db", "latest", "next"),
    "npm: by a repository's tag": bumped("dependencies", "left-pad", "github:a/b#v1", "github:a/b#v2"),
    "npm: by another name": bumped("dependencies", "pad", "npm:left-pad@1", "npm:left-pad@2"),
    "npm: overridden": bumped("overrides", "minimist", "1.2.5", "1.2.8"),
    "npm: resolved": bumped("resolutions", "minimist", "1.2.5", "1.2.8"),
    "npm: engines": bumped("engines", "node", ">=18", ">=20"),
    "npm: package manager": (
        "app/package.json",
        package(packageManager="pnpm@8.0.0"),
        package(packageManager="pnpm@9"),
    ),
    "npm: its own version": ("app/package.json", package(version="1.0.0"), package(version="1.0.1")),
    "pnpm: a catalog": ("pnpm-workspace.yaml", "catalog:\n  zod: ^3\n", "catalog:\n  zod: ^4\n"),
    "Python: a range": required("pyyaml>=5", "pyyaml>=6"),
    "Python: exactly": required("pyyaml==5.4", "pyyaml==6.0"),
    "Python: a package of the repository": required("acme-db>=1", "acme-db>=2"),
    "Python: by a tag": required("acme-db @ git+https://e.org/db@v1", "acme-db @ git+https://e.org/db@v2"),
    "Python: by an archive": required("acme-db @ https://e.org/1.whl", "acme-db @ https://e.org/2.whl"),
    "Python: with extras": required("celery[redis]>=5.3", "celery[redis]>=5.4"),
    "Python: for development": (
        "app/pyproject.toml",
        project('[dependency-groups]\ndev = ["ruff==0.4"]\n'),
        project('[dependency-groups]\ndev = ["ruff==0.5"]\n'),
    ),
    "Python: an extra": (
        "app/pyproject.toml",
        project('[project.optional-dependencies]\npdf = ["acme-db>=1"]\n'),
        project('[project.optional-dependencies]\npdf = ["acme-db>=2"]\n'),
    ),
    "Python: to build with": (
        "app/pyproject.toml",
        project('[build-system]\nrequires = ["hatchling>=1.25"]\n'),
        project('[build-system]\nrequires = ["hatchling>=1.26"]\n'),
    ),
    "Poetry": (
        "app/pyproject.toml",
        '[tool.poetry]\nname = "app"\n[tool.poetry.dependencies]\nacme-db = "^1"\n',
        '[tool.poetry]\nname = "app"\n[tool.poetry.dependencies]\nacme-db = "^2"\n',
    ),
    "uv: a source": (
        "app/pyproject.toml",
        project('dependencies = ["acme-db"]\n[tool.uv.sources]\nacme-db = {git = "https://e.org", tag = "v1"}\n'),
        project('dependencies = ["acme-db"]\n[tool.uv.sources]\nacme-db = {git = "https://e.org", tag = "v2"}\n'),
    ),
    "uv: a branch": (
        "app/pyproject.toml",
        project('dependencies = ["acme-db"]\n[tool.uv.sources]\nacme-db = {git = "https://e.org", branch = "a"}\n'),
        project('dependencies = ["acme-db"]\n[tool.uv.sources]\nacme-db = {git = "https://e.org", branch = "b"}\n'),
    ),
    "requirements.txt": ("app/requirements.txt", "pyyaml==5\nacme-db==1\n", "pyyaml==6\nacme-db==2\n"),
    "setup.py": ("app/setup.py", 'setup(install_requires=["pyyaml>=5"])\n', 'setup(install_requires=["pyyaml>=6"])\n'),
    "a submodule": ("app/vendor", Submodule("1" * 40), Submodule("2" * 40)),
    "a workflow": (
        ".github/workflows/ci.yml",
        "jobs: {a: {steps: [{uses: actions/checkout@v4}]}}\n",
        "jobs: {a: {steps: [{uses: actions/checkout@v5}]}}\n",
    ),
    "a container": ("app/Dockerfile", "FROM python:3.11\n", "FROM python:3.12\n"),
    "package-lock.json": ("app/package-lock.json", '{"lockfileVersion": 2}', '{"packages": {"node_modules/zod": {}}}'),
    "pnpm-lock.yaml": ("pnpm-lock.yaml", "lockfileVersion: '6.0'\n", "lockfileVersion: '9.0'\npackages: {zod@4: {}}\n"),
    "yarn.lock": ("yarn.lock", "zod@^3:\n  version 3.0.0\n", "zod@^4:\n  version 4.0.0\n"),
    "bun.lock": ("bun.lock", "{}", '{"packages": {"zod": ["zod@4"]}}'),
    "poetry.lock": ("app/poetry.lock", "", '[[package]]\nname = "pyyaml"\n'),
    "uv.lock": ("uv.lock", "version = 1\n", 'version = 1\n[[package]]\nname = "pyyaml"\n'),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_another_version_is_no_finding(case: tuple[str, Content, Content]) -> None:
    path, before, after = case
    assert before != after
    assert PullRequest({**AROUND, path: before}, {path: after}, policy=POLICY).rows == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("https://deno.land/std@0.100.0/fs/mod.ts", "https://deno.land/std@0.224.0/fs/mod.ts"),
        ("https://deno.land/x/oak@v12.1.0/mod.ts", "https://deno.land/x/oak@v17.1.4/mod.ts"),
        ("https://esm.sh/@acme/ui@1.0.0", "https://esm.sh/@acme/ui@2.0.0-rc.1"),
        ("https://esm.sh/zod@^3", "https://esm.sh/zod@^4"),
        ("npm:left-pad@1/x", "npm:left-pad@2/x"),
        ("jsr:@std/fs@0.1", "jsr:@std/fs@1.0"),
    ],
)
def test_another_version_in_an_import_is_no_finding(before: str, after: str) -> None:
    base, head = ({"db/fs.ts": f'import x from "{one}";\n'} for one in (before, after))
    assert PullRequest({**AROUND, **base}, head, policy=POLICY).rows == []
    assert [row[0] for row in PullRequest(AROUND, head, policy=POLICY).rows] == ["external-dependency"]


@pytest.mark.parametrize(
    "path",
    ["app/package-lock.json", "pnpm-lock.yaml", "yarn.lock", "bun.lock", "app/poetry.lock", "uv.lock"],
)
def test_a_new_lockfile_is_no_finding(path: str) -> None:
    assert PullRequest(AROUND, {path: "{}"}, policy=POLICY).rows == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"dependencies": {"acme-db": "workspace:*"}}, {"dependencies": {"acme-db": "^2"}}),
        ({"devDependencies": {"zod": "^3"}}, {"dependencies": {"zod": "^3"}}),
        ({}, {"dependencies": {"left-pad": "^1"}}),
    ],
    ids=["another protocol", "another group", "another package"],
)
def test_what_is_more_than_another_version(before: dict[str, object], after: dict[str, object]) -> None:
    base = {**AROUND, "app/package.json": package(**before)}
    assert PullRequest(base, {"app/package.json": package(**after)}, policy=POLICY).rows != []
