"""Evidence on the policy file itself."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class IdleException:
    """An exception of the policy, from `source` to `target`, that no edge of the repository needs any more."""

    source: str
    target: str


@dataclass(frozen=True, slots=True)
class RelaxedPolicy:
    """The change makes the policy permit more: `word` (`components.orders.depends_on`) says the `names` now, or does
    not say them any more where `is_taken_away`."""

    word: str
    names: tuple[str, ...]
    is_taken_away: bool


@dataclass(frozen=True, slots=True)
class DemotedRecord:
    """The change makes a record a mere proposal on which rules rest: `cited` is how they name it. They would not block
    any more."""

    cited: str


@dataclass(frozen=True, slots=True)
class RemovedPolicy:
    """The change takes the policy file away, and all its rules with it."""
