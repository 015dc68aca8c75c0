"""Workspace packages: who is one, and which file of it a name means."""

import pytest

from checks.codebase.facts import Kind
from checks.codebase.languages.typescript.globs import Globs
from tests.typescript.codebase import Text, resolve

PNPM: dict[str, Text] = {
    "pnpm-workspace.yaml": "packages: ['packages/*', 'apps/**', '!**/legacy']",
    "package.json": {"name": "root"},
    "apps/web/package.json": {"name": "web"},
}


def within(manifest: dict[str, object], *paths: str) -> dict[str, Text]:
    """The workspace with a package `@acme/x` in packages/x that has these files."""
    files = {f"packages/x/{path}": "" for path in paths}
    return {**PNPM, "packages/x/package.json": {"name": "@acme/x", **manifest}, **files}


@pytest.mark.parametrize(
    ("manifest", "paths", "name", "expected"),
    [
        ({"main": "./src/main.ts"}, ["src/main.ts"], "@acme/x", "src/main.ts"),
        ({"main": "dist/main.js"}, ["src/main.ts"], "@acme/x", "src/main.ts"),
        ({"main": "dist/main.js", "types": "dist/types/main.d.ts"}, ["src/main.ts"], "@acme/x", "src/main.ts"),
        ({"main": "dist/main.js"}, ["dist/main.js", "src/main.ts"], "@acme/x", "dist/main.js"),
        ({}, ["src/index.ts"], "@acme/x", "src/index.ts"),
        ({}, ["index.js"], "@acme/x", "index.js"),
        ({}, ["README.md"], "@acme/x", "package.json"),
        ({}, ["src/a/b.ts"], "@acme/x/src/a/b", "src/a/b.ts"),
        ({}, ["src/a.ts"], "@acme/x/dist/a.js", "src/a.ts"),
        ({"exports": "./src/index.mts"}, ["src/index.mts"], "@acme/x", "src/index.mts"),
        ({"exports": {"import": "./dist/index.mjs"}}, ["src/index.ts"], "@acme/x", "src/index.ts"),
        ({"exports": {"./a": "./src/a.ts"}}, ["src/a.ts", "index.ts"], "@acme/x/a", "src/a.ts"),
        ({"exports": {"./*": {"types": "./dist/*.d.ts"}}}, ["src/a/b.ts"], "@acme/x/a/b", "src/a/b.ts"),
        ({"exports": {"./*": "./a/*.ts", "./b/*": "./c/*.ts"}}, ["c/d.ts"], "@acme/x/b/d", "c/d.ts"),
        ({"exports": {"./*": "./dist/esm/*/index.js"}}, ["src/a/index.tsx"], "@acme/x/a", "src/a/index.tsx"),
        ({"exports": {"./a": None}}, ["src/a.ts"], "@acme/x/src/a", "src/a.ts"),
        ({"exports": {"./a/": "./src/a/"}}, ["src/a/b.ts"], "@acme/x/a/b.js", "src/a/b.ts"),
        ({"exports": {".": {"@acme/source": "./s.ts", "import": "./i.js"}}}, ["s.ts", "i.js"], "@acme/x", "s.ts"),
        ({"exports": {"./x.css": "./dist/x.css"}}, ["src/x.css"], "@acme/x/x.css", "src/x.css"),
        ({"exports": {"./package.json": "./package.json"}}, [], "@acme/x/package.json", "package.json"),
        ({"publishConfig": {"main": "lib/go.js"}}, ["src/go.ts"], "@acme/x", "src/go.ts"),
        ({"exports": {"./a": "../../../../etc/passwd"}}, [], "@acme/x/a", "package.json"),
    ],
)
def test_entry(manifest: dict[str, object], paths: list[str], name: str, expected: str) -> None:
    assert resolve(within(manifest, *paths), "apps/web/x.ts", name) == f"packages/x/{expected}"


def test_a_tsconfig_says_where_outputs_come_from() -> None:
    files = within({"main": "./target/app/main.js"}, "code/main.ts")
    files["packages/x/tsconfig.json"] = {"compilerOptions": {"outDir": "./target/app", "rootDir": "./code"}}
    assert resolve(files, "apps/web/x.ts", "@acme/x") == "packages/x/code/main.ts"


