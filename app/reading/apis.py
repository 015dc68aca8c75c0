"""What a change breaks of versioned packages: what is decided asks, and this reads (checks/rounds.py)."""

import checks
from app.reading.answers import Answers
from app.reading.reader import Reader
from checks import Baseline, Change, Policy, answered, wants_versions


def change_apis(reader: Reader, change: Change, policy: Policy, baseline: Baseline) -> "checks.ApisOfChange | None":
    """What a change does to versioned packages, None where it touches none. Raises GitError."""
    if not wants_versions(policy):
        return None
    components = baseline.components_over(change.base, change.head)
    return answered(checks.read_apis(change, policy, components), Answers(reader, {}).of)
