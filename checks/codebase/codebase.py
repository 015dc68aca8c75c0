"""One side of a pull request as values: the files of a commit and what each of them says."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from checks.codebase import links, submodules
from checks.codebase.facts import NO_FACTS, FileFacts
from checks.codebase.languages import LANGUAGES
from checks.codebase.languages.language import Language
from checks.codebase.snapshot import Entry, EntryKind, Snapshot

EXTRACTOR_VERSION = 5
"""Raised with every change that makes `extract` say something else: facts are cached under it."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file whose facts are wanted. The same bytes in another dialect are other facts."""

    path: str
    object_id: str
    dialect: str


@dataclass(frozen=True, slots=True)
class Codebase:
    """The files of one commit and the facts of those that a language reads, by path."""

    snapshot: Snapshot
    facts: Mapping[str, FileFacts]

    def of(self, path: str) -> FileFacts:
        """The facts of one file; empty ones for a file that is not there or that no language reads."""
        return self.facts.get(path, NO_FACTS)

    def by_language(self) -> Iterator[tuple[Language, Mapping[str, FileFacts]]]:
        """Each language with the facts of its own files."""
        for language in LANGUAGES:
            yield language, {path: facts for path, facts in self.facts.items() if language.dialect(path)}


def sources(snapshot: Snapshot, is_ignored: Callable[[str], bool]) -> Iterator[Source]:
    """The files of a commit that have facts to read: source, manifests and symbolic links, less ignored ones."""
    for path, entry in snapshot.entries.items():
        dialect = _dialect(path, entry)
        if dialect and not is_ignored(path):
            yield Source(path, entry.object_id, dialect)


def extract(dialect: str, source: bytes) -> FileFacts:
    """What a file of this dialect says; never raises for any bytes."""
    if dialect == links.DIALECT:
        return links.extract(source)
    if dialect == submodules.DIALECT:
        return submodules.extract(source)
    return _READERS[dialect.partition(":")[0]].extract(dialect.partition(":")[2], source)


_READERS = {language.name: language for language in LANGUAGES}


def _dialect(path: str, entry: Entry) -> str | None:
    """`python:pyproject`, `typescript:tsx`, `link`; None for what is not read."""
    if entry.kind is EntryKind.LINK:
        return links.DIALECT
    if entry.kind is EntryKind.SUBMODULE:
        return None
    if path == submodules.FILE:
        return submodules.DIALECT
    named = ((language.name, language.dialect(path)) for language in LANGUAGES)
    return next((f"{name}:{dialect}" for name, dialect in named if dialect), None)
