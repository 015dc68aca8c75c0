"""What several sub-commands share: the repository, its revisions, and an error for the user."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

from app.git.process import GitError
from app.git.repository import Repository
from app.git.worktree import WORKTREE, with_worktree
from app.policy_file import PolicyFile, policy_at
from app.review_revisions import Revisions
from checks import DEFAULT_POLICY, Policy, PolicyError, load_policy

Command = TypeVar("Command", bound=Callable[..., Any])


LIVE = (
    "A live pull request, as OWNER/REPO#7, instead of --repo, --base and --head: the verdict of the service on it. The "
    "token is read from GITHUB_TOKEN or GH_TOKEN, the host from ADRIFT_GITHUB_URL. Nothing is written there."
)


class UserError(Exception):
    """Something that the user has to put right; the message says what."""


def repository_option(command: Command) -> Command:
    """`--repo DIR`."""
    return click.option(
        "--repo",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        default=".",
        show_default=True,
        help="A clone, with a work tree or bare.",
    )(command)


def revision_options(command: Command) -> Command:
    """`--base REV --head REV`."""
    base = click.option("--base", required=True, help="The base branch, or any revision: its tip's policy applies.")
    head = click.option("--head", required=True, help=f"The revision to review; {WORKTREE} for uncommitted files.")
    return base(head(command))


def change_options(command: Command) -> Command:
    """`--repo DIR --base REV --head REV`, or `--github OWNER/REPO#N` instead."""
    base = click.option("--base", help="The base branch, or any revision: its tip's policy applies.")
    head = click.option("--head", help=f"The revision to review; {WORKTREE} for uncommitted files.")
    github = click.option("--github", help=LIVE)
    return repository_option(base(head(github(command))))


def revision_option(command: Command) -> Command:
    """`--rev REV`, of commands that read one revision."""
    text = f"The revision to read; {WORKTREE} for uncommitted files."
    return click.option("--rev", default="HEAD", show_default=True, help=text)(command)


def open_repository(folder: Path) -> Repository:
    """The clone in a folder. Raises UserError where there is none."""
    try:
        return Repository.at(folder)
    except GitError as error:
        raise UserError(f"{folder} cannot be read as a git repository ({error})") from error


@contextmanager
def read_revision(repository: Repository, rev: str) -> Iterator[tuple[Repository, str]]:
    """The commit or tree that a revision is, and the repository to read it from."""
    if rev != WORKTREE:
        yield repository, repository.commit(rev)
        return
    with with_worktree(repository) as (beside, tree):
        yield beside, tree


@contextmanager
def revisions(repository: Repository, base: str, head: str) -> Iterator[tuple[Repository, Revisions]]:
    """The revisions to compare, and the repository to read them from."""
    tip = repository.commit(base)
    if head != WORKTREE:
        yield repository, Revisions(tip, repository.commit(head))
        return
    with with_worktree(repository) as (beside, tree):
        yield beside, Revisions(tip, tree, parent=repository.commit("HEAD"), name=WORKTREE)


def given_policy(file: Path) -> PolicyFile:
    """The policy in a file that the user names. Raises UserError where it cannot be read."""
    try:
        return PolicyFile(file.read_bytes(), str(file))
    except OSError as error:
        raise UserError(f"the policy {file} cannot be read: {error.strerror}") from error


def chosen_policy(file: Path | None, repository: Repository, revision: str) -> PolicyFile | None:
    """The policy in the file that the user names, else the revision's own; None where it has none. Raises UserError."""
    return given_policy(file) if file else policy_at(repository, revision)


def readable_policy(repository: Repository, revision: str, file: Path | None = None) -> Policy:
    """The policy in the file that the user names, else that of a revision; the defaults where it has none or a broken
    one. Raises UserError where the file cannot be read."""
    found = chosen_policy(file, repository, revision)
    if found is None:
        return DEFAULT_POLICY
    try:
        return load_policy(found.content, found.file)
    except PolicyError as error:
        click.echo(f"adrift: the policy is broken, the default `ignore` applies\n{error}", err=True)
        return DEFAULT_POLICY
