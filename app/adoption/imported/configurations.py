"""Which files of a repository are configurations of which tool, and which of them are read."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.adoption.imported.contracts import has_contracts
from app.adoption.imported.values import SourceTree


class Tool(StrEnum):
    """A tool whose rules can be imported; the words of `--from`."""

    TACH = "tach"
    NX = "nx"
    DEPENDENCY_CRUISER = "dependency-cruiser"
    IMPORT_LINTER = "import-linter"


NX_RULE = b"enforce-module-boundaries"
NX_CONSTRAINTS = b"depConstraints"

CONFIGURATIONS: Mapping[Tool, re.Pattern[str]] = {
    Tool.TACH: re.compile(r"tach\.toml"),
    Tool.NX: re.compile(r"\.eslintrc(\.base)?(\.(json|c?js))?|eslint(\.base)?\.config\.[cm]?[jt]s|nx\.json"),
    Tool.DEPENDENCY_CRUISER: re.compile(r"\.dependency-cruiser\.(js|cjs|mjs|json)"),
    Tool.IMPORT_LINTER: re.compile(r"\.importlinter|setup\.cfg|pyproject\.toml"),
}
ALSO_READ = re.compile(r"tach\.domain\.toml|project\.json|package\.json|workspace\.json|angular\.json")
"""Files that configurations refer to."""


@dataclass(frozen=True, slots=True)
class Found:
    """The configurations to read, by tool, and others of the same tools that lie deeper than those."""

    read: Mapping[Tool, tuple[str, ...]]
    passed_over: tuple[str, ...]


def is_configuration(path: str) -> bool:
    """Whether the content of a file is needed."""
    name = path.rpartition("/")[2]
    return any(pattern.fullmatch(name) for pattern in (*CONFIGURATIONS.values(), ALSO_READ))


def find_configurations(tree: SourceTree, tools: Collection[Tool], is_foreign: Callable[[str], bool]) -> Found:
    """The configurations nearest to the top, for each tool. `is_foreign` says which paths are tests or vendored: what
    lies there is no configuration of this repository."""
    read: dict[Tool, tuple[str, ...]] = {}
    passed_over: list[str] = []
    for tool in Tool:
        if tool in tools:
            found = sorted(path for path in tree.contents if not is_foreign(path) and tool in tools_of(tree, [path]))
            depth = min((path.count("/") for path in found), default=0)
            read[tool] = tuple(path for path in found if path.count("/") == depth)
            passed_over += [path for path in found if path.count("/") > depth]
    return Found({tool: files for tool, files in read.items() if files}, tuple(passed_over))


def tools_of(tree: SourceTree, files: Iterable[str]) -> dict[Tool, tuple[str, ...]]:
    """Whose configurations these files are, by their names and, for files that many tools share, by what is in them."""
    found: dict[Tool, tuple[str, ...]] = {}
    for file in files:
        for tool, pattern in CONFIGURATIONS.items():
            if pattern.fullmatch(file.rpartition("/")[2]) and _says_something(tree, tool, file):
                found[tool] = (*found.get(tool, ()), file)
    return found


def _says_something(tree: SourceTree, tool: Tool, file: str) -> bool:
    if tool is Tool.NX:
        content = tree.contents.get(file, b"")
        return NX_CONSTRAINTS in content if file.endswith("nx.json") else NX_RULE in content
    if tool is Tool.IMPORT_LINTER and not file.endswith(".importlinter"):
        return has_contracts(file, tree.text(file))
    return True
