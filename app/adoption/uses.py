"""Who uses whom among candidates for components, and what they use that belongs to none of them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.adoption.folders import free_folder, parent
from app.adoption.names import escaped, free_name
from checks import Components, Edge, Graph, Policy, is_judged

Pair = tuple[str, str]

MOST_FILES = 6
"""More files of one folder are written as globs of their endings."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may become a component: its name and its folders or files, as plain paths or (`is_glob`) as globs."""

    name: str
    paths: tuple[str, ...]
    is_glob: bool = False

    @property
    def folder(self) -> str:
        """The folder that holds it."""
        return parent(self.paths[0])

    @property
    def globs(self) -> tuple[str, ...]:
        """Its paths as a policy writes them."""
        return self.paths if self.is_glob else tuple(map(escaped, self.paths))


@dataclass(frozen=True, slots=True)
class Uses:
    """The edges that a policy judges between candidates (also within one), by the candidates of both ends.

    `tested`: edges of production code to test files. `homeless`: files that candidates use and that lie in none.
    """

    candidates: tuple[Candidate, ...]
    edges: Mapping[Pair, Sequence[Edge]]
    tested: Sequence[Edge]
    homeless: frozenset[str]

    @property
    def between(self) -> Mapping[Pair, Sequence[Edge]]:
        """The edges from one candidate to another."""
        return {pair: edges for pair, edges in self.edges.items() if pair[0] != pair[1]}


def uses(graph: Graph, folders: Iterable[str], tests: Sequence[str]) -> Uses:
    """Who uses whom. What is used and lies in none of the folders becomes a candidate too: a list of what may be used
    names components."""
    plain: list[Candidate] = []
    for folder in folders:
        plain.append(Candidate(free_name(folder, [one.name for one in plain]), (folder,)))
    homeless: frozenset[str] = frozenset()
    while True:
        known = _uses(graph, (*plain, *_homes(homeless, plain)), tests)
        if known.homeless <= homeless:
            return known
        homeless |= known.homeless


def components_at(globs: Mapping[str, Sequence[str]], tests: Sequence[str], graph: Graph) -> Components:
    """Components at these globs, by name, over the files of a graph."""
    components = {name: {"path": paths} for name, paths in globs.items()}
    policy = Policy.model_validate({"version": 1, "components": components, "tests": tests})
    return Components(policy, graph.codebase.snapshot.entries)


def _uses(graph: Graph, candidates: tuple[Candidate, ...], tests: Sequence[str]) -> Uses:
    globs = {one.name: one.globs for one in candidates}
    components = components_at(globs, tests, graph)
    edges: dict[Pair, list[Edge]] = {}
    tested: list[Edge] = []
    homeless: set[str] = set()
    for file in graph.files.values():
        importer = file.edges[0].importer if file.edges else ""
        source = components.owner(importer) if importer else None
        for edge in file.edges if source else ():
            if not is_judged(components, edge):
                continue
            if components.is_test(edge.imported):
                tested.append(edge)
            target = components.owner(edge.imported)
            if target is None:
                homeless.add(edge.imported)
            else:
                edges.setdefault((source or "", target), []).append(edge)
    _add_ambiguous(graph, components, edges, homeless)
    return Uses(candidates, edges, tested, frozenset(homeless))


def _add_ambiguous(graph: Graph, components: Components, edges: dict[Pair, list[Edge]], homeless: set[str]) -> None:
    """An ambiguous import is no edge, and yet a finding where each of its candidates is forbidden: one is allowed."""
    for one in graph.ambiguous.values():
        source = components.owner(one.importer)
        meant = [Edge(one.importer, path, one.lines, one.kind) for path in one.candidates]
        if source is None or not meant or not is_judged(components, meant[0]):
            continue
        targets = [(components.owner(edge.imported), edge) for edge in meant]
        owned = [(target, edge) for target, edge in targets if target is not None]
        if not owned:
            homeless.add(meant[0].imported)
        elif not any(target == source or (source, target) in edges for target, _ in owned):
            edges[source, owned[0][0]] = [owned[0][1]]


def _homes(homeless: Iterable[str], known: Sequence[Candidate]) -> Iterator[Candidate]:
    """Folders for files that are used and belong nowhere; files beside other components stand for themselves."""
    taken = [path for one in known for path in one.paths]
    names = [one.name for one in known]
    folders: set[str] = set()
    files: dict[str, list[str]] = {}
    for path in sorted(homeless):
        if folder := free_folder(path, taken):
            folders.add(folder)
        else:
            files.setdefault(parent(path), []).append(path)
    for folder in sorted(folders):
        names.append(free_name(folder, names))
        yield Candidate(names[-1], (folder,))
    for folder, paths in files.items():
        names.append(free_name(f"{folder}-files" if folder else "", names))
        yield _of_files(names[-1], folder, paths)


def _of_files(name: str, folder: str, paths: Sequence[str]) -> Candidate:
    if len(paths) <= MOST_FILES:
        return Candidate(name, tuple(paths))
    endings = sorted({path.rpartition(".")[2] for path in paths if "." in path.rpartition("/")[2]})
    inside = f"{escaped(folder)}/" if folder else ""
    bare = [escaped(path) for path in paths if "." not in path.rpartition("/")[2]]
    return Candidate(name, (*bare, *(f"{inside}*.{escaped(ending)}" for ending in endings)), is_glob=True)
