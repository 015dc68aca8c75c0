"""What breaks between two signatures of one function."""

import itertools
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from checks.codebase.api.surface import How, Member, Parameter, Signature
from checks.codebase.api.typescript_texts import parameter_text, signature_text
from checks.codebase.api.typescript_types import Relation, parts, relation, without_undefined

GENERIC = re.compile(r"(?:(?:const|in|out) )*([\w$]+)(?: extends (.*?))?(?: = (.*))?", re.DOTALL)
"""The name, bound and default of a type parameter."""

WORD = re.compile(r"[\w$]+")

MOST_SPLIT = 64
"""Calls that the unions of a signature's types make."""

MOST_COMPARED = 10_000
"""Pairs of overloads."""


@dataclass(frozen=True, slots=True)
class Change:
    """A difference that breaks: the kind's id, what was, what is; `inner` is the dotted name inside of what is
    compared, and the lines are those of a member of it."""

    id: str
    was: str
    now: str
    certain: bool = True
    inner: str = ""
    line: int | None = None
    base_line: int | None = None


def overload_changes(was: Sequence[Signature], now: Sequence[Signature], *, is_given: bool = False) -> list[Change]:
    """What breaks between the overloads of a function. `is_given`: users do not (only) call it, they write it."""
    if was == now:
        return []
    if len(was) * len(now) > MOST_COMPARED:
        return [Change("overload-removed", f"{len(was)} overloads", f"{len(now)} overloads", certain=False)]
    if len(was) == 1 == len(now):
        return list(signature_changes(was[0], now[0], is_given=is_given))
    found = list[Change]()
    for before in (each for each in was if each not in now):
        answers = [
            min((list(signature_changes(call, after, is_given=is_given)) for after in now), key=_weight, default=[])
            for call in (_calls(before) if len(now) == 1 else _split_calls(before))
        ]
        best = answers[-1]
        if any(change.certain for answer in answers for change in answer):
            text = " & ".join(signature_text(after) for after in now)
            found.append(Change("overload-removed", signature_text(before), text))
        else:
            found += best
    return list(dict.fromkeys(found))


def _calls(signature: Signature) -> Iterator[Signature]:
    """The ways to call a function: with ever more of the parameters that may be left out."""
    required = sum(each.is_required for each in signature.parameters)
    for count in range(required, len(signature.parameters) + 1):
        given = (replace(each, default=None) for each in signature.parameters[:count])
        yield replace(signature, parameters=tuple(given))


def _split_calls(signature: Signature) -> Iterator[Signature]:
    """The same for each part of the unions among the types: several overloads may share them out."""
    for call in _calls(signature):
        choices = [parts(each.type) if each.type is not None else [None] for each in call.parameters]
        if math.prod(map(len, choices)) > MOST_SPLIT:
            yield call
            continue
        for types in itertools.product(*choices):
            pairs = zip(call.parameters, types, strict=True)
            yield replace(call, parameters=tuple(replace(each, type=type_) for each, type_ in pairs))


def _weight(changes: Sequence[Change]) -> tuple[int, int]:
    return sum(change.certain for change in changes), len(changes)


def signature_changes(was: Signature, now: Signature, *, is_given: bool = False) -> Iterator[Change]:
    """What breaks for those who call a function with this signature, or write one (`is_given`)."""
    texts = signature_text(was), signature_text(now)
    before = renamed(was, new_names(was.generics, now.generics))
    yield from (replace(each, certain=False) for each in generic_changes(was.generics, now.generics))
    variable = frozenset(_generic(each)[0] for each in now.generics) if was.generics != now.generics else frozenset()
    for change in _parameter_changes(before.parameters, now.parameters, is_given=is_given):
        is_variable = change.id == "parameter-type-changed" and bool(variable & set(WORD.findall(change.now)))
        certain = change.certain and not is_variable
        yield replace(change, was=change.was or texts[0], now=change.now or texts[1], certain=certain)
    found = _return_change(before, now, is_given=is_given)
    if found is not None:
        yield Change("return-type-changed", before.returns or "inferred", now.returns or "inferred", found)


def _return_change(was: Signature, now: Signature, *, is_given: bool) -> bool | None:
    """Whether the returned type breaks for certain, None where it does not break."""
    if was.returns is None and now.returns is None:
        return False if now.is_async and not was.is_async else None
    match relation(was.returns, now.returns):
        case Relation.SAME:
            return None
        case Relation.NARROWED:
            return True if is_given else None
        case Relation.WIDENED:
            return None if is_given else False
        case Relation.OTHER:
            return was.returns != "void" or is_given
    return False


def _parameter_changes(was: Sequence[Parameter], now: Sequence[Parameter], *, is_given: bool) -> Iterator[Change]:
    before, after = _fixed(was), _fixed(now)
    rest_before, rest_after = len(before) < len(was), len(after) < len(now)
    if rest_before and not rest_after:
        yield Change("rest-removed", "", "")
    if _is_reordered(before, after):
        types = [each.type for each in before] != [each.type for each in after]
        yield Change("parameter-reordered", "", "", types)
        return
    pairs = _pairs(before, after)
    gone = [each for each in range(len(before)) if each not in pairs]
    if gone and rest_after:
        yield Change("parameter-type-changed", "", "", certain=False)
    elif gone:
        yield Change("parameter-removed", "", "")
    taken = frozenset(pairs.values())
    added = [each for each in range(len(after)) if each not in taken]
    if any(after[each].is_required for each in added):
        yield Change("parameter-added-required", "", "", not is_given and not rest_before)
    elif any(each < len(before) - len(gone) for each in added):
        yield Change("parameter-reordered", "", "", _shifts(before, after))
    for index, other in pairs.items():
        yield from _pair_changes(before[index], after[other], is_given=is_given)


