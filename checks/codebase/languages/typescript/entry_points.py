"""The files by which a package is meant to be used: what its `exports`, or `main` and its kin, name, taken back to
their sources; for a folder without a manifest of its own its index."""

from collections.abc import Iterator, Mapping

from checks.codebase.languages.language import EntryPoints
from checks.codebase.languages.typescript.entries import MAINS, OUTPUT_FOLDERS, Entries
from checks.codebase.languages.typescript.exports import Exports
from checks.codebase.languages.typescript.files import Files, is_below, join
from checks.codebase.languages.typescript.packages import Package, Packages


def entry_points(packages: Packages, entries: Entries, files: Files, folder: str, path: str) -> EntryPoints | None:
    """Those of the package around a file, as far as it lies in `folder`; None where nothing says what they are."""
    package = packages.named_around(path.rpartition("/")[0])
    if package is None or not is_below(package.folder, folder):
        index = files.index(join(folder, "src")) or files.index(folder)
        return EntryPoints(path == index, (index,), (("", index),)) if index else None
    named = dict[str, str]()
    for name, found in _listed(package, entries):
        named.setdefault(found, name)
    listed = tuple(named)
    is_one = path in listed or _is_of_a_pattern(package, entries, path)
    names = tuple((name, found) for found, name in named.items())
    return EntryPoints(is_one, listed, names) if listed or is_one or "exports" in package.settings else None


def _listed(package: Package, entries: Entries) -> Iterator[tuple[str, str]]:
    """The files that the manifest names one by one, each behind the name that users give it; without `exports` the one
    that the package's name means too."""
    for key, exports in _keys(package):
        if "*" not in key and not key.endswith("/"):
            name = key.removeprefix(".").removeprefix("/")
            yield from ((name, found) for one in exports.targets(key) if (found := entries.output(package, one)))
    if "exports" not in package.settings:
        mains = (value for key in MAINS if isinstance(value := package.settings.get(key), str))
        yield from (("", found) for main in mains if (found := entries.output(package, main)))
        if (found := entries.entry(package, "")) is not None:
            yield "", found


def _is_of_a_pattern(package: Package, entries: Entries, path: str) -> bool:
    """Whether `./*` or its like covers a file."""
    relative = path[len(package.folder) :].lstrip("/")
    for key, exports in _keys(package):
        pattern = f"{key}*" if key.endswith("/") else key
        for text in _stars(relative) if "*" in pattern else ():
            targets = exports.targets(pattern.replace("*", text, 1))
            if any(entries.output(package, target) == path for target in targets):
                return True
    return False


def _stars(relative: str) -> Iterator[str]:
    """What a `*` may stand for, if it is to mean this file: its path with fewer and fewer folders before it."""
    stem, dot, suffix = relative.partition(".")
    segments = stem.split("/")
    for start in range(len(segments)):
        text = "/".join(segments[start:])
        yield from (text, f"{text}{dot}{suffix}")
        if text.endswith("/index"):
            yield text.removesuffix("/index")
        if segments[start] not in OUTPUT_FOLDERS | {"src"}:
            yield from ("/".join(segments[later:]) for later in range(start + 1, len(segments)))
            return


def _keys(package: Package) -> Iterator[tuple[str, Exports]]:
    table = package.settings.get("exports")
    if table is None:
        return
    exports = Exports(table)
    keys = [str(key) for key in table if str(key).startswith(".")] if isinstance(table, Mapping) else []
    yield from ((key, exports) for key in keys or ["."])
