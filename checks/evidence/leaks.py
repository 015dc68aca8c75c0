"""Evidence on symbols that leave their home."""

from dataclasses import dataclass

from checks.codebase.symbols import Place
from checks.evidence.edges import Encapsulated


@dataclass(frozen=True, slots=True)
class LeakedPlace:
    """A place in the file where a symbol leaks: as part of what it appears there, and its line from 1."""

    place: Place
    symbol: str
    line: int


@dataclass(frozen=True, slots=True)
class LeakedSymbol:
    """`name`, which `imported` (a path, or a package from outside) defines at `line` and which belongs to those that
    encapsulate it, reaches `importer` through the files `via`. `places` are where, the first is that of the finding;
    `outsider` may get it by an entry point. `giver` is the signature, and the file that it stands in, by which the
    importer gets it; `taker` is the file that gets it by the importer's own signatures. `stand_in` is a type that may
    be shown instead, with the path and line of its definition."""

    importer: str
    imported: str
    name: str
    line: int | None
    places: tuple[LeakedPlace, ...]
    via: tuple[str, ...]
    ban: Encapsulated
    is_enum: bool = False
    outsider: str | None = None
    giver: tuple[LeakedPlace, str] | None = None
    taker: str | None = None
    stand_in: tuple[str, str, int] | None = None
