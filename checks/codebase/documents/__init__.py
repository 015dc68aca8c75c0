"""Documents of a repository that a review reads: decision records."""

from checks.codebase.documents.decision_records import (
    DecisionRecord,
    Relation,
    find_records,
    is_only_proposed,
    plain_text,
    read_record,
    same_record,
)
from checks.codebase.documents.record_names import record_key
from checks.codebase.documents.record_status import RecordStatus

__all__ = [
    "DecisionRecord",
    "RecordStatus",
    "Relation",
    "find_records",
    "is_only_proposed",
    "plain_text",
    "read_record",
    "record_key",
    "same_record",
]
