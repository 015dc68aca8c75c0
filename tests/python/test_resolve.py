"""Files, importer and statement to what the import means. `ext:` is outside, `a|b` ambiguous, [] nothing."""

import pytest

from tests.python.codebase import resolve

PACKAGE = ["pkg/__init__.py", "pkg/a.py", "pkg/sub/__init__.py", "pkg/sub/b.py"]


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("import pkg", ["pkg/__init__.py"]),
        ("import pkg.a", ["pkg/a.py"]),
        ("import pkg.sub", ["pkg/sub/__init__.py"]),
        ("import pkg.sub.b", ["pkg/sub/b.py"]),
        ("from pkg import a", ["pkg/a.py"]),
        ("from pkg import a, X", ["pkg/a.py", "pkg/__init__.py"]),
        ("from pkg import X, Y", ["pkg/__init__.py"]),
        ("from pkg import *", ["pkg/__init__.py"]),
        ("from pkg.a import X", ["pkg/a.py"]),
        ("from pkg.sub import b as c", ["pkg/sub/b.py"]),
        ("import pkg.a, pkg.sub.b", ["pkg/a.py", "pkg/sub/b.py"]),
        ("import pkg.missing", ["pkg/__init__.py"]),
        ("from pkg.sub.generated.x_pb2 import Message", ["pkg/sub/__init__.py"]),
        ("import pkg.a.attribute", ["pkg/a.py"]),
        ("import requests", ["ext:requests"]),
        ("import requests.adapters", ["ext:requests.adapters"]),
        ("from monstrino_models.orm import Base", ["ext:monstrino_models.orm"]),
        ("from requests import get, post", ["ext:requests"]),
        ("import os.path", ["ext:os.path"]),
        ("from __future__ import annotations", ["ext:__future__"]),
        ("import distutils, compression.zstd", ["ext:distutils", "ext:compression.zstd"]),
    ],
)
def test_a_package_seen_from_beside(statement: str, expected: list[str]) -> None:
    assert resolve(PACKAGE, "main.py", statement) == expected


@pytest.mark.parametrize(
    ("importer", "statement", "expected"),
    [
        ("pkg/x.py", "from . import a", ["pkg/a.py"]),
        ("pkg/x.py", "from . import X", ["pkg/__init__.py"]),
        ("pkg/x.py", "from .a import X", ["pkg/a.py"]),
        ("pkg/x.py", "from .sub.b import X", ["pkg/sub/b.py"]),
        ("pkg/sub/x.py", "from .. import a", ["pkg/a.py"]),
        ("pkg/sub/x.py", "from ..a import X", ["pkg/a.py"]),
        ("pkg/sub/__init__.py", "from . import b", ["pkg/sub/b.py"]),
        ("pkg/sub/__init__.py", "from .b import *", ["pkg/sub/b.py"]),
        ("pkg/x.py", "from .missing import X", []),
        ("pkg/x.py", "import pkg.missing", []),
        ("pkg/x.py", "from pkg.missing import X", []),
        ("pkg/x.py", "from .sub.missing import X", ["pkg/sub/__init__.py"]),
        ("pkg/x.py", "from ... import X", []),
        ("pkg/x.py", "from ....far import X", []),
        ("main.py", "from .. import X", []),
        ("main.py", "from . import pkg", ["pkg/__init__.py"]),
    ],
)
def test_relative_imports(importer: str, statement: str, expected: list[str]) -> None:
    assert resolve(PACKAGE, importer, statement) == expected


@pytest.mark.parametrize(
    ("files", "importer", "statement", "expected"),
    [
        pytest.param(["a/x.py"], "a/y.py", "from . import x", ["a/x.py"], id="a folder"),
        pytest.param(["a/b/x.py"], "a/y.py", "from .b import x", ["a/b/x.py"], id="a folder below"),
        pytest.param(["a/b/x.py"], "a/y.py", "from .b.x import X", ["a/b/x.py"], id="a module below"),
        pytest.param(["a/x.py"], "a/b/y.py", "from ..x import X", ["a/x.py"], id="above"),
        pytest.param(["my-job/x.py"], "my-job/y.py", "from .x import X", ["my-job/x.py"], id="hyphens"),
        pytest.param(["a/x.py"], "a/y.py", "from . import X", [], id="a folder has no names"),
    ],
)
def test_relative_imports_without_init(files: list[str], importer: str, statement: str, expected: list[str]) -> None:
    assert resolve(files, importer, statement) == expected


