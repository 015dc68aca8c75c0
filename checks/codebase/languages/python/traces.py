"""Which files get a walk through every expression: a look at the text spares it to most.

What is looked for is what `calls` reads; a file without a trace has none of it.
"""

import re
import unicodedata
from collections.abc import Iterable

from checks.codebase.languages.python.encodings import is_as_written

GENERAL = ("__import__", "importlib", "pkgutil", "runpy", "builtins", "addsitedir")
"""A file that names none of these cannot get hold of any of the functions that import."""

SYS = re.compile(rb"\bsys\b")
OF_SYS = (b"path", b"getattr")

OF_DJANGO = ("ForeignKey", "OneToOneField", "ManyToManyField", "import_string", "AppConfig")
SETTINGS = (
    "INSTALLED_APPS",
    "MIDDLEWARE",
    "ROOT_URLCONF",
    "SGI_APPLICATION",
    "AUTHENTICATION_BACKENDS",
    "DATABASE_ROUTERS",
    "context_processors",
    "send_task",
    "beat_schedule",
    "BEAT_SCHEDULE",
    "CELERY_IMPORTS",
)
USER_MODEL = re.compile(rb"(?<![.\w])AUTH_USER_MODEL\s*[=:]")
OF_CELERY = (b"ignature", b"subtask", b"Celery(", b"autodiscover_tasks")
OF_APPS = (b"get_model", b"get_app_config")
GET_MODEL = re.compile(rb"\bdjango\b(?!\s*\.\s*(?!apps\b)\w)")
"""Django's name where one of `django.apps` may follow, unlike `django.db`: a migration that is given its registry has
none of it."""
INCLUDE = re.compile(rb"\bdjango\b(?!\s*\.\s*(?!urls\b|conf\s*\.\s*urls\b)\w)")
"""The same for `django.urls` and `django.conf.urls`."""


def may_import_by_call(source: bytes) -> bool:
    """Whether the text leaves a trace of anything that is read from calls, assignments or classes.

    Identifiers compare in NFKC (Python's reference, "Identifiers and keywords"), so that full-width letters do too.
    """
    if not is_as_written(source):
        return True
    text = plain(source)
    return has_general_trace(text) or _has_framework_trace(text)


def plain(source: bytes) -> bytes:
    """The text with identifiers as Python compares them."""
    return source if source.isascii() else unicodedata.normalize("NFKC", source.decode("utf-8", "replace")).encode()


def has_general_trace(text: bytes) -> bool:
    """Whether there is a trace of a function that imports, or of the search path."""
    if _any(_GENERAL, text):
        return True
    return b"sys" in text and SYS.search(text) is not None and _any(OF_SYS, text)


def _has_framework_trace(text: bytes) -> bool:
    if _any(_SETTINGS, text) or (b"AUTH_USER_MODEL" in text and USER_MODEL.search(text) is not None):
        return True
    if b"django" in text and (
        _any(_OF_DJANGO, text)
        or (_any(OF_APPS, text) and GET_MODEL.search(text) is not None)
        or (b"include" in text and INCLUDE.search(text) is not None)
    ):
        return True
    return b"elery" in text and _any(OF_CELERY, text)


def _any(words: Iterable[bytes], text: bytes) -> bool:
    return any(map(text.__contains__, words))


_GENERAL = tuple(word.encode() for word in GENERAL)
_OF_DJANGO = tuple(word.encode() for word in OF_DJANGO)
_SETTINGS = tuple(word.encode() for word in SETTINGS)
