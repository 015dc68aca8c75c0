"""What a language must be able to do: say which files are its own, read one, and tell what an import means."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from checks.codebase.facts import FileFacts, Import
from checks.codebase.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Target:
    """What (a part of) one import means.

    Exactly one of these holds: `path` is a file of the snapshot; `external` is the dotted or npm name of something
    outside the repository (standard library included); `candidates` are the files between which the name is
    ambiguous. `symbols` are those of the import's names that this target provides; for an import of a whole module
    it is empty.
    """

    path: str | None = None
    external: str | None = None
    candidates: tuple[str, ...] = ()
    symbols: tuple[str, ...] = ()


class Resolver(Protocol):
    """Tells what imports mean in one codebase."""

    def resolve(self, importer: str, statement: Import) -> Iterable[Target]:
        """The targets of one import statement of the file `importer`; nothing where it resolves to nothing."""
        ...


@dataclass(frozen=True, slots=True)
class Language:
    """One language, as three functions.

    `dialect` names the grammar of a path, or None for a file that is not this language's. `extract` reads the bytes
    of a file of that dialect; it never raises, what it cannot read it says in `FileFacts.problem`. `resolver` makes
    the resolver of one codebase from its files and the facts of this language's files, by path.
    """

    name: str
    dialect: Callable[[str], str | None]
    extract: Callable[[str, bytes], FileFacts]
    resolver: Callable[[Snapshot, Mapping[str, FileFacts]], Resolver]
