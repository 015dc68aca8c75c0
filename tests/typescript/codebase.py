"""A codebase in a dictionary: files by path, and what an import in it means."""

import json
from collections.abc import Mapping

from checks.codebase.codebase import Codebase
from checks.codebase.facts import Import, Kind
from checks.codebase.languages.language import Resolver, Target
from checks.codebase.languages.typescript import LANGUAGE
from checks.codebase.languages.typescript.readers import READERS
from checks.codebase.lookups import Lookups
from checks.codebase.snapshot import Entry, EntryKind, Snapshot

Text = str | Mapping[str, object]


def resolve(
    files: Mapping[str, Text], importer: str, module: str, kind: Kind = Kind.IMPORT
) -> str | tuple[str, ...] | None:
    """The path that the import means, its external name as `npm:name`, its candidates, or None for nothing."""
    targets = _targets(files, importer, module, kind)
    if not targets:
        return None
    (target,) = targets
    return target.path or target.candidates or f"npm:{target.external}"


def resolve_all(files: Mapping[str, Text], importer: str, module: str, kind: Kind = Kind.IMPORT) -> list[str]:
    """The same of an import that means several things."""
    return [target.path or f"npm:{target.external}" for target in _targets(files, importer, module, kind)]


def _targets(files: Mapping[str, Text], importer: str, module: str, kind: Kind) -> list[Target]:
    return list(resolver(files).resolve(importer, Import(module, (), 1, kind)))


def resolver(files: Mapping[str, Text]) -> Resolver:
    """Resolves the imports of a codebase."""
    sources = {path: text if isinstance(text, str) else json.dumps(text) for path, text in files.items()}
    snapshot = Snapshot("head", {path: Entry(EntryKind.FILE, path) for path in sources})
    dialects = {path: LANGUAGE.dialect(path) for path in sources}
    facts = {path: READERS.extract(dialect, sources[path].encode()) for path, dialect in dialects.items() if dialect}
    return LANGUAGE.layout(Codebase(snapshot, facts), None).resolver(Lookups(snapshot.entries))


def imports(source: str, dialect: str = "typescript") -> list[tuple[str, tuple[str, ...], int, str]]:
    """The imports that are read from a source, as plain tuples."""
    facts = READERS.extract(dialect, source.encode())
    return [(each.module, each.names, each.line, each.kind.value) for each in facts.imports]
