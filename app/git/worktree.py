"""The uncommitted files of a work tree as a tree object, without touching the work tree, its index or its objects."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from app.git.process import Git, GitError
from app.git.repository import Repository

WORKTREE = "WORKTREE"
"""The revision that stands for the uncommitted files."""


@contextmanager
def with_worktree(repository: Repository) -> Iterator[tuple[Repository, str]]:
    """The repository with one tree more: what `git add --all` would stage now; and that tree's id.

    Index and objects are written to a temporary folder that is gone afterwards.
    """
    git = repository.git
    top = Path(git.text("rev-parse", "--show-toplevel"))
    objects, index = (
        (git.folder / git.text("rev-parse", "--git-path", name)).resolve() for name in ("objects", "index")
    )
    with TemporaryDirectory(prefix="adrift-") as folder:
        if index.exists():
            shutil.copyfile(index, Path(folder, "index"))
        elsewhere = {
            "GIT_INDEX_FILE": f"{folder}/index",
            "GIT_OBJECT_DIRECTORY": folder,
            "GIT_ALTERNATE_OBJECT_DIRECTORIES": str(objects),
        }
        beside = replace(git, folder=top, environment={**git.environment, **elsewhere})
        _add_everything(beside)
        yield replace(repository, git=beside), beside.text("write-tree")


def _add_everything(git: Git) -> None:
    """Raises GitError if a file cannot be added. A repository inside that has no commit yet is no file of this one."""
    try:
        git.run("add", "--all")
    except GitError:
        with suppress(GitError):
            git.run("add", "--all", "--ignore-errors")
        left = git.text("ls-files", "--others", "--exclude-standard", "-z").split("\0")
        if any(path and not path.endswith("/") for path in left):
            raise
