"""Which packages the production code of one side needs, and what its manifests lack of them."""

from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from itertools import chain

from checks.check import Case
from checks.codebase.edges import Edge
from checks.codebase.facts import Kind
from checks.codebase.graph import Graph
from checks.codebase.languages.python.dependencies import normalised
from checks.codebase.languages.typescript.names import package_name
from checks.external_names import IMPORTED_AS
from checks.manifest_rules.manifests import NOT_SHIPPED, NPM, PYTHON, PYTHON_SOURCE, Manifest, Manifests, below, kind_of
from checks.manifest_rules.shipped import is_shipped
from checks.policy.components import is_of

SCRIPTS = (".js", ".jsx", ".mjs", ".cjs")
STYLES = (".css", ".pcss", ".scss", ".sass", ".less")
LOADERS = frozenset({"ts-node", "tsx", "tsconfig-paths", "source-map-support", "esbuild-register", "dotenv"})
"""What programs try to load while they are worked on, and do without elsewhere."""

PROVIDERS = {
    module: tuple(name for name, modules in IMPORTED_AS.items() if module in map(normalised, modules))
    for module in {normalised(one) for modules in IMPORTED_AS.values() for one in modules}
}
"""The distributions of other names that are known to have a module, by the module's name as names compare."""

Pair = tuple[str, str]
"""The path of a manifest, and a package that its code imports."""


class Lack(IntEnum):
    """What a manifest lacks of a package that its code imports: nothing, a declaration that is shipped, or any."""

    NOTHING = 0
    SHIPPED = 1
    ALL = 2


@dataclass(frozen=True, slots=True)
class Need:
    """A package that a file imports by `edge`: its name in its registry, and its manifest where the repository has it.
    `groups` are those in which the file's `manifest` (or one around it) declares the package. `is_module`: the file is
    one of the package's modules, and not a script that happens to lie there; `is_ours`: the package is the repository's
    own, or a component's that comes back from outside."""

    edge: Edge
    manifest: Manifest
    package: str
    own: Manifest | None
    groups: tuple[str, ...]
    is_module: bool
    is_ours: bool

    @property
    def pair(self) -> Pair:
        return self.manifest.path, self.package

    @property
    def lack(self) -> Lack:
        """What is only there while the code is built needs no declaration that is shipped: a type, and in a package
        that nobody installs perhaps all that a bundler takes in. What is loaded on demand may be optional."""
        is_optional = not self.is_ours and self.edge.kind is Kind.DYNAMIC
        if not self.groups:
            return Lack.NOTHING if is_optional else Lack.ALL
        is_for_work = NOT_SHIPPED.issuperset(self.groups) and _is_surely_run(self.edge)
        is_shipped = self.is_ours or (self.manifest.is_offered and not is_optional)
        return Lack.SHIPPED if is_for_work and is_shipped and self.is_module else Lack.NOTHING


