"""Which types users of a package give, and which they only get.

A new property of a type that they only get breaks nobody. Followed from what can be called, by the names in the types:
what is a parameter is given, what is returned or can be read is got, and a callback turns the two round.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum

from checks.codebase.api.facade import Definition
from checks.codebase.api.surface import Member, Signature, Sort
from checks.codebase.api.typescript_facade import Facade
from checks.codebase.api.typescript_texts import TYPE_NAME

ARROW = ") => "


class Way(Enum):
    """Which way a value goes; `PART` of it is given (`Partial<Options>`), which asks for no property."""

    GIVEN = "given"
    GOT = "got"
    PART = "part"

    @property
    def turned(self) -> "Way":
        """The way of a callback's parameter."""
        return Way.GIVEN if self is Way.GOT else Way.GOT


@dataclass(frozen=True, slots=True)
class Positions:
    """The names of the types that go either way; of what is given in part only, users make none."""

    given: frozenset[str]
    got: frozenset[str]

    def is_only_got(self, name: str) -> bool:
        """Whether users never have to make a value of this type."""
        return name in self.got and name not in self.given

    def is_only_given(self, name: str) -> bool:
        """Whether users only ever give values of this type."""
        return name in self.given and name not in self.got

    def is_made(self, type_: Member) -> bool:
        """Whether users certainly make values of this type. What goes both ways may be a handle that they only hand
        back: one of functions, or all of whose properties are there."""
        if self.is_only_given(type_.name):
            return True
        members = list(_inner(type_))
        functions = sum(each.sort is Sort.FUNCTION and "optional" not in each.marks for each in members)
        is_handle = 2 * functions >= len(members)
        has_optional = any("optional" in each.marks for each in members)
        return not is_handle and (has_optional if type_.name in self.given else type_.name not in self.got)


def _inner(member: Member) -> Iterator[Member]:
    """The members of a type, those of objects among them in their place."""
    for each in member.members:
        yield from _inner(each) if each.members else (each,)


def positions(facade: Facade) -> Positions:
    """Those of the types in a facade, by their own names."""
    definitions = [each for meanings in facade.names.values() for each in meanings if isinstance(each, Definition)]
    members = [each.member for each in definitions if each.member is not None]
    hidden = [each.member for each in facade.hidden.values() if each.member is not None]
    types = {each.name: each for each in [*hidden, *members] if each.sort in {Sort.INTERFACE, Sort.TYPE}}
    pending = [used for member in [*members, *_callable(members)] for used in _of_value(member)]
    seen = set[tuple[str, Way]]()
    while pending:
        used = pending.pop()
        if used not in seen:
            seen.add(used)
            if used[0] in types:
                pending += _of_type(types[used[0]], used[1])
    given = frozenset(name for name, way in seen if way is Way.GIVEN)
    return Positions(given, frozenset(name for name, way in seen if way is not Way.GIVEN))


Used = tuple[str, Way]


def _callable(members: Iterable[Member]) -> Iterator[Member]:
    """Interfaces that can be called, as the functions that they stand for: the package's own functions have them."""
    for member in members:
        if member.sort in {Sort.INTERFACE, Sort.TYPE} and any(each.name == "()" for each in member.members):
            yield replace(member, sort=Sort.ATTRIBUTE)


def _of_value(member: Member) -> Iterator[Used]:
    """The types in what the running program offers."""
    if member.sort is Sort.CLASS:
        yield member.name, Way.GOT
        yield from _of_signatures(member.signatures, Way.GOT)
    elif member.sort is Sort.FUNCTION:
        yield from _of_signatures(member.signatures, Way.GOT)
    elif member.sort is Sort.ATTRIBUTE:
        yield from _of_text(member.type, Way.GOT)
    if member.sort in {Sort.CLASS, Sort.ATTRIBUTE}:
        for each in member.members:
            if not each.marks & {"private", "protected"}:
                yield from _of_property(each, Way.GOT)


def _of_type(member: Member, way: Way) -> Iterator[Used]:
    yield from _of_text(member.type, way)
    yield from _of_signatures(member.signatures, way)
    for base in member.bases:
        yield from _of_text(base, way)
    for each in member.members:
        yield from _of_property(each, way)


def _of_property(member: Member, way: Way) -> Iterator[Used]:
    yield from _of_text(member.type, way)
    yield from _of_signatures(member.signatures, way)


def _of_signatures(signatures: Iterable[Signature], way: Way) -> Iterator[Used]:
    for signature in signatures:
        yield from _of_text(signature.returns, way)
        for parameter in signature.parameters:
            yield from _of_text(parameter.type, way.turned)


def _of_text(text: str | None, way: Way) -> Iterator[Used]:
    """The names in a type, those in the parameters of a function type the other way round."""
    position = 0
    while text and (end := text.find(ARROW, position)) >= 0:
        start = _opening(text, end)
        yield from _names(text[position:start], way)
        yield from _of_text(text[start + 1 : end], way.turned)
        position = end + len(ARROW)
    yield from _names(text[position:] if text else "", way)


def _opening(text: str, end: int) -> int:
    """Where the parenthesis that closes at `end` opens."""
    depth = 0
    for index in range(end, -1, -1):
        depth += {")": 1, "(": -1}.get(text[index], 0)
        if depth == 0:
            return index
    return 0


def _names(text: str, way: Way) -> Iterator[Used]:
    part_until = -1
    for match in TYPE_NAME.finditer(text):
        if match[0] == "Partial":
            part_until = max(part_until, _closing(text, match.end()))
        if text.endswith("keyof ", 0, match.start()):
            continue
        yield match[0], Way.PART if match.start() < part_until and way is Way.GIVEN else way


def _closing(text: str, start: int) -> int:
    """Where the angle bracket that opens at `start` closes."""
    depth = 0
    for index in range(start, len(text)):
        depth += {"<": 1, ">": -1}.get(text[index], 0)
        if depth == 0:
            return index
    return len(text)
