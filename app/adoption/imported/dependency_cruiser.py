"""dependency-cruiser's rules. They are between files and say with regular expressions where those are; what has the
shape of folders and packages becomes components, all else is listed."""

from collections.abc import Mapping

from app.adoption.imported.cruiser_edges import forbid, require
from app.adoption.imported.cruiser_files import (
    IGNORED,
    CruiserConfiguration,
    CruiserRule,
    read_cruiser_configuration,
)
from app.adoption.imported.cruiser_places import Places
from app.adoption.imported.draft import Draft
from app.adoption.imported.literals import texts
from app.adoption.imported.path_patterns import PatternError, globs
from app.adoption.imported.values import Demand, Origin, SourceTree, unique
from checks import DEFAULT_POLICY, Level, LiteralValue

MANIFEST = "the check `manifest` compares imports with what package.json declares"
NOT_HERE: Mapping[str, tuple[str, str]] = {
    "orphan": ("modules without imports and importers", "adrift judges edges"),
    "couldNotResolve": ("imports that resolve to nothing", "compilers and bundlers fail on them"),
    "moreUnstable": ("the stability metric", "`layers` says which way dependencies may run"),
    "numberOfDependents": ("the number of dependents", "adrift judges edges"),
    "license": ("licenses of packages", ""),
    "licenseNot": ("licenses of packages", ""),
    "exoticallyRequired": ("unusual ways to require a module", ""),
    "exoticRequire": ("unusual ways to require a module", ""),
    "exoticRequireNot": ("unusual ways to require a module", ""),
    "moreThanOneDependencyType": ("packages that are declared twice", MANIFEST),
    "preCompilationOnly": (
        "imports that only exist before compilation",
        "`type_imports: ignore` is for all components",
    ),
    "ancestor": ("folders above the importing one", "`layers` of a component orders its folders"),
    "dynamic": ("dynamic imports", "`dynamic` is for imports that only the running program knows"),
}
"""Conditions for which the policy has no word: what they look at, and what adrift has instead."""


def import_cruiser_rules(draft: Draft, tree: SourceTree, file: str) -> None:
    """Carry over one configuration."""
    read = read_cruiser_configuration(file, tree.contents.get(file, b""))
    places = Places(draft, tree)
    for rule in read.rules:
        draft.rule(rule.origin)
    for rule in read.rules:
        if rule.kind != "allowed" and not _is_left(draft, rule):
            (require if rule.kind == "required" else _forbidden)(places, rule)
    _allowed(places, [rule for rule in read.rules if rule.kind == "allowed"])
    _surroundings(draft, tree, read, file)


def _is_left(draft: Draft, rule: CruiserRule) -> bool:
    """Whether a rule says something that no word of the policy says; it is listed."""
    if rule.severity == IGNORED:
        draft.leave(rule.origin, "a rule that is switched off")
    elif rule.unknown:
        draft.leave(rule.origin, f"what only a run could tell: `{rule.unknown[0]}`")
    else:
        conditions = {**rule.source.conditions, **rule.target.conditions}
        odd = [name for name in NOT_HERE if conditions.get(name) not in (None, False)]
        odd += [name for name in ("couldNotResolve",) if conditions.get(name) is False and name not in odd]
        for name in odd:
            draft.leave(rule.origin, *NOT_HERE[name])
        return bool(odd)
    return True


def _forbidden(places: Places, rule: CruiserRule) -> None:
    if "circular" in rule.target.conditions:
        _cycles(places.draft, rule)
    elif rule.target.conditions.get("reachable") is False:
        places.draft.leave(rule.origin, "modules that nothing reaches", "adrift judges edges")
    else:
        forbid(places, rule)


