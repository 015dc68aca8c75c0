"""Texts of which parts cannot be told: constants, and marks in place of what only the running program knows."""

from collections.abc import Iterable

from checks.codebase.languages.python import file_paths

HOLE = "\0"
"""A part of a text that cannot be told."""

OWN = "\1"
"""`__package__` or `__name__`: what a relative name is relative to."""

UNKNOWN = (HOLE,)
MARKS = frozenset({HOLE, OWN, file_paths.HERE})

LONGEST = 1_000
"""Characters of a text."""

MOST = 500
"""Texts that one expression may be."""

Texts = tuple[str, ...]


def constant(value: object) -> Texts:
    """The text of a constant; none for what is no text."""
    if isinstance(value, str):
        return (value,) if len(value) <= LONGEST and MARKS.isdisjoint(value) else UNKNOWN
    return (str(value),) if isinstance(value, int) and not isinstance(value, bool) and abs(value) < LONGEST else ()


def parents(texts: Texts, times: int = 1) -> list[str]:
    """The folders around paths; where a part of one cannot be told, nor can that."""
    return [HOLE if HOLE in text else file_paths.parent(text, times) for text in texts]


def distinct(texts: Iterable[str]) -> Texts:
    """Each text once, and what cannot be told in place of too many."""
    found = tuple(dict.fromkeys(texts))
    return found if len(found) <= MOST else (*found[:MOST], HOLE)
