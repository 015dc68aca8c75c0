"""A codebase in a dictionary: files by path, and what an import in it means."""

import json
from collections.abc import Mapping

from checks.codebase.codebase import Codebase
from checks.codebase.facts import Import, Kind
from checks.codebase.languages.typescript import LANGUAGE
from checks.codebase.lookups import Lookups
from checks.codebase.snapshot import Entry, EntryKind, Snapshot

Text = str | Mapping[str, object]


def resolve(
    files: Mapping[str, Text], importer: str, module: str, kind: Kind = Kind.IMPORT
) -> str | tuple[str, ...] | None:
    """The path that the import means, its external name as `npm:name`, its candidates, or None for nothing."""
    sources = {path: text if isinstance(text, str) else json.dumps(text) for path, text in files.items()}
    snapshot = Snapshot("head", {path: Entry(EntryKind.FILE, path) for path in sources})
    dialects = {path: LANGUAGE.dialect(path) for path in sources}
    facts = {path: LANGUAGE.extract(dialect, sources[path].encode()) for path, dialect in dialects.items() if dialect}
    resolver = LANGUAGE.layout(Codebase(snapshot, facts)).resolver(Lookups(snapshot.entries))
    targets = list(resolver.resolve(importer, Import(module, (), 1, kind)))
    if not targets:
        return None
    (target,) = targets
    return target.path or target.candidates or f"npm:{target.external}"


def imports(source: str, dialect: str = "typescript") -> list[tuple[str, tuple[str, ...], int, str]]:
    """The imports that are read from a source, as plain tuples."""
    facts = LANGUAGE.extract(dialect, source.encode())
    return [(each.module, each.names, each.line, each.kind.value) for each in facts.imports]
