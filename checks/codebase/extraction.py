"""What each file says, with the parsers of all languages: for parser processes."""

from checks.codebase import links, submodules
from checks.codebase.api.surface import ModuleApi
from checks.codebase.event_facts import DIALECT, EventFacts
from checks.codebase.facts import FileFacts
from checks.codebase.languages import LANGUAGES
from checks.codebase.sources import API, SYMBOLS, is_scanned
from checks.codebase.symbols import Symbols

READERS = {language.name: language.readers() for language in LANGUAGES}


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
    return READERS[language].extract(grammar, source)


def scan(dialect: str, source: bytes) -> FileFacts:
    """The same, by a scanner that is several times faster where it is sure; a syntax error may escape it, and what is
    used of the runtime does. For files that a pull request does not touch."""
    language, _, grammar = dialect.partition(":")
    found = READERS[language].scan(grammar, source) if is_scanned(dialect) else None
    return extract(dialect, source) if found is None else found


def _api(grammar: str, source: bytes) -> ModuleApi:
    language, _, dialect = grammar.partition(":")
    return READERS[language].api(dialect, source)


def _symbols(grammar: str, source: bytes) -> Symbols:
    language, _, dialect = grammar.partition(":")
    return READERS[language].symbols(dialect, source)


def _events(grammar: str, source: bytes) -> EventFacts:
    words, language, dialect = grammar.split(":", 2)
    return READERS[language].events(dialect, source, frozenset(words.split(",")))
