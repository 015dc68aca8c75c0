"""tach's modules, layers and interfaces. A module of tach is named without the modules inside it, a component of adrift
with its parts: so what a list means is worked out over all modules first."""

import re
from collections.abc import Mapping, Sequence

from app.adoption.imported.draft import Draft
from app.adoption.imported.modules import PythonModules, is_pattern
from app.adoption.imported.tach_files import (
    ROOT,
    Configuration,
    Interface,
    Module,
    excluded_globs,
    read_configuration,
)
from app.adoption.imported.tach_lists import add_lists
from app.adoption.imported.tach_project import Project, quoted
from app.adoption.imported.values import Demand, Origin, SourceTree, unique
from checks import DEFAULT_POLICY, Policy, ignored_by

OPTIONS: Mapping[str, str] = {
    "exact": "unused entries of lists",
    "external": "`[external]`: the check `manifest` has no such list",
    "rules": "`[rules]`: severities of tach's own notes",
    "plugins": "`[plugins]`: adrift knows Django's own references",
}
NO_RULE = (
    "cache",
    "disable_logging",
    "respect_gitignore",
    "ignore_type_checking_imports",
    "source_roots",
    "interfaces",
)
READ = ("modules", "layers", "exclude", "root_module", "forbid_circular_dependencies", *NO_RULE, *OPTIONS)
NAME = re.compile(r"[A-Za-z_]\w*")


MOST_MODULES = 300
"""Modules that a pattern may stand for: a policy with more components is nobody's."""


def import_modules(draft: Draft, tree: SourceTree, file: str) -> None:
    """Carry over one project. Raises UnreadableConfigurationError."""
    read = read_configuration(tree, file)
    modules = PythonModules(tree, read.source_roots)
    declared = _written_out(draft, read, modules)
    names: dict[str, str] = {}
    for path, module in declared.items():
        name = draft.component(path, (modules.path(path),))
        if name is None:
            draft.leave(module.origin, f"`{path}`", "its files are those of another component")
        else:
            names[path] = name
            draft.remark(name, str(module.origin))
            draft.keep(module.origin)
    project = Project(draft, read, declared, names, modules)
    for path in names:
        add_lists(project, declared[path])
    _layers(project, file)
    for interface in read.interfaces:
        _interface(project, interface)
    _options(draft, read, file)


def _written_out(draft: Draft, read: Configuration, modules: PythonModules) -> Mapping[str, Module]:
    """The modules by path: a pattern stands for those that are there now, and gives way to a module's own entry."""
    is_foreign = ignored_by(Policy(version=1, ignore=(*excluded_globs(_texts(read, "exclude")), *DEFAULT_POLICY.tests)))
    own = {module.path: module for module in read.modules if not is_pattern(module.path) and module.path != ROOT}
    found: dict[str, Module] = {}
    for module in read.modules:
        draft.rule(module.origin)
        if module.path == ROOT:
            draft.leave(module.origin, "the whole module", "files of no component are judged by nothing")
        elif is_pattern(module.path):
            there = modules.matching(module.path, modules.known(is_foreign))
            if len(there) > MOST_MODULES:
                draft.leave(module.origin, f"the whole pattern: it stands for {len(there)} modules")
                continue
            found |= {path: module.at(path) for path in there if path not in own}
            draft.leave(module.origin, "modules that the pattern will match later: those of today are components")
        else:
            found[module.path] = own[module.path]
    return found


def _layers(project: Project, file: str) -> None:
    if not project.read.layers:
        return
    draft, origin = project.draft, project.draft.rule(Origin(file, "layers"))
    ranked = {path: project.rank(project.declared[path]) for path in project.names}
    mixed = [path for path in ranked if any(project.rank(part) != ranked[path] for part in project.parts(path))]
    for path in mixed:
        if ranked[path] is not None:
            draft.leave(
                origin, f"the layer of `{path}`: parts of it are of other layers", "a layer has a component whole"
            )
    rows = [
        [path for path in ranked if ranked[path] == rank and path not in mixed]
        for rank in range(len(project.read.layers))
    ]
    if not draft.layers_over([project.components(row) for row in rows if row], origin):
        draft.leave(origin, "the order of the layers", "a policy has one order over components")
    for path, name in project.names.items():
        module = project.declared[path]
        others = (project.declared[one] for one in project.names)
        hidden = [one.path for one in others if project.goes_up(module, one) and not project.is_higher(module, one)]
        if hidden and module.depends_on is None:
            draft.demand(name, "depends_on", Demand(origin, not_=project.components(hidden, but=name)))


def _interface(project: Project, interface: Interface) -> None:
    """`public` names modules: which of their names are exposed is not judged."""
    draft, origin = project.draft, project.draft.rule(interface.origin)
    patterns = [re.compile(text) for text in interface.modules if _compiles(text)]
    matching = [path for path in project.names if not interface.modules or any(one.fullmatch(path) for one in patterns)]
    for path in matching:
        name = project.names[path]
        if any(glob.endswith(".py") for glob in draft.paths(name)):
            draft.leave(origin, f"which names of `{path}` are exposed: the module is one file")
        elif interface.expose:
            draft.entry_points(name, unique(_entry_point(path, text) for text in interface.expose), origin)
    if matching:
        exposed = quoted(interface.expose) or "nothing"
        draft.leave(origin, f"that it exposes only {exposed}: `public` names modules, not what is in them")
    else:
        draft.leave(origin, "the whole interface", "no module matches it")
    for word in interface.more:
        draft.leave(origin, f"`{word}`", "`public` is the same for everybody")


def _entry_point(module: str, exposed: str) -> str:
    """`services.*` is exposed by the module `services`, `get_data` by the package itself."""
    steps = exposed.replace("\\.", ".").split(".")
    return f"{module}.{steps[0]}" if len(steps) > 1 and NAME.fullmatch(steps[0]) and steps[1] else module


def _options(draft: Draft, read: Configuration, file: str) -> None:
    options = read.options
    if options.get("ignore_type_checking_imports") is not False:
        draft.setting(
            "type_imports", "ignore", draft.rule(Origin(file, "ignore_type_checking_imports (its default is true)"))
        )
    if options.get("forbid_circular_dependencies") is True:
        draft.setting("cycles", "deny", draft.rule(Origin(file, "forbid_circular_dependencies")))
    if options.get("root_module") == "forbid":
        draft.setting("unassigned", "deny", draft.rule(Origin(file, "root_module")))
    elif options.get("root_module") in {"allow", "dependenciesonly"}:
        draft.leave(
            draft.rule(Origin(file, "root_module")), f"`{options['root_module']}`: files of no module are not judged"
        )
    if excluded := _texts(read, "exclude"):
        _exclude(draft, draft.rule(Origin(file, "exclude")), excluded)
    for word, what in OPTIONS.items():
        if options.get(word):
            draft.leave(draft.rule(Origin(file, word)), what)
    for word in sorted(set(options) - set(READ)):
        draft.leave(draft.rule(Origin(file, word)), "an option that is not known here")


def _exclude(draft: Draft, origin: Origin, excluded: Sequence[str]) -> None:
    for text in excluded:
        if not excluded_globs([text]):
            draft.leave(origin, f"`{text}`", "it is no plain glob")
    draft.setting("ignore", unique([*DEFAULT_POLICY.ignore, *excluded_globs(excluded)]), origin)


def _texts(read: Configuration, option: str) -> tuple[str, ...]:
    value = read.options.get(option)
    return tuple(map(str, value)) if isinstance(value, list) else ()


def _compiles(text: str) -> bool:
    try:
        re.compile(text)
    except re.error:
        return False
    return True
