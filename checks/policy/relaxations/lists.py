"""Two lists of one word: what the new one allows beyond the old one, and what it does not ask for any more."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from checks.policy.components import is_of
from checks.policy.globs import parse_glob
from checks.policy.meaning import TESTS, covers
from checks.policy.model import Policy, Rule
from checks.policy.relaxations.found import Item
from checks.policy.relaxations.reach import all_held, can_meet, rows_of

MOST_COMPARED = 20_000
"""Pairs of entries that are looked at; beyond, only equal ones are known to be alike."""
Covers = Callable[[str, str], bool]
"""Whether the first entry of a list names all that the second names."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What a list names more, with places in the new one, and what it names no more, with places in the old one."""

    permits: tuple[Item, ...] = field(default=())
    drops: tuple[Item, ...] = field(default=())

    def __bool__(self) -> bool:
        return bool(self.permits or self.drops)


def of_components(old: Rule, new: Rule, before: Policy, after: Policy) -> Difference:
    """`depends_on` and `used_by`."""

    def is_named(outer: str, inner: str) -> bool:
        return covers(outer, inner) or _is_part(after, inner, outer)

    is_few = len(old.not_) * len(new.only or ()) <= MOST_COMPARED

    def is_left_out(entry: str) -> bool:
        """Whether the new positive list forbids it, whatever else the files belong to."""
        there = rows_of(before, entry)
        return (
            is_few
            and new.only is not None
            and not any(
                TESTS in {one, entry} or covers(one, entry) or can_meet(rows_of(after, one), there) for one in new.only
            )
        )

    drops = (item for item in _dropped(old.not_, new.not_, covers, "not") if not is_left_out(item[1]))
    return Difference(tuple(_gained(old, new, is_named)), (*_no_list(old, new), *drops, *_flags(old, new)))


def of_packages(old: Rule, new: Rule) -> Difference:
    """`external`. The groups `io:` of a positive list restrict what the other entries do not; the last must not go."""
    groups = [(("only", at), entry) for at, entry in enumerate(old.only or ()) if entry.startswith("io:")]
    keeps_groups = any(entry.startswith("io:") for entry in new.only or ())
    lifted = () if keeps_groups or new.only is None else groups
    drops = (*_no_list(old, new), *lifted, *_dropped(old.not_, new.not_, _is_package_of, "not"), *_flags(old, new))
    return Difference(tuple(_gained(old, new, _is_package_of)), drops)


def of_demands(old: Rule, new: Rule) -> Difference:
    """`must_depend_on`: a member fulfils what is demanded of the family."""
    drops = _dropped(old.only or (), new.only or (), lambda one, demanded: covers(demanded, one), "only")
    return Difference(drops=(*drops, *_flags(old, new)))


def of_contents(old: Rule, new: Rule) -> Difference:
    """`contains`: files that have to be there, or must not be."""
    demands = _dropped(old.only or (), new.only or (), _is_same_glob, "only")
    bans = _dropped(old.not_, new.not_, _is_same_glob, "not")
    return Difference(drops=(*demands, *bans, *_flags(old, new)))


def _gained(old: Rule, new: Rule, is_covered: Covers) -> Iterator[Item]:
    return _uncovered(new.only or (), old.only, is_covered, "only") if old.only is not None else iter(())


def _dropped(old: tuple[str, ...], new: tuple[str, ...], is_covered: Covers, word: str) -> Iterator[Item]:
    return _uncovered(old, new, is_covered, word)


def _uncovered(entries: tuple[str, ...], others: tuple[str, ...], is_covered: Covers, word: str) -> Iterator[Item]:
    """The entries that none of the others names; of very long lists those that are not among the others."""
    known = set(others)
    left = [(index, entry) for index, entry in enumerate(entries) if entry not in known]
    is_few = len(left) * len(known) <= MOST_COMPARED
    for index, entry in left:
        if not (is_few and any(is_covered(one, entry) for one in others)):
            yield (word, index), entry


def _no_list(old: Rule, new: Rule) -> Iterator[Item]:
    if old.only is not None and new.only is None:
        yield ("only",), "only"


def _flags(old: Rule, new: Rule) -> Iterator[Item]:
    for word in ("indirect", "each_file"):
        if getattr(old, word) and not getattr(new, word):
            yield (word,), word


def _is_part(policy: Policy, inner: str, outer: str) -> bool:
    """Whether all files of a component are files of the other one, too; a family's members may be others' folders."""
    some, around = rows_of(policy, inner), rows_of(policy, outer)
    is_plain = not any(row.captures for row in around) and "/" not in inner + outer
    return is_plain and bool(some) and all_held(some, around)


def _is_package_of(outer: str, inner: str) -> bool:
    """`react` names `react/jsx-runtime` and `peer:react`, `dev:*` all that starts so."""
    if outer == inner:
        return True
    kind, _, name = outer.rpartition(":")
    other_kind, _, other = inner.rpartition(":")
    if "io" in {kind, other_kind}:
        return kind == other_kind and name == "*"
    return kind in {"", other_kind} and (name == "*" or is_of(other, name))


def _is_same_glob(one: str, other: str) -> bool:
    return parse_glob(one) == parse_glob(other)