@pytest.mark.parametrize(
    ("files", "statement", "expected"),
    [
        pytest.param(["a.py", "a/__init__.py"], "import a", ["a/__init__.py"], id="a package wins over a module"),
        pytest.param(["a.py", "a/b.py"], "import a", ["a.py"], id="a module wins over a mere folder"),
        pytest.param(["a.py", "a.pyi"], "import a", ["a.py"], id="source wins over a stub"),
        pytest.param(["a.pyi"], "import a", ["a.pyi"], id="a stub alone"),
        pytest.param(["a/__init__.pyi", "a/b.pyi"], "from a import b", ["a/b.pyi"], id="a package of stubs"),
        pytest.param({"p/__init__.py": "from .n import n", "p/n.py": ""}, "from p import n", ["p/n.py"], id="both"),
        pytest.param(["ns/foobar/__init__.py"], "import ns.foo", ["ext:ns.foo"], id="ns.foo is not ns.foobar"),
        pytest.param(["ns/foo/__init__.py"], "import ns.foo", ["ns/foo/__init__.py"], id="namespace package"),
        pytest.param(["ns/foo.py"], "from ns import foo", ["ns/foo.py"], id="module of a namespace package"),
        pytest.param(["ns/foo.py"], "import ns", [], id="a namespace package itself is no file"),
        pytest.param(["ns/foo.py"], "from ns import bar", [], id="nor has it names"),
        pytest.param(["a/__init__.py", "a/b/c.py"], "from a.b import c", ["a/b/c.py"], id="mere folder in a package"),
        pytest.param(["a/__init__.py", "a/b/c.py"], "from a.b import d", [], id="which has no names either"),
    ],
)
def test_what_lies_where(files: dict[str, str] | list[str], statement: str, expected: list[str]) -> None:
    assert resolve(files, "main.py", statement) == expected


MONOREPO = [
    *(f"services/{name}/{path}" for name in "abc" for path in ("pyproject.toml", "app/__init__.py", "app/db.py")),
    "services/a/app/only_a.py",
    "libs/core/pyproject.toml",
    "libs/core/src/core/__init__.py",
    "libs/core/src/core/money.py",
    "libs/text/pyproject.toml",
    "libs/text/src/acme/text/__init__.py",
    "libs/time/pyproject.toml",
    "libs/time/src/acme/time/__init__.py",
    "batch/jobs/__init__.py",
    "batch/jobs/run.py",
]


@pytest.mark.parametrize(
    ("importer", "statement", "expected"),
    [
        ("services/a/app/x.py", "import app.db", ["services/a/app/db.py"]),
        ("services/b/app/x.py", "from app import db", ["services/b/app/db.py"]),
        ("services/b/tests/test_x.py", "from app.db import X", ["services/b/app/db.py"]),
        ("services/b/manage.py", "import app", ["services/b/app/__init__.py"]),
        ("services/b/app/x.py", "import app.only_a", []),
        ("services/a/app/x.py", "from core.money import X", ["libs/core/src/core/money.py"]),
        ("libs/core/src/core/x.py", "import core.money", ["libs/core/src/core/money.py"]),
        ("libs/core/tests/test_x.py", "import core.money", ["libs/core/src/core/money.py"]),
        ("services/a/app/x.py", "import services.b.app.db", ["services/b/app/db.py"]),
        ("main.py", "import app.db", ["services/a/app/db.py|services/b/app/db.py|services/c/app/db.py"]),
        (
            "main.py",
            "from app import db",
            ["services/a/app/__init__.py|services/b/app/__init__.py|services/c/app/__init__.py"],
        ),
        ("main.py", "import app.only_a", ["services/a/app/only_a.py"]),
        ("services/a/app/x.py", "import acme.text", ["libs/text/src/acme/text/__init__.py"]),
        ("libs/text/src/acme/text/x.py", "import acme.time", ["libs/time/src/acme/time/__init__.py"]),
        (
            "main.py",
            "from acme import text, time",
            ["libs/text/src/acme/text/__init__.py", "libs/time/src/acme/time/__init__.py"],
        ),
        ("libs/text/src/acme/text/x.py", "import acme.nowhere", ["ext:acme.nowhere"]),
        ("services/a/app/x.py", "import core.generated_pb2", ["libs/core/src/core/__init__.py"]),
        ("services/a/app/x.py", "import jobs.run", ["batch/jobs/run.py"]),
        ("services/a/app/x.py", "import jobs.missing", ["ext:jobs.missing"]),
    ],
)
def test_a_monorepo(importer: str, statement: str, expected: list[str]) -> None:
    assert resolve(MONOREPO, importer, statement) == expected


