"""The modules by which a package is used, under the names that its users give them."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from checks.codebase.entry_points import PackageEntries
from checks.codebase.graph import Graph
from checks.codebase.languages.python.dependencies import normalised, table
from checks.codebase.lookups import stem
from checks.entry_files import is_entry
from checks.policy import Components
from checks.public_apis.packages import PYTHON, Package, is_shipped

INIT = "__init__"
SOURCE_FOLDERS = ("src/", "lib/")


@dataclass(frozen=True, slots=True)
class Entries:
    """The paths of modules by name: `billing`, `billing.models`, empty for the main module of an npm package. Of those
    in `parts` only some names are public, because others import just these."""

    paths: Mapping[str, str]
    parts: Mapping[str, frozenset[str]]

    def split(self, name: str) -> tuple[str, str]:
        """The entry that a public name is of, and the rest of the name."""
        found = (entry for entry in self.paths if not entry or name == entry or name.startswith(f"{entry}."))
        entry = max(found, key=len, default="")
        return entry, name[len(entry) :].lstrip(".")

    def offers(self, name: str) -> bool:
        """Whether somebody may use a public name."""
        entry, rest = self.split(name)
        wanted = self.parts.get(entry)
        return not wanted or not rest or rest.partition(".")[0] in wanted


@dataclass(frozen=True)
class EntryFinder:
    """Finds the entries of one package at one commit. `public` are the names that the policy gives them, none where it
    leaves that to the package."""

    package: Package
    components: Components
    public: tuple[str, ...]

    def declared(self, graph: Graph, paths: Iterable[str]) -> dict[str, str]:
        """Those of these files that the package or the policy says to be entries, by name."""
        entries = PackageEntries(graph)
        found = dict[str, str]()
        for path in sorted(paths):
            if path in graph.codebase.snapshot and self._is_own(path) and self._is_entry(graph, entries, path):
                found.setdefault(self.name(graph, entries, path), path)
        return found

    def name(self, graph: Graph, entries: PackageEntries, path: str) -> str:
        """What users call the module in a file."""
        if self.package.language == PYTHON:
            return dotted_name(graph, path)
        known = entries.of(self._folder(path), path)
        named = {found: name for name, found in known.named} if known else {}
        if path in named:
            return named[path]
        inside = path[len(self.package.folder) :].lstrip("/")
        for start in SOURCE_FOLDERS:
            inside = inside.removeprefix(start)
        return stem(inside).removesuffix("/index")

    def _folder(self, path: str) -> str:
        return self.components.folder(self.package.component, path) or ""

    def _is_own(self, path: str) -> bool:
        return self.package.component in self.components.of(path) and not self.components.is_test(path)

    def _is_entry(self, graph: Graph, entries: PackageEntries, path: str) -> bool:
        if self.public:
            return is_entry(self.components, entries, self.public, self.package.component, path)
        if self.package.language == PYTHON and not _is_package(path) and not self._is_named_like_it(graph, path):
            return False
        if self.package.language != PYTHON and not self._has_patterns(graph):
            listed = entries.of(self._folder(path), f"{self.package.folder}/package.json".lstrip("/"))
            if listed is not None:
                return path in listed.listed
        found = entries.of(self._folder(path), path)
        return found is not None and found.is_one and is_shipped(self.package, path)

    def _has_patterns(self, graph: Graph) -> bool:
        """Whether `exports` name files by a pattern."""
        manifest = f"{self.package.folder}/package.json".lstrip("/")
        table = (graph.codebase.of(manifest).settings or {}).get("exports")
        return isinstance(table, Mapping) and any("*" in str(key) or str(key).endswith("/") for key in table)

    def _is_named_like_it(self, graph: Graph, path: str) -> bool:
        """Whether a module goes by the name of its distribution: it is all that there is of it."""
        folder = self.package.folder
        manifest = f"{folder}/pyproject.toml" if folder else "pyproject.toml"
        name = (graph.codebase.of(manifest).settings or {}).get("name")
        return isinstance(name, str) and normalised(stem(path).rpartition("/")[2]) == normalised(name)


def dotted_name(graph: Graph, path: str) -> str:
    """The name of a Python module as far up as there are packages around it."""
    entries = graph.codebase.snapshot.entries
    folder, _, file = path.rpartition("/")
    names = [] if stem(file) == INIT else [stem(file)]
    while folder and (f"{folder}/{INIT}.py" in entries or f"{folder}/{INIT}.pyi" in entries):
        folder, _, name = folder.rpartition("/")
        names.insert(0, name)
    return ".".join(names)


def scripts(manifest: str) -> Iterator[tuple[str, str]]:
    """The modules and the names in them that a pyproject.toml offers as commands or to plugins."""
    try:
        document = tomllib.loads(manifest)
    except (ValueError, RecursionError):
        return
    project, poetry = table(document, "project"), table(document, "tool", "poetry")
    groups = [project.get("scripts"), project.get("gui-scripts"), poetry.get("scripts")]
    groups += [*table(project, "entry-points").values(), *table(poetry, "plugins").values()]
    for target in (one for group in groups if isinstance(group, Mapping) for one in group.values()):
        module, _, name = target.partition("[")[0].strip().partition(":") if isinstance(target, str) else ("", "", "")
        if module and name:
            yield module.strip(), name.strip().partition(".")[0]


def _is_package(path: str) -> bool:
    return stem(path).rpartition("/")[2] == INIT
