"""What a finding rests on, as values: a report makes sentences of it, no check does.

One class for each kind of thing that is found. A rule that forbids an edge is a `Ban`: one class for each policy word.
"""

from dataclasses import dataclass
from enum import StrEnum

from checks.codebase.facts import Kind
from checks.codebase.symbols import Place


@dataclass(frozen=True, slots=True)
class NotInList:
    """`depends_on` of the importer's component does not hold the other: `allowed` (None without a positive list), and
    `denied`."""

    allowed: tuple[str, ...] | None
    denied: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotAUser:
    """`used_by` of `component` does not hold the importer's component (or `tests`)."""

    component: str
    allowed: tuple[str, ...] | None
    denied: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AgainstLayers:
    """`lower` is a layer below `higher` and imports it; `within` is the component whose layers they are, None for the
    layers over components."""

    lower: str
    higher: str
    within: str | None


@dataclass(frozen=True, slots=True)
class NotPublic:
    """The file is no entry point of `component`: what `public` names, and the files that those are."""

    component: str
    public: tuple[str, ...]
    entry_points: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Encapsulated:
    """`name` may be imported by the components that encapsulate it only: `homes`."""

    name: str
    homes: tuple[str, ...]


Ban = NotInList | NotAUser | AgainstLayers | NotPublic | Encapsulated


@dataclass(frozen=True, slots=True)
class Breach:
    """One rule that an edge breaks: the policy's `word`, whose component's it is, and the `line` of `file` where it
    stands."""

    word: str
    component: str | None
    ban: Ban
    file: str
    line: int | None
    adr: str | None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class ForbiddenEdge:
    """`importer` uses `imported`, which a rule forbids. `also` are the other rules that it breaks. `older` counts the
    edges of the same pair of components that the base has already; `candidates` are the files an ambiguous name may
    mean."""

    importer: str
    imported: str
    kind: Kind
    symbols: tuple[str, ...]
    breach: Breach
    also: tuple[Breach, ...] = ()
    older: int = 0
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NotPermitted:
    """`external` of the importer's component does not allow it: `allowed` (None without a positive list), `denied`, and
    the `entry` of these that forbids it (None: no entry allows it). `groups` of input and output are what it is of."""

    allowed: tuple[str, ...] | None
    denied: tuple[str, ...]
    entry: str | None
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ForbiddenExternal:
    """`importer` uses `imported` from outside the repository, which a rule forbids, by these `names`: `os.environ`, or
    parts of a package. `kind` is None for what is there without an import."""

    importer: str
    imported: str
    names: tuple[str, ...]
    kind: Kind | None
    ban: NotPermitted | Encapsulated
    reason: str | None


@dataclass(frozen=True, slots=True)
class LeakedPlace:
    """A place in the file where a symbol leaks: as part of what it appears there, and its line from 1."""

    place: Place
    symbol: str
    line: int


@dataclass(frozen=True, slots=True)
class LeakedSymbol:
    """`name`, which `imported` (a path, or a package from outside) defines at `line` and which belongs to those that
    encapsulate it, reaches `importer` through the files `via`. `places` are where, the first is that of the finding;
    `outsider` may get it by an entry point. `stand_in` is a type that may be shown instead, with the path and line of
    its definition."""

    importer: str
    imported: str
    name: str
    line: int | None
    places: tuple[LeakedPlace, ...]
    via: tuple[str, ...]
    ban: Encapsulated
    is_enum: bool = False
    outsider: str | None = None
    stand_in: tuple[str, str, int] | None = None


@dataclass(frozen=True, slots=True)
class ForbiddenChain:
    """The first component of `chain` reaches the last one, which its list forbids even by way of others. The edge from
    `importer` to `imported` is the new one."""

    importer: str
    imported: str
    chain: tuple[str, ...]
    breach: Breach


@dataclass(frozen=True, slots=True)
class ClosedCycle:
    """`importer` uses `imported`, the first such edge between their components, and `chain` leads back: components
    from the importer's to the importer's."""

    importer: str
    imported: str
    chain: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnreadableFile:
    """Why a file could not be read at head; `before` says whether it could not be read at the base either."""

    reason: str
    before: bool


@dataclass(frozen=True, slots=True)
class UnknownTarget:
    """`importer` has `count` more imports than before whose module only the running program knows."""

    importer: str
    count: int


@dataclass(frozen=True, slots=True)
class MissingEdge:
    """No file of `component` uses `required` any more (or, with `each_file`, this one does not): what
    `must_depend_on` asks for. `events` are those that it publishes now instead."""

    component: str
    required: str
    each_file: bool
    events: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IdleException:
    """An exception of the policy, from `source` to `target`, that no edge of the repository needs any more."""

    source: str
    target: str


@dataclass(frozen=True, slots=True)
class UndeclaredPackage:
    """`importer` imports `package`, which its `manifest` does not declare, or only in `group`, which is not shipped."""

    importer: str
    package: str
    manifest: str
    group: str | None


