"""What reads Python files and their manifests."""

from checks.codebase.api.surface import ModuleApi
from checks.codebase.event_facts import EventFacts
from checks.codebase.facts import FileFacts
from checks.codebase.languages.language import Readers
from checks.codebase.languages.python.events import extract_events
from checks.codebase.languages.python.extract import extract_source
from checks.codebase.languages.python.extract_symbols import extract_symbols
from checks.codebase.languages.python.manifest import extract_pyproject
from checks.codebase.languages.python.scan import scan_source
from checks.codebase.symbols import Symbols


def extract(dialect: str, source: bytes) -> FileFacts:
    """The facts of one file; never raises."""
    return extract_pyproject(source) if dialect == "pyproject" else extract_source(source)


def scan(_dialect: str, source: bytes) -> FileFacts | None:
    """The same, faster; None where that is not sure."""
    return scan_source(source)


def symbols(_dialect: str, source: bytes) -> Symbols:
    """The names of a module; never raises."""
    return extract_symbols(source)


def events(_dialect: str, source: bytes, words: frozenset[str]) -> EventFacts:
    """What a file says of events; never raises."""
    return extract_events(source, words)


def api(dialect: str, source: bytes) -> ModuleApi:
    """What a module offers to others; nothing for a manifest. Never raises."""
    from checks.codebase.languages.python.api import extract_api  # noqa: PLC0415 - griffe takes long to import

    return extract_api(source) if dialect == "python" else ModuleApi()


READERS = Readers(extract, scan, symbols, events, api)
