"""Which findings an `adr:` label overrides, and why an attempt is refused (docs/policy.md, "Decision records and the
label").

A label is judged for each finding by itself: the record that it names, who put it, and what was found by then.
"""

from checks.overrides.inherited import Inherited
from checks.overrides.judging import Judge
from checks.overrides.labels import (
    Bound,
    Involvement,
    Label,
    Person,
    PersonKind,
    Put,
    is_override,
    trusted_labels,
)
from checks.overrides.outcome import Override, Refusal
from checks.overrides.permission import named_teams, refusal_to_waive
from checks.overrides.records import NO_RECORDS, DecisionRecords
from checks.overrides.refusals import Setting
from checks.overrides.subjects import allowance

__all__ = [
    "NO_RECORDS",
    "Bound",
    "DecisionRecords",
    "Inherited",
    "Involvement",
    "Judge",
    "Label",
    "Override",
    "Person",
    "PersonKind",
    "Put",
    "Refusal",
    "Setting",
    "allowance",
    "is_override",
    "named_teams",
    "refusal_to_waive",
    "trusted_labels",
]