def test_self_reference() -> None:
    files = within({"exports": {"./a": "./dist/a.js"}}, "src/a.ts")
    assert resolve(files, "packages/x/test/a.ts", "@acme/x/a") == "packages/x/src/a.ts"


@pytest.mark.parametrize(
    ("folder", "is_member"),
    [("packages/x", True), ("packages/x/y", False), ("apps/a/b", True), ("apps/legacy", False), ("tools/x", False)],
)
def test_members_come_before_what_no_workspace_lists(folder: str, is_member: bool) -> None:
    files: dict[str, Text] = {**PNPM, f"{folder}/package.json": {"name": "member"}, f"{folder}/index.ts": ""}
    assert resolve(files, "apps/web/x.ts", "member") == f"{folder}/index.ts"
    files |= {"apps/member/package.json": {"name": "member"}, "apps/member/index.ts": ""}
    both = tuple(sorted((f"{folder}/index.ts", "apps/member/index.ts")))
    assert resolve(files, "apps/web/x.ts", "member") == (both if is_member else "apps/member/index.ts")


@pytest.mark.parametrize("folder", ["node_modules/x", "test/fixtures/x"])
def test_installed_packages_and_fixtures_are_nobodys(folder: str) -> None:
    files: dict[str, Text] = {**PNPM, f"{folder}/package.json": {"name": "member"}}
    assert resolve(files, "apps/web/x.ts", "member") == "npm:member"


@pytest.mark.parametrize(
    ("version", "expected"),
    [("^4.18.0", "npm:express"), ("catalog:", "npm:express"), ("workspace:*", "examples/express/index.js")],
)
def test_an_example_called_like_a_package_of_the_registry_is_not_meant(version: str, expected: str) -> None:
    files: dict[str, Text] = {**PNPM, "examples/express/package.json": {"name": "express"}}
    files |= {"examples/express/index.js": "", "apps/web/package.json": {"dependencies": {"express": version}}}
    assert resolve(files, "apps/web/x.ts", "express") == expected


def test_a_package_taken_off_the_workspace_is_still_a_manifest_edge() -> None:
    files: dict[str, Text] = {"package.json": {"workspaces": ["a"]}, "a/package.json": {"name": "a"}}
    files["b/package.json"] = {"name": "b"}
    assert resolve(files, "a/package.json", "b", Kind.MANIFEST) == "b/package.json"


@pytest.mark.parametrize("workspaces", [["libs/*"], {"packages": ["./libs/*/"]}, ["libs/{x,y}"], ["libs/x"]])
def test_npm_and_yarn_workspaces(workspaces: object) -> None:
    files: dict[str, Text] = {"package.json": {"workspaces": workspaces}, "libs/x/package.json": {"name": "x"}}
    assert resolve(files, "a.ts", "x") == "libs/x/package.json"


def test_without_a_workspace_every_package_counts_but_fixtures() -> None:
    files: dict[str, Text] = {"a/package.json": {"name": "a"}, "fixtures/b/package.json": {"name": "b"}}
    assert resolve(files, "x.ts", "a") == "a/package.json"
    assert resolve(files, "x.ts", "b") == "npm:b"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("workspace:@acme/x@*", "packages/x/index.ts"),
        ("npm:@acme/x@1.0.0", "packages/x/index.ts"),
        ("file:../../packages/x", "packages/x/index.ts"),
        ("file:own", "apps/web/own/package.json"),
        ("file:../../packages/x/acme-x-1.0.0.tgz", "packages/x/package.json"),
        ("link:../../packages/x/lib", "packages/x/lib/index.ts"),
        ("workspace:../../packages/x", "packages/x/index.ts"),
        ("workspace:packages/x", "packages/x/index.ts"),
        ("workspace:*", "npm:alias"),
        ("file:../../..", "npm:alias"),
        ("catalog:", "packages/x/index.ts"),
        ("catalog:other", "packages/x/index.ts"),
        ("catalog:missing", "npm:alias"),
        ("link:../../packages/x", "packages/x/index.ts"),
        ("portal:../../packages/x", "packages/x/index.ts"),
        ("npm:lodash@4", "npm:alias"),
        ("^1.0.0", "npm:alias"),
    ],
)
def test_renamed_dependencies(written: str, expected: str) -> None:
    files = within({}, "index.ts", "lib/index.ts")
    catalogs = "catalog: {alias: 'npm:@acme/x@1'}\ncatalogs: {other: {alias: 'npm:@acme/x@2', react: ^19}}"
    files["pnpm-workspace.yaml"] = f"packages: ['packages/*', 'apps/**']\n{catalogs}"
    files["apps/web/package.json"] = {"name": "web", "dependencies": {"alias": written}}
    files["apps/web/own/package.json"] = {"name": "own"}
    assert resolve(files, "apps/web/x.ts", "alias") == expected


