"""What TypeScript imports mean apart from single files: packages, settings and folders, and what an edit changes."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from checks.codebase.codebase import Codebase
from checks.codebase.facts import FileFacts
from checks.codebase.languages.language import LayoutChange
from checks.codebase.languages.typescript.aliases import KEY, Aliases
from checks.codebase.languages.typescript.files import listing, parents
from checks.codebase.languages.typescript.packages import DEPENDENCIES, LOCAL, WORKSPACE, Packages
from checks.codebase.languages.typescript.resolve import TypeScriptResolver
from checks.codebase.lookups import Lookups

Settings = Mapping[str, object]

IRRELEVANT = frozenset({"version", "private"})
"""Keys of a package.json that say nothing about what an import means."""

NAMES_ANOTHER = (*LOCAL, "npm:")
"""How the version of a dependency begins that may be a package of the repository under another name."""


@dataclass(frozen=True, slots=True)
class TypeScriptLayout:
    """The manifests and configurations of one codebase, by path, and all folders that hold a file."""

    settings: Mapping[str, Settings]
    folders: frozenset[str]
    packages: Packages = field(compare=False, repr=False)
    aliases: Aliases = field(compare=False, repr=False)

    @classmethod
    def of(cls, codebase: Codebase, _counted: Mapping[str, int] | None = None) -> "TypeScriptLayout":
        """The layout of a codebase, from the facts of its manifests and configurations."""
        read = ((path, _settings(path, facts)) for path, facts in codebase.facts.items())
        found = {path: settings for path, settings in read if settings is not None}
        return cls(found, _folders(codebase.snapshot.entries), Packages(found), Aliases(found))

    @property
    def counted(self) -> Mapping[str, int]:
        """See `Layout.counted`."""
        return {}

    def resolver(self, lookups: Lookups) -> TypeScriptResolver:
        return TypeScriptResolver(lookups, self.packages, self.aliases, self.settings, self.folders)

    def after(self, before: Codebase, after: Codebase, touched: Collection[str]) -> LayoutChange | None:
        """See `Layout.after`."""
        settings: dict[str, Settings] = {}
        for path in touched:
            old, new = _settings(path, before.of(path)), _settings(path, after.of(path))
            if self._says(old) != self._says(new):
                return None
            if new is not None and new != old:
                settings[path] = new
        folders = self._folders_of(before, after, touched)
        names = {f"{folder}/" for folder in folders ^ self.folders} if folders is not self.folders else set()
        names.update(
            listing(folder) for path in touched if _came_or_went(path, before, after) for folder in _above(path)
        )
        if not settings and folders is self.folders:
            return LayoutChange(self, names)
        return LayoutChange(replace(self, settings={**self.settings, **settings}, folders=folders), names)

    def _says(self, settings: Settings | None) -> Settings | None:
        """What resolving asks of a manifest: not the versions of what a registry has."""
        if settings is None:
            return None
        said = {key: value for key, value in settings.items() if key not in IRRELEVANT}
        for group in DEPENDENCIES:
            table = said.get(group)
            if isinstance(table, Mapping):
                said[group] = {name: version for name, version in table.items() if self._may_be_here(name, version)}
        return said

    def _may_be_here(self, name: str, version: object) -> bool:
        return name in self.packages.names or str(version).startswith(NAMES_ANOTHER)

    def _folders_of(self, before: Codebase, after: Codebase, touched: Iterable[str]) -> frozenset[str]:
        came = {path for path in touched if path in after.snapshot and path not in before.snapshot}
        if any(path in before.snapshot and path not in after.snapshot for path in touched):
            return _folders(after.snapshot.entries)
        new = _folders(came) - self.folders
        return self.folders | new if new else self.folders


def shapes_layout(path: str, facts: FileFacts) -> bool:
    """See `Language.shapes_layout`."""
    return _settings(path, facts) is not None


def _settings(path: str, facts: FileFacts) -> Settings | None:
    """What a manifest or configuration says; None for any other file."""
    is_configuration = path.endswith((".json", WORKSPACE)) or (facts.settings is not None and KEY in facts.settings)
    return facts.settings if is_configuration else None


def _came_or_went(path: str, before: Codebase, after: Codebase) -> bool:
    """Whether a file lies at the path on one side only."""
    kinds = [entry.kind if (entry := side.snapshot.entries.get(path)) else None for side in (before, after)]
    return kinds[0] is not kinds[1]


def _above(path: str) -> Iterable[str]:
    return parents(path.rpartition("/")[0])


def _folders(paths: Iterable[str]) -> frozenset[str]:
    """Every folder that holds one of the paths, at whatever depth."""
    found = {""}
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return frozenset(found)
