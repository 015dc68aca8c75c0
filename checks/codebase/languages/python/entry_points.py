"""The module by which a package is meant to be used: its `__init__`."""

from collections.abc import Collection

from checks.codebase.languages.language import EntryPoints
from checks.codebase.languages.python.find_projects import INIT_FILES
from checks.codebase.languages.python.projects import below


def entry_points(paths: Collection[str], folder: str, path: str) -> EntryPoints:
    """The `__init__` files of the outermost package around a module, of those in `folder`."""
    depth = folder.count("/") + 1 if folder else 0
    segments = path.split("/")[:-1]
    for end in range(depth, len(segments) + 1):
        here = "/".join(segments[:end])
        found = tuple(init for name in sorted(INIT_FILES) if (init := below(here, name)) in paths)
        if found:
            return EntryPoints(path in found, found)
    return EntryPoints(is_one=True, listed=(path,))
