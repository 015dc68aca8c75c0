"""The record that a label names, and whether it could override anything at all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from checks.codebase.documents import DecisionRecord, RecordStatus, find_records
from checks.overrides.labels import Label, is_override, reference_of
from checks.overrides.naming import RecordText
from checks.overrides.records import DecisionRecords


@dataclass(frozen=True)
class Attempt:
    """One label and the one record that it names; `refusal` says why it names none that counts."""

    label: Label
    record: DecisionRecord | None
    refusal: str | None

    @cached_property
    def text(self) -> RecordText | None:
        """What the record says, read once for all findings."""
        return RecordText.of(self.record) if self.record else None


def attempts(labels: Iterable[Label], records: DecisionRecords) -> tuple[Attempt, ...]:
    """One for each `adr:` label; other labels are not ours. Several pull requests of one merge group may have labels of
    one name, put by different people."""
    wanted = dict.fromkeys(label for label in labels if is_override(label.text))
    return tuple(_attempt(label, records.in_force) for label in wanted)


def _attempt(label: Label, records: Sequence[DecisionRecord]) -> Attempt:
    reference = reference_of(label.text)
    named = find_records(reference, records)
    if not named:
        return Attempt(label, None, f"there is no decision record `{reference}`")
    if len(named) > 1:
        paths = ", ".join(record.path for record in named)
        return Attempt(label, None, f"`{reference}` names {len(named)} records: {paths}")
    record = named[0]
    if record.status is not RecordStatus.ACCEPTED:
        status = record.status_text or "no status"
        return Attempt(label, record, f"{record.path} is not accepted (it says: {status})")
    return Attempt(label, record, None)
