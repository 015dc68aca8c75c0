"""`protected`: files that nobody changes, adds, deletes or renames without a decision record.

Where nothing was before (an audit), nothing is new about a protected file.
"""

from collections.abc import Iterator, Mapping

from checks.check import Case
from checks.codebase.snapshot import Entry
from checks.evidence import ProtectedFile
from checks.findings import Finding, Side, fingerprint
from checks.policy import GlobSet, parse_glob

CHECK_NAME = "policy"
WORD = "protected"


def find(case: Case) -> Iterator[Finding]:
    """One finding for each protected file that is another one than at the merge base and at the base branch's tip."""
    change = case.change
    base, tip, head = (graph.codebase.snapshot.entries for graph in (change.base, change.tip, change.head))
    if not case.policy.protected or not base:
        return
    globs = {glob: GlobSet([parse_glob(glob)]) for glob in case.policy.protected}
    moved = {old for new, old in change.origins.items() if new in head}
    for path in sorted(_differing(base, head)):
        if path in moved and path not in head:
            continue
        origin = change.origin(path)
        glob = next((glob for glob, one in globs.items() if one.any(path) or one.any(origin)), None)
        if glob and head.get(path) != tip.get(path):
            yield _finding(case, path, origin, glob)


def _differing(base: Mapping[str, Entry], head: Mapping[str, Entry]) -> Iterator[str]:
    yield from (path for path in base if path not in head)
    for path, entry in head.items():
        old = base.get(path)
        if entry is not old and entry != old:
            yield path


def _finding(case: Case, path: str, origin: str, glob: str) -> Finding:
    change = case.change
    is_there = path in change.head.codebase.snapshot
    was_there = path in change.base.codebase.snapshot
    action = "renamed" if origin != path else "deleted" if not is_there else "changed" if was_there else "added"
    owner = case.components.owner(path)
    return Finding(
        check=CHECK_NAME,
        level=case.policy.level,
        path=path,
        line=None,
        source=owner,
        target=None,
        symbol=None,
        evidence=ProtectedFile(glob, action, origin if origin != path else None),
        rule=case.citation_of_policy(WORD),
        fingerprint=fingerprint(CHECK_NAME, WORD, origin),
        side=Side.RIGHT if is_there else Side.LEFT,
    )
