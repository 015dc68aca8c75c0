"""The manifests of one side: which one a file answers to, what each declares, and which packages are the
repository's own."""

import posixpath
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from checks.codebase.delta import Change
from checks.codebase.facts import Declared, FileFacts
from checks.codebase.graph import Graph
from checks.codebase.languages.python.dependencies import DEVELOPMENT, GROUP, normalised
from checks.manifest_rules.shipped import is_trial

NPM, PYTHON = "package.json", "pyproject.toml"
PYTHON_SOURCE = (".py", ".pyi", ".pyw")
OTHER_LISTS = ("setup.py", "setup.cfg", "requirements.txt", "Pipfile")
"""Where a Python project without a `pyproject.toml` of its own may list what it depends on."""

PNPM = "pnpm-workspace.yaml"
ENTRIES = ("main", "exports", "module", "types", "source")
"""By what a package.json says that others may import something."""

NOT_SHIPPED = frozenset({"devDependencies", DEVELOPMENT, GROUP})
"""The groups of what is there for those who work on a package, not for those who use it."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """A manifest that declares dependencies. `name` is the package's, empty where it has none; of a distribution as
    names compare (PEP 503). `lists_all`: what it does not declare its project does not have. `is_offered`: others
    may install the package, so that no bundler takes in what it needs. `is_root`: it is that of a workspace.
    `grouped` are the groups by package."""

    path: str
    name: str
    declared: tuple[Declared, ...]
    lists_all: bool
    is_offered: bool
    is_root: bool
    grouped: Mapping[str, tuple[str, ...]]

    @property
    def kind(self) -> str:
        """The name of the file, which says where packages of its language come from."""
        return self.path.rpartition("/")[2]

    @property
    def folder(self) -> str:
        return self.path.rpartition("/")[0]

    def groups(self, package: str) -> tuple[str, ...]:
        """Where it declares a package, or the types of one that has none itself."""
        types = f"@types/{package.removeprefix('@').replace('/', '__')}"
        return (*self.grouped.get(package, ()), *self.grouped.get(types, ()))


class Manifests:
    """The manifests of one side of a change. What it keeps is a cache and changes no answer."""

    def __init__(self, graph: Graph, like: "Manifests | None" = None) -> None:
        self._graph = graph
        self._like = like
        self._read: dict[str, Manifest | None] = {}
        self._nearest: dict[tuple[str, str], Manifest | None] = {}
        self._known: dict[tuple[str, str], bool] = {}

    @cached_property
    def by_path(self) -> dict[str, Manifest]:
        """Every manifest that makes a package or declares one; a mere configuration of tools is none."""
        snapshot = self._graph.codebase.snapshot
        read = ((path, self.at(path)) for name in (NPM, PYTHON) for path in snapshot.named(name))
        return {path: found for path, found in read if found}

    def at(self, path: str) -> Manifest | None:
        """The manifest at a path, that of the other side where the file is the same."""
        if path not in self._read:
            facts = self._graph.codebase.of(path)
            is_same = self._like and self._like._graph.codebase.of(path) is facts  # noqa: SLF001 - its own class
            self._read[path] = self._like.at(path) if self._like and is_same else manifest_of(path, facts)
        return self._read[path]

    @cached_property
    def by_name(self) -> dict[tuple[str, str], list[Manifest]]:
        """The repository's own packages by kind of manifest and name."""
        found: dict[tuple[str, str], list[Manifest]] = {}
        for one in self.by_path.values():
            if one.name:
                found.setdefault((one.kind, one.name), []).append(one)
        return found

    def is_declared(self, kind: str, package: str) -> bool:
        """Whether some manifest declares a package. Those of tests and examples say nothing about the repository."""
        key = kind, package
        if key not in self._known:
            self._known[key] = any(package in one.grouped and not is_trial(one.path) for one in self._of(kind))
        return self._known[key]

    def declares_its_own(self, kind: str) -> bool:
        """Whether manifests of the repository declare packages of the repository at all: where paths in a
        configuration stand for them instead, no manifest lacks anything."""
        snapshot, codebase = self._graph.codebase.snapshot, self._graph.codebase
        own = {_name(kind, codebase.of(path)) for path in snapshot.named(kind)} - {""}
        return any(not own.isdisjoint(one.grouped) and not is_trial(one.path) for one in self._of(kind))

    def _of(self, kind: str) -> Iterator[Manifest]:
        """Those of one kind, read as they are asked for."""
        return (one for path in self._graph.codebase.snapshot.named(kind) if (one := self.at(path)))

    def nearest(self, path: str) -> Manifest | None:
        """The manifest that a file answers to; None where there is none, or another list of dependencies is nearer."""
        return self._at(path.rpartition("/")[0], kind_of(path))

    def around(self, manifest: Manifest) -> Iterator[Manifest]:
        """The manifests in the folders around one, outwards."""
        one: Manifest | None = manifest
        while one and one.folder:
            one = self._at(one.folder.rpartition("/")[0], one.kind)
            if one:
                yield one

    def are_together(self, one: Manifest, other: Manifest) -> bool:
        """Whether two packages are of the same workspace, so that one can take the other from there."""
        return self._workspace(one) == self._workspace(other)

    def _workspace(self, manifest: Manifest) -> str:
        """The folder of the innermost workspace around a package."""
        entries = self._graph.codebase.snapshot
        for one in (manifest, *self.around(manifest)):
            if one.is_root or (f"{one.folder}/{PNPM}" if one.folder else PNPM) in entries:
                return one.folder
        return ""

    def own(self, manifest: Manifest, declared: Declared) -> Manifest | None:
        """The manifest in the repository of a package that another one declares, though perhaps from elsewhere."""
        if declared.specifier.startswith("path:"):
            folder = posixpath.normpath(posixpath.join(manifest.folder, declared.specifier.removeprefix("path:")))
            return self.at(f"{folder}/{PYTHON}" if folder != "." else PYTHON)
        for one in self.by_name.get((manifest.kind, declared.name), ()):
            is_elsewhere = declared.specifier.startswith(("git+", "url:"))
            if is_elsewhere or any(edge.imported == one.path for edge in self._graph.of(manifest.path).edges):
                return one
        return None

    def _at(self, folder: str, kind: str) -> Manifest | None:
        key = folder, kind
        if key not in self._nearest:
            here = self.at(f"{folder}/{kind}" if folder else kind)
            is_end = here or not folder or (kind == PYTHON and self._is_listed_elsewhere(folder))
            self._nearest[key] = here if is_end else self._at(folder.rpartition("/")[0], kind)
        return self._nearest[key]

    def _is_listed_elsewhere(self, folder: str) -> bool:
        """Whether another kind of list lies in a folder; a module of a package may have such a name too."""
        entries = self._graph.codebase.snapshot.entries
        return f"{folder}/__init__.py" not in entries and any(f"{folder}/{name}" in entries for name in OTHER_LISTS)