@dataclass(frozen=True, slots=True)
class WrongSpecifier:
    """`manifest` declares `package` of the repository by `specifier`, which is none of the protocols `allowed`."""

    manifest: str
    package: str
    specifier: str
    allowed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnpinnedVersion:
    """`manifest` declares `package` of `component`, which is versioned, by a `specifier` that names no version."""

    manifest: str
    package: str
    specifier: str
    component: str


@dataclass(frozen=True, slots=True)
class NotOnlyAPeer:
    """`manifest` declares `package` in `group`, though `component` may have it as a peer dependency only."""

    manifest: str
    package: str
    group: str
    component: str


@dataclass(frozen=True, slots=True)
class MissingFile:
    """No file of `member` is what its `contains` asks for by `glob`."""

    member: str
    glob: str


@dataclass(frozen=True, slots=True)
class ForbiddenFile:
    """A file of `member` is what its `contains` rules out by `glob`."""

    member: str
    glob: str


@dataclass(frozen=True, slots=True)
class UnassignedFile:
    """A new source file lies in no component."""


@dataclass(frozen=True, slots=True)
class ProtectedFile:
    """The change does something to a file that the policy protects by `glob`: `added`, `changed`, `deleted`, or
    `renamed` from `before`."""

    glob: str
    action: str
    before: str | None = None


@dataclass(frozen=True, slots=True)
class RelaxedPolicy:
    """The change makes the policy permit more: `word` (`components.orders.depends_on`) says the `names` now, or does
    not say them any more where `is_taken_away`."""

    word: str
    names: tuple[str, ...]
    is_taken_away: bool


@dataclass(frozen=True, slots=True)
class RemovedPolicy:
    """The change takes the policy file away, and all its rules with it."""


class Drift(StrEnum):
    """How code and catalog of events disagree (docs/events.md)."""

    UNCATALOGUED = "uncatalogued"
    ENTRY_LEFT = "entry-left"
    SUBSCRIBER_LEFT = "subscriber-left"
    PLANNED = "planned"
    DEPRECATED = "deprecated"
    OTHER_OWNER = "other-owner"
    UNLISTED_SUBSCRIBER = "unlisted-subscriber"
    UNPUBLISHED = "unpublished"
    PAYLOAD = "payload"
    NO_EVENT_TYPE = "no-event-type"
    UNKNOWN_NAME = "unknown-name"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class NewEntry:
    """What to write into the catalog at `path`, after its line `after` (None: where it fits, or a new file). It may
    have several lines; `below` is the text of the line that it comes after where that line is new in this change."""

    path: str
    after: int | None
    text: str
    below: str | None = None


@dataclass(frozen=True, slots=True)
class EventDrift:
    """Code and catalog disagree on `event`. `component` is who publishes or subscribes, `catalog` the path and line of
    the entry, `names` what the kind of drift is about: owners, fields, event types, an expression."""

    drift: Drift
    event: str
    component: str | None
    catalog: tuple[str, int] | None = None
    names: tuple[str, ...] = ()
    entry: NewEntry | None = None


@dataclass(frozen=True, slots=True)
class BrokenPart:
    """One thing that breaks about a name: the id of its kind, and what was and is there as text, empty for nothing."""

    kind: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class BrokenUse:
    """A file of another component that uses a broken name, the line, and whether the same change touches the file."""

    path: str
    line: int
    is_changed: bool


@dataclass(frozen=True, slots=True)
class BrokenName:
    """The public `name` of `package` breaks for its users in these `parts`. `version` says in half a sentence why its
    version does not tell: a bump as far as `needed` (`major`) is, to `next` where that is known. What is not certain
    cannot be decided from text."""

    package: str
    name: str
    parts: tuple[BrokenPart, ...]
    version: str
    needed: str
    next: str | None = None
    users: tuple[BrokenUse, ...] = ()
    is_certain: bool = True


@dataclass(frozen=True, slots=True)
class WrongVersion:
    """What is wrong with the version of `package`, as half a sentence; `kind` is `lowered`, `unreadable`, …"""

    package: str
    kind: str
    sentence: str


@dataclass(frozen=True, slots=True)
class MissingEntry:
    """The changelog of `package` lacks an entry, as half a sentence says."""

    package: str
    sentence: str


ApiEvidence = BrokenName | WrongVersion | MissingEntry
ManifestEvidence = UndeclaredPackage | WrongSpecifier | UnpinnedVersion | NotOnlyAPeer
FileEvidence = MissingFile | ForbiddenFile | UnassignedFile | ProtectedFile
EdgeEvidence = (
    ForbiddenEdge | ForbiddenExternal | LeakedSymbol | ForbiddenChain | ClosedCycle | UnknownTarget | MissingEdge
)

PolicyEvidence = IdleException | RelaxedPolicy | RemovedPolicy

Evidence = EdgeEvidence | ManifestEvidence | FileEvidence | PolicyEvidence | ApiEvidence | EventDrift | UnreadableFile
