"""What a change breaks of what versioned packages offer: read in rounds, as far as the change reaches.

First the texts that tell versions, then package by package the modules that differ and those on the way from an entry
point to them, on each side.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from checks.codebase.api.breaks import Break
from checks.codebase.delta import Change
from checks.codebase.entry_points import PackageEntries
from checks.codebase.graph import Graph
from checks.entry_files import EXPORTS
from checks.policy import Components, Policy
from checks.public_apis.comparing import compared, unlisted
from checks.public_apis.entries import Entries, EntryFinder, dotted_name, scripts
from checks.public_apis.modules import SideModules
from checks.public_apis.packages import PYTHON, TYPESCRIPT, Package, stating, touched_packages
from checks.public_apis.places import Place, place_of, uses_of
from checks.public_apis.reach import Reach, reach
from checks.public_apis.subpaths import lost_subpaths
from checks.public_apis.version_files import read_version_files
from checks.rounds import Rounds, Wanted
from checks.versions import is_unversioned

MOST_ROUNDS = 60
"""Modules that hand a name on, one behind the other."""

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ApiBreak:
    """A break, where it is shown, and by which modules and names others may use what is broken, on both sides."""

    what: Break
    place: Place
    uses: frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class PackageChange:
    """What a change breaks of one package, with the texts that tell its version at base and head. `name` is what its
    users call it."""

    package: Package
    name: str
    breaks: tuple[ApiBreak, ...]
    base_files: Texts
    head_files: Texts


@dataclass(frozen=True, slots=True)
class ApisOfChange:
    """All packages that a change touches, of those that the policy wants to be versioned or to keep a changelog."""

    packages: tuple[PackageChange, ...]


def read_apis(change: Change, policy: Policy, components: Components) -> Rounds[ApisOfChange | None]:
    """What a change does to versioned packages; None where it touches none."""
    packages = [one for one in touched_packages(change, policy, components) if one.is_in(change.base.codebase.snapshot)]
    if not packages:
        return None
    folders = [package.folder for package in packages]
    base_files, head_files = yield from read_version_files(
        (change.base.codebase.snapshot, change.head.codebase.snapshot), folders
    )
    found = []
    for package in packages:
        rules = [statement.rules for statement in stating(policy, package.component)]
        versioned = next((one.versioned for one in rules if one.versioned), None)
        breaks: tuple[ApiBreak, ...] = ()
        is_counted = versioned and (versioned.private or not is_unversioned(base_files, package.folder))
        if is_counted:
            public = tuple(name for one in rules for name in one.public)
            finder = EntryFinder(package, components, public)
            breaks = yield from _Reading(change, finder, base_files, head_files).breaks()
        own = tuple(one for one in breaks if _is_own(one, package, policy, components))
        found.append(PackageChange(package, _name(change, package), own, base_files, head_files))
    return ApisOfChange(tuple(found))


@dataclass(frozen=True)
class _Reading:
    """One package while its modules are read."""

    change: Change
    finder: EntryFinder
    base_files: Texts
    head_files: Texts

    def breaks(self) -> Rounds[tuple[ApiBreak, ...]]:
        package, change = self.finder.package, self.change
        at_base = self._reach(change.base)
        touched = at_base.touched | self._reach(change.head).touched
        base = self._entries(change.base, touched, at_base)
        sides = SideModules(change.base, package.language), SideModules(change.head, package.language)
        entries = base, self._at_head(change.head, base, touched)
        found = yield from _compared(sides, entries, touched)
        if EXPORTS in self.finder.public:
            found += unlisted(sides, entries)
        if package.language == TYPESCRIPT:
            lost = lost_subpaths(change, package, self.base_files)
            gone = {one.name.removeprefix(".").removeprefix("/") for one in lost}
            found = [*(one for one in found if base.split(one.name)[0] not in gone), *lost]
        found = [one for one in found if base.offers(one.name)]
        if found and change.tip is not change.base:
            known = yield from self._at_tip(sides[0], base, touched)
            found = [one for one in found if _identity(one) not in known]
        placed = (ApiBreak(one, place_of(one, sides, base, change), uses_of(one, sides, entries)) for one in found)
        return tuple(placed)

    def _reach(self, graph: Graph) -> Reach:
        component = self.finder.package.component
        return reach(graph, self.finder.components, component, self.finder.package.differing)

    def _entries(self, graph: Graph, touched: Iterable[str], at_base: Reach) -> Entries:
        """The entries at the base: what is declared, commands, and what others import."""
        declared = self.finder.declared(graph, touched)
        parts = dict[str, frozenset[str]]()
        paths = dict(declared)
        if not self.finder.public:
            known, layout = set(declared.values()), PackageEntries(graph)
            used = {path: names for path, names in at_base.imported.items() if self._is_own(graph, path)}
            for path, names in sorted(used.items()):
                name = self.finder.name(graph, layout, path)
                if path not in known and name not in paths:
                    paths[name] = path
                    parts[name] = names
            paths, parts = self._with_commands(graph, touched, paths, parts)
        return Entries(paths, parts)

    def _is_own(self, graph: Graph, path: str) -> bool:
        components, package = self.finder.components, self.finder.package
        is_code = path in graph.codebase.snapshot and not components.is_test(path)
        return is_code and package.holds(path) and package.component in components.of(path)

    def _with_commands(
        self, graph: Graph, touched: Iterable[str], paths: dict[str, str], parts: dict[str, frozenset[str]]
    ) -> tuple[dict[str, str], dict[str, frozenset[str]]]:
        folder = self.finder.package.folder
        manifest = self.base_files.get(f"{folder}/pyproject.toml" if folder else "pyproject.toml", "")
        if self.finder.package.language != PYTHON or not manifest:
            return paths, parts
        modules = {dotted_name(graph, path): path for path in touched if self._is_own(graph, path)}
        for module, name in scripts(manifest):
            if module in modules and (module in parts or module not in paths):
                paths[module] = modules[module]
                parts[module] = parts.get(module, frozenset()) | {name}
        return paths, parts

    def _at_head(self, graph: Graph, base: Entries, touched: Iterable[str]) -> Entries:
        """The same entries at another commit, each where it is then, and those that are new."""
        declared = self.finder.declared(graph, touched)
        inner = {name: self._moved(graph, path) for name, path in base.paths.items() if name not in declared}
        stayed = {name: path for name, path in inner.items() if path}
        return Entries({**stayed, **declared}, base.parts)

    def _moved(self, graph: Graph, path: str) -> str | None:
        """A module that became a package, or the reverse, is the same to its users."""
        start, dot, ending = path.rpartition(".")
        package = "__init__" if self.finder.package.language == PYTHON else "index"
        others = (path, f"{start}/{package}{dot}{ending}", f"{start.removesuffix(f'/{package}')}{dot}{ending}")
        return next((one for one in others if one in graph.codebase.snapshot), None)

    def _at_tip(self, base: SideModules, entries: Entries, touched: frozenset[str]) -> Rounds[set[tuple[str, ...]]]:
        """What is broken at the base branch's tip already."""
        tip = SideModules(self.change.tip, base.language)
        found = yield from _compared(
            (base, tip), (entries, self._at_head(self.change.tip, entries, touched)), touched | self._differing_at_tip()
        )
        return {_identity(one) for one in found}

    def _differing_at_tip(self) -> frozenset[str]:
        base, tip = (graph.codebase.snapshot.entries for graph in (self.change.base, self.change.tip))
        own = (path for path in {*base, *tip} if self.finder.package.holds(path))
        differing = [path for path in own if base.get(path) != tip.get(path)]
        component = self.finder.package.component
        return reach(self.change.tip, self.finder.components, component, differing).touched


