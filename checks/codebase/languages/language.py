"""What a language must be able to do: say which files are its own, read one, and tell what an import means."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from checks.codebase.api.surface import ModuleApi
from checks.codebase.codebase import Codebase
from checks.codebase.event_facts import EventFacts
from checks.codebase.facts import FileFacts, Import
from checks.codebase.lookups import Lookups
from checks.codebase.symbols import Symbols


@dataclass(frozen=True, slots=True)
class Target:
    """What (a part of) one import means.

    Exactly one of these holds: `path` is a file of the snapshot; `external` is the dotted or npm name of something
    outside the repository (standard library included); `candidates` are the files between which the name is
    ambiguous. `symbols` are those of the import's names that this target provides; for an import of a whole module
    it is empty. `is_partial`: only a part of the name is known, and something else below may be meant; then there may
    be no path at all.
    """

    path: str | None = None
    external: str | None = None
    candidates: tuple[str, ...] = ()
    symbols: tuple[str, ...] = ()
    is_partial: bool = False


@dataclass(frozen=True, slots=True)
class EntryPoints:
    """Whether a file is an entry point of its package, and the package's entry points as far as they can be listed.
    `named` are these with the names that users give them below the package's own: empty for the main one."""

    is_one: bool
    listed: tuple[str, ...]
    named: tuple[tuple[str, str], ...] = ()


class Resolver(Protocol):
    """Tells what imports mean in one codebase."""

    def resolve(self, importer: str, statement: Import) -> Iterable[Target]:
        """The targets of one import statement of the file `importer`; nothing where it resolves to nothing."""
        ...


class Layout(Protocol):
    """What imports mean in one codebase apart from single files: its projects, packages, and their settings."""

    @property
    def counted(self) -> Mapping[str, int]:
        """What the layout knows from the facts of all files, not only of those that shape it."""
        ...

    def resolver(self, lookups: Lookups) -> Resolver:
        """Resolves imports; every file, folder and name that an answer rests on goes through `lookups`."""
        ...

    def entry_points(self, lookups: Lookups, folder: str, path: str) -> EntryPoints | None:
        """The files by which the package around a file is meant to be used, of those in `folder` (a component's); None
        where nothing says which they are."""
        ...

    def after(self, before: Codebase, after: Codebase, touched: Collection[str]) -> "LayoutChange | None":
        """The layout of `after`, where this is that of `before` and the files at `touched` differ; None where so much
        differs that every import is to be resolved anew."""
        ...


@dataclass(frozen=True, slots=True)
class LayoutChange:
    """A changed layout, and the names whose look-ups it answers in another way: imports that rest on one of them are
    resolved again. Files that come and go are not among the names."""

    layout: Layout
    names: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Readers:
    """What reads the files of one language, each function given the dialect and the bytes; none of them ever raises.

    `extract` tells the facts of a file, and in `FileFacts.problem` what it cannot read. `scan` says the same of the
    `scanned` dialects faster, less `uses`, or None where it is not sure. What only some policies ask for is read apart:
    `symbols`, of the `named` ones; `events`, what a file of one of those in `code` says of events, given the last names
    of what publishes and subscribes; `api`, what a file of any dialect offers to others.
    """

    extract: Callable[[str, bytes], FileFacts]
    scan: Callable[[str, bytes], FileFacts | None]
    symbols: Callable[[str, bytes], Symbols]
    events: Callable[[str, bytes, frozenset[str]], EventFacts]
    api: Callable[[str, bytes], ModuleApi]


@dataclass(frozen=True, slots=True)
class Language:
    """One language: which files are its own, and what their facts mean together.

    `dialect` names the grammar of a path, or None for a file that is not this language's. `readers` imports what reads
    its files: parsers take long to import, and who knows all facts needs none. Of its dialects there is a scanner for
    those in `scanned`, those in `named` have names, and those in `code` may publish. `layout` works out that of a
    codebase: from the facts of all files, or of those that shape it (`shapes_layout`) and what another layout of it has
    counted, of which it raises ValueError if it cannot be.
    """

    name: str
    dialect: Callable[[str], str | None]
    readers: Callable[[], Readers]
    scanned: frozenset[str]
    named: frozenset[str]
    code: frozenset[str]
    layout: Callable[[Codebase, Mapping[str, int] | None], Layout]
    shapes_layout: Callable[[str, FileFacts], bool]
