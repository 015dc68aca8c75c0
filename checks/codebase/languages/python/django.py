"""What Django imports by strings: models, URL modules, objects by their dotted names, and what its settings list.

`'app.Model'` becomes an import of `app:app`, whose app only the layout knows; a name that may be no module at all, one
of `dotted:…`. Both mean files of the repository or nothing.
"""

import ast
from collections.abc import Iterable, Iterator

from checks.codebase.facts import Hint, Import, Kind
from checks.codebase.languages.python.constants import Constants
from checks.codebase.languages.python.dynamic import argument
from checks.codebase.languages.python.marks import APP, APP_LABEL, DOTTED
from checks.codebase.languages.python.references import References
from checks.codebase.languages.python.scopes import Nodes, Scope
from checks.codebase.languages.python.texts import HOLE

RELATIONS = ("ForeignKey", "OneToOneField", "ManyToManyField")
MODELS = ("django.db.models", "django.db.models.fields.related", "django.contrib.gis.db.models")
FIELDS = frozenset(f"{module}.{field}" for module in MODELS for field in RELATIONS)
GET_MODEL = frozenset({"django.apps.apps.get_model", "django.apps.registry.apps.get_model"})
GET_APP = frozenset({"django.apps.apps.get_app_config", "django.apps.registry.apps.get_app_config"})
IMPORT_STRING = frozenset({"django.utils.module_loading.import_string"})
INCLUDE = frozenset({"django.urls.include", "django.urls.conf.include", "django.conf.urls.include"})
APP_CONFIG = frozenset({"django.apps.AppConfig", "django.apps.config.AppConfig"})
MEANINGS = FIELDS | GET_MODEL | GET_APP | IMPORT_STRING | INCLUDE | APP_CONFIG

LISTS = frozenset({"INSTALLED_APPS", "MIDDLEWARE", "MIDDLEWARE_CLASSES", "AUTHENTICATION_BACKENDS", "DATABASE_ROUTERS"})
NAMES = frozenset({"ROOT_URLCONF", "WSGI_APPLICATION", "ASGI_APPLICATION"})
USER_MODEL, TEMPLATES, PROCESSORS = "AUTH_USER_MODEL", "TEMPLATES", "context_processors"


def django_imports(nodes: Nodes, references: References, constants: Constants) -> Iterator[Import]:
    """The imports that a file's calls of Django and its settings are."""
    for call, scope in nodes.calls:
        meant = references.of(call.func)
        if meant & FIELDS and not _stands_in_migration(scope):
            for given in (argument(call, 0, "to"), argument(call, len(call.args), "through")):
                yield from _models(constants.texts(given, scope) if given else (), call.lineno)
        elif meant & GET_MODEL:
            yield from _models(_labels(call, scope, constants), call.lineno)
        elif meant & GET_APP:
            labels = constants.texts(argument(call, 0, "app_label"), scope)
            yield from _models((f"{label}.*" for label in labels), call.lineno)
        elif meant & IMPORT_STRING:
            for text in constants.texts(argument(call, 0, "dotted_path"), scope):
                yield from _object(text, call.lineno)
        elif meant & INCLUDE:
            yield from _urls(argument(call, 0, "arg"), call.lineno, scope, constants)
    yield from _settings(nodes, constants)


def app_labels(nodes: Nodes, references: References, constants: Constants) -> Iterator[Hint]:
    """The labels that the app configurations of a file give to their apps."""
    for scopes in nodes.classes.values():
        for scope in scopes:
            bases = scope.owner.bases if scope.owner else []
            if "label" in scope.values and any(references.of(base) & APP_CONFIG for base in bases):
                texts = constants.texts(scope.values["label"][-1], scope)
                yield from (Hint(APP_LABEL, text) for text in texts if text.isidentifier())


def dotted(texts: Iterable[str], line: int) -> Iterator[Import]:
    """Imports of what may be modules, or something in modules, of the repository."""
    for text in texts:
        if all(part.isidentifier() for part in text.split(".")):
            yield Import(f"{DOTTED}{text}", (), line, Kind.DYNAMIC)


def _stands_in_migration(scope: Scope) -> bool:
    """Whether it stands in a migration: that says again what the models say."""
    return any(map(is_migration, scope.classes()))


def is_migration(node: ast.ClassDef) -> bool:
    """Whether a class is one of Django's migrations; no model can derive from that."""
    return any(isinstance(base, ast.Attribute) and base.attr == "Migration" for base in node.bases)


def _labels(call: ast.Call, scope: Scope, constants: Constants) -> Iterator[str]:
    """`get_model("app", "Model")` and `get_model("app.Model")`."""
    name = argument(call, 1, "model_name")
    models = constants.texts(name, scope) if name else ()
    for text in constants.texts(argument(call, 0, "app_label"), scope):
        yield from [f"{text}.{model if model.isidentifier() else '*'}" for model in models] if models else [text]


def _models(texts: Iterable[str], line: int) -> Iterator[Import]:
    """`app.Model`; a model of the file's own app has no label."""
    for text in texts:
        label, dot, model = text.partition(".")
        if dot and label.isidentifier() and (model.isidentifier() or model == "*"):
            yield Import(APP + label, () if model == "*" else (model,), line, Kind.DYNAMIC)


def _object(text: str, line: int) -> Iterator[Import]:
    """The object of a dotted name: `import_string("a.b.c")` is `from a.b import c`. What cannot be told is unknown."""
    module, _, name = text.rpartition(".")
    if HOLE not in text and module:
        yield Import(module, (name,), line, Kind.DYNAMIC)
    elif HOLE in text:
        known = text.partition(HOLE)[0].rpartition(".")[0]
        yield Import(f"{known}." if known else "", (), line, Kind.DYNAMIC)


def _urls(given: ast.expr | None, line: int, scope: Scope, constants: Constants) -> Iterator[Import]:
    """The module of `include("a.urls")` and `include(("a.urls", "namespace"))`; a list of patterns is none."""
    if isinstance(given, ast.Tuple) and given.elts:
        given = given.elts[0]
    for text in constants.texts(given, scope) if given is not None else ():
        if all(part.isidentifier() for part in text.split(".")):
            yield Import(text, (), line, Kind.DYNAMIC)


def _settings(nodes: Nodes, constants: Constants) -> Iterator[Import]:
    """What the assignments of a settings module name."""
    for node, scope in nodes.assignments:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        for target in targets:
            name = target.id if isinstance(target, ast.Name) and scope is nodes.module else ""
            if name in LISTS and node.value:
                yield from _listed(node.value, scope, constants)
            elif name in NAMES and node.value:
                yield from dotted(constants.texts(node.value, scope), node.lineno)
            elif name == USER_MODEL and node.value:
                yield from _models(constants.texts(node.value, scope), node.lineno)
            elif name == TEMPLATES and node.value:
                for one in ast.walk(node.value):
                    yield from _processors(one, scope, constants)


def _processors(node: ast.AST, scope: Scope, constants: Constants) -> Iterator[Import]:
    if isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            if isinstance(key, ast.Constant) and key.value == PROCESSORS:
                yield from _listed(value, scope, constants)


def _listed(value: ast.expr, scope: Scope, constants: Constants) -> Iterator[Import]:
    """The names in a list, each at its own line."""
    for item in constants.items(value, scope):
        if item is not None:
            yield from dotted(constants.texts(item, scope), item.lineno)
