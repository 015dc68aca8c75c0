"""What real TypeScript repositories do to a resolver, case by case."""

import json

import pytest

from checks import Kind
from tests.core.building import Changes, Files, PullRequest, graph

WEB, UI = "apps/web/package.json", "packages/ui/package.json"


def manifest(name: str, **more: object) -> str:
    return json.dumps({"name": name, **more})


BASE: Files = {
    "pnpm-workspace.yaml": "packages: ['apps/*', 'packages/*']",
    "package.json": manifest("top"),
    WEB: manifest("web"),
    "apps/web/src/main.ts": "import '@acme/ui/button'\nimport '@/x'",
    UI: manifest("@acme/ui", exports={"./button": {"types": "./dist/button.d.ts", "import": "./dist/button.js"}}),
    "packages/ui/src/button.ts": "",
}


def edges(files: Files) -> dict[tuple[str, str], str]:
    found = graph({**BASE, **files}).edges
    return {pair: edge.kind.value for pair, edge in found.items() if edge.kind is not Kind.MANIFEST}


def targets(files: Files, importer: str = "apps/web/src/main.ts") -> list[str]:
    return sorted(imported for (path, imported) in edges(files) if path == importer)


def test_there_is_no_node_modules() -> None:
    assert targets({}) == ["packages/ui/src/button.ts"]


@pytest.mark.parametrize("extends", ["@acme/tsconfig/base.json", "../../packages/tsconfig/base.json"])
def test_paths_come_through_extends_by_package_name(extends: str) -> None:
    files: Files = {
        "packages/tsconfig/package.json": manifest("@acme/tsconfig"),
        "packages/tsconfig/base.json": '{"compilerOptions": {"paths": {"@/*": ["${configDir}/src/*"]}}}',
        "apps/web/tsconfig.json": json.dumps({"extends": extends}),
        "apps/web/src/x.ts": "",
    }
    assert targets(files) == ["apps/web/src/x.ts", "packages/ui/src/button.ts"]


@pytest.mark.parametrize(
    "said",
    [
        {"main": "dist/index.js"},
        {"publishConfig": {"main": "lib/index.js"}},
        {"types": "./dist/index.d.ts"},
        {"module": "./dist/esm/index.mjs"},
        {"exports": {".": "./build/index.js"}},
    ],
)
def test_outputs_are_taken_back_to_source(said: dict[str, object]) -> None:
    files: Files = {UI: manifest("@acme/ui", **said), "packages/ui/src/index.ts": ""}
    assert targets({**files, "apps/web/src/main.ts": "import '@acme/ui'"}) == ["packages/ui/src/index.ts"]


def test_an_output_is_taken_back_by_the_folders_of_a_tsconfig() -> None:
    files: Files = {
        UI: manifest("@acme/ui", main="./target/index.js"),
        "packages/ui/tsconfig.json": '{"compilerOptions": {"outDir": "target", "rootDir": "code"}}',
        "packages/ui/code/index.ts": "",
        "apps/web/src/main.ts": "import '@acme/ui'",
    }
    assert targets(files) == ["packages/ui/code/index.ts"]


def test_js_means_ts() -> None:
    assert targets({"apps/web/src/main.ts": "import './x.js'", "apps/web/src/x.ts": ""}) == ["apps/web/src/x.ts"]


def test_an_alias_differs_from_package_to_package() -> None:
    paths = '{"compilerOptions": {"paths": {"@/*": ["./src/*"]}}}'
    files: Files = {f"{each}/tsconfig.json": paths for each in ("apps/web", "packages/ui")}
    files = {**files, "apps/web/src/x.ts": "", "packages/ui/src/x.ts": "", "packages/ui/src/button.ts": "import '@/x'"}
    assert targets(files) == ["apps/web/src/x.ts", "packages/ui/src/button.ts"]
    assert targets(files, "packages/ui/src/button.ts") == ["packages/ui/src/x.ts"]


@pytest.mark.parametrize("importer", ["apps/web/.storybook/preview.ts", "apps/web/.vitepress/theme/index.ts"])
def test_dot_folders_hold_code(importer: str) -> None:
    assert targets({importer: "import '@acme/ui/button'"}, importer) == ["packages/ui/src/button.ts"]


def test_generated_files_are_files() -> None:
    files: Files = {"apps/web/src/main.ts": "import './routeTree.gen'", "apps/web/src/routeTree.gen.ts": ""}
    assert targets(files) == ["apps/web/src/routeTree.gen.ts"]


def test_an_import_in_declare_module_counts() -> None:
    source = "declare module 'virtual:x' { import type { A } from '@acme/ui/button' }"
    assert edges({"apps/web/src/main.ts": source}) == {("apps/web/src/main.ts", "packages/ui/src/button.ts"): "type"}


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("import(/* webpackChunkName: 'ui' */ '@acme/ui/button')", "dynamic"),
        ("import(`@acme/ui/button`)", "dynamic"),
        ("const lazy = React.lazy(() => import('@acme/ui/button'))", "dynamic"),
        ("const a = <p>one & two</p>; import '@acme/ui/button'", "import"),
        ("const f = <const T,>(a: T) => a; require('@acme/ui/button')", "import"),
        ("import {} from '@acme/ui/button'", "type"),
        ("import type { A } from '@acme/ui/button'", "type"),
        ("import { type A } from '@acme/ui/button'", "type"),
        ("export type * from '@acme/ui/button'", "type"),
        ("import a = require('@acme/ui/button')", "import"),
    ],
)
def test_kinds(source: str, kind: str) -> None:
    importer = "apps/web/src/view.tsx"
    assert edges({importer: source, "apps/web/src/main.ts": ""}) == {(importer, "packages/ui/src/button.ts"): kind}


