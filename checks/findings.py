"""What a check says: findings, each with the evidence from which it is worded."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from checks.evidence import Evidence
from checks.policy import Level
from checks.policy.vocabulary import POLICY_FILE


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
class Citation:
    """The rule that a finding breaks: the policy file's word, its line from 1, and the record it names. `component` is
    the one whose rule it is, None for a rule of the whole policy; its modes decide, and its owners."""

    word: str
    line: int | None
    adr: str | None
    component: str | None = None
    file: str = POLICY_FILE


@dataclass(frozen=True, slots=True)
class Waiver:
    """That `by`, who may override it, called a finding a false alarm: from `since` up to and with `until` it does not
    block."""

    fingerprint: str
    by: str
    reason: str
    since: date
    until: date


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a pull request does against the policy.

    `path` and `line` are where it was brought in (`line` from 1, None for the file as a whole); `source` and `target`
    are components, None for files of none. `status`, `override` (a label) or `waiver`, by which it is overridden, and
    `generator` (the input of the generator that wrote the file) are settled by the review, not by the check.
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
    waiver: Waiver | None = None
    generator: str | None = None


def fingerprint(check: str, word: str, *identity: str) -> str:
    """16 hexadecimal digits that name a finding over pushes, rebases and renames.

    `identity` is of importer and target: a file is named by its path at the merge base where it existed there. Never
    the line, never the text of an annotation (docs/cli.md).
    """
    return hashlib.sha256("\0".join((check, word, *identity)).encode("utf-8", "surrogateescape")).hexdigest()[:16]


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """By place, then by check: the order in which a reader goes through the diff."""
    return tuple(sorted(findings, key=lambda one: (one.path, one.line or 0, one.check, one.fingerprint)))
