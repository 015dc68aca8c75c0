"""Ways to hide a Python edge, as pull requests: each is a finding, or at least a new edge or an unknown import. The
graph at head is derived from that of the base and has to be the one that is built."""

import pytest

from tests.core.building import Changes, Files, PullRequest
from tests.core.shop import components

POLICY = components("orders: {path: orders, depends_on: []}", "billing: {path: billing}")
BASE = {
    "billing/__init__.py": "",
    "billing/models.py": "class Invoice: ...",
    "billing/tasks.py": "def charge(): ...",
    "billing/urls.py": "",
    "orders/__init__.py": "",
    "orders/api.py": "",
}
FINDING = [("cross-domain-edge", "orders/api.py", "orders", "billing")]


def findings(base: Files, head: Changes) -> list[tuple[str, str, str | None, str | None]]:
    return [
        (one.check, one.path, one.source, one.target)
        for one in PullRequest(base, head, policy=POLICY).findings
        if one.check == "cross-domain-edge"
    ]


def added(base: Files, head: Changes) -> list[tuple[str, str]]:
    return [edge.pair for edge in PullRequest(base, head).change.delta.added]


@pytest.mark.parametrize(
    "hidden",
    [
        "import importlib\nimportlib.import_module('billing.models')",
        "from importlib import import_module\nimport_module(name='.models', package='billing')",
        "A = 'billing'\n__import__(f'{A}.models')",
        "for one in ('billing.models',):\n  __import__(one)",
        "from importlib import import_module\nlist(map(import_module, ['billing.models']))",
        "import sys\nsys.path.insert(0, '../billing')\nfrom models import Invoice",
        "import sys, os\nsys.path += [os.path.join(os.path.dirname(__file__), '..', 'billing')]\nimport tasks",
        "from django.db import models as m\nclass Order(m.Model):\n  x = m.ForeignKey('billing.Invoice', m.CASCADE)",
        "from django.apps import apps\napps.get_model('billing', 'Invoice')",
        "from django.utils.module_loading import import_string\nimport_string('billing.models.Invoice')",
        "from django.urls import include, path\nurlpatterns = [path('x', include('billing.urls'))]",
        "app.send_task('billing.tasks.charge')",
        "from celery import signature\nsignature('billing.tasks.charge').delay()",
        "app.conf.beat_schedule = {'nightly': {'task': 'billing.tasks.charge'}}",
        "import runpy\nrunpy.run_path('../billing/tasks.py')",
        "import runpy, os\nrunpy.run_path(os.path.join(os.path.dirname(__file__), '../billing/tasks.py'))",
        "import importlib.util as u\nu.spec_from_file_location('x', 'billing/models.py')",
        "from mine import TYPE_CHECKING\nif TYPE_CHECKING:\n  import billing.models",
        "import \uff42\uff49lling.models",
        "import billing.models\n<<<<<<< HEAD",
        "# x\rimport billing.models",
        "def f():\n  class A:\n    try:\n      import billing.models\n    except ImportError: ...",
        "match x:\n  case _:\n    from billing import *",
        "print 1\nimport billing.models",
        "type X[T] = list[T]\nimport billing.models",
    ],
)
def test_it_is_a_finding(hidden: str) -> None:
    assert findings(BASE, {"orders/api.py": hidden}) == FINDING


@pytest.mark.parametrize(
    "source",
    [
        b"# coding: latin-1\nx = '\xe9'\nimport billing.models",
        b"# coding: utf-7\nimpor+AHQ- billing.models",
        b"\xef\xbb\xbfimport billing.models",
        "import billing.models".encode("utf-16"),
    ],
)
def test_no_encoding_hides_it(source: bytes) -> None:
    assert findings(BASE, {"orders/api.py": source}) == FINDING


