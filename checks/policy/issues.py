"""What can be wrong with a policy file, and where: every issue carries file, line and column."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

MOST_ISSUES = 100
"""No author reads more, and the suggestions in each of them take time that a hostile file must not decide."""
LONGEST_SUGGESTION = 80


@dataclass(frozen=True, slots=True, order=True)
class PolicyIssue:
    """One thing to mend in a policy file. `line` and `column` count from 1."""

    file: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.message}"


class PolicyError(Exception):
    """A policy file that cannot be used; `issues` are all the reasons, in the order of the file."""

    def __init__(self, issues: Iterable[PolicyIssue]) -> None:
        self.issues = tuple(sorted(set(issues)))[:MOST_ISSUES]
        super().__init__("\n".join(map(str, self.issues)))

    def __reduce__(self) -> tuple[type["PolicyError"], tuple[tuple[PolicyIssue, ...]]]:
        return PolicyError, (self.issues,)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The end of a message about an unknown word: `; did you mean 'depends_on'?`, or nothing."""
    if len(word) > LONGEST_SUGGESTION:
        return ""
    lowered = {name.lower(): name for name in known}
    near = get_close_matches(word.lower(), lowered, n=1)
    return f"; did you mean '{lowered[near[0]]}'?" if near else ""


def quoted(word: str) -> str:
    """The word as it is shown in a message: in quotes, on one line, cut where it is long."""
    shown = word if len(word) <= LONGEST_SUGGESTION else word[: LONGEST_SUGGESTION - 1] + "…"
    return repr(shown)
