"""Bare repositories on disk, written with git's plumbing and read with its porcelain."""

import os
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

Environment = Mapping[str, str]
# None removes the file; bytes are binary; a Path is a symbolic link to it
Files = Mapping[str, str | bytes | Path | None]
NO_COMMIT = "0" * 40
SHA = re.compile(r"[0-9a-f]{40}")
WORKSHOP = "refs/stand-in/new"
SERVED = """
[transfer]
    hideRefs = refs/stand-in
[gc]
    auto = 0
[fastimport]
    unpackLimit = 100
"""


class GitError(Exception):
    """git refused."""


@dataclass(frozen=True)
class Commit:
    sha: str
    tree: str
    parents: tuple[str, ...]
    author: str
    email: str
    date: datetime
    message: str


def git(repository: Path, *arguments: str, stdin: bytes | None = None, environment: Environment | None = None) -> str:
    """Standard output of one git command as text."""
    return git_bytes(repository, *arguments, stdin=stdin, environment=environment).decode("utf-8", errors="replace")


def git_bytes(
    repository: Path, *arguments: str, stdin: bytes | None = None, environment: Environment | None = None
) -> bytes:
    """Standard output of one git command.

    Raises:
        GitError: git ended with another status than 0.
    """
    settings = clean_environment() | dict(environment or {})
    command = ["git", "-c", "core.quotePath=false", "-C", str(repository), *arguments]
    done = subprocess.run(command, input=stdin, capture_output=True, check=False, env=settings)
    if done.returncode:
        raise GitError(f"git {' '.join(arguments)}: {done.stderr.decode(errors='replace').strip()}")
    return done.stdout


