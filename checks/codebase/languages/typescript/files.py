"""The files of a snapshot as a resolver asks for them: extensions left out or swapped, or a folder's index."""

import posixpath
from collections.abc import Iterable
from functools import cached_property

from checks.codebase.snapshot import EntryKind, Snapshot

SCRIPTS = (".ts", ".tsx", ".d.ts", ".js", ".jsx", ".mts", ".d.mts", ".cts", ".d.cts", ".mjs", ".cjs")
EXTENSIONS = (*SCRIPTS, ".json", ".vue", ".svelte", ".css", ".scss", ".sass", ".less", ".graphql", ".node")
WRITTEN_FOR = {
    ".js": (".ts", ".tsx", ".d.ts", ".jsx"),
    ".jsx": (".tsx", ".d.ts"),
    ".mjs": (".mts", ".d.mts"),
    ".cjs": (".cts", ".d.cts"),
}
"""What an extension may stand for: TypeScript is imported by the name of its output."""

OUTPUTS = (".d.ts", ".d.mts", ".d.cts", ".js", ".jsx", ".mjs", ".cjs", ".ts", ".tsx", ".mts", ".cts")
STYLES = (".scss", ".sass", ".css", ".less")


class Files:
    """Looks up paths of one snapshot. Links and submodules count as missing."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._entries = snapshot.entries

    def __contains__(self, path: str) -> bool:
        entry = self._entries.get(path)
        return entry is not None and entry.kind is EntryKind.FILE

    @cached_property
    def folders(self) -> frozenset[str]:
        """Every folder that holds a file, at whatever depth."""
        found: set[str] = {""}
        for path in self._entries:
            folder = path.rpartition("/")[0]
            while folder not in found:
                found.add(folder)
                folder = folder.rpartition("/")[0]
        return frozenset(found)

    def first(self, paths: Iterable[str]) -> str | None:
        """The first of the paths that is a file."""
        return next((path for path in paths if path in self), None)

    def module(self, path: str) -> str | None:
        """The file that a path without query means to a script: itself, its source, with an extension added."""
        if path in self:
            return path
        stem, extension = posixpath.splitext(path)
        found = self.first(stem + other for other in WRITTEN_FOR.get(extension, ()))
        return found or self.first(path + extension for extension in EXTENSIONS)

    def index(self, folder: str) -> str | None:
        """The index file of a folder."""
        return self.module(join(folder, "index")) if folder in self.folders else None

    def source(self, path: str) -> str | None:
        """The file that a build output was made from, where only its folder is known to be right."""
        return self.module(path) or next(
            (
                found
                for extension in OUTPUTS
                if path.endswith(extension) and (found := self.first(path[: -len(extension)] + e for e in EXTENSIONS))
            ),
            None,
        )

    def style(self, path: str) -> str | None:
        """The file that a path means to a style sheet: Sass leaves out extensions and underscores."""
        folder, _, name = path.rpartition("/")
        names = (name, f"_{name}")
        whole = [join(folder, each) for each in names]
        inside = [join(path, each) for each in ("_index", "index")]
        return self.first(whole) or self.first(each + style for each in (*whole, *inside) for style in STYLES)


def join(folder: str, path: str) -> str:
    """A path below a folder of the repository; the root is the empty string."""
    return f"{folder}/{path}" if folder else path


def inside(folder: str, path: str) -> str | None:
    """The normalised path that `path` means in `folder`, or None where it leaves the repository."""
    whole = posixpath.normpath(posixpath.join(folder, path)) if not path.startswith("/") else ".."
    if whole == ".":
        return ""
    return None if whole == ".." or whole.startswith("../") else whole


def is_below(path: str, folder: str) -> bool:
    """Whether a path is a folder or lies somewhere in it."""
    return not folder or path == folder or path.startswith(f"{folder}/")


def parents(folder: str) -> Iterable[str]:
    """The folder and those above it, innermost first, the root (an empty string) last."""
    while folder:
        yield folder
        folder = folder.rpartition("/")[0]
    yield ""
