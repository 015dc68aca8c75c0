"""Reading commits out of a repository, bare or with a work tree: trees, files, merge bases, changes, diffs.

A repository may lack contents that its server has promised (a blob-less mirror). Then whatever reads contents asks for
all that are missing at once, and first; git itself would ask for them one by one.
"""

import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO

from app.git.listings import ASSETS, Changes, Row, changes_of, is_asset, left_of, lies_in, moved, read_rows, read_tree
from app.git.process import DamageError, Git, GitError
from checks import Entry, EntryKind, Snapshot

ITS_FOLDER = ("rev-parse", "--absolute-git-dir")
ONE_REVISION = ("rev-parse", "--verify", "--quiet", "--end-of-options")
PLAIN = re.compile(r"[\w./~^-]+")
"""A revision that is named by an id, by a branch or tag, or by its distance from one."""
RENAME_LIMIT = 5000
"""How many renamed files git compares by content; beyond, only exact renames are found."""
NOTHING_FOUND = 1
"""The status with which `git grep` ends where no file matches."""
SIMILAR = ("-M", f"-l{RENAME_LIMIT}", "--diff-filter=R")
MOST_NAMED = 200
LONGEST_PATH = 4_096
"""How many paths, and of how many bytes, a command is given one by one."""
LARGEST_CONTENT = 20_000_000
"""Bytes of a file that is read. A megabyte of a pack can hold a gigabyte of zeros."""
FRUGAL = ("-c", "core.deltaBaseCacheLimit=32m")
"""A whole repository is read no slower with two thirds of the memory that git would take otherwise."""


class UnknownRevisionError(Exception):
    """A revision that is not in the repository."""


