"""Symbolic links: an edge from where the link lies to what it points at."""

import posixpath
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice

from checks.codebase.codebase import Codebase
from checks.codebase.facts import FileFacts, Import, Kind, Problem
from checks.codebase.languages.language import Target
from checks.codebase.snapshot import EntryKind, Snapshot

DIALECT = "link"
LEAVES = "a symbolic link that leaves the repository: {}"

MOST_SEEN = 100_000
"""Files seen through links; a repository may hold as many links to its largest folder as it likes."""


def extract(source: bytes) -> FileFacts:
    """A link's blob is its target's path, as it was given to `ln -s`."""
    target = source.decode("utf-8", "replace")
    if target.startswith("/"):
        return FileFacts(problem=Problem(LEAVES.format(target)))
    return FileFacts(imports=(Import(target, (), 1, Kind.LINK),))


def resolve(importer: str, statement: Import) -> Iterator[Target]:
    """The file or folder that a link points at, whether or not it is there."""
    path = _pointed_at(importer, statement)
    if not _leaves_repository(path):
        yield Target(path=path)


def problems(link: str, facts: FileFacts) -> Iterator[Problem]:
    """A link whose target is not in the repository cannot be read."""
    for statement in facts.imports:
        if _leaves_repository(_pointed_at(link, statement)):
            yield Problem(LEAVES.format(statement.module))


def _pointed_at(link: str, statement: Import) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(link), statement.module))


def paths(snapshot: Snapshot) -> frozenset[str]:
    """Where the links of a snapshot lie."""
    return frozenset(path for path, entry in snapshot.entries.items() if entry.kind is EntryKind.LINK)


def seen_through(codebase: Codebase, links: Iterable[str]) -> dict[str, str]:
    """The paths that lead to a file through one of the links, and its own path: imports resolve through links."""
    read = sorted(path for path in links if path in codebase.facts)
    return dict(islice(_seen_through(codebase.snapshot, codebase.facts, read), MOST_SEEN))


def are_touched(codebase: Codebase, links: Iterable[str], touched: Collection[str]) -> bool:
    """Whether one of these edits changes what is seen through the links: a link, or a file where one leads."""
    for link in links:
        targets = tuple(_targets(link, codebase.of(link)))
        below = tuple(f"{target}/" for target in targets)
        if any(path == link or path in targets or path.startswith(below) for path in touched):
            return True
    return False


def _seen_through(
    snapshot: Snapshot, facts: Mapping[str, FileFacts], links: Iterable[str]
) -> Iterator[tuple[str, str]]:
    files = sorted(path for path, entry in snapshot.entries.items() if entry.kind is EntryKind.FILE) if links else []
    for link, target in [(path, target) for path in links for target in _targets(path, facts[path])]:
        entry = snapshot.entries.get(target)
        if entry and entry.kind is EntryKind.FILE:
            yield link, target
        elif not link.startswith(f"{target}/"):
            for path in files[bisect_left(files, f"{target}/") : bisect_left(files, f"{target}0")]:
                yield link + path[len(target) :], path


def _targets(link: str, facts: FileFacts) -> Iterator[str]:
    for statement in facts.imports:
        yield from (target.path for target in resolve(link, statement) if target.path)


def _leaves_repository(path: str) -> bool:
    """Whether a normalised relative path points above the repository's top."""
    return path == ".." or path.startswith("../")
