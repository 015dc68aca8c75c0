"""What became of a label."""

from dataclasses import dataclass
from datetime import datetime

from checks.codebase.documents import DecisionRecord


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a label does not override these findings, as a sentence without a full stop on which its reader can act."""

    reason: str
    fingerprints: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Override:
    """One label's attempt: the record that it names (None where it names none), whether it counts, and why.

    It is `accepted` where it overrides a finding, and where nothing blocks that it could override. `fingerprints` are
    those of the findings that it overrides, `refusals` say why it does not override others. `actor` put it at `at`;
    both are None where nobody looked. `inherited_from` is the pull request whose override this is, where a cherry-pick
    brought it here.
    """

    label: str
    record: DecisionRecord | None
    accepted: bool
    reason: str
    actor: str | None = None
    at: datetime | None = None
    fingerprints: tuple[str, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    inherited_from: int | None = None
