"""`unassigned: deny`: a new source file lies in a component.

Tests are source too. Manifests, settings of tools, style sheets, links and whatever `ignore` names are none.
"""

from collections.abc import Iterator

from checks.check import Case
from checks.codebase.snapshot import EntryKind
from checks.evidence import UnassignedFile
from checks.findings import Finding, Side
from checks.manifest_rules.finding import made
from checks.manifest_rules.manifests import Sides
from checks.manifest_rules.needs import STYLES

WORD = "unassigned"


def unassigned(case: Case, _sides: Sides) -> Iterator[Finding]:
    """One finding for each source file that is in no component, and was not there before outside of one."""
    if case.policy.unassigned == "allow":
        return
    change = case.change
    base, tip, head = (graph.codebase.snapshot.entries for graph in (change.base, change.tip, change.head))
    for path in sorted(path for path in head.keys() - base.keys() if path not in tip):
        origin = change.origin(path)
        was_outside = origin != path and not case.components.of(origin)
        if not case.components.of(path) and not was_outside and _is_source(case, path):
            rule = case.citation_of_policy(WORD)
            yield made(case, (path, None, Side.RIGHT), UnassignedFile(), rule, (origin,))


def _is_source(case: Case, path: str) -> bool:
    codebase = case.change.head.codebase
    is_read = path in codebase.facts and codebase.snapshot.kind(path) is EntryKind.FILE
    return (
        is_read and codebase.of(path).settings is None and not path.endswith((*STYLES, ".json", ".yaml", ".gitmodules"))
    )
