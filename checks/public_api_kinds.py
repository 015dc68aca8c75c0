"""The kinds of breaks, as `adrift explain public-api` lists them."""

from collections.abc import Iterable, Iterator
from textwrap import wrap

from checks.codebase.api import python_kinds, typescript_kinds
from checks.codebase.api.breaks import BreakKind

WIDTH = 112
EXPORTS_UNLISTED = BreakKind(
    "exports-unlisted",
    "An entry module lists its exports no more, where the policy says `public: [exports]`.",
    '__all__ = ["pay"]\n\n\ndef pay():\n    pass\n',
    "def pay():\n    pass\n",
)


def explained(language: str, kinds: Iterable[BreakKind]) -> str:
    """A list of kinds: the id, and the sentence below it."""
    return f"{language}:\n" + "\n".join(line for kind in kinds for line in _lines(kind))


def _lines(kind: BreakKind) -> Iterator[str]:
    yield f"  {kind.id}" + ("" if kind.is_certain else "  (notice)")
    yield from (f"      {line}" for line in wrap(kind.sentence, WIDTH - 6))


KINDS_EXPLAINED = "\n\n".join(
    (
        explained("Kinds of breaks in Python", (*python_kinds.KINDS, EXPORTS_UNLISTED)),
        explained("Kinds of breaks in TypeScript", typescript_kinds.KINDS),
    )
)
