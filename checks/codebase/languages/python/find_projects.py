"""Working out the projects and source roots of a codebase."""

import posixpath
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

from checks.codebase.codebase import Codebase
from checks.codebase.facts import NO_FACTS, FileFacts, Hint
from checks.codebase.languages.python.dependencies import normalised
from checks.codebase.languages.python.marks import APP_LABEL, PATH_OF_FILE, PATH_OF_PROGRAM
from checks.codebase.languages.python.projects import (
    SETUP_FILES,
    SOURCE_SUFFIXES,
    TEST_FOLDERS,
    Project,
    Projects,
    import_name,
)
from checks.codebase.snapshot import EntryKind

SETUP_MODULES = frozenset({"setuptools", "distutils", "skbuild"})
LEGACY_NAMESPACE_MODULES = frozenset({"pkgutil", "pkg_resources"})
INIT_FILES = ("__init__.py", "__init__.pyi")


Hints = Mapping[str, tuple[Hint, ...]]


def find_projects(codebase: Codebase, hints: Hints, imported: Mapping[str, int] | None = None) -> Projects | None:
    """The projects of a codebase, with the hints of its files; None where `imported` (from another layout) counts other
    folders than are asked for here. Without it the facts of all files are needed."""
    search = _Search(codebase, hints)
    if imported is None:
        imported = search.imported()
    elif search.candidates.keys() != imported.keys():
        return None
    return search.found(imported)


def extends_its_package(facts: FileFacts) -> bool:
    """Whether an `__init__` file declares a namespace package in one of the old ways."""
    return any(one.module in LEGACY_NAMESPACE_MODULES for one in facts.imports)


def names_imported(facts: FileFacts) -> set[str]:
    """Every dotted name that a file imports from, and the names above it."""
    names: set[str] = set()
    for statement in facts.imports:
        above = statement.module
        while above and above not in names:
            names.add(above)
            above = above.rpartition(".")[0]
    return names


class Declared(NamedTuple):
    """What a `pyproject.toml` says that projects rest on: of its requirements the likely names of their imports."""

    name: str | None
    roots: tuple[str, ...]
    requirements: frozenset[str]
    is_built: bool


def declared(manifest: FileFacts) -> Declared:
    """See `Declared`; nothing for a file that could not be read."""
    settings = manifest.settings or {}
    name = settings.get("name")
    return Declared(
        name if isinstance(name, str) else None,
        tuple(_list(settings, "roots")),
        frozenset(map(import_name, _list(settings, "dependencies"))),
        bool(settings.get("is_built")),
    )


