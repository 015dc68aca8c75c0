"""The real diff of two commits: files as GitHub lists them, and the lines that a comment may sit on."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from tests.stand_in.git_repositories import git

STATUSES = {"A": "added", "D": "removed", "M": "modified", "R": "renamed", "C": "copied", "T": "changed"}
HUNK = re.compile(r"^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@", re.MULTILINE)


@dataclass(frozen=True)
class Hunk:
    old: range
    new: range
    text: str

    def side(self, name: str) -> range:
        return self.old if name == "LEFT" else self.new


@dataclass(frozen=True)
class ChangedFile:
    path: str
    previous_path: str | None
    status: str
    blob: str
    additions: int
    deletions: int
    patch: str | None

    @property
    def hunks(self) -> list[Hunk]:
        return read_hunks(self.patch or "")


@lru_cache(maxsize=256)
def changed_files(repository: Path, base: str, head: str) -> tuple[ChangedFile, ...]:
    """Two commits never change, so that their diff is computed once."""
    arguments = ("diff", "-M", "--no-color", "--no-ext-diff", "--full-index", base, head)
    raw = git(repository, *arguments, "--raw", "-z", "--no-abbrev")
    text = git(repository, *arguments, "--patch", "--unified=3")
    patches = iter(re.split(r"^diff --git .*\n", text, flags=re.MULTILINE)[1:])
    # a changed type (file to symbolic link) is one entry and two patches: removed, then added
    return tuple(
        changed_file(entry, "".join(next(patches) for _ in range(2 if entry[0] == "T" else 1)))
        for entry in raw_entries(raw)
    )


def raw_entries(raw: str) -> list[tuple[str, str, list[str]]]:
    """(status, blob, paths) of `git diff --raw -z`."""
    words = iter(raw.split("\x00"))
    entries = []
    for word in words:
        if not word:
            continue
        _, _, old, new, status = word.split(" ")
        paths = [next(words) for _ in range(2 if status[0] in "RC" else 1)]
        entries.append((status[0], old if status[0] == "D" else new, paths))
    return entries


def changed_file(entry: tuple[str, str, list[str]], patch: str) -> ChangedFile:
    status, blob, paths = entry
    first = HUNK.search(patch)
    text = patch[first.start() :].removesuffix("\n") if first else None
    lines = text.split("\n") if text else []
    return ChangedFile(
        path=paths[-1],
        previous_path=paths[0] if len(paths) > 1 else None,
        status=STATUSES[status],
        blob=blob,
        additions=sum(line.startswith("+") for line in lines),
        deletions=sum(line.startswith("-") for line in lines),
        patch=text,
    )


def read_hunks(patch: str) -> list[Hunk]:
    starts = list(HUNK.finditer(patch))
    # a file that was only renamed has none
    ends = [match.start() for match in starts[1:]] + [len(patch)] * bool(starts)
    return [
        Hunk(lines(match[1], match[2]), lines(match[3], match[4]), patch[match.start() : end].rstrip("\n"))
        for match, end in zip(starts, ends, strict=True)
    ]


def lines(start: str, count: str | None) -> range:
    return range(int(start), int(start) + (1 if count is None else int(count)))
