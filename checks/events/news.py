"""The disagreements that a change brings: those at the head that neither merge base nor base tip has."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from checks.events.drift import Disagreement, disagreements, lost_subscribers, payload_break
from checks.events.grouped import Event, events_of, is_known
from checks.events.reading import ClassSeen, EventsOfChange, EventsOfCommit
from checks.events.sites import Site
from checks.evidence import Drift
from checks.policy import Components


@dataclass(frozen=True)
class News:
    """Compares the sides of a change."""

    events: EventsOfChange
    components: Components
    origin: Callable[[str], str]

    @cached_property
    def touched(self) -> tuple[tuple[Event | None, Event | None], ...]:
        """The events that the change touches, each as it was and as it is."""
        before, after = _Known(self._of(self.events.base)), self._of(self.events.head)
        pairs: list[tuple[Event | None, Event | None]] = [(before.like(event), event) for event in after]
        met = {id(old) for old, _ in pairs}
        pairs += [(old, None) for old in before.events if id(old) not in met]
        return tuple((old, new) for old, new in pairs if self._is_touched(old, new))

    def disagreements(self) -> Iterator[Disagreement]:
        """What is new."""
        at_tip = _Known(self._of(self.events.tip))
        for old, new in self.touched:
            known = [one for one in (old, at_tip.like(new or old)) if one]
            if new is not None:
                yield from self._of_event(known, old, new)

    def without_type(self) -> Iterator[ClassSeen]:
        """Classes that the catalog lists under their own name, and that derive from no event type any more."""
        if not self.events.vocabulary.types:
            return
        before = {(self.origin(one.path), one.what.name) for one in self._foreign(self.events.base)}
        at_tip = {(one.path, one.what.name) for one in self._foreign(self.events.tip)}
        for one in self._foreign(self.events.head):
            if (self.origin(one.path), one.what.name) not in before and (one.path, one.what.name) not in at_tip:
                yield one

    def unknown(self) -> Iterator[Site]:
        """Places of changed files that publish nobody knows what, beyond those that were there."""
        known = [(self.origin(one.path), one.expression) for one in self._unknown(self.events.base)]
        known += [
            (self.origin(one.path), one.expression)
            for one in self._unknown(self.events.tip)
            if self.events.tip is not self.events.base
        ]
        for site in self._unknown(self.events.head):
            key = (self.origin(site.path), site.expression)
            if key in known:
                known.remove(key)
            else:
                yield site

    def _of_event(self, known: Iterable[Event], old: Event | None, new: Event) -> Iterator[Disagreement]:
        olds = list(known)
        had = {(one.drift, one.component) for event in olds for one in disagreements(event, self.components)}
        is_left = bool(old and old.entry) and all(event.publishers for event in olds)
        for one in disagreements(new, self.components):
            if one.drift is Drift.ENTRY_LEFT:
                is_news = is_left and self.events.head.is_complete
            elif one.drift is Drift.UNPUBLISHED:  # where the publisher went and the entry stayed, that is said once
                is_news = (one.drift, one.component) not in had and self._is_sure and not (is_left and new.entry)
            else:
                is_news = (one.drift, one.component) not in had
            if is_news:
                yield one
        if old is not None:
            yield from lost_subscribers(old, new, self.components)
            broken = [payload_break(one, new) for one in olds]
            yield from (one for one in broken[:1] if one and all(broken))

    @cached_property
    def _is_sure(self) -> bool:
        return is_known(self.events.head, self.components.is_test)

    def _is_touched(self, old: Event | None, new: Event | None) -> bool:
        if old is None or new is None:
            return True
        return self._said(old) != self._said(new)

    def _said(self, event: Event) -> object:
        """What a change may do to an event: in the files that differ, in the catalog, in its payload."""
        sites = (*event.publishers, *event.subscribers)
        entry = event.entry
        return (
            {(one.path, one.line, one.is_published) for one in sites if one.path in self.events.touched},
            entry and (entry.names, entry.owners, entry.subscribers, entry.standing, entry.version, entry.fields),
            event.payload and (event.payload.fields, event.payload.names),
        )

    def _of(self, commit: EventsOfCommit) -> tuple[Event, ...]:
        return events_of(commit, self.components.is_test)

    def _foreign(self, commit: EventsOfCommit) -> Iterator[ClassSeen]:
        for one in commit.classes:
            entry = commit.catalogs.find(one.names[:1]) if one.derives is False else None
            if entry and one.what.name in entry.names and not self.components.is_test(one.path):
                yield one

    def _unknown(self, commit: EventsOfCommit) -> list[Site]:
        return [
            site
            for site in commit.sites
            if site.event is None
            and site.is_published
            and site.path in self.events.touched
            and not self.components.is_test(site.path)
        ]


class _Known:
    """Finds the event of one side that is another's."""

    def __init__(self, events: tuple[Event, ...]) -> None:
        self.events = events
        self._by_key = {key: event for event in reversed(events) for key in event.keys}

    def like(self, event: Event | None) -> Event | None:
        """The event that has a name with another in common."""
        keys = sorted(event.keys) if event else ()
        return next((self._by_key[key] for key in keys if key in self._by_key), None)
