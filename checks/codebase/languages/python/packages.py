"""Where Python looks for top-level names: the source roots of a repository's projects.

A monorepo has many projects, and many of them have a package called `app`. Roots are *declared* (the folder of a
project's manifest, its `src`, what the manifest names, the repository itself) or *inferred* (the folder around a
package, the folder of a script). Declared roots serve the whole repository; inferred ones first of all the files
below them.
"""

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from checks.codebase.facts import FileFacts
from checks.codebase.snapshot import EntryKind, Snapshot

MANIFESTS = frozenset({"pyproject.toml", "setup.py", "setup.cfg"})
SOURCE_SUFFIXES = (".py", ".pyi")
TEST_FOLDERS = frozenset({"test", "tests", "testing", "fixtures", "examples", "docs"})
LEGACY_NAMESPACE_MODULES = frozenset({"pkgutil", "pkg_resources"})


@dataclass(frozen=True, slots=True)
class Project:
    """One Python project: its folder, its source roots (most specific first), and the top-level names that its
    manifest declares as requirements, as they are likely to be imported."""

    folder: str
    roots: tuple[str, ...]
    requirements: frozenset[str] = frozenset()


@dataclass(frozen=True)
class SourceRoots:
    """The source roots of one snapshot."""

    snapshot: Snapshot
    facts: Mapping[str, FileFacts]
    _own: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def folders(self) -> frozenset[str]:
        """Every folder with Python source somewhere below it; the repository itself is ''."""
        found = {""}
        for path in self._sources():
            folder = posixpath.dirname(path)
            while folder not in found:
                found.add(folder)
                folder = posixpath.dirname(folder)
        return frozenset(found)

    @cached_property
    def projects(self) -> Mapping[str, Project]:
        """Projects by folder; the repository itself always counts as one."""
        entries = self.snapshot.entries
        folders = {posixpath.dirname(path) for path in entries if path.rpartition("/")[2] in MANIFESTS}
        return {folder: self._project(folder) for folder in sorted(folders | {""})}

    @cached_property
    def declared(self) -> tuple[str, ...]:
        """The declared roots of all projects."""
        return tuple(dict.fromkeys(root for project in self.projects.values() for root in project.roots))

    @cached_property
    def inferred(self) -> tuple[str, ...]:
        """Folders around a top-level package, where no manifest says so; test and example folders serve only
        themselves."""
        tops = {self.top_package(folder) for folder in self.folders}
        around = {posixpath.dirname(top) for top in tops if top}
        return tuple(sorted(root for root in around if TEST_FOLDERS.isdisjoint(root.split("/"))))

    def own(self, path: str) -> tuple[str, ...]:
        """The roots that the file itself would be imported from or run in, most specific first."""
        folder = posixpath.dirname(path)
        known = self._own.get(folder)
        if known is None:
            top = self.top_package(folder)
            nearest = posixpath.dirname(top) if top else folder
            roots = {root for project in self.enclosing(folder) for root in project.roots} | {nearest}
            known = tuple(sorted(roots, key=lambda root: (-depth(root), root)))
            self._own[folder] = known
        return known

    def enclosing(self, folder: str) -> Iterator[Project]:
        """The projects around a folder, innermost first."""
        while True:
            if folder in self.projects:
                yield self.projects[folder]
            if not folder:
                return
            folder = posixpath.dirname(folder)

    def top_package(self, folder: str) -> str:
        """The topmost folder of the unbroken chain of regular packages that `folder` ends, '' where it is none."""
        top = ""
        while folder and self.init(folder):
            top, folder = folder, posixpath.dirname(folder)
        return top

    def init(self, folder: str) -> str | None:
        """The file that makes the folder a regular package."""
        return self._file(f"{folder}/__init__" if folder else "__init__")

    def module(self, root: str, name: str) -> str | None:
        """The file of the dotted `name` under `root`; a package wins over a module of the same name, as in Python."""
        path = posixpath.join(root, name.replace(".", "/"))
        return self.init(path) or self._file(path)

    def is_closed(self, root: str, top: str) -> bool:
        """Whether `top` is a regular package of `root`, so that Python would look for its submodules nowhere else."""
        init = self.init(posixpath.join(root, top))
        if init is None:
            return self._file(posixpath.join(root, top)) is not None
        facts = self.facts.get(init)
        return facts is None or not any(one.module in LEGACY_NAMESPACE_MODULES for one in facts.imports)

    def _file(self, stem: str) -> str | None:
        for suffix in SOURCE_SUFFIXES:
            if stem + suffix in self.snapshot.entries:
                return stem + suffix
        return None

    def _sources(self) -> Iterator[str]:
        for path, entry in self.snapshot.entries.items():
            if path.endswith(SOURCE_SUFFIXES) and entry.kind is EntryKind.FILE:
                yield path

    def _project(self, folder: str) -> Project:
        facts = self.facts.get(posixpath.join(folder, "pyproject.toml"))
        settings = facts.settings if facts and facts.settings else {}
        named = settings.get("roots")
        wanted = [*(named if isinstance(named, list) else []), "src", "."]
        roots = [posixpath.normpath(posixpath.join(folder, root)) for root in wanted]
        kept = [("" if root == "." else root) for root in roots]
        requirements = settings.get("dependencies")
        return Project(
            folder,
            tuple(dict.fromkeys(root for root in kept if root in self.folders and not self.init(root))) or (folder,),
            frozenset(map(_import_name, requirements if isinstance(requirements, list) else [])),
        )


def depth(folder: str) -> int:
    """How many folders deep; the repository itself is 0."""
    return folder.count("/") + 1 if folder else 0


def _import_name(requirement: str) -> str:
    """The top-level name that a requirement most likely installs (PEP 508 name, PEP 503 separators)."""
    name = re.match(r"[A-Za-z0-9._-]*", requirement)
    return re.sub(r"[-.]+", "_", name.group() if name else "").lower()
