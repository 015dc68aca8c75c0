"""What is said of the components: every rule of the old policy has to be in the new one, as strict as it was, in the
policy file or in one that it includes."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from checks.policy.homes import lies_in
from checks.policy.meaning import covers
from checks.policy.model import Restrictions, Rule, Versioned
from checks.policy.relaxations import lists
from checks.policy.relaxations.found import Item, Pair, Relaxation, Sides, Spot
from checks.policy.relaxations.lists import MOST_COMPARED, Difference
from checks.policy.relaxations.reach import rows
from checks.policy.statements import Statement, statements
from checks.policy.vocabulary import Level

BREAKS = ("patch", "minor", "major")
WORDS = tuple(word for word in Restrictions.model_fields if word not in {"adr", "level"})


def of_statements(sides: Sides) -> Iterator[Relaxation]:
    """Rules of components that both policies have; what becomes of the others is said elsewhere."""
    yield from _homes(sides)
    for statement in _all(sides):
        there = list(statements(sides.after, statement.component))
        same = next((one for one in there if one.place == statement.place and _is_one_file(one, statement)), None)
        if same is not None:
            yield from _about(sides, statement, same)
        for word in WORDS:
            if getattr(statement.rules, word):
                yield from _of_word(sides, statement, there, same, word)


def _all(sides: Sides) -> Iterator[Statement]:
    for name in sides.before.components.keys() & sides.after.components.keys():
        members = (one.component for one in sides.before.included if covers(name, one.component))
        for component in dict.fromkeys((name, *members)):
            for one in statements(sides.before, component):
                if component == name or not one.place:
                    yield one


def _about(sides: Sides, old: Statement, new: Statement) -> Iterator[Relaxation]:
    """Level and record of a whole statement, where one of them writes it: the nearest decides."""
    pair = _pair(sides, old, new, None)
    before, after = _level(sides, old, None), _level(sides, new, None, is_new=True)
    if (old.rules.level or new.rules.level) and _is_lower(before, after):
        yield from pair.replaces("level", before.value, after.value)
    if old.rules.adr or new.rules.adr:
        yield from _of_citation(sides, pair, "adr", old.rules.adr, new.rules.adr)


def _of_word(
    sides: Sides, old: Statement, there: Sequence[Statement], same: Statement | None, word: str
) -> Iterator[Relaxation]:
    """Nothing where some statement keeps the word; else what becomes of it in its own file."""
    saying = [new for new in there if getattr(new.rules, word)]
    found = [list(_compared(sides, old, new, word, is_same=new is same)) for new in saying]
    if not all(found):
        return
    if same in saying:
        yield from found[saying.index(same)]
    else:
        yield from _pair(sides, old, same or old, _rule(old, word)).drops(word, [((), word)])


def _compared(sides: Sides, old: Statement, new: Statement, word: str, *, is_same: bool) -> Iterator[Relaxation]:
    """What a word permits more in another statement. The level of what stands in one file is compared as a whole."""
    rules = _rule(old, word), _rule(new, word)
    pair = _pair(sides, old, new, rules[0])
    difference = _difference(sides, old, new, word)
    yield from pair.permits(word, difference.permits)
    yield from pair.drops(word, difference.drops)
    levels = _level(sides, old, rules[0]), _level(sides, new, rules[1], is_new=True)
    if (not is_same or any(rule and rule.level for rule in rules)) and _is_lower(*levels):
        yield from pair.replaces(f"{word}.level", levels[0].value, levels[1].value)
    adrs = rules[0].adr if rules[0] else None, rules[1].adr if rules[1] else None
    if not is_same or any(adrs):
        yield from _of_citation(sides, pair, f"{word}.adr", adrs[0] or old.rules.adr, adrs[1] or new.rules.adr)


def _of_citation(sides: Sides, pair: Pair, word: str, old: str | None, new: str | None) -> Iterator[Relaxation]:
    was, now = old or sides.before.adr.cite, new or sides.after.adr.cite
    if was and sides.weakens_citation(was, now):
        yield from pair.replaces(word, was, now or "")


def _difference(sides: Sides, old: Statement, new: Statement, word: str) -> Difference:
    one, other = getattr(old.rules, word), getattr(new.rules, word)
    if word in {"depends_on", "used_by"}:
        return lists.of_components(one, other, sides.before, sides.after)
    compared = COMPARED.get(word)
    return compared(one, other) if compared else Difference()


def _of_names(old: Sequence[str], new: Sequence[str]) -> Difference:
    """`encapsulates`."""
    return Difference(drops=tuple(item for item in _items(old) if not any(lies_in(item[1], name) for name in new)))


def _of_entries(old: Sequence[str], new: Sequence[str]) -> Difference:
    """`public`."""
    return Difference(permits=tuple(item for item in _items(new) if not _is_entry(item[1], old)))


def _of_versions(old: Versioned, new: Versioned) -> Difference:
    """`versioned`: a break that has to raise less, and private packages that do not count any more."""
    is_less = BREAKS.index(new.breaks) < BREAKS.index(old.breaks)
    return Difference(
        permits=((("breaks",), new.breaks),) if is_less else (),
        drops=((("private",), "private"),) if old.private and not new.private else (),
    )


def _of_layers(old: Sequence[Sequence[str]], new: Sequence[Sequence[str]]) -> Difference:
    """`layers`: those that are gone, or no longer below what they were below."""
    place = {name: index for index, names in enumerate(new) for name in names}
    found: list[Item] = []
    lowest = -1
    for index, names in enumerate(old if len(old) > 1 else ()):
        there = [place[name] for name in names if name in place]
        if len(there) < len(names) or min(there) <= lowest:
            found.append(((index,), names[0]))
        lowest = max([lowest, *there])
    return Difference(drops=tuple(found))


COMPARED: Mapping[str, Callable[[Any, Any], Difference]] = {
    "external": lists.of_packages,
    "must_depend_on": lists.of_demands,
    "contains": lists.of_contents,
    "encapsulates": _of_names,
    "public": _of_entries,
    "layers": _of_layers,
    "versioned": _of_versions,
}
"""By the word, two values of it; `changelog` is said or not."""


def _homes(sides: Sides) -> Iterator[Relaxation]:
    """A component that encapsulates what others do, or what lies behind the entry points of others, may use it."""
    before = sides.before
    kept = [(name, owner) for owner, rules in before.components.items() for name in rules.encapsulates]
    hidden = [owner for owner, rules in before.components.items() if rules.public]
    for component, rules in sides.after.components.items():
        own = before.components[component].encapsulates if component in before.components else ()
        others = [name for name, owner in kept if owner != component]
        is_behind = any(owner != component for owner in hidden)
        new = (item for item in _items(rules.encapsulates) if not any(lies_in(item[1], name) for name in own))
        more = list(new)
        is_much = len(more) * len(others) > MOST_COMPARED
        opened = [item for item in more if is_behind or is_much or any(_is_related(item[1], name) for name in others)]
        yield from sides.pair(component, ("components", component)).permits("encapsulates", opened)


def _is_entry(name: str, known: Sequence[str]) -> bool:
    if name in known:
        return True
    is_glob = "/" in name or "*" in name
    return is_glob and set(rows([name.removeprefix("./")])) <= set(rows(one.removeprefix("./") for one in known))


def _items(names: Sequence[str]) -> list[Item]:
    return [((index,), name) for index, name in enumerate(names)]


def _is_related(name: str, other: str) -> bool:
    return lies_in(name, other) or lies_in(other, name)


def _is_one_file(one: Statement, other: Statement) -> bool:
    """The policy file may be spelt `.yml` or `.yaml`, an included one is known by its path."""
    return bool(one.place) or one.file == other.file


def _rule(statement: Statement, word: str) -> Rule | None:
    found = getattr(statement.rules, word)
    return found if isinstance(found, Rule) else None


def _pair(sides: Sides, old: Statement, new: Statement, rule: Rule | None) -> Pair:
    adr = (rule.adr if rule else None) or old.rules.adr or sides.before.adr.cite
    return Pair(Spot.of(old), Spot.of(new), old.component, adr, _level(sides, old, rule))


def _level(sides: Sides, statement: Statement, rule: Rule | None, *, is_new: bool = False) -> Level:
    policy = sides.after if is_new else sides.before
    own = (rule.level if rule else None) or statement.rules.level
    return own or policy.components[statement.component.partition("/")[0]].level or policy.level


def _is_lower(before: Level, after: Level) -> bool:
    order = list(Level)
    return order.index(after) > order.index(before)
