"""Changes of manifests and configurations: they resolve again what they must, in files that nobody touched."""

import json

import pytest

from tests.core.building import Files, Link, PullRequest, codebase, derived, graph

BASE: Files = {
    "package.json": '{"name": "top", "workspaces": ["packages/*"]}',
    "packages/orders/package.json": '{"name": "@acme/orders", "version": "1.0.0"}',
    "packages/orders/src/main.ts": "import '~billing/api'\nimport '@acme/billing'\nimport 'b'",
    "packages/billing/package.json": '{"name": "@acme/billing"}',
    "packages/billing/src/index.ts": "",
    "packages/billing/src/api.ts": "",
}
ORDERS, CONFIG = "packages/orders/package.json", "packages/orders/vite.config.ts"
ALIAS = "export default { resolve: { alias: { '~billing': path.resolve(__dirname, '../billing/src') } } }"


def added(head: dict[str, str | None], base: Files = BASE) -> list[tuple[str, str]]:
    delta = PullRequest(base, head).change.delta
    return [edge.pair for edge in delta.added]


@pytest.mark.parametrize("key", ["version", "private"])
def test_a_derived_layout_holds_what_no_import_rests_on(key: str) -> None:
    base = graph(BASE, "base")
    manifest = json.dumps({"name": "@acme/orders", "version": "1.0.0", key: "2.0.0" if key == "version" else True})
    head = derived(base, codebase({**BASE, ORDERS: manifest}))
    assert head.files["packages/orders/src/main.ts"] is base.files["packages/orders/src/main.ts"]
    assert head.layouts["typescript"] != base.layouts["typescript"]


def test_a_new_alias_is_an_edge_of_a_file_that_did_not_change() -> None:
    assert added({CONFIG: ALIAS}) == [("packages/orders/src/main.ts", "packages/billing/src/api.ts")]


def test_an_alias_that_goes_takes_its_edge_along() -> None:
    removed = PullRequest({**BASE, CONFIG: ALIAS}, {CONFIG: "export default {}"}).change.delta.removed
    assert [edge.imported for edge in removed] == ["packages/billing/src/api.ts"]


def test_a_change_of_a_configuration_that_says_nothing_of_names_resolves_nothing_again() -> None:
    base = graph({**BASE, CONFIG: ALIAS}, "base")
    head = derived(base, codebase({**BASE, CONFIG: ALIAS.replace("resolve:", "server: {}, resolve:")}))
    assert head.files["packages/orders/src/main.ts"] is base.files["packages/orders/src/main.ts"]


@pytest.mark.parametrize(
    "head",
    [
        {ORDERS: '{"name": "@acme/orders", "dependencies": {"b": "workspace:@acme/billing@*"}}'},
        {ORDERS: '{"name": "@acme/orders", "dependencies": {"b": "npm:@acme/billing@1"}}'},
        {ORDERS: '{"name": "@acme/orders", "dependencies": {"b": "file:../billing"}}'},
        {"package.json": '{"workspaces": ["packages/*"], "overrides": {"b": "npm:@acme/billing@1"}}'},
        {"pnpm-workspace.yaml": "packages: ['packages/*']\noverrides: {b: 'link:packages/billing'}"},
        {"packages/orders/.babelrc": '{"plugins": [["module-resolver", {"alias": {"b": "@acme/billing"}}]]}'},
        {"packages/orders/next.config.js": "module.exports = { turbopack: { resolveAlias: { b: '@acme/billing' } } }"},
    ],
)
def test_a_name_that_comes_to_mean_a_package_of_the_repository(head: dict[str, str]) -> None:
    base = {**BASE, "packages/orders/src/main.ts": "import 'b'"}
    pairs = dict.fromkeys(pair for pair in added(dict(head), base) if pair[0].endswith("main.ts"))
    assert list(pairs) == [("packages/orders/src/main.ts", "packages/billing/src/index.ts")]


def test_a_dependency_that_an_alias_hides_comes_and_goes_with_the_manifest() -> None:
    aliased = "export default { resolve: { alias: { b: './src/b.ts' } } }"
    base = {**BASE, CONFIG: aliased, "packages/orders/src/b.ts": ""}
    head = {ORDERS: '{"name": "@acme/orders", "version": "1.0.0", "dependencies": {"b": "^1.0.0"}}'}
    assert [edge.imported for edge in PullRequest(base, head).change.delta.added_external] == ["b"]
    back = PullRequest({**base, **head}, {ORDERS: BASE[ORDERS]}).change.delta
    assert [edge.imported for edge in back.removed_external] == ["b"]


def test_one_more_dependency_from_a_registry_is_seen_too() -> None:
    aliased = "export default { resolve: { alias: { b: './src/b.ts' } } }"
    manifest = '{"name": "@acme/orders", "version": "1.0.0", "dependencies": {%s}}'
    base = {**BASE, CONFIG: aliased, "packages/orders/src/b.ts": "", ORDERS: manifest % '"a": "^1.0.0"'}
    head = {ORDERS: manifest % '"a": "^1.0.0", "b": "^1.0.0"'}
    assert [edge.imported for edge in PullRequest(base, head).change.delta.added_external] == ["b"]


POLICY = """
version: 1
components:
  orders: {path: packages/orders, depends_on: []}
  billing: {path: packages/billing}
"""


@pytest.mark.parametrize(
    "source",
    [
        "import '../../billing/dist/api.js'",
        "import '../../billing/dist/generated.js'",
        "import '../../billing/vendor/committed.js'",
        "import '../../billing/src/data.json'",
        "import x from '@acme/billing/dist/api'",
        "export * as ns from '../../billing/src/api'",
        "import {} from '../../billing/src/api'",
        "import '../../../node_modules/@acme/billing/src/api'",
        "import '../linked/api'",
        "/// <reference path='../../billing/src/api.ts' />",
        "const r = module.createRequire(import.meta.url); r('../../billing/src/api')",
        "require.resolve('../../billing/src/api')",
        "import.meta.resolve('../../billing/src/api')",
        "new URL('../../billing/src/api.ts', import.meta.url)",
        "new Worker(new URL('../../billing/src/api.ts', import.meta.url))",
        "new Worker(require.resolve('../../billing/src/api.ts'))",
        "let a: typeof import('../../billing/src/api')",
        "require(path.join(__dirname, '..', '..', 'billing', 'src', 'api'))",
        "import(['..', '..', 'billing', 'src', 'api'].join('/'))",
        "require\n/* x */ ('../../billing/src/api')",
        "requ\\u0069re('../../billing/src/api')",
    ],
)
def test_an_edge_is_not_hidden(source: str) -> None:
    base: Files = {
        **BASE,
        "packages/billing/vendor/committed.js": "",
        "packages/billing/src/data.json": "{}",
        "packages/orders/linked": Link("../billing/src"),
    }
    pull = PullRequest(base, {"packages/orders/src/new.ts": f"\n{source}"}, policy=POLICY)
    assert [(one.check, one.path, one.line, one.target) for one in pull.findings] == [
        ("cross-domain-edge", "packages/orders/src/new.ts", 2, "billing")
    ]


@pytest.mark.parametrize(
    "source",
    [
        "jest.mock('../../billing/src/api')",
        "declare module '../../billing/src/api' { interface A { b: 1 } }",
        "/** @type {import('../../billing/src/api').A} */",
        "/** @example\n * import '../../billing/src/api'\n */",
    ],
)
def test_what_is_no_edge(source: str) -> None:
    assert added({"packages/orders/src/new.ts": source}) == []
