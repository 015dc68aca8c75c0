"""What git's `ls-tree -z` and `diff-tree --raw -z` print, as values."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from sys import intern

from checks import Entry, EntryKind

KINDS = {"120000": EntryKind.LINK, "160000": EntryKind.SUBMODULE}
IMAGES = (".avif", ".bmp", ".gif", ".ico", ".jpeg", ".jpg", ".pdf", ".png", ".psd", ".svg", ".tif", ".tiff", ".webp")
MEDIA = (".mov", ".mp3", ".mp4", ".ogg", ".wav", ".webm", ".eot", ".otf", ".ttf", ".woff", ".woff2")
ARCHIVES = (".7z", ".bz2", ".gz", ".jar", ".rar", ".tar", ".tgz", ".whl", ".xz", ".zip")
BINARIES = (".bin", ".dll", ".dylib", ".exe", ".o", ".onnx", ".parquet", ".pkl", ".pt", ".pyc", ".so", ".wasm")
ASSETS = (*IMAGES, *MEDIA, *ARCHIVES, *BINARIES)
"""Endings of files that may be large and whose contents nobody reads."""
NOTHING = "000000"
"""The mode of a side that has no such file."""


@dataclass(frozen=True, slots=True)
class Changes:
    """How the files of one tree differ from another's.

    `entries`: path to what is there afterwards, None where the file is gone. A rename is a file that is gone, one that
    is new, and a row of `renames`, old path to new path. A change of the mode alone is none.
    """

    entries: Mapping[str, Entry | None]
    renames: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of `diff-tree --raw`: `status` is git's letter; `target` is another path than `path` only for renames
    and copies."""

    status: str
    path: str
    target: str
    old: Entry | None
    new: Entry | None


def read_tree(output: bytes) -> dict[str, Entry]:
    """The entries that `ls-tree -z` lists, by path."""
    found = {}
    for line in output.split(b"\0"):
        if line:
            meta, _, path = line.partition(b"\t")
            mode, _, object_id = meta.decode().split(" ")
            found[_path(path)] = Entry(KINDS.get(mode, EntryKind.FILE), object_id)
    return found


def read_rows(output: bytes) -> Iterator[Row]:
    """The rows that `diff-tree --raw -z` prints."""
    fields = iter(output.split(b"\0"))
    for meta in fields:
        if meta:
            old_mode, new_mode, old_id, new_id, status = meta.decode().lstrip(":").split(" ")
            path = _path(next(fields))
            target = _path(next(fields)) if status[0] in "RC" else path
            yield Row(status[0], path, target, _entry(old_mode, old_id), _entry(new_mode, new_id))


def changes_of(rows: Iterable[Row]) -> Changes:
    """The rows as one value."""
    entries: dict[str, Entry | None] = {}
    renames = {}
    for row in rows:
        if row.old == row.new and row.path == row.target:
            continue
        if row.status == "R":
            renames[row.path] = row.target
            entries.setdefault(row.path, None)
        entries[row.target] = row.new
    return Changes(entries, renames)


def compared_by_content(rows: Iterable[Row]) -> tuple[list[str], list[str]]:
    """The ids of the files that git would read to find renames: of those that went and of those that came, less the
    pairs that are the same. One list is empty where there is nothing to compare."""
    went, came = Counter[str](), Counter[str]()
    for row in rows:
        if row.new is None and row.old is not None and row.old.kind is EntryKind.FILE:
            went[row.old.object_id] += 1
        if row.old is None and row.new is not None and row.new.kind is EntryKind.FILE:
            came[row.new.object_id] += 1
    # one that went twice and came once leaves one that is compared
    return [one for one in went if went[one] > came[one]], [one for one in came if came[one] > went[one]]


def is_asset(path: str) -> bool:
    """Whether the file is one that is not fetched only to see whether it was renamed and edited."""
    return path.lower().endswith(ASSETS)


def moved(rows: Iterable[Row]) -> dict[str, str]:
    """Old path to new path of the files that moved as they are, those that kept their names first."""
    places: dict[Entry, list[str]] = {}
    came = []
    for row in rows:
        if row.new is None and row.old is not None:
            places.setdefault(row.old, []).append(row.path)
        elif row.old is None and row.new is not None:
            came.append((row.path, row.new))
    found: dict[str, str] = {}
    for only_same_name in (True, False):
        for path, entry in came:
            left = [old for old in places.get(entry, []) if old not in found]
            left = [old for old in left if _name(old) == _name(path)] if only_same_name else left
            if left and path not in found.values():
                found[left[0]] = path
    return found


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _entry(mode: str, object_id: str) -> Entry | None:
    return None if mode == NOTHING else Entry(KINDS.get(mode, EntryKind.FILE), object_id)


def _path(raw: bytes) -> str:
    """Interned: edges name the same paths, and a worker keeps many of both."""
    return intern(raw.decode("utf-8", "surrogateescape"))
