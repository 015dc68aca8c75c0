"""Events put together: all that one commit says of each, whatever it calls it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from checks.codebase.event_facts import EventClass
from checks.events.catalogs import CatalogEntry, Standing
from checks.events.names import canonical
from checks.events.reading import EventsOfCommit
from checks.events.sites import Site


@dataclass(frozen=True, slots=True)
class Event:
    """One event of one commit. Its name is that of the catalog, where it is in it."""

    name: str
    names: frozenset[str]
    publishers: tuple[Site, ...]
    subscribers: tuple[Site, ...]
    entry: CatalogEntry | None
    payload: EventClass | None

    @property
    def keys(self) -> frozenset[str]:
        """Its names, as they compare."""
        return frozenset(map(canonical, self.names))

    @property
    def is_external(self) -> bool:
        """Whether the catalog says that it comes from outside."""
        return self.entry is not None and self.entry.standing is Standing.EXTERNAL


def events_of(commit: EventsOfCommit, is_test: Callable[[str], bool]) -> tuple[Event, ...]:
    """The events of a commit, by name. Places in tests do not count."""
    sites = [site for site in commit.sites if site.event and not is_test(site.path)]
    groups = _grouped(
        (site.event.names for site in sites if site.event), (one.names for one in commit.classes if one.derives)
    )
    by_group: dict[str, list[Site]] = {}
    for site in sites:
        if site.event:
            by_group.setdefault(groups[canonical(site.event.names[0])], []).append(site)
    payloads = {groups[canonical(one.names[0])]: one for one in commit.classes if one.derives}
    events = [
        _event(
            commit, by_group.get(group, ()), payloads[group].what if group in payloads else None, payloads.get(group)
        )
        for group in dict.fromkeys((*by_group, *payloads))
    ]
    known = {key for event in events for key in event.keys}
    listed = {event.entry for event in events}
    lonely: dict[str, Event] = {}
    for one in commit.catalogs.entries:  # several catalogs may list one event
        keys = {canonical(name) for name in one.names}
        if one not in listed and not keys & known:
            lonely.setdefault(canonical(one.names[0]), Event(one.names[0], frozenset(one.names), (), (), one, None))
    return tuple(sorted((*events, *lonely.values()), key=lambda event: event.name))


def _event(commit: EventsOfCommit, sites: Iterable[Site], payload: EventClass | None, seen: object) -> Event:
    found = list({(site.path, site.line, site.is_published): site for site in sites}.values())
    names = list(dict.fromkeys(name for site in found for name in (site.event.names if site.event else ())))
    names += [name for name in getattr(seen, "names", ()) if name not in names]
    defined = (site.event.defined for site in found if site.event)
    classes = (one.what for one in defined if one and isinstance(one.what, EventClass))
    entry = commit.catalogs.find(names)
    like = next((name for name in names if commit.catalogs.is_event(name)), names[0])
    return Event(
        entry.names[0] if entry else like,
        frozenset(names),
        tuple(site for site in found if site.is_published),
        tuple(site for site in found if not site.is_published),
        entry,
        payload or next(classes, None),
    )


def _grouped(*several: Iterable[tuple[str, ...]]) -> dict[str, str]:
    """Canonical names to one that stands for all that name the same event."""
    leads: dict[str, str] = {}

    def lead(key: str) -> str:
        while leads.setdefault(key, key) != key:
            key = leads[key]
        return key

    for names in (names for each in several for names in each):
        keys = [lead(canonical(name)) for name in names]
        for key in keys[1:]:
            leads[key] = keys[0]
    return {key: lead(key) for key in leads}


def components_of(sites: Iterable[Site], owner: Callable[[str], str | None]) -> Iterator[tuple[str | None, Site]]:
    """The components of places, each with its first place."""
    seen: set[str | None] = set()
    for site in sorted(sites, key=lambda one: (one.path, one.line)):
        component = owner(site.path)
        if component not in seen:
            seen.add(component)
            yield component, site


def is_known(commit: EventsOfCommit, is_test: Callable[[str], bool]) -> bool:
    """Whether every place that publishes could be read and says what it publishes: else nobody can say that an event
    is published by nobody."""
    unknown = (site for site in commit.sites if site.event is None and site.is_published)
    return commit.is_complete and all(is_test(site.path) for site in unknown)
