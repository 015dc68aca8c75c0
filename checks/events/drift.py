"""Where the code of one commit and its catalogs disagree on an event, whatever a change has to do with it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from checks.codebase.event_facts import Field
from checks.events.catalogs import CatalogEntry, Standing
from checks.events.grouped import Event, components_of
from checks.events.owners import is_meant, meant
from checks.events.sites import Site
from checks.evidence import Drift
from checks.policy import Components


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One of them, and the place in the code that shows it; None for the entry alone."""

    drift: Drift
    event: Event
    component: str | None
    site: Site | None
    names: tuple[str, ...] = ()

    @property
    def entry(self) -> CatalogEntry | None:
        return self.event.entry


UNSURE = frozenset({Drift.UNPUBLISHED, Drift.ENTRY_LEFT})
"""What only holds where every place that publishes is known, and what it publishes."""


def disagreements(event: Event, components: Components, *, is_complete: bool = True) -> Iterator[Disagreement]:
    """All about one event. `is_complete`: no place publishes what nobody can tell."""
    yield from (one for one in _all(event, components) if is_complete or one.drift not in UNSURE)


def _all(event: Event, components: Components) -> Iterator[Disagreement]:
    entry = event.entry
    for component, site in components_of(event.publishers, components.owner):
        if entry is None:
            yield Disagreement(Drift.UNCATALOGUED, event, component, site)
        elif entry.standing in STANDINGS:
            yield Disagreement(STANDINGS[entry.standing], event, component, site)
        if entry and component and is_foreign(entry.owners, component, components):
            yield Disagreement(Drift.OTHER_OWNER, event, component, site, entry.owners)
    for component, site in components_of(event.subscribers, components.owner):
        if not event.publishers and not comes_from_outside(event, components):
            yield Disagreement(Drift.UNPUBLISHED, event, component, site)
        if entry and component and is_foreign(entry.subscribers, component, components):
            yield Disagreement(Drift.UNLISTED_SUBSCRIBER, event, component, site, entry.subscribers)
    if (
        entry
        and not event.publishers
        and entry.standing is Standing.ACTIVE
        and not comes_from_outside(event, components)
    ):
        yield Disagreement(Drift.ENTRY_LEFT, event, _owner(entry, components), None)


STANDINGS = {Standing.PLANNED: Drift.PLANNED, Standing.DEPRECATED: Drift.DEPRECATED}


def is_foreign(written: Sequence[str], component: str, components: Components) -> bool:
    """Whether a list of owners or subscribers is there, means components of the policy, and not this one, nor one of
    which it is a part."""
    own = (component, *components.parents(component))
    if not written or any(is_meant(name, one) for name in written for one in own):
        return False
    return bool(meant(written, components.names))


def comes_from_outside(event: Event, components: Components) -> bool:
    """Whether the catalog says so, or names only owners that are no component."""
    entry = event.entry
    if entry is None:
        return False
    return event.is_external or (bool(entry.owners) and not meant(entry.owners, components.names))


def _owner(entry: CatalogEntry, components: Components) -> str | None:
    return next(iter(meant(entry.owners, components.names)), None)


def lost_subscribers(before: Event, after: Event, components: Components) -> Iterator[Disagreement]:
    """The subscribers that an entry lists, that were, and are no more."""
    gone = {components.owner(one.path) for one in before.subscribers} - {
        components.owner(one.path) for one in after.subscribers
    }
    for component in sorted(one for one in gone if one):
        if after.entry and any(is_meant(name, component) for name in after.entry.subscribers):
            yield Disagreement(Drift.SUBSCRIBER_LEFT, after, component, None)


def payload_break(before: Event, after: Event) -> Disagreement | None:
    """Fields that are gone, and those that are newly required, of a catalogued event that says the same version."""
    if before.entry is None or after.entry is None or _versions(before) != _versions(after):
        return None
    names: list[str] = []
    for old, new in (
        (before.entry.fields, after.entry.fields),
        (_own(before), _own(after)),
    ):
        if old is None or new is None:
            continue
        known = {one.name: one.is_required for one in old}
        names += [f"-{one.name}" for one in old if one.name not in {each.name for each in new}]
        names += [f"+{one.name}" for one in new if one.is_required and not known.get(one.name, False)]
    publishers = (*after.publishers, None)
    return Disagreement(Drift.PAYLOAD, after, None, publishers[0], tuple(dict.fromkeys(names))) if names else None


def _own(event: Event) -> tuple[Field, ...] | None:
    return event.payload.fields if event.payload else None


def _versions(event: Event) -> tuple[object, ...]:
    """What says which version an event is of: its entry, and a constant of its class."""
    own = event.payload.names if event.payload else ()
    return (
        event.entry.version if event.entry else None,
        *(one.values for one in own if "version" in one.name.casefold()),
    )
