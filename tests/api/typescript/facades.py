"""The breaks between two small packages, given as sources by path."""

import posixpath
from collections.abc import Mapping

from checks.codebase.api.breaks import Break
from checks.codebase.api.surface import ModuleApi
from checks.codebase.api.typescript_breaks import script_breaks
from checks.codebase.api.typescript_facade import Facade, script_facade
from checks.codebase.languages.typescript import dialect
from checks.codebase.languages.typescript.api import extract_api

ENTRY = "index.ts"
Sources = str | Mapping[str, str]


def facade_of(sources: Sources, entries: Mapping[str, str] | None = None) -> Facade:
    """The facade of a package, whose modules are read in rounds as they are asked for."""
    files = {ENTRY: sources} if isinstance(sources, str) else sources
    known = dict[str, ModuleApi | None]()
    while True:
        facade, missing = script_facade(entries or {"": ENTRY}, known, lambda path, name: _resolve(files, path, name))
        if not missing:
            return facade
        known |= {path: extract_api(dialect(path) or "", files[path].encode()) for path in missing}


def breaks_of(before: Sources, after: Sources) -> list[Break]:
    """The breaks between two packages, or between two modules."""
    return script_breaks(facade_of(before), facade_of(after))


def told(breaks: list[Break]) -> list[str]:
    """Each break in a word: `export-removed close`, with a `?` where it is a notice."""
    return [f"{each.id}{'' if each.certain else '?'} {each.name}" for each in breaks]


def _resolve(files: Mapping[str, str], importer: str, module: str) -> str | None:
    stem = posixpath.normpath(posixpath.join(posixpath.dirname(importer), module))
    candidates = (stem, f"{stem}.ts", f"{stem.removesuffix('.js')}.ts", f"{stem}/index.ts")
    return next((path for path in candidates if module.startswith(".") and path in files), None)