def below(folders: Collection[str], paths: Iterable[str]) -> Iterator[str]:
    """The paths that lie in one of the folders, however deep; in the root's all do."""
    starts = tuple(f"{folder}/" if folder else "" for folder in folders)
    return (path for path in paths if path.startswith(starts)) if starts else iter(())


def kind_of(path: str) -> str:
    """The kind of manifest that a source file or a manifest answers to."""
    return PYTHON if path.endswith((*PYTHON_SOURCE, PYTHON)) else NPM


def manifest_of(path: str, facts: FileFacts) -> Manifest | None:
    """The manifest that a file is, None where it is none."""
    kind = path.rpartition("/")[2]
    if kind not in {NPM, PYTHON} or (facts.settings is None and facts.problem is None):
        return None
    name = _name(kind, facts)
    if not name and not facts.declared and facts.problem is None:
        return None
    lists_all = facts.problem is None and (kind == NPM or bool((facts.settings or {}).get("lists_all")))
    settings = facts.settings or {}
    grouped: dict[str, tuple[str, ...]] = {}
    for one in facts.declared:
        grouped[one.name] = (*grouped.get(one.name, ()), one.group)
    return Manifest(
        path,
        name,
        facts.declared,
        lists_all,
        kind == PYTHON or _is_offered(settings),
        bool(settings.get("workspaces")),
        grouped,
    )


def _is_offered(settings: Mapping[str, object]) -> bool:
    return settings.get("private") is not True and any(settings.get(key) for key in ENTRIES)


def _name(kind: str, facts: FileFacts) -> str:
    name = (facts.settings or {}).get("name")
    if not isinstance(name, str):
        return ""
    return normalised(name) if kind == PYTHON else name


@dataclass(frozen=True)
class Sides:
    """The manifests of the three sides of a change."""

    change: Change

    @cached_property
    def head(self) -> Manifests:
        return Manifests(self.change.head)

    @cached_property
    def base(self) -> Manifests:
        return Manifests(self.change.base, self.head)

    @cached_property
    def tip(self) -> Manifests:
        return self.base if self.change.tip is self.change.base else Manifests(self.change.tip, self.head)

    @cached_property
    def changed(self) -> tuple[tuple[Manifest, Manifest | None], ...]:
        """The head's manifests whose files the change edits, adds or moves, each with what it was at the base, in the
        order of the files."""
        before, after = self.change.base.codebase.snapshot, self.change.head.codebase.snapshot
        edited = after.edits if after.derived_from is before.identity else after.entries
        paths = (path for path in {*edited, *self.change.origins} if path.endswith((NPM, PYTHON)))
        found = ((path, self.head.at(path)) for path in sorted(paths))
        return tuple((one, self.base.at(self.change.origin(path))) for path, one in found if one)

    @cached_property
    def new_declarations(self) -> tuple[tuple[Manifest, Declared], ...]:
        """What the change adds to manifests, or gives another group or specifier, in the order of the files."""
        return tuple(self._new_declarations())

    def specifiers_before(self, manifest: Manifest, one: Declared) -> tuple[str, ...]:
        """What the base and its tip say in the place of a declaration of the head: whoever raises a version, mostly a
        machine, is not asked about what was wrong before."""
        old = (self.base.at(self.change.origin(manifest.path)), self.tip.at(manifest.path))
        same = (each for side in old if side for each in side.declared if each.name == one.name)
        return tuple(each.specifier for each in same if each.group == one.group)

    def _new_declarations(self) -> Iterator[tuple[Manifest, Declared]]:
        for manifest, was in self.changed:
            old = [was, self.tip.at(manifest.path)]
            if not any(one is manifest or (one and one.declared == manifest.declared) for one in old):
                known = {_identity(one) for side in old if side for one in side.declared}
                yield from ((manifest, one) for one in manifest.declared if _identity(one) not in known)


def _identity(one: Declared) -> tuple[str, str, str]:
    return one.name, one.group, one.specifier
