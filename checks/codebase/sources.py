"""Which files of a commit are read, and what each says."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from checks.codebase import links, submodules
from checks.codebase.facts import FileFacts
from checks.codebase.languages import LANGUAGES
from checks.codebase.snapshot import Entry, EntryKind, Snapshot

EXTRACTOR_VERSION = 9
"""Raised with every change that makes `extract` or `scan` say something else: facts are cached under it."""


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


def extract(dialect: str, source: bytes) -> FileFacts:
    """What a file of this dialect says; never raises for any bytes."""
    if dialect == links.DIALECT:
        return links.extract(source)
    if dialect == submodules.DIALECT:
        return submodules.extract(source)
    language, _, grammar = dialect.partition(":")
    return _READERS[language].extract(grammar, source)


def scan(dialect: str, source: bytes) -> FileFacts:
    """The same, by a scanner that is several times faster where it is sure; a syntax error may escape it, and what is
    used of the runtime does. For files that a pull request does not touch."""
    language, _, grammar = dialect.partition(":")
    found = _READERS[language].scan(grammar, source) if is_scanned(dialect) else None
    return extract(dialect, source) if found is None else found


def is_scanned(dialect: str) -> bool:
    """Whether there is a scanner for this dialect, so that `scan` may say something else than `extract`."""
    language, _, grammar = dialect.partition(":")
    return language in _READERS and grammar in _READERS[language].scanned


_READERS = {language.name: language for language in LANGUAGES}


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
