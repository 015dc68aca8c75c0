"""Where names are looked for: projects, source roots, requirements. Notation as in `codebase.resolve`."""

import pytest

from tests.python.codebase import resolve

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
            ["services/a/app/db.py|services/b/app/db.py|services/c/app/db.py"],
        ),
        (
            "main.py",
            "from app import X, db, only_a",
            [
                "services/a/app/db.py|services/b/app/db.py|services/c/app/db.py",
                "services/a/app/only_a.py",
                "services/a/app/__init__.py|services/b/app/__init__.py|services/c/app/__init__.py",
            ],
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
        pytest.param(["docker/__init__.py"], "import docker", ["docker/__init__.py"], id="a package at the top"),
        pytest.param(["docker/__init__.py"], "import docker.api", ["ext:docker.api"], id="without the module"),
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
