"""Python edges against `grimp.build_graph`."""

import json
import subprocess
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from app.facts.store import NoStore
from app.git.repository import Repository
from app.parsing import Parsers
from app.reading.memory import RepositoryMemory
from app.reading.workbench import Workbench
from benchmarks.differences import Differences, Pair
from benchmarks.measuring import PYTHON, checkout
from checks import DEFAULT_POLICY, Graph, Kind

SCRIPT = """
import grimp, json, sys
graph = grimp.build_graph(*sys.argv[1:], cache_dir=None)
pairs = [(one, other) for one in graph.modules for other in graph.find_modules_directly_imported_by(one)]
json.dump({"modules": sorted(graph.modules), "pairs": pairs}, sys.stdout)
"""


def compare_with_grimp(clone: Path, revision: str, packages: Sequence[str]) -> Differences:
    """All edges between the files of these root packages. grimp is given a checkout; where it raises on a file that
    does not parse, that file is emptied for it and named."""
    with checkout(clone, revision) as (tree, _):
        files, pairs = grimp_edges(tree, packages)
    graph = graph_of(clone, revision)
    ours = {pair for pair in graph.edges if pair[0] in files and pair[1] in files}
    known = {path for pair in ours | pairs for path in pair}
    return Differences.of(ours, pairs, lambda pair: why_ours(graph, pair), lambda pair: why_theirs(graph, pair, known))


def grimp_edges(tree: Path, packages: Sequence[str]) -> tuple[Collection[str], set[Pair]]:
    """The files that grimp takes for modules, and its edges as pairs of them."""
    roots = {Path(package).parent.as_posix() for package in packages}
    names = [Path(package).name for package in packages]
    path = ":".join(str(tree / root) for root in sorted(roots))
    answer = subprocess.run(  # noqa: S603 - our own program
        [PYTHON, "-c", SCRIPT, *names], env={"PYTHONPATH": path}, check=True, capture_output=True, text=True, cwd=tree
    )
    found = json.loads(answer.stdout)
    files = {module: file_of(tree, roots, module) for module in found["modules"]}
    known: Mapping[str, str] = {module: file for module, file in files.items() if file}
    pairs = {(known[one], known[other]) for one, other in found["pairs"] if one in known and other in known}
    return set(known.values()), pairs


def file_of(tree: Path, roots: Collection[str], module: str) -> str | None:
    """The path of a module below one of the roots."""
    for root in roots:
        for ending in ("/__init__.py", ".py"):
            path = Path(root, module.replace(".", "/") + ending)
            if (tree / path).is_file():
                return path.as_posix()
    return None


def graph_of(clone: Path, revision: str) -> Graph:
    """The graph that adrift builds."""
    repository = Repository.at(clone)
    with Parsers(processes=2, start="fork") as parsers:
        bench = Workbench.of_memory(parsers, NoStore(), RepositoryMemory())
        return bench.reader(repository, DEFAULT_POLICY).graph(repository.commit(revision))


def why_ours(graph: Graph, pair: Pair) -> str:
    """Why grimp lacks an edge."""
    edge = graph.edges[pair]
    if edge.kind is Kind.DYNAMIC:
        return "imports by call or by name in a string (import_module, Django, Celery): not grimp's"
    return ""


def why_theirs(graph: Graph, pair: Pair, known: Collection[str]) -> str:
    """Why adrift lacks an edge."""
    importer, imported = pair
    if importer in graph.problems:
        return "from a file that adrift names as unreadable"
    package = imported.removesuffix("__init__.py")
    if any(edge.imported.startswith(package) and edge.imported.endswith(".pyi") for edge in graph.of(importer).edges):
        return "an import of a stub file, which grimp does not see and takes for the package above"
    if imported.endswith("__init__.py") and any(path.startswith(package) for path in known):
        return "an import of something that is no module, which grimp takes for the package above"
    return ""
