"""What a policy is asked before a review: which files it ignores, where records lie, which branches it governs."""

from collections.abc import Callable
from fnmatch import fnmatchcase

from checks.policy.components import Components
from checks.policy.globs import GlobSet, parse_glob
from checks.policy.model import Policy

DEFAULT_POLICY = Policy(version=1)
"""What holds where nothing is written."""

OTHER_REPOSITORY = ": "

USUAL_RECORD_FOLDERS = ("docs/adr", "docs/adrs", "docs/decisions", "docs/architecture/decisions", "doc/adr", "adr")
"""Where decision records are looked for when the policy names no folder: what adr-tools, MADR and log4brains make."""


def name_elsewhere(repository: str, path: str) -> str:
    """How a policy file of another repository is cited: `acme/.github: architecture.yml`."""
    return f"{repository}{OTHER_REPOSITORY}{path}"


def is_elsewhere(file: str) -> bool:
    """Whether a cited file lies in another repository than the one that is reviewed."""
    return OTHER_REPOSITORY in file


def ignored_by(policy: Policy) -> Callable[[str], bool]:
    """Whether a path is vendored or built, by the policy's `ignore`."""
    return GlobSet(map(parse_glob, policy.ignore)).any


def owner_by(policy: Policy, paths: tuple[str, ...]) -> Callable[[str], str | None]:
    """Which component a path belongs to."""
    return Components(policy, paths).owner


def record_folders(policy: Policy) -> tuple[str, ...]:
    """The folders of decision records, each with a `/` at its end."""
    return tuple(f"{folder.strip('/')}/" for folder in policy.adr.path or USUAL_RECORD_FOLDERS)


def governs(policy: Policy | None, branch: str, default_branch: str) -> bool:
    """Whether a pull request into `branch` gets the required check: the default branch, and what `branches` lists.

    `policy` is the default branch's, None where it has none (docs/policy.md, `branches`).
    """
    listed = policy.branches if policy else ()
    return branch == default_branch or any(_names(pattern.split("/"), branch.split("/")) for pattern in listed)


def _names(pattern: list[str], branch: list[str]) -> bool:
    """Segment by segment, `**` for one or more at the end. Unlike a path, `release` does not name `release/1`: anybody
    may push a branch of such a name, with a policy of its own."""
    if pattern[-1] == "**" and len(branch) >= len(pattern):
        pattern, branch = pattern[:-1], branch[: len(pattern) - 1]
    return len(pattern) == len(branch) and all(map(fnmatchcase, branch, pattern))
