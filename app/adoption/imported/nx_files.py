"""An Nx workspace as its files say it: projects with tags, and the constraints on tags. Scripts are read, never run."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from app.adoption.imported.literals import texts
from app.adoption.imported.values import Origin, SourceTree, unique
from checks import Level, LiteralValue, ObjectLiteral, UnknownValue, object_literals

RULES = ("@nx/enforce-module-boundaries", "@nrwl/nx/enforce-module-boundaries")
CONSTRAINTS = "depConstraints"
SEVERITIES: Mapping[object, Level] = {
    "error": Level.FAILURE,
    2.0: Level.FAILURE,
    "warn": Level.WARNING,
    1.0: Level.WARNING,
}
WORKSPACES = ("workspace.json", "angular.json", "nx.json")
ORDER = {"project.json": 1, "package.json": 2, "nx.json": 3}
"""An older `nx.json` gives tags to projects that other files name, so it is read last."""


@dataclass(frozen=True, slots=True)
class NxProject:
    """One project: its name, its folder, its tags, whether it is an application, and the file that says so."""

    name: str
    root: str
    tags: tuple[str, ...]
    is_application: bool
    file: str


@dataclass(frozen=True, slots=True)
class Constraint:
    """One entry of `depConstraints`: the tags that a project has to have for it (all of them), and what it may use."""

    origin: Origin
    tags: tuple[str, ...]
    only: tuple[str, ...] | None
    not_: tuple[str, ...]
    banned: tuple[str, ...]
    allowed: tuple[str, ...] | None
    unknown: tuple[str, ...]

    def is_for(self, project: NxProject) -> bool:
        return bool(self.tags) and all(has_tag(project, tag) for tag in self.tags)


@dataclass(frozen=True, slots=True)
class Boundaries:
    """The constraints of one file with the level at which they hold; the other options, and what cannot be told."""

    level: Level
    constraints: tuple[Constraint, ...] = ()
    options: Mapping[str, LiteralValue] = field(default_factory=dict)
    unknown: tuple[UnknownValue, ...] = ()
    others: tuple[int, ...] = ()


def has_tag(project: NxProject, tag: str) -> bool:
    """Whether a project has a tag, which may be `*`, a glob, or a regular expression between slashes."""
    if tag == "*":
        return True
    if len(tag) > 1 and tag.startswith("/") and tag.endswith("/"):
        try:
            return any(re.search(tag[1:-1], one) for one in project.tags)
        except re.error:
            return False
    if "*" in tag:
        pattern = re.compile(".*".join(map(re.escape, tag.split("*"))))
        return any(pattern.fullmatch(one) for one in project.tags)
    return tag in project.tags


def read_projects(tree: SourceTree, base: str) -> tuple[NxProject, ...]:
    """Every project below a folder: its `project.json`, the `nx` of its package.json, or an older `workspace.json`."""
    found: dict[str, NxProject] = {}
    for file in sorted(tree.contents, key=lambda path: (ORDER.get(path.rpartition("/")[2], 0), path)):
        folder, _, name = file.rpartition("/")
        inside = not base or f"{folder}/".startswith(f"{base}/")
        if inside and name in WORKSPACES:
            for project in _listed(tree, file, found):
                found[project.root] = project
        elif inside and name in {"project.json", "package.json"} and folder != base:
            told = _project(tree, file, folder, found.get(folder))
            if told is not None:
                found[folder] = told
    return tuple(sorted(found.values(), key=lambda one: one.root))


def read_boundaries(file: str, content: bytes) -> Boundaries | None:
    """The constraints of a configuration; None where it has none that can be told."""
    objects = list(object_literals(content, json=_is_json(file)))
    found: list[tuple[LiteralValue, ObjectLiteral]] = []
    for one in objects:
        for rule in RULES:
            value = one.members.get(rule)
            if isinstance(value, tuple) and len(value) > 1 and isinstance(value[1], ObjectLiteral):
                found.append((value[0], value[1]))
    if file.endswith("nx.json"):
        found += [("error", one) for one in objects if CONSTRAINTS in one.members]
    if not found:
        return None
    severity, options = next((one for one in found if CONSTRAINTS in one[1].members), found[0])
    constraints = options.members.get(CONSTRAINTS, ())
    items = constraints if isinstance(constraints, tuple) else (constraints,)
    return Boundaries(
        level=SEVERITIES.get(severity, Level.FAILURE),
        constraints=tuple(_constraint(file, item) for item in items if isinstance(item, ObjectLiteral)),
        options={name: value for name, value in options.members.items() if name != CONSTRAINTS},
        unknown=(*options.unknown, *(item for item in items if isinstance(item, UnknownValue))),
        others=tuple(other.line for _, other in found if other is not options),
    )


def _is_json(file: str) -> bool:
    return file.endswith((".json", ".eslintrc"))


def _constraint(file: str, item: ObjectLiteral) -> Constraint:
    members = item.members
    combined = texts(members.get("allSourceTags"))
    tags = combined or texts(members.get("sourceTag"))
    name = " and ".join(f"`{tag}`" for tag in tags) or "without a tag"
    unknown = [value.text for value in members.values() if isinstance(value, UnknownValue)]
    unknown += [one.text for one in item.unknown]
    unknown += [
        one.text
        for value in members.values()
        if isinstance(value, tuple)
        for one in value
        if isinstance(one, UnknownValue)
    ]
    only, allowed = members.get("onlyDependOnLibsWithTags"), members.get("allowedExternalImports")
    return Constraint(
        origin=Origin(file, f"constraint on {name}", item.line),
        tags=tags,
        only=None if only is None else texts(only),
        not_=texts(members.get("notDependOnLibsWithTags")),
        banned=texts(members.get("bannedExternalImports")),
        allowed=None if allowed is None else texts(allowed),
        unknown=tuple(unknown),
    )


def _project(tree: SourceTree, file: str, folder: str, known: NxProject | None) -> NxProject | None:
    """What a `project.json` or package.json adds to what is known of a project."""
    top = _object(tree, file)
    if top is None:
        return known
    nx = top.members.get("nx")
    is_package = file.endswith("package.json")
    said = (nx.members if isinstance(nx, ObjectLiteral) else {}) if is_package else top.members
    if is_package and known is None and not isinstance(nx, ObjectLiteral):
        return None
    names = (said.get("name"), known.name if known else None, top.members.get("name"), folder.rpartition("/")[2])
    tags = unique([*(known.tags if known else ()), *texts(said.get("tags"))])
    application = said.get("projectType") == "application" or (known is not None and known.is_application)
    return NxProject(next(name for name in names if isinstance(name, str) and name), folder, tags, application, file)


def _listed(tree: SourceTree, file: str, found: Mapping[str, NxProject]) -> Iterator[NxProject]:
    """The projects of a `workspace.json` with their roots, and the tags that an older `nx.json` gives them."""
    top = _object(tree, file)
    projects = top.members.get("projects") if top else None
    by_name = {project.name: project for project in found.values()}
    for name, value in (projects.members if isinstance(projects, ObjectLiteral) else {}).items():
        members = value.members if isinstance(value, ObjectLiteral) else {"root": value}
        known = by_name.get(name)
        root = members.get("root") if isinstance(members.get("root"), str) else known.root if known else None
        if isinstance(root, str) and root:
            tags = unique([*(known.tags if known else ()), *texts(members.get("tags"))])
            application = members.get("projectType") == "application" or (known is not None and known.is_application)
            yield NxProject(name, root.strip("/"), tags, application, file)


def _object(tree: SourceTree, file: str) -> ObjectLiteral | None:
    return next(object_literals(tree.contents[file], json=True), None)
