"""Roots inside roots: packages that are no roots, namespace packages, and decoys that would hide what an enclosing
project holds. Notation as in `codebase.resolve`."""

from collections.abc import Mapping

import pytest

from tests.python.codebase import resolve

NAMED = '[project]\nname = "one"'
SETUP = "from setuptools import setup\nsetup()"

APP = ["src/app/__init__.py", "src/app/tools/__init__.py", "src/app/web/__init__.py", "src/app/tools/pytest.py"]


@pytest.mark.parametrize("manifest", ["setup.py", "setup.cfg", "pyproject.toml"])
@pytest.mark.parametrize("importer", ["src/app/web/t.py", "src/app/tools/t.py"])
def test_a_package_is_no_root(manifest: str, importer: str) -> None:
    files = [*APP, f"src/app/tools/{manifest}"]
    assert resolve(files, importer, "import pytest, app.tools.pytest") == ["ext:pytest", "src/app/tools/pytest.py"]


INSTRUMENTATION = {
    "one/src/acme/instr/cassandra/__init__.py": "",
    "one/src/acme/instr/cassandra/b.py": "",
    "one/tests/test_cassandra.py": "from acme.instr.cassandra import b",
}


@pytest.mark.parametrize(
    "manifest",
    [
        {"pyproject.toml": NAMED},
        {"pyproject.toml": "[tool.poetry]\nname = 'one'"},
        {"pyproject.toml": "[build-system]", "setup.cfg": ""},
        {"setup.py": SETUP},
        {"pyproject.toml": "[tool.setuptools.packages.find]\nwhere = ['src']"},
    ],
)
@pytest.mark.parametrize(
    ("importer", "statement", "expected"),
    [
        ("src/acme/instr/cassandra/x.py", "import cassandra", ["ext:cassandra"]),
        ("src/acme/instr/cassandra/x.py", "import cassandra.cluster", ["ext:cassandra.cluster"]),
        ("src/acme/instr/cassandra/x.py", "from acme import trace", ["ext:acme.trace"]),
        (
            "src/acme/instr/cassandra/x.py",
            "import acme.instr.cassandra.b",
            ["one/src/acme/instr/cassandra/b.py"],
        ),
        ("tests/x.py", "import cassandra", ["ext:cassandra"]),
        ("../main.py", "import cassandra", ["ext:cassandra"]),
    ],
)
def test_a_namespace_package_is_no_root(
    manifest: Mapping[str, str], importer: str, statement: str, expected: list[str]
) -> None:
    files = {**INSTRUMENTATION, **{f"one/{path}": text for path, text in manifest.items()}}
    path = importer.removeprefix("../") if importer.startswith("../") else f"one/{importer}"
    assert resolve(files, path, statement) == expected


@pytest.mark.parametrize("manifest", [{"pyproject.toml": NAMED}, {}])
def test_a_folder_below_src_that_nobody_imports_is_a_root(manifest: Mapping[str, str]) -> None:
    files = {**manifest, "src/python/pkg/__init__.py": "", "src/python/other/x.py": "import pkg.a"}
    assert resolve({**files, "src/python/pkg/a.py": ""}, "src/python/pkg/b.py", "import pkg.a") == [
        "src/python/pkg/a.py"
    ]


REAL = {"orders/__init__.py": "", "orders/api.py": ""}
PACKAGE = {"billing/orders/__init__.py": "", "billing/orders/api.py": ""}
BOTH = ["billing/orders/api.py|orders/api.py"]
EITHER = ["billing/orders/__init__.py|orders/__init__.py"]


@pytest.mark.parametrize(
    ("decoy", "statement", "expected"),
    [
        pytest.param({"billing/orders/x.py": ""}, "import orders.api", ["orders/api.py"], id="a mere folder"),
        pytest.param({"billing/orders/x.py": ""}, "from orders import api", ["orders/api.py"], id="a name from it"),
        pytest.param({"billing/orders/api.py": ""}, "import orders.api", ["orders/api.py"], id="with the module"),
        pytest.param({"billing/orders/api.py": ""}, "from orders import api", ["orders/api.py"], id="a name from that"),
        pytest.param(
            {"billing/orders/__init__.py": ""},
            "import orders.api",
            ["orders/api.py"],
            id="a package without the module",
        ),
        pytest.param(
            {"billing/orders/__init__.py": ""}, "from orders import api", ["orders/api.py"], id="a name that it lacks"
        ),
        pytest.param({"billing/orders.py": ""}, "from orders import api", ["orders/api.py"], id="a module"),
        pytest.param(PACKAGE, "import orders.api", BOTH, id="a package"),
        pytest.param(PACKAGE, "from orders import api", BOTH, id="a module from it"),
        pytest.param(PACKAGE, "from orders import X", EITHER, id="a symbol from it"),
        pytest.param(PACKAGE, "import orders.missing", EITHER, id="a module that both lack"),
    ],
)
@pytest.mark.parametrize("manifest", [None, "setup.py", "setup.cfg", "pyproject.toml"])
def test_a_decoy_hides_nothing(
    manifest: str | None, decoy: Mapping[str, str], statement: str, expected: list[str]
) -> None:
    files = {**REAL, **decoy} | ({f"billing/{manifest}": ""} if manifest else {})
    assert resolve(files, "billing/x.py", statement) == expected


@pytest.mark.parametrize("package", ["orders", "src/orders"])
def test_a_requirement_hides_no_package_of_an_enclosing_project(package: str) -> None:
    files = {"billing/pyproject.toml": f'{NAMED}\ndependencies = ["orders"]', f"{package}/__init__.py": ""}
    files[f"{package}/api.py"] = ""
    found = resolve(files, "billing/x.py", "import orders.api\nfrom orders import api, X")
    assert found == [f"{package}/api.py", f"{package}/api.py", f"{package}/__init__.py"]


SERVICE = {"services/x/app/__init__.py": "", "services/x/app/y.py": "", "app/__init__.py": "", "app/y.py": ""}
OWN, TWO = ["services/x/app/y.py"], ["app/y.py|services/x/app/y.py"]


@pytest.mark.parametrize(
    ("manifest", "importer", "expected"),
    [
        pytest.param({}, "services/x/app/z.py", OWN, id="within the package"),
        pytest.param({}, "services/x/app/deep/z.py", OWN, id="deep within"),
        pytest.param({"services/x/pyproject.toml": ""}, "services/x/app/z.py", OWN, id="and an empty manifest"),
        pytest.param({"services/x/pyproject.toml": NAMED}, "services/x/tests/z.py", OWN, id="a named project"),
        pytest.param({"services/x/setup.py": SETUP}, "services/x/tests/z.py", OWN, id="a project with a setup"),
        pytest.param({"services/x/pyproject.toml": ""}, "services/x/tests/z.py", TWO, id="an empty manifest"),
        pytest.param({"services/x/setup.py": "x = 1"}, "services/x/tests/z.py", TWO, id="a setup that is none"),
        pytest.param({}, "services/x/run.py", TWO, id="a script"),
        pytest.param({}, "services/z.py", ["app/y.py"], id="outside"),
    ],
)
def test_a_project_of_many_with_the_same_package(
    manifest: Mapping[str, str], importer: str, expected: list[str]
) -> None:
    assert resolve({**SERVICE, **manifest}, importer, "import app.y") == expected
