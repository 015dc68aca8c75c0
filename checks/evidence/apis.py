"""Evidence on public APIs and versions."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BrokenPart:
    """One thing that breaks about a name: the id of its kind, and what was and is there as text, empty for nothing."""

    kind: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class BrokenUse:
    """A file of another component that uses a broken name, the line, and whether the same change touches the file."""

    path: str
    line: int
    is_changed: bool


@dataclass(frozen=True, slots=True)
class BrokenName:
    """The public `name` of `package` breaks for its users in these `parts`. `version` says in half a sentence why its
    version does not tell: a bump as far as `needed` (`major`) is, to `next` where that is known. What is not certain
    cannot be decided from text."""

    package: str
    name: str
    parts: tuple[BrokenPart, ...]
    version: str
    needed: str
    next: str | None = None
    users: tuple[BrokenUse, ...] = ()
    is_certain: bool = True


@dataclass(frozen=True, slots=True)
class WrongVersion:
    """What is wrong with the version of `package`, as half a sentence; `kind` is `lowered`, `unreadable`, …"""

    package: str
    kind: str
    sentence: str


@dataclass(frozen=True, slots=True)
class MissingEntry:
    """The changelog of `package` lacks an entry, as half a sentence says."""

    package: str
    sentence: str
