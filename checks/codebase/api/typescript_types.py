"""How one normalised type relates to another, as far as their texts tell.

Only what the text shows is certain: literals, primitive types, the parts of a union. Two names are just two names.
"""

import re
from collections.abc import Iterator
from enum import StrEnum


class Relation(StrEnum):
    """How the values of a type changed."""

    SAME = "same"
    WIDENED = "widened"
    NARROWED = "narrowed"
    OTHER = "other"
    UNKNOWN = "unknown"


PRIMITIVES = frozenset({"string", "number", "boolean", "bigint", "symbol", "null", "undefined", "void"})
TOP = frozenset({"any", "unknown"})
NUMBER = re.compile(r"-?[\d.][\w.]*")
CONTAINER = re.compile(
    r"(Array|ReadonlyArray|Promise|Readonly|Set|ReadonlySet|Iterable|AsyncIterable)<(.*)>", re.DOTALL
)
OPENING, CLOSING = frozenset("([{<"), frozenset(")]}>")
QUOTES = frozenset("\"`'")


def relation(was: str | None, now: str | None) -> Relation:
    """The relation of a type to the one that it replaces; None is a type that is inferred."""
    if was == now:
        return Relation.SAME
    if was is None or now is None:
        return Relation.UNKNOWN
    if now in TOP:
        return Relation.WIDENED
    before, after = frozenset(parts(was)), frozenset(parts(now))
    lost = {part for part in before - after if not _is_covered(part, after)}
    new = {part for part in after - before if not _is_covered(part, before)}
    if not lost or not new:
        return _one_way(lost, new, after)
    if len(lost) == len(new) == 1:
        return _of_one(lost.pop(), new.pop())
    certain = all(_family(part) is not None for part in lost | new)
    return Relation.OTHER if certain and not _share_family(lost, new) else Relation.UNKNOWN


def parts(type_: str) -> list[str]:
    """The parts of a union, just the type where it is none."""
    return list(_split(type_, "|"))


def without_undefined(type_: str | None) -> str | None:
    """A type that may be left out anyway: `undefined` in it says nothing new."""
    if type_ is None:
        return None
    return " | ".join(part for part in parts(type_) if part != "undefined") or type_


def is_closed(type_: str) -> bool:
    """Whether all values of a type are known from its text to be no functions."""
    return all(_family(part) not in {None, "function"} for part in parts(type_))


def is_literal(type_: str | None) -> bool:
    """Whether a type is a single value, as those in an object `as const` are."""
    return type_ is not None and type_ not in PRIMITIVES and _family(type_) in PRIMITIVES


def _one_way(lost: set[str], new: set[str], after: frozenset[str]) -> Relation:
    """Less or more than it was. What a lost name stood for may be in one of the names that are left."""
    if not lost:
        return Relation.WIDENED if new else Relation.SAME
    certain = all(map(_family, lost)) or all(map(_family, after))
    return Relation.NARROWED if certain else Relation.UNKNOWN


def _of_one(was: str, now: str) -> Relation:
    before, after = CONTAINER.fullmatch(was), CONTAINER.fullmatch(now)
    if before and after and before[1] == after[1] and len(list(_split(before[2], ","))) == 1:
        return relation(before[2], after[2])
    families = _family(was), _family(now)
    if None in families:
        return Relation.UNKNOWN
    literals = was not in PRIMITIVES and now not in PRIMITIVES and families[0] in PRIMITIVES
    return Relation.OTHER if families[0] != families[1] or literals else Relation.UNKNOWN


def _share_family(lost: set[str], new: set[str]) -> bool:
    """Whether both hold parts of one family that the text cannot tell apart (two functions, two objects)."""
    return bool({_family(part) for part in lost} & {_family(part) for part in new} - PRIMITIVES)


def _is_covered(part: str, others: frozenset[str]) -> bool:
    """Whether a part of a union is in another of its parts: `"a"` in `string`, an array in a read-only one."""
    if part == "never" or (part == "undefined" and "void" in others):
        return True
    if part.startswith("Array<") and f"Readonly{part}" in others:
        return True
    return part not in PRIMITIVES and _family(part) in others & PRIMITIVES


def _family(part: str) -> str | None:
    """What sort of values a part of a union has; None for a name."""
    if part in PRIMITIVES:
        return part
    if part in {"true", "false"}:
        return "boolean"
    if NUMBER.fullmatch(part):
        return "bigint" if part.endswith("n") else "number"
    if (part.startswith("(") and " => " not in part) or part.endswith("]") != part.startswith("["):
        return None  # an operator on a type: `Options["mode"]`, `(A & B)[]`
    return next((family for starts, family in FAMILIES if part.startswith(starts)), None)


FAMILIES = (
    (('"', "'", "`"), "string"),
    (("(", "{ (", "{ <"), "function"),
    (("Promise<",), "promise"),
    (("[", "Array<", "ReadonlyArray<"), "array"),
    (("{",), "object"),
)
"""How the text of a type begins that is no name."""


def _split(text: str, separator: str) -> Iterator[str]:
    """The pieces between separators that stand in no brackets and no string."""
    depth, start, quote = 0, 0, ""
    for index, character in enumerate(text):
        if quote:
            quote = "" if character == quote and text[index - 1] != "\\" else quote
        elif character in QUOTES:
            quote = character
        elif character in OPENING:
            depth += 1
        elif character in CLOSING and text[index - 1] != "=":
            depth -= 1
        elif character == separator and depth == 0:
            yield text[start:index].strip()
            start = index + 1
    yield text[start:].strip()
