"""An edge that has to exist and does not.

What it finds: a component of which, at head, no file uses what its `must_depend_on` names any more, directly or by its
parent's name, though one did at the base (or the component is new). With `each_file: true` every file of the component
has to: a new or changed one that does not is a finding. Tests, type-only imports and manifests do not count as use.

Why it hurts: some edges carry a promise, such as that money only moves past a gate. When the last one goes, nothing
else fails.

Example: `payouts` has `must_depend_on: [regulatory-gates]`, and the import of the gate is taken out of its only file.

Where the component publishes an event for the first time in the same change, the finding names it: an event tells
afterwards what a synchronous gate has to allow before.

What to do: use the component again, or record why that is no longer needed and have someone permitted add the label
`adr:NNNN`.
"""

from collections.abc import Iterable, Iterator

from checks.check import Case, Check
from checks.codebase.edges import Edge
from checks.codebase.facts import Kind
from checks.codebase.graph import Graph
from checks.evidence import MissingEdge
from checks.findings import Finding, Side, fingerprint
from checks.policy import Rule, Statement, covers, is_stated, statements

NAME = "required-edge"
WORD = "must_depend_on"
RUNNING = frozenset({Kind.IMPORT, Kind.DYNAMIC})
"""What is used when the program runs: a type, or a line in a manifest, asks no gate."""


def find(case: Case) -> Iterator[Finding]:
    """One finding for each component and required one, or each file of it."""
    for statement, rule in _asking(case):
        for required in rule.only or ():
            search = _in_each_file if rule.each_file else _in_component
            yield from search(case, statement, rule, required)


def _asking(case: Case) -> Iterator[tuple[Statement, Rule]]:
    """What is required of components that the change touches, or whose parents it does: of others nothing went."""
    asking = [name for name in case.policy.components if is_stated(case.policy, name, WORD)]
    if not asking:
        return
    changed = case.change.head.changed_since(case.change.base)
    touched = {name for path in changed for name in case.components.of(path)}
    for component in (member for name in asking for member in case.components.members(name)):
        if touched.intersection((component, *case.components.parents(component))):
            for statement in statements(case.policy, component):
                if rule := statement.rules.must_depend_on:
                    yield statement, rule


def _in_component(case: Case, statement: Statement, rule: Rule, required: str) -> Iterator[Finding]:
    component = statement.component
    if _is_kept(case, case.change.head, component, required) or not _is_kept(
        case, case.change.base, component, required
    ):
        return
    edge = _last_edge(case, component, required)
    if edge:
        yield _finding(case, statement, rule, required, (edge.importer, edge.lines[0], Side.LEFT))
    else:
        first = next(_files(case, case.change.head, component))
        yield _finding(case, statement, rule, required, (first, None, Side.RIGHT))


def _is_kept(case: Case, graph: Graph, component: str, required: str) -> bool:
    """Whether some file of the component uses what is required, itself or by way of files of the component's parents;
    or no file is there that could."""
    waiting = list(_files(case, graph, component))
    seen = set(waiting)
    around = case.components.parents(component)
    if not waiting:
        return True
    while waiting:
        for edge in graph.of(waiting.pop()).edges:
            names = case.components.of(edge.imported)
            if edge.kind not in RUNNING:
                continue
            if _covers(required, names):
                return True
            if edge.imported not in seen and names and names[0] in around:
                seen.add(edge.imported)
                waiting.append(edge.imported)
    return False


def _last_edge(case: Case, component: str, required: str) -> Edge | None:
    """The edge that went, or became one of types alone: the component's own before one of its parents'."""
    delta = case.change.delta
    retyped = (one.before for one in delta.changed if one.after.kind not in RUNNING)
    lost = (one for one in (*delta.removed, *retyped) if one.kind in RUNNING)
    gone = [one for one in lost if _covers(required, case.components.of(one.imported))]
    own = (edge for edge in gone if component in case.components.of(edge.importer))
    return next(own, next(iter(gone), None))


def _in_each_file(case: Case, statement: Statement, rule: Rule, required: str) -> Iterator[Finding]:
    head, base, component = case.change.head, case.change.base, statement.component
    for path in sorted(head.changed_since(base)):
        if path not in head.files or not _counts(case, path, component) or _uses(case, head, path, required):
            continue
        origin = case.change.origin(path)
        is_old = origin in base.files and _counts(case, origin, component)
        if not is_old or _uses(case, base, origin, required):
            yield _finding(case, statement, rule, required, (path, None, Side.RIGHT))


def _uses(case: Case, graph: Graph, path: str, required: str) -> bool:
    edges = (edge for edge in graph.of(path).edges if edge.kind in RUNNING)
    return any(_covers(required, case.components.of(edge.imported)) for edge in edges)


def _new_events(case: Case, component: str) -> tuple[str, ...]:
    """The events that a component publishes only since this change: what a call was perhaps made into."""
    events = case.circumstances.events
    if events is None:
        return ()
    before, after = (
        {
            site.event.names[0]
            for site in side.sites
            if site.event and site.is_published and _counts(case, site.path, component)
        }
        for side in (events.base, events.head)
    )
    return tuple(sorted(after - before))


def _files(case: Case, graph: Graph, component: str) -> Iterator[str]:
    """The source files of a component, by path."""
    return (path for path in sorted(graph.files) if _counts(case, path, component))


def _counts(case: Case, path: str, component: str) -> bool:
    return component in case.components.of(path) and not case.is_test(path)


def _covers(required: str, components: Iterable[str]) -> bool:
    return any(covers(required, name) for name in components)


def _finding(
    case: Case, statement: Statement, rule: Rule, required: str, place: tuple[str, int | None, Side]
) -> Finding:
    component, (path, line, side) = statement.component, place
    identity = (component, required, case.change.origin(path)) if rule.each_file else (component, required)
    return Finding(
        check=NAME,
        level=case.level_of(statement, rule),
        path=path,
        line=line,
        source=component,
        target=required,
        symbol=None,
        evidence=MissingEdge(component, required, rule.each_file, _new_events(case, component)),
        rule=case.citation(statement, WORD, rule),
        fingerprint=fingerprint(NAME, WORD, *identity),
        side=side,
    )


CHECK = Check(NAME, find, __doc__)
