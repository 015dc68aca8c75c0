"""Reading commits out of a repository, bare or with a work tree: trees, files, merge bases, renames, diffs."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.git.process import Git, GitError
from checks import Entry, EntryKind, Snapshot

KINDS = {"120000": EntryKind.LINK, "160000": EntryKind.SUBMODULE}
RENAME_LIMIT = 5000
"""How many renamed files git compares by content; beyond, only exact renames are found."""


class UnknownRevisionError(Exception):
    """A revision that is not in the repository."""


@dataclass(frozen=True, slots=True)
class Repository:
    """One git repository, read only."""

    git: Git

    @classmethod
    def at(cls, folder: Path) -> "Repository":
        """The clone at `folder`, with its owner's own git settings. Raises GitError where there is none."""
        git = Git(folder, sealed=False)
        git.text("rev-parse", "--git-dir")
        return cls(git)

    def commit(self, revision: str) -> str:
        """The id of the commit that a revision names. Raises UnknownRevisionError."""
        try:
            named = self.git.text("rev-parse", "--verify", "--quiet", "--end-of-options", revision)
            return self.git.text("rev-parse", "--verify", "--quiet", "--end-of-options", f"{named}^{{commit}}")
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
        listing = self.git.run("ls-tree", "-r", "-z", "--full-tree", revision)
        return Snapshot(revision, dict(_entry(line) for line in listing.split(b"\0") if line))

    def files(self, object_ids: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
        """Each object's id and bytes, in the order asked for; None for one that is not in this clone (a partial one,
        or a damaged one). Raises GitError where git breaks off."""
        wanted = list(object_ids)
        if not wanted:
            return
        with self.git.stream("cat-file", "--batch", "--buffer", stdin="\n".join(wanted).encode() + b"\n") as answers:
            for object_id in wanted:
                header = answers.readline().split()
                if header[1:] == [b"missing"]:
                    yield object_id, None
                    continue
                if len(header) != 3:
                    raise GitError(f"git cat-file: object {object_id} cannot be read")
                size = int(header[2])
                content = answers.read(size)
                if len(content) != size or answers.read(1) != b"\n":
                    raise GitError(f"git cat-file: object {object_id} was cut off")
                yield object_id, content

    def file(self, revision: str, path: str) -> bytes | None:
        """The bytes of one regular file of a commit or tree; None where there is none (a link is none). Raises
        GitError where it is there and its content is not in this clone."""
        listing = self.git.run("ls-tree", "-r", "-z", "--full-tree", revision, "--", f":(literal){path}")
        entry = dict(_entry(line) for line in listing.split(b"\0") if line).get(path)
        if entry is None or entry.kind is not EntryKind.FILE:
            return None
        content = next(content for _, content in self.files([entry.object_id]))
        if content is None:
            raise GitError(f"the content of {path} is not in this clone")
        return content

    def renames(self, base: str, head: str) -> dict[str, str]:
        """Paths at base to paths at head of the files that git takes for renamed (at least half alike)."""
        output = self.git.run(
            "diff-tree", "-r", "-z", "-M", f"-l{RENAME_LIMIT}", "--diff-filter=R", "--name-status", base, head
        )
        fields = [field.decode("utf-8", "surrogateescape") for field in output.split(b"\0")]
        return {fields[i + 1]: fields[i + 2] for i in range(0, len(fields) - 2, 3)}

    def diff(self, base: str, head: str, paths: Sequence[str]) -> str:
        """The unified diff of these paths (those of renamed files on both sides), with three lines of context as
        GitHub shows it."""
        if not paths:
            return ""
        output = self.git.run(
            *("diff", "--no-color", "--no-ext-diff", "--no-textconv", "-M", "-U3", base, head, "--"),
            *(f":(literal){path}" for path in paths),
        )
        return output.decode("utf-8", "replace")


def _entry(line: bytes) -> tuple[str, Entry]:
    meta, _, path = line.partition(b"\t")
    mode, _, object_id = meta.decode().split(" ")
    return path.decode("utf-8", "surrogateescape"), Entry(KINDS.get(mode, EntryKind.FILE), object_id)
