"""What one file says of events: calls that may publish or subscribe, event classes, constants, and imported names.

Which calls count is the policy's affair. The facts are read for a set of words, the last names of what the policy
lists, and those are a part of the dialect: the same file under other words has other facts (docs/events.md).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

DIALECT = "events"
"""Before the words and the dialect of the language: `events:publish,subscribe:python:python`."""

RECEIVER = "receiver"
"""Name of the argument that stands for what a method is called of."""

NAME_KEYS = (
    *("event_name", "eventName", "event_type", "eventType", "name", "type", "event", "topic", "subject"),
    *(
        "detail_type",
        "DetailType",
        "detailType",
        "routing_key",
        "routingKey",
        "NAME",
        "TYPE",
        "EVENT_NAME",
        "EVENT_TYPE",
    ),
)
"""Members of an object, and keywords of a call, that hold an event's name, the likeliest first."""

MOST_FACTS = 4_000
"""Calls, and classes, and constants of one file; what is beyond is left out."""


class Form(StrEnum):
    """What an expression is."""

    TEXT = "text"
    REFERENCE = "reference"
    OBJECT = "object"
    PARAMETER = "parameter"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Value:
    """One thing that an expression may be, as far as the file tells.

    TEXT: `parts` are put together, `=order.` a piece of text, `@PREFIX` what a name stands for. REFERENCE: a dotted
    name, of a constant or a class. OBJECT: the dotted name of the class that it is of. PARAMETER: name, position and
    annotation of a parameter of the function around, and the member of it that is meant. UNKNOWN: the beginning of the
    expression.
    """

    form: Form
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Argument:
    """What is given in one place: `0` the first argument, `topic` a keyword, `1.name` a member of the second, which is
    an object. A decorator of a class counts as a call."""

    name: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class EventCall:
    """A call of something that has one of the words as its last name; a decorator's `callee` begins with `@`.

    `receiver` is the type of what the method is called of, where the file tells it; `function` the function around
    (`Bus.publish`).
    """

    callee: str
    line: int
    arguments: tuple[Argument, ...] = ()
    receiver: str = ""
    function: str = ""


@dataclass(frozen=True, slots=True)
class Constant:
    """A name and what it stands for: `ORDER_PLACED`, `OrderEvents.PLACED`."""

    name: str
    values: tuple[Value, ...]
    line: int = 0


@dataclass(frozen=True, slots=True)
class Field:
    """A field of an event's payload."""

    name: str
    is_required: bool


@dataclass(frozen=True, slots=True)
class EventClass:
    """A class, the dotted names of its bases (a decorator's begins with `@`), the texts among its attributes, and its
    own fields."""

    name: str
    line: int
    bases: tuple[str, ...] = ()
    names: tuple[Constant, ...] = ()
    fields: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportedName:
    """A name of another module under the one that it has here; `*` for all names, empty `name` for the module."""

    local: str
    module: str
    name: str


@dataclass(frozen=True, slots=True)
class EventFacts:
    """All of it. `is_read`: the file could be read, so that what is not here is not in it."""

    calls: tuple[EventCall, ...] = ()
    classes: tuple[EventClass, ...] = ()
    constants: tuple[Constant, ...] = ()
    imported: tuple[ImportedName, ...] = ()
    is_read: bool = True

    @property
    def size(self) -> int:
        """How much that is."""
        return len(self.calls) + len(self.classes) + len(self.constants) + len(self.imported)


NO_EVENTS = EventFacts()
UNREAD = EventFacts(is_read=False)


def event_dialect(words: frozenset[str], dialect: str) -> str:
    """The dialect under which a file of another dialect is read for its events."""
    return f"{DIALECT}:{','.join(sorted(words))}:{dialect}"


def wrappers(calls: Iterable[EventCall]) -> set[str]:
    """The names of functions that hand a parameter of their own on as an event: who calls them publishes."""
    values = ((call, value) for call in calls for argument in call.arguments for value in argument.values)
    return {call.function.rpartition(".")[2] for call, value in values if value.form is Form.PARAMETER}


def text(content: str) -> Value:
    """A constant text."""
    return Value(Form.TEXT, (f"={content}",))


def unknown(source: str) -> Value:
    """An expression that nobody can tell."""
    return Value(Form.UNKNOWN, (" ".join(source.split())[:80],))
