"""Symbolic links: an edge from where the link lies to what it points at."""

import posixpath
from collections.abc import Iterator

from checks.codebase.facts import FileFacts, Import, Kind, Problem
from checks.codebase.languages.language import Target

DIALECT = "link"


def extract(source: bytes) -> FileFacts:
    """A link's blob is its target's path, as it was given to `ln -s`."""
    target = source.decode("utf-8", "replace")
    if target.startswith("/"):
        return FileFacts(problem=Problem(f"a symbolic link that leaves the repository: {target}"))
    return FileFacts(imports=(Import(target, (), 1, Kind.LINK),))


def resolve(importer: str, statement: Import) -> Iterator[Target]:
    """The file or folder that a link points at, whether or not it is there."""
    path = posixpath.normpath(posixpath.join(posixpath.dirname(importer), statement.module))
    if not leaves_repository(path):
        yield Target(path=path)


def leaves_repository(path: str) -> bool:
    """Whether a normalised relative path points above the repository's top."""
    return path == ".." or path.startswith("../")
