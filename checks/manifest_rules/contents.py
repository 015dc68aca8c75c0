"""`contains`: the files that every member of a component has, and with `not` those that none has.

A glob counts from the member's folder. What a member lacked before is old debt.
"""

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from functools import lru_cache

from checks.check import Case
from checks.codebase.graph import Graph
from checks.evidence import ForbiddenFile, MissingFile
from checks.findings import Finding, Side
from checks.manifest_rules.finding import Place, made
from checks.manifest_rules.manifests import Sides
from checks.policy import GlobSet, Rule, Statement, covers, is_stated, parse_glob, statements

WORD = "contains"


def contents(case: Case, _sides: Sides) -> Iterator[Finding]:
    """One finding for each member and glob of which the last file went, or that a new member never had; and one for
    each new file that has no place in its member."""
    asking = [name for name in case.policy.components if is_stated(case.policy, name, WORD)]
    if not asking:
        return
    base, head = _paths(case.change.base), _paths(case.change.head)
    came, went = head - base, base - head
    touched = {name for path in (*came, *went) for name in case.components.of(path)}
    for component in sorted(name for name in touched if any(covers(one, name) for one in asking)):
        for statement in statements(case.policy, component):
            if rule := statement.rules.contains:
                yield from _missing(case, statement, rule, sorted(went))
                yield from _forbidden(case, statement, rule, sorted(came))


def _missing(case: Case, statement: Statement, rule: Rule, went: Iterable[str]) -> Iterator[Finding]:
    component, change = statement.component, case.change
    files = list(_members(case, component, sorted(_paths(change.head))))
    for glob in rule.only or () if files else ():
        if _is_there(case, component, glob, files) or _lacked(case, statement, glob):
            continue
        gone = next((path for path in _members(case, component, went) if _matches(case, component, glob, path)), None)
        at: Place = (gone, None, Side.LEFT) if gone else (files[0], None, Side.RIGHT)
        yield _finding(case, statement, rule, at, MissingFile(component, glob), (component, glob))


def _lacked(case: Case, statement: Statement, glob: str) -> bool:
    """Whether merge base or tip has the member without such a file."""
    sides = [case.change.base] if case.change.tip is case.change.base else [case.change.base, case.change.tip]
    for graph in sides:
        files = list(_members(case, statement.component, _paths(graph)))
        if files and not _is_there(case, statement.component, glob, files):
            return True
    return False


def _forbidden(case: Case, statement: Statement, rule: Rule, came: Iterable[str]) -> Iterator[Finding]:
    component, at_tip = statement.component, _paths(case.change.tip)
    for path in _members(case, component, came):
        origin = case.change.origin(path)
        was_there = origin != path and component in case.components.of(origin)
        for glob in rule.not_:
            is_old = path in at_tip or (was_there and _matches(case, component, glob, origin))
            if _matches(case, component, glob, path) and not is_old:
                evidence = ForbiddenFile(component, glob)
                yield _finding(case, statement, rule, (path, None, Side.RIGHT), evidence, (component, glob, origin))


def _finding(  # noqa: PLR0913, PLR0917 - what the two kinds of findings differ in
    case: Case,
    statement: Statement,
    rule: Rule,
    at: Place,
    evidence: MissingFile | ForbiddenFile,
    identity: tuple[str, ...],
) -> Finding:
    level = case.level(statement.component, rule)
    return made(case, at, evidence, case.citation(statement, WORD, rule), identity, level=level)


def _paths(graph: Graph) -> AbstractSet[str]:
    return graph.codebase.snapshot.entries.keys()


def _members(case: Case, component: str, paths: Iterable[str]) -> Iterator[str]:
    return (path for path in paths if component in case.components.of(path))


def _is_there(case: Case, component: str, glob: str, files: Iterable[str]) -> bool:
    return any(_matches(case, component, glob, path) for path in files)


def _matches(case: Case, component: str, glob: str, path: str) -> bool:
    """Whether a file is what a glob asks for, from the folder of its component."""
    depth = len(case.components.below(component, path))
    return _compiled(glob).any("/".join(path.split("/")[-depth:]))


@lru_cache(maxsize=1024)
def _compiled(glob: str) -> GlobSet:
    return GlobSet([parse_glob(glob)])
