"""Which components there are, where they are, and who is judged how strictly."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from itertools import islice
from math import prod

from checks.policy.globs import Alternative
from checks.policy.model import ComponentRules, Override, Policy
from checks.policy.relaxations.found import Item, Pair, Relaxation, Sides
from checks.policy.relaxations.reach import MOST_COMPARED, all_held, can_meet, rows, rows_of
from checks.policy.statements import statements
from checks.policy.vocabulary import CHECKS, Mode

ROLES = ("read", "triage", "write", "maintain", "admin")


def of_components(sides: Sides) -> Iterator[Relaxation]:
    """Components that are gone, are elsewhere, or are new and take files from others; modes and overrides of each."""
    for name, rules in sides.before.components.items():
        there = sides.after.components.get(name)
        pair = sides.pair(name, ("components", name))
        if there is None:
            yield from pair.drops("", [((), name)])
        else:
            yield from _paths(sides, pair, name)
            yield from _distribution(sides, pair, rules, there)
            yield from of_modes(sides, pair, name)
            yield from of_override(sides, pair, name)
    yield from _taking(sides)


def of_modes(sides: Sides, pair: Pair, component: str | None) -> Iterator[Relaxation]:
    """The mode of each check, where one of the files gives one here: the nearest decides."""
    if component and not any(_modes(policy, component) for policy in (sides.before, sides.after)):
        return
    softer = [
        (sides.before.mode_of(check, component), sides.after.mode_of(check, component))
        for check in CHECKS
        if _is_softer(sides, check, component)
    ]
    if softer:
        yield from pair.replaces("mode", softer[0][0].value, softer[0][1].value)


def of_override(sides: Sides, pair: Pair, component: str | None) -> Iterator[Relaxation]:
    """Who may override, where one of the files says it here."""
    if component and not any(policy.components[component].override for policy in (sides.before, sides.after)):
        return
    old, new = (_override(policy, component) for policy in (sides.before, sides.after))
    if ROLES.index(new.role) < ROLES.index(old.role):
        yield from pair.replaces("override.role", old.role, new.role)
    if new.author and not old.author:
        yield from pair.permits("override.author", [((), "author")])
    narrowed = (*old.teams, *old.users)
    if narrowed and not (new.teams or new.users):
        yield from pair.drops("override", [((), name) for name in narrowed])
    for word in ("teams", "users") if narrowed else ():
        known = getattr(old, word)
        more = (((at,), name) for at, name in enumerate(getattr(new, word)) if name not in known)
        yield from pair.permits(f"override.{word}", more)


def _paths(sides: Sides, pair: Pair, name: str) -> Iterator[Relaxation]:
    """A file that leaves a component leaves its rules, and one that comes is used by whoever may use the component."""
    old, new = ({_shape(row): row for row in rows_of(policy, name)} for policy in (sides.before, sides.after))
    before, after = (_texts(policy, name) for policy in (sides.before, sides.after))
    gone = [shape for shape, row in old.items() if shape not in new or (new[shape].beneath and not row.beneath)]
    come = [shape for shape in new if shape not in old]
    yield from pair.drops("path", _written_out(before, {old[shape] for shape in gone}))
    yield from pair.permits("path", _written_out(after, {new[shape] for shape in come}))


def _texts(policy: Policy, name: str) -> list[Item]:
    return [((index,), text) for index, text in enumerate(policy.components[name].path)]


def _written_out(items: Iterable[Item], wanted: Collection[Alternative]) -> Iterator[Item]:
    """The globs that are written out to one of these alternatives."""
    return (item for item in items if wanted and any(row in wanted for row in rows([item[1]], captures=True)))


def _distribution(sides: Sides, pair: Pair, old: ComponentRules, new: ComponentRules) -> Iterator[Relaxation]:
    """Code that comes back as a package is judged as the component's, and no longer as a package."""
    items = [((at,), name) for at, name in enumerate(old.distribution)]
    yield from pair.drops("distribution", (item for item in items if item[1] not in new.distribution))
    if any(rules.external or rules.encapsulates for rules in sides.before.components.values()):
        more = [((at,), name) for at, name in enumerate(new.distribution) if name not in old.distribution]
        yield from pair.permits("distribution", more)


def _taking(sides: Sides) -> Iterator[Relaxation]:
    """New components that can have files of others. A plain part of a plain component takes nothing from it but what
    only the owner of a file is asked for."""
    new = [name for name in sides.after.components if name not in sides.before.components]
    kept = [name for name in sides.before.components if name in sides.after.components]
    sizes = (sum(len(rows_of(sides.after, name)) for name in names) for names in (new, kept))
    bounded = prod(sizes) <= MOST_COMPARED
    for name in new:
        taken = (one for one in kept if not bounded or _takes(sides, name, one))
        for one in islice(taken, 1):
            pair = sides.pair(one, ("components", name))
            for found in pair.permits("path", _texts(sides.after, name)):
                yield replace(found, word=f"components.{name}.path")


def _takes(sides: Sides, name: str, other: str) -> bool:
    own, theirs = rows_of(sides.after, name), rows_of(sides.after, other)
    if not own or not theirs or not can_meet(own, theirs):
        return False
    is_part = all_held(own, theirs) and not any(row.captures for row in theirs)
    return not is_part or _is_owners(sides.before, other) or _is_milder(sides, name, other)


def _is_owners(policy: Policy, name: str) -> bool:
    """Whether rules of a component are asked of the files that it owns itself."""
    said = [one.rules for one in statements(policy, name)]
    return any(one.layers or (one.must_depend_on and one.must_depend_on.each_file) for one in said)


def _is_milder(sides: Sides, name: str, other: str) -> bool:
    """Whether a part is judged less strictly than what it is a part of."""
    modes = ((sides.after.mode_of(check, name), sides.before.mode_of(check, other)) for check in CHECKS)
    overrides = _override(sides.after, name), _override(sides.before, other)
    return any(_strictness(part) < _strictness(whole) for part, whole in modes) or overrides[0] != overrides[1]


def _is_softer(sides: Sides, check: str, component: str | None) -> bool:
    old, new = (policy.mode_of(check, component) for policy in (sides.before, sides.after))
    return _strictness(new) < _strictness(old)


def _strictness(mode: Mode) -> int:
    return list(Mode).index(mode)


def _modes(policy: Policy, component: str) -> bool:
    modes = policy.components[component].mode
    return bool(modes.default or modes.checks)


def _override(policy: Policy, component: str | None) -> Override:
    own = policy.components[component].override if component else None
    return own or policy.override


def _shape(row: Alternative) -> object:
    """What an alternative matches and which member it names, whatever its captures are called."""
    return row.anonymous, tuple(sorted(row.captures).index(name) for name in row.captures)
