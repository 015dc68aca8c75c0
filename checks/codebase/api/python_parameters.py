"""What callers of a Python function can no longer do, exactly as Python binds arguments.

A parameter may be given by position, by its name, or both; what `*args` and `**kwargs` take up at head still works.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from checks.codebase.api.surface import How, Parameter, Signature

BY_POSITION = frozenset({How.POSITIONAL, How.EITHER})
BY_NAME = frozenset({How.EITHER, How.KEYWORD})
AWAITABLE = re.compile(r"\b(Awaitable|Coroutine|Future|Task)\b")
PREFIXES = {How.KEYWORD: "*, ", How.REST: "*", How.KEYWORD_REST: "**"}


@dataclass(frozen=True, slots=True)
class Change:
    """A break that has no place yet; `parameter` is the one that has to be given now."""

    id: str
    was: str = ""
    now: str = ""
    certain: bool = True
    parameter: str = ""


@dataclass(frozen=True)
class Call:
    """How a function is called. `by_name` and `by_position` hold its parameters in order; those for the rest apart."""

    signature: Signature

    @cached_property
    def by_name(self) -> dict[str, Parameter]:
        """All but `*args` and `**kwargs`."""
        return {one.name: one for one in self.signature.parameters if one.how in BY_POSITION | BY_NAME}

    @cached_property
    def by_position(self) -> list[Parameter]:
        """Those that can be given by position."""
        return [one for one in self.signature.parameters if one.how in BY_POSITION]

    def rest(self, how: How) -> Parameter | None:
        """`*args` or `**kwargs`."""
        return next((one for one in self.signature.parameters if one.how is how), None)

    def index(self, name: str) -> int | None:
        """The position of a parameter that has one."""
        return next((index for index, one in enumerate(self.by_position) if one.name == name), None)


def signature_changes(was: Signature, now: Signature) -> Iterator[Change]:
    """The breaks between two signatures; `self` is no parameter here."""
    yield from _Comparison(Call(was), Call(now)).changes()
    if was.is_async != now.is_async:
        plain = now if was.is_async else was
        if not AWAITABLE.search(plain.returns or ""):
            words = ("async def", "def") if was.is_async else ("def", "async def")
            yield Change("async-to-sync" if was.is_async else "sync-to-async", *words)
    if was.returns and now.returns and not is_same_type(was.returns, now.returns):
        yield Change("return-type-changed", was.returns, now.returns, certain=False)


class _Comparison:
    def __init__(self, was: Call, now: Call) -> None:
        self.was, self.now = was, now
        self.renamed = dict(self._renamed())
        self.new = [
            one for name, one in now.by_name.items() if name not in was.by_name and name not in self.renamed.values()
        ]

    def changes(self) -> Iterator[Change]:
        """All of them, less those of types that are the same."""
        removed: list[Change] = []
        for name, one in self.was.by_name.items():
            other = self.now.by_name.get(self.renamed.get(name, name))
            if other is None:
                removed += self._removed(one)
                continue
            if other.name != name:
                yield from self._other_name(one, other)
            else:
                yield from self._other_kind(one, other)
                yield from _other_type(one, other)
            if other.is_required and not one.is_required:
                yield Change("parameter-required", text(one), text(other), parameter=name)
        yield from _as_one(removed)
        yield from self._order()
        yield from self._rest()
        yield from self._required()

    def _renamed(self) -> Iterator[tuple[str, str]]:
        """Parameters in the same place whose old and new names are only on one side each."""
        gone = [one for one in self.was.by_position if one.name not in self.now.by_name]
        come = [one for one in self.now.by_position if one.name not in self.was.by_name]
        for one in gone:
            place = _before(self.was.by_position, one)
            other = next((two for two in come if _before(self.now.by_position, two) == place), None)
            index = self.was.index(one.name)
            other = other or next((two for two in come if self.now.index(two.name) == index), None)
            if other:
                come.remove(other)
                yield one.name, other.name

    def _removed(self, one: Parameter) -> Iterator[Change]:
        takes_name = one.how is How.POSITIONAL or self.now.rest(How.KEYWORD_REST) or _is_private(one)
        takes_position = one.how is How.KEYWORD or self.now.rest(How.REST)
        rest = self.now.rest(How.KEYWORD_REST)
        if not takes_position and one.how is How.EITHER and rest:
            yield Change("parameter-kind", text(one), text(rest))
        elif not (takes_name and takes_position):
            yield Change("parameter-removed", text(one))

    def _other_name(self, one: Parameter, other: Parameter) -> Iterator[Change]:
        is_taken = self.now.rest(How.KEYWORD_REST) and not other.is_required
        if one.how is How.EITHER and not _is_private(one) and not is_taken:
            yield Change("parameter-renamed", text(one), text(other))

    def _other_kind(self, one: Parameter, other: Parameter) -> Iterator[Change]:
        """What `*args` or `**kwargs` takes instead does not serve a parameter that has to be given."""
        lost_position = one.how in BY_POSITION and other.how is How.KEYWORD
        lost_name = one.how in BY_NAME and other.how is How.POSITIONAL
        is_taken = self.now.rest(How.REST if lost_position else How.KEYWORD_REST) and not other.is_required
        if (lost_position or lost_name) and not is_taken:
            yield Change("parameter-kind", text(one), text(other))
        elif one.how is How.KEYWORD and other.how is How.EITHER and self.was.rest(How.REST):
            yield Change("parameter-kind", text(one), text(other), certain=False)

    def _order(self) -> Iterator[Change]:
        """Positions that another parameter has now. What other breaks move is not said again."""
        for index, one in enumerate(self.was.by_position):
            now = self.now.index(self.renamed.get(one.name, one.name))
            if now is None:
                if index < len(self.now.by_position) and self._is_taken_up(one):
                    yield self._reordered()
                    return
                continue
            gone = sum(
                self.now.index(self.renamed.get(two.name, two.name)) is None for two in self.was.by_position[:index]
            )
            come = sum(two in self.new and two.is_required for two in self.now.by_position[:now])
            if now != index - gone + come:
                yield self._reordered()
                return
        rest = self.was.rest(How.REST)
        takes = next((one for one in self.new if one.how in BY_POSITION and not one.is_required), None)
        if rest and takes:
            yield Change("parameter-reordered", text(rest), text(takes), certain=False)

    def _is_taken_up(self, one: Parameter) -> bool:
        """Whether a parameter that has no position any more is said to be no break."""
        other = self.now.by_name.get(one.name)
        return not any(self._other_kind(one, other) if other else self._removed(one))

    def _reordered(self) -> Change:
        return Change("parameter-reordered", _names(self.was.by_position), _names(self.now.by_position))

    def _rest(self) -> Iterator[Change]:
        for how, ways in ((How.REST, BY_POSITION), (How.KEYWORD_REST, BY_NAME)):
            one = self.was.rest(how)
            if one and not self.now.rest(how):
                yield Change("parameter-removed", text(one), certain=not any(two.how in ways for two in self.new))

    def _required(self) -> Iterator[Change]:
        for one in self.new:
            if one.is_required:
                passed = one.how in BY_POSITION and self.was.rest(How.REST)
                passed = passed or (one.how in BY_NAME and self.was.rest(How.KEYWORD_REST))
                yield Change("parameter-added-required", now=text(one), certain=not passed, parameter=one.name)


def _as_one(changes: list[Change]) -> Iterator[Change]:
    """Parameters that went into `**kwargs` together are one change."""
    into_rest = [one for one in changes if one.id == "parameter-kind"]
    yield from (one for one in changes if one.id != "parameter-kind")
    if into_rest:
        yield Change("parameter-kind", ", ".join(one.was for one in into_rest), into_rest[0].now)


def _other_type(one: Parameter, other: Parameter) -> Iterator[Change]:
    if one.type and other.type and not is_same_type(one.type, other.type):
        yield Change("parameter-type-changed", text(one), text(other), certain=False)
    if one.default is not None and other.default is not None and one.default != other.default:
        yield Change("default-changed", text(one), text(other), certain=False)


def text(parameter: Parameter) -> str:
    """A parameter as it could be written."""
    annotation = f": {parameter.type}" if parameter.type else ""
    equals = " = " if annotation else "="
    default = f"{equals}{parameter.default}" if parameter.default is not None else ""
    end = ", /" if parameter.how is How.POSITIONAL else ""
    return f"{PREFIXES.get(parameter.how, '')}{parameter.name}{annotation}{default}{end}"


def is_same_type(one: str, other: str) -> bool:
    """Whether two annotations differ in nothing but how they are written."""
    return one == other or _plain(one) == _plain(other)


QUALIFIED = re.compile(r"\b(?:[A-Za-z_]\w*\.)+(?=[A-Za-z_])")
OPTIONAL = re.compile(r"\bOptional\[([^\[\]]*(?:\[[^\[\]]*\])?[^\[\]]*)\]")
UNION = re.compile(r"\bUnion\[([^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*)\]")


def _plain(annotation: str) -> tuple[str, ...]:
    """Without quotes, modules and the order of a union; `typing.List` is `list`."""
    plain = QUALIFIED.sub("", annotation.replace("'", "").replace('"', "")).replace(" ", "")
    plain = OPTIONAL.sub(r"\1|None", plain)
    plain = UNION.sub(lambda found: "|".join(_split(found[1], ",")), plain)
    return tuple(sorted({part.lower() for part in _split(plain, "|")}))


def _split(text: str, separator: str) -> list[str]:
    """At separators that stand in no brackets."""
    parts, depth = [""], 0
    for character in text:
        depth += (character in "[(") - (character in "])")
        if character == separator and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return parts


def _before(parameters: Sequence[Parameter], one: Parameter) -> str:
    index = parameters.index(one)
    return parameters[index - 1].name if index else ""


def _names(parameters: Sequence[Parameter]) -> str:
    return ", ".join(one.name for one in parameters)


def _is_private(parameter: Parameter) -> bool:
    return parameter.name.startswith("_")
