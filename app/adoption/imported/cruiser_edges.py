"""dependency-cruiser's rules on edges: what some files may not use, who alone may use something, what must be used."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.adoption.imported.cruiser_files import CruiserRule
from app.adoption.imported.cruiser_places import FAMILY, Ends, Places, is_test, refers_back, substituted
from app.adoption.imported.literals import texts
from app.adoption.imported.path_patterns import (
    ALL_PACKAGES,
    Alternative,
    PatternError,
    Special,
    alternatives,
    glob_of,
    package_of,
)
from app.adoption.imported.values import Demand, ListWord, unique
from checks import Level

TYPE_ONLY = "type-only"
TYPES_ONLY = (TYPE_ONLY, "type-import", "triple-slash-type-reference")
DECLARED = ("npm-dev", "npm-no-pkg", "npm-unknown", "npm-optional", "npm-peer", "npm-bundled", "deprecated")
NOT_APART = "folders that may not use each other but for some files: `public` of a family names its entry points"
ONLY_FOLDERS = "its regular expression has no shape of folders"


@dataclass(frozen=True, slots=True)
class Step:
    """A demand that a rule makes, carried out once all of the rule is understood. `word` None: `encapsulates`."""

    component: str
    word: ListWord | None
    names: tuple[str, ...]
    only: bool = False


def forbid(places: Places, rule: CruiserRule) -> None:
    """Carry over one `forbidden` rule on edges, whole or not at all."""
    try:
        steps = _steps(places, rule)
    except PatternError as error:
        places.draft.leave(rule.origin, "the whole rule", _reason(error, rule))
        return
    _carry_out(places, rule, steps)
    if TYPE_ONLY in texts(rule.target.conditions.get("dependencyTypesNot")):
        places.draft.setting("type_imports", "ignore", rule.origin)
        places.draft.leave(rule.origin, "type-only imports under other rules: they are free too", "one word for all")


def require(places: Places, rule: CruiserRule) -> None:
    """Carry over one `required` rule: each file of a component must use another."""
    draft = places.draft
    try:
        sources, targets = _required(places, rule)
    except PatternError as error:
        draft.leave(rule.origin, "the whole rule", _reason(error, rule))
        return
    for name in sources:
        draft.demand(name, "must_depend_on", Demand(rule.origin, only=targets, each_file=True, level=rule.level))


def _required(places: Places, rule: CruiserRule) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The components that must use others, and those others."""
    if rule.target.conditions or refers_back(rule.target.path) or rule.target.path_not:
        raise PatternError("`must_depend_on` names components")
    if places.outside_tests(rule.source.path_not):
        raise PatternError("some files of the folder are exempt")
    sources, targets = places.ends(rule.source.path).components, places.ends(rule.target.path).components
    if not sources or not targets:
        raise PatternError("`must_depend_on` names components")
    return sources, targets


def _steps(places: Places, rule: CruiserRule) -> list[Step]:
    """All that a rule demands."""
    if why := _unfit(rule):
        raise PatternError(why)
    steps = list(_from_anywhere(places, rule) if not rule.source.path else _from_folders(places, rule))
    if not steps:
        raise PatternError("it only concerns tests, which only `used_by` judges")
    return steps


def _carry_out(places: Places, rule: CruiserRule, steps: list[Step]) -> None:
    indirect = rule.target.conditions.get("reachable") is True
    for step in steps:
        if step.word is None:
            for name in step.names:
                places.draft.encapsulate(step.component, name, rule.origin)
        else:
            only, not_ = (step.names, ()) if step.only else (None, step.names)
            chains = indirect and step.word == "depends_on" and not step.only
            demand = Demand(rule.origin, only, not_, indirect=chains, level=rule.level)
            places.draft.demand(step.component, step.word, demand)
    if any(step.word is None for step in steps) and rule.level is not Level.FAILURE:
        places.draft.leave(rule.origin, f"its severity `{rule.severity}`", "`encapsulates` has no level of its own")
    if indirect and not any(step.word == "depends_on" and not step.only for step in steps):
        places.draft.leave(rule.origin, "chains of imports: only direct imports are judged")


def _unfit(rule: CruiserRule) -> str:
    """Why the kinds of dependency that a rule is about are nothing that a list can say; empty if they are."""
    types = texts(rule.target.conditions.get("dependencyTypes"))
    if any(kind in DECLARED for kind in types) and "npm" not in types:
        return "the check `manifest` compares imports with what package.json declares"
    spared = set(texts(rule.target.conditions.get("dependencyTypesNot"))) - {"core", "npm", *TYPES_ONLY, *DECLARED}
    if spared:
        return f"no word of the policy tells dependency types apart: {', '.join(sorted(spared))}"
    if types and not set(types) <= {"core", "npm", *DECLARED}:
        return f"no word of the policy tells dependency types apart: {', '.join(types)}"
    if "core" in types and not rule.target.path:
        return "modules of Node are named one by one or by groups, such as `external: {not: ['io:*']}`"
    if not (rule.target.path or rule.target.path_not or types):
        return "it names no target"
    return ""