@dataclass(frozen=True, slots=True)
class Repository:
    """One git repository, read only.

    `fetch_missing` brings objects that the server has promised, in one request; None for a clone that nothing is
    fetched into. What it raises (FetchError) comes out of every method that reads contents.
    """

    git: Git
    fetch_missing: Callable[[Sequence[str]], None] | None = field(default=None, repr=False, compare=False)
    _folder: str = field(default="", repr=False, compare=False)
    _expected: set[str] = field(default_factory=set, repr=False, compare=False)

    @classmethod
    def at(cls, folder: Path) -> "Repository":
        """The clone at `folder`, with its owner's own git settings. Raises GitError where there is none."""
        git = Git(folder, sealed=False)
        return cls(git, _folder=git.text(*ITS_FOLDER))

    @property
    def folder(self) -> str:
        """Where git keeps it. Raises GitError."""
        return self._folder or self.git.text(*ITS_FOLDER)

    def commit(self, revision: str) -> str:
        """The id of the commit that a revision names. Raises UnknownRevisionError."""
        try:
            is_plain = PLAIN.fullmatch(revision) is not None  # what is appended to another may become a part of it
            named = revision if is_plain else self.git.text(*ONE_REVISION, revision)
            return self.git.text(*ONE_REVISION, f"{named}^{{commit}}")
        except GitError:
            raise UnknownRevisionError(f"there is no commit `{revision}` in {self.git.folder}") from None

    def has(self, commit: str) -> bool:
        """Whether the commit is here."""
        try:
            self.git.run("cat-file", "-e", f"{commit}^{{commit}}")
        except GitError:
            return False
        return True

    def is_shallow(self) -> bool:
        """Whether a part of the history is missing."""
        return self.git.text("rev-parse", "--is-shallow-repository") == "true"

    def merge_base(self, one: str, other: str) -> str | None:
        """The best common ancestor, None where the histories share nothing."""
        try:
            return self.git.text("merge-base", one, other) or None
        except GitError:
            return None

    def snapshot(self, revision: str) -> Snapshot:
        """The files of a commit or tree."""
        return Snapshot(revision, read_tree(self.git.run("ls-tree", "-r", "-z", "--full-tree", revision)))

    def files(self, object_ids: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
        """Each object's id and bytes: those that are here in the order asked for, then those that had to be fetched,
        all in one request. None for one that is not in this clone, or larger than `LARGEST_CONTENT`. Raises GitError
        where git breaks off."""
        missing: list[str] = []
        yield from self._present(list(object_ids), missing)
        if missing and self.fetch_missing is not None:
            self._fetch(missing)
            fetched, missing = missing, []
            yield from self._present(fetched, missing)
        yield from ((object_id, None) for object_id in missing)

    def expect(self, object_ids: Iterable[str]) -> None:
        """These objects will be read before long: the first request for others asks for them, too."""
        if self.fetch_missing is not None:
            self._expected.update(object_ids)

    def bring(self, object_ids: Iterable[str]) -> None:
        """Fetch those of these objects that were promised and are not here, in one request; for whoever knows now
        what will be read in several steps."""
        if self.fetch_missing is not None and (missing := self._missing(dict.fromkeys(object_ids))):
            self._fetch(missing)

    def file(self, revision: str, path: str) -> bytes | None:
        """The bytes of one regular file of a commit or tree; None where there is none (a link is none). Raises
        GitError where it is there and its content is not in this clone."""
        listing = self.git.run("ls-tree", "-r", "-z", "--full-tree", revision, "--", f":(literal){path}")
        entry = read_tree(listing).get(path)
        if entry is None or entry.kind is not EntryKind.FILE:
            return None
        content = next(content for _, content in self.files([entry.object_id]))
        if content is None:
            raise GitError(f"the content of {path} is not in this clone")
        return content

    def holding(self, revision: str, words: Collection[str], files: Mapping[str, str]) -> frozenset[str]:
        """The paths of the files of a commit or tree whose text holds one of these words as a whole. `files` are those
        that anybody cares for, with their object ids: what has no such ending is not looked at."""
        if not words or not files:
            return frozenset()
        self.bring(files.values())
        patterns = [part for word in sorted(words) for part in ("-e", word)]
        endings = sorted({f"*{PurePosixPath(path).suffix}" for path in files})
        try:
            found = self.git.run("grep", "-l", "-z", "-F", "-w", "--full-name", *patterns, revision, "--", *endings)
        except GitError as error:
            if error.status == NOTHING_FOUND:
                return frozenset()
            raise
        start = len(revision.encode()) + 1
        return frozenset(path[start:].decode("utf-8", "surrogateescape") for path in found.split(b"\0") if path)

    def changes(
        self, before: str, after: str, *, renames: bool = True, is_unread: Callable[[str], bool] = lambda _: False
    ) -> Changes:
        """How the files of the commit or tree `after` differ from those of `before`. A file is taken for renamed when
        it is somewhere else as it was, or at least half of it is alike. `renames=False` does not look, and never needs
        a content. `is_unread` tells the paths whose contents the caller does not go on to read: these, images and the
        like are not compared by content."""
        rows = self._rows(before, after, "--no-renames")
        found = self._renames(before, after, rows, is_unread) if renames else {}
        return Changes(changes_of(rows), found)

    def renames(self, base: str, head: str) -> dict[str, str]:
        """Paths at base to paths at head of the files that git takes for renamed."""
        return dict(self.changes(base, head).renames)

    def diff(self, base: str, head: str, paths: Sequence[str]) -> str:
        """The unified diff of these paths (those of renamed files on both sides), with three lines of context as
        GitHub shows it."""
        if not paths:
            return ""
        if self.fetch_missing is not None:
            self._bring_sides(self._rows(base, head, "--no-renames", paths=_literally(paths)))
        output = self.git.run(
            *("diff", "--no-color", "--no-ext-diff", "--no-textconv", "-M", "-U3", base, head, "--"),
            *_literally(paths),
        )
        return output.decode("utf-8", "replace")

    def _fetch(self, missing: Sequence[str]) -> None:
        """Fetch these promised objects, and those that are expected and are not here."""
        assert self.fetch_missing is not None
        expected = self._missing(self._expected.difference(missing))
        self._expected.clear()
        self.fetch_missing([*missing, *expected])

    def _missing(self, wanted: Iterable[str]) -> Sequence[str]:
        """Those of these objects that are not here."""
        asked = _lines(wanted)
        answers = self.git.run("cat-file", "--batch-check=", "--buffer", stdin=asked) if asked else b""
        return [line.split()[0].decode() for line in answers.splitlines() if line.endswith(b" missing")]

    def _present(self, wanted: Sequence[str], missing: list[str]) -> Iterator[tuple[str, bytes | None]]:
        """As `files`, without fetching anything; what is missing is put into the list."""
        if not wanted:
            return
        with self.git.stream(*FRUGAL, "cat-file", "--batch", "--buffer", stdin=_lines(wanted)) as answers:
            for object_id in wanted:
                header = answers.readline().split()
                if header[1:] == [b"missing"]:
                    missing.append(object_id)
                    continue
                if len(header) != 3:
                    raise DamageError(f"git cat-file: object {object_id} cannot be read")
                yield object_id, _content(answers, object_id, int(header[2]))

    def _rows(self, before: str, after: str, *options: str, paths: Iterable[str] = ()) -> list[Row]:
        return list(read_rows(self.git.run("diff-tree", "-r", "-z", "--raw", *options, before, after, "--", *paths)))

    def _renames(
        self, before: str, after: str, rows: Sequence[Row], is_unread: Callable[[str], bool]
    ) -> dict[str, str]:
        """The renames among these rows. The contents that git compares are fetched first, and with them the changed
        ones that are read next."""

        def is_read(row: Row) -> bool:
            return not is_asset(row.path) and not is_unread(row.path)

        exact = moved(rows)
        left = list(filter(is_read, left_of(rows, exact)))
        if not any(row.old for row in left) or not any(row.new for row in left):
            return exact
        named = {row.path for row in left}
        compared, paths = _compared(named, rows)
        if len(compared) > 2 * RENAME_LIMIT:
            return exact
        changed = [row for row in rows if row.old and row.new and is_read(row)]
        self.bring(_object_ids(row.new or row.old for row in compared + changed))
        found = self._rows(before, after, *SIMILAR, paths=paths)
        return exact | {row.path: row.target for row in found if {row.path, row.target} <= named}

    def _bring_sides(self, rows: Iterable[Row]) -> None:
        self.bring(_object_ids(side for row in rows for side in (row.old, row.new)))


_NO_ASSETS = [f":(exclude,icase)*{ending}" for ending in ASSETS]


def _compared(named: Collection[str], rows: Sequence[Row]) -> tuple[list[Row], Sequence[str]]:
    """The rows of these paths, and what of others git compares with them; and the paths that it is given."""
    single = left_of(rows, {})
    if _are_few(named):  # each stands for all that lies in a folder of that name, too
        return [row for row in single if row.path in named or lies_in(named, row.path)], _literally(named)
    return [row for row in single if not is_asset(row.path)], _NO_ASSETS


def _are_few(paths: Collection[str]) -> bool:
    """Whether git can be given these one by one: it holds each against every entry of a folder, a system starts nothing
    with arguments that are too long, and what is called `..` lies elsewhere for git."""
    is_odd = any(part in {"", ".", ".."} for path in paths for part in path.split("/"))
    return len(paths) <= MOST_NAMED and max(len(os.fsencode(path)) for path in paths) <= LONGEST_PATH and not is_odd


def _content(answers: IO[bytes], object_id: str, size: int) -> bytes | None:
    """The bytes that follow a header; those of a very large object are passed over."""
    content, left = b"", size
    while left and (part := answers.read(min(left, LARGEST_CONTENT))):
        content, left = part, left - len(part)
    if left or answers.read(1) != b"\n":
        raise DamageError(f"git cat-file: object {object_id} was cut off")
    return content if size <= LARGEST_CONTENT else None


def _object_ids(entries: Iterable[Entry | None]) -> Iterator[str]:
    """Of the contents that this repository has or was promised."""
    return (entry.object_id for entry in entries if entry and entry.kind is not EntryKind.SUBMODULE)


def _literally(paths: Iterable[str]) -> list[str]:
    return [f":(literal){path}" for path in paths]


def _lines(object_ids: Iterable[str]) -> bytes:
    return "".join(f"{object_id}\n" for object_id in object_ids).encode()
