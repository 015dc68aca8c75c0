"""The API of one module, from its text alone: names, signatures, members. The unit that is cached by the file's object
id, as facts are; what a re-export means is decided among the modules of its package.

One shape for both languages. Texts of types, defaults and bases are normalised (white space, quotes, the order of a
union), so that reformatting is no change; they are compared, never evaluated.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property


class Sort(StrEnum):
    """What a name is."""

    FUNCTION = "function"
    CLASS = "class"
    ATTRIBUTE = "attribute"
    INTERFACE = "interface"
    TYPE = "type"
    ENUM = "enum"
    NAMESPACE = "namespace"
    ALIAS = "alias"


class How(StrEnum):
    """How an argument is given."""

    POSITIONAL = "positional"
    EITHER = "either"
    KEYWORD = "keyword"
    REST = "rest"
    KEYWORD_REST = "keyword-rest"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter; TypeScript's are all positional. `default` is its text where there is one, empty for a parameter
    that is optional without one. `members` are those of an object type that is written in place."""

    name: str
    how: How
    type: str | None = None
    default: str | None = None
    members: tuple["Member", ...] = ()

    @property
    def is_required(self) -> bool:
        return self.default is None and self.how not in {How.REST, How.KEYWORD_REST}


@dataclass(frozen=True, slots=True)
class Signature:
    """One way to call a function; `generics` are its type parameters as written."""

    parameters: tuple[Parameter, ...] = ()
    returns: str | None = None
    is_async: bool = False
    generics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Member:
    """A name of a module or of a class, interface, enum or namespace.

    `line` is where it is defined, from 1. A function (or a class's constructor) has one `signatures` entry for each
    overload. `type` is the annotation of an attribute, the definition of a type, the value of an enum's member. `bases`
    are those of a class or interface. `marks` say what else matters: `abstract`, `async`, `property`, `classmethod`,
    `staticmethod`, `dataclass`, `pydantic`, `typed-dict`, `protocol`, `keyword-only`, `required`, `optional`,
    `readonly`, `private`, `protected`, `default-export`, `type-only`; in Python also `attrs`, `no-init`, `instance`
    (set in a method), `class-variable`, `constant` (`type` is its value), `overload` (all signatures are overloads),
    `conditional` (defined in several branches), `made` (a decorator makes something else of it), `decorated` (one that
    may change its signature), `unimplemented` (it only raises NotImplementedError).
    An alias is a name that another module defines: `target` is that module as the import writes it and the name there
    (`*` for all of it, an empty name for the module itself; an empty module is this one: its name may be dotted);
    `on_purpose` tells a re-export from a mere import.
    """

    name: str
    sort: Sort
    line: int
    signatures: tuple[Signature, ...] = ()
    type: str | None = None
    bases: tuple[str, ...] = ()
    members: tuple["Member", ...] = ()
    marks: frozenset[str] = frozenset()
    target: tuple[str, str] | None = None
    on_purpose: bool = False
    generics: tuple[str, ...] = ()


@dataclass(frozen=True)
class ModuleApi:
    """All names of one module. `exported` are those that it lists (`__all__`), None where it lists none; in Python
    `a.__all__` among them is all that `a` lists, and `*` what cannot be told. `stars` are the modules whose names it
    takes over as a whole, as written, each with its line. `unreadable` says why names may be
    missing: then nothing of it is a break."""

    members: tuple[Member, ...] = ()
    exported: tuple[str, ...] | None = None
    stars: tuple[tuple[str, int], ...] = ()
    unreadable: str | None = None

    @cached_property
    def by_name(self) -> Mapping[str, Member]:
        """The members by name; of two the later counts."""
        return {member.name: member for member in self.members}

    @property
    def size(self) -> int:
        """How much it says: members at any depth, parameters, and names that are listed."""
        return sum(map(_size, self.members)) + len(self.exported or ()) + len(self.stars)


def _size(member: Member) -> int:
    parameters = (each for signature in member.signatures for each in signature.parameters)
    inner = sum(1 + sum(map(_size, each.members)) for each in parameters)
    return 1 + inner + sum(map(_size, member.members))
