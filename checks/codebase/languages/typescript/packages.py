"""The packages of a repository: which are members of a workspace, and which one a name means to an importer."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from checks.codebase.languages.typescript.files import inside, is_below, join, parents
from checks.codebase.languages.typescript.globs import Globs

MANIFEST = "package.json"
WORKSPACE = "pnpm-workspace.yaml"
INSTALLED = frozenset({"node_modules", "bower_components"})
NOT_SHIPPED = INSTALLED | {"fixtures", "__fixtures__", "fixture", "__tests__", "__mocks__", "test-fixtures", "testdata"}
"""Folders whose packages are nobody's to import, where no workspace says what is."""

DEPENDENCIES = ("dependencies", "devDependencies", "peerDependencies", "optionalDependencies")
LOCAL = ("workspace:", "file:", "link:", "portal:")
"""How a version begins that names a folder of the repository; any other is a registry's."""
CATALOG = "catalog:"
OVERRIDES = "overrides"
CATALOGS = "catalogs"
"""Keys of settings: names to versions, and catalogs to names to versions, both only where these are local."""

RENAMED = re.compile(r"(?:workspace|npm):((?:@[^/@]+/)?\w[^@/]*)(?:@.*)?")
PATH = re.compile(r"(?:(?:file|link|portal):(?![/~])|workspace:(?=\.))(.+)")
REPLACES = re.compile(r"npm:|file:|link:|portal:|catalog:|workspace:(?=[^*^~\d])")
FROM_ROOT = re.compile(r"workspace:([\w-][^@:]*)")


@dataclass(frozen=True, slots=True, eq=False)
class Package:
    """A folder with a package.json; or, with the manifest of a package around it, one that a dependency links to."""

    folder: str
    settings: Mapping[str, object]
    manifest: str = ""

    @property
    def path(self) -> str:
        return self.manifest or join(self.folder, MANIFEST)

    @property
    def name(self) -> str:
        name = self.settings.get("name")
        return name if isinstance(name, str) else ""


@dataclass(frozen=True, slots=True)
class _Workspace:
    root: str
    globs: Globs | None

    def holds(self, folder: str) -> bool:
        if not is_below(folder, self.root):
            return False
        relative = folder[len(self.root) :].strip("/")
        if self.globs is None:
            return not NOT_SHIPPED.intersection(relative.split("/"))
        return not relative or (relative in self.globs and not INSTALLED.intersection(relative.split("/")))


