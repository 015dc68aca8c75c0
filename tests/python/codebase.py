"""Python in a dictionary: what a file imports, and what an import means among some files."""

from collections.abc import Iterable, Mapping

from checks.codebase.codebase import Codebase
from checks.codebase.facts import FileFacts
from checks.codebase.languages.python import LANGUAGE
from checks.codebase.languages.python.extract import extract_source
from checks.codebase.languages.python.readers import READERS
from checks.codebase.lookups import Lookups
from checks.codebase.snapshot import Entry, EntryKind, Snapshot

Imports = list[tuple[str, tuple[str, ...], int, str]]


def read(source: str | bytes) -> FileFacts:
    """The facts of a source file."""
    return extract_source(source if isinstance(source, bytes) else source.encode())


def imports(source: str | bytes) -> Imports:
    """The imports of a source file, as plain tuples."""
    return [(one.module, one.names, one.line, one.kind.value) for one in read(source).imports]


def kinds(source: str | bytes) -> dict[str, str]:
    """The kind of each imported module, those of typing left out."""
    return {module: kind for module, _, _, kind in imports(source) if module not in {"typing", "typing_extensions"}}


def resolve(files: Mapping[str, str] | Iterable[str], importer: str, statement: str) -> list[str]:
    """What the statement in `importer` means: paths, `ext:name`, or `one|other` for candidates, in order."""
    texts = dict(files) if isinstance(files, Mapping) else dict.fromkeys(files, "")
    texts[importer] = statement
    snapshot = Snapshot("head", {path: Entry(EntryKind.FILE, path) for path in texts})
    dialects = {path: LANGUAGE.dialect(path) for path in texts}
    facts = {path: READERS.extract(dialect, texts[path].encode()) for path, dialect in dialects.items() if dialect}
    resolver = LANGUAGE.layout(Codebase(snapshot, facts), None).resolver(Lookups(snapshot.entries))
    targets = [target for one in facts[importer].imports for target in resolver.resolve(importer, one)]
    return [target.path or "|".join(target.candidates) or f"ext:{target.external}" for target in targets]
