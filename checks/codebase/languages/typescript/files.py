"""The files of a snapshot as a resolver asks for them: extensions left out or swapped, or a folder's index."""

import posixpath
from bisect import bisect_left
from collections.abc import Container, Iterable, Sequence
from functools import cached_property

from checks.codebase.lookups import Lookups
from checks.codebase.snapshot import EntryKind

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
    """Looks up paths of one codebase. Links and submodules count as missing. `folders` are all that hold a file."""

    def __init__(self, lookups: Lookups, folders: Container[str]) -> None:
        self._lookups = lookups
        self._entries = lookups.entries
        self._folders = folders

    def __contains__(self, path: str) -> bool:
        self._lookups.note_file(path)
        return self._is_file(path)

    def is_folder(self, path: str) -> bool:
        """Whether a path is a folder that holds a file, at whatever depth."""
        self._lookups.note(f"{path}/")
        return path in self._folders

    def first(self, paths: Iterable[str]) -> str | None:
        """The first of the paths that is a file."""
        return next((path for path in paths if path in self), None)

    def module(self, path: str) -> str | None:
        """The file that a path without query means to a script: itself, its source, with an extension added."""
        if path in self:
            return path
        stem, extension = posixpath.splitext(path)  # all that follow begin alike, so the look-up is noted already
        others = [stem + each for each in WRITTEN_FOR.get(extension, ())]
        others += [path + each for each in EXTENSIONS]
        for other in others:
            if other in self._entries and self._is_file(other):
                return other
        return None

    def index(self, folder: str) -> str | None:
        """The index file of a folder."""
        return self.module(join(folder, "index")) if self.is_folder(folder) else None

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

    def below(self, folder: str) -> Sequence[str]:
        """All files of a folder, at whatever depth, by path."""
        self._lookups.note(listing(folder))
        if not folder:
            return self._sorted
        paths = self._sorted
        return paths[bisect_left(paths, f"{folder}/") : bisect_left(paths, f"{folder}0")]

    def style(self, path: str) -> str | None:
        """The file that a path means to a style sheet: Sass leaves out extensions and underscores."""
        folder, _, name = path.rpartition("/")
        names = (name, f"_{name}")
        whole = [join(folder, each) for each in names]
        inside = [join(path, each) for each in ("_index", "index")]
        return self.first(whole) or self.first(each + style for each in (*whole, *inside) for style in STYLES)

    @cached_property
    def _sorted(self) -> Sequence[str]:
        return sorted(path for path, entry in self._entries.items() if entry.kind is EntryKind.FILE)

    def _is_file(self, path: str) -> bool:
        entry = self._entries.get(path)
        return entry is not None and entry.kind is EntryKind.FILE


def listing(folder: str) -> str:
    """The name under which it is noted that the files of a folder were listed, at whatever depth."""
    return f"{folder}/**"


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
