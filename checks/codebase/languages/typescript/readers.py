"""What reads scripts, single-file components, style sheets and settings."""

from collections.abc import Callable, Mapping
from functools import partial

from checks.codebase.event_facts import EventFacts
from checks.codebase.facts import NO_FACTS, FileFacts
from checks.codebase.languages.language import Readers
from checks.codebase.languages.typescript.api import extract_api
from checks.codebase.languages.typescript.bundlers import extract_babel, extract_bundler
from checks.codebase.languages.typescript.events import extract_events
from checks.codebase.languages.typescript.extract import extract_script
from checks.codebase.languages.typescript.extract_symbols import SYMBOLS
from checks.codebase.languages.typescript.grammar import TSX, TYPESCRIPT
from checks.codebase.languages.typescript.mdx import extract_mdx
from checks.codebase.languages.typescript.scan import scan_script
from checks.codebase.languages.typescript.scan_mdx import scan_mdx
from checks.codebase.languages.typescript.scripts import extract_astro, extract_component
from checks.codebase.languages.typescript.settings import extract_package, extract_pnpm_workspace, extract_tsconfig
from checks.codebase.languages.typescript.styles import extract_styles
from checks.codebase.symbols import Symbols

GRAMMARS = {"typescript": TYPESCRIPT, "tsx": TSX, "bundler": TYPESCRIPT, "bundler-js": TSX}

EXTRACTORS: Mapping[str, Callable[[bytes], FileFacts]] = {
    "typescript": partial(extract_script, language=TYPESCRIPT),
    "tsx": partial(extract_script, language=TSX),
    "vue": extract_component,
    "svelte": extract_component,
    "astro": extract_astro,
    "mdx": extract_mdx,
    "css": partial(extract_styles, "css"),
    "scss": partial(extract_styles, "scss"),
    "sass": partial(extract_styles, "sass"),
    "less": partial(extract_styles, "less"),
    "prisma": lambda _: NO_FACTS,  # it imports nothing; it has names
    "bundler": partial(extract_bundler, language=TYPESCRIPT),
    "bundler-js": partial(extract_bundler, language=TSX),
    "babel": extract_babel,
    "package.json": extract_package,
    "tsconfig": extract_tsconfig,
    "pnpm-workspace": extract_pnpm_workspace,
}


def extract(dialect: str, source: bytes) -> FileFacts:
    """The facts of one file; never raises."""
    return EXTRACTORS[dialect](source)


def scan(dialect: str, source: bytes) -> FileFacts | None:
    """The same, faster; None where that is not sure."""
    return scan_mdx(source) if dialect == "mdx" else scan_script(source, dialect)


def symbols(dialect: str, source: bytes) -> Symbols:
    """The names of a script, or of the one that a file holds; never raises."""
    return SYMBOLS[dialect](source)


def events(dialect: str, source: bytes, words: frozenset[str]) -> EventFacts:
    """What a script says of events; never raises."""
    return extract_events(source, words, GRAMMARS[dialect])


READERS = Readers(extract, scan, symbols, events, extract_api)