class Packages:
    """All packages of a codebase, from the settings of its manifests by path."""

    def __init__(self, settings: Mapping[str, Mapping[str, object]]) -> None:
        self._settings = settings
        self._nearest: dict[str, Package | None] = {}
        self._visible: dict[tuple[str, str], tuple[Package, ...]] = {}

    @cached_property
    def by_folder(self) -> Mapping[str, Package]:
        """Every folder with a package.json that could be read."""
        found = {}
        for path, settings in self._settings.items():
            folder, _, name = path.rpartition("/")
            if name == MANIFEST:
                found[folder] = Package(folder, settings)
        return found

    def nearest(self, folder: str) -> Package | None:
        """The package that a folder belongs to."""
        if folder not in self._nearest:
            self._nearest[folder] = next(self._around(folder), None)
        return self._nearest[folder]

    def named_around(self, folder: str) -> Package | None:
        """The nearest package around a folder that has a name: others only set options for what is below them."""
        return next((package for package in self._around(folder) if package.name), None)

    def named(self, name: str, folder: str) -> tuple[Package, ...]:
        """The packages that a name can mean to files in a folder: renamed dependencies, then the package that the
        folder is in together with the members of the innermost workspace round it, then any package of that name.
        """
        key = (folder, name)
        if key not in self._visible:
            renamed = self._renamed(name, folder)
            self._visible[key] = (renamed,) if renamed else self._members(name, folder)
        return self._visible[key]

    def _members(self, name: str, folder: str) -> tuple[Package, ...]:
        """The importer's own package, the members of its workspace, or else what is listed nowhere but is there."""
        if name not in self.names or not name:
            return ()
        own = next((each for each in self._around(folder) if each.name == name), None)
        found = [(root, package) for root, package in self._by_name.get(name, ()) if is_below(folder, root)]
        innermost = max((len(root) for root, _ in found), default=0)
        members = tuple(package for root, package in found if len(root) == innermost)
        if own is None:
            return members or (() if self.is_from_registry(name, folder) else self._unlisted.get(name, ()))
        # A package that takes the name of another does not thereby hide what it imports.
        return (own, *(each for each in members if not is_below(folder, each.folder)))

    def is_from_registry(self, name: str, folder: str) -> bool:
        """Whether the nearest manifest that declares the name asks a registry for it: an example that happens to be
        called `express` is not what `express` means."""
        for package in self._around(folder):
            for group in DEPENDENCIES:
                table = package.settings.get(group)
                written = table.get(name) if isinstance(table, Mapping) else None
                if isinstance(written, str):
                    return not written.startswith(LOCAL)
        return False

    def _around(self, folder: str) -> Iterator[Package]:
        for parent in parents(folder):
            package = self.by_folder.get(parent)
            if package is not None:
                yield package

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of all packages."""
        return frozenset(package.name for package in self.by_folder.values())

    @cached_property
    def _by_name(self) -> Mapping[str, list[tuple[str, Package]]]:
        """Members by name, each with the root of its innermost workspace."""
        found: dict[str, list[tuple[str, Package]]] = {}
        for folder, package in sorted(self.by_folder.items()):
            around = (self._workspaces[each] for each in parents(folder) if each in self._workspaces)
            root = next((each.root for each in around if package.name and each.holds(folder)), None)
            if root is not None:
                found.setdefault(package.name, []).append((root, package))
        return found

    @cached_property
    def _unlisted(self) -> Mapping[str, tuple[Package, ...]]:
        """All packages by name: one that a workspace ceases to list is as near as before."""
        found: dict[str, tuple[Package, ...]] = {}
        for folder, package in sorted(self.by_folder.items()):
            if package.name and not NOT_SHIPPED.intersection(folder.split("/")):
                found[package.name] = (*found.get(package.name, ()), package)
        return found

    @cached_property
    def _workspaces(self) -> Mapping[str, _Workspace]:
        """The workspaces that the repository declares, by root; where it declares none, all of it is one."""
        patterns: dict[str, list[str]] = {}
        for package in self.by_folder.values():
            patterns.setdefault(package.folder, []).extend(_package_globs(package.settings))
        for path, settings in self._settings.items():
            folder, _, name = path.rpartition("/")
            if name == WORKSPACE:
                patterns.setdefault(folder, []).extend(_strings(settings.get("packages")))
        declared = {
            folder: _Workspace(folder, Globs(globs))
            for folder, globs in patterns.items()
            if globs and not INSTALLED.intersection(folder.split("/"))
        }
        return declared or {"": _Workspace("", None)}

    def _renamed(self, name: str, folder: str) -> Package | None:
        """The workspace package that a dependency called `name` is another name or a path for."""
        declared = self._replaced.get(name)
        for parent in parents(folder) if declared else ():
            for written in declared.get(parent, ()) if declared else ():
                if (found := self._dependency(written, name, parent)) is not None:
                    return found
        return None

    @cached_property
    def _replaced(self) -> Mapping[str, Mapping[str, list[str]]]:
        """The versions that may be packages of the repository under other names, by dependency and folder: those that
        a manifest declares, then those that the root of a workspace puts in the place of all others.
        """
        found: dict[str, dict[str, list[str]]] = {}
        for folder, package in self.by_folder.items():
            for group in DEPENDENCIES:
                table = package.settings.get(group)
                for name, written in table.items() if isinstance(table, Mapping) else ():
                    if isinstance(written, str) and REPLACES.match(written):
                        found.setdefault(name, {}).setdefault(folder, []).append(written)
        for path, settings in self._settings.items():
            folder = path.rpartition("/")[0]
            table = settings.get(OVERRIDES) if folder in self._workspaces or not folder else None
            for name, written in table.items() if isinstance(table, Mapping) else ():
                found.setdefault(name, {}).setdefault(folder, []).append(written)
        return found

    def _dependency(self, written: str, name: str, folder: str) -> Package | None:
        """The package of the repository that a version stands for, written in a manifest of the folder."""
        if written.startswith(CATALOG):
            written, folder = self._catalogued(written.removeprefix(CATALOG).strip() or "default", name, folder)
        path = PATH.fullmatch(written)
        if path is not None:
            return self._linked(inside(folder, path[1]))
        renamed = RENAMED.fullmatch(written)
        if renamed is not None and renamed[1] != name:
            members = self._members(renamed[1], folder)
            return members[0] if len(members) == 1 else None
        from_root = FROM_ROOT.fullmatch(written)  # yarn: the path of a workspace
        folders = (join(root, from_root[1]) for root in parents(folder)) if from_root else ()
        return next((self.by_folder[each] for each in folders if each in self.by_folder), None)

    def _linked(self, folder: str | None) -> Package | None:
        """The package at a path: a folder with a manifest, or a folder or an archive in a package."""
        if folder is None or folder in self.by_folder:
            return None if folder is None else self.by_folder[folder]
        around = self.nearest(folder)
        return Package(folder, {}, around.path) if around is not None else None

    def _catalogued(self, catalog: str, name: str, folder: str) -> tuple[str, str]:
        """The version that a catalog has, and the folder that the catalog lies in."""
        for root in parents(folder):
            for manifest in (WORKSPACE, MANIFEST):
                catalogs = self._settings.get(join(root, manifest), {}).get(CATALOGS)
                table = catalogs.get(catalog) if isinstance(catalogs, Mapping) else None
                if isinstance(table, Mapping) and name in table:
                    return str(table[name]), root
        return "", folder


def asking(name: str) -> str:
    """The name under which it is noted that manifests were asked for a dependency."""
    return f"dependency {name}"


def _package_globs(settings: Mapping[str, object]) -> list[str]:
    declared = settings.get("workspaces")
    return _strings(declared.get("packages") if isinstance(declared, Mapping) else declared)


def _strings(value: object) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