OVERRIDES = [
    ("package.json", {"overrides": {"alias": "npm:@acme/x@1"}}),
    ("package.json", {"overrides": {"foo": {"alias": "npm:@acme/x@1"}}}),
    ("package.json", {"overrides": {"alias": {".": "file:packages/x"}}}),
    ("package.json", {"resolutions": {"**/alias": "workspace:packages/x"}}),
    ("package.json", {"resolutions": {"alias@npm:^1": "portal:./packages/x"}}),
    ("package.json", {"pnpm": {"overrides": {"foo>alias@2": "link:packages/x"}}}),
    (
        "package.json",
        {"workspaces": {"packages": ["*/*"], "catalog": {"alias": "file:packages/x"}}, "from": "catalog:"},
    ),
    ("pnpm-workspace.yaml", "packages: ['*/*']\noverrides: {alias: 'link:packages/x'}"),
]


@pytest.mark.parametrize(("path", "said"), OVERRIDES)
def test_the_root_replaces_dependencies(path: str, said: Text) -> None:
    files = within({}, "index.ts") | {path: said}
    version = "catalog:" if "from" in said else "^1"
    files["apps/web/package.json"] = {"name": "web", "dependencies": {"alias": version}}
    assert resolve(files, "apps/web/x.ts", "alias") == "packages/x/index.ts"
    assert resolve(files, "apps/web/package.json", "alias", Kind.MANIFEST) == "packages/x/package.json"


def test_only_a_root_replaces_dependencies() -> None:
    files = within({}, "index.ts")
    files["apps/web/package.json"] = {"name": "web", "overrides": {"@acme/x": "link:./stub"}}
    assert resolve(files, "apps/web/x.ts", "@acme/x") == "packages/x/index.ts"


def test_two_packages_of_one_name_are_ambiguous() -> None:
    files = within({}, "index.ts")
    files["packages/y/package.json"] = {"name": "@acme/x"}
    assert resolve(files, "apps/web/x.ts", "@acme/x") == ("packages/x/index.ts", "packages/y/package.json")
    assert resolve(files, "packages/x/a.ts", "@acme/x") == ("packages/x/index.ts", "packages/y/package.json")


def test_taking_the_name_of_another_package_does_not_hide_it() -> None:
    files = within({}, "index.ts")
    files["apps/web/src/package.json"] = {"name": "@acme/x"}
    expected = ("apps/web/src/package.json", "packages/x/index.ts")
    assert resolve(files, "apps/web/src/a.ts", "@acme/x") == expected


def test_a_root_of_the_same_name_is_no_rival_of_the_importers_own_package() -> None:
    files = {**within({}, "index.ts"), "package.json": {"name": "@acme/x"}}
    assert resolve(files, "packages/x/a.ts", "@acme/x") == "packages/x/index.ts"


def test_a_nested_workspace_keeps_its_names() -> None:
    files = within({}, "index.ts")
    files["apps/demo/package.json"] = {"workspaces": ["libs/*"]}
    files["apps/demo/libs/x/package.json"] = {"name": "@acme/x"}
    assert resolve(files, "apps/demo/a.ts", "@acme/x") == "apps/demo/libs/x/package.json"


@pytest.mark.parametrize(
    ("patterns", "folder", "expected"),
    [
        (["**"], "a/b/c", True),
        (["a/**/c"], "a/c", True),
        (["a/**", "!a/b/**", "a/b/c"], "a/b/c", False),
        (["a/b", "!a/*"], "a/b", False),
        (["a-*/[bc]"], "a-x/b", True),
        (["{a,{b,c}}/*"], "c/x", True),
        (["."], "", True),
        (["*a" * 50], "a" * 200 + "b", False),
        (["**/" * 200 + "x"], "a/" * 200 + "y", False),
        (["{a,b}" * 100], "a", False),
    ],
)
def test_globs(patterns: list[str], folder: str, expected: bool) -> None:
    assert (folder in Globs(patterns)) is expected
