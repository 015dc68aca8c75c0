"""Random histories of a TypeScript workspace: a derived graph is always the one that is built from nothing."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.building import Content, codebase, derived, graph

MANIFESTS = [
    {"name": "@acme/b"},
    {"name": "@acme/b", "version": "2.0.0", "dependencies": {"c": "^1"}},
    {"name": "@acme/a", "dependencies": {"@acme/b": "workspace:^", "c": "npm:@acme/b@1"}},
    {"name": "@acme/a", "dependencies": {"c": "catalog:"}, "imports": {"#x/*": "./src/*.js"}},
    {"name": "@acme/a", "exports": {"./*": "./dist/*.js"}, "browser": {"c": "./src/x.ts"}},
    {"workspaces": ["p/*"], "overrides": {"c": "file:p/b"}},
]
ALIAS = "export default {{ resolve: {{ alias: {{ '@': path.resolve(__dirname, '{}'), c: '@acme/b' }} }} }}"
PATHS = '{{"extends": "../../tsconfig.json", "compilerOptions": {{"baseUrl": "{0}", "paths": {{"@/*": ["{0}/*"]}}}}}}'
SOURCES = [
    "import '@/x'\nimport '@acme/b/x'\nimport 'c'\nimport '#x/y'",
    "import(`./${x}`)\nimport(`@acme/${x}`)\nimport(`@/${x}/y`)\nimport(`../../b/**`)",
    "require('../../b/dist/x')\nimport.meta.glob('../**/*.ts')\nimport(name)\nimport './y'",
]
CHOICES: dict[str, list[str]] = {
    "package.json": [json.dumps(each) for each in MANIFESTS],
    "pnpm-workspace.yaml": ["packages: ['p/*']", "packages: ['q/*']\ncatalog: {c: 'npm:@acme/b@1'}"],
    "tsconfig.json": ["{}", '{"compilerOptions": {"paths": {"c": ["p/a/src/x.ts"]}}}'],
    **{f"p/{each}/package.json": [json.dumps(manifest) for manifest in MANIFESTS] for each in "ab"},
    **{f"p/{each}/tsconfig.json": [PATHS.format("src"), PATHS.format("../b")] for each in "ab"},
    "p/a/vite.config.ts": [ALIAS.format("src"), ALIAS.format("../b/src"), "export default {}"],
    "p/a/.babelrc": ['{"plugins": [["module-resolver", {"alias": {"c": "./src/x"}}]]}'],
    **{f"p/{each}": SOURCES for each in ("a/src/x.ts", "a/src/y/index.ts", "b/src/x.ts", "b/dist/x.js", "a/c/y.ts")},
}
SIDES = st.fixed_dictionaries({}, optional={path: st.sampled_from(contents) for path, contents in CHOICES.items()})


@settings(max_examples=150, deadline=None)
@given(st.lists(SIDES, min_size=2, max_size=4))
def test_derived_is_built(history: list[dict[str, Content]]) -> None:
    current = graph(history[0], "0")
    for number, files in enumerate(history[1:], 1):
        current = derived(current, codebase(files, str(number)))
