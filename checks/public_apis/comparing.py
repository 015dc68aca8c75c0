"""The comparison of two sides of a package, in its language."""

from checks.codebase.api.breaks import Break
from checks.codebase.api.facade import Modules
from checks.codebase.api.python_breaks import Side, find_breaks
from checks.codebase.api.typescript_breaks import script_breaks
from checks.codebase.api.typescript_facade import script_facade
from checks.public_apis.entries import Entries
from checks.public_apis.modules import SideModules
from checks.public_apis.packages import PYTHON

Missing = tuple[set[str], set[str]]
"""The modules that have to be read first, at base and head."""


def compared(
    sides: tuple[SideModules, SideModules], entries: tuple[Entries, Entries], touched: frozenset[str]
) -> tuple[list[Break], Missing]:
    """The breaks from base to head; none while modules are missing. `touched` are the files that the change reaches."""
    if sides[0].language == PYTHON:
        base, head = (_python_side(one, its) for one, its in zip(sides, entries, strict=True))
        found = find_breaks(base, head, touched.__contains__)
        missing = base.modules.missing, head.modules.missing
        return ([] if any(missing) else found), missing
    (was, lacks), (now, lacks_too) = (
        script_facade(its.paths, one.known, one.resolve, touched.__contains__)
        for one, its in zip(sides, entries, strict=True)
    )
    if lacks or lacks_too:
        return [], (set(lacks), set(lacks_too))
    return script_breaks(was, now, touched.__contains__), (set(), set())


def unlisted(sides: tuple[SideModules, SideModules], entries: tuple[Entries, Entries]) -> list[Break]:
    """Entry modules of Python that listed what they export and do not any more."""
    found = []
    for name, path in entries[0].paths.items() if sides[0].language == PYTHON else ():
        before, after = sides[0].known.get(path), sides[1].known.get(entries[1].paths.get(name, ""))
        if before and after and before.exported is not None and after.exported is None and not after.unreadable:
            found.append(Break("exports-unlisted", name, "__all__", "", None, 1, base_path=path))
    return found


def _python_side(side: SideModules, entries: Entries) -> Side:
    return Side(Modules(side.known, side.resolve, side.graph.codebase.snapshot.entries), entries.paths)
