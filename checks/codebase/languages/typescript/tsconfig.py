"""What tsconfig.json and jsconfig.json say about names: `paths` and `baseUrl`, through `extends` and references."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from checks.codebase.languages.typescript.entries import Entries
from checks.codebase.languages.typescript.files import inside, join, parents
from checks.codebase.languages.typescript.names import package_name
from checks.codebase.languages.typescript.packages import Packages
from checks.codebase.languages.typescript.patterns import Patterns
from checks.codebase.lookups import Known, Lookups

NAMES = ("tsconfig.json", "jsconfig.json")
LAST_RESORT = "tsconfig.base.json"
"""Nx keeps the whole repository's paths here, and only projects with a tsconfig of their own extend it."""

LONGEST_CHAIN = 32
MOST_REFERENCES = 32
MOST_TARGETS = 64
CONFIG_FOLDER = "${configDir}"


@dataclass(frozen=True, slots=True)
class Config:
    """What holds in one configuration, all that it extends included."""

    base_url: str | None = None
    paths: "Paths | None" = None


@dataclass(frozen=True, slots=True)
class Paths:
    """The `paths` of a configuration; targets are relative to the folder `base`."""

    base: str
    patterns: Patterns[tuple[str, ...]]

    def targets(self, name: str) -> Iterator[str]:
        """The paths that a name stands for, in order; nothing where no pattern fits."""
        targets, text = self.patterns.match(name) or ((), "")
        for target in targets:
            path = inside(self.base, target.replace("*", text, 1))
            if path is not None:
                yield path


class Configs:
    """All tsconfig files of a codebase, from their settings by path."""

    def __init__(
        self, lookups: Lookups, settings: Mapping[str, Mapping[str, object]], packages: Packages, entries: Entries
    ) -> None:
        self._lookups = lookups
        self._settings = settings
        self._packages = packages
        self._entries = entries
        self._of_folder: dict[str, Known[tuple[Config, ...]]] = {}
        self._known: dict[str, Known[Config]] = {}

    def of(self, folder: str) -> tuple[Config, ...]:
        """The configurations that may hold for files in a folder, the likeliest first."""
        return self._lookups.remember(self._of_folder, folder, self._find)

    def _find(self, folder: str) -> tuple[Config, ...]:
        path = next((self._by_folder[each] for each in parents(folder) if each in self._by_folder), None)
        if path is not None:
            return tuple(self._effective(each) for each in (path, *self._references(path)))
        return (self._effective(LAST_RESORT),) if LAST_RESORT in self._settings else ()

    @cached_property
    def _by_folder(self) -> Mapping[str, str]:
        """The configuration that holds for a folder, where one lies in it."""
        found: dict[str, str] = {}
        for name in reversed(NAMES):
            listed = (path for path in self._settings if path == name or path.endswith(f"/{name}"))
            found.update((path.rpartition("/")[0], path) for path in listed)
        return found

    def _references(self, path: str) -> Iterator[str]:
        """The configurations that a "solution" refers to: one that has no files of its own."""
        settings = self._settings.get(path, {})
        references = settings.get("references")
        if settings.get("files") != [] and settings.get("include") not in (None, []):
            return
        folder = path.rpartition("/")[0]
        for reference in references[:MOST_REFERENCES] if isinstance(references, list) else []:
            written = reference.get("path") if isinstance(reference, Mapping) else None
            target = self._locate(inside(folder, written)) if isinstance(written, str) else None
            if target is not None and target != path and target.rpartition("/")[0] in (folder, *parents(folder)):
                yield target

    def _locate(self, path: str | None) -> str | None:
        if path is None:
            return None
        candidates = (path, f"{path}.json", join(path, NAMES[0]))
        return next((each for each in candidates if each in self._settings), None)

    def _effective(self, path: str) -> Config:
        return self._lookups.remember(self._known, path, self._merge)

    def _merge(self, path: str) -> Config:
        """The options that are in force: of those that several configurations set, the one that extends wins."""
        base_url: str | None = None
        found: tuple[str, Mapping[str, object]] | None = None
        for declared_in in self._chain(path):
            options = self._settings.get(declared_in, {}).get("compilerOptions")
            if not isinstance(options, Mapping):
                continue
            folder = declared_in.rpartition("/")[0]
            written, paths = options.get("baseUrl"), options.get("paths")
            if base_url is None and isinstance(written, str):
                base_url = self._inside(folder, written, path)
            if found is None and isinstance(paths, Mapping):
                found = (folder, paths)
        if found is None:
            return Config(base_url)
        base = base_url if base_url is not None else found[0]
        return Config(base_url, _paths(base, found[1], path.rpartition("/")[0]))

    @staticmethod
    def _inside(folder: str, written: str, leaf: str) -> str | None:
        if written.startswith(CONFIG_FOLDER):
            return inside(leaf.rpartition("/")[0], written.removeprefix(CONFIG_FOLDER).lstrip("/") or ".")
        return inside(folder, written)

    def _chain(self, path: str) -> Iterator[str]:
        """The configuration and those it extends, the strongest first; a loop is cut."""
        pending, seen = [path], set[str]()
        while pending and len(seen) < LONGEST_CHAIN:
            current = pending.pop()
            if current in seen:
                continue
            seen.add(current)
            yield current
            written = self._settings.get(current, {}).get("extends")
            names = [written] if isinstance(written, str) else written if isinstance(written, list) else []
            folder = current.rpartition("/")[0]
            found = (self._extended(folder, name) for name in names if isinstance(name, str))
            pending += [each for each in found if each is not None]  # of a list, the last is the strongest

    def _extended(self, folder: str, name: str) -> str | None:
        if name.startswith("."):
            return self._locate(inside(folder, name))
        own, subpath = package_name(name)
        for package in self._packages.named(own, folder):
            path = inside(package.folder, subpath or NAMES[0])
            found = self._locate(path) or self._locate(self._entries.entry(package, subpath))
            if found is not None:
                return found
        return None


def _paths(base: str, table: Mapping[str, object], leaf: str) -> Paths:
    listed = ((name, written[:MOST_TARGETS]) for name, written in table.items() if isinstance(written, list))
    entries = (
        (name, tuple(_absolute(each, base, leaf) for each in targets if isinstance(each, str)))
        for name, targets in listed
    )
    return Paths(base, Patterns(entries))


def _absolute(target: str, base: str, leaf: str) -> str:
    """A target as written from `base`; `${configDir}` is the folder of the configuration that is asked."""
    if not target.startswith(CONFIG_FOLDER):
        return target
    up = "../" * len([each for each in base.split("/") if each])
    return f"{up}{join(leaf, target.removeprefix(CONFIG_FOLDER).lstrip('/'))}"