@pytest.mark.parametrize(
    ("files", "importer", "statement", "expected"),
    [
        pytest.param(["statistics/__init__.py"], "x.py", "import statistics", ["statistics/__init__.py"], id="own"),
        pytest.param(
            ["one/pyproject.toml", "one/statistics/__init__.py", "one/statistics/mean.py"],
            "one/x.py",
            "import statistics.mean",
            ["one/statistics/mean.py"],
            id="in its own project",
        ),
        pytest.param(
            ["one/pyproject.toml", "one/statistics/__init__.py", "two/pyproject.toml"],
            "two/x.py",
            "import statistics",
            ["ext:statistics"],
            id="not in another project",
        ),
        pytest.param(
            ["statistics/__init__.py", "two/pyproject.toml"],
            "two/x.py",
            "import statistics",
            ["ext:statistics"],
            id="not in a project inside",
        ),
        pytest.param(
            ["infra/logging/__init__.py"], "infra/x.py", "import logging", ["ext:logging"], id="infra/logging"
        ),
        pytest.param(["infra/logging/setup.py"], "infra/x.py", "import logging", ["ext:logging"], id="mere folder"),
        pytest.param(["logging/x.py"], "main.py", "import logging", ["ext:logging"], id="mere folder at the top"),
        pytest.param(["scripts/json.py"], "scripts/run.py", "import json", ["ext:json"], id="beside a script"),
        pytest.param(
            ["infra/__init__.py", "infra/logging/__init__.py"],
            "infra/x.py",
            "from .logging import setup",
            ["infra/logging/__init__.py"],
            id="by a relative import",
        ),
    ],
)
def test_names_of_the_standard_library(files: list[str], importer: str, statement: str, expected: list[str]) -> None:
    assert resolve(files, importer, statement) == expected


DOCKER = '[project]\nname = "one"\ndependencies = ["docker>=7", "acme-core", "My.Lib[extra]; python_version > \'3\'"]'


@pytest.mark.parametrize(
    ("files", "statement", "expected"),
    [
        pytest.param(["two/x/docker/__init__.py"], "import docker", ["ext:docker"], id="a stray package"),
        pytest.param(["docker/__init__.py"], "import docker", ["ext:docker"], id="a package at the top"),
        pytest.param(["docker/build.py"], "import docker", ["ext:docker"], id="a mere folder at the top"),
        pytest.param(["docker/build.py"], "from docker import Client", ["ext:docker"], id="a name from it"),
        pytest.param(["one/docker/__init__.py"], "import docker", ["one/docker/__init__.py"], id="the project's own"),
        pytest.param(["one/app/docker.py"], "import docker", ["ext:docker"], id="a file beside the importer"),
        pytest.param(
            {"libs/core/pyproject.toml": '[project]\nname = "acme-core"', "libs/core/acme_core/__init__.py": ""},
            "import acme_core",
            ["libs/core/acme_core/__init__.py"],
            id="a project of the repository",
        ),
        pytest.param(
            ["libs/acme-core/setup.py", "libs/acme-core/acme_core/__init__.py"],
            "import acme_core",
            ["libs/acme-core/acme_core/__init__.py"],
            id="a project named by its folder",
        ),
        pytest.param(
            ["libs/x/setup.py", "libs/x/acme_core/__init__.py"],
            "import acme_core",
            ["libs/x/acme_core/__init__.py"],
            id="a project without a name",
        ),
        pytest.param(["two/x/my_lib/__init__.py"], "import my_lib.x", ["ext:my_lib.x"], id="a name of many spellings"),
        pytest.param(["two/x/other/__init__.py"], "import other", ["two/x/other/__init__.py"], id="not declared"),
    ],
)
def test_declared_requirements(files: dict[str, str] | list[str], statement: str, expected: list[str]) -> None:
    texts = files if isinstance(files, dict) else dict.fromkeys(files, "")
    assert resolve({"one/pyproject.toml": DOCKER, **texts}, "one/app/main.py", statement) == expected


