"""Values of frozen dataclasses as JSON values, from nothing but the types of their fields.

A dataclass becomes the list of its fields, without those at the end that have their default; it may hold others of its
own type. A set becomes a sorted list. A new field needs no line here; one of a type that nobody has said how to write
raises TypeError when the program starts.
"""

import sys
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from enum import StrEnum
from functools import cache
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

Convert = Callable[[Any], Any]

JSON_OBJECT = Mapping[str, object]
"""The type of a field whose value is JSON already."""

NAMES = frozenset[str]


def encoder(hint: Any, around: frozenset[Any] = frozenset()) -> Convert:
    """What turns a value of this type into what `json` writes; `around` are the dataclasses that it is part of."""
    if hint in {str, int, bool, JSON_OBJECT} or _is_enum(hint) or _is_record(hint):
        return _same
    if is_dataclass(hint):
        return _later(encoder, hint) if hint in around else _dataclass_encoder(hint, around)
    if _is_tuple(hint):
        return _list_encoder(encoder(get_args(hint)[0], around))
    return sorted if hint == NAMES else _optional(encoder, _beside_none(hint), around)


def decoder(hint: Any, around: frozenset[Any] = frozenset()) -> Convert:
    """The way back: what turns the values that `json` reads into those of this type, taking them apart.

    Equal strings are one object, as are equal tuples of strings among all that it decodes.
    """
    if hint in PLAIN or _is_record(hint):
        return PLAIN.get(hint, tuple)
    if _is_enum(hint):
        return {member.value: member for member in hint}.__getitem__
    if is_dataclass(hint):
        return _later(decoder, hint) if hint in around else _dataclass_decoder(hint, around)
    if _is_tuple(hint):
        item = get_args(hint)[0]
        return _names_decoder() if item is str else _tuple_decoder(decoder(item, around))
    return _optional(decoder, _beside_none(hint), around)


def description(hint: Any, around: frozenset[Any] = frozenset()) -> str:
    """The type in words that change whenever its fields do, at any depth."""
    if is_dataclass(hint):
        if hint in around:
            return str(hint)
        inside = around | {hint}
        return f"({', '.join(f'{name}: {description(inner, inside)}' for name, inner, _ in _members(hint))})"
    if _is_tuple(hint):
        return f"[{description(get_args(hint)[0], around)}]"
    if get_origin(hint) is UnionType:
        return f"{description(_beside_none(hint), around)}?"
    return "|".join(hint) if _is_enum(hint) else str(hint)


def _members(of: Any) -> list[tuple[str, Any, Any]]:
    """Name, type and default of each field of a dataclass."""
    hints = _hints_of(of)
    return [(field.name, hints[field.name], field.default) for field in fields(of)]


@cache  # a review makes several decoders, and this is most of their cost
def _hints_of(of: Any) -> Mapping[str, Any]:
    return get_type_hints(of)


def _is_enum(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, StrEnum)


def _is_tuple(hint: Any) -> bool:
    return get_origin(hint) is tuple and get_args(hint)[1:] == (...,)


def _is_record(hint: Any) -> bool:
    """A tuple of so many texts and numbers."""
    return get_origin(hint) is tuple and bool(get_args(hint)) and set(get_args(hint)) <= {str, int, bool}


def _later(made: Callable[[Any], Convert], hint: Any) -> Convert:
    """Made when the first such value comes; a type that holds itself has no end."""
    known: list[Convert] = []

    def convert(value: Any) -> Any:
        if not known:
            known.append(made(hint))
        return known[0](value)

    return convert


def _beside_none(hint: Any) -> Any:
    """The one type that stands beside None."""
    found = set(get_args(hint)) if get_origin(hint) is UnionType else set()
    if len(found) != 2 or NoneType not in found:
        raise TypeError(f"nobody has said how to write a field of type {hint}")
    return (found - {NoneType}).pop()


def _same(value: Any) -> Any:
    return value


PLAIN: Mapping[Any, Convert] = {
    str: sys.intern,
    int: _same,
    bool: _same,
    JSON_OBJECT: _same,
    NAMES: frozenset,
}
"""What turns JSON into values of types without parts of their own."""


def _optional(made: Callable[..., Convert], hint: Any, around: frozenset[Any]) -> Convert:
    """Of a dataclass made when one comes: most files have none of what only some policies ask for."""
    convert = _later(made, hint) if is_dataclass(hint) else made(hint, around)
    return convert if convert is _same else lambda value: None if value is None else convert(value)


def _list_encoder(convert: Convert) -> Convert:
    return _same if convert is _same else lambda values: [convert(value) for value in values]


def _tuple_decoder(convert: Convert) -> Convert:
    return lambda values: tuple([convert(value) for value in values])  # twice as fast as a generator


def _names_decoder() -> Convert:
    known: dict[tuple[str, ...], tuple[str, ...]] = {}

    def decode(values: list[str]) -> tuple[str, ...]:
        names = tuple(values)
        found = known.get(names)
        if found is None:
            found = known[names] = tuple([sys.intern(name) for name in values])
        return found

    return decode


def _dataclass_encoder(of: Any, around: frozenset[Any]) -> Convert:
    members = _members(of)
    values_of = attrgetter(*(name for name, _, _ in members))
    defaults = [default for _, _, default in members]
    converters = _converters(encoder, members, around | {of})

    def encode(value: Any) -> list[Any]:
        values = list(values_of(value))
        while values and defaults[len(values) - 1] is not MISSING and values[-1] == defaults[len(values) - 1]:
            values.pop()
        for index, convert in converters:
            if index < len(values):
                values[index] = convert(values[index])
        return values

    return encode


def _dataclass_decoder(of: Any, around: frozenset[Any]) -> Convert:
    converters = _converters(decoder, _members(of), around | {of})

    def decode(values: list[Any]) -> Any:
        for index, convert in converters:
            if index < len(values):
                values[index] = convert(values[index])
        return of(*values)

    return decode


def _converters(
    made: Callable[[Any, frozenset[Any]], Convert], members: list[tuple[str, Any, Any]], around: frozenset[Any]
) -> list[tuple[int, Convert]]:
    """What has to be done to the fields that are not JSON already, by their place."""
    every = [(index, made(hint, around)) for index, (_, hint, _) in enumerate(members)]
    return [(index, convert) for index, convert in every if convert is not _same]
