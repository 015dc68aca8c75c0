"""What publishes and what subscribes: the policy's words, and those of frameworks that are known by their packages."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from checks.codebase.event_facts import RECEIVER, EventCall, EventFacts
from checks.policy.model import Events
from checks.policy.spellings import CALLEE

OWNERS = frozenset(("self", "this", "cls", "super"))


@dataclass(frozen=True, slots=True)
class Callee:
    """`outbox.publish(1)`: the names at the end of what is called, the argument that holds the event (None: whichever
    does), and packages of which one has to be where it comes from."""

    names: tuple[str, ...]
    argument: str | None = None
    is_decorator: bool = False
    packages: tuple[str, ...] = ()

    @property
    def mark(self) -> str:
        """A word that stands in every file with a call of it: its last name, of a framework the class."""
        return self.names[0 if self.packages else -1]

    def matches(self, call: EventCall, facts: EventFacts) -> bool:
        """Whether a call is one of it."""
        if call.callee.startswith("@") != self.is_decorator:
            return False
        called = call.callee.lstrip("@").split(".")
        origins = {one.local: one for one in facts.imported}
        receiver = origins.get(call.receiver)
        typed = [(receiver.name if receiver else "") or call.receiver, called[-1]] if call.receiver else []
        origin = origins.get(called[0])
        whole = [*re.split(r"[./]+", origin.module), origin.name, *called[1:]] if origin else []
        if self.packages:
            modules = [one.module for one in (receiver, origin) if one]
            if not any(module.startswith(self.packages) for module in modules):
                return False
        return any(_ends(chain, self.names) for chain in (called, typed, whole))


def callee(written: str) -> Callee | None:
    """A callee from the policy; None for what is none."""
    match = CALLEE.fullmatch(written.strip())
    if match is None:
        return None
    return Callee(tuple(match["name"].split(".")), match["argument"] or None, bool(match["decorator"]))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All that publishes, all that subscribes, and the last names of the classes that events derive from."""

    publish: tuple[Callee, ...]
    subscribe: tuple[Callee, ...]
    types: tuple[str, ...]

    @classmethod
    def of(cls, events: Events) -> "Vocabulary":
        """That of a policy."""
        return cls(
            (*_callees(events.publish), *PUBLISH), (*_callees(events.subscribe), *SUBSCRIBE), tuple(events.types)
        )

    @property
    def words(self) -> frozenset[str]:
        """The last name of each callee: what a file is read for."""
        return frozenset(one.names[-1] for one in (*self.publish, *self.subscribe))

    @property
    def publishing(self) -> frozenset[str]:
        """What stands in every file that publishes: the last name of a callee, the class of a framework."""
        return frozenset(one.mark for one in self.publish)

    @property
    def marks(self) -> frozenset[str]:
        """The same for all that publishes or subscribes."""
        return frozenset(one.mark for one in (*self.publish, *self.subscribe))

    def is_base(self, name: str) -> bool:
        """Whether a class of this dotted name, or a decorator, is what events derive from."""
        return any(name.rpartition(".")[2].lstrip("@") == one.rpartition(".")[2].lstrip("@") for one in self.types)


def _callees(written: Iterable[str]) -> Iterable[Callee]:
    return [found for one in written if (found := callee(one))]


def _ends(called: list[str], names: tuple[str, ...]) -> bool:
    """Whether the names are the last of what is called. All but the last compare without case and underscores."""
    kept = [name for name in called if name and name not in OWNERS]
    if len(kept) < len(names) or kept[-1] != names[-1]:
        return False
    tail = kept[len(kept) - len(names) : -1]
    return [_plain(name) for name in tail] == [_plain(name) for name in names[:-1]]


def _plain(name: str) -> str:
    return re.sub(r"[_#$-]", "", name).casefold()


def _known(packages: tuple[str, ...], callees: Mapping[str, str | None]) -> list[Callee]:
    return [
        Callee(tuple(name.lstrip("@").split(".")), argument, name.startswith("@"), packages)
        for name, argument in callees.items()
    ]


NEST_CQRS, NEST_EMITTER, NEST_SERVICES = (
    ("@nestjs/cqrs",),
    ("@nestjs/event-emitter", "eventemitter2"),
    ("@nestjs/microservices",),
)
MEDUSA, OPEN_EDX = ("@medusajs/",), ("openedx_events", "openedx.events")

PUBLISH = (
    *_known(NEST_CQRS, {"EventBus.publish": "0", "EventBus.publishAll": "0"}),
    *_known(NEST_EMITTER, {"EventEmitter2.emit": "0", "EventEmitter2.emitAsync": "0"}),
    *_known(NEST_SERVICES, {"ClientProxy.emit": "0"}),
    *_known(MEDUSA, {"emitEventStep": "0.eventName"}),
    *_known(OPEN_EDX, {"send_event": RECEIVER}),
)
SUBSCRIBE = (
    *_known(NEST_CQRS, {"@EventsHandler": None}),
    *_known(NEST_EMITTER, {"@OnEvent": "0", "EventEmitter2.on": "0", "EventEmitter2.once": "0"}),
    *_known(NEST_SERVICES, {"@EventPattern": "0"}),
    *_known(MEDUSA, {"SubscriberConfig": "event"}),
    *_known(OPEN_EDX, {"connect": RECEIVER}),
)
