"""The lists of tach's modules. adrift asks a part's parent too what the part may use, so a module's list has room for
those of the modules inside it; and an entry means the parts of what it names, so those that are not meant are named."""

from app.adoption.imported.tach_files import Module
from app.adoption.imported.tach_project import Project, quoted
from app.adoption.imported.values import Demand, unique

PARENT_TOO = "a part needs its parent's list too"


def add_lists(project: Project, module: Module) -> None:
    """Carry over what one module may use, and who may use it."""
    draft, origin, name = project.draft, module.origin, project.names[module.path]
    if not module.unchecked:
        _modules(project, module, name)
    _packages(project, module, name)
    if module.visibility is not None:
        seen = project.components((one for entry in module.visibility for one in project.meant(entry)), but=name)
        draft.demand(name, "used_by", Demand(origin, only=(*seen, "tests")))
    for target in module.deprecated:
        what = f"that `{target}` is deprecated: it is allowed"
        draft.leave(origin, what, "take it off the list; old edges are not reported")
    for entry in (*(module.depends_on or ()), *module.cannot_depend_on):
        if not project.meant(entry):
            draft.leave(origin, f"`{entry}` in a list: no module of this name")


def _modules(project: Project, module: Module, name: str) -> None:
    forbidden = tuple(one for entry in module.cannot_depend_on for one in project.meant(entry))
    if module.depends_on is not None and not any(_is_free(part) for part in project.parts(module.path)):
        _only(project, module, name, forbidden)
        return
    if module.depends_on is not None:
        project.draft.leave(module.origin, "its list: a part of it may use more", PARENT_TOO)
    whole = [one for one in forbidden if all(part.path in forbidden for part in project.parts(one))]
    if whole:
        not_ = project.components(whole, but=name)
        project.draft.demand(name, "depends_on", Demand(module.origin, not_=not_))
    for one in forbidden:
        if one not in whole:
            project.draft.leave(module.origin, f"that it may not use `{one}`: its parts would be forbidden too")


def _only(project: Project, module: Module, name: str, forbidden: tuple[str, ...]) -> None:
    draft, inside = project.draft, project.parts(module.path)
    own = project.allowed(module)
    beyond = unique(one for part in inside for one in project.allowed(part))
    outside = [one for one in beyond if not f"{one}.".startswith(f"{module.path}.") and one not in own]
    if outside:
        draft.leave(module.origin, f"that only its parts may use {quoted(outside)}", PARENT_TOO)
    allowed = [one for one in unique([*own, *outside]) if one not in forbidden and one != module.path]
    missed = [part.path for one in allowed for part in project.parts(one) if part.path not in allowed]
    around = [one for one in missed if not f"{module.path}.".startswith(f"{one}.")]
    only, not_ = project.components(allowed, but=name), project.components([*around, *forbidden], but=name)
    draft.demand(name, "depends_on", Demand(module.origin, only, not_))
    unlisted = [part.path for part in inside if part.path not in own]
    if unlisted:
        draft.leave(module.origin, f"that it may not use its own parts {quoted(unlisted)}")


def _packages(project: Project, module: Module, name: str) -> None:
    """Third-party packages, by the names under which they are imported."""
    draft, inside = project.draft, project.parts(module.path)
    if module.external is not None:
        lists = [part.external for part in inside]
        if None in lists:
            draft.leave(module.origin, "its list of packages: a part of it may use more", PARENT_TOO)
        else:
            only = unique([*module.external, *(one for names in lists for one in names or ())])
            draft.demand(name, "external", Demand(module.origin, only=only))
            if only != module.external:
                draft.leave(module.origin, "that only its parts may use some packages", PARENT_TOO)
    banned = tuple(one for one in module.not_external if all(one in part.not_external for part in inside))
    if banned:
        draft.demand(name, "external", Demand(module.origin, not_=banned))
    if left := [one for one in module.not_external if one not in banned]:
        draft.leave(module.origin, f"that it may not use {quoted(left)}: its parts may", PARENT_TOO)


def _is_free(module: Module) -> bool:
    return module.unchecked or module.depends_on is None
