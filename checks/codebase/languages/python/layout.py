"""What Python imports mean apart from single files: the projects and source roots, and how an edit changes them."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from checks.codebase.codebase import Codebase
from checks.codebase.facts import FileFacts, Hint
from checks.codebase.languages.language import EntryPoints, LayoutChange
from checks.codebase.languages.python.entry_points import entry_points
from checks.codebase.languages.python.find_projects import (
    INIT_FILES,
    declared,
    extends_its_package,
    find_projects,
    names_imported,
)
from checks.codebase.languages.python.projects import SETUP_FILES, SOURCE_SUFFIXES, Projects
from checks.codebase.languages.python.resolve import PythonResolver
from checks.codebase.lookups import Lookups

MANIFEST = "pyproject.toml"
MANIFESTS = SETUP_FILES | {MANIFEST}


@dataclass(frozen=True, slots=True)
class PythonLayout:
    """The projects of one codebase."""

    projects: Projects

    @classmethod
    def of(cls, codebase: Codebase, counted: Mapping[str, int] | None = None) -> "PythonLayout":
        """The layout of a codebase, from the facts of all its files, or of those that shape it and what was counted."""
        hints = {path: facts.hints for path, facts in codebase.facts.items() if facts.hints}
        projects = find_projects(codebase, hints, counted)
        if projects is None:
            raise ValueError("what was counted is of another codebase")
        return cls(projects)

    @property
    def counted(self) -> Mapping[str, int]:
        """See `Layout.counted`."""
        return self.projects.imported

    def resolver(self, lookups: Lookups) -> PythonResolver:
        return PythonResolver(lookups, self.projects)

    def entry_points(self, lookups: Lookups, folder: str, path: str) -> EntryPoints | None:
        """See `Layout.entry_points`: the `__init__` of the outermost package in the folder. A module that is in no
        package is its own entry point."""
        del self
        return entry_points(lookups.entries, folder, path)

    def after(self, before: Codebase, after: Codebase, touched: Collection[str]) -> LayoutChange | None:
        """See `Layout.after`."""
        imported = _counted(self.projects.imported, before, after, touched)
        if not any(self._is_shaped_by(path, before, after) for path in touched) and imported == self.projects.imported:
            return LayoutChange(self)
        projects = find_projects(after, _hinted(self.projects.hints, after, touched), imported)
        if projects is None or _shapes(projects) != _shapes(self.projects):
            return None
        return LayoutChange(PythonLayout(projects), frozenset(_differing(self.projects, projects)))

    def _is_shaped_by(self, path: str, before: Codebase, after: Codebase) -> bool:
        """Whether an edit of this file can change the layout at all."""
        folder, _, name = path.rpartition("/")
        if name == MANIFEST and path in before.snapshot and path in after.snapshot:
            return declared(before.of(path)) != declared(after.of(path))
        if name in MANIFESTS:
            return True
        if not path.endswith(SOURCE_SUFFIXES):
            return False
        if before.of(path).hints != after.of(path).hints:
            return True
        if (path in before.snapshot) is (path in after.snapshot):
            return name in INIT_FILES and extends_its_package(before.of(path)) != extends_its_package(after.of(path))
        return path not in after.snapshot or self._is_shaped_by_new(folder, name)

    def _is_shaped_by_new(self, folder: str, name: str) -> bool:
        """Whether a new source file can change the layout."""
        if name in INIT_FILES or _may_hold_models(folder, name) or folder not in self.projects.folders:
            return True
        named = (*self.projects.declared.values(), *self.projects.inferred.values())
        return any(folder in roots for roots in (*named, *(one.roots for one in self.projects.by_folder.values())))


def shapes_layout(path: str, facts: FileFacts) -> bool:
    """See `Language.shapes_layout`."""
    name = path.rpartition("/")[2]
    return name in MANIFESTS or bool(facts.hints) or (name in INIT_FILES and extends_its_package(facts))


def _may_hold_models(folder: str, name: str) -> bool:
    """Whether a file may make its folder one of Django's apps."""
    return name == "models.py" or folder.endswith("/models")


def _hinted(
    hints: Mapping[str, tuple[Hint, ...]], after: Codebase, touched: Iterable[str]
) -> Mapping[str, tuple[Hint, ...]]:
    now = {path: after.of(path).hints for path in touched}
    return {path: said for path, said in {**hints, **now}.items() if said}


def _counted(
    imported: Mapping[str, int], before: Codebase, after: Codebase, touched: Iterable[str]
) -> Mapping[str, int]:
    if not imported:
        return imported
    counts = Counter(dict(imported))
    for path in touched:
        counts.subtract(imported.keys() & names_imported(before.of(path)))
        counts.update(imported.keys() & names_imported(after.of(path)))
    return dict(counts)


def _shapes(projects: Projects) -> object:
    """What every look-up rests on: projects less their requirements, whose look-ups are noted by name."""
    return {folder: replace(one, requirements=frozenset()) for folder, one in projects.by_folder.items()}


def _differing(before: Projects, after: Projects) -> Iterator[str]:
    """The names under which `SourceRoots` notes what the two answer differently."""
    yield from (f"{folder}/" for folder in before.folders ^ after.folders)
    yield from (f"namespace:{folder}" for folder in before.namespaces ^ after.namespaces)
    yield from (f"distribution:{name}" for name in before.distributions ^ after.distributions)
    yield from (f"extended:{path}" for path in before.extended ^ after.extended)
    yield from (f"declared:{name}" for name, _ in before.declared.items() ^ after.declared.items())
    yield from (f"inferred:{name}" for name, _ in before.inferred.items() ^ after.inferred.items())
    yield from (f"app:{label}" for label, _ in before.apps.items() ^ after.apps.items())
    yield from (f"distribution-of:{name}" for name, _ in before.manifests.items() ^ after.manifests.items())
    for folder, project in after.by_folder.items():
        changed = project.requirements ^ before.by_folder[folder].requirements
        yield from (f"required:{name}" for name in changed)
