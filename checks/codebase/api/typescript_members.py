"""What breaks between the members of two classes, interfaces, object types, enums or objects."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from enum import StrEnum

from checks.codebase.api.surface import Member, Sort
from checks.codebase.api.typescript_signatures import Change, overload_changes, renamed, substituted
from checks.codebase.api.typescript_texts import member_text
from checks.codebase.api.typescript_types import Relation, is_closed, is_literal, relation, without_undefined

DEEPEST = 20
CALLBACK = re.compile(r"on[A-Z]")
VISIBILITY = ("public", "protected", "private")


class Owner(StrEnum):
    """Who makes what has the members: users (an interface, an object type), users by extending it, or the package."""

    SHAPE = "shape"
    CLASS = "class"
    OBJECT = "object"


REMOVED = {Owner.SHAPE: "property-removed", Owner.CLASS: "member-removed", Owner.OBJECT: "member-removed"}
Members = Mapping[tuple[str, bool], Member]


def member_changes(was: Member, now: Member, owner: Owner, depth: int = 0) -> Iterator[Change]:
    """What breaks for users of the members of `was`, now those of `now`."""
    if depth > DEEPEST:
        return
    before, after = _by_key(was), _by_key(now)
    for key, member in before.items():
        if "internal" in member.marks or visibility(member) == "private":
            continue
        found = after.get(key)
        changes = _pair_changes(member, found, owner, depth) if found else _removal(member, now, owner)
        for change in changes:
            certain = change.certain and not member.name.startswith("_")
            yield _placed(replace(change, certain=certain), member, found)
    for key, member in after.items():
        if key not in before and "internal" not in member.marks:
            for change in _addition(member, was, owner):
                yield _placed(change, None, member)


def enum_changes(was: Member, now: Member) -> Iterator[Change]:
    """What breaks for users of an enum, or of the object that replaced one."""
    after = {each.name: each for each in now.members}
    for member in was.members:
        found = after.get(member.name)
        if found is None:
            change = Change("enum-member-removed", member.name, "", "open" not in now.marks)
            yield _placed(change, member, None)
        elif None not in (member.type, found.type) and member.type != found.type:
            yield _placed(Change("enum-value-changed", member.type or "", found.type or ""), member, found)


def visibility(member: Member) -> str:
    """Who may use a member."""
    return next((word for word in ("private", "protected") if word in member.marks), "public")


def is_narrower(was: str, now: str) -> bool:
    """Whether fewer may use what has the one visibility than the other."""
    return VISIBILITY.index(now) > VISIBILITY.index(was)


def with_new_names(member: Member, names: Mapping[str, str]) -> Member:
    """A member with the new names of type parameters in all types."""
    if not names:
        return member
    return replace(
        member,
        type=substituted(member.type, names),
        bases=tuple(substituted(each, names) or "" for each in member.bases),
        signatures=tuple(renamed(each, names) for each in member.signatures),
        members=tuple(with_new_names(each, names) for each in member.members),
    )


def type_changes(was: Member, now: Member, owner: Owner) -> Iterator[Change]:
    """What breaks between the types of two properties, variables or type aliases."""
    before, after = was.type, now.type
    if "optional" in was.marks & now.marks:
        before, after = without_undefined(before), without_undefined(after)
    texts = before or "inferred", after or "inferred"
    match relation(before, after):
        case Relation.NARROWED if owner is Owner.SHAPE:
            yield Change("union-narrowed", *texts)
        case Relation.NARROWED if owner is Owner.CLASS and "readonly" not in now.marks:
            yield Change("union-narrowed", *texts, certain=False)
        case Relation.WIDENED:
            yield Change("union-widened", *texts, certain=False)
        case Relation.OTHER:
            yield Change(
                "type-changed", *texts, not (owner is Owner.OBJECT and is_literal(before) and is_literal(after))
            )
        case Relation.UNKNOWN:
            yield Change("type-changed", *texts, certain=False)


def _by_key(owner: Member) -> Members:
    return {(each.name, "static" in each.marks): each for each in owner.members if "local" not in each.marks}


def _placed(change: Change, was: Member | None, now: Member | None) -> Change:
    name = (was or now or Member("", Sort.ATTRIBUTE, 0)).name
    return replace(
        change,
        inner=f"{name}.{change.inner}" if change.inner else name,
        line=change.line or (now.line if now else None),
        base_line=change.base_line or (was.line if was else None),
    )


def _removal(member: Member, now: Member, owner: Owner) -> Iterator[Change]:
    yield Change(REMOVED[owner], member_text(member), "", "open" not in now.marks and "index" not in member.marks)


def _addition(member: Member, was: Member, owner: Owner) -> Iterator[Change]:
    is_sure = "open" not in was.marks
    if owner is Owner.CLASS and "abstract" in member.marks:
        yield Change("abstract-member-added", "", member_text(member), is_sure)
    is_required = owner is Owner.SHAPE and not member.marks & {"optional", "index", "private", "protected"}
    if is_required and member.name not in {"()", "new()"}:
        is_property = member.sort is Sort.ATTRIBUTE or "property" in member.marks
        yield Change("property-added-required", "", member_text(member), is_sure and is_property)


def _pair_changes(was: Member, now: Member, owner: Owner, depth: int) -> Iterator[Change]:
    texts = member_text(was), member_text(now)
    if is_narrower(visibility(was), visibility(now)):
        yield Change("visibility-narrowed", *texts)
        return
    if "readonly" in now.marks - was.marks and now.sort is Sort.ATTRIBUTE is was.sort and owner is not Owner.OBJECT:
        yield Change("readonly-added", *texts)
    if owner is Owner.CLASS and "abstract" in now.marks - was.marks:
        yield Change("abstract-member-added", *texts)
    if owner is Owner.SHAPE and "optional" in was.marks - now.marks:
        yield Change("property-required", *texts)
    if "optional" in now.marks - was.marks and owner is not Owner.OBJECT:
        yield Change("property-optional", *texts, certain=False)
    if was.sort is Sort.FUNCTION is now.sort:
        yield from _function_changes(was, now, owner)
    elif was.sort is not now.sort:
        closed = next((each.type for each in (was, now) if each.sort is Sort.ATTRIBUTE), None)
        yield Change("type-changed", *texts, closed is not None and is_closed(closed))
    elif was.members and now.members:
        yield from member_changes(was, now, owner, depth + 1)
    else:
        yield from type_changes(was, now, owner)


def _function_changes(was: Member, now: Member, owner: Owner) -> Iterator[Change]:
    """A function that may be left out is one that users write; one called `onDone` may be either."""
    is_property = owner is Owner.SHAPE and "property" in was.marks
    is_given = is_property and "optional" in was.marks
    found = overload_changes(was.signatures, now.signatures, is_given=is_given)
    if is_property and not is_given and CALLBACK.match(was.name):
        other = {each.id for each in overload_changes(was.signatures, now.signatures, is_given=True) if each.certain}
        found = [replace(each, certain=each.certain and each.id in other) for each in found]
    yield from found