def _from_anywhere(places: Places, rule: CruiserRule) -> Iterator[Step]:
    """From all files but some: these are the only users of a component, or have a package to themselves."""
    if not rule.target.path or places.outside_tests(rule.target.path_not):
        raise PatternError("it holds for files of no component too")
    target = places.ends(rule.target.path)
    exempt = places.ends(places.outside_tests(rule.source.path_not)).components
    tests = any(is_test(one) for pattern in rule.source.path_not for one in alternatives(pattern))
    if target.packages and not exempt:
        raise PatternError(
            "`external: {not: …}` is said of each component; `encapsulates` of the one that has a package"
        )
    for name in target.components:
        others = tuple(one for one in exempt if one != name)
        yield Step(name, "used_by", (*others, *(("tests",) if tests else ())), only=True)
    for name in exempt if target.packages else ():
        yield Step(name, None, target.packages)


def _from_folders(places: Places, rule: CruiserRule) -> Iterator[Step]:
    for pattern in rule.source.path:
        for source in alternatives(pattern):
            if is_test(source):
                continue
            is_open = any(token is Special.SEGMENT for _, tokens in source.groups for token in tokens)
            if is_open and refers_back((*rule.target.path, *rule.target.path_not)):
                yield _apart(places, rule, source)
            else:
                yield from _from_folder(places, rule, source)


def _apart(places: Places, rule: CruiserRule, source: Alternative) -> Step:
    """Folders side by side that may not use each other: a family that does not list itself. The target may be written
    like the source, or as the folder that holds them all."""
    own = places.family_glob(source)
    targets = [one for text in rule.target.path for one in alternatives(text)]
    meant = {own if _is_family(places, one, own) else f"{glob_of(one.tokens, places.tree)}/{FAMILY}" for one in targets}
    excluded = [one for text in substituted(rule.target.path_not, source) for one in alternatives(text)]
    other = [one for one in excluded if not _is_family(places, one, own) and not is_test(one)]
    if meant != {own} or other or len(other) == len(excluded):
        raise PatternError(NOT_APART)
    family = places.family(source)
    return Step(family, "depends_on", (family,))


def _is_family(places: Places, one: Alternative, glob: str) -> bool:
    try:
        return places.family_glob(one) == glob
    except PatternError:
        return False


def _from_folder(places: Places, rule: CruiserRule, source: Alternative) -> Iterator[Step]:
    glob = glob_of(source.tokens, places.tree)
    _without_exceptions(places, glob, places.outside_tests(rule.source.path_not), "importers")
    name = places.component(glob)
    excluded = substituted(rule.target.path_not, source)
    if not rule.target.path:
        yield from _only(places, rule, name, excluded)
        return
    target = places.ends(substituted(rule.target.path, source))
    beyond = [text for text in excluded if not _is_within(places, text, glob)]
    if target.packages == (ALL_PACKAGES,) and beyond:
        allowed = places.ends(beyond)
        if not allowed.components:
            yield Step(name, "external", allowed.packages, only=True)
            beyond = []
    elif target.packages:
        yield Step(
            name,
            "external",
            () if ALL_PACKAGES in target.packages else target.packages,
            only=ALL_PACKAGES in target.packages,
        )
    for component in target.components:
        for path in places.draft.paths(component):
            _without_exceptions(places, path, places.outside_tests(beyond), "targets")
    others = tuple(one for one in target.components if one != name)
    if others:
        yield Step(name, "depends_on", others)


def _only(places: Places, rule: CruiserRule, name: str, excluded: tuple[str, ...]) -> Iterator[Step]:
    """Everything is forbidden that is not excluded: a list of what is allowed."""
    types = texts(rule.target.conditions.get("dependencyTypes"))
    allowed = places.ends(excluded) if excluded else Ends()
    packages_free = "npm" in texts(rule.target.conditions.get("dependencyTypesNot")) or ALL_PACKAGES in allowed.packages
    if excluded and "npm" not in types:
        yield Step(name, "depends_on", tuple(one for one in allowed.components if one != name), only=True)
    if not packages_free:
        yield Step(name, "external", unique(allowed.packages), only=True)


def _without_exceptions(places: Places, glob: str, patterns: tuple[str, ...], what: str) -> None:
    """Raises PatternError where a pattern exempts something inside the glob: a component's rules hold for its parts."""
    for pattern in patterns:
        for one in alternatives(pattern):
            exempt = glob_of(one.tokens, places.tree) if package_of(one.tokens) is None else ""
            if exempt and not is_test(one) and (f"{exempt}/".startswith(f"{glob}/") or "*" in exempt or "*" in glob):
                raise PatternError(f"some {what} are exempt: a component's rules hold for its parts too")


def _is_within(places: Places, pattern: str, glob: str) -> bool:
    """Whether a pattern means the importer's own folder, or something inside it."""
    return all(f"{glob_of(one.tokens, places.tree)}/".startswith(f"{glob}/") for one in alternatives(pattern))


def _reason(error: PatternError, rule: CruiserRule) -> str:
    """PatternError has the pattern itself where the parser gave up."""
    text = str(error)
    patterns = (*rule.source.path, *rule.source.path_not, *rule.target.path, *rule.target.path_not)
    return f"{ONLY_FOLDERS}: `{text}`" if text in patterns or not text else text
