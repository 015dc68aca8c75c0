"""`adrift audit`: all violations of one commit, old ones too."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import click

from app.audit_revision import audit_revision
from app.cli.options import given_policy, open_repository, repository_option
from app.cli.review import FORMATS, status
from app.cli.workbench import workbench
from app.git.repository import Repository
from app.git.worktree import WORKTREE, with_worktree
from app.policy_file import policy_at
from app.reading.workbench import Workbench


@click.command("audit")
@repository_option
@click.option(
    "--rev", default="HEAD", show_default=True, help=f"The revision to read; {WORKTREE} for uncommitted files."
)
@click.option(
    "--policy", "policy_file", type=click.Path(path_type=Path), help="A policy file instead of the revision's."
)
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="text", show_default=True)
def command(repo: Path, rev: str, policy_file: Path | None, form: str) -> None:
    """Judge all of one commit under its policy: what a review never reports because it is old, too.

    Exit status: 0 nothing blocks, 1 something blocks, 2 wrong usage or a broken policy.
    """
    with _read(open_repository(repo), rev) as (repository, revision), workbench(repository) as means:
        found = given_policy(policy_file) if policy_file else policy_at(repository, revision)
        resident = replace(Workbench.of_memory(means.parsers, means.store, means.memory), progress=means.progress)
        audited = audit_revision(repository, revision, found, resident, WORKTREE if rev == WORKTREE else None)
    click.echo(FORMATS[form](audited))
    sys.exit(status(audited))


@contextmanager
def _read(repository: Repository, rev: str) -> Iterator[tuple[Repository, str]]:
    """The repository and the commit or tree that a revision is."""
    if rev == WORKTREE:
        with with_worktree(repository) as (beside, tree):
            yield beside, tree
    else:
        yield repository, repository.commit(rev)