def _fixed(parameters: Sequence[Parameter]) -> list[Parameter]:
    return [each for each in parameters if each.how is not How.REST]


def _names(parameters: Iterable[Parameter]) -> list[str]:
    return [each.name for each in parameters]


def _is_reordered(before: Sequence[Parameter], after: Sequence[Parameter]) -> bool:
    names = _names(before), _names(after)
    is_clear = "{}" not in names[0] and len(set(names[0])) == len(names[0])
    return is_clear and names[0] != names[1] and sorted(names[0]) == sorted(names[1])


def _pairs(before: Sequence[Parameter], after: Sequence[Parameter]) -> dict[int, int]:
    """Which parameter became which: by name where one list is the other with some left out, else by place."""
    longer, shorter = (_names(after), _names(before)) if len(after) >= len(before) else (_names(before), _names(after))
    found = _embedded(shorter, longer) if len(shorter) < len(longer) else None
    if found is None:
        return {index: index for index in range(len(shorter))}
    return dict(enumerate(found)) if len(after) >= len(before) else {place: each for each, place in enumerate(found)}


def _embedded(shorter: Sequence[str], longer: Sequence[str]) -> list[int] | None:
    """The places of the shorter list's names in the longer one, None where they are not all there in order."""
    places, start = list[int](), 0
    for name in shorter:
        if name not in longer[start:]:
            return None
        start = longer.index(name, start) + 1
        places.append(start - 1)
    return places


def _shifts(before: Sequence[Parameter], after: Sequence[Parameter]) -> bool:
    """Whether a parameter put in between certainly takes arguments that were another's."""
    return any(relation(was.type, now.type) is Relation.OTHER for was, now in zip(before, after, strict=False))


def _pair_changes(was: Parameter, now: Parameter, *, is_given: bool) -> Iterator[Change]:
    texts = parameter_text(was), parameter_text(now)
    if now.is_required and not was.is_required:
        yield Change("parameter-required", *texts, certain=not is_given)
    before, after = was.type, now.type
    if now.default is not None:
        before, after = without_undefined(before), without_undefined(after)
    if was.members and now.members:
        yield from _object_changes(was.members, now.members, texts)
        return
    match relation(before, after):
        case Relation.NARROWED if not is_given:
            yield Change("parameter-type-changed", *texts)
        case Relation.OTHER:
            yield Change("parameter-type-changed", *texts)
        case Relation.WIDENED if is_given:
            yield Change("parameter-type-changed", *texts, certain=False)
        case Relation.UNKNOWN:
            yield Change("parameter-type-changed", *texts, certain=False)


def _object_changes(was: Sequence[Member], now: Sequence[Member], texts: tuple[str, str]) -> Iterator[Change]:
    """What breaks for those who give an object of a type that is written in place."""
    before, after = ({each.name: each for each in members} for members in (was, now))
    required = [each for each in now if not each.marks & {"optional", "index"}]
    if any(each.name not in before or "optional" in before[each.name].marks for each in required):
        yield Change("property-added-required", *texts)
    if any(name not in after for name in before):
        yield Change("property-removed", *texts)
    for name in before.keys() & after.keys():
        types = without_undefined(before[name].type), without_undefined(after[name].type)
        if relation(*types) in {Relation.NARROWED, Relation.OTHER}:
            yield Change("parameter-type-changed", *texts)
            return


def generic_changes(was: Sequence[str], now: Sequence[str]) -> Iterator[Change]:
    """What breaks for those who write the type parameters out."""
    texts = f"<{', '.join(was)}>", f"<{', '.join(now)}>"
    before, after = [_generic(each) for each in was], [_generic(each) for each in now]
    names = new_names(was, now)
    if len(after) < len(before):
        yield Change("generic-removed", *texts)
    elif any(default is None for _, _, default in after[len(before) :]):
        yield Change("generic-added-required", *texts, bool(before))
    for (_, bound, default), (_, new_bound, new_default) in zip(before, after, strict=False):
        if default is not None and new_default is None:
            yield Change("generic-added-required", *texts)
        if substituted(bound, names) != new_bound:
            yield Change("generic-bound-changed", *texts, certain=False)


def _generic(text: str) -> tuple[str, str | None, str | None]:
    match = GENERIC.fullmatch(text)
    return (match[1], match[2], match[3]) if match else (text, None, None)


def new_names(was: Sequence[str], now: Sequence[str]) -> Mapping[str, str]:
    """Type parameters that only changed their names, place by place."""
    pairs = zip((_generic(each)[0] for each in was), (_generic(each)[0] for each in now), strict=False)
    return {before: after for before, after in pairs if before != after} if len(was) == len(now) else {}


def substituted(text: str | None, names: Mapping[str, str]) -> str | None:
    """A type with the new names of type parameters."""
    if text is None or not names:
        return text
    return re.sub(r"(?<![\w$.\"'])[A-Za-z_$][\w$]*(?![\w$\"'])", lambda match: names.get(match[0], match[0]), text)


def renamed(signature: Signature, names: Mapping[str, str]) -> Signature:
    """A signature with the new names of type parameters."""
    if not names:
        return signature
    parameters = tuple(replace(each, type=substituted(each.type, names)) for each in signature.parameters)
    return replace(signature, parameters=parameters, returns=substituted(signature.returns, names))
