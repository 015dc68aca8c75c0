"""A Python class with all that it inherits within the repository."""

import builtins
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from checks.codebase.api.facade import Definition, External, Modules
from checks.codebase.api.surface import How, Member, Parameter, Signature, Sort

BASE = re.compile(r"([A-Za-z_][\w.]*)\s*(?:\[.*\])?", re.DOTALL)
MOST_ANCESTORS = 100

ENUMS = frozenset({"Enum", "IntEnum", "StrEnum", "Flag", "IntFlag", "ReprEnum"})
PYDANTIC = frozenset({"BaseModel", "BaseSettings", "RootModel", "GenericModel", "SQLModel"})
TYPED_DICT, NAMED_TUPLE, PROTOCOL = "TypedDict", "NamedTuple", "Protocol"
ABSTRACT = frozenset({"ABC", "ABCMeta", PROTOCOL})
PLAIN = ABSTRACT | ENUMS | PYDANTIC | {TYPED_DICT, NAMED_TUPLE, "Generic", "object"}
"""Classes from outside that bring no names which users of a class take for its own."""


@dataclass(frozen=True)
class Lineage:
    """A class and its ancestors in the order in which names are looked up. `outside` are those that no file of the
    repository defines; `is_open` tells that there may be others."""

    modules: Modules
    owners: tuple[Definition, ...]
    outside: tuple[str, ...]
    is_open: bool

    @classmethod
    def of(cls, modules: Modules, definition: Definition) -> "Lineage":
        """Follow the bases of a class."""
        owners: dict[tuple[str, str, int], Definition] = {}
        outside: dict[str, None] = {}
        is_open = False
        pending = [definition]
        while pending and len(owners) < MOST_ANCESTORS:
            one = pending.pop()
            if one.key in owners or one.member is None:
                continue
            owners[one.key] = one
            for base in reversed(one.member.bases):
                match = BASE.fullmatch(base)
                found = (
                    modules.expression(one.path, match[1], frozenset({(one.path, one.member.name)})) if match else None
                )
                if isinstance(found, Definition) and found.member and found.member.sort is Sort.CLASS:
                    pending.append(found)
                elif isinstance(found, External):
                    outside[found.name.rpartition(".")[2]] = None
                else:
                    is_open = True
        return cls(modules, tuple(owners.values()), tuple(outside), is_open)

    @cached_property
    def members(self) -> dict[str, tuple[Definition, Member]]:
        """All names with their owners. What a class body says of a name counts before what methods set."""
        found: dict[str, tuple[Definition, Member]] = {}
        for owner in self.owners:
            for member in owner.member.members if owner.member else ():
                known = found.get(member.name)
                if known is None or ("instance" in known[1].marks and "instance" not in member.marks):
                    found[member.name] = (owner, member)
        return {name: (owner, self._meant(member)) for name, (owner, member) in found.items()}

    def _meant(self, member: Member) -> Member:
        """`old = new` in a class body: the new one under the old name."""
        for owner in self.owners if member.sort is Sort.ALIAS and member.target and not member.target[0] else ():
            for one in owner.member.members if owner.member else ():
                if one.name == (member.target or ("", ""))[1] and one.sort is not Sort.ALIAS:
                    return replace(one, name=member.name, line=member.line)
        return member

    def is_any(self, names: frozenset[str]) -> bool:
        """Whether one of these stands among the ancestors from outside."""
        return not names.isdisjoint(self.outside)

    def has(self, mark: str) -> bool:
        """Whether a class of the lineage carries a mark."""
        return any(mark in owner.member.marks for owner in self.owners if owner.member)

    @property
    def is_abstract(self) -> bool:
        """Whether abstract methods keep it from being instantiated."""
        return self.is_any(ABSTRACT) or self.has("abstract")

    @cached_property
    def ancestors(self) -> frozenset[str]:
        """The last words of the names of all ancestors, those of built-in classes too."""
        known = {owner.member.name for owner in self.owners[1:] if owner.member}
        return frozenset(known.union(*(one_and_above(name) for name in self.outside)))

    def may_inherit(self, name: str) -> bool | None:
        """Whether an ancestor from outside has the name; None where nobody can tell."""
        if any(name in vars(one) for outside in (*self.outside, "object") for one in _built_in(outside)):
            return True
        is_known = all(outside in PLAIN or _built_in(outside) for outside in self.outside)
        return None if self.is_open or not is_known or "__getattr__" in self.members else False

    @cached_property
    def constructor(self) -> "Constructor | None":
        """How it is called; None where that is decided outside."""
        for index, owner in enumerate(self.owners):
            member = owner.member
            for name in ("__init__", "__new__"):
                found = next((one for one in member.members if one.name == name), None) if member else None
                if found and found.signatures:
                    return Constructor(owner, found, bound(found.signatures[-1]))
            if member and "dataclass" in member.marks and "no-init" not in member.marks:
                return self._made_of_fields(self.owners[index:])
        if self.is_any(PYDANTIC | {TYPED_DICT, NAMED_TUPLE}):
            return self._made_of_fields(self.owners)
        return None

    def _made_of_fields(self, owners: tuple[Definition, ...]) -> "Constructor":
        parameters: dict[str, Parameter] = {}
        is_named = self.is_any(PYDANTIC | {TYPED_DICT})
        for owner in reversed(owners):
            if owner.member:
                parameters |= {one.name: one for one in _fields(owner.member, is_named=is_named)}
        ordered = sorted(parameters.values(), key=lambda one: one.how is How.KEYWORD)
        return Constructor(owners[0], None, Signature(tuple(ordered)))


@dataclass(frozen=True, slots=True)
class Constructor:
    """How a class is called, and who says so: a method, or (None) its fields."""

    owner: Definition
    method: Member | None
    signature: Signature

    @property
    def place(self) -> Definition:
        """The method, or the class whose fields it is made of."""
        return Definition(self.owner.path, self.method or self.owner.member)


def bound(signature: Signature) -> Signature:
    """Without the parameter that the object itself is."""
    first, *others = signature.parameters or (None,)
    takes_self = first is not None and first.how in {How.POSITIONAL, How.EITHER}
    return replace(signature, parameters=tuple(one for one in others if one)) if takes_self else signature


def usual_name(name: str) -> str:
    """`OSError` for `IOError`."""
    return next((one.__name__ for one in _built_in(name)), name)


def one_and_above(name: str) -> set[str]:
    """A class from outside and, for a built-in one, its own ancestors."""
    return {name, *(one.__name__ for one in _built_in(name))}


def _built_in(name: str) -> tuple[type, ...]:
    found = getattr(builtins, name, None)
    return found.__mro__ if isinstance(found, type) else ()


def _fields(owner: Member, *, is_named: bool) -> Iterator[Parameter]:
    """The parameters that the fields of a class body are."""
    is_keyword = is_named or "keyword-only" in owner.marks
    for one in owner.members:
        if one.type and "KW_ONLY" in one.type:
            is_keyword = True
        elif one.marks & {"required", "optional"} and "class-variable" not in one.marks:
            how = How.KEYWORD if is_keyword or "keyword-only" in one.marks else How.EITHER
            name = one.name.lstrip("_") if "attrs" in owner.marks else one.name
            yield Parameter(name, how, one.type, None if _is_required(one, owner) else "...")


def _is_required(one: Member, owner: Member) -> bool:
    """A TypedDict says it in its types."""
    of_type = (one.type or "").partition("[")[0].rpartition(".")[2]
    if of_type in {"Required", "NotRequired"}:
        return of_type == "Required"
    return "required" in one.marks and "optional" not in owner.marks
