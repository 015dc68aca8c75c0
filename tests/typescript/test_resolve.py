"""Files, importer and name to what the import means."""

import pytest

from checks.codebase.facts import Import, Kind
from tests.typescript.codebase import Text, resolve, resolver


@pytest.mark.parametrize(
    ("name", "files", "expected"),
    [
        ("./b", ["a/b.ts"], "a/b.ts"),
        ("../c/b", ["c/b.tsx"], "c/b.tsx"),
        ("./b", ["a/b.ts", "a/b/index.ts"], "a/b.ts"),
        ("./b/", ["a/b.ts", "a/b/index.ts"], "a/b/index.ts"),
        (".", ["a/index.js"], "a/index.js"),
        ("..", ["index.ts"], "index.ts"),
        ("./b.js", ["a/b.ts"], "a/b.ts"),
        ("./b.js", ["a/b.d.ts"], "a/b.d.ts"),
        ("./b.mjs", ["a/b.mts"], "a/b.mts"),
        ("./b.cjs", ["a/b.cts"], "a/b.cts"),
        ("./b.jsx", ["a/b.tsx"], "a/b.tsx"),
        ("./b.service", ["a/b.service.ts"], "a/b.service.ts"),
        ("./b.svg?react", ["a/b.svg"], "a/b.svg"),
        ("!!raw-loader!./b.txt", ["a/b.txt"], "a/b.txt"),
        ("./b.vue", ["a/b.vue"], "a/b.vue"),
        ("./b", ["a/b.json"], "a/b.json"),
        ("../../x", ["x.ts"], None),
        ("./missing", [], None),
        ("", [], None),
        ("/etc/passwd", [], None),
        ("b", ["a/b.ts"], "npm:b"),
        ("react/jsx-runtime", [], "npm:react/jsx-runtime"),
        ("@scope/pkg/sub?inline", [], "npm:@scope/pkg/sub"),
        ("fs", ["fs.ts"], "npm:node:fs"),
        ("node:fs/promises", [], "npm:node:fs/promises"),
        ("https://esm.sh/x", [], "npm:https://esm.sh/x"),
        ("@/x", [], None),
        ("~/x", ["x.ts"], None),
        ("#x", [], None),
        ("$app/stores", [], None),
    ],
)
def test_without_settings(name: str, files: list[str], expected: str | None) -> None:
    assert resolve({"a/importer.ts": "", **dict.fromkeys(files, "")}, "a/importer.ts", name) == expected


def test_a_folder_is_its_package_entry() -> None:
    files: dict[str, Text] = {"a/b/package.json": {"main": "./start.js"}, "a/b/start.ts": "", "a/b/index.ts": ""}
    assert resolve(files, "a/x.ts", "./b") == "a/b/start.ts"


def test_a_generated_file_of_another_package_is_that_package() -> None:
    files: dict[str, Text] = {"a/package.json": {"name": "a"}, "b/package.json": {"name": "b"}}
    assert resolve(files, "a/x.ts", "../b/generated/client") == "b/package.json"


def test_an_uncommitted_build_is_its_source() -> None:
    files: dict[str, Text] = {"package.json": {"name": "a"}, "src/x.ts": ""}
    assert resolve(files, "test/x.ts", "../dist/x.js") == "src/x.ts"


IMPORTS: dict[str, Text] = {
    "p/package.json": {
        "name": "p",
        "imports": {
            "#exact": "./src/exact.js",
            "#in/*": {"browser": None, "default": ["./src/in/*.js"]},
            "#dep": {"node": "lodash", "default": "./x.js"},
            "#fs": "fs",
        },
    },
    "p/src/exact.ts": "",
    "p/src/in/a.ts": "",
}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("#exact", "p/src/exact.ts"),
        ("#in/a", "p/src/in/a.ts"),
        ("#in/missing", None),
        ("#dep", "npm:lodash"),
        ("#fs", "npm:node:fs"),
        ("#unknown", None),
    ],
)
def test_package_imports(name: str, expected: str | None) -> None:
    assert resolve(IMPORTS, "p/src/x.ts", name) == expected


