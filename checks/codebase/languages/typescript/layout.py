"""What TypeScript imports mean apart from single files: packages, settings and folders, and what an edit changes."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from checks.codebase.codebase import Codebase
from checks.codebase.facts import FileFacts
from checks.codebase.languages.language import EntryPoints, LayoutChange
from checks.codebase.languages.typescript.aliases import KEY, Aliases
from checks.codebase.languages.typescript.entries import Entries
from checks.codebase.languages.typescript.entry_points import entry_points
from checks.codebase.languages.typescript.files import Files, listing
from checks.codebase.languages.typescript.packages import (
    CATALOG,
    DEPENDENCIES,
    LOCAL,
    REPLACES,
    WORKSPACE,
    Packages,
    asking,
)
from checks.codebase.languages.typescript.resolve import TypeScriptResolver
from checks.codebase.lookups import Lookups

Settings = Mapping[str, object]

IRRELEVANT = frozenset({"version", "private"})
"""Keys of a package.json that say nothing about what an import means."""

NAMES_ANOTHER = (*LOCAL, "npm:", CATALOG)
"""How the version of a dependency begins that may be a package of the repository under another name."""


@dataclass(frozen=True, slots=True)
class TypeScriptLayout:
    """The manifests and configurations of one codebase, by path, and the number of files in each folder, at whatever
    depth: none but the root is empty.
    """

    settings: Mapping[str, Settings]
    folders: Mapping[str, int]
    packages: Packages = field(compare=False, repr=False)
    aliases: Aliases = field(compare=False, repr=False)

    @classmethod
    def of(cls, codebase: Codebase, _counted: Mapping[str, int] | None = None) -> "TypeScriptLayout":
        """The layout of a codebase, from the facts of its manifests and configurations."""
        read = ((path, _settings(path, facts)) for path, facts in codebase.facts.items())
        found = {path: settings for path, settings in read if settings is not None}
        folders = _summed(Counter(map(_folder, codebase.snapshot.entries)))
        return cls(found, folders, Packages(found), Aliases(found))

    @property
    def counted(self) -> Mapping[str, int]:
        """See `Layout.counted`."""
        return {}

    def resolver(self, lookups: Lookups) -> TypeScriptResolver:
        return TypeScriptResolver(lookups, self.packages, self.aliases, self.settings, self.folders)

    def entry_points(self, lookups: Lookups, folder: str, path: str) -> EntryPoints | None:
        """See `Layout.entry_points`."""
        files = Files(lookups, self.folders)
        return entry_points(self.packages, Entries(lookups, files, self.settings), files, folder, path)

    def after(self, before: Codebase, after: Codebase, touched: Collection[str]) -> LayoutChange | None:
        """See `Layout.after`."""
        settings: dict[str, Settings] = {}
        names: set[str] = set()
        for path in touched:
            old, new = _settings(path, before.of(path)), _settings(path, after.of(path))
            if old is new:  # None, mostly
                continue
            if self._says(old) != self._says(new):
                return None
            if new is not None and new != old:
                settings[path] = new
                names.update(map(asking, _from_registry(old) ^ _from_registry(new)))
        listed = [path for path in touched if before.snapshot.kind(path) is not after.snapshot.kind(path)]
        folders = self._folders_after(before, after, listed)
        if folders is not self.folders:
            names.update(f"{folder}/" for folder in folders.keys() ^ self.folders.keys())
        names.update(map(listing, _summed(Counter(map(_folder, listed))) if listed else ()))
        if not settings and folders is self.folders:
            return LayoutChange(self, names)
        if not settings:
            return LayoutChange(replace(self, folders=folders), names)
        now = {**self.settings, **settings}
        return LayoutChange(replace(self, settings=now, folders=folders, packages=Packages(now)), names)

    def _says(self, settings: Settings | None) -> Settings | None:
        """What resolving asks of a manifest: not the versions of what a registry has."""
        if settings is None:
            return None
        said = {key: value for key, value in settings.items() if key not in IRRELEVANT}
        for group in DEPENDENCIES:
            table = said.get(group)
            if isinstance(table, Mapping):
                here = ((name, str(version)) for name, version in table.items() if self._may_be_here(name, version))
                said[group] = {name: _said_by(version) for name, version in here}
        return {key: value for key, value in said.items() if value or key not in DEPENDENCIES}

    def _may_be_here(self, name: str, version: object) -> bool:
        return name in self.packages.names or str(version).startswith(NAMES_ANOTHER)

    def _folders_after(self, before: Codebase, after: Codebase, listed: Iterable[str]) -> Mapping[str, int]:
        more = Counter[str]()
        for path in listed:
            more[_folder(path)] += (path in after.snapshot) - (path in before.snapshot)
        changed = _summed(more)
        if not any(changed.values()):
            return self.folders
        folders = {**self.folders, **{folder: self.folders.get(folder, 0) + more for folder, more in changed.items()}}
        for folder in changed:
            if folder and not folders[folder]:
                del folders[folder]
        return folders


def shapes_layout(path: str, facts: FileFacts) -> bool:
    """See `Language.shapes_layout`."""
    return _settings(path, facts) is not None


def _settings(path: str, facts: FileFacts) -> Settings | None:
    """What a manifest or configuration says; None for any other file."""
    is_configuration = path.endswith((".json", WORKSPACE)) or (facts.settings is not None and KEY in facts.settings)
    return facts.settings if is_configuration else None


def _said_by(version: str) -> str | bool:
    """What of a version says which package is meant: another name or a folder, or else whether it is a local one."""
    return version if REPLACES.match(version) else version.startswith(LOCAL)


def _from_registry(settings: Settings | None) -> set[str]:
    """The dependencies that a manifest asks a registry for."""
    tables = (settings.get(group) for group in DEPENDENCIES) if settings else ()
    pairs = (pair for table in tables if isinstance(table, Mapping) for pair in table.items())
    return {name for name, version in pairs if not str(version).startswith(LOCAL)}


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _summed(counts: Mapping[str, int]) -> Mapping[str, int]:
    """The number of the files in each folder at whatever depth, from that of those which lie directly in it."""
    found = {"": 0, **counts}
    by_depth: dict[int, list[str]] = defaultdict(list)
    for folder in filter(None, counts):
        by_depth[folder.count("/")].append(folder)
    for depth in range(max(by_depth, default=-1), -1, -1):
        for folder in by_depth[depth]:
            above = _folder(folder)
            if above not in found:
                found[above] = 0
                by_depth[depth - 1].append(above)
            found[above] += found[folder]
    return found
