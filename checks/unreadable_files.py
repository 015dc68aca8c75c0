"""A file that adrift can no longer read.

What it finds: a file of a component that cannot be read at head, although it could be read on the base or is new. A
file that could not be read on the base either and was changed is a warning. Files outside every component, and
unreadable files that the pull request leaves alone, are only listed as skipped.

Why it hurts: what cannot be read cannot be judged. If a syntax error, a conflict marker or a link that leads out of
the repository made a check green, breaking a file would be the way around every rule.

Example: `<<<<<<< HEAD` committed in `orders/api.py`; a symbolic link `orders/shared -> /etc`.

What to do: repair the file. If it must stay as it is, name it under `ignore` in the policy file, or record the
decision and have the `adr:` label added.
"""

from collections.abc import Iterator

from checks.check import Case, Check
from checks.codebase import submodules
from checks.codebase.facts import Problem
from checks.codebase.graph import Graph
from checks.evidence import UnreadableFile
from checks.findings import Citation, Finding, fingerprint
from checks.policy import Level

NAME = "unreadable"


def find(case: Case) -> Iterator[Finding]:
    """One finding for each file that became unreadable, or stays so and was changed."""
    change = case.change
    for path, problem in sorted(change.head.problems.items()):
        owner, origin = case.components.owner(path), change.origin(path)
        if owner is None or problem == submodules.PROBLEM:
            continue
        if not _is_as_in(change.tip, path, change.head, path) and not _is_as_in(change.base, origin, change.head, path):
            yield _finding(path, origin, owner, problem, before=origin in change.base.problems)


def _is_as_in(other: Graph, origin: str, head: Graph, path: str) -> bool:
    """Whether a file could not be read on the other side either, and has not changed since."""
    then = other.codebase.snapshot.entries.get(origin)
    return origin in other.problems and head.codebase.snapshot.entries[path] == then


def _finding(path: str, origin: str, owner: str, problem: Problem, *, before: bool) -> Finding:
    return Finding(
        check=NAME,
        level=Level.WARNING if before else Level.FAILURE,
        path=path,
        line=problem.line,
        source=owner,
        target=None,
        symbol=None,
        evidence=UnreadableFile(problem.reason, before),
        rule=Citation("unreadable", None, None),
        fingerprint=fingerprint(NAME, "unreadable", origin),
    )


CHECK = Check(NAME, find, __doc__)
