"""What Django and Celery import by strings. Dynamic imports of one file, and what they mean among others."""

import pytest

from tests.python.codebase import imports, read, resolve


def dynamic(source: str) -> list[tuple[str, tuple[str, ...], int]]:
    return [(module, names, line) for module, names, line, kind in imports(source) if kind == "dynamic"]


INVOICE = ("app:billing", ("Invoice",))
MODELS = "from django.db import models\nclass Order(models.Model):\n "

MIGRATION = "from django.db import migrations, models\nclass Migration(migrations.Migration):\n operations = "


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (f"{MODELS}x = models.ForeignKey('billing.Invoice', on_delete=1)", [INVOICE]),
        (f"{MODELS}x = models.ForeignKey(to='billing.Invoice')", [INVOICE]),
        (f"{MODELS}x = models.OneToOneField('billing.Invoice')", [INVOICE]),
        (f"{MODELS}x = models.ManyToManyField('self', through='billing.Invoice')", [INVOICE]),
        (f"X = 'billing.Invoice'\n{MODELS}x = models.ForeignKey(X)", [INVOICE]),
        (f"{MODELS}x = models.ForeignKey(Invoice)", []),
        (f"{MODELS}x = models.ForeignKey('Invoice')", []),
        (f"{MODELS}x = models.ForeignKey(settings.AUTH_USER_MODEL)", []),
        (f"{MODELS}x = models.CharField('billing.Invoice')", []),
        ("from django.db import models as m\nx = m.ForeignKey('billing.Invoice')", [INVOICE]),
        ("from django.db.models import ForeignKey as FK\nx = FK('billing.Invoice')", [INVOICE]),
        ("from django.db.models import *\nx = ForeignKey('billing.Invoice')", [INVOICE]),
        ("import django.db.models\nx = django.db.models.ForeignKey('billing.Invoice')", [INVOICE]),
        ("from django.contrib.gis.db import models\nx = models.ForeignKey('billing.Invoice')", [INVOICE]),
        (
            "from django.db.models import ForeignKey\nclass Own(ForeignKey): pass\nx = Own('billing.Invoice')",
            [INVOICE],
        ),
        ("from mine import ForeignKey\nimport django\nx = ForeignKey('billing.Invoice')", []),
        (
            f"{MIGRATION}[migrations.AddField('a', 'b', models.ForeignKey(to='billing.Invoice'))]",
            [],
        ),
        (
            f"import importlib\n{MIGRATION}[models.ForeignKey(to='billing.Invoice'), importlib.import_module('a')]",
            [("a", ())],
        ),
        ("from django.apps import apps\napps.get_model('billing', 'Invoice')", [INVOICE]),
        ("from django.apps import apps\napps.get_model('billing.Invoice')", [INVOICE]),
        ("from django.apps import apps\napps.get_model(app_label='billing', model_name='Invoice')", [INVOICE]),
        ("from django.apps import apps\napps.get_model('billing', name)", [("app:billing", ())]),
        ("from django.apps import apps\napps.get_model(name)", []),
        ("from django.apps import apps\napps.get_app_config('billing').get_model('Invoice')", [("app:billing", ())]),
        ("from django.apps import apps\napps.get_app_config('billing')", [("app:billing", ())]),
        ("import django.apps as a\na.apps.get_model('billing.Invoice')", [INVOICE]),
        ("import django\ndef f(apps):\n apps.get_model('billing', 'Invoice')", []),
        ("from django.utils.module_loading import import_string\nimport_string('a.b.C')", [("a.b", ("C",))]),
        ("from django.utils.module_loading import import_string as s\ns(f'a.b.{x}')", [("a.b.", ())]),
        ("from django.utils.module_loading import import_string\nimport_string(settings.X)", [("", ())]),
        ("from mine import import_string  # django\nimport_string('a.b.C')", []),
        ("from django.urls import include, path\nx = [path('a', include('a.urls'))]", [("a.urls", ())]),
        ("from django.urls import include\nx = include(('a.urls', 'a'), namespace='b')", [("a.urls", ())]),
        ("from django.conf.urls import include\nx = include(router.urls)", []),
        ("from django import urls\nx = urls.include('a.urls')", [("a.urls", ())]),
        ("INSTALLED_APPS = [*BASE, 'a', 'b.apps.B']", [("dotted:a", ()), ("dotted:b.apps.B", ())]),
        ("INSTALLED_APPS = ['a', 'b.apps.B']", [("dotted:a", ()), ("dotted:b.apps.B", ())]),
        ("OWN = ('a',)\nINSTALLED_APPS = ['b'] + list(OWN)", [("dotted:a", ()), ("dotted:b", ())]),
        ("INSTALLED_APPS += ['a']", [("dotted:a", ())]),
        ("MIDDLEWARE = ('a.m.M',)", [("dotted:a.m.M", ())]),
        ("ROOT_URLCONF = 'a.urls'", [("dotted:a.urls", ())]),
        ("WSGI_APPLICATION = 'a.wsgi.application'", [("dotted:a.wsgi.application", ())]),
        ("DATABASE_ROUTERS = ['a.r.R']", [("dotted:a.r.R", ())]),
        ("AUTHENTICATION_BACKENDS = ['a.r.R']", [("dotted:a.r.R", ())]),
        ("AUTH_USER_MODEL = 'billing.Invoice'", [INVOICE]),
        ("AUTH_USER_MODEL: str = 'billing.Invoice'", [INVOICE]),
        ("TEMPLATES = [{'OPTIONS': {'context_processors': ['a.p.f']}}]", [("dotted:a.p.f", ())]),
        ("def f():\n  INSTALLED_APPS = ['a']", []),
    ],
)
def test_django(source: str, expected: list[tuple[str, tuple[str, ...]]]) -> None:
    assert sorted((module, names) for module, names, _ in dynamic(source)) == sorted(expected)


