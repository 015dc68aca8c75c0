"""Which files of a commit are read, and in which dialect."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from checks.codebase import links, submodules
from checks.codebase.event_facts import event_dialect
from checks.codebase.languages import LANGUAGES
from checks.codebase.snapshot import Entry, EntryKind, Snapshot

EXTRACTOR_VERSION = 16
"""Raised with every change that makes `extract` or `scan` (checks/codebase/extraction.py) say something else: facts are
cached under it."""

SYMBOLS = "symbols"
"""How the dialect begins in which a file is read for its names: `symbols:python:python`."""

API = "api"
"""How the dialect begins in which a file is read for what it offers to others: `api:python:python`."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file whose facts are wanted. The same bytes in another dialect are other facts."""

    path: str
    object_id: str
    dialect: str


def sources(snapshot: Snapshot, is_ignored: Callable[[str], bool]) -> Iterator[Source]:
    """The files of a commit that have facts to read: source, manifests and symbolic links, less ignored ones."""
    for path, entry in snapshot.entries.items():
        source = source_of(path, entry)
        if source is not None and not is_ignored(path):
            yield source


def source_of(path: str, entry: Entry) -> Source | None:
    """How one path is read; None for what is not."""
    dialect = _dialect(path, entry)
    return Source(path, entry.object_id, dialect) if dialect else None


def event_source(path: str, entry: Entry, words: frozenset[str]) -> Source | None:
    """How one path is read for its events; None for what is no code. `words` are the last names of what publishes and
    subscribes."""
    source = source_of(path, entry) if is_code(path, entry) else None
    return Source(path, entry.object_id, event_dialect(words, source.dialect)) if source else None


def is_code(path: str, entry: Entry | None) -> bool:
    """Whether a file may publish or subscribe: whether it has facts on events at all."""
    source = source_of(path, entry) if entry else None
    language, _, dialect = source.dialect.partition(":") if source else ("", "", "")
    return language in _LANGUAGES and dialect in _LANGUAGES[language].code


def symbol_source(path: str, entry: Entry) -> Source | None:
    """How one path is read for its names; None for what has none."""
    source = source_of(path, entry)
    language, _, dialect = source.dialect.partition(":") if source else ("", "", "")
    if source is None or language not in _LANGUAGES or dialect not in _LANGUAGES[language].named:
        return None
    return Source(path, entry.object_id, f"{SYMBOLS}:{source.dialect}")


def api_source(path: str, entry: Entry) -> Source | None:
    """How one path is read for what it offers to others; None for what offers nothing."""
    source = source_of(path, entry)
    if source is None or source.dialect.partition(":")[0] not in _LANGUAGES:
        return None
    return Source(path, entry.object_id, f"{API}:{source.dialect}")


def is_scanned(dialect: str) -> bool:
    """Whether there is a scanner for this dialect, so that `scan` may say something else than `extract`."""
    language, _, grammar = dialect.partition(":")
    return language in _LANGUAGES and grammar in _LANGUAGES[language].scanned


_LANGUAGES = {language.name: language for language in LANGUAGES}


def _dialect(path: str, entry: Entry) -> str | None:
    """`python:pyproject`, `typescript:tsx`, `link`; None for what is not read."""
    if entry.kind is EntryKind.LINK:
        return links.DIALECT
    if entry.kind is EntryKind.SUBMODULE:
        return None
    if path == submodules.FILE:
        return submodules.DIALECT
    for language in LANGUAGES:
        dialect = language.dialect(path)
        if dialect:
            return f"{language.name}:{dialect}"
    return None
