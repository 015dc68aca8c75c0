"""Whether a pull request raises the version of a package, from the texts of its files.

`wanted` says which to read, `raised` answers, `judge` holds the answer against a break, `missing_entry` against the
changelog.
"""

from checks.versions.bumps import Bump, needed, next_version
from checks.versions.changelog import ChangelogEntry, find_entry, missing_entry
from checks.versions.judgement import Judgement, judge
from checks.versions.problems import ProblemKind, VersionProblem
from checks.versions.pull_request import PullRequest, announcement
from checks.versions.raised import Raised, Source, SourceKind, raised
from checks.versions.standing import is_unversioned
from checks.versions.wanted import wanted

__all__ = [
    "Bump",
    "ChangelogEntry",
    "Judgement",
    "ProblemKind",
    "PullRequest",
    "Raised",
    "Source",
    "SourceKind",
    "VersionProblem",
    "announcement",
    "find_entry",
    "is_unversioned",
    "judge",
    "missing_entry",
    "needed",
    "next_version",
    "raised",
    "wanted",
]
