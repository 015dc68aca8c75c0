"""What commits say of themselves: who wrote them when, what they touched, and what they revert."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.git.process import GitError
from app.git.repository import Repository

MOST_REVERTED = 5
"""Reverted commits of one pull request that are looked at."""
MOST_PICKED = 20
"""Cherry-picked commits of one pull request that are looked at."""
MOST_MESSAGES = 250
"""As many commits as GitHub lists of a pull request."""
SEARCH_TIMEOUT = 20.0
"""Seconds to look through a history; what cannot be told by then is not said."""
REVERTS = re.compile(r"\bThis reverts commit ([0-9a-f]{40})\b")
PICKED = re.compile(r"^\(cherry picked from commit ([0-9a-f]{40})\)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit: its whole id, the author's day (ISO) and the first line of its message."""

    sha: str
    day: str
    subject: str


def touching(repository: Repository, revision: str, paths: Sequence[str], most: int) -> list[Commit]:
    """The last commits up to a revision that did something to these paths, newest first; none where git cannot tell."""
    form = "--format=%H%x00%as%x00%s"
    try:
        text = repository.git.text("log", f"-{most}", form, revision, "--", *paths, timeout=SEARCH_TIMEOUT)
    except GitError:
        return []
    return [Commit(*line.split("\0")) for line in text.splitlines() if line.count("\0") == 2]


def messages(repository: Repository, base: str, head: str) -> list[str]:
    """What the commits from `base` to `head` say."""
    text = repository.git.text("log", f"-{MOST_MESSAGES}", "-z", "--format=%B", f"{base}..{head}", "--")
    return text.split("\0")


def reverted(texts: Iterable[str]) -> tuple[str, ...]:
    """The commits that these messages say they revert, in git's and GitHub's words; the first few."""
    found = dict.fromkeys(sha for text in texts for sha in REVERTS.findall(text))
    return tuple(found)[:MOST_REVERTED]


def picked(texts: Iterable[str]) -> tuple[str, ...]:
    """The commits that these messages say they come from, in the words of `git cherry-pick -x`; the first few."""
    found = dict.fromkeys(sha for text in texts for sha in PICKED.findall(text))
    return tuple(found)[:MOST_PICKED]


def is_ancestor(repository: Repository, older: str, newer: str) -> bool:
    """Whether one commit lies in the history of another; false where either is not here."""
    try:
        repository.git.run("merge-base", "--is-ancestor", older, newer)
    except GitError:
        return False
    return True


def first_parent(repository: Repository, commit: str) -> str | None:
    """What the commit itself names, also where the parent is not here; None for a root commit."""
    try:
        header = repository.git.text("cat-file", "commit", commit).partition("\n\n")[0]
    except GitError:
        return None
    return next((line.removeprefix("parent ") for line in header.splitlines() if line.startswith("parent ")), None)


def restored_paths(repository: Repository, commit: str, parent: str, base: str, head: str) -> frozenset[str]:
    """The files that `head` gives back as they were before `commit`. None of them unless the revert is exact: at `base`
    all that the commit touched is as it left it, and at `head` as its parent had it. Trees alone are compared."""
    touched = _differing(repository, parent, commit)
    is_exact = touched.isdisjoint(_differing(repository, commit, base) | _differing(repository, parent, head))
    return touched if is_exact else frozenset()


def _differing(repository: Repository, before: str, after: str) -> frozenset[str]:
    return frozenset(repository.changes(before, after, renames=False).entries)
