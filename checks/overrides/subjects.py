"""What a record has to name to allow a finding: components, and of what is found there a name."""

from collections.abc import Iterator
from dataclasses import dataclass

from checks.evidence import (
    BrokenName,
    DemotedRecord,
    EventDrift,
    ForbiddenEdge,
    ForbiddenExternal,
    ForbiddenFile,
    LeakedSymbol,
    MissingEntry,
    MissingFile,
    ProtectedFile,
    RelaxedPolicy,
    WrongVersion,
)
from checks.findings import Finding


@dataclass(frozen=True, slots=True)
class Subject:
    """Every one of `components` has to be named (none for a file of no component), and one of `names` or all of `each`,
    where there are any. One of `instead` may be named in the place of the second component."""

    components: tuple[str, ...]
    names: tuple[str, ...] = ()
    each: tuple[str, ...] = ()
    instead: tuple[str, ...] = ()


def subject(finding: Finding) -> Subject:
    """Both components of an edge; else the component with its symbol, package, event, policy word or file."""
    ends = tuple(dict.fromkeys(one for one in (finding.source, finding.target) if one))
    evidence = finding.evidence
    if isinstance(evidence, ForbiddenEdge) and len(ends) < 2:
        return Subject(ends, names=_of_path(evidence.imported if finding.source else evidence.importer))
    names = tuple(dict.fromkeys(name for name in _names(finding) if name))
    if len(ends) == 2:
        return Subject(ends, instead=names if isinstance(evidence, LeakedSymbol) else ())
    if isinstance(evidence, RelaxedPolicy):
        return Subject(ends, names=names, each=evidence.names)
    return Subject(ends, names=names or _of_path(finding.path))


def allowance(finding: Finding) -> str | None:
    """How a record's `allows` says exactly this: `orders -> billing`, `orders -> requests`; None for a file of no
    component, and for names with a comma, which ends an entry there."""
    wanted = subject(finding)
    ends = (*wanted.components, *wanted.names)[:2]
    is_sayable = bool(wanted.components) and len(ends) == 2 and not any("," in one for one in ends)
    return " -> ".join(ends) if is_sayable else None


def _names(finding: Finding) -> Iterator[str]:
    match finding.evidence:
        case ForbiddenExternal(imported=imported, names=names):
            yield from (held for name in (imported, *names) for held in _and_what_holds(name))
        case LeakedSymbol(name=name, imported=imported):
            yield from (name, *_and_what_holds(imported))
        case BrokenName(name=name):
            steps = name.split(".")
            yield from (".".join(steps[start:]) for start in range(len(steps)))
        case WrongVersion(package=package) | MissingEntry(package=package):
            yield package
        case EventDrift(event=event, names=names) if not event:
            yield from names
        case RelaxedPolicy(word=word, names=names):
            yield word
            if not names:
                yield word.rpartition(".")[2]
        case DemotedRecord(cited=cited):
            yield from (cited, *_of_path(finding.path))
        case ForbiddenFile(glob=glob) | MissingFile(glob=glob) | ProtectedFile(glob=glob):
            yield from (glob, *_of_path(finding.path))
    yield finding.symbol or ""


def _of_path(path: str) -> tuple[str, str]:
    return path, path.rpartition("/")[2]


def _and_what_holds(name: str) -> Iterator[str]:
    """`sqlalchemy.orm` and `sqlalchemy`; `@acme/ui/button` and `@acme/ui`."""
    separator = "/" if "/" in name else "."
    least = 2 if name.startswith("@") else 1
    steps = name.split(separator)
    yield from (separator.join(steps[:end]) for end in range(len(steps), least - 1, -1))
