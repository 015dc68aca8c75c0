"""Evidence on files: unreadable, missing, forbidden, protected, of no component."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class UnreadableFile:
    """Why a file could not be read at head; `before` says whether it could not be read at the base either."""

    reason: str
    before: bool


@dataclass(frozen=True, slots=True)
class MissingFile:
    """No file of `member` is what its `contains` asks for by `glob`."""

    member: str
    glob: str


@dataclass(frozen=True, slots=True)
class ForbiddenFile:
    """A file of `member` is what its `contains` rules out by `glob`."""

    member: str
    glob: str


@dataclass(frozen=True, slots=True)
class UnassignedFile:
    """A new source file lies in no component."""


@dataclass(frozen=True, slots=True)
class ProtectedFile:
    """The change does something to a file that the policy protects by `glob`: `added`, `changed`, `deleted`, or
    `renamed` from `before`."""

    glob: str
    action: str
    before: str | None = None
