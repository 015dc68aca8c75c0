"""What an import means: a file of the repository, a package of npm, a module of Node, or nothing.

Asked in the order in which TypeScript and bundlers ask: relative paths; `paths` and `baseUrl`; `#imports`; aliases of
bundlers; Node's own modules; packages of the repository; else the name is external. A bare name is never a sibling
unless `baseUrl` says so. An alias hides nothing: what else the name means in the repository is an edge as well.
"""

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from itertools import islice

from checks.codebase.facts import Import, Kind
from checks.codebase.languages.language import Target
from checks.codebase.languages.typescript.aliases import Aliases
from checks.codebase.languages.typescript.entries import Entries
from checks.codebase.languages.typescript.exports import Exports
from checks.codebase.languages.typescript.files import Files, inside, is_below, join, parents
from checks.codebase.languages.typescript.names import (
    URL,
    built_in,
    conventional,
    may_be_package,
    package_name,
    without_query,
)
from checks.codebase.languages.typescript.packages import MANIFEST, Package, Packages, asking
from checks.codebase.languages.typescript.pattern_resolver import PatternResolver
from checks.codebase.languages.typescript.tsconfig import Configs
from checks.codebase.lookups import Known, Lookups

STYLE_SHEETS = (".css", ".pcss", ".scss", ".sass", ".less")
BUILT = ("dist/", "build/", "out/")
RELATIVE = ("./", "../")
INSTALLED = re.compile(r"(?:.*/)?node_modules/(?=[^/])")
LONGEST_CHAIN = 4
"""Aliases of aliases."""

NOT_RELATIVE = re.compile(r"(?!.*node_modules)[@~#$\w][\w@/.~$-]*")
"""A name in a script that means the same in all folders between which no manifest or configuration lies."""

Asked = tuple[str, str, bool, bool]
"""The importer's folder or one around in which the name means the same, the name as written, whether a style sheet
asks, and whether the name is a pattern."""


