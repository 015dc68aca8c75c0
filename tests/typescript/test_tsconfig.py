"""`paths`, `baseUrl`, `extends` and references."""

import pytest

from tests.typescript.codebase import Text, resolve


def options(**compiler_options: object) -> dict[str, object]:
    return {"compilerOptions": compiler_options}


SOURCES: dict[str, Text] = {"app/src/x.ts": "", "app/src/lib/a.ts": "", "app/src/lib/b/index.ts": "", "shared/a.ts": ""}


@pytest.mark.parametrize(
    ("settings", "name", "expected"),
    [
        (options(paths={"@/*": ["./src/*"]}), "@/lib/a", "app/src/lib/a.ts"),
        (options(paths={"@/*": ["./src/*"]}), "@/lib/a.js", "app/src/lib/a.ts"),
        (options(paths={"@/*": ["./src/*"]}), "@/lib/b", "app/src/lib/b/index.ts"),
        (options(paths={"@/*": ["./src/*"]}), "@/missing", None),
        (options(paths={"@/*": ["./nowhere/*", "./src/*"]}), "@/lib/a", "app/src/lib/a.ts"),
        (options(paths={"@/*": ["./nowhere/*"], "@/lib/*": ["./src/lib/*"]}), "@/lib/a", "app/src/lib/a.ts"),
        (options(paths={"shared": ["../shared/a"]}), "shared", "shared/a.ts"),
        (options(baseUrl="src", paths={"~*": ["./*"]}), "~lib/a", "app/src/lib/a.ts"),
        (options(baseUrl="./src"), "lib/a", "app/src/lib/a.ts"),
        (options(baseUrl="./src"), "react", "npm:react"),
        (options(paths={"*": ["./types/*"]}), "react", "npm:react"),
        (options(paths={"@/*": ["${configDir}/src/*"]}), "@/lib/a", "app/src/lib/a.ts"),
        (options(paths={"@/*": ["../../../*"]}), "@/lib/a", None),
    ],
)
def test_paths(settings: dict[str, object], name: str, expected: str | None) -> None:
    assert resolve({**SOURCES, "app/tsconfig.json": settings}, "app/src/x.ts", name) == expected


@pytest.mark.parametrize(
    "extends",
    [
        "../ts-config/base",
        "../ts-config/base.json",
        ["../ts-config/other.json", "../ts-config/base.json"],
        "../ts-config/deep.json",
    ],
)
def test_extends(extends: object) -> None:
    files: dict[str, Text] = {
        **SOURCES,
        "app/tsconfig.json": {"extends": extends},
        "ts-config/base.json": options(paths={"shared": ["../shared/a.ts"]}),
        "ts-config/other.json": options(paths={"shared": ["./wrong"]}),
        "ts-config/deep.json": {"extends": "./base.json"},
    }
    assert resolve(files, "app/src/x.ts", "shared") == "shared/a.ts"


@pytest.mark.parametrize("extends", ["@acme/tsconfig/base.json", "@acme/tsconfig/base", "@acme/tsconfig"])
def test_extends_by_package_name(extends: str) -> None:
    base = options(paths={"shared": ["../../shared/a"]})
    files: dict[str, Text] = {
        **SOURCES,
        "package.json": {"workspaces": ["packages/*", "app"]},
        "packages/tsconfig/package.json": {"name": "@acme/tsconfig"},
        "packages/tsconfig/base.json": base,
        "packages/tsconfig/tsconfig.json": base,
        "app/tsconfig.json": {"extends": extends},
    }
    assert resolve(files, "app/src/x.ts", "shared") == "shared/a.ts"


def test_config_dir_is_that_of_the_extending_config() -> None:
    files: dict[str, Text] = {
        **SOURCES,
        "tsconfig.base.json": options(paths={"@/*": ["${configDir}/src/*"]}),
        "app/tsconfig.json": {"extends": "../tsconfig.base.json"},
    }
    assert resolve(files, "app/src/x.ts", "@/lib/a") == "app/src/lib/a.ts"


def test_an_extends_loop_ends() -> None:
    files: dict[str, Text] = {
        **SOURCES,
        "app/tsconfig.json": {"extends": "./tsconfig.other.json"},
        "app/tsconfig.other.json": {"extends": "./tsconfig.json", **options(paths={"@/*": ["./src/*"]})},
    }
    assert resolve(files, "app/src/x.ts", "@/lib/a") == "app/src/lib/a.ts"


def test_a_solution_is_asked_through_its_references() -> None:
    files: dict[str, Text] = {
        **SOURCES,
        "app/tsconfig.json": {"files": [], "references": [{"path": "./tsconfig.app.json"}]},
        "app/tsconfig.app.json": options(paths={"@/*": ["./src/*"]}),
    }
    assert resolve(files, "app/src/x.ts", "@/lib/a") == "app/src/lib/a.ts"


def test_the_nearest_config_decides() -> None:
    files: dict[str, Text] = {
        **SOURCES,
        "tsconfig.json": options(paths={"@/*": ["./shared/*"]}),
        "app/tsconfig.json": options(paths={"@/*": ["./src/lib/*"]}),
    }
    assert resolve(files, "app/src/x.ts", "@/a") == "app/src/lib/a.ts"
    assert resolve(files, "other/x.ts", "@/a") == "shared/a.ts"


def test_nx_base_config_counts_where_there_is_no_other() -> None:
    files: dict[str, Text] = {**SOURCES, "tsconfig.base.json": options(paths={"@acme/shared": ["shared/a.ts"]})}
    assert resolve(files, "app/src/x.ts", "@acme/shared") == "shared/a.ts"


def test_jsconfig() -> None:
    files: dict[str, Text] = {**SOURCES, "app/jsconfig.json": options(baseUrl="src")}
    assert resolve(files, "app/src/x.ts", "lib/a") == "app/src/lib/a.ts"
