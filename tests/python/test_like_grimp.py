"""The edges of installed packages, as grimp sees them: the same modules at the same lines."""

from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

import grimp
import pytest

from checks import Graph
from tests.core.building import graph

Edges = Mapping[tuple[str, str], tuple[int, ...]]


def folder(package: str) -> Path:
    spec = find_spec(package)
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent


def module(path: str) -> str:
    return path.removesuffix(".py").replace("/", ".").removesuffix(".__init__")


def ours(found: Graph) -> Edges:
    return {(module(edge.importer), module(edge.imported)): edge.lines for edge in found.edges.values()}


def of_grimp(package: str) -> Edges:
    found = grimp.build_graph(package, cache_dir=None)
    edges = {(a, b) for a in found.modules for b in found.find_modules_directly_imported_by(a) if a != b}
    details = {edge: found.get_import_details(importer=edge[0], imported=edge[1]) for edge in edges}
    return {edge: tuple(sorted({each["line_number"] for each in lines})) for edge, lines in details.items()}


@pytest.mark.parametrize("package", ["asyncio", "click", "email", "pydantic", "starlette", "unittest"])
def test_edges_are_those_of_grimp(package: str) -> None:
    top = folder(package)
    files = {f"{package}/{path.relative_to(top).as_posix()}": path.read_bytes() for path in top.rglob("*.py")}
    found = graph(files)
    assert ours(found) == of_grimp(package)
    assert (found.problems, found.ambiguous) == ({}, {})
