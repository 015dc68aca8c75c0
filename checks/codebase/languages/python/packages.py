"""Where Python looks for top-level names: the source roots of a repository's projects.

A monorepo has many projects, and many of them have a package called `app`. Roots are *declared* (the folder of a
project's manifest, its `src`, what the manifest names, the repository itself) or *inferred* (the folder around a
package, the folder of a script). Declared roots serve the whole repository; inferred ones first of all the files
below them. A project is *established* where its manifest makes a distribution: an empty file declares nothing that
could hide what an enclosing project holds.
"""

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from checks.codebase.facts import FileFacts
from checks.codebase.snapshot import EntryKind, Snapshot

SETUP_FILES = frozenset({"setup.py", "setup.cfg"})
SETUP_MODULES = frozenset({"setuptools", "distutils", "skbuild"})
SOURCE_SUFFIXES = (".py", ".pyi")
TEST_FOLDERS = frozenset({"test", "tests", "testing", "fixtures", "examples", "docs"})
LEGACY_NAMESPACE_MODULES = frozenset({"pkgutil", "pkg_resources"})


@dataclass(frozen=True, slots=True)
class Project:
    """One Python project: its folder, its source roots (most specific first) and those of them that a manifest names,
    its name where a manifest says it, and the requirements that it declares; names as they are likely to be imported.
    """

    folder: str
    roots: tuple[str, ...]
    name: str | None = None
    requirements: frozenset[str] = frozenset()
    named_roots: frozenset[str] = frozenset()
    is_established: bool = False


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
        folders = {posixpath.dirname(path) for path in self.snapshot.entries if self._is_manifest(path)}
        return {folder: self._project(folder) for folder in sorted(folders | {""})}

    @cached_property
    def declared(self) -> Mapping[str, tuple[str, ...]]:
        """The declared roots of all projects, by the top-level names that they hold."""
        return self._by_name(root for project in self.projects.values() for root in project.roots)

    @cached_property
    def inferred(self) -> Mapping[str, tuple[str, ...]]:
        """Folders around a top-level package, where no manifest says so, by the names that they hold; test and
        example folders serve only themselves."""
        tops = {self.top_package(folder) for folder in self.folders}
        around = {posixpath.dirname(top) for top in tops if top}
        roots = (root for root in around if TEST_FOLDERS.isdisjoint(root.split("/")))
        return self._by_name(sorted(root for root in roots if not self._is_namespace(root)))

    def is_required(self, path: str, top: str) -> bool:
        """Whether the projects around a file declare a requirement of this name that no project of the repository
        meets: then it comes from outside, whatever folders have the same name."""
        projects = self.enclosing(posixpath.dirname(path))
        return top not in self._distributions and any(top.lower() in project.requirements for project in projects)

    def own(self, path: str) -> tuple[str, ...]:
        """The roots that the file itself would be imported from or run in, most specific first."""
        folder = posixpath.dirname(path)
        known = self._own.get(folder)
        if known is None:
            roots = {root for project in self.enclosing(folder) for root in project.roots}
            roots |= {root for root in self._around(folder) if not self._is_namespace(root)}
            if not self.init(folder):
                roots.add(folder)
            known = tuple(sorted(roots, key=lambda root: (-depth(root), root)))
            self._own[folder] = known
        return known

    def is_declared(self, folder: str, root: str) -> bool:
        """Whether a project around the folder declares the root, rather than the layout alone."""
        return any(root in project.roots for project in self.enclosing(folder))

    def is_certain(self, folder: str, root: str, top: str) -> bool:
        """Whether the name `top` in the files of `folder` can only mean what the root holds: they lie in it
        themselves, or an established project declares the root."""
        if f"{folder}/".startswith(posixpath.join(root, top) + "/"):
            return True
        return any(project.is_established and root in project.roots for project in self.enclosing(folder))

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

    @cached_property
    def _distributions(self) -> frozenset[str]:
        """The names that the repository's own projects go by; of one without a name, whatever it holds."""
        names: set[str] = set()
        for project in self.projects.values():
            names |= {project.name or "", _import_name(posixpath.basename(project.folder))}
            if project.folder and not project.name:
                names |= {name for root in project.roots for name in self._children.get(root, ())}
        return frozenset(names)

    @cached_property
    def _children(self) -> Mapping[str, set[str]]:
        """The names of the modules and folders in each folder."""
        children: dict[str, set[str]] = {}
        for path in (*self._sources(), *self.folders):
            children.setdefault(posixpath.dirname(path), set()).add(posixpath.basename(path).partition(".")[0])
        return children

    def _by_name(self, roots: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, dict[str, None]] = {}
        for root in roots:
            for name in self._children.get(root, ()):
                found.setdefault(name, {})[root] = None
        return {name: tuple(holders) for name, holders in found.items()}

    def _file(self, stem: str) -> str | None:
        for suffix in SOURCE_SUFFIXES:
            if stem + suffix in self.snapshot.entries:
                return stem + suffix
        return None

    def _sources(self) -> Iterator[str]:
        for path, entry in self.snapshot.entries.items():
            if path.endswith(SOURCE_SUFFIXES) and entry.kind is EntryKind.FILE:
                yield path

    def _around(self, folder: str) -> Iterator[str]:
        """The folder around the package that a folder belongs to, though mere folders lie between."""
        while folder and not self.init(folder):
            folder = posixpath.dirname(folder)
        if folder:
            yield posixpath.dirname(self.top_package(folder))

    def _is_manifest(self, path: str) -> bool:
        """A module of a package may be called `setup` without being one."""
        folder, _, name = path.rpartition("/")
        return name == "pyproject.toml" or (name in SETUP_FILES and not self.init(folder))

    def _project(self, folder: str) -> Project:
        facts = self.facts.get(posixpath.join(folder, "pyproject.toml"))
        settings = facts.settings if facts and facts.settings else {}
        name = settings.get("name")
        named = self._roots(folder, _list(settings, "roots"))
        roots = dict.fromkeys((*named, *self._roots(folder, ["src", "."])))
        return Project(
            folder,
            tuple(roots) or (posixpath.dirname(self.top_package(folder)) if self.top_package(folder) else folder,),
            _import_name(name) if isinstance(name, str) else None,
            frozenset(map(_import_name, _list(settings, "dependencies"))),
            frozenset(named),
            bool(settings.get("is_built")) or self._has_setup(folder),
        )

    def _roots(self, folder: str, wanted: Iterable[str]) -> list[str]:
        """Those of the folders (as a manifest in `folder` writes them) that can be roots: no regular package is one."""
        paths = (posixpath.normpath(posixpath.join(folder, root)) for root in wanted)
        kept = (("" if path == "." else path) for path in paths)
        return [root for root in kept if root in self.folders and not self.init(root)]

    def _has_setup(self, folder: str) -> bool:
        facts = self.facts.get(posixpath.join(folder, "setup.py"))
        return facts is not None and any(one.module.partition(".")[0] in SETUP_MODULES for one in facts.imports)

    def _is_namespace(self, folder: str) -> bool:
        """Whether a folder around packages is a namespace package of a declared root, and so no root itself: below a
        root that the manifest names, or below the `src` of an established project where some file imports it by its
        full name (in `src/python/pkg`, `python` is no package)."""
        for project in self.enclosing(folder):
            for root in project.roots:
                if root == project.folder or not folder.startswith(f"{root}/"):
                    continue
                name = folder.removeprefix(f"{root}/").replace("/", ".")
                if root in project.named_roots or (project.is_established and name in self._imported):
                    return True
        return False

    @cached_property
    def _imported(self) -> frozenset[str]:
        """Every dotted name that some file imports from, and the names above it."""
        names: set[str] = set()
        for name in {one.module for facts in self.facts.values() for one in facts.imports}:
            above = name
            while above and above not in names:
                names.add(above)
                above = above.rpartition(".")[0]
        return frozenset(names)


def depth(folder: str) -> int:
    """How many folders deep; the repository itself is 0."""
    return folder.count("/") + 1 if folder else 0


def _list(settings: Mapping[str, object], key: str) -> list[str]:
    found = settings.get(key)
    return found if isinstance(found, list) else []


def _import_name(requirement: str) -> str:
    """The top-level name that a project or requirement most likely installs (PEP 508 name, PEP 503 separators)."""
    name = re.match(r"[A-Za-z0-9._-]*", requirement)
    return re.sub(r"[-.]+", "_", name.group() if name else "").lower()
