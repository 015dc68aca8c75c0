"""The subpaths by which a package.json lets others in, and those that a change takes away."""

from collections.abc import Iterator, Mapping

from checks.codebase.api.breaks import Break
from checks.codebase.languages.typescript.exports import Exports


def subpath_breaks(before: object, after: object, path: str) -> list[Break]:
    """The keys of one `exports` table (`.`, `./sub`, `./features/*`) that another one no longer answers; `path` is that
    of the package.json. A package without a table (None) lets everyone into all its files: nothing is said of one."""
    if before is None or after is None:
        return []
    was, now = Exports(before), Exports(after)
    gone = [key for key in subpaths(before) if was.targets(_probe(key)) and not now.targets(_probe(key))]
    return [Break("subpath-removed", key, was.targets(_probe(key))[0], "", None, 1, base_path=path) for key in gone]


def subpaths(table: object) -> Iterator[str]:
    """The keys of an `exports` table; `.` of one that is a target itself."""
    keys = [key for key in table if isinstance(key, str)] if isinstance(table, Mapping) else []
    if any(key.startswith(".") for key in keys):
        yield from (key for key in keys if key.startswith("."))
    elif table is not None:
        yield "."


def _probe(key: str) -> str:
    """A subpath that a pattern answers."""
    return f"{key}probe" if key.endswith("/") else key.replace("*", "probe", 1)
