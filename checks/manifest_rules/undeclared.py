"""Packages that production code imports and its manifest does not declare, or only for development.

There is one finding for each manifest and package: at the first new line that imports it, or at the declaration that
went while imports stay. What counts is narrow, so that nobody is accused wrongly (docs/policy.md, "Manifests").
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from checks.check import Case, place
from checks.evidence import UndeclaredPackage
from checks.findings import Finding, Side
from checks.manifest_rules.finding import CHECK_NAME, Place, made
from checks.manifest_rules.manifests import NOT_SHIPPED, NPM, PYTHON, Sides, below
from checks.manifest_rules.needs import Lack, Need, Needs, Pair


@dataclass(frozen=True, slots=True)
class Removed:
    """The declarations that went, or are for development only now: where they stood, by kind of manifest and package.
    Who answered to one of them lies in one of the `folders`."""

    places: Mapping[tuple[str, str], Place]
    folders: tuple[str, ...]


def undeclared(case: Case, sides: Sides) -> Iterator[Finding]:
    """One finding for each manifest and package of which it lacks more than at the base."""
    change = case.change
    removed = _removed(sides)
    if not removed.folders and not change.head.changed_since(change.base):
        return
    kinds = [kind for kind in (NPM, PYTHON) if any(side.declares_its_own(kind) for side in (sides.head, sides.base))]

    def is_known(kind: str, package: str) -> bool:
        return sides.head.is_declared(kind, package) or sides.base.is_declared(kind, package)

    head, base, tip = (
        Needs(case, graph, manifests, is_known, kinds)
        for graph, manifests in ((change.head, sides.head), (change.base, sides.base), (change.tip, sides.tip))
    )
    found = _lacking(case, head, removed)
    importers = {need.edge.importer for needs in found.values() for need in needs}
    worst = {pair: max(need.lack for need in needs) for pair, needs in found.items()}
    origins = {pair: (change.origin(pair[0]), pair[1]) for pair in sorted(worst, key=worst.__getitem__)}
    before = base.lacks({origin: worst[pair] for pair, origin in origins.items()}, map(change.origin, importers))
    at_tip = {} if change.tip is change.base else tip.lacks(worst, importers)
    for pair, needs in sorted(found.items()):
        if worst[pair] > max(before.get(origins[pair], Lack.NOTHING), at_tip.get(pair, Lack.NOTHING)):
            yield _finding(case, [need for need in needs if need.lack is worst[pair]], removed)


def _removed(sides: Sides) -> Removed:
    """What changed manifests declared for those who use the package, or at all, and do not any more."""
    places: dict[tuple[str, str], Place] = {}
    folders: set[str] = set()
    for manifest, old in sides.changed:
        if old is None or old is manifest:
            continue
        for one in old.declared:
            groups = manifest.groups(one.name)
            if not groups or (one.group not in NOT_SHIPPED and NOT_SHIPPED.issuperset(groups)):
                places[manifest.kind, one.name] = (old.path, one.line, Side.LEFT)
                folders.add(manifest.folder)
    return Removed(places, tuple(folders))


def _lacking(case: Case, head: Needs, removed: Removed) -> dict[Pair, list[Need]]:
    """The needs of the files that changed, and of all others those for which a declaration went."""
    found: dict[Pair, list[Need]] = {}
    changed = case.change.head.changed_since(case.change.base)
    packages = {package for _, package in removed.places}
    for path in (*changed, *(path for path in below(removed.folders, head.graph.files) if path not in changed)):
        for need in head.of_file(path, None if path in changed else packages):
            is_removed = (need.manifest.kind, need.package) in removed.places
            if need.lack and (is_removed or (path in changed and not _may_be_optional(need))):
                found.setdefault(need.pair, []).append(need)
    return found


def _may_be_optional(need: Need) -> bool:
    """Whether an import may well stand in a `try`: Python code does without what only its developers have."""
    return need.manifest.kind == PYTHON and not need.is_ours and need.lack is Lack.SHIPPED


def _finding(case: Case, needs: Sequence[Need], removed: Removed) -> Finding:
    """At the first import that is new; else where the declaration was that went."""
    ordered = sorted(needs, key=lambda need: place(need.edge))
    new = next((need for need in ordered if _is_new(case, need)), None)
    need = new or ordered[0]
    gone = removed.places.get((need.manifest.kind, need.package))
    at = gone if gone and new is None else (need.edge.importer, need.edge.lines[0], Side.RIGHT)
    target = case.components.owner(need.own.path) if need.own else None
    evidence = UndeclaredPackage(need.edge.importer, need.package, need.manifest.path, next(iter(need.groups), None))
    identity = (case.change.origin(need.manifest.path), need.package)
    rule = case.citation_of_policy(CHECK_NAME)
    return made(case, at, evidence, rule, identity, target=target, symbol=need.package)


def _is_new(case: Case, need: Need) -> bool:
    """Whether the base has no such import in the file: not one for types only either."""
    old = case.change.base.of(case.change.origin(need.edge.importer))
    imported = case.change.origin(need.edge.imported)
    return not any(edge.imported == imported and edge.kind is need.edge.kind for edge in (*old.edges, *old.external))
