"""import-linter's contracts. Its graph is of modules; all contracts but `protected` forbid chains of imports too."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

from app.adoption.imported.contracts import Contract, Contracts, read_contracts
from app.adoption.imported.draft import Draft
from app.adoption.imported.layer_contracts import add_layers
from app.adoption.imported.modules import PythonModules, is_pattern, python_roots
from app.adoption.imported.values import Demand, Origin, SourceTree, unique

KNOWN = frozenset({"forbidden", "independence", "protected", "layers", "acyclic_siblings"})
NEEDS_RECORD = "an exception names one edge and a decision record"
OWNED = "its files are those of another component"


@dataclass(frozen=True, slots=True)
class Workspace:
    """What every contract of one configuration needs: the draft, the modules, the packages that are looked at."""

    draft: Draft
    modules: PythonModules
    packages: tuple[str, ...]

    def is_own(self, expression: str) -> bool:
        """Whether an expression means modules of the repository."""
        return any(expression == one or expression.startswith(f"{one}.") for one in self.packages)

    def components(self, expressions: Iterable[str], contract: Contract) -> tuple[str, ...]:
        """A component for each expression; those that cannot be are listed."""
        whole = contract.flag("as_packages", default=True)
        found = [self._component(one, contract.origin, as_package=whole) for one in expressions]
        return unique(name for name in found if name is not None)

    def _component(self, expression: str, origin: Origin, *, as_package: bool) -> str | None:
        plain = not is_pattern(expression)
        globs = (self.modules.path(expression, as_package=as_package),) if plain else self.modules.globs(expression)
        name = self.draft.component(expression.removesuffix(".**").replace("*", "any"), globs)
        if name is None:
            self.draft.leave(origin, f"`{expression}`", OWNED)
        return name


def import_contracts(draft: Draft, tree: SourceTree, file: str) -> None:
    """Carry over one configuration. Raises UnreadableConfigurationError."""
    read = read_contracts(file, tree.text(file))
    base = file.rpartition("/")[0]
    space = Workspace(draft, PythonModules(tree, python_roots(tree, read.packages, base)), read.packages)
    for contract in read.contracts:
        draft.rule(contract.origin)
        _ignored(space, contract)
    for contract in read.contracts:
        _add(space, contract)
    layered = [contract for contract in read.contracts if contract.kind == "layers"]
    stacks = [contract for contract in layered if not contract.lines("containers")]
    for contract in layered:
        add_layers(draft, space.modules, contract, alone=len(stacks) == 1)
    for contract in read.contracts:
        if contract.kind == "acyclic_siblings":
            _acyclic(space, contract)
    _session(draft, read, file)


def _add(space: Workspace, contract: Contract) -> None:
    match contract.kind:
        case "forbidden":
            _forbidden(space, contract)
        case "independence":
            _independence(space, contract)
        case "protected":
            _protected(space, contract)
        case kind if kind not in KNOWN:
            space.draft.leave(contract.origin, f"its type `{kind}`, which import-linter itself does not have")


def _forbidden(space: Workspace, contract: Contract) -> None:
    forbidden = contract.lines("forbidden_modules")
    own = [one for one in forbidden if space.is_own(one)]
    packages = [one for one in forbidden if not space.is_own(one)]
    if packages and not own and _one_door(space, contract, packages):
        return
    indirect = not contract.flag("allow_indirect_imports")
    sources = space.components(contract.lines("source_modules"), contract)
    targets = space.components(own, contract)
    for source in sources:
        apart = tuple(target for target in targets if not _overlap(space.draft, source, target))
        if apart:
            space.draft.demand(source, "depends_on", Demand(contract.origin, not_=apart, indirect=indirect))
        if packages:
            space.draft.demand(source, "external", Demand(contract.origin, not_=tuple(packages)))
    if packages and indirect:
        what = f"chains of imports to {_quoted(packages)}: only a package's direct imports are judged"
        space.draft.leave(contract.origin, what, "`encapsulates` keeps a package in one component")


def _one_door(space: Workspace, contract: Contract, packages: Sequence[str]) -> bool:
    """All packages are forbidden some third-party names, and ignored imports open one door each: `encapsulates`."""
    ignored = [edge.partition("->")[::2] for edge in contract.lines("ignore_imports")]
    doors = [(importer.strip(), imported.strip()) for importer, imported in ignored]
    everywhere = set(contract.lines("source_modules")) == set(space.packages)
    if not doors or not everywhere or any(imported not in packages for _, imported in doors):
        return False
    for importer, imported in doors:
        for component in space.components([importer], contract):
            space.draft.encapsulate(component, imported, contract.origin)
    for closed in sorted(set(packages) - {imported for _, imported in doors}):
        for source in space.components(space.packages, contract):
            space.draft.demand(source, "external", Demand(contract.origin, not_=(closed,)))
    if not contract.flag("allow_indirect_imports"):
        space.draft.leave(contract.origin, f"chains of imports to {_quoted(packages)}: only direct imports are judged")
    return True


def _independence(space: Workspace, contract: Contract) -> None:
    """Each module apart: a wildcard is a family, and the single files beside its packages are components too."""
    names: list[str] = []
    for expression in contract.lines("modules"):
        if not is_pattern(expression):
            names += space.components([expression], contract)
            continue
        family = space.modules.family(expression)
        name = space.draft.component(expression.replace("*", "each"), family) if family else None
        if name is None:
            space.draft.leave(
                contract.origin, f"`{expression}`", "`**` is no family of packages" if not family else OWNED
            )
            continue
        names.append(name)
        files = space.modules.files(expression)
        single = [space.draft.component(space.modules.name(file), (file,)) for file in files]
        names += [one for one in single if one]
        what = f"single files that `{expression}` will match later: those of today are components of their own"
        space.draft.leave(contract.origin, what, "a family's members are folders")
    for name in unique(names):
        others = tuple(one for one in unique(names) if one != name or space.draft.is_family(one))
        if others:
            space.draft.demand(name, "depends_on", Demand(contract.origin, not_=others, indirect=True))


def _protected(space: Workspace, contract: Contract) -> None:
    """Tests that lie outside the packages are nothing that import-linter sees: they stay free."""
    users = space.components(contract.lines("allowed_importers"), contract)
    for target in space.components(contract.lines("protected_modules"), contract):
        others = tuple(user for user in users if user != target)
        space.draft.demand(target, "used_by", Demand(contract.origin, only=(*others, "tests")))


def _acyclic(space: Workspace, contract: Contract) -> None:
    """The children of a package as a family, unless the package is a component: then its parts are no nodes."""
    for ancestor in contract.lines("ancestors"):
        path = space.modules.path(ancestor) if not is_pattern(ancestor) else None
        inside = path is None or space.draft.owner_of(path) or space.draft.within(path)
        name = None if inside else space.draft.component(ancestor, (f"{path}/{{package}}",))
        if name is None:
            space.draft.leave(
                contract.origin, f"cycles below `{ancestor}`", "`cycles` judges components, not their parts"
            )
            continue
        space.draft.remark(name, str(contract.origin))
        space.draft.setting("cycles", "deny", contract.origin)
        space.draft.leave(contract.origin, f"cycles of single files, and deeper than the packages in `{ancestor}`")


def _ignored(space: Workspace, contract: Contract) -> None:
    """Ignored imports of own modules: single ones could be exceptions, patterns are none."""
    for ignored in contract.lines("ignore_imports"):
        importer, _, imported = (part.strip() for part in ignored.partition("->"))
        if contract.kind == "forbidden" and not space.is_own(imported) and _is_door(space, contract):
            continue
        plain = not is_pattern(importer) and not is_pattern(imported) and space.is_own(importer)
        edge = (_file(space, importer), _file(space, imported)) if plain else None
        hint = NEEDS_RECORD if plain else f"{NEEDS_RECORD}; a part of its own can have wider rules than its siblings"
        space.draft.leave(contract.origin, f"ignored import `{importer} -> {imported}`", hint, edge)


def _is_door(space: Workspace, contract: Contract) -> bool:
    forbidden = contract.lines("forbidden_modules")
    return not any(map(space.is_own, forbidden)) and set(contract.lines("source_modules")) == set(space.packages)


def _file(space: Workspace, module: str) -> str:
    return space.modules.path(module, as_package=False) if space.is_own(module) else module


def _session(draft: Draft, read: Contracts, file: str) -> None:
    origin = Origin(file, "exclude_type_checking_imports")
    if read.options.get("exclude_type_checking_imports", ("",))[0].lower() == "true":
        draft.setting("type_imports", "ignore", draft.rule(origin))


def _overlap(draft: Draft, one: str, other: str) -> bool:
    """Whether one lies in the other: import-linter skips such pairs."""
    pairs = product(draft.paths(one), draft.paths(other))
    return any(a == b or a.startswith(f"{b}/") or b.startswith(f"{a}/") for a, b in pairs)


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