def clean_environment() -> dict[str, str]:
    """The tester's own git settings must not change what a test sees."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return kept | {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, "LC_ALL": "C.UTF-8"}


def create(path: Path, default_branch: str) -> None:
    path.mkdir(parents=True)
    git(path, "init", "--quiet", "--bare", "--template=", f"--initial-branch={default_branch}")
    with (path / "config").open("a") as config:
        config.write(SERVED)


def adopt(path: Path, source: Path) -> None:
    """Take over all branches and tags of another repository."""
    git(path, "fetch", "--quiet", str(source), "+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*")


def commit(
    repository: Path, files: Files, *, parents: tuple[str, ...], message: str, author: str, date: datetime
) -> str:
    """A commit with these files laid over its first parent; no branch moves."""
    who = f"{author} <{email(author)}> {int(date.timestamp())} +0000"
    head = [f"reset {WORKSHOP}", "", f"commit {WORKSHOP}", "mark :1", f"author {who}", f"committer {who}"]
    ancestry = [f"{word} {parent}" for word, parent in zip(("from", "merge"), parents, strict=False)]
    stream = b"".join(
        [
            "\n".join(head).encode(),
            b"\n" + block(message.encode()),
            "".join(f"{line}\n" for line in ancestry).encode(),
            *(change(path, content) for path, content in files.items()),
            b"\nget-mark :1\ndone\n",
        ]
    )
    return git(repository, "fast-import", "--quiet", "--force", "--done", stdin=stream).strip()


def change(path: str, content: str | bytes | Path | None) -> bytes:
    """One file as `git fast-import` reads it."""
    escaped = path.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    if content is None:
        return f'D "{escaped}"\n'.encode()
    data = content.encode() if isinstance(content, str) else os.fsencode(content)
    return f'M {"120000" if isinstance(content, Path) else "100644"} inline "{escaped}"\n'.encode() + block(data)


def block(data: bytes) -> bytes:
    return f"data {len(data)}\n".encode() + data + b"\n"


def commit_tree(
    repository: Path, tree: str, *, parents: tuple[str, ...], message: str, author: str, date: datetime
) -> str:
    stamp = f"{int(date.timestamp())} +0000"
    who = {
        f"GIT_{role}_{part}": value
        for role in ("AUTHOR", "COMMITTER")
        for part, value in (("NAME", author), ("EMAIL", email(author)), ("DATE", stamp))
    }
    arguments = [word for parent in parents for word in ("-p", parent)]
    return git(repository, "commit-tree", tree, *arguments, "-F", "-", stdin=message.encode(), environment=who).strip()


def email(login: str) -> str:
    return f"{login}@users.noreply.github.test"


def merge(repository: Path, base: str, head: str, *, message: str, author: str, date: datetime) -> str:
    """A merge commit of two commits that do not conflict."""
    tree = git(repository, "merge-tree", "--write-tree", base, head).split("\n", 1)[0]
    return commit_tree(repository, tree, parents=(base, head), message=message, author=author, date=date)


def set_ref(repository: Path, ref: str, sha: str | None) -> None:
    git(repository, "update-ref", *(["-d", ref] if sha is None else [ref, sha]))


def bring(repository: Path, source: Path, sha: str, ref: str) -> None:
    """Point `ref` at a commit that may only be in another repository."""
    if source != repository:
        git(repository, "fetch", "--quiet", "--no-tags", str(source), f"+{sha}:{ref}")
    else:
        set_ref(repository, ref, sha)


def resolve(repository: Path, revision: str) -> str | None:
    """The commit that a sha, branch or tag names."""
    if not SHA.fullmatch(revision) and (found := tip(repository, revision)):
        return found
    for candidate in (revision, f"refs/{revision}", f"refs/tags/{revision}"):
        try:
            return _commit_of(repository, candidate) if SHA.fullmatch(candidate) else _named(repository, candidate)
        except GitError:
            continue
    return None


def tip(repository: Path, branch: str) -> str | None:
    """The commit at which a branch stands. It is asked for with every request: git would be a process each time."""
    try:
        sha = (repository / "refs" / "heads" / branch).read_text().strip()
    except OSError:
        return _packed(repository, f"refs/heads/{branch}")
    return sha if SHA.fullmatch(sha) else None


def _packed(repository: Path, ref: str) -> str | None:
    try:
        lines = (repository / "packed-refs").read_text().splitlines()
    except FileNotFoundError:
        return None
    return next((line.split(" ", 1)[0] for line in lines if line.endswith(f" {ref}")), None)


def _named(repository: Path, revision: str) -> str:
    return git(repository, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}").strip()


def branches(repository: Path) -> list[str]:
    return git(repository, "for-each-ref", "--format=%(refname:short)", "refs/heads").split()


# commits never change, so that what is asked of two of them is asked of git once
@lru_cache(maxsize=4096)
def _commit_of(repository: Path, sha: str) -> str:
    return _named(repository, sha)


@lru_cache(maxsize=1024)
def distance(repository: Path, since: str, until: str) -> int:
    """The number of commits in `until` that are not in `since`."""
    return int(git(repository, "rev-list", "--count", f"{since}..{until}"))


@lru_cache(maxsize=1024)
def changed_names(repository: Path, sha: str) -> tuple[tuple[str, str], ...]:
    """(status, path) of the files that a commit changes against its first parent."""
    lines = git(repository, "diff-tree", "--root", "--no-commit-id", "--name-status", "-r", sha).splitlines()
    return tuple((status, path) for status, _, path in (line.partition("\t") for line in lines))


@lru_cache(maxsize=1024)
def merge_base(repository: Path, one: str, other: str) -> str | None:
    try:
        return git(repository, "merge-base", one, other).strip()
    except GitError:
        return None


@lru_cache(maxsize=1024)
def is_ancestor(repository: Path, older: str, newer: str) -> bool:
    try:
        git(repository, "merge-base", "--is-ancestor", older, newer)
    except GitError:
        return False
    return True


@lru_cache(maxsize=1024)
def log(repository: Path, *revisions: str) -> tuple[Commit, ...]:
    """Commits, oldest first; the revisions are commits by their sha, and options."""
    form = "--format=%H%x00%T%x00%P%x00%an%x00%ae%x00%at%x00%B%x01"
    out = git(repository, "log", "--topo-order", "--reverse", form, *revisions, "--")
    found = [read_commit(record.lstrip("\n")) for record in out.split("\x01") if record.strip()]
    return tuple(found)


def show(repository: Path, sha: str) -> Commit:
    return log(repository, "-1", sha)[0]


def read_commit(record: str) -> Commit:
    sha, tree, parents, author, mail, date, message = record.split("\x00")
    moment = datetime.fromtimestamp(int(date), UTC)
    return Commit(sha, tree, tuple(parents.split()), author, mail, moment, message.strip("\n"))
