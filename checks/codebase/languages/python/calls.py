"""What a file says in calls, assignments and classes rather than in import statements."""

import ast

from checks.codebase.facts import Hint, Import, Kind
from checks.codebase.languages.python import celery, django
from checks.codebase.languages.python.celery import celery_imports
from checks.codebase.languages.python.constants import Constants
from checks.codebase.languages.python.django import app_labels, django_imports
from checks.codebase.languages.python.dynamic import FUNCTIONS, import_calls
from checks.codebase.languages.python.file_imports import PATHS, file_imports
from checks.codebase.languages.python.references import References
from checks.codebase.languages.python.scopes import Nodes
from checks.codebase.languages.python.search_paths import METHODS, PATH, search_paths
from checks.codebase.languages.python.texts import HOLE

MEANINGS = FUNCTIONS.keys() | PATHS.keys() | METHODS.keys() | {PATH} | django.MEANINGS | celery.MEANINGS

MODULES = frozenset(meaning.partition(".")[0] for meaning in MEANINGS)
METHODS_BY_NAME = celery.SEND | {"autodiscover_tasks"}
"""Methods that are known by nothing but their name."""

SETTINGS = django.LISTS | django.NAMES | {django.USER_MODEL, django.TEMPLATES} | celery.SCHEDULES | celery.IMPORTS
"""Names whose values say what is imported, whatever reads them."""


def references_of(nodes: Nodes, constants: Constants) -> References:
    """What the names of a file refer to."""

    def text(node: ast.expr) -> str | None:
        texts = constants.texts(node, nodes.module)
        return texts[0] if len(texts) == 1 and HOLE not in texts[0] else None

    references = References(MEANINGS, text)
    references.read(nodes)
    return references


def imports_and_hints(nodes: Nodes) -> tuple[list[Import], list[Hint]]:
    """The imports that are no statements, and what the file says of where names are found."""
    constants = Constants(nodes)
    references = references_of(nodes, constants)
    paths = list(search_paths(nodes, references, constants))
    found = [
        *import_calls(nodes, references, constants),
        *file_imports(nodes, references, constants),
        *django_imports(nodes, references, constants),
        *celery_imports(nodes, references, constants),
        *(Import("", (), line, Kind.DYNAMIC) for line in paths if isinstance(line, int)),
    ]
    hints = [*(one for one in paths if isinstance(one, Hint)), *app_labels(nodes, references, constants)]
    return list(dict.fromkeys(found)), sorted(set(hints))
