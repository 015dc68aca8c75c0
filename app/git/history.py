"""What landed on a branch: its first-parent history."""

from dataclasses import dataclass
from datetime import date, datetime

from app.git.repository import Repository


@dataclass(frozen=True, slots=True)
class Landing:
    """One commit of a branch's own line: a merged or squashed pull request, or a push. `parent` is what the branch was
    before."""

    commit: str
    parent: str
    day: date
    subject: str


def landings(repository: Repository, tip: str, since: date) -> list[Landing]:
    """What landed up to the commit `tip` since a day (by committer date), the oldest first; a root commit is none.

    A shallow clone ends where its history ends. Raises GitError.
    """
    options = ("--first-parent", "--reverse", f"--since={since.isoformat()}T00:00:00", "-z")
    text = repository.git.text("log", *options, "--format=%H%n%P%n%cI%n%s", tip, "--")
    return [landing for entry in text.split("\0") if (landing := _landing(entry.split("\n")))]


def _landing(lines: list[str]) -> Landing | None:
    if len(lines) < 4 or not lines[1]:
        return None
    commit, parents, moment, subject = lines[:4]
    return Landing(commit, parents.split()[0], datetime.fromisoformat(moment).date(), subject)
