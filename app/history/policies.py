"""Since when a policy is broken or gone, where the history tells.

Bounded, and silent where it cannot be told: the review says what is wrong in any case.
"""

from collections.abc import Sequence

from app.git import commits
from app.git.commits import Commit
from app.git.repository import Repository
from app.policy_file import POLICY_FILES
from checks import BreakingCommit, PolicyError, Review, load_policy, lost_policy, with_breaking_commit

MOST_VERSIONS = 10
"""Versions of the policy file that are looked at."""
SHORT = 10
"""Characters of a commit's id that are shown."""


def explained_by_git(reviewed: Review, repository: Repository, tip: str) -> Review:
    """The review, with the commit that broke or removed the policy where the clone's history tells. A branch that had
    a policy is a failure then."""
    if file := broken_file(reviewed):
        versions = commits.touching(repository, tip, [file], MOST_VERSIONS)
        broken = list[Commit]()
        for one in versions:
            if not is_broken(repository.file(one.sha, file), file):
                break
            broken.append(one)
        return broken_since(reviewed, broken, versions)
    return (
        lost_since(reviewed, commits.touching(repository, tip, POLICY_FILES, 1)) if is_without(reviewed) else reviewed
    )


def broken_file(reviewed: Review) -> str | None:
    """The repository's own policy file, where that is broken."""
    return next((issue.file for issue in reviewed.policy_issues if issue.file in POLICY_FILES), None)


def is_without(reviewed: Review) -> bool:
    """Whether there was no policy to judge by."""
    return not reviewed.has_policy and not reviewed.is_policy_lost


def is_broken(content: bytes | None, file: str) -> bool:
    """Whether a policy file is there and cannot be used, by itself."""
    try:
        load_policy(content or b"version: 1", file)
    except PolicyError:
        return True
    return False


def broken_since(reviewed: Review, broken: Sequence[Commit], versions: Sequence[Commit]) -> Review:
    """`broken` are the last of these versions, newest first. Nothing is known where older ones may be broken, too."""
    if not broken or (len(broken) == len(versions) == MOST_VERSIONS):
        return reviewed
    return with_breaking_commit(reviewed, _shown(broken[-1]))


def lost_since(reviewed: Review, touching: Sequence[Commit]) -> Review:
    """`touching` are the last commits that did something to a policy file: the newest of them took it away."""
    newest = max(touching, key=lambda one: one.day, default=None)
    return lost_policy(reviewed, _shown(newest)) if newest else reviewed


def _shown(commit: Commit) -> BreakingCommit:
    return BreakingCommit(commit.sha[:SHORT], commit.day, commit.subject)