def test_a_list_is_at_the_lines_of_its_items() -> None:
    assert [line for _, _, line in dynamic("INSTALLED_APPS = [\n  'a',\n  'b',\n]")] == [2, 3]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("from .worker import app\napp.send_task('a.tasks.f')", ["a.tasks.f"]),
        ("from celery import current_app\ncurrent_app.send_task(name='a.tasks.f')", ["a.tasks.f"]),
        ("from celery import signature\nsignature('a.tasks.f', args=())", ["a.tasks.f"]),
        ("from celery import signature as s\ns('a.tasks.f')", ["a.tasks.f"]),
        ("from celery import subtask\nsubtask('a.tasks.f')", ["a.tasks.f"]),
        ("import celery\ncelery.signature('a.tasks.f')", ["a.tasks.f"]),
        ("from celery.canvas import Signature\nSignature('a.tasks.f')", ["a.tasks.f"]),
        ("from inspect import signature  # celery\nsignature('a.tasks.f')", []),
        ("app.conf.beat_schedule = {'n': {'task': 'a.tasks.f', 'schedule': 1}}", ["a.tasks.f"]),
        ("app.conf.beat_schedule['n'] = {'task': 'a.tasks.f'}", ["a.tasks.f"]),
        ("app.conf.update(beat_schedule={'n': {'task': 'a.tasks.f'}})", ["a.tasks.f"]),
        ("CELERY_BEAT_SCHEDULE = {'n': {'task': 'a.tasks.f', 'args': ('b.c',)}}", ["a.tasks.f"]),
        ("CELERYBEAT_SCHEDULE = {'n': {'task': 'a.tasks.f'}}", ["a.tasks.f"]),
        ("CELERY_IMPORTS = ('a.tasks',)", ["a.tasks"]),
        ("from celery import Celery\napp = Celery('x', include=['a.tasks'])", ["a.tasks"]),
        ("from celery import Celery\napp.autodiscover_tasks(['a'])", ["a"]),
        ("from celery import Celery\napp.autodiscover_tasks(lambda: x)", []),
        ("app.send_task(name)", []),
        ("app.send_task('nightly job')", []),
    ],
)
def test_celery(source: str, expected: list[str]) -> None:
    assert [module for module, _, _ in dynamic(source)] == [f"dotted:{name}" for name in expected]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("from django.db.models import ForeignKey\nx = ForeignKey('billing.Invoice')", ["app:billing"]),
        ("X = 'a.tasks.f'\napp.send_task(X)", ["dotted:a.tasks.f"]),
        ("INSTALLED_APPS = ['a']", ["dotted:a"]),
    ],
)
def test_files_that_ast_cannot_read(source: str, expected: list[str]) -> None:
    assert [module for module, _, _ in dynamic(f"print 1\n{source}")] == expected