@pytest.mark.parametrize(
    "unknown",
    [
        "from importlib import import_module\nimport_module(name)",
        "__import__(input())",
        "import sys\nsys.path.append(x)",
        "from importlib import import_module\nimport_module(f'billing.{name}')",
        "from importlib import import_module\nself.load = import_module",
        "from django.utils.module_loading import import_string\nimport_string(settings.X)",
    ],
)
def test_what_cannot_be_told_is_no_silence(unknown: str) -> None:
    change = PullRequest(BASE, {"orders/api.py": unknown}).change
    assert [one.importer for one in change.delta.added_unknown] == ["orders/api.py"]


@pytest.mark.parametrize(
    "known",
    [
        "from importlib import import_module\nimport_module(f'{__name__}.{name}')",
        "from importlib import import_module\nimport_module(f'.{name}', __package__)",
        "from importlib import import_module\nimport_module(f'orders.{name}')",
        "from importlib import import_module\nimport_module(f'requests.{name}')",
        "import sys\nsys.path.insert(0, '.')",
    ],
)
def test_a_loader_of_its_own_plugins_annoys_nobody(known: str) -> None:
    assert PullRequest(BASE, {"orders/api.py": known}).change.delta.added_unknown == ()


def test_a_name_known_in_part_is_an_edge_and_unknown() -> None:
    hidden = "from importlib import import_module\nimport_module('billing.%s' % name)"
    change = PullRequest(BASE, {"orders/api.py": hidden}).change
    assert [edge.pair for edge in change.delta.added] == [("orders/api.py", "billing/__init__.py")]
    assert [one.importer for one in change.delta.added_unknown] == ["orders/api.py"]


KEY = "from django.db.models import ForeignKey\nx = ForeignKey('billing.Invoice')"
LABEL = "from django.apps import AppConfig\nclass A(AppConfig):\n  label = '{}'"
SEND = "app.send_task('billing.tasks.charge')"
EDIT = "import sys\nsys.path.append('billing')"
LIST = '[project]\nname = "orders"\ndependencies = ["billing"]'
NAMED = '[project]\nname = "billing"'


@pytest.mark.parametrize(
    ("base", "head", "expected"),
    [
        pytest.param(
            {"orders/api.py": SEND}, {"billing/tasks.py": ""}, [("orders/api.py", "billing/tasks.py")], id="task"
        ),
        pytest.param(
            {"orders/api.py": KEY}, {"billing/models.py": ""}, [("orders/api.py", "billing/models.py")], id="app"
        ),
        pytest.param(
            {"orders/api.py": KEY, "money/models.py": ""},
            {"money/apps.py": LABEL.format("billing")},
            [("orders/api.py", "money/models.py")],
            id="a label",
        ),
        pytest.param(
            {"orders/api.py": KEY, "money/models.py": "", "money/apps.py": LABEL.format("other")},
            {"money/apps.py": LABEL.format("billing")},
            [("orders/api.py", "money/models.py")],
            id="another label",
        ),
        pytest.param(
            {"orders/api.py": "import models", "billing/models.py": ""},
            {"run.py": EDIT},
            [("orders/api.py", "billing/models.py")],
            id="an edit of the search path",
        ),
        pytest.param(
            {"orders/api.py": "import models", "run.py": EDIT},
            {"billing/models.py": ""},
            [("orders/api.py", "billing/models.py")],
            id="a module in an added folder",
        ),
        pytest.param(
            {"orders/api.py": "import models", "billing/models.py": "", "run.py": "import sys"},
            {"run.py": EDIT},
            [("orders/api.py", "billing/models.py")],
            id="an edit in an old file",
        ),
        pytest.param(
            {"orders/api.py": "import runpy\nrunpy.run_path('billing/job')"},
            {"billing/job": "x = 1"},
            [("orders/api.py", "billing/job")],
            id="a file at a path",
        ),
        pytest.param(
            {"billing/pyproject.toml": NAMED, "orders/pyproject.toml": ""},
            {"orders/pyproject.toml": LIST},
            [("orders/pyproject.toml", "billing/pyproject.toml")],
            id="a dependency",
        ),
        pytest.param(
            {"orders/pyproject.toml": LIST},
            {"billing/pyproject.toml": NAMED},
            [("orders/pyproject.toml", "billing/pyproject.toml")],
            id="a project",
        ),
        pytest.param(
            {"orders/pyproject.toml": LIST, "billing/pyproject.toml": ""},
            {"billing/pyproject.toml": NAMED},
            [("orders/pyproject.toml", "billing/pyproject.toml")],
            id="the name of a project",
        ),
        pytest.param(
            {"orders/pyproject.toml": '[tool.poetry.dependencies]\nx = {path = "../money"}'},
            {"money/pyproject.toml": ""},
            [("orders/pyproject.toml", "money/pyproject.toml")],
            id="a project at a path",
        ),
    ],
)
def test_edges_appear_where_nothing_was_touched(base: Files, head: Changes, expected: list[tuple[str, str]]) -> None:
    assert added(base, head) == expected


