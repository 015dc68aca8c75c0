"""Evidence on edges: those that a rule forbids, that close a cycle, that nobody can know, and that are missing."""

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
