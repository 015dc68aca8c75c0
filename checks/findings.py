"""What a check says: findings, and the evidence from which they are worded."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from checks.codebase.facts import Kind
from checks.policy import Level


class Status(StrEnum):
    """Whether a finding keeps the pull request from being merged."""

    BLOCKING = "blocking"
    OVERRIDDEN = "overridden"
    ADVICE = "advice"


class Side(StrEnum):
    """Which side of the diff path and line are of: RIGHT is the head, LEFT the merge base (GitHub's words)."""

    RIGHT = "RIGHT"
    LEFT = "LEFT"


@dataclass(frozen=True, slots=True)
class ForbiddenEdge:
    """`importer` uses `imported`, which its component's list does not hold. `older` counts the edges of the same
    pair of components that the base has already; `candidates` are the files an ambiguous name may mean."""

    importer: str
    imported: str
    kind: Kind
    symbols: tuple[str, ...]
    allowed: tuple[str, ...]
    denied: tuple[str, ...]
    reason: str | None
    older: int
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClosedCycle:
    """`importer` uses `imported`, the first such edge between their components, and `chain` leads back: components
    from the importer's to the importer's."""

    importer: str
    imported: str
    chain: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnreadableFile:
    """Why a file could not be read at head; `before` says whether it could not be read at the base either."""

    reason: str
    before: bool


@dataclass(frozen=True, slots=True)
class UnknownTarget:
    """`importer` has `count` more imports than before whose module only the running program knows."""

    importer: str
    count: int


Evidence = ForbiddenEdge | ClosedCycle | UnknownTarget | UnreadableFile


@dataclass(frozen=True, slots=True)
class Citation:
    """The rule that a finding breaks: the policy file's word, its line from 1, and the record it names."""

    word: str
    line: int | None
    adr: str | None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a pull request does against the policy.

    `path` and `line` are where it was brought in (`line` from 1, None for the file as a whole); `source` and `target`
    are components, None for files of none. `status` and `override` are settled by the review, not by the check.
    """

    check: str
    level: Level
    path: str
    line: int | None
    source: str | None
    target: str | None
    symbol: str | None
    evidence: Evidence
    rule: Citation
    fingerprint: str
    side: Side = Side.RIGHT
    status: Status = Status.ADVICE
    override: str | None = None


def fingerprint(check: str, word: str, *identity: str) -> str:
    """16 hexadecimal digits that name a finding over pushes, rebases and renames.

    `identity` is of importer and target: a file is named by its path at the merge base where it existed there. Never
    the line, never the text of an annotation (docs/cli.md).
    """
    return hashlib.sha256("\0".join((check, word, *identity)).encode("utf-8", "surrogateescape")).hexdigest()[:16]


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """By place, then by check: the order in which a reader goes through the diff."""
    return tuple(sorted(findings, key=lambda one: (one.path, one.line or 0, one.check, one.fingerprint)))
