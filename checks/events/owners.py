"""Which component a catalog means by the name that it gives an owner or a subscriber."""

import re
from collections.abc import Iterable

KINDS = re.compile(
    r"(?:service|domain|module|context|package|team|app|application|microservice|component|api|bounded)s?",
    re.IGNORECASE,
)
WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


def is_meant(written: str, component: str) -> bool:
    """Whether `Payroll service` means `domains/payroll`: all words of the one are words of the other, but for what says
    which kind of thing it is."""
    said = _words(written)
    whole, last = _words(component), _words(component.rpartition("/")[2])
    return bool(said and last) and (said in (last, whole) or last <= said <= whole | last)


def meant(written: Iterable[str], components: Iterable[str]) -> tuple[str, ...]:
    """The components that some of the names mean."""
    names = list(written)
    return tuple(component for component in components if any(is_meant(name, component) for name in names))


def _words(name: str) -> frozenset[str]:
    words = [word.casefold() for word in WORD.findall(name)]
    return frozenset([word for word in words if not KINDS.fullmatch(word)] or words)
