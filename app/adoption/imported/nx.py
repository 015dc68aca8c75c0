"""Nx's constraints on tags. The policy has no tags: every project is a component, and what the constraints on its tags
come to is written out as names of components."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.adoption.imported.draft import Draft
from app.adoption.imported.nx_files import Boundaries, Constraint, NxProject, has_tag, read_boundaries, read_projects
from app.adoption.imported.values import Demand, Origin, SourceTree
from checks import LiteralValue

HINTS: Mapping[str, tuple[str, str]] = {
    "allow": ("imports that are never checked", "`ignore`, `tests` or an exception with a decision record"),
    "banTransitiveDependencies": ("packages that are not declared", "the check `manifest` looks at declarations"),
    "checkNestedExternalImports": ("packages that are banned for dependencies too", "`external` judges direct imports"),
    "checkDynamicDependenciesExceptions": ("static and dynamic imports of one project", ""),
    "enforceBuildableLibDependency": (
        "that buildable libraries use buildable ones only",
        "adrift knows no build targets",
    ),
    "ignoredCircularDependencies": ("pairs that may be cyclic", "`cycles` judges new cycles only"),
    "allowCircularSelfDependency": (
        "a project that imports itself by its name",
        "no edge inside a component is judged",
    ),
    "buildTargets": ("names of build targets", "adrift knows no build targets"),
}
NO_WILDCARD = "`external` names packages and scopes"


@dataclass(frozen=True, slots=True)
class Tagged:
    """The projects of a workspace and the component of each."""

    draft: Draft
    names: Mapping[NxProject, str]

    def with_any(self, tags: Sequence[str]) -> tuple[str, ...]:
        """The components of the projects that have one of these tags."""
        tagged = (one for one in self.names if any(has_tag(one, tag) for tag in tags))
        return tuple(self.names[project] for project in tagged)


def import_constraints(draft: Draft, tree: SourceTree, file: str) -> None:
    """Carry over the constraints of one configuration."""
    read = read_boundaries(file, tree.contents.get(file, b""))
    base = file.rpartition("/")[0]
    if read is None:
        origin = draft.rule(Origin(file, "enforce-module-boundaries"))
        draft.leave(origin, "the rule: its options are not written in this file", "import the file that has them")
        return
    tagged = Tagged(draft, _components(draft, read_projects(tree, base), file))
    for constraint in read.constraints:
        draft.rule(constraint.origin)
        for text in constraint.unknown:
            draft.leave(constraint.origin, f"what only a run could tell: `{text}`")
        if not any(constraint.is_for(project) for project in tagged.names):
            draft.leave(constraint.origin, "the constraint: no project has such tags")
    for project, name in tagged.names.items():
        _project(tagged, read, project, name, file)
    _options(draft, read, file)
    if tagged.names:
        draft.setting("cycles", "deny", draft.rule(Origin(file, "cycles of projects, which Nx always denies")))


def _components(draft: Draft, projects: Iterable[NxProject], file: str) -> dict[NxProject, str]:
    found: dict[NxProject, str] = {}
    for project in projects:
        name = draft.component(project.name.removeprefix("@").replace("/", "-"), (project.root,))
        if name is None:
            draft.leave(Origin(file, f"project `{project.name}`"), "the project: its folder is another component's")
            continue
        found[project] = name
        tags = ", ".join(project.tags) or "no tags"
        draft.remark(name, f"{project.file}, project `{project.name}`: {tags}")
    if not found:
        draft.leave(
            draft.rule(Origin(file, "projects")), "all constraints: no project.json or package.json with `nx` was found"
        )
    return found


def _project(tagged: Tagged, read: Boundaries, project: NxProject, name: str, file: str) -> None:
    draft = tagged.draft
    constraints = [constraint for constraint in read.constraints if constraint.is_for(project)]
    if read.constraints and not constraints:
        origin = draft.rule(Origin(file, "projects that no constraint is for may use no other project"))
        draft.demand(name, "depends_on", Demand(origin, only=(), level=read.level))
    for constraint in constraints:
        draft.keep(constraint.origin)
        _uses(tagged, read, project, name, constraint)
        _packages(draft, read, name, constraint)
    if project.is_application:
        origin = draft.rule(Origin(file, "applications, which Nx lets nobody import"))
        draft.demand(name, "used_by", Demand(origin, only=(), level=read.level))


def _uses(tagged: Tagged, read: Boundaries, project: NxProject, name: str, constraint: Constraint) -> None:
    """`only` is of direct dependencies, `not` of all that are reached. An empty `only` allows untagged projects."""
    if constraint.only is not None and not any(tag == "*" for tag in constraint.only):
        untagged = tuple(other for one, other in tagged.names.items() if not one.tags)
        allowed = tagged.with_any(constraint.only) if constraint.only else untagged
        applications = {other for one, other in tagged.names.items() if one.is_application}
        only = tuple(one for one in allowed if one != name and one not in applications)
        tagged.draft.demand(name, "depends_on", Demand(constraint.origin, only=only, level=read.level))
    not_ = tuple(one for one in tagged.with_any(constraint.not_) if one != name)
    if not_:
        demand = Demand(constraint.origin, not_=not_, indirect=True, level=read.level)
        tagged.draft.demand(name, "depends_on", demand)
    if constraint.not_ and any(has_tag(project, tag) for tag in constraint.not_):
        tagged.draft.leave(constraint.origin, f"chains that come back to `{name}` itself")


def _packages(draft: Draft, read: Boundaries, name: str, constraint: Constraint) -> None:
    banned = [_package(draft, constraint, text) for text in constraint.banned]
    if "*" in banned:
        draft.demand(name, "external", Demand(constraint.origin, only=(), level=read.level))
    elif any(banned):
        demand = Demand(constraint.origin, not_=tuple(one for one in banned if one), level=read.level)
        draft.demand(name, "external", demand)
    if constraint.allowed is not None and "*" not in constraint.allowed:
        allowed = [_package(draft, constraint, text) for text in constraint.allowed]
        if all(allowed):
            demand = Demand(constraint.origin, only=tuple(one for one in allowed if one), level=read.level)
            draft.demand(name, "external", demand)


def _package(draft: Draft, constraint: Constraint, text: str) -> str | None:
    """`@acme/*` is the scope `@acme`; other wildcards are listed."""
    bare = text.removesuffix("/*").removesuffix("/**")
    if "*" not in bare or text == "*":
        return bare
    draft.leave(constraint.origin, f"the packages `{text}`", NO_WILDCARD)
    return None


def _options(draft: Draft, read: Boundaries, file: str) -> None:
    for option, value in read.options.items():
        what, instead = HINTS.get(option, ("an option that is not known here", ""))
        if _says_something(value):
            draft.leave(draft.rule(Origin(file, f"option `{option}`")), what, instead)
    for one in read.unknown:
        draft.leave(draft.rule(Origin(file, f"`{one.text}`", one.line)), "what only a run could tell")
    for line in read.others:
        draft.leave(draft.rule(Origin(file, "enforce-module-boundaries again", line)), "options for some files only")


def _says_something(value: LiteralValue) -> bool:
    return value not in (None, False, ())
