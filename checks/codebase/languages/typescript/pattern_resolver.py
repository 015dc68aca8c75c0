"""What an import of a pattern means: `import(`./locales/${name}.json`)` uses every file that fits."""

from collections.abc import Iterator

from checks.codebase.languages.language import Target
from checks.codebase.languages.typescript.aliases import Aliases
from checks.codebase.languages.typescript.files import Files, inside, is_below, join
from checks.codebase.languages.typescript.names import conventional, may_be_package, package_name
from checks.codebase.languages.typescript.packages import Package, Packages
from checks.codebase.languages.typescript.tsconfig import Configs
from checks.codebase.languages.typescript.wildcards import Wildcards, fixed_part

SOURCES = ("", "src")
MOST_PACKAGES = 50
NOTHING_KNOWN = Target(is_partial=True)


class PatternResolver:
    """Resolves patterns (wildcards.py). Asks where a plain name would be asked for, and takes all that it finds."""

    def __init__(self, files: Files, packages: Packages, aliases: Aliases, configs: Configs) -> None:
        self._packages = packages
        self._aliases = aliases
        self._configs = configs
        self._all_files = files
        self._wildcards = Wildcards(files)

    def targets(self, folder: str, name: str) -> Iterator[Target]:
        """The files that fit. Where none does, nothing; or where not even the folder is there, something unknown."""
        if name.startswith("/"):
            package = self._packages.nearest(folder)
            yield from self._files(inside(package.folder, name.lstrip("/")) if package else None, folder)
        elif name.startswith("."):
            yield from self._files(inside(folder, name), folder)
        else:
            found = dict.fromkeys((*self._mapped(folder, name), *self._of_packages(folder, name)))
            yield from found or dict.fromkeys(self._otherwise(folder, name)) or [NOTHING_KNOWN]

    def _mapped(self, folder: str, name: str) -> Iterator[Target]:
        """By `paths` and `baseUrl`, and by aliases."""
        for config in self._configs.of(folder):
            for path in config.paths.targets(name) if config.paths else ():
                yield from self._matches(path)
            if config.base_url is not None:
                yield from self._matches(inside(config.base_url, name))
        for one in self._aliases.of(folder, name):
            if one.path is not None:
                yield from self._files(one.path, folder)
            elif one.name is not None:
                yield from self._of_packages(one.folder, one.name)

    def _of_packages(self, folder: str, name: str) -> Iterator[Target]:
        """Files of the package that a name begins with, or of all packages whose names fit."""
        own, subpath = package_name(name)
        if "*" not in own:
            packages = self._packages.named(own, folder)
        else:
            prefix = own.partition("*")[0]
            fitting = sorted(each for each in self._packages.names if each.startswith(prefix) and prefix)
            packages = tuple(one for each in fitting[:MOST_PACKAGES] for one in self._packages.named(each, folder))
        for package in packages:
            found = list(self._of_package(package, subpath))
            yield from found or [Target(path=package.path)]

    def _of_package(self, package: Package, subpath: str) -> Iterator[Target]:
        for place in SOURCES if subpath else ():
            found = list(self._matches(join(package.folder, join(place, subpath))))
            yield from found
            if found:
                return

    def _otherwise(self, folder: str, name: str) -> Iterator[Target]:
        nearest = self._packages.nearest(folder)
        for path in conventional(nearest.folder, name) if nearest else ():
            yield from self._matches(path)
        own, _ = package_name(name)
        if "*" not in own and may_be_package(own):
            yield Target(external=own)

    def _files(self, path: str | None, folder: str) -> Iterator[Target]:
        """The files, or at least the package.json of another package that the pattern leads into."""
        found = list(self._matches(path))
        package = self._packages.nearest(fixed_part(path)) if path and not found else None
        yield from found
        if package is not None and not is_below(folder, package.folder):
            yield Target(path=package.path)
        elif path and not found and not self._all_files.is_folder(fixed_part(path)):
            yield NOTHING_KNOWN

    def _matches(self, path: str | None) -> Iterator[Target]:
        if path is not None and "*" in path:
            yield from map(Target, self._wildcards.matches(path))