@dataclass(frozen=True, slots=True)
class Needs:
    """The needs of one side. `is_known` tells of a kind of manifest and a package from outside whether a name in an
    import is known to mean it: some manifest of the repository declares it so. `kinds` are those of which packages of
    the repository count."""

    case: Case
    graph: Graph
    manifests: Manifests
    is_known: Callable[[str, str], bool]
    kinds: Collection[str]

    def of_file(self, path: str, packages: Container[str] | None = None) -> Iterator[Need]:
        """What a file of production code needs, or of that these packages."""
        manifest, edges = self.manifests.nearest(path), self.graph.of(path)
        if manifest is None or not manifest.lists_all:
            return
        own = edges.edges if manifest.kind in self.kinds else ()
        found = [self._of_own(edge, manifest, packages) for edge in own if self._counts(edge)]
        found += [self._from_outside(edge, manifest, packages) for edge in edges.external if self._counts(edge)]
        needs = [need for need in found if need]
        if needs and self._is_judged(path, manifest):
            yield from needs

    def lacks(self, enough: Mapping[Pair, Lack], likely: Iterable[str]) -> dict[Pair, Lack]:
        """The most that is lacked of each of these pairs by any file; nobody asks for more than is `enough`. The files
        that are `likely` to lack it are looked at first, for a package may have thousands."""
        found: dict[Pair, Lack] = {}
        left = set(enough)
        manifests, packages = {path for path, _ in enough}, {package for _, package in enough}
        for path in chain(likely, below({path.rpartition("/")[0] for path in manifests}, self.graph.files)):
            if not left:
                break
            nearest = self.manifests.nearest(path)
            for need in self.of_file(path, packages) if nearest and nearest.path in manifests else ():
                if need.pair in left:
                    found[need.pair] = max(found.get(need.pair, Lack.NOTHING), need.lack)
                    if found[need.pair] >= enough[need.pair]:
                        left.discard(need.pair)
        return found

    def _is_judged(self, path: str, manifest: Manifest) -> bool:
        components = self.case.components
        return bool(components.of(path)) and not components.is_test(path) and is_shipped(path, manifest.folder)

    def _counts(self, edge: Edge) -> bool:
        return edge.kind not in {Kind.MANIFEST, Kind.LINK} and not self.case.is_ignored_type(edge)

    def _of_own(self, edge: Edge, manifest: Manifest, packages: Container[str] | None) -> Need | None:
        """A package of the repository, where the file imports it by its name: no path, no alias."""
        other = self.manifests.nearest(edge.imported) if kind_of(edge.imported) == manifest.kind else None
        if other is None or other.path == manifest.path or not other.name:
            return None
        if (packages is not None and other.name not in packages) or not self._is_named(edge, other):
            return None
        is_module = manifest.kind == NPM or self._is_module(edge.importer, manifest)
        return Need(edge, manifest, other.name, other, manifest.groups(other.name), is_module, is_ours=True)

    def _is_named(self, edge: Edge, other: Manifest) -> bool:
        """Whether the import says the name of the package and means more than its manifest; where the facts of the file
        are not at hand, it may."""
        if other.kind == PYTHON:
            return True
        imports = self.graph.codebase.of(edge.importer).imports
        if not imports:
            return edge.imported != other.path
        names = [one.module for one in imports if one.line in edge.lines and not one.module.endswith(f"/{NPM}")]
        return any(package_name(name)[0] == other.name for name in names)

    def _from_outside(self, edge: Edge, manifest: Manifest, packages: Container[str] | None) -> Need | None:
        distribution = self._distribution(edge.imported)
        package = distribution or _package(edge.imported, manifest.kind)
        if packages is not None and package not in packages:
            return None
        is_known = bool(distribution) or self.is_known(manifest.kind, package)
        if not package or not is_known or package == manifest.name or package in LOADERS:
            return None
        groups: tuple[str, ...] = ()
        for one in (manifest, *self.manifests.around(manifest)):
            names = (package, *PROVIDERS.get(package, ())) if one.kind == PYTHON else (package,)
            groups += tuple(chain.from_iterable(map(one.groups, names))) if one.lists_all else ("unknown",)
        return Need(edge, manifest, package, None, groups, self._is_module(edge.importer, manifest), bool(distribution))

    def _is_module(self, path: str, manifest: Manifest) -> bool:
        folder = path.rpartition("/")[0]
        if manifest.kind == NPM:
            return folder != manifest.folder
        own = folder.removeprefix(manifest.folder).strip("/").split("/")
        return "src" in own or f"{folder}/__init__.py" in self.graph.codebase.snapshot

    def _distribution(self, imported: str) -> str:
        """The name of the package as which a component's code comes back, as the policy gives it."""
        for component in self.case.components.of_package(imported):
            names = self.case.components.rules(component).distribution
            return next((normalised(name) if "/" not in name else name for name in names if is_of(imported, name)), "")
        return ""


def _is_surely_run(edge: Edge) -> bool:
    """Whether an import is there when the code runs: TypeScript leaves out what is only used as a type, whose names
    begin with a capital."""
    if edge.kind is Kind.TYPE or edge.importer.endswith(STYLES):
        return False
    if edge.kind is Kind.DYNAMIC or not edge.symbols or edge.importer.endswith((*PYTHON_SOURCE, *SCRIPTS)):
        return True
    return any(name[:1].islower() and name != "default" for name in edge.symbols)


def _package(imported: str, kind: str) -> str:
    """The package that an import from outside most likely means; empty for what is built in and for addresses."""
    if kind == NPM:
        return "" if ":" in imported else package_name(imported)[0]
    return normalised(imported.partition(".")[0])
