"""What git's `ls-tree -z` and `diff-tree --raw -z` print, as values."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from sys import intern
from typing import NamedTuple

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


class Row(NamedTuple):
    """One line of `diff-tree --raw`: `target` is another path than `path` only for renames and copies."""

    path: str
    target: str
    old: Entry | None
    new: Entry | None


def read_tree(output: bytes) -> dict[str, Entry]:
    """The entries that `ls-tree -z` lists, by path."""
    found = {}
    for line in _fields(output):
        meta, _, path = line.partition("\t")
        mode, _, object_id = meta.split(" ")
        found[intern(path)] = Entry(KINDS.get(mode, EntryKind.FILE), object_id)
    return found


def read_rows(output: bytes) -> Iterator[Row]:
    """The rows that `diff-tree --raw -z` prints."""
    fields = iter(_fields(output))
    for meta in fields:
        old_mode, new_mode, old_id, new_id, status = meta.removeprefix(":").split(" ")
        path = intern(next(fields))
        target = intern(next(fields)) if status[0] in "RC" else path
        yield Row(path, target, _entry(old_mode, old_id), _entry(new_mode, new_id))


def changes_of(rows: Iterable[Row]) -> dict[str, Entry | None]:
    """What is there afterwards at each path that differs; a change of the mode alone is none."""
    return {row.path: row.new for row in rows if row.old != row.new}


def left_of(rows: Iterable[Row], renames: Mapping[str, str]) -> list[Row]:
    """The files that went or came and are in none of these renames."""
    went, came = renames.keys(), frozenset(renames.values())
    return [row for row in rows if _single(row) is EntryKind.FILE and row.path not in (came if row.new else went)]


def lies_in(folders: Collection[str], path: str) -> bool:
    """Whether a file is in one of these folders, however deep."""
    return any(around in folders for around in accumulate(path.split("/")[:-1], "{}/{}".format))


def is_asset(path: str) -> bool:
    """Whether the file is one that is not fetched only to see whether it was renamed and edited."""
    return path.lower().endswith(ASSETS)


def moved(rows: Sequence[Row]) -> dict[str, str]:
    """Old path to new path of the files that moved as they are, those that kept their names first."""
    found: dict[str, str] = {}
    came = {row.path: row.new for row in rows if row.old is None}
    for key in (_name, _any_name):
        places: dict[tuple[Entry | None, str], list[str]] = defaultdict(list)
        for row in reversed(rows):
            if row.new is None and row.path not in found:
                places[row.old, key(row.path)].append(row.path)
        for path, entry in tuple(came.items()):
            if left := places.get((entry, key(path))):
                found[left.pop()] = path
                del came[path]
    return found


def _single(row: Row) -> EntryKind | None:
    """What went or came; None for what is there on both sides."""
    one = row.old or row.new
    return one.kind if one and (row.old is None or row.new is None) else None


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _any_name(_path: str) -> str:
    return ""


def _entry(mode: str, object_id: str) -> Entry | None:
    return None if mode == NOTHING else Entry(KINDS.get(mode, EntryKind.FILE), object_id)


def _fields(output: bytes) -> list[str]:
    """What ends with a NUL each. Paths among it are interned by who takes them: edges name the same ones, and a worker
    keeps many of both."""
    return output.decode("utf-8", "surrogateescape").split("\0")[:-1]
