"""Where a file publishes or subscribes, and which events these are."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from checks.codebase.event_facts import NAME_KEYS, Argument, Constant, EventCall, EventClass, EventFacts, Form, Value
from checks.events.callees import Callee, Vocabulary
from checks.events.library import DEEPEST, Defined, Library

MOST_ARGUMENTS = 4
"""Arguments of which one may be the event, where the policy does not say which."""


NAMING = frozenset(
    (
        "name",
        "type",
        "topic",
        "event",
        "subject",
        "channel",
        "kind",
        "eventname",
        "eventtype",
        "eventtopic",
        "routingkey",
    )
)
"""Attributes of a class that hold the name of its event, without case and underscores."""


@dataclass(frozen=True, slots=True)
class EventName:
    """One event: every name that the code has for it, and the class that it is, where it is one that can be read.
    `words` are what the file says of it."""

    names: tuple[str, ...]
    defined: Defined | None = None
    is_text: bool = False
    words: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Site:
    """A place that publishes or subscribes. `event` is None where nobody can tell which, and then `expression` says
    what is written there."""

    path: str
    line: int
    is_published: bool
    event: EventName | None
    expression: str = ""


@dataclass(frozen=True, slots=True)
class Sites:
    """Reads the sites of files. `is_text_event` tells whether a text can be an event's name, `is_listed` whether the
    catalog has it."""

    library: Library
    vocabulary: Vocabulary
    is_text_event: Callable[[str], bool]
    is_listed: Callable[[str], bool]

    def of(self, path: str) -> Iterator[Site]:
        """All of one file."""
        facts = self.library.of(path)
        for call in facts.calls:
            for is_published, callees in ((True, self.vocabulary.publish), (False, self.vocabulary.subscribe)):
                matching = next((one for one in callees if one.matches(call, facts)), None)
                if matching:
                    yield from self._of_call(path, facts, call, matching, is_published=is_published)
                    break

    def event_of(self, path: str, one: EventClass) -> EventName:
        """The event that a class is: by its own name, and by the texts that it carries for one."""
        texts = (
            self._texts(path, constant.values) for constant in one.names if _is_name_key(constant.name, self.vocabulary)
        )
        names = tuple(dict.fromkeys([one.name, *(text for each in texts for text in each if text)]))
        return EventName(names, Defined(path, one), words=frozenset({one.name}))

    def derives(self, path: str, one: EventClass, depth: int = DEEPEST) -> bool | None:
        """Whether a class derives from a configured one; None where its bases lead out of the repository."""
        is_known = True
        for base in one.bases:
            if self.vocabulary.is_base(base):
                return True
            if base.startswith("@") or not depth:
                continue
            found = self.library.find(path, base)
            above = (
                self.derives(found.path, found.what, depth - 1)
                if found and isinstance(found.what, EventClass)
                else None
            )
            if above:
                return True
            is_known = is_known and (above is not None or not self.library.module_of(path, base))
        return False if is_known else None

    def _of_call(
        self, path: str, facts: EventFacts, call: EventCall, callee: Callee, *, is_published: bool
    ) -> Iterator[Site]:
        given = list(_candidates(call, callee))
        is_named = False
        for argument in given:
            found = [one for value in argument.values for one in self._events(path, value)]
            found = [one for one in found if not is_named or self._is_surely_one(one)]
            if found:
                for event in dict.fromkeys(found):
                    yield Site(path, call.line, is_published, event)
                return
            # after a text an object is its payload, unless it derives from what events derive from
            is_named = is_named or bool(self._texts(path, argument.values))
        wrapped = list(self._wrapped(path, facts, call, given, is_published=is_published))
        yield from wrapped
        if not wrapped and not self._is_accounted_for(path, call, given, callee):
            yield Site(path, call.line, is_published, None, _expression(given))

    def _is_surely_one(self, event: EventName) -> bool:
        defined = event.defined
        return event.is_text or bool(
            defined and isinstance(defined.what, EventClass) and self.derives(defined.path, defined.what)
        )

    def _is_certain(self, event: EventName) -> bool:
        """Whether an event is one by its base, or by the catalog."""
        return self._is_surely_one(event) or any(map(self.is_listed, event.names))

    def _wrapped(
        self, path: str, facts: EventFacts, call: EventCall, given: Iterable[Argument], *, is_published: bool
    ) -> Iterator[Site]:
        """The calls of the function around, in this file, that hand on one of its parameters."""
        name = call.function.rpartition(".")[2]
        parameters = {value.parts for one in given for value in one.values if value.form is Form.PARAMETER}
        handed = {".".join(filter(None, (place, parts[3]))) for parts in parameters for place in parts[:2]}
        for other in facts.calls if name and handed else ():
            if other.callee.rpartition(".")[2] != name or other.callee.startswith("@") or other is call:
                continue
            for argument in other.arguments:
                for value in argument.values if argument.name in handed else ():
                    for event in self._events(path, value):
                        yield Site(path, other.line, is_published, event)

    def _is_accounted_for(self, path: str, call: EventCall, given: list[Argument], callee: Callee) -> bool:
        """Whether there is nothing to tell: a text that is no event's name, or a bus that hands on what it is given."""
        values = [value for one in given for value in one.values]
        if not values:
            return not callee.packages and callee.argument is None
        is_told = any(self._texts(path, [value]) for value in values)
        facts = self.library.of(path)
        own = EventCall(call.function, call.line)
        is_bus = any(
            one.matches(own, facts)
            for one in (*self.vocabulary.publish, *self.vocabulary.subscribe)
            if not one.packages
        )
        is_handed_on = all(value.form in {Form.PARAMETER, Form.UNKNOWN} for value in values)
        return is_told or (is_bus and is_handed_on and bool(call.function))

    def _events(self, path: str, value: Value, depth: int = DEEPEST) -> Iterator[EventName]:
        """The events that a value is; none where it is no event, or nobody can tell."""
        if not depth:
            return
        if value.form is Form.TEXT:
            for text in self._texts(path, [value]):
                if self.is_text_event(text):
                    yield EventName((text,), is_text=True, words=frozenset({text}))
            return
        name = (
            value.parts[2] if value.form is Form.PARAMETER else value.parts[0] if value.form is not Form.UNKNOWN else ""
        )
        found = self.library.find(path, name) if name else None
        if found and isinstance(found.what, EventClass):
            event = self.event_of(found.path, found.what)
            is_passed_on = value.form is Form.PARAMETER  # what is handed on may be any event, said by its interface
            if self._counts(found.path, found.what) and (not is_passed_on or self._is_certain(event)):
                yield event
        elif found and isinstance(found.what, Constant):
            yield from self._of_constant(found, name, depth)
        elif name and value.form is not Form.PARAMETER and self._is_foreign_class(name, value):
            last = name.rpartition(".")[2]
            yield EventName((last,), words=frozenset({last}))

    def _of_constant(self, found: Defined, name: str, depth: int) -> Iterator[EventName]:
        if not isinstance(found.what, Constant):
            return
        last = found.what.name.rpartition(".")[2]
        texts = self._texts(found.path, found.what.values)
        is_spoken_of = "." in found.what.name and self.is_text_event(last) and not any(map(self.is_text_event, texts))
        if self.is_listed(last) or (texts and is_spoken_of):  # the catalog calls events as the constants are called
            yield EventName(tuple(dict.fromkeys((last, *texts))), is_text=True, words=frozenset({last, *texts}))
            return
        owner = self.library.find(found.path, found.what.name.rpartition(".")[0]) if "." in found.what.name else None
        for value in found.what.values:
            for event in self._events(found.path, value, depth - 1):
                words = event.words | {name.rpartition(".")[2]}
                is_event = owner and isinstance(owner.what, EventClass) and self.derives(owner.path, owner.what)
                if is_event and owner and isinstance(owner.what, EventClass):
                    yield self.event_of(owner.path, owner.what)
                else:
                    yield EventName(event.names, event.defined, event.is_text, words)

    def _counts(self, path: str, one: EventClass) -> bool:
        """A class counts if it derives from a configured one; where none is configured, or its bases lead out of the
        repository, if it is called like an event."""
        if self.vocabulary.is_base(one.name):
            return False
        derives = self.derives(path, one) if self.vocabulary.types else None
        return derives if derives is not None else any(map(self.is_text_event, self.event_of(path, one).names))

    def _is_foreign_class(self, name: str, value: Value) -> bool:
        """A class from outside the repository, or one that is defined where nobody looks."""
        last = name.rpartition(".")[2]
        is_class = value.form is Form.OBJECT or (last[:1].isupper() and not last.isupper())
        return is_class and not self.vocabulary.is_base(last) and self.is_text_event(last)

    def _texts(self, path: str, values: Iterable[Value], depth: int = DEEPEST) -> list[str]:
        """The texts among values, those of constants elsewhere too."""
        found: list[str] = []
        for value in values:
            if value.form is Form.TEXT:
                pieces = [self._piece(path, part, depth) for part in value.parts]
                if None not in pieces:
                    found.append("".join(piece for piece in pieces if piece))
            elif value.form is Form.REFERENCE and depth:
                defined = self.library.find(path, value.parts[0])
                if defined and isinstance(defined.what, Constant):
                    found += self._texts(defined.path, defined.what.values, depth - 1)
        return found

    def _piece(self, path: str, part: str, depth: int) -> str | None:
        if part.startswith("="):
            return part[1:]
        texts = self._texts(path, [Value(Form.REFERENCE, (part[1:],))], depth - 1) if depth else []
        return texts[0] if len(texts) == 1 else None


def _candidates(call: EventCall, callee: Callee) -> Iterator[Argument]:
    """The arguments that may hold the event, the likeliest first."""
    given = {one.name: one for one in call.arguments}
    if callee.argument is not None:
        inner = [f"{callee.argument}.{key}" for key in NAME_KEYS]
        yield from (given[name] for name in (callee.argument, *inner) if name in given)
        return
    for index in range(MOST_ARGUMENTS):
        yield from (given[name] for name in (str(index), *(f"{index}.{key}" for key in NAME_KEYS)) if name in given)
        yield from (given[f"{index}.0"],) if f"{index}.0" in given else ()
    yield from (given[key] for key in NAME_KEYS if key in given)
    yield from (one for one in call.arguments if not one.name[0].isdigit() and one.name.rpartition(".")[2] in NAME_KEYS)


def _is_name_key(name: str, vocabulary: Vocabulary) -> bool:
    if name.startswith("@"):
        return vocabulary.is_base(name)
    return name == "super" or name.strip("_").casefold().replace("_", "") in NAMING


def _expression(given: list[Argument]) -> str:
    value = given[0].values[0] if given and given[0].values else None
    return value.parts[0].lstrip("=@") if value else ""