def test_jsdoc_is_not_code() -> None:
    source = "/**\n * @example\n * import '@acme/ui/button'\n * @type {import('@acme/ui/button').A}\n */"
    assert edges({"apps/web/src/main.ts": source}) == {}


@pytest.mark.parametrize("importer", ["apps/web/src/app.css", "apps/web/src/App.vue", "apps/web/src/App.svelte"])
def test_a_style_sheet_can_be_the_only_edge(importer: str) -> None:
    source = "@import '@acme/ui/tokens.css';"
    files: Files = {
        importer: source if importer.endswith(".css") else f"<template/>\n<style>\n{source}\n</style>",
        "packages/ui/src/tokens.css": "",
    }
    assert targets(files, importer) == ["packages/ui/src/tokens.css"]


@pytest.mark.parametrize("importer", ["apps/web/src/App.vue", "apps/web/src/App.svelte"])
def test_script_blocks(importer: str) -> None:
    source = "<script setup lang='ts'>\nimport b from '@acme/ui/button'\n</script>"
    assert targets({importer: source}, importer) == ["packages/ui/src/button.ts"]


def test_a_declaration_file_is_a_file() -> None:
    files: Files = {"apps/web/src/main.ts": "import type { A } from './types'", "apps/web/src/types.d.ts": ""}
    assert targets(files) == ["apps/web/src/types.d.ts"]


@pytest.mark.parametrize(
    "head",
    [
        {"apps/web/tsconfig.json": '{"compilerOptions": {"paths": {"@/*": ["../../packages/ui/src/*"]}}}'},
        {"apps/web/tsconfig.json": '{"extends": "../../tsconfig.base.json"}'},
        {"tsconfig.json": '{"compilerOptions": {"baseUrl": ".", "paths": {"@/*": ["packages/ui/src/*"]}}}'},
        {"apps/web/vite.config.ts": "export default { alias: { '@': '../../packages/ui/src' } }"},
    ],
)
def test_a_changed_configuration_resolves_files_that_did_not_change(head: Changes) -> None:
    shared = '{"compilerOptions": {"paths": {"@/*": ["./packages/ui/src/*"]}}}'
    base = {**BASE, "packages/ui/src/x.ts": "", "tsconfig.base.json": shared, "apps/web/tsconfig.json": "{}"}
    head = {"apps/web/tsconfig.json": None, **head}
    added = PullRequest(base, head).change.delta.added
    assert [edge.pair for edge in added] == [("apps/web/src/main.ts", "packages/ui/src/x.ts")]


@pytest.mark.parametrize(
    "head",
    [
        {UI: manifest("@acme/other")},
        {UI: manifest("@acme/ui", exports={"./button": "./src/other.ts"}), "packages/ui/src/other.ts": ""},
        {UI: None, "packages/ui/src/button.ts": None},
    ],
)
def test_a_changed_package_resolves_files_that_did_not_change(head: Changes) -> None:
    removed = PullRequest(BASE, head).change.delta.removed
    assert [edge.imported for edge in removed] == ["packages/ui/src/button.ts"]


def test_changed_workspace_globs_resolve_files_that_did_not_change() -> None:
    base = {**BASE, "old/ui/package.json": manifest("@acme/ui"), "old/ui/button.ts": ""}
    delta = PullRequest(base, {"pnpm-workspace.yaml": "packages: ['apps/*', 'old/*']"}).change.delta
    assert [edge.imported for edge in delta.added] == ["old/ui/button.ts"]


@pytest.mark.parametrize(
    "version", ["workspace:*", "workspace:^", "workspace:~", "workspace:1.0.0", "catalog:", "*", "^1"]
)
@pytest.mark.parametrize("group", ["dependencies", "devDependencies", "peerDependencies", "optionalDependencies"])
def test_a_dependency_is_a_manifest_edge(group: str, version: str) -> None:
    pull = PullRequest(BASE, {WEB: json.dumps({"name": "web", group: {"@acme/ui": version}}, indent=1)})
    (edge,) = pull.change.delta.added
    assert (edge.pair, edge.lines, edge.kind, edge.symbols) == ((WEB, UI), (4,), Kind.MANIFEST, (group,))


def test_a_peer_that_is_a_dependency_too_is_one_edge() -> None:
    groups = {"dependencies": {"@acme/ui": "workspace:^"}, "peerDependencies": {"@acme/ui": "*"}}
    (edge,) = PullRequest(BASE, {WEB: json.dumps({"name": "web", **groups}, indent=1)}).change.delta.added
    assert (edge.lines, edge.symbols) == ((4, 7), ("dependencies", "peerDependencies"))


def test_a_bare_name_is_no_sibling() -> None:
    files: Files = {"apps/web/src/main.ts": "import 'next'", "apps/web/src/next.ts": ""}
    assert targets(files) == []


def test_references_of_a_tsconfig_are_no_edges() -> None:
    assert edges({"apps/web/tsconfig.json": '{"references": [{"path": "../../packages/ui"}]}'}) == edges({})
