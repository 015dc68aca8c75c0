"""An event that is published and not in the catalog, and other drift between the two.

What it finds: of the events that the change touches, one that is published and not in a catalog (failure); a payload
that loses fields or asks for more while the event's version stays (failure); a class that the catalog lists and that
derives from none of `events.types` (failure); a last publisher that went while the entry stayed, a listed subscriber
that went, an event that is published and only planned or deprecated, or subscribed to and published by nobody
(warnings); another publisher than the owner that the catalog names, and a place of which nobody can tell what it
publishes (notices). What the merge base or the tip of the base branch shows already is not reported. `docs/events.md`
says what counts as publishing.

Why it hurts: where components talk by events, the catalog is the only place that shows who depends on whom. An event
that is not in it is a dependency that nobody knows of.

Example: `outbox.publish(tx, {name: "payroll.run_closed", …})` is added, and `docs/event-catalog.md` has no such row.

What to do: write the entry that the finding shows, or record why not and have someone permitted add the label
`adr:NNNN`.
"""

from collections.abc import Iterator

from checks.check import Case, Check
from checks.events.catalogs import Catalog
from checks.events.drift import Disagreement
from checks.events.grouped import components_of
from checks.events.new_entries import new_entry
from checks.events.news import News
from checks.events.reading import EventsOfChange
from checks.evidence import Drift, EventDrift, NewEntry
from checks.findings import Finding, Side, fingerprint
from checks.policy import Level

NAME = "event-catalog"
WORD = "events"
FAILURES = frozenset({Drift.UNCATALOGUED, Drift.PAYLOAD, Drift.NO_EVENT_TYPE})
NOTICES = frozenset({Drift.OTHER_OWNER, Drift.UNKNOWN_NAME, Drift.UNLISTED_SUBSCRIBER})
AT_ENTRY = frozenset({Drift.ENTRY_LEFT, Drift.SUBSCRIBER_LEFT})

Place = tuple[str, int | None, Side]


def find(case: Case) -> Iterator[Finding]:
    """One finding for each event, component and kind of drift."""
    events = case.circumstances.events
    if events is None or case.policy.events is None:
        return
    news = News(events, case.components, case.change.origin)
    for one in news.disagreements():
        if one.drift is not Drift.UNLISTED_SUBSCRIBER or case.policy.events.subscribers == "listed":
            yield _of_event(case, events, one)
    for seen in news.without_type():
        component, types = case.components.owner(seen.path), events.vocabulary.types
        drift = EventDrift(Drift.NO_EVENT_TYPE, seen.what.name, component, None, types)
        yield _finding(case, drift, (seen.path, seen.what.line, Side.RIGHT))
    for site in news.unknown():
        drift = EventDrift(Drift.UNKNOWN_NAME, "", case.components.owner(site.path), None, (site.expression,))
        yield _finding(case, drift, (site.path, site.line, Side.RIGHT), case.change.origin(site.path), site.expression)
    yield from _unreadable(case, events)


def _of_event(case: Case, events: EventsOfChange, one: Disagreement) -> Finding:
    place = _place(case, events, one)
    entry = _entry(case, events, one) if one.drift is Drift.UNCATALOGUED else None
    if entry and entry.below is not None:
        place = (entry.path, entry.after, Side.RIGHT)  # where a suggestion can be accepted
    where = (one.entry.path, one.entry.line) if one.entry else None
    return _finding(case, EventDrift(one.drift, one.event.name, one.component, where, one.names, entry), place)


def _place(case: Case, events: EventsOfChange, one: Disagreement) -> Place:
    """The place in the code, rather in a file of the change; that of the entry where it says too much, and where it was
    if only its going brings the finding."""
    if one.entry and (one.drift in AT_ENTRY or one.site is None):
        return one.entry.path, one.entry.line, Side.RIGHT
    sites = (*one.event.publishers, *one.event.subscribers)
    own = [site for site in sites if case.components.owner(site.path) == one.component] or list(sites)
    site = next((site for site in own if site.path in events.touched), one.site or own[0])
    before = events.base.catalogs.find(sorted(one.event.names))
    if one.drift is Drift.UNCATALOGUED and before and site.path not in events.touched:
        return before.path, before.line, Side.LEFT
    return site.path, site.line, Side.RIGHT


def _entry(case: Case, events: EventsOfChange, one: Disagreement) -> NewEntry | None:
    """What to write into the catalog; as a suggestion where the line before is one that the change itself brings."""
    catalogs = [each for each in events.head.catalogs.all if each.problem is None]
    components = dict(components_of(one.event.subscribers, case.components.owner))
    names = sorted(name.rpartition("/")[2] for name in components if name)
    owner = (one.component or "").rpartition("/")[2]
    found = new_entry(catalogs, one.event.name, owner, names)
    if found is None:
        return None
    catalog = next(each for each in catalogs if found.path.startswith(each.path))
    is_new = catalog.path in events.touched and found.after is not None and _is_new(catalog, events)
    return found if is_new else NewEntry(found.path, found.after, found.text)


def _is_new(catalog: Catalog, events: EventsOfChange) -> bool:
    """Whether the last entry of a catalog came with the change: then its line is in the diff."""
    known = {entry.names for entry in events.base.catalogs.entries}
    last = [entry for entry in catalog.entries if entry.line == catalog.last]
    return bool(last) and last[0].names not in known


def _unreadable(case: Case, events: EventsOfChange) -> Iterator[Finding]:
    for path, problem in sorted(events.head.catalogs.problems.items()):
        if events.base.catalogs.problems.get(path) != problem:
            drift = EventDrift(Drift.UNREADABLE, "", case.components.owner(path), (path, 1), (problem,))
            yield _finding(case, drift, (path, None, Side.RIGHT), path)


def _finding(case: Case, drift: EventDrift, place: Place, *identity: str) -> Finding:
    path, line, side = place
    word = f"{WORD}.{drift.drift}"
    return Finding(
        check=NAME,
        level=_level(case, drift),
        path=path,
        line=line,
        source=drift.component,
        target=None,
        symbol=drift.event or None,
        evidence=drift,
        rule=case.citation_of_policy(WORD),
        fingerprint=fingerprint(NAME, word, drift.event, drift.component or "", *identity),
        side=side,
    )


def _level(case: Case, drift: EventDrift) -> Level:
    given = case.level(drift.component) if drift.component else case.policy.level
    if drift.drift in FAILURES or given is Level.NOTICE:
        return given
    return Level.NOTICE if drift.drift in NOTICES else Level.WARNING


CHECK = Check(NAME, find, __doc__)
