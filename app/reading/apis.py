"""What a change breaks of versioned packages: what is decided asks, and this reads (checks/rounds.py)."""

from app.reading.events import Answers
from app.reading.reader import Reader
from checks import ApisOfChange, Baseline, Change, Policy, answered, read_apis


def change_apis(reader: Reader, change: Change, policy: Policy, baseline: Baseline) -> ApisOfChange | None:
    """What a change does to versioned packages, None where it touches none. Raises GitError."""
    return answered(
        read_apis(change, policy, baseline.components_over(change.base, change.head)), Answers(reader, {}).of
    )
