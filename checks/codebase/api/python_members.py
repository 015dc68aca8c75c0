"""What changed between two Python members of one name: functions, attributes, properties, and their classes."""

from collections.abc import Iterator
from dataclasses import replace

from checks.codebase.api.python_classes import (
    ENUMS,
    PROTOCOL,
    PYDANTIC,
    TYPED_DICT,
    Constructor,
    Lineage,
    bound,
    one_and_above,
    usual_name,
)
from checks.codebase.api.python_parameters import Change, is_same_type, signature_changes
from checks.codebase.api.surface import Member, Signature, Sort

NO_NAMES = frozenset(
    {
        *("__init__", "__new__", "__post_init__", "__init_subclass__", "__class_getitem__", "__getattr__", "__del__"),
        *("__unicode__", "__nonzero__", "__cmp__", "__div__", "__idiv__", "__rdiv__", "__getslice__", "__setslice__"),
        *("__delslice__", "__long__", "__coerce__", "__hex__", "__oct__", "__attrs_post_init__", "__setstate__"),
    }
)
"""Methods that Python calls and no user of the class, and those of Python 2."""

NOT_INHERITED = ENUMS | PYDANTIC | {TYPED_DICT}
FIELD_WORDS = {"parameter-added-required": "field-added-required", "parameter-required": "field-required"}
UNBOUND = frozenset({"classmethod", "staticmethod"})


def is_public_member(member: Member) -> bool:
    """Whether users of a class may count on the member: no underscore, or a method that Python itself calls."""
    if not member.name.startswith("_"):
        return True
    is_special = member.name.startswith("__") and member.name.endswith("__") and member.name not in NO_NAMES
    return is_special and member.sort is Sort.FUNCTION


def member_changes(was: Member, now: Member, *, in_class: bool = False) -> Iterator[Change]:
    """The breaks between two functions or attributes; of names of different sorts that alone."""
    before, after = _sort(was), _sort(now)
    if before != after:
        yield from _other_sort(was, now, before, after)
    elif was.sort is Sort.FUNCTION:
        if in_class and was.marks & UNBOUND and not now.marks & UNBOUND:
            yield Change("method-binding", min(was.marks & UNBOUND), "method")
        yield from _function_changes(was, now, in_class=in_class)
    elif was.sort is Sort.ATTRIBUTE:
        yield from _attribute_changes(was, now)


def _sort(member: Member) -> str:
    return "property" if "property" in member.marks else member.sort.value


def _other_sort(was: Member, now: Member, before: str, after: str) -> Iterator[Change]:
    """A property reads like an attribute. What an attribute holds nobody can tell: it may well be called."""
    if {before, after} == {"attribute", "property"}:
        if "readonly" in now.marks:
            yield Change("readonly-added", "attribute", "property without a setter", certain=False)
    elif "attribute" in {before, after}:
        if before != "attribute":
            yield Change("sort-changed", before, after, certain=False)
    elif Sort.ALIAS not in {was.sort, now.sort}:
        yield Change("sort-changed", before, after)


def _function_changes(was: Member, now: Member, *, in_class: bool) -> Iterator[Change]:
    old, new = _callable(was, in_class=in_class), _callable(now, in_class=in_class)
    if "overload" not in was.marks and "overload" not in now.marks:
        if old and new:
            yield from signature_changes(old[-1], new[-1])
        return
    yield from dict.fromkeys(change for one in old for change in _overload_changes(one, new))


def _overload_changes(one: Signature, ways: list[Signature]) -> Iterator[Change]:
    """What no overload at head allows any more. Where each forbids something else, several may stand for one."""
    found = [[change for change in signature_changes(one, other) if change.certain] for other in ways]
    if found and all(found):
        common = [change for change in found[0] if all(change in others for others in found[1:])]
        yield from common or [Change("overload-removed", _shown(one), certain=False)]


def _callable(member: Member, *, in_class: bool) -> list[Signature]:
    """The signatures as callers see them: the implementation's is the last, and the only one that counts."""
    found = member.signatures if "overload" in member.marks else member.signatures[-1:]
    return [bound(one) for one in found] if in_class and "staticmethod" not in member.marks else list(found)


