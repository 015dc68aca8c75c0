"""Subpaths that the `exports` of a package.json answers no more."""

from dataclasses import replace

from checks.codebase.api.breaks import Break
from checks.codebase.delta import Change
from checks.codebase.graph import Graph
from checks.codebase.languages.typescript.api_subpaths import subpath_breaks
from checks.public_apis.packages import Package
from checks.versions.documents import Files, read_json


def lost_subpaths(change: Change, package: Package, base_files: Files) -> list[Break]:
    """Those of one package, with the lines where they stood."""
    path = f"{package.folder}/package.json" if package.folder else "package.json"
    if path not in package.differing or path not in change.head.codebase.snapshot:
        return []
    found = subpath_breaks(_table(change.base, path), _table(change.head, path), path)
    lines = read_json(base_files[path]) if found and path in base_files else None
    return [replace(one, base_line=lines.line("exports", one.name) if lines else 1) for one in found]


def _table(graph: Graph, path: str) -> object:
    return (graph.codebase.of(path).settings or {}).get("exports")
