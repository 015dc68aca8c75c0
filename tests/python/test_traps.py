"""What real repositories do to a resolver: one test for each known trap (all but those of the component graph)."""

import pytest

from tests.core.building import PullRequest, graph
from tests.python.codebase import imports, kinds, read, resolve


def test_many_services_have_a_package_called_app() -> None:
    files = ["a/pyproject.toml", "a/app/__init__.py", "a/app/db.py", "b/pyproject.toml", "b/app/__init__.py"]
    assert resolve(files, "a/main.py", "import app.db, app.cli.main") == ["a/app/db.py", "a/app/__init__.py"]


@pytest.mark.parametrize(
    "broken", ["<<<<<<< HEAD\n", "from {{name}} import x\n", b"\xff\xfe\x00", b"x = '\xe9'\n", "print 'x'\n", "x = )\n"]
)
def test_one_file_that_does_not_parse_ends_nothing(broken: str | bytes) -> None:
    found = graph({"a.py": "import b", "b.py": broken})
    assert list(found.edges) == [("a.py", "b.py")]
    assert set(found.problems) <= {"b.py"}


@pytest.mark.parametrize(
    ("files", "importer", "statement", "expected"),
    [
        (["a/b/x.py"], "main.py", "import a.b.x", ["a/b/x.py"]),
        (["my-job/x.py", "my-job/y.py"], "my-job/y.py", "import x", ["my-job/x.py"]),
        (["a/__init__.py", "a/x.pyi"], "main.py", "from a import x", ["a/x.pyi"]),
        (["a/x.py"], "main.py", "__import__('a.x')", ["a/x.py"]),
    ],
)
def test_what_grimp_drops_is_kept(files: list[str], importer: str, statement: str, expected: list[str]) -> None:
    assert resolve(files, importer, statement) == expected


def test_external_names_stay_dotted() -> None:
    found = graph({"a.py": "from monstrino_models.orm import A\nfrom monstrino_models.dto import B"})
    assert [imported for _, imported in found.external] == ["monstrino_models.orm", "monstrino_models.dto"]


def test_type_checking_is_marked_for_each_edge_and_imports_are_found_anywhere() -> None:
    source = (
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n  import a\nclass C:\n  import b\n"
        "  def f(self):\n    try:\n      import c\n    except ImportError:\n      import d\n"
    )
    assert kinds(source) == {"a": "type", "b": "import", "c": "import", "d": "import"}


@pytest.mark.parametrize("name", ["mlops.x", "ai.mlops.x", "src.ai.mlops.x"])
def test_the_same_code_goes_by_several_names(name: str) -> None:
    files = ["src/ai/mlops/__init__.py", "src/ai/mlops/x.py", "pyproject.toml"]
    assert resolve(files, "src/ai/main.py", f"import {name}") == ["src/ai/mlops/x.py"]


@pytest.mark.parametrize("manifest", ['[tool.hatch.build.targets.wheel]\npackages = ["src"]', "not = toml = at all"])
def test_a_manifest_may_say_what_is_not_so(manifest: str) -> None:
    assert resolve({"pyproject.toml": manifest, "app/x.py": ""}, "main.py", "import app.x") == ["app/x.py"]


def test_statistics_shadows_only_in_its_own_project() -> None:
    files = ["one/pyproject.toml", "one/statistics/__init__.py", "two/pyproject.toml"]
    assert resolve(files, "one/x.py", "import statistics") == ["one/statistics/__init__.py"]
    assert resolve(files, "two/x.py", "import statistics") == ["ext:statistics"]


def test_a_star_import_is_an_edge_that_takes_everything() -> None:
    (edge,) = graph({"a.py": "from b import *", "b.py": "x = 1"}).edges.values()
    assert (edge.pair, edge.symbols) == (("a.py", "b.py"), ("*",))


def test_shared_packages_may_live_elsewhere() -> None:
    files = {"pyproject.toml": '[project]\nname = "x"\ndependencies = ["monstrino-core @ git+https://example.org"]'}
    assert resolve(files, "x/a.py", "from monstrino_core.domain.events import E") == [
        "ext:monstrino_core.domain.events"
    ]


@pytest.mark.parametrize(
    "source",
    [
        "if x: import y",
        "\ufeffimport y",
        "from y import (  # import z\n  a,  # )\n  b)",
        "x = '''\nimport z\n'''; import y",
        "x = 1 if 2 else 3; import \\\n  y",
        "import \uff59",
    ],
)
def test_crafted_statements_are_parsed(source: str) -> None:
    assert [module for module, _, _, _ in imports(source)] == ["y"]


@pytest.mark.parametrize(
    ("files", "importer", "statement", "expected"),
    [
        (["pkg/__init__.py", "pkg/gen/x.py"], "pkg/a.py", "from pkg.gen import y", []),
        (["pkg/__init__.py"], "pkg/a.py", "from pkg._native import y", []),
        (["ns/foobar/__init__.py"], "main.py", "import ns.foo", ["ext:ns.foo"]),
        (["job/x.py"], "job/y.py", "from . import x", ["job/x.py"]),
        ({"p/__init__.py": "n = 1", "p/n.py": ""}, "main.py", "from p import n", ["p/n.py"]),
    ],
)
def test_no_false_edge_to_a_root_package(
    files: dict[str, str] | list[str], importer: str, statement: str, expected: list[str]
) -> None:
    assert resolve(files, importer, statement) == expected


def test_a_bare_carriage_return_ends_no_line_of_git() -> None:
    assert [line for _, _, line, _ in imports("# x\rimport a\nimport b")] == [1, 2]


@pytest.mark.parametrize("importer", ["infra/x.py", "main.py", "infra/deep/x.py"])
def test_logging_is_not_infra_logging(importer: str) -> None:
    assert resolve(["infra/logging/__init__.py"], importer, "import logging") == ["ext:logging"]


@pytest.mark.parametrize(
    "newer", ["def f[T](x: T): import a", "type X = int\nimport a", "x = t'{y}'\nimport a", "x = f'{'y'}'\nimport a"]
)
def test_syntax_newer_than_our_interpreters_is_read(newer: str) -> None:
    facts = read(newer)
    assert ([one.module for one in facts.imports], facts.problem) == (["a"], None)


@pytest.mark.parametrize("ending", ["", "\n=======\n"])
def test_a_file_broken_on_purpose_keeps_its_old_edges(ending: str) -> None:
    change = PullRequest({"a.py": "import b", "b.py": ""}, {"a.py": f"<<<<<<< x{ending}"}).change
    assert change.delta.removed == ()
    assert [one.path for one in change.delta.skipped] == ["a.py"]