def _shown(signature: Signature) -> str:
    return f"({', '.join(one.name for one in signature.parameters)})"


def _attribute_changes(was: Member, now: Member) -> Iterator[Change]:
    if "property" in was.marks and "readonly" in now.marks and "readonly" not in was.marks:
        yield Change("readonly-added", "property with a setter", "property without a setter")
    is_annotated = was.type and now.type and "constant" not in was.marks | now.marks
    if is_annotated and not is_same_type(was.type or "", now.type or ""):
        yield Change("type-changed", was.type or "", now.type or "", certain=False)


def constructor_changes(was: Constructor, now: Constructor) -> Iterator[Change]:
    """The breaks between two ways to make an object. A field that is gone is a removed attribute, said elsewhere."""
    for change in signature_changes(was.signature, now.signature):
        if was.method and now.method:
            yield change
        elif change.id in FIELD_WORDS:
            yield replace(change, id=FIELD_WORDS[change.id])
        elif change.id in {"parameter-reordered", "parameter-kind"} or was.method or now.method:
            yield change


def base_changes(was: Lineage, now: Lineage, public: frozenset[str]) -> Iterator[Change]:
    """Ancestors that a class no longer has; of those in the repository only public ones count."""
    gone = [
        name
        for name in [*(owner.member.name for owner in was.owners[1:] if owner.member), *was.outside]
        if usual_name(name) not in now.ancestors and (name in public or name in was.outside) and not _says_nothing(name)
    ]
    gone = [name for name in gone if not _is_lost_above(name, was, now, public)]
    if gone:
        added = set(now.outside) - set(was.outside)
        is_told = not now.is_open and not any(one_and_above(name) == {name} for name in added)
        yield Change("base-changed", ", ".join(gone), ", ".join(_bases(now)), certain=is_told)


def _is_lost_above(name: str, was: Lineage, now: Lineage, public: frozenset[str]) -> bool:
    """Whether a public ancestor that remains has lost this one: there it is said."""
    return any(
        owner.member.name in public & now.ancestors and name in Lineage.of(was.modules, owner).ancestors
        for owner in was.owners[1:]
        if owner.member
    )


def _says_nothing(name: str) -> bool:
    return name in {"object", "Generic", "ABC", "ABCMeta", PROTOCOL} or name.startswith("_")


def _bases(lineage: Lineage) -> tuple[str, ...]:
    member = lineage.owners[0].member
    return member.bases if member else ()


def removed_member(member: Member, was: Lineage, now: Lineage) -> Change | None:
    """A member that the class at head does not have itself."""
    inherits = now.may_inherit(member.name)
    if inherits:
        return None
    if was.is_any(ENUMS) and member.sort is Sort.ATTRIBUTE and "instance" not in member.marks:
        return Change("enum-member-removed", member.type or "", certain=inherits is False)
    is_field = bool(member.marks & {"required", "optional"}) and was.is_any(NOT_INHERITED)
    return Change("member-removed", _sort(member), certain=inherits is False or is_field)


def newly_abstract(was: Lineage, now: Lineage) -> Iterator[tuple[str, Change]]:
    """Methods that subclasses of users lack, each with its name."""
    is_protocol = any(base.partition("[")[0].endswith(PROTOCOL) for base in _bases(now))
    for name, (_, member) in now.members.items():
        known = was.members.get(name)
        is_abstract = "abstract" in member.marks and now.is_abstract
        was_abstract = known is not None and "abstract" in known[1].marks and was.is_abstract
        if is_abstract and not was_abstract:
            was_left_out = known is not None and "unimplemented" in known[1].marks
            yield name, Change("abstract-member-added", "" if known is None else "method", "abstract", not was_left_out)
        elif is_protocol and known is None and member.sort is Sort.FUNCTION and not name.startswith("_"):
            yield name, Change("abstract-member-added", "", "in a protocol", certain=False)