@pytest.mark.parametrize(
    ("manifest", "root"),
    [
        ("", "src"),
        ("[tool.setuptools.packages.find]\nwhere = ['lib']", "lib"),
        ("[tool.setuptools.package-dir]\n'' = 'lib'", "lib"),
        ("[[tool.poetry.packages]]\ninclude = 'pkg'\nfrom = 'lib'", "lib"),
        ("[tool.hatch.build.targets.wheel]\npackages = ['lib/pkg']", "lib"),
        ("[tool.hatch.build.targets.wheel]\nsources = ['lib']", "lib"),
        ("[tool.hatch.build.targets.wheel.sources]\n'lib' = ''", "lib"),
        ("[tool.pdm.build]\npackage-dir = 'lib'", "lib"),
        ("[tool.uv.build-backend]\nmodule-root = 'lib'", "lib"),
        ("[tool.maturin]\npython-source = 'lib'", "lib"),
        ("[tool.pytest.ini_options]\npythonpath = ['lib']", "lib"),
        ("[tool.pytest.ini_options]\npythonpath = '. lib'", "lib"),
        ("[tool.hatch.build.targets.wheel]\npackages = ['src']", "src"),
        ("[tool.setuptools.packages.find]\nwhere = ['nowhere']", "src"),
        ("[tool.setuptools.packages.find]\nwhere = [1, {}]\n[tool.poetry]\npackages = 3", "src"),
        ("not [ TOML", "src"),
    ],
)
def test_source_roots_from_the_manifest(manifest: str, root: str) -> None:
    files = {"one/pyproject.toml": manifest, f"one/{root}/pkg/__init__.py": "", f"one/{root}/flat.py": ""}
    found = resolve(files, "one/scripts/run.py", "import pkg, flat")
    assert found == [f"one/{root}/pkg/__init__.py", f"one/{root}/flat.py"]


@pytest.mark.parametrize(
    ("files", "importer", "statement", "expected"),
    [
        pytest.param(["tests/helpers.py"], "tests/conftest.py", "import helpers", ["tests/helpers.py"], id="conftest"),
        pytest.param(["tools/lib.py"], "tools/run.py", "from lib import x", ["tools/lib.py"], id="script"),
        pytest.param(
            ["tests/helpers.py"], "src/app.py", "import helpers", ["ext:helpers"], id="tests serve themselves"
        ),
        pytest.param(
            ["tests/fix/helpers/__init__.py"], "app/x.py", "import helpers", ["ext:helpers"], id="packages in tests too"
        ),
        pytest.param(
            ["tests/__init__.py", "tests/helpers.py"],
            "tests/unit/test_x.py",
            "from tests.helpers import x",
            ["tests/helpers.py"],
            id="tests as a package",
        ),
        pytest.param(
            ["tests/helpers.py"], "tests/unit/test_x.py", "from tests import helpers", ["tests/helpers.py"], id="folder"
        ),
        pytest.param(
            ["my-service/app/__init__.py", "my-service/app/db.py"],
            "my-service/run.py",
            "import app.db",
            ["my-service/app/db.py"],
            id="hyphenated folder",
        ),
        pytest.param(
            ["src/mlops/__init__.py", "src/mlops/x.py"],
            "src/mlops/y.py",
            "import src.mlops.x, mlops.x",
            ["src/mlops/x.py", "src/mlops/x.py"],
            id="the same file under two names",
        ),
    ],
)
def test_tests_and_scripts(files: list[str], importer: str, statement: str, expected: list[str]) -> None:
    assert resolve(files, importer, statement) == expected


def test_a_legacy_namespace_package_goes_on_elsewhere() -> None:
    header = "__path__ = __import__('pkgutil').extend_path(__path__, __name__)"
    files = {
        "one/pyproject.toml": "",
        "one/acme/__init__.py": header,
        "two/pyproject.toml": "",
        "two/acme/__init__.py": header,
        "two/acme/x.py": "",
    }
    assert resolve(files, "one/acme/y.py", "import acme.x") == ["two/acme/x.py"]


def test_a_project_that_is_a_package_itself() -> None:
    files = ["packages/kernel/pyproject.toml", "packages/kernel/__init__.py", "packages/kernel/events.py"]
    assert resolve(files, "packages/kernel/x.py", "import kernel.events") == ["packages/kernel/events.py"]


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ('import_module("pkg.a")', ["pkg/a.py"]),
        ('import_module(".a", package="pkg")', ["pkg/a.py"]),
        ('import_module(".b", __package__)', ["pkg/sub/b.py"]),
        ('import_module("requests")', ["ext:requests"]),
    ],
)
def test_calls(call: str, expected: list[str]) -> None:
    found = resolve(PACKAGE, "pkg/sub/x.py", f"from importlib import import_module\n{call}")
    assert found == ["ext:importlib", *expected]