def _compared(
    sides: tuple[SideModules, SideModules], entries: tuple[Entries, Entries], touched: frozenset[str]
) -> Rounds[list[Break]]:
    """The breaks between two sides, with all modules read that it takes."""
    first = [set(one.paths.values()) for one in entries]
    wanted = tuple(side.wanted(paths) for side, paths in zip(sides, first, strict=True))
    found: list[Break] = []
    for _ in range(MOST_ROUNDS):
        sources = frozenset(source for one in wanted for source in one.values())
        if sources:
            answer = yield Wanted(sources=sources)
            for side, one in zip(sides, wanted, strict=True):
                side.learn(one, answer.facts)
            following = tuple(side.handed_on(one) for side, one in zip(sides, wanted, strict=True))
            if sides[0].language != PYTHON and any(following):
                wanted = sides[0].wanted(following[0]), sides[1].wanted(following[1])
                continue
        found, missing = compared(sides, entries, touched)
        if not any(missing):
            return found
        wanted = sides[0].wanted(missing[0]), sides[1].wanted(missing[1])
    return [replace(one, certain=False) for one in found]


def _is_own(one: ApiBreak, package: Package, policy: Policy, components: Components) -> bool:
    """Whether a break is not told of another package already, from which this one hands a name on."""
    owners = components.of(one.place.path)
    return package.component in owners or not any(stating(policy, owner) for owner in owners)


def _identity(one: Break) -> tuple[str, ...]:
    return one.id, one.name, one.was, one.now


def _name(change: Change, package: Package) -> str:
    """As its manifest says, else its component."""
    for graph in (change.head, change.base):
        for manifest in ("package.json", "pyproject.toml"):
            path = f"{package.folder}/{manifest}" if package.folder else manifest
            name = (graph.codebase.of(path).settings or {}).get("name")
            if isinstance(name, str) and name and (manifest == "package.json") is (package.language == TYPESCRIPT):
                return name
    return package.component
