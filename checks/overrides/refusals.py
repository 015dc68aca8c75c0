"""Why a label does not override a finding: what is asked of the record, of who put it, and of when."""

from collections.abc import Iterator
from dataclasses import dataclass

from checks.codebase.documents import DecisionRecord, find_records, record_key
from checks.findings import Finding
from checks.overrides.attempts import Attempt
from checks.overrides.labels import Put
from checks.overrides.naming import RecordText, wanted_names
from checks.overrides.permission import AGAIN, refusal_of_person
from checks.overrides.records import DecisionRecords, digest
from checks.overrides.subjects import subject
from checks.policy import Components


@dataclass(frozen=True, slots=True)
class Setting:
    """What a pull request's labels are judged by: the records that count, and the policy with its components."""

    records: DecisionRecords
    components: Components


def refusal(attempt: Attempt, finding: Finding | None, setting: Setting) -> str | None:
    """The first reason why a label does not override a finding (None: anything at all); None where it does."""
    record, text, put = attempt.record, attempt.text, attempt.label.put
    if attempt.refusal is not None or record is None or text is None:
        return attempt.refusal
    return next(_reasons(record, text, put, finding, setting), None)


def _reasons(
    record: DecisionRecord, text: RecordText, put: Put | None, finding: Finding | None, setting: Setting
) -> Iterator[str]:
    if put is not None:
        yield from _of_person(put, finding, setting)
    if finding is not None:
        yield from _of_relation(record, finding, setting.records)
        yield from _of_names(record, text, finding, setting.components)
    if finding is not None and put is not None:
        yield from _of_time(record, put, finding)


def _of_person(put: Put, finding: Finding | None, setting: Setting) -> Iterator[str]:
    if put.by is None:
        yield f"who put the label cannot be told: {AGAIN}"
    elif reason := refusal_of_person(put.by, finding, setting.components.policy):
        yield reason


def _of_relation(record: DecisionRecord, finding: Finding, records: DecisionRecords) -> Iterator[str]:
    """A rule that rests on a record is lifted by a record that refers to it, never by the same one."""
    cited = finding.rule.adr
    if cited is None:
        return
    keys = {record_key(cited)}.union(*(one.names for one in find_records(cited, records.base)))
    if record.key in keys:
        yield f"the rule rests on {cited} itself: it takes another record that amends it"
    elif not any(key in keys for _, key in record.links):
        yield f"{record.path} does not amend, supersede or relate to {cited}, on which the rule rests"


def _of_names(record: DecisionRecord, text: RecordText, finding: Finding, components: Components) -> Iterator[str]:
    wanted = subject(finding)
    if not text.names(wanted, components):
        where = "its `allows`" if text.allows and wanted.components else "its text"
        yield f"{record.path} does not decide this: {where} does not name {wanted_names(wanted)}"


def _of_time(record: DecisionRecord, put: Put, finding: Finding) -> Iterator[str]:
    """A label holds for what could be seen when it was put: findings, and the text of the record."""
    if put.bound is None:
        yield f"no review was complete when the label was put: {AGAIN}"
    elif finding.fingerprint not in put.bound.fingerprints:
        yield f"this was not found yet when the label was put: {AGAIN}"
    elif put.bound.records is not None and put.bound.records.get(record.path) != digest(record):
        yield f"{record.path} was not yet as it is now when the label was put: {AGAIN}"
