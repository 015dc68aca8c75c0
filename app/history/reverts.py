"""Which files a change gives back exactly as they were before a commit of the base branch.

Asked only where a finding depends on it. The commits that a change reverts are those that its messages name.
"""

from collections.abc import Iterable

from app.git import commits
from app.git.repository import Repository
from checks import Review, Side, Status


def may_be_restored(reviewed: Review) -> bool:
    """Whether a finding blocks that a revert would turn into a warning."""
    return any(one.side is Side.RIGHT for one in reviewed.with_status(Status.BLOCKING))


def restored_in_clone(repository: Repository, base: str, head: str, commit: str) -> frozenset[str]:
    """The files that `head` restores, by the history of a clone. `commit` is the one whose messages count: `head` may
    be a mere tree. Raises GitError."""
    named = commits.reverted(commits.messages(repository, base, commit))
    return all_restored(repository, (sha for sha in named if commits.is_ancestor(repository, sha, base)), base, head)


def all_restored(repository: Repository, landed: Iterable[str], base: str, head: str) -> frozenset[str]:
    """The files that `head` restores by reverting some of these commits, which the history of `base` holds; they and
    their first parents are here. Raises GitError."""
    pairs = ((sha, commits.first_parent(repository, sha)) for sha in landed)
    found = (commits.restored_paths(repository, sha, parent, base, head) for sha, parent in pairs if parent)
    return frozenset[str]().union(*found)
