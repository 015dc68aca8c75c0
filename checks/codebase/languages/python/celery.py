"""What Celery imports by strings: tasks by their names, and modules of tasks. Names that are no modules of the
repository mean nothing."""

import ast
from collections.abc import Iterator

from checks.codebase.facts import Import
from checks.codebase.languages.python.constants import Constants
from checks.codebase.languages.python.django import dotted
from checks.codebase.languages.python.dynamic import argument
from checks.codebase.languages.python.references import References
from checks.codebase.languages.python.scopes import Nodes, Scope

SEND = frozenset({"send_task", "signature"})
"""Methods of a Celery application whose first parameter is the name of a task."""

SIGNATURES = frozenset(
    f"{module}.{name}" for module in ("celery", "celery.canvas") for name in ("signature", "Signature", "subtask")
)
APPLICATION = frozenset({"celery.Celery", "celery.app.Celery", "celery.app.base.Celery"})
MEANINGS = SIGNATURES | APPLICATION

SCHEDULES = frozenset({"beat_schedule", "CELERY_BEAT_SCHEDULE", "CELERYBEAT_SCHEDULE"})
IMPORTS = frozenset({"CELERY_IMPORTS"})


def celery_imports(nodes: Nodes, references: References, constants: Constants) -> Iterator[Import]:
    """The imports that the task names of a file are."""
    for call, scope in nodes.calls:
        meant = references.of(call.func)
        is_method = isinstance(call.func, ast.Attribute) and call.func.attr in SEND
        if is_method or meant & SIGNATURES:
            given = argument(call, 0, "name") or argument(call, 0, "task")
            yield from dotted(constants.texts(given, scope) if given else (), call.lineno)
        elif meant & APPLICATION:
            yield from _listed(argument(call, len(call.args), "include"), scope, constants)
        elif isinstance(call.func, ast.Attribute) and call.func.attr == "autodiscover_tasks":
            yield from _listed(argument(call, 0, "packages"), scope, constants)
        for keyword in call.keywords:
            yield from _configured(keyword.arg or "", keyword.value, scope, constants)
    for node, scope in nodes.assignments:
        for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
            yield from _configured(_name(target), node.value, scope, constants)


def _configured(name: str, value: ast.expr | None, scope: Scope, constants: Constants) -> Iterator[Import]:
    """What a setting says that is called so."""
    if name in SCHEDULES and value:
        yield from _scheduled(value, scope, constants)
    elif name in IMPORTS:
        yield from _listed(value, scope, constants)


def _name(target: ast.expr) -> str:
    """The last word of a target: `app.conf.beat_schedule["nightly"]` is the schedule too."""
    if isinstance(target, ast.Subscript):
        target = target.value
    return target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", "")


def _scheduled(value: ast.expr, scope: Scope, constants: Constants) -> Iterator[Import]:
    """The tasks of a schedule."""
    for node in ast.walk(value):
        if isinstance(node, ast.Dict):
            for key, item in zip(node.keys, node.values, strict=True):
                if isinstance(key, ast.Constant) and key.value == "task":
                    yield from dotted(constants.texts(item, scope), item.lineno)


def _listed(value: ast.expr | None, scope: Scope, constants: Constants) -> Iterator[Import]:
    for item in constants.items(value, scope):
        if item is not None:
            yield from dotted(constants.texts(item, scope), item.lineno)
