"""Where a break is shown, and by which modules others come by what is broken."""

from dataclasses import dataclass

from checks.codebase.api.breaks import Break
from checks.codebase.delta import Change
from checks.public_apis.entries import Entries
from checks.public_apis.modules import Hop, SideModules

UNLISTED = "exports-unlisted"
GONE = frozenset({"member-removed", "property-removed", "enum-member-removed"})
"""Kinds of which only the class around is still there."""

Sides = tuple[SideModules, SideModules]


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a file, from 1 and None for the file as a whole; of the merge base where it is gone at head."""

    path: str
    line: int | None
    is_at_base: bool = False


def place_of(what: Break, sides: Sides, entries: Entries, change: Change) -> Place:
    """On the line that breaks: at head, or where it stood. A name that is only handed on no more is shown where that
    was done: what defines it did not change."""
    if what.line is not None and what.path and what.id not in GONE:
        return Place(what.path, what.line)
    if what.id == UNLISTED:
        return Place(what.base_path, None, is_at_base=True)
    name, rest = entries.split(what.name)
    start = entries.paths.get(name)
    is_name = rest and "." not in rest
    for hop in sides[0].hops(start, rest) if start and is_name else ():
        if hop.path == what.base_path and hop.name == rest:
            break
        if _differs(change, hop.path):
            return Place(hop.path, _line(sides[0], hop), is_at_base=True)
    return Place(what.base_path, what.base_line, is_at_base=True)


def uses_of(what: Break, sides: Sides, entries: tuple[Entries, Entries]) -> frozenset[tuple[str, str]]:
    """The modules, each with a name in it, by which what is broken can be imported; `*` for a module as a whole."""
    found = {(what.base_path, "*")} if what.id == "module-removed" else set()
    for side, its in zip(sides, entries, strict=True):
        name, rest = its.split(what.name)
        start, first = its.paths.get(name), rest.partition(".")[0]
        found |= {(hop.path, hop.name) for hop in side.hops(start, first)} if start and first else set()
    return frozenset(found)


def _line(side: SideModules, hop: Hop) -> int | None:
    """Where the module hands the name on; a wildcard has the line of the last one."""
    api = side.known.get(hop.path)
    return hop.line or next((line for _, line in reversed(api.stars) if api), None) if api else None


def _differs(change: Change, path: str) -> bool:
    base, head = (graph.codebase.snapshot.entries for graph in (change.base, change.head))
    return base.get(path) != head.get(path)
