"""Which files of a commit are read, and what each says."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from checks.codebase import links, submodules
from checks.codebase.api.surface import ModuleApi
from checks.codebase.event_facts import DIALECT, EventFacts, event_dialect
from checks.codebase.facts import FileFacts
from checks.codebase.languages import LANGUAGES
from checks.codebase.snapshot import Entry, EntryKind, Snapshot
from checks.codebase.symbols import Symbols

EXTRACTOR_VERSION = 14
"""Raised with every change that makes `extract` or `scan` say something else: facts are cached under it."""

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


def extract(dialect: str, source: bytes) -> FileFacts:
    """What a file of this dialect says; never raises for any bytes."""
    if dialect == links.DIALECT:
        return links.extract(source)
    if dialect == submodules.DIALECT:
        return submodules.extract(source)
    language, _, grammar = dialect.partition(":")
    if language == DIALECT:
        return FileFacts(events=_events(grammar, source))
    if language == API:
        return FileFacts(api=_api(grammar, source))
    if language == SYMBOLS:
        return FileFacts(symbols=_symbols(grammar, source))
    return _READERS[language].extract(grammar, source)


def event_source(path: str, entry: Entry, words: frozenset[str]) -> Source | None:
    """How one path is read for its events; None for what is no code. `words` are the last names of what publishes and
    subscribes."""
    source = source_of(path, entry) if is_code(path, entry) else None
    return Source(path, entry.object_id, event_dialect(words, source.dialect)) if source else None


def is_code(path: str, entry: Entry | None) -> bool:
    """Whether a file may publish or subscribe: whether it has facts on events at all."""
    source = source_of(path, entry) if entry else None
    language, _, dialect = source.dialect.partition(":") if source else ("", "", "")
    return language in _READERS and dialect in _READERS[language].code


def symbol_source(path: str, entry: Entry) -> Source | None:
    """How one path is read for its names; None for what has none."""
    source = source_of(path, entry)
    language, _, dialect = source.dialect.partition(":") if source else ("", "", "")
    if source is None or language not in _READERS or dialect not in _READERS[language].symbols:
        return None
    return Source(path, entry.object_id, f"{SYMBOLS}:{source.dialect}")


def api_source(path: str, entry: Entry) -> Source | None:
    """How one path is read for what it offers to others; None for what offers nothing."""
    source = source_of(path, entry)
    if source is None or source.dialect.partition(":")[0] not in _READERS:
        return None
    return Source(path, entry.object_id, f"{API}:{source.dialect}")


def _api(grammar: str, source: bytes) -> ModuleApi:
    language, _, dialect = grammar.partition(":")
    return _READERS[language].api(dialect, source)


def _symbols(grammar: str, source: bytes) -> Symbols:
    language, _, dialect = grammar.partition(":")
    return _READERS[language].symbols[dialect](source)


def _events(grammar: str, source: bytes) -> EventFacts:
    words, language, dialect = grammar.split(":", 2)
    return _READERS[language].events(dialect, source, frozenset(words.split(",")))


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
