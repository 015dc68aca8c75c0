"""What globs reach, by the way they are written: whether one holds another, and whether two can meet in a path.

In doubt a glob does not hold the other, and they meet.
"""

from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache

from checks.policy.glob_automaton import segment_test
from checks.policy.glob_syntax import ACROSS, Literal, Segment
from checks.policy.globs import Alternative, parse_glob
from checks.policy.model import Policy

MOST_COMPARED = 100_000
"""Pairs of alternatives that are looked at; beyond, nothing is known of them."""
Row = tuple[Segment, ...]


def rows(globs: Iterable[str], *, captures: bool = False) -> tuple[Alternative, ...]:
    """The alternatives of all globs, each once."""
    return tuple(dict.fromkeys(row for glob in globs for row in parse_glob(glob, captures=captures).alternatives))


def rows_of(policy: Policy, component: str) -> tuple[Alternative, ...]:
    """The alternatives of a component's (or a member's family's) paths; none where the policy has no such component."""
    rules = policy.components.get(component.partition("/")[0])
    return rows(rules.path, captures=True) if rules else ()


def beyond(new: Iterable[str], old: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Those of the new globs, with their index, that reach what no old one does."""
    known = rows(old)
    there = set(known)
    left = [(index, glob, set(rows([glob])) - there) for index, glob in enumerate(new)]
    is_known = sum(len(more) for _, _, more in left) * len(known) <= MOST_COMPARED
    for index, glob, more in left:
        if more and not (is_known and all_held(more, known)):
            yield index, glob


def all_held(inner: Collection[Alternative], outer: Collection[Alternative]) -> bool:
    """Whether each alternative lies within one of the others."""
    known = set(outer)
    left = [row for row in inner if row not in known]
    if len(left) * len(outer) > MOST_COMPARED:
        return False
    return all(any(around.contains(row) for around in outer) for row in left)


def can_meet(some: Collection[Alternative], others: Collection[Alternative]) -> bool:
    """Whether there can be a path that both sides match."""
    if len(some) * len(others) > MOST_COMPARED:
        return True
    return any(_meet(one.segments, other.segments) for one in some for other in others)


def _meet(one: Row, other: Row) -> bool:
    """Both end somewhere on the way to a file: what one leaves open, the other may ask for."""
    seen = {(0, 0)}
    waiting = [(0, 0)]
    while waiting:
        at, to = waiting.pop()
        if at == len(one) or to == len(other):
            return True
        for step in _steps(one[at], other[to], at, to):
            if step not in seen:
                seen.add(step)
                waiting.append(step)
    return False


def _steps(left: Segment, right: Segment, at: int, to: int) -> Iterator[tuple[int, int]]:
    if ACROSS in {left, right}:
        yield at, to + 1
        yield at + 1, to
    elif _segments_meet(left, right):
        yield at + 1, to + 1


@lru_cache(maxsize=4096)
def _segments_meet(left: Segment, right: Segment) -> bool:
    for plain, other in ((left, right), (right, left)):
        if len(plain) == 1 and isinstance(plain[0], Literal):
            return segment_test(other)(plain[0].text) is not None
    ends = ((_literal(left, 0), _literal(right, 0)), (_literal(left, -1)[::-1], _literal(right, -1)[::-1]))
    return all(one.startswith(other) or other.startswith(one) for one, other in ends)


def _literal(segment: Segment, index: int) -> str:
    """The plain text with which a segment begins or ends."""
    token = segment[index]
    return token.text if isinstance(token, Literal) else ""
