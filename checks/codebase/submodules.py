"""Submodules: files of another repository, known here by its address alone."""

import re
from collections.abc import Iterator

from checks.codebase.edges import Edge, FileEdges
from checks.codebase.facts import FileFacts, Kind, Problem
from checks.codebase.snapshot import EntryKind, Snapshot

FILE = ".gitmodules"
DIALECT = "gitmodules"
PROBLEM = Problem("a submodule: its files are in another repository")
SETTING = re.compile(r"\s*(path|url)\s*=\s*(.*?)\s*$")


def extract(source: bytes) -> FileFacts:
    """`settings`: {"modules": [[path, url, line of the url], …]}. Lines that say anything else are passed over, as
    git itself does with settings it does not know."""
    modules: list[list[object]] = []
    for number, line in enumerate(source.decode("utf-8", "replace").splitlines(), 1):
        setting = SETTING.match(line)
        if line.lstrip().startswith("["):
            modules.append([None, None, number])
        elif setting and modules:
            key, value = setting.groups()
            modules[-1][0 if key == "path" else 1] = value.strip('"')
            modules[-1][2] = number if key == "url" else modules[-1][2]
    return FileFacts(settings={"modules": modules})


def paths(snapshot: Snapshot) -> set[str]:
    """Where the submodules of a snapshot lie."""
    return {path for path, entry in snapshot.entries.items() if entry.kind is EntryKind.SUBMODULE}


def addresses(snapshot: Snapshot, facts: FileFacts) -> Iterator[tuple[str, FileEdges]]:
    """Each submodule of the snapshot that has an address: its path, and the edge to its URL, at the URL's line in
    `.gitmodules`."""
    modules = (facts.settings or {}).get("modules")
    for module in modules if isinstance(modules, list) else []:
        path, url, line = module
        entry = snapshot.entries.get(path)
        if url and entry and entry.kind is EntryKind.SUBMODULE:
            yield path, FileEdges(external=(Edge(path, url, (line,), Kind.LINK),))
