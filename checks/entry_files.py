"""Which files are the entry points of a component, by what its `public` names."""

from checks.codebase.entry_points import PackageEntries
from checks.policy import Components, GlobSet, parse_glob, segments

EXPORTS = "exports"


def is_entry(
    components: Components, entries: PackageEntries, names: tuple[str, ...], component: str, path: str
) -> bool:
    """Whether one of the names of a component's `public` means a file of it."""
    folder = components.folder(component, path)
    if folder is None:  # its code comes back as a package, of which only the name is known
        return True
    return any(_is_meant(components, entries, name, component, folder, path) for name in names)


def _is_meant(  # noqa: PLR0913, PLR0917 - a name, and the file that it is held against
    components: Components, entries: PackageEntries, name: str, component: str, folder: str, path: str
) -> bool:
    if name == EXPORTS:
        found = entries.of(folder, path)
        return found is None or found.is_one
    if "/" in name or "*" in name:
        return GlobSet([parse_glob(name.removeprefix("./"))]).any(path[len(folder) :].lstrip("/"))
    inside = segments(path) if "." in name else components.below(component, path)
    return is_module(name, inside) or path == f"{folder}/{name}"


def is_module(name: str, path: tuple[str, ...]) -> bool:
    """Whether a path leads through the folders (or ends in the module) of this name, wherever its root is."""
    wanted = tuple(name.split("/" if "/" in name else "."))
    return any(path[at : at + len(wanted)] == wanted for at in range(len(path) - len(wanted) + 1))
