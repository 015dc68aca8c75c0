"""What a finding rests on, as values: a report makes sentences of it, no check does.

One class for each kind of thing that is found. A rule that forbids an edge is a `Ban`: one class for each policy word.
"""

from dataclasses import dataclass

from checks.codebase.facts import Kind


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
    `must_depend_on` asks for."""

    component: str
    required: str
    each_file: bool


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


ManifestEvidence = UndeclaredPackage | WrongSpecifier | UnpinnedVersion | NotOnlyAPeer
FileEvidence = MissingFile | ForbiddenFile | UnassignedFile | ProtectedFile
EdgeEvidence = ForbiddenEdge | ForbiddenExternal | ForbiddenChain | ClosedCycle | UnknownTarget | MissingEdge

PolicyEvidence = IdleException | RelaxedPolicy | RemovedPolicy

Evidence = EdgeEvidence | ManifestEvidence | FileEvidence | PolicyEvidence | UnreadableFile
