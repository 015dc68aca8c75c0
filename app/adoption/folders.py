"""Where the components of a repository are: its projects, or the folders among which its code is divided."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from checks import DEFAULT_POLICY, EntryKind, Graph, ignored_by

MANIFESTS = frozenset({"package.json", "pyproject.toml", "setup.py"})
NX, NX_PROJECT = "nx.json", "project.json"
SETTINGS = (".json", ".toml", ".cfg", ".yaml", ".yml", ".txt", ".md")
"""How the names of files end that are read and hold no code."""
NOT_OURS = frozenset(
    {"fixtures", "__fixtures__", "testdata", "test-data", "test_data", "test_resources", "testprojects", "templates"}
    | {"example", "examples"}
)
"""Folders whose projects are material for others."""

NEARLY_ALL = 0.8
FEWEST_COMPONENTS = 4
FEWEST_PARTS = 3
LARGE = 0.25
WORTH_NAMING = 0.03
"""The share of the code from which a folder beside the others becomes a component even where nothing uses it."""


@dataclass(frozen=True)
class Code:
    """The paths of the files that hold code and are no tests, by folder."""

    paths: tuple[str, ...]

    @classmethod
    def of(cls, graph: Graph, is_test: Callable[[str], bool]) -> "Code":
        """That of one commit."""
        snapshot = graph.codebase.snapshot
        files = (path for path in graph.files if not path.endswith(SETTINGS) and not is_test(path))
        return cls(tuple(sorted(path for path in files if snapshot.kind(path) is EntryKind.FILE)))

    def count(self, folder: str) -> int:
        """How many files lie in a folder, at whatever depth."""
        return self._counts[folder]

    def children(self, folder: str) -> tuple[str, ...]:
        """The folders in a folder that hold code."""
        return self._children.get(folder, ())

    def outside(self, folders: Iterable[str]) -> Iterator[str]:
        """The files that lie in none of these folders."""
        known = set(folders)
        return (path for path in self.paths if known.isdisjoint(above(path)))

    @cached_property
    def _counts(self) -> Counter[str]:
        return Counter(folder for path in self.paths for folder in above(path))

    @cached_property
    def _children(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for folder in sorted(self._counts):
            if folder:
                found.setdefault(parent(folder), []).append(folder)
        return {folder: tuple(children) for folder, children in found.items()}


def component_folders(graph: Graph, code: Code) -> tuple[str, ...]:
    """The folders that become components; none lies in another."""
    folders = _outermost(code, tuple(_projects(graph, code)))
    if len(folders) < 2 or 2 * sum(map(code.count, folders)) < code.count(""):
        folders = list(_divided(code, ""))
    if len(folders) < FEWEST_COMPONENTS:
        folders = [part for folder in folders for part in _parts(code, folder)]
    beside = Counter(free_folder(path, folders) for path in code.outside(folders))
    worth = WORTH_NAMING * code.count("")
    return tuple(sorted([*folders, *(folder for folder, count in beside.items() if folder and count >= worth)]))


def free_folder(path: str, folders: Collection[str]) -> str:
    """The outermost folder that a file lies in and that holds none of these folders; empty where there is none."""
    taken = {outer for folder in folders for outer in (*above(folder), folder)}
    return next((folder for folder in reversed(tuple(above(path))) if folder not in taken), "")


def parent(path: str) -> str:
    """The folder that holds a file or folder; the top is the empty string."""
    return path.rpartition("/")[0]


def above(path: str) -> Iterator[str]:
    """The folders that a file or folder lies in, from the innermost to the top."""
    while path:
        path = parent(path)
        yield path


def _projects(graph: Graph, code: Code) -> Iterator[str]:
    """The folders with a manifest of their own."""
    entries = graph.codebase.snapshot.entries
    is_ignored = ignored_by(DEFAULT_POLICY)
    manifests = MANIFESTS | {NX_PROJECT} if NX in entries else MANIFESTS
    for path in entries:
        folder, _, name = path.rpartition("/")
        is_own = folder and NOT_OURS.isdisjoint(folder.split("/"))
        if name in manifests and is_own and code.count(folder) and not is_ignored(path):
            yield folder


def _outermost(code: Code, projects: Sequence[str]) -> list[str]:
    """The projects that lie in no other; one that hardly holds more than others is merely round them."""
    wanted = sorted(set(projects), key=lambda folder: (folder.count("/"), folder))
    kept: list[str] = []
    for folder in wanted:
        if not set(kept).isdisjoint(above(folder)):
            continue
        within = [other for other in wanted if folder in above(other)]
        inner = sum(code.count(other) for other in within if not any(each in above(other) for each in within))
        if 2 * inner <= code.count(folder):
            kept.append(folder)
    return kept


def _parts(code: Code, folder: str) -> tuple[str, ...]:
    """A large folder's own folders, where these are a few."""
    parts = _divided(code, folder)
    is_large = code.count(folder) >= LARGE * code.count("")
    return parts if is_large and len(parts) >= FEWEST_PARTS else (folder,)


def _divided(code: Code, folder: str) -> tuple[str, ...]:
    """The folders among which the code of a folder is divided, past those that hold nearly all of it."""
    found = code.children(folder)
    while children := code.children(folder):
        if len(children) > 1:
            found = children
        folder = max(children, key=code.count)
        if code.count(folder) < NEARLY_ALL * code.count(parent(folder)):
            break
    return found
