"""Which findings an `adr:` label waives, and why an attempt is refused.

A label names one record in any spelling (`adr:12`, `adr:0012`, `adr:ADR-0012`). The record counts if it exists on
the base branch, with the status it has there, or if this pull request adds it, with the status it has at head; a
status that the pull request edits does not count. Only an accepted record overrides.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from checks.codebase.documents import DecisionRecord, RecordStatus, find_records

PREFIX = "adr:"


@dataclass(frozen=True, slots=True)
class DecisionRecords:
    """The decision records at the tip of the base branch and at the head."""

    base: tuple[DecisionRecord, ...] = ()
    head: tuple[DecisionRecord, ...] = ()

    @property
    def in_force(self) -> tuple[DecisionRecord, ...]:
        """The base's records, and those that the head adds: not the head's version of one that exists."""
        paths = {record.path for record in self.base}
        keys = {record.key for record in self.base}
        added = (record for record in self.head if record.path not in paths and record.key not in keys)
        return (*self.base, *added)


NO_RECORDS = DecisionRecords()


@dataclass(frozen=True, slots=True)
class Override:
    """One label's attempt: the record that it names (None where it names none), whether it counts, and why."""

    label: str
    record: DecisionRecord | None
    accepted: bool
    reason: str


def judge_labels(labels: Iterable[str], records: DecisionRecords) -> tuple[Override, ...]:
    """One judgement for each `adr:` label; other labels are not ours."""
    wanted = dict.fromkeys(label for label in labels if is_override(label))
    return tuple(_judge(label, records.in_force) for label in wanted)


def is_override(label: str) -> bool:
    """Whether a label asks for an override."""
    return label.strip().casefold().startswith(PREFIX)


def _judge(label: str, records: Sequence[DecisionRecord]) -> Override:
    reference = label.strip()[len(PREFIX) :].strip()
    named = find_records(reference, records)
    if not named:
        return Override(label, None, accepted=False, reason=f"there is no decision record `{reference}`")
    if len(named) > 1:
        paths = ", ".join(record.path for record in named)
        return Override(label, None, accepted=False, reason=f"`{reference}` names {len(named)} records: {paths}")
    record = named[0]
    if record.status is not RecordStatus.ACCEPTED:
        status = record.status_text or "no status"
        return Override(label, record, accepted=False, reason=f"{record.path} is not accepted (it says: {status})")
    return Override(label, record, accepted=True, reason=f"{record.path} is accepted")
