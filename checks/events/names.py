"""When two spellings name one event, and what the names of a catalog look like."""

import re
from collections.abc import Iterable

LETTERS = re.compile(r"[^0-9a-z]+")
MARKS = re.compile(r"[._:/-]")
EVENT = "event"


def canonical(name: str) -> str:
    """A name without case, separators and a trailing `Event`: `OrderPlacedEvent` and `order.placed` are one."""
    plain = LETTERS.sub("", name.casefold())
    return plain.removesuffix(EVENT) or plain


def shape(name: str) -> tuple[str, bool, bool]:
    """What a name looks like: its separators, whether it begins with a capital, and whether one stands inside."""
    return "".join(sorted(set(MARKS.findall(name)))), name[:1].isupper(), any(one.isupper() for one in name[1:])


def is_like(name: str, shapes: Iterable[tuple[str, bool, bool]]) -> bool:
    """Whether a text has the shape of one of the names; without any it has to look like a name at all."""
    known = frozenset(shapes)
    if not re.fullmatch(r"[A-Za-z][\w.:/-]*", name):
        return False
    return shape(name) in known if known else True