def _cycles(draft: Draft, rule: CruiserRule) -> None:
    """Cycles are judged between components, everywhere: a rule for a part of the files is not carried over."""
    if rule.source.path or rule.target.path or rule.target.conditions.get("circular") is not True:
        draft.leave(rule.origin, "cycles of some files", "`cycles` is for all components")
        return
    draft.setting("cycles", "deny", rule.origin)
    if rule.level is not Level.FAILURE:
        draft.setting("mode", {"default": "block", "cycle": "warn"}, rule.origin)
    draft.leave(rule.origin, "cycles between files of one component", "`cycles` judges components")
    for condition in ("via", "viaOnly", "viaNot", "viaSomeNot"):
        if condition in rule.target.conditions:
            draft.leave(rule.origin, f"`{condition}`", "type-only imports are left out by `type_imports: ignore`")


def _allowed(places: Places, rules: list[CruiserRule]) -> None:
    """A list of what is allowed is whole or nothing: with one entry missing it would forbid too much."""
    if not rules:
        return
    draft = places.draft
    outside = [rule for rule in rules if _only_packages(rule)]
    for rule in outside:
        draft.keep(rule.origin)
    rules = [rule for rule in rules if rule not in outside]
    pairs = {rule.origin: (places.plain(rule.source), places.plain(rule.target)) for rule in rules}
    odd = [rule for rule in rules if None in pairs[rule.origin] or rule.unknown or rule.target.conditions]
    if odd:
        for rule in rules:
            draft.leave(rule.origin, "the list of what is allowed", f"{odd[0].origin} has no shape of folders")
        return
    sources = unique(name for source, _ in pairs.values() for name in source or ())
    for name in sources:
        lists = [
            (rule, target) for rule in rules for source, target in [pairs[rule.origin]] if name in (source or (name,))
        ]
        if any(not target for _, target in lists):
            draft.keep(lists[0][0].origin)
            continue
        allowed = unique(one for _, target in lists for one in target or () if one != name)
        for rule, _ in lists:
            draft.demand(name, "depends_on", Demand(rule.origin, only=allowed, level=rule.level))
    draft.leave(
        rules[0].origin, "files that no `allowed` rule names: they are free", "`unassigned: deny` asks for a component"
    )


def _only_packages(rule: CruiserRule) -> bool:
    """Whether a rule allows packages to everybody, which no `depends_on` forbids."""
    types = texts(rule.target.conditions.get("dependencyTypes"))
    anywhere = not rule.source.path and not rule.target.path and set(rule.target.conditions) == {"dependencyTypes"}
    return anywhere and bool(types) and all(kind == "core" or kind.startswith("npm") for kind in types)


def _surroundings(draft: Draft, tree: SourceTree, read: CruiserConfiguration, file: str) -> None:
    """What stands beside the rules."""
    for name in read.extends:
        draft.leave(
            draft.rule(Origin(file, f"extends `{name}`")), "the rules of another configuration", "import its file too"
        )
    for one in read.unknown:
        draft.leave(draft.rule(Origin(file, f"`{one.text}`", one.line)), "what only a run could tell")
    if read.rules and not read.options.get("tsPreCompilationDeps"):
        origin = draft.rule(Origin(file, "options.tsPreCompilationDeps is not set: type-only imports are not seen"))
        draft.setting("type_imports", "ignore", origin)
    for option in ("exclude", "includeOnly"):
        if patterns := _patterns(read.options.get(option)):
            _option(draft, tree, draft.rule(Origin(file, f"options.{option}")), option, patterns)


def _option(draft: Draft, tree: SourceTree, origin: Origin, option: str, patterns: tuple[str, ...]) -> None:
    try:
        found = unique(glob for pattern in patterns for glob in globs(pattern, tree))
    except PatternError:
        found = ()
    if option == "includeOnly" or not found:
        draft.leave(origin, "which files are looked at", "`ignore` takes globs")
    else:
        draft.setting("ignore", unique([*DEFAULT_POLICY.ignore, *found]), origin)


def _patterns(value: LiteralValue) -> tuple[str, ...]:
    members = getattr(value, "members", None)
    return texts(members.get("path") if isinstance(members, Mapping) else value)
