"""The breaks between two facades of one TypeScript package."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from checks.codebase.api.breaks import Break
from checks.codebase.api.facade import Definition, Meaning, Unknown
from checks.codebase.api.surface import Member, Sort
from checks.codebase.api.typescript_facade import Facade, everything
from checks.codebase.api.typescript_members import (
    Owner,
    enum_changes,
    is_narrower,
    member_changes,
    type_changes,
    with_new_names,
)
from checks.codebase.api.typescript_modules import EXPORT_EQUALS, TYPES, VALUES
from checks.codebase.api.typescript_positions import Positions, positions
from checks.codebase.api.typescript_signatures import (
    Change,
    generic_changes,
    new_names,
    overload_changes,
)
from checks.codebase.api.typescript_texts import member_text
from checks.codebase.api.typescript_types import is_closed

DEFAULTS = frozenset({"default", EXPORT_EQUALS})
TYPE_SORTS = TYPES - {Sort.NAMESPACE}
VALUE_SORTS = VALUES - {Sort.NAMESPACE}
ASKED = frozenset({"property-added-required", "property-required", "union-narrowed"})
"""Breaks only for those who make a value of the type."""

NAMED = frozenset({"generic-removed", "generic-added-required", "generic-bound-changed", "sort-changed"})
"""Breaks only for those who can name the type."""

Changes = Iterator[Change]


def script_breaks(base: Facade, head: Facade, is_touched: Callable[[str], bool] = everything) -> list[Break]:
    """All that users of the names at the base can no longer do at head, in the order of places. A definition with
    several public names is compared once, under the shortest; one in files that are untouched is the same."""
    found = list[Break]()
    ways = positions(head)
    compared = set[tuple[object, ...]]()
    for name in sorted(base.names, key=lambda each: (each.count("."), each)):
        meanings = base.names[name]
        if name not in head.names:
            found += _removal(name, meanings, base, head)
            continue
        pairs = ((meanings, _definitions(meanings)), (head.names[name], _definitions(head.names[name])))
        key = tuple(each.key for _, definitions in pairs for each in definitions)
        if key in compared or not all(definitions for _, definitions in pairs):
            continue
        if not any(is_touched(each.path) for _, definitions in pairs for each in definitions):
            continue
        compared.add(key)
        found += _breaks(name, pairs[0][1], pairs[1][1], (base, head), ways)
    for path, name in sorted(base.hidden.keys() & head.hidden.keys()):
        was, now = (side.hidden[path, name] for side in (base, head))
        changes = _breaks(name, [was], [now], (base, head), ways)
        found += [_of_hidden(change, name, ways) for change in changes if change.id not in NAMED]
    return sorted(
        _distinct(found), key=lambda each: (each.path or each.base_path, each.line or each.base_line, each.name)
    )


def _of_hidden(change: Break, name: str, ways: Positions) -> Break:
    """A break of a type that is not public. It is certain only for a property, and a new one only where users give it:
    types of which others are computed say little."""
    certain = change.name != name and (change.id != "property-added-required" or ways.is_only_given(name))
    return replace(change, certain=change.certain and certain)


def _distinct(breaks: Iterable[Break]) -> Iterable[Break]:
    """Each break once: what a type inherits is told of the first only."""
    found = dict[tuple[object, ...], Break]()
    for each in breaks:
        last = each.name.rpartition(".")[2]
        found.setdefault((each.id, last, each.was, each.now, each.line, each.base_line), each)
    return found.values()


def _removal(name: str, meanings: tuple[Meaning, ...], base: Facade, head: Facade) -> Iterator[Break]:
    parent, _, last = name.rpartition(".")
    if parent and parent in base.names and parent not in head.names:
        return
    own = _definitions(meanings)
    if (own and all("internal" in each.marks for each in _members(own))) or not _is_complete(meanings):
        return
    member = next(iter(_members(own)), None)
    certain = parent not in head.is_open and not last.startswith("_")
    yield Break(
        "default-export-removed" if last in DEFAULTS else "export-removed",
        name,
        member_text(member) if member else name,
        "",
        None,
        member.line if member else 1,
        certain,
        None,
        own[0].path if own else "",
    )


def _is_complete(meanings: tuple[Meaning, ...]) -> bool:
    return not any(isinstance(each, Unknown) for each in meanings)


def _definitions(meanings: Iterable[Meaning]) -> list[Definition]:
    return [each for each in meanings if isinstance(each, Definition)]


def _members(definitions: Iterable[Definition]) -> list[Member]:
    return [each.member for each in definitions if each.member is not None]


def _breaks(
    name: str, was: list[Definition], now: list[Definition], facades: tuple[Facade, Facade], ways: Positions
) -> Iterator[Break]:
    if any(member.marks & {"internal", "unsure"} for member in _members([*was, *now])):
        return
    changes = [
        (before, after, change)
        for before, after, compare in _comparisons(was, now)
        for change in compare(_member(before), _member(after))
    ]
    if name.rpartition(".")[2] in DEFAULTS and not any(change.certain for *_, change in changes):
        changes += _new_default(was[0], now[0], *facades)
    is_private = name.rpartition(".")[2].startswith("_")
    for before, after, change in changes:
        is_asked = change.id in ASKED and change.inner
        if is_asked and change.id != "property-added-required" and ways.is_only_got(_member(after).name):
            continue
        is_made = not is_asked or change.id == "property-required" or ways.is_made(_member(after))
        yield Break(
            change.id,
            f"{name}.{change.inner}" if change.inner else name,
            change.was,
            change.now,
            (change.line or _member(after).line) if not (change.inner and change.line is None) else None,
            change.base_line or _member(before).line,
            change.certain and not is_private and is_made,
            after.path,
            before.path,
        )


def _member(found: Definition) -> Member:
    return found.member or Member("", Sort.NAMESPACE, 1)


Comparison = tuple[Definition, Definition, Callable[[Member, Member], Changes]]


def _comparisons(was: list[Definition], now: list[Definition]) -> Iterator[Comparison]:
    """What is to be compared with what: value with value, type with type."""
    values = _of(was, VALUE_SORTS), _of(now, VALUE_SORTS)
    types = _of(was, TYPE_SORTS), _of(now, TYPE_SORTS)
    if any(each.member is None or each.member.sort is Sort.NAMESPACE for each in now) and not all((*values, *types)):
        return
    if values[0] and not values[1]:
        yield values[0], now[0], _sort_change
        return
    if types[0] and not types[1]:
        yield types[0], now[0], _sort_change
        return
    if values[0] and values[1]:
        yield values[0], values[1], value_changes
    is_one = types[0] is values[0] and types[1] is values[1]
    if types[0] and types[1] and not is_one:
        yield types[0], types[1], _type_changes


def _of(definitions: list[Definition], sorts: frozenset[Sort]) -> Definition | None:
    return next((each for each in definitions if each.member and each.member.sort in sorts), None)


def _sort_change(was: Member, now: Member) -> Changes:
    yield Change("sort-changed", member_text(was), member_text(now))


def value_changes(was: Member, now: Member) -> Changes:
    """What breaks between what two names are when the program runs."""
    match was.sort, now.sort:
        case Sort.FUNCTION, Sort.FUNCTION:
            yield from overload_changes(was.signatures, now.signatures)
        case Sort.CLASS, Sort.CLASS:
            yield from _class_changes(was, now)
        case Sort.ENUM, (Sort.ENUM | Sort.ATTRIBUTE) if now.sort is Sort.ENUM or now.members:
            yield from enum_changes(was, now)
        case Sort.ATTRIBUTE, Sort.ATTRIBUTE:
            if was.members and now.members:
                yield from member_changes(was, now, Owner.OBJECT)
            else:
                yield from type_changes(was, now, Owner.OBJECT)
        case _:
            attribute = next((each for each in (was, now) if each.sort is Sort.ATTRIBUTE), None)
            certain = attribute is None or _is_no_function(attribute)
            yield Change("sort-changed", member_text(was), member_text(now), certain)


def _is_no_function(attribute: Member) -> bool:
    return is_closed(attribute.type) if attribute.type is not None else bool(attribute.members)


def _class_changes(was: Member, now: Member) -> Changes:
    names = new_names(was.generics, now.generics)
    before = with_new_names(was, names)
    yield from generic_changes(was.generics, now.generics)
    if "abstract" in now.marks - was.marks:
        yield Change("class-abstract", member_text(was), f"abstract {member_text(now)}")
    constructors = _constructor_visibility(was), _constructor_visibility(now)
    if is_narrower(*constructors):
        yield Change("visibility-narrowed", f"{constructors[0]} constructor", f"{constructors[1]} constructor")
    elif before.signatures and now.signatures and constructors[0] != "private":
        yield from overload_changes(before.signatures, now.signatures)
    if set(before.bases) - set(now.bases):
        yield Change("base-changed", ", ".join(before.bases), ", ".join(now.bases), certain=False)
    yield from member_changes(before, now, Owner.CLASS)


def _constructor_visibility(member: Member) -> str:
    return next((word for word in ("private", "protected") if f"{word}-constructor" in member.marks), "public")


def _type_changes(was: Member, now: Member) -> Changes:
    """What breaks between what two names are as types; the members of an enum are compared as values."""
    if was.sort is Sort.ENUM:
        return
    before = with_new_names(was, new_names(was.generics, now.generics))
    yield from generic_changes(was.generics, now.generics)
    if now.sort is Sort.CLASS and before.sort is not Sort.CLASS:
        yield Change("sort-changed", member_text(was), member_text(now), certain=False)
    if before.signatures and now.signatures and before.sort is now.sort is Sort.TYPE:
        yield from overload_changes(before.signatures, now.signatures, is_given=True)
    elif _is_shape(before) and _is_shape(now):
        owner = Owner.CLASS if now.sort is Sort.CLASS else Owner.SHAPE
        yield from member_changes(_instance(before), _instance(now), owner)
    elif before.type is not None and now.type is not None:
        yield from type_changes(before, now, Owner.SHAPE)
    else:
        yield Change("type-changed", before.type or member_text(before), now.type or member_text(now), certain=False)


def _is_shape(member: Member) -> bool:
    return member.sort in {Sort.INTERFACE, Sort.CLASS} or "shape" in member.marks


def _instance(member: Member) -> Member:
    return replace(member, members=tuple(each for each in member.members if "static" not in each.marks))


def _new_default(
    was: Definition, now: Definition, base: Facade, head: Facade
) -> Iterator[tuple[Definition, Definition, Change]]:
    """A default export that is another of the definitions that were there already, while its own is still there."""
    if was.member is None or now.member is None or was.member.name == now.member.name:
        return
    if _has(head, was.path, was.member) and _has(base, now.path, now.member):
        yield was, now, Change("default-export-changed", member_text(was.member), member_text(now.member))


def _has(facade: Facade, path: str, member: Member) -> bool:
    """Whether a definition is public under another name than `default`."""
    return any(
        each.path == path and each.member is not None and each.member.name == member.name
        for name, meanings in facade.names.items()
        if name.rpartition(".")[2] not in DEFAULTS
        for each in _definitions(meanings)
    )
