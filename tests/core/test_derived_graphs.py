"""A graph that is derived from another one is the graph that is built from nothing, whatever was edited."""

import json
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.codebase.lookup_index import MOST_RECENT, IndexBuilder
from tests.core.building import Content, Link, Submodule, codebase, derived, graph

PYTHON = (
    "import app\n",
    "import app.models, billing.models\n",
    "from app import models\n",
    "from . import models\n",
    "from .models import Invoice\n",
    "from ..billing import *\n",
    "import requests, shared.money\n",
    "import statistics\n",
    "from shared.money import Money\nimport python.app\n",
    "__path__ = __import__('pkgutil').extend_path(__path__, __name__)\nimport pkgutil\n",
    "import importlib, sys\nimportlib.import_module(sys.argv[1])\n",
    "def broken(:\n",
)
PYTHON_PATHS = (
    *(f"{root}{name}" for root in ("", "src/", "one/", "two/src/") for name in ("app/__init__.py", "app/models.py")),
    *("billing/__init__.py", "billing/models.py", "billing/models/__init__.py", "shared/money.py", "statistics.py"),
    *("src/python/app/__init__.py", "src/python/app/main.py", "one/main.py", "tests/test_app.py", "one/setup.py"),
)
PYPROJECTS = (
    "",
    '[project]\nname = "one"\ndependencies = ["requests", "shared"]\n',
    '[project]\nname = "billing"\n[tool.setuptools.packages.find]\nwhere = ["src/python"]\n',
    "[broken",
)
TYPESCRIPT = (
    'import { a } from "./a";\n',
    'import b from "../b/index.js";\nexport * from "./a.js";\n',
    'import x from "@acme/a";\nimport y from "@acme/b/sub";\n',
    'import z from "@/a";\nimport "#inner";\n',
    'import "lodash";\nimport type { T } from "~shared/a";\n',
    "<<<<<<< HEAD\n",
)
TYPESCRIPT_PATHS = (
    *("packages/a/src/index.ts", "packages/a/src/a.ts", "packages/a/a.tsx", "packages/b/index.ts", "packages/b/sub.ts"),
    *("packages/b/src/sub/index.ts", "packages/a/src/a/index.js", "apps/web/a.ts", "apps/web/main.ts", "a.d.ts"),
)
PACKAGES = (
    {"name": "@acme/a", "version": "1.0.0", "main": "dist/index.js"},
    {"name": "@acme/a", "version": "2.0.0", "main": "dist/index.js", "dependencies": {"lodash": "^4"}},
    {"name": "@acme/b", "exports": {"./sub": "./dist/sub.js"}, "dependencies": {"@acme/a": "workspace:*"}},
    {"name": "@acme/b", "imports": {"#inner": "./src/sub/index.js"}, "dependencies": {"lodash": "file:../a"}},
    {"workspaces": ["packages/*"]},
)
CONFIGS = (
    {"compilerOptions": {"paths": {"@/*": ["./src/*"]}}},
    {"extends": "../../tsconfig.json", "compilerOptions": {"baseUrl": "."}},
    {"compilerOptions": {"paths": {"~shared/*": ["packages/a/*"], "@acme/b/*": ["packages/b/src/*"]}}},
)
python = st.dictionaries(st.sampled_from(PYTHON_PATHS), st.sampled_from(PYTHON), max_size=8)
pyprojects = st.dictionaries(
    st.sampled_from(["pyproject.toml", "one/pyproject.toml", "two/pyproject.toml", "src/python/pyproject.toml"]),
    st.sampled_from(PYPROJECTS),
    max_size=2,
)
typescript = st.dictionaries(st.sampled_from(TYPESCRIPT_PATHS), st.sampled_from(TYPESCRIPT), max_size=7)
packages = st.dictionaries(
    st.sampled_from(["package.json", "packages/a/package.json", "packages/b/package.json", "apps/web/package.json"]),
    st.sampled_from(PACKAGES).map(json.dumps),
    max_size=3,
)
configs = st.dictionaries(
    st.sampled_from(["tsconfig.json", "packages/a/tsconfig.json", "apps/web/tsconfig.json"]),
    st.sampled_from(CONFIGS).map(json.dumps),
    max_size=2,
)
links = st.dictionaries(
    st.sampled_from(["apps/web/linked", "one/linked", "two/src/app"]),
    st.sampled_from([Link("../../packages/a"), Link("../billing"), Link("../../app"), Submodule("0" * 40)]),
    max_size=1,
)
repositories: st.SearchStrategy[dict[str, Content]] = st.tuples(
    python, pyprojects, typescript, packages, configs, links
).map(lambda parts: {path: content for part in parts for path, content in part.items()})


def is_possible(files: Mapping[str, Content]) -> bool:
    """Whether no file lies where another one needs a folder."""
    return not any(other.startswith(f"{path}/") for path in files for other in files)


@st.composite
def histories(draw: st.DrawFn) -> list[dict[str, Content]]:
    """A repository after each of some edits: files come, change, move and go."""
    files = draw(repositories.filter(is_possible))
    history = [files]
    for _ in range(draw(st.integers(1, 3))):
        gone = draw(st.sets(st.sampled_from(sorted(files)), max_size=3)) if files else set[str]()
        files = {path: content for path, content in files.items() if path not in gone} | draw(repositories)
        is_moved = draw(st.booleans())
        if files and is_moved:
            moved = draw(st.sampled_from(sorted(files)))
            files = {(f"moved/{path}" if path == moved else path): content for path, content in files.items()}
        if not is_possible(files):
            break
        history.append(files)
    return history


@given(histories())
@settings(max_examples=300, deadline=None)
def test_derived_is_built(history: list[dict[str, Content]]) -> None:
    known = graph(history[0])
    for files in history[1:]:
        known = derived(known, codebase(files))  # compares with the graph that is built


@pytest.mark.parametrize("files", [MOST_RECENT - 1, MOST_RECENT, MOST_RECENT + 1])
def test_an_index_finds_what_was_resolved_again(files: int) -> None:
    builder = IndexBuilder()
    for number in range(files):
        builder.add(f"old{number}", [7, 1000 + number])
    index = builder.built().after({f"new{number}": frozenset({8, 5000 + number}) for number in range(files)})
    assert set(index.importers_of({7})) >= {f"old{number}" for number in range(files)}
    assert set(index.importers_of({8})) == {f"new{number}" for number in range(files)}
    assert list(index.importers_of({1000})) == ["old0"]
    assert list(index.importers_of({5000 + files - 1})) == [f"new{files - 1}"]
    assert list(index.importers_of({9})) == []


def test_an_index_forgets_nothing_of_those_that_were_not_resolved_again() -> None:
    builder = IndexBuilder()
    builder.add("a", [1, 2])
    builder.add("b", [2**32 - 1])
    index = builder.built().after({f"new{number}": frozenset({3}) for number in range(MOST_RECENT)})
    index = index.after({"a": frozenset({3})})
    assert set(index.importers_of({2**32 - 1})) == {"b"}
    assert "a" in set(index.importers_of({3}))
    assert set(index.importers_of({1, 2})) == set()