STYLES = {
    "a/x.scss": "",
    "a/b.css": "",
    "a/_c.scss": "",
    "a/d/_index.scss": "",
    "package.json": '{"workspaces": ["p"]}',
    "p/package.json": '{"name": "@acme/tokens", "exports": {"./x.css": "./src/x.css"}}',
    "p/src/x.css": "",
    "p/src/y.scss": "",
}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("./b.css", "a/b.css"),
        ("b.css", "a/b.css"),
        ("c", "a/_c.scss"),
        ("./d", "a/d/_index.scss"),
        ("@acme/tokens/x.css", "p/src/x.css"),
        ("~@acme/tokens/x.css", "p/src/x.css"),
        ("@acme/tokens/src/y", "p/src/y.scss"),
        ("missing.css", None),
        ("tailwindcss", "npm:tailwindcss"),
    ],
)
def test_style_sheets(name: str, expected: str | None) -> None:
    assert resolve(STYLES, "a/x.scss", name) == expected


@pytest.mark.parametrize(
    ("importer", "name", "expected"),
    [
        ("a/x.ts", "../node_modules/@acme/tokens/src/y.ts", "p/src/y.ts"),
        ("a/x.ts", "../../../node_modules/@acme/tokens", "p/package.json"),
        ("a/x.scss", "../node_modules/@acme/tokens/x.css", "p/src/x.css"),
        ("a/x.ts", "/node_modules/@acme/tokens", "p/package.json"),
        ("a/x.ts", "../node_modules/lodash/get.js", "npm:lodash/get.js"),
        ("a/x.ts", "../node_modules/committed/x.js", "node_modules/committed/x.js"),
        ("a/x.ts", "file:../p/src/y.ts", "p/src/y.ts"),
        ("a/x.ts", "file:./b.css", "a/b.css"),
        ("a/x.ts", "file:///etc/passwd", "npm:file:///etc/passwd"),
    ],
)
def test_detours(importer: str, name: str, expected: str) -> None:
    files: dict[str, Text] = {**STYLES, "node_modules/committed/x.js": "", "p/src/y.ts": ""}
    assert resolve(files, importer, name) == expected


def test_sveltekit_lib() -> None:
    files = {"app/package.json": '{"name": "app"}', "app/src/lib/x.ts": ""}
    assert resolve(files, "app/src/routes/+page.svelte", "$lib/x") == "app/src/lib/x.ts"


@pytest.mark.parametrize(
    ("name", "expected"),
    [("b", "p/b/package.json"), ("react", None), ("renamed", "p/b/package.json")],
)
def test_manifest_edges_run_between_manifests(name: str, expected: str | None) -> None:
    files: dict[str, Text] = {
        "package.json": {"workspaces": ["p/*"]},
        "p/a/package.json": {"name": "a", "dependencies": {"b": "workspace:^", "renamed": "workspace:b@*"}},
        "p/b/package.json": {"name": "b"},
        "p/b/src/index.ts": "",
    }
    assert resolve(files, "p/a/package.json", name, Kind.MANIFEST) == expected


def test_a_name_means_the_same_in_folders_that_nothing_tells_apart() -> None:
    files: dict[str, Text] = {
        "tsconfig.json": {"compilerOptions": {"paths": {"x": ["./root.ts"]}}},
        "a/b/tsconfig.json": {"compilerOptions": {"paths": {"x": ["./own.ts"]}}},
        "a/b/c/vite.config.ts": "export default { resolve: { alias: { y: './aliased.ts' } } }",
        **dict.fromkeys(("root.ts", "a/b/own.ts", "a/b/c/aliased.ts", "a/node_modules/z/i.js", "a/b/z.ts"), ""),
    }
    resolve_in = resolver(files)

    def meant(folder: str, name: str) -> list[str | None]:
        targets = resolve_in.resolve(f"{folder}m.ts", Import(name, (), 1))
        return [target.path or target.external for target in targets]

    assert [meant(folder, "x") for folder in ("", "a/", "a/d/", "a/b/", "a/b/d/", "a/b/c/d/")] == [
        *[["root.ts"]] * 3,
        *[["a/b/own.ts"]] * 3,
    ]
    assert [meant(folder, "y") for folder in ("a/b/", "a/b/c/", "a/b/c/d/")] == [["y"], *[["a/b/c/aliased.ts"]] * 2]
    assert [meant(folder, "node_modules/z/i.js") for folder in ("a/", "")] == [["node_modules/z/i.js"], ["z/i.js"]]
    assert [meant(folder, "raw-loader!./z") for folder in ("a/b/", "a/b/d/")] == [["a/b/z.ts"], []]
    assert [meant(folder, "file:./z") for folder in ("a/b/", "a/b/d/")] == [["a/b/z.ts"], []]
