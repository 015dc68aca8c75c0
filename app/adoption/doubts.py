"""What looks wrong in the present code, for a team to decide on: every edge here is allowed by the starting policy."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from app.adoption.circles import circles
from app.adoption.doubt import Doubt, by_path, shown
from app.adoption.folders import above
from app.adoption.uses import Pair, Uses
from checks import Edge, Graph

APPLICATIONS = frozenset({"apps", "applications", "services", "sites"})
LIBRARIES = frozenset({"packages", "libs", "libraries", "shared", "modules"})
INWARD = ("src", "dist")
"""Folders of a package that its users should not know."""


def doubts(graph: Graph, known: Uses, name: Callable[[str], str]) -> Iterator[Doubt]:
    """All that looks odd. `name` is what the policy calls a candidate."""
    between = known.between
    yield from circles(between, name)
    folder_of = {one.name: one.folder.rpartition("/")[2] for one in known.candidates}
    yield from _between("an application uses another one", between, _among(folder_of, APPLICATIONS, APPLICATIONS))
    yield from _between("a library uses an application", between, _among(folder_of, LIBRARIES, APPLICATIONS))
    yield from _edges("production code imports what `tests` names", known.tested)
    crossing = [edge for edges in between.values() for edge in edges]
    yield from _edges("an import goes past the entry points of another component", _private(graph, crossing))
    homes = {path for one in known.candidates for path in one.paths}
    unknown = sum(
        len(one.unknown)
        for path, one in graph.files.items()
        if one.unknown and not homes.isdisjoint((path, *above(path)))
    )
    if unknown:
        yield Doubt("imports whose module only the running program knows", unknown, "a new one is a warning")
    if graph.problems:
        examples = tuple(f"{path}: {problem.reason}" for path, problem in sorted(graph.problems.items()))
        yield Doubt("files that cannot be read in full", len(examples), "`ignore` can name them", examples)


def upward(where: str, edges: Sequence[Edge]) -> Doubt:
    """A layer that imports a higher one."""
    return Doubt(f"a lower layer imports a higher one {where}", len(edges), "", tuple(map(shown, by_path(edges))))


def _among(folder_of: Mapping[str, str], users: frozenset[str], used: frozenset[str]) -> Callable[[Pair], bool]:
    return lambda pair: folder_of[pair[0]] in users and folder_of[pair[1]] in used


def _between(what: str, between: Mapping[Pair, Sequence[Edge]], is_odd: Callable[[Pair], bool]) -> Iterator[Doubt]:
    yield from _edges(what, [edge for pair, edges in between.items() if is_odd(pair) for edge in edges])


def _edges(what: str, edges: Sequence[Edge]) -> Iterator[Doubt]:
    if edges:
        yield Doubt(what, len(edges), "", tuple(map(shown, by_path(edges))))


def _private(graph: Graph, edges: Iterable[Edge]) -> list[Edge]:
    """Imports of another component's `_private` modules, or past the entry points of its package."""
    packages = _packages(graph)
    return [edge for edge in edges if _is_private_module(edge) or _is_deep(graph, edge, packages)]


def _is_private_module(edge: Edge) -> bool:
    if not edge.imported.endswith(".py"):
        return False
    steps = edge.imported.removesuffix(".py").split("/")
    shared = next((i for i, (a, b) in enumerate(zip(edge.importer.split("/"), steps, strict=False)) if a != b), 0)
    return any(step.startswith("_") and not step.startswith("__") for step in steps[shared + 1 :])


def _packages(graph: Graph) -> Mapping[str, str]:
    """The names of the packages by their folders."""
    found: dict[str, str] = {}
    for path, facts in graph.codebase.facts.items():
        folder, _, file = path.rpartition("/")
        name = (facts.settings or {}).get("name") if file == "package.json" else None
        if isinstance(name, str):
            found[folder] = name
    return found


def _is_deep(graph: Graph, edge: Edge, packages: Mapping[str, str]) -> bool:
    """Whether an edge from one package to another is written as a path between folders, or names a folder inside."""
    folder = next((folder for folder in above(edge.imported) if folder in packages), None)
    if not folder or folder in above(edge.importer):
        return False
    lines, name = frozenset(edge.lines), packages[folder]
    inward = tuple(f"{name}/{inner}/" for inner in INWARD)
    written = [one.module for one in graph.codebase.of(edge.importer).imports if one.line in lines]
    relative = [module for module in written if module.startswith(("./", "../"))]
    if any(module.startswith(inward) for module in written):
        return True
    return bool(relative) and not any(module == name or module.startswith(f"{name}/") for module in written)
