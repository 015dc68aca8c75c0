"""TypeScript edges against dependency-cruiser."""

import json
import os
import subprocess
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from benchmarks.agreement_python import graph_of
from benchmarks.differences import Differences, Pair
from benchmarks.measuring import checkout
from checks import Graph, Kind

SCRIPTS = (".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs")
UNRESOLVED = "dependency-cruiser could not resolve the name without an install"
BUILT = "a build output taken back to its source"
PATTERN = "a dynamic import whose name is put together, or a pattern of file names"
NO_SCRIPT = "to a file that is no script (styles, components, JSON, manifests)"
REFERENCE = "a reference that is no import to dependency-cruiser (require.resolve, mocks, new URL)"
TYPES = "a package's types, where dependency-cruiser takes its implementation"
REFERENCES = ("resolve(", "mock(", "requireActual(", "new URL(", "Worker(", "reference path", "import(")
SKIPPED = ("node_modules", "dist", "build", ".yarn", "vendor", "out", "coverage")


def compare_with_dependency_cruiser(clone: Path, revision: str, depcruise: Path) -> Differences:
    """All edges between scripts. dependency-cruiser is given a checkout and a tsconfig that maps the names of workspace
    packages to their source folders: without an install it resolves none of them by itself."""
    graph = graph_of(clone, revision)
    with checkout(clone, revision) as (tree, _):
        (tree / "tsconfig.agreement.json").write_text(json.dumps(mapped(tree, graph)))
        theirs, unresolved = cruised(tree, depcruise)
        words = {pair: text_at(tree, graph, pair) for pair in graph.edges if pair not in theirs}
    entries = graph.codebase.snapshot.entries
    read = {path for path in graph.files if path.endswith(SCRIPTS)}
    pairs = {pair for pair in theirs if pair[0] in read and pair[1] in entries and pair[0] != pair[1]}
    ours = {pair for pair in graph.edges if pair[0] in read and pair[0] in {one for one, _ in theirs} | set(unresolved)}
    return Differences.of(
        ours, pairs, lambda pair: why_ours(graph, pair, unresolved, words[pair]), lambda pair: why_theirs(graph, pair)
    )


def mapped(tree: Path, graph: Graph) -> Mapping[str, object]:
    """A tsconfig with the names of all packages, and the `paths` that only one configuration defines."""
    paths: dict[str, list[str]] = {}
    for manifest in packages(graph):
        name = json.loads((tree / manifest).read_text()).get("name")
        folder = manifest.rpartition("/")[0] or "."
        if isinstance(name, str) and name:
            paths[name] = [f"./{folder}/src/index", f"./{folder}/index", f"./{folder}/src/main"]
            paths[f"{name}/*"] = [f"./{folder}/*", f"./{folder}/src/*", f"./{folder}/src/*/index"]
    return {"compilerOptions": {"baseUrl": ".", "paths": paths, "allowJs": True, "jsx": "preserve"}}


def packages(graph: Graph) -> Iterator[str]:
    """The manifests of the commit that are read."""
    return (path for path in graph.codebase.facts if path.rpartition("/")[2] == "package.json")


def cruised(tree: Path, depcruise: Path) -> tuple[set[Pair], Mapping[str, Collection[str]]]:
    """dependency-cruiser's edges, and by importer the names that it could not resolve."""
    folders = sorted(one.name for one in tree.iterdir() if one.is_dir() and one.name not in SKIPPED)
    exclude = rf"(^|/)({'|'.join(SKIPPED)})/"
    options = ["--no-config", "--ts-pre-compilation-deps", "--ts-config", "tsconfig.agreement.json"]
    command = [str(depcruise), *folders, *options, "--exclude", exclude, "--output-type", "json"]
    environment = {**os.environ, "NODE_OPTIONS": "--max-old-space-size=8192"}
    answer = subprocess.run(command, cwd=tree, capture_output=True, text=True, check=True, env=environment)  # noqa: S603
    edges: set[Pair] = set()
    unresolved: dict[str, list[str]] = {}
    for module in json.loads(answer.stdout)["modules"]:
        for dependency in module["dependencies"]:
            if dependency["couldNotResolve"]:
                unresolved.setdefault(module["source"], []).append(dependency["module"])
            elif not dependency["coreModule"]:
                edges.add((module["source"], dependency["resolved"]))
    return edges, unresolved


def text_at(tree: Path, graph: Graph, pair: Pair) -> str:
    """What stands at the lines of an edge."""
    path = tree / pair[0]
    lines = path.read_text("utf-8", "replace").splitlines() if path.is_file() else []
    return "\n".join(lines[line - 1] for line in graph.edges[pair].lines if line <= len(lines))


def why_ours(graph: Graph, pair: Pair, unresolved: Mapping[str, Collection[str]], text: str) -> str:
    """Why dependency-cruiser lacks an edge."""
    edge, (importer, imported) = graph.edges[pair], pair
    written = [one.module for one in graph.codebase.of(importer).imports if one.line in edge.lines]
    classes = {
        UNRESOLVED: any(name in unresolved.get(importer, ()) for name in written),
        BUILT: any(f"/{output}/" in f"/{name}/" for name in written for output in ("dist", "build", "lib")),
        PATTERN: edge.kind is Kind.DYNAMIC,
        NO_SCRIPT: not imported.endswith(SCRIPTS),
        REFERENCE: any(word in text for word in REFERENCES),
        TYPES: imported.endswith(".d.ts"),
    }
    return next((reason for reason, holds in classes.items() if holds), "")


def why_theirs(graph: Graph, pair: Pair) -> str:
    """Why adrift lacks an edge."""
    importer, imported = pair
    if importer in graph.problems:
        return "from a file that adrift names as unreadable"
    found = {edge.imported for edge in graph.of(importer).edges}
    stem = imported.rpartition("/")[2].partition(".")[0]
    if any(other.rpartition("/")[2].partition(".")[0] in {stem, "index"} for other in found - {imported}):
        return "adrift takes the name for another file of the same name (source for output, package entry)"
    return ""
