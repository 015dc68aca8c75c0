"""What one file says, independent of every other file: the unit that is cached by the file's object id.

Facts are read from a blob and its dialect alone. What an import *means* depends on the other files and is
decided by a language's resolver.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from checks.codebase.api.surface import ModuleApi
from checks.codebase.event_facts import EventFacts
from checks.codebase.symbols import Symbols


class Kind(StrEnum):
    """How an edge is written. Where one edge is written in several ways the strongest kind names it."""

    IMPORT = "import"
    DYNAMIC = "dynamic"
    TYPE = "type"
    MANIFEST = "manifest"
    LINK = "link"


STRENGTH = (Kind.IMPORT, Kind.DYNAMIC, Kind.TYPE, Kind.MANIFEST, Kind.LINK)
"""Kinds from strongest to weakest (docs/edges.md)."""


@dataclass(frozen=True, slots=True)
class Import:
    """One import statement.

    `module` is as written (`..ports`, `@acme/billing/api`). `names` are the names taken from it: `("*",)` for all,
    empty for the module itself; of a dependency in a manifest the group that it stands in (`devDependencies`). `line`
    is where the statement begins, from 1. An empty module of kind dynamic is one that only the running program knows.
    """

    module: str
    names: tuple[str, ...]
    line: int
    kind: Kind = Kind.IMPORT

    @property
    def is_unknown(self) -> bool:
        """Whether the text does not tell what is imported."""
        return not self.module and self.kind is Kind.DYNAMIC


@dataclass(frozen=True, slots=True)
class Export:
    """A name that the file offers to others, and its normalised signature where it has one."""

    name: str
    line: int
    signature: str | None = None


@dataclass(frozen=True, slots=True)
class Use:
    """A place where a file uses something of the runtime that is there without an import, or that an import of more
    than that brings: `fetch`, `process.env`, `os.environ`. `name` is the full one, whatever the file calls it."""

    name: str
    line: int


@dataclass(frozen=True, slots=True)
class Declared:
    """A dependency in a manifest: the name of a package as its registry compares names, the group that it stands in
    (`devDependencies`), and which one is meant: `workspace:*`, `^1.2`, `==1.2`, `path:../billing`, `git+https://…@v1`,
    empty for any. `line` is from 1."""

    name: str
    group: str
    specifier: str
    line: int


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a file could not be read in full. `line` is where reading failed, where that is known."""

    reason: str
    line: int | None = None


@dataclass(frozen=True, slots=True, order=True)
class Hint:
    """What a source file says of where names are found, beside its imports: `what` is its language's word for it."""

    what: str
    value: str


@dataclass(frozen=True, slots=True)
class FileFacts:
    """Everything one file says.

    `settings` holds what a manifest or tool configuration says (package.json, tsconfig.json, pyproject.toml) as
    plain JSON values, cut down by the language to the keys that its resolver asks for. `problem` is set where the
    file could not be read in full: its other facts are then what could be saved, and absence means nothing. `hints`
    of any file may change what the imports of others mean: the layout of their language keeps them. `uses` are those
    of the names in `io_groups`; None where a scanner read the file, which does not look for them. `symbols`, `events`
    and `api` are asked for by dialects of their own.
    """

    imports: tuple[Import, ...] = ()
    exports: tuple[Export, ...] = ()
    events: EventFacts | None = None
    settings: Mapping[str, object] | None = None
    problem: Problem | None = None
    hints: tuple[Hint, ...] = ()
    uses: tuple[Use, ...] | None = ()
    declared: tuple[Declared, ...] = ()
    symbols: Symbols | None = None
    api: ModuleApi | None = None

    @property
    def is_scanned(self) -> bool:
        """Whether a scanner said it, and a parser may say more."""
        return self.uses is None

    def makes_the_graph_of(self, other: "FileFacts") -> bool:
        """Whether a graph is the same with the other facts in their place: they differ in what only a parser finds."""
        mine = (self.imports, self.hints, self.settings, self.problem)
        return mine == (other.imports, other.hints, other.settings, other.problem)


NO_FACTS = FileFacts()
NOTHING_SCANNED = FileFacts(uses=None)