@pytest.mark.parametrize(
    ("base", "head"),
    [
        pytest.param(
            {"orders/api.py": "import models", "billing/models.py": "", "run.py": EDIT}, {"run.py": ""}, id="edit"
        ),
        pytest.param(
            {"orders/api.py": "import models", "billing/models.py": "", "run.py": EDIT}, {"run.py": None}, id="file"
        ),
        pytest.param({"orders/api.py": KEY, "billing/models.py": ""}, {"billing/models.py": None}, id="app"),
        pytest.param(
            {"orders/api.py": KEY, "billing/models.py": ""}, {"billing/apps.py": LABEL.format("other")}, id="label"
        ),
        pytest.param(
            {"orders/pyproject.toml": LIST, "billing/pyproject.toml": NAMED}, {"billing/pyproject.toml": ""}, id="name"
        ),
    ],
)
def test_edges_go_where_nothing_was_touched(base: Files, head: Changes) -> None:
    assert len(PullRequest(base, head).change.delta.removed) == 1


def test_a_second_folder_takes_no_old_edge_away() -> None:
    base = {"orders/api.py": "import models", "billing/models.py": "", "run.py": EDIT}
    change = PullRequest(base, {"more.py": "import sys\nsys.path.append('second')", "second/models.py": ""}).change
    assert (change.delta.added, change.delta.removed) == ((), ())


def test_a_second_app_takes_no_old_edge_away() -> None:
    change = PullRequest({"orders/api.py": KEY, "billing/models.py": ""}, {"deep/billing/models.py": ""}).change
    assert (change.delta.added, change.delta.removed) == ((), ())


def test_a_second_folder_does_not_hide_a_new_edge() -> None:
    policy = components("orders: {path: orders, depends_on: []}", "a: {path: a}", "b: {path: b}")
    head = {"b/shop/__init__.py": "", "b/shop/x.py": "", "orders/api.py": "import shop.x"}
    base = {"a/shop/__init__.py": "", "a/shop/x.py": "", "orders/api.py": ""}
    assert [one.check for one in PullRequest(base, head, policy=policy).findings] == ["cross-domain-edge"]


def test_a_module_is_added_beside_a_package_that_no_manifest_names() -> None:
    base = {"app/__init__.py": "import main", "one/app/__init__.py": ""}
    assert added(base, {"one/main.py": ""}) == [("app/__init__.py", "one/main.py")]


def test_an_edge_through_a_facade_is_one_to_the_facade() -> None:
    base = {**BASE, "billing/__init__.py": "from billing.models import Invoice"}
    assert added(base, {"orders/api.py": "from billing import Invoice"}) == [("orders/api.py", "billing/__init__.py")]


@pytest.mark.parametrize(("group", "count"), [("dependencies", 1), ("optional-dependencies.pdf", 1)])
def test_a_dependency_of_a_forbidden_project_is_a_finding(group: str, count: int) -> None:
    table, _, name = f"project.{group}".rpartition(".")
    base = {"billing/pyproject.toml": NAMED, "orders/pyproject.toml": ""}
    head = {"orders/pyproject.toml": f'[{table}]\n{name} = ["billing"]'}
    rows = PullRequest(base, head, policy=POLICY).rows
    assert rows == [("cross-domain-edge", "orders/pyproject.toml", 2, "orders", "billing", "blocking")] * count