def test_an_app_may_label_itself() -> None:
    source = "from django.apps import AppConfig\nclass A(AppConfig):\n  name = 'shop.accounts'\n  label = 'people'"
    assert [(hint.what, hint.value) for hint in read(source).hints] == [("app-label", "people")]


KEY = "from django.db.models import ForeignKey\nx = ForeignKey('{}.Invoice')"
APPS = "from django.apps import AppConfig\nclass A(AppConfig):\n  label = '{}'"


@pytest.mark.parametrize(
    ("files", "label", "expected"),
    [
        pytest.param({"billing/models.py": ""}, "billing", ["billing/models.py"], id="a module"),
        pytest.param(
            {"shop/billing/models/__init__.py": ""}, "billing", ["shop/billing/models/__init__.py"], id="deep"
        ),
        pytest.param({"shop/billing/models/invoice.py": ""}, "billing", [], id="without __init__"),
        pytest.param(
            {"accounts/models.py": "", "accounts/apps.py": APPS.format("people")},
            "people",
            ["accounts/models.py"],
            id="a label",
        ),
        pytest.param(
            {"accounts/models.py": "", "accounts/apps.py": APPS.format("people")}, "accounts", [], id="in its place"
        ),
        pytest.param({"billing/other.py": ""}, "billing", [], id="no models"),
        pytest.param({}, "auth", [], id="somebody else's app"),
        pytest.param({"tests/billing/models.py": ""}, "billing", [], id="only for tests"),
        pytest.param(
            {"billing/models.py": "", "tests/billing/models.py": ""}, "billing", ["billing/models.py"], id="beside one"
        ),
        pytest.param(
            {"a/billing/models.py": "", "b/billing/models.py": ""},
            "billing",
            ["a/billing/models.py|b/billing/models.py"],
            id="two",
        ),
        pytest.param(
            {"orders/pyproject.toml": "", "orders/billing/models.py": "", "billing/models.py": ""},
            "billing",
            ["orders/billing/models.py"],
            id="that of the project first",
        ),
    ],
)
def test_labels(files: dict[str, str], label: str, expected: list[str]) -> None:
    found = resolve(files, "orders/models.py", KEY.format(label))
    assert found == ["ext:django.db.models", *expected]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("billing.tasks.charge", ["billing/tasks.py"]),
        ("billing.tasks", ["billing/tasks.py"]),
        ("billing", ["billing/__init__.py"]),
        ("billing.tasks.Deep.charge", []),
        ("billing.missing.charge", []),
        ("proj.nightly", []),
        ("stripe.tasks.charge", []),
        ("charge", []),
    ],
)
def test_task_names(name: str, expected: list[str]) -> None:
    files = ["billing/__init__.py", "billing/tasks.py"]
    assert resolve(files, "orders/api.py", f"app.send_task('{name}')") == expected


@pytest.mark.parametrize(
    ("importer", "call", "expected"),
    [
        ("main.py", "import_module(f'plugins.{name}')", ["plugins/__init__.py"]),
        ("plugins/load.py", "import_module(f'plugins.{name}')", []),
        ("plugins/load.py", "import_module(f'.{name}', __package__)", ["plugins/__init__.py"]),
        ("main.py", "import_module(f'requests.{name}')", ["ext:requests"]),
        ("main.py", "import_module(name)", []),
    ],
)
def test_names_known_in_part(importer: str, call: str, expected: list[str]) -> None:
    found = resolve(["plugins/__init__.py"], importer, f"from importlib import import_module\n{call}")
    assert found == ["ext:importlib", *expected]