class TypeScriptResolver:
    """Resolves the imports of one codebase. Answers are remembered per folder and name.

    `settings` are those of manifests and configurations by path, `folders` all that hold a file.
    """

    def __init__(
        self,
        lookups: Lookups,
        packages: Packages,
        aliases: Aliases,
        settings: Mapping[str, Mapping[str, object]],
        folders: Container[str],
    ) -> None:
        self._lookups = lookups
        self._packages = packages
        self._aliases = aliases
        self._files = Files(lookups, folders)
        self._entries = Entries(lookups, self._files, settings)
        self._configs = Configs(lookups, settings, packages, self._entries)
        self._patterns = PatternResolver(self._files, packages, aliases, self._configs)
        self._imports: dict[Package, Exports] = {}
        self._known: dict[Asked, Known[tuple[Target, ...]]] = {}
        self._settings = settings
        self._ruled_by: dict[str, str] = {}

    def resolve(self, importer: str, statement: Import) -> Iterator[Target]:
        """The targets of one import; nothing where it leads nowhere."""
        folder = importer.rpartition("/")[0]
        if statement.kind is Kind.MANIFEST:
            yield from self._manifests(folder, statement)
            return
        is_pattern = statement.kind is Kind.DYNAMIC and "*" in statement.module
        in_style_sheet = importer.endswith(STYLE_SHEETS)
        if not in_style_sheet and NOT_RELATIVE.fullmatch(statement.module):
            folder = self._ruling_folder(folder)
        asked = (folder, statement.module, in_style_sheet, is_pattern)
        for target in self._lookups.remember(self._known, asked, self._targets):
            yield (
                Target(target.path, target.external, target.candidates, statement.names) if statement.names else target
            )

    @cached_property
    def _ruling(self) -> frozenset[str]:
        """The root, and all folders with a manifest or configuration, or for which one holds."""
        return frozenset(("", *self._aliases.folders, *(path.rpartition("/")[0] for path in self._settings)))

    def _ruling_folder(self, folder: str) -> str:
        """The nearest of them round a folder."""
        found = self._ruled_by.get(folder)
        if found is None:
            found = self._ruled_by[folder] = next(each for each in parents(folder) if each in self._ruling)
        return found

    def _manifests(self, folder: str, statement: Import) -> Iterator[Target]:
        """The package.json of a dependency that the repository itself holds."""
        named = self._packages.named(statement.module, folder)
        paths = tuple(package.path for package in named if package.path != join(folder, MANIFEST))
        if paths:
            yield replace(_either(paths), symbols=statement.names)

    def _targets(self, asked: Asked) -> tuple[Target, ...]:
        folder, written, in_style_sheet, is_pattern = asked
        if in_style_sheet and written.startswith("~") and not written.startswith("~/"):
            written = written[1:]  # webpack's mark for a package in a style sheet
        written = written.removeprefix("file:") if written.startswith(("file:./", "file:../")) else written
        if URL.match(written):
            return (Target(external=written.partition("*")[0] if is_pattern else written),)
        name = written.rpartition("!")[2] if is_pattern else without_query(written)
        installed = INSTALLED.match(name)
        if installed and not self._is_committed(folder, name):
            name = name[installed.end() :]  # `../node_modules/@acme/orders` is where an install puts the package
        if is_pattern:
            return tuple(self._patterns.targets(folder, name))
        if not name or name.startswith("/"):
            return _found(self._from_root(folder, name))
        if in_style_sheet:
            return self._from_style_sheet(folder, name)
        if name in (".", "..") or name.startswith(RELATIVE):
            path = inside(folder, name)
            return _found(self._path(path, written=name) or self._foreign(folder, path))
        return self._bare(folder, name)

    def _is_committed(self, folder: str, name: str) -> bool:
        path = inside(folder, name)
        return path is not None and self._path(path, written=name) is not None

    def _from_root(self, folder: str, name: str) -> str | None:
        """`/src/main.ts`, as a dev server has it: from the folder of the package."""
        package = self._packages.nearest(folder)
        return self._path(inside(package.folder, name.lstrip("/"))) if package and name else None

    def _from_style_sheet(self, folder: str, name: str) -> tuple[Target, ...]:
        path = inside(folder, name)
        found = self._files.style(path) if path is not None else None
        if found or name.startswith(RELATIVE):
            return _found(found)
        if "/" not in name and name.endswith(STYLE_SHEETS):
            return ()
        return self._bare(folder, name)

    def _bare(self, folder: str, name: str, depth: int = 0) -> tuple[Target, ...]:
        """What a tsconfig and the aliases say, and what the name means without them: to a program that is started
        without a bundler, say. A name of the registry is hidden by an alias unless a manifest asks for it.
        """
        known = [*_found(self._mapped(folder, name)), *self._aliased(folder, name, depth)]
        if not known:
            return self._plain(folder, name)
        if may_be_package(name):
            package = self._package(folder, name, tuple(each.path for each in known if each.path))
            if package is not None:
                known.append(package)
            elif self._is_asked_for(package_name(name)[0], folder):
                known += self._plain(folder, name)
        return tuple(dict.fromkeys(known))

    def _is_asked_for(self, name: str, folder: str) -> bool:
        self._lookups.note(asking(name))
        return self._packages.is_from_registry(name, folder)

    def _plain(self, folder: str, name: str) -> tuple[Target, ...]:
        """What a name means without any configuration."""
        if name.startswith("#"):
            return tuple(islice(self._package_import(folder, name), 1))
        if node := built_in(name):
            return (Target(external=node),)
        if package := self._package(folder, name):
            return (package,)
        nearest = self._packages.nearest(folder)
        usual = (self._path(path) for path in conventional(nearest.folder, name)) if nearest else ()
        return _found(next(filter(None, usual), None)) or _external(name)

    def _mapped(self, folder: str, name: str) -> str | None:
        """The file that `paths` or `baseUrl` of the importer's tsconfig give to a name."""
        for config in self._configs.of(folder):
            for path in config.paths.targets(name) if config.paths else ():
                if found := self._path(path):
                    return found
            if config.base_url is not None and (found := self._path(inside(config.base_url, name))):
                return found
        return None

    def _aliased(self, folder: str, name: str, depth: int) -> tuple[Target, ...]:
        """What the first alias that leads somewhere makes of a name."""
        for one in self._aliases.of(folder, name):
            if one.name is not None:
                found = (
                    self._bare(one.folder, one.name, depth + 1) if one.name != name and depth < LONGEST_CHAIN else ()
                )
            else:
                found = _found(self._path(one.path) or self._foreign(folder, one.path))
            if found:
                return found
        return ()

    def _package_import(self, folder: str, name: str) -> Iterator[Target]:
        """`#name`: what the `imports` of the package that the importer is in say."""
        package = self._packages.nearest(folder)
        if package is None:
            return
        if package not in self._imports:
            self._imports[package] = Exports(package.settings.get("imports"))
        for target in self._imports[package].targets(name):
            if target.startswith((".", "#")):
                path = inside(package.folder, target)
                yield from _found(self._entries.output(package, target) or self._foreign(folder, path))
            elif node := built_in(target):
                yield Target(external=node)
            else:
                yield from _known(self._package(package.folder, target)) or _external(target)

    def _package(self, folder: str, name: str, beside: tuple[str, ...] = ()) -> Target | None:
        """The file in a package of the repository, or at least its package.json: the edge must not get lost. Not where
        paths `beside` lie in the package already.
        """
        own, subpath = package_name(name)
        packages = self._packages.named(own, folder)
        if not packages or any(is_below(path, package.folder) for path in beside for package in packages):
            return None
        return _either(tuple(self._entries.entry(package, subpath) or package.path for package in packages))

    def _path(self, path: str | None, written: str = "") -> str | None:
        """The file at a path: a file, with `/` at the end or without one a folder, or the source of an output."""
        if path is None:
            return None
        found = None if written.endswith(("/", ".")) else self._files.module(path)
        if found is None and self._files.is_folder(path):
            found = self._entries.folder(path, self._packages.by_folder.get(path))
        return found or self._from_output(path)

    def _foreign(self, folder: str, path: str | None) -> str | None:
        """The package.json of another package that a path leads into, where the file itself is not in the commit
        (generated, say): the edge must not get lost.
        """
        package = self._packages.nearest(path) if path else None
        return package.path if package and not is_below(folder, package.folder) else None

    def _from_output(self, path: str) -> str | None:
        """The source of a file in a folder of build outputs that no commit holds."""
        package = self._packages.nearest(path.rpartition("/")[0])
        relative = path[len(package.folder) :].lstrip("/") if package else ""
        if package is None or not relative.startswith(BUILT):
            return None
        return self._entries.output(package, relative)


def _found(path: str | None) -> tuple[Target, ...]:
    return (Target(path=path),) if path else ()


def _known(target: Target | None) -> tuple[Target, ...]:
    return () if target is None else (target,)


def _either(paths: tuple[str, ...]) -> Target:
    distinct = tuple(sorted(set(paths)))
    return Target(path=distinct[0]) if len(distinct) == 1 else Target(candidates=distinct)


def _external(name: str) -> tuple[Target, ...]:
    return (Target(external=name),) if may_be_package(name) else ()