class _Search:
    """One codebase while its projects are worked out."""

    def __init__(self, codebase: Codebase, hints: Hints) -> None:
        self._hints = hints
        self._entries = codebase.snapshot.entries
        self._facts = codebase.facts
        self._tops: dict[str, str] = {"": ""}

    def found(self, imported: Mapping[str, int]) -> Projects:
        namespaces = self._named_namespaces.union(*(self.candidates[name] for name, count in imported.items() if count))
        test_free = (root for root in self._around if TEST_FOLDERS.isdisjoint(root.split("/")))
        return Projects(
            by_folder=self._projects,
            folders=self._folders,
            declared=self._by_name(root for project in self._projects.values() for root in project.roots),
            inferred=self._by_name(sorted(root for root in test_free if root not in namespaces)),
            namespaces=frozenset(namespaces),
            distributions=self._distributions(),
            extended=frozenset(self._extended()),
            imported=imported,
            hints=self._hints,
            apps=self._apps(),
            manifests=self._manifests(),
        )

    def imported(self) -> Mapping[str, int]:
        """How many files import from each of the folders that may be namespaces."""
        counts = Counter(dict.fromkeys(self.candidates, 0))
        if counts:
            for facts in self._facts.values():
                counts.update(counts.keys() & names_imported(facts))
        return dict(counts)

    @cached_property
    def candidates(self) -> Mapping[str, set[str]]:
        """Folders around packages below the `src` of an established project, by their dotted names: namespaces if some
        file imports them by that name (in `src/python/pkg`, `python` is no package)."""
        found: dict[str, set[str]] = {}
        for folder in self._around:
            for name in self._names_below_roots(folder):
                found.setdefault(name, set()).add(folder)
        return found

    @cached_property
    def _named_namespaces(self) -> set[str]:
        """Those below a root that a manifest names."""
        return {root for root in self._around if any(self._is_below_named_root(root, one) for one in self._at(root))}

    def _is_below_named_root(self, folder: str, project: Project) -> bool:
        return any(folder.startswith(f"{root}/") and root != project.folder for root in project.named_roots)

    def _names_below_roots(self, folder: str) -> Iterator[str]:
        for project in self._at(folder):
            for root in project.roots if project.is_established else ():
                if root != project.folder and folder.startswith(f"{root}/"):
                    yield folder.removeprefix(f"{root}/").replace("/", ".")

    def _at(self, folder: str) -> Iterator[Project]:
        yield from (self._projects[one] for one in _above(folder) if one in self._projects)

    @cached_property
    def _sources(self) -> list[str]:
        return [
            path
            for path, entry in self._entries.items()
            if path.endswith(SOURCE_SUFFIXES) and entry.kind is EntryKind.FILE
        ]

    @cached_property
    def _folders(self) -> frozenset[str]:
        found = {""}
        for path in self._sources:
            folder = path.rpartition("/")[0]
            while folder not in found:
                found.add(folder)
                folder = folder.rpartition("/")[0]
        return frozenset(found)

    @cached_property
    def _around(self) -> frozenset[str]:
        """The folders around top-level packages."""
        return frozenset(posixpath.dirname(top) for top in map(self._top, self._folders) if top)

    def _top(self, folder: str) -> str:
        """The topmost folder of the unbroken chain of regular packages that `folder` ends, '' where it is none."""
        if folder not in self._tops:
            self._tops[folder] = (self._top(posixpath.dirname(folder)) or folder) if self._init(folder) else ""
        return self._tops[folder]

    def _init(self, folder: str) -> bool:
        return any(posixpath.join(folder, name) in self._entries for name in INIT_FILES)

    @cached_property
    def _projects(self) -> Mapping[str, Project]:
        folders = {posixpath.dirname(path) for path in self._entries if self._is_manifest(path)}
        found = {folder: self._project(folder) for folder in sorted(folders | {""})}
        return {folder: replace(one, added_roots=tuple(self._added(found, one))) for folder, one in found.items()}

    def _added(self, projects: Mapping[str, Project], project: Project) -> list[str]:
        """The folders that the files of a project add to `sys.path`. A path that counts from where the program runs
        may count from the file's folder, the project's or the repository."""
        found: set[str] = set()
        for path, hints in self._hints.items():
            folder = posixpath.dirname(path)
            if next(one for one in _above(folder) if one in projects) == project.folder:
                for hint in hints:
                    bases = {PATH_OF_FILE: [folder], PATH_OF_PROGRAM: [folder, project.folder, ""]}.get(hint.what, ())
                    found.update(posixpath.normpath(posixpath.join(base, hint.value)) for base in bases)
        return sorted({"" if one == "." else one for one in found} & self._folders)

    def _is_manifest(self, path: str) -> bool:
        """A module of a package may be called `setup` without being one."""
        if not path.endswith(("pyproject.toml", "setup.py", "setup.cfg")):
            return False
        folder, _, name = path.rpartition("/")
        return name == "pyproject.toml" or (name in SETUP_FILES and not self._init(folder))

    def _project(self, folder: str) -> Project:
        manifest = declared(self._facts.get(posixpath.join(folder, "pyproject.toml"), NO_FACTS))
        named = self._roots(folder, manifest.roots)
        roots = dict.fromkeys((*named, *self._roots(folder, ["src", "."])))
        top = self._top(folder)
        return Project(
            folder,
            tuple(roots) or (posixpath.dirname(top) if top else folder,),
            manifest.name,
            manifest.requirements,
            frozenset(named),
            manifest.is_built or self._has_setup(folder),
        )

    def _roots(self, folder: str, wanted: Iterable[str]) -> list[str]:
        """Those of the folders (as a manifest in `folder` writes them) that can be roots: no regular package is one."""
        paths = (posixpath.normpath(posixpath.join(folder, root)) for root in wanted)
        kept = (("" if path == "." else path) for path in paths)
        return [root for root in kept if root in self._folders and not self._init(root)]

    def _has_setup(self, folder: str) -> bool:
        facts = self._facts.get(posixpath.join(folder, "setup.py"))
        return facts is not None and any(one.module.partition(".")[0] in SETUP_MODULES for one in facts.imports)

    def _distributions(self) -> frozenset[str]:
        """The names that the repository's own projects go by; of one without a name, whatever it holds."""
        names: set[str] = set()
        for project in self._projects.values():
            names |= {import_name(project.distribution or ""), import_name(posixpath.basename(project.folder))}
            if project.folder and not project.distribution:
                names |= {name for root in project.roots for name in self._children.get(root, ())}
        return frozenset(names)

    @cached_property
    def _children(self) -> Mapping[str, set[str]]:
        """The names of the modules and folders in each root."""
        children: dict[str, set[str]] = {root: set() for project in self._projects.values() for root in project.roots}
        children |= {root: set() for root in self._around}
        for path in (*self._sources, *self._folders):
            folder, _, name = path.rpartition("/")
            if folder in children:
                children[folder].add(name.partition(".")[0])
        return children

    def _by_name(self, roots: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, dict[str, None]] = {}
        for root in roots:
            for name in self._children[root]:
                found.setdefault(name, {})[root] = None
        return {name: tuple(holders) for name, holders in found.items()}

    def _apps(self) -> Mapping[str, tuple[str, ...]]:
        """Folders with models by the label of their app: the one that it gives itself, else its folder's name."""
        folders: set[str] = set()
        for path in self._sources:
            folder, _, name = path.rpartition("/")
            if name == "models.py":
                folders.add(folder)
            elif folder.endswith("/models"):
                folders.add(posixpath.dirname(folder))
        found: dict[str, list[str]] = {}
        for folder in sorted(folders):
            hints = self._hints.get(f"{folder}/apps.py", ())
            labels = {hint.value for hint in hints if hint.what == APP_LABEL} or {posixpath.basename(folder)}
            for label in sorted(labels):
                found.setdefault(label, []).append(folder)
        return {label: tuple(holders) for label, holders in found.items()}

    def _manifests(self) -> Mapping[str, tuple[str, ...]]:
        """The `pyproject.toml` of each distribution by its normalised name."""
        found: dict[str, list[str]] = {}
        for folder, project in self._projects.items():
            path = posixpath.join(folder, "pyproject.toml")
            if project.distribution:
                found.setdefault(normalised(project.distribution), []).append(path)
        return {name: tuple(paths) for name, paths in found.items()}

    def _extended(self) -> Iterator[str]:
        for path, facts in self._facts.items():
            if path.endswith(INIT_FILES) and extends_its_package(facts):
                yield path


def _above(folder: str) -> Iterator[str]:
    """A folder and all around it, up to the repository."""
    while folder:
        yield folder
        folder = posixpath.dirname(folder)
    yield ""


def _list(settings: Mapping[str, object], key: str) -> list[str]:
    found = settings.get(key)
    return found if isinstance(found, list) else []
