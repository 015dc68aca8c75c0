"""Which plans raise a package: those that name it, and those that name what is released together with it."""

from collections.abc import Collection, Iterable, Mapping

from checks.codebase.languages.typescript.globs import Globs
from checks.versions.documents import Document, Files, join, read_json
from checks.versions.numbers import Number, any_number
from checks.versions.plans import CHANGESETS, NX_PLANS, Planned

WHOLE = "default"
"""How knope calls the only package of a repository."""

EVERY_PROJECT = "__default__"
"""How Nx calls the group of a workspace that has named none."""

INDEPENDENT = "independent"


def plans_for(names: Collection[str], planned: Iterable[Planned], files: Files) -> tuple[Planned, ...]:
    """The lines that raise a package with one of these names."""
    listed = tuple(planned)
    found: list[Planned] = []
    for root in dict.fromkeys(one.plan.root for one in listed):
        here = [one for one in listed if one.plan.root == root]
        found += _by_changesets(names, [one for one in here if one.plan.kind == CHANGESETS], files, root)
        found += _by_nx(names, [one for one in here if one.plan.kind == NX_PLANS], files, root)
        found += [one for one in here if one.plan.kind not in {CHANGESETS, NX_PLANS} and one.name in names]
    return tuple(found)


def version_before(names: Collection[str], files: Files, roots: Iterable[str]) -> Number | None:
    """The version of a package before its changesets went into pre-release mode; None outside of it."""
    for root in roots:
        path = join(root, f"{CHANGESETS}/pre.json")
        if path in files:
            document = read_json(files[path])
            versions = [document.text("initialVersions", name) for name in sorted(names)]
            if document.text("mode") == "pre":
                return next((any_number(version) for version in versions if version), None)
    return None


def _by_changesets(names: Collection[str], here: list[Planned], files: Files, root: str) -> list[Planned]:
    """A `fixed` group is raised as one; of a `linked` one those packages that have changesets, by the furthest of all
    of them."""
    settings = _settings(files, join(root, f"{CHANGESETS}/config.json"))
    ignored = Globs(settings.texts("ignore"))
    if any(name in ignored for name in names):
        return []
    own = [one for one in here if one.name in names or one.name == WHOLE]
    together = _group(settings.at("fixed"), names) or (_group(settings.at("linked"), names) if own else None)
    return [one for one in here if one in own or (together and one.name in together)]


def _group(groups: object, names: Collection[str]) -> Globs | None:
    for group in groups if isinstance(groups, list) else []:
        globs = Globs(name for name in group if isinstance(name, str)) if isinstance(group, list) else Globs(())
        if any(name in globs for name in names):
            return globs
    return None


def _by_nx(names: Collection[str], here: list[Planned], files: Files, root: str) -> list[Planned]:
    """Projects of a group are released together unless it is independent; a plan may name the group."""
    settings = _settings(files, join(root, "nx.json"))
    groups = {name: group for name, group in settings.table("release", "groups").items() if isinstance(group, dict)}
    together = next((name for name, group in groups.items() if _has(group, names)), None)
    if groups and together is None:
        return [one for one in here if one.name in names]
    group = groups[together] if together else settings.table("release")
    if group.get("projectsRelationship", settings.text("release", "projectsRelationship")) == INDEPENDENT:
        return [one for one in here if one.name in names]
    if together is None:
        return here
    members = Globs(_projects(group))
    return [one for one in here if one.name in names or one.name == together or one.name in members]


def _has(group: Mapping[str, object], names: Collection[str]) -> bool:
    globs = Globs(_projects(group))
    return any(name in globs for name in names)


def _projects(group: Mapping[str, object]) -> list[str]:
    projects = group.get("projects")
    listed = projects if isinstance(projects, list) else [projects]
    return [one for one in listed if isinstance(one, str)]


def _settings(files: Files, path: str) -> Document:
    return read_json(files[path]) if path in files else Document()
