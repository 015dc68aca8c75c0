"""`adrift audit`: all violations of one commit, old ones too."""

from pathlib import Path

import click

from app.audit_revision import audit_revision
from app.cli.ending import Finished
from app.cli.formats import FORMATS
from app.cli.options import chosen_policy, open_repository, read_revision, repository_option, revision_option
from app.cli.review import status
from app.cli.workbench import workbench
from app.git.worktree import WORKTREE


@click.command("audit")
@repository_option
@revision_option
@click.option(
    "--policy", "policy_file", type=click.Path(path_type=Path), help="A policy file instead of the revision's."
)
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="text", show_default=True)
def command(repo: Path, rev: str, policy_file: Path | None, form: str) -> None:
    """Judge all of one commit under its policy: what a review never reports because it is old, too.

    Exit status: 0 nothing blocks, 1 something blocks, 2 wrong usage or a broken policy.
    """
    with read_revision(open_repository(repo), rev) as (repository, revision), workbench(repository) as means:
        found = chosen_policy(policy_file, repository, revision)
        audited = audit_revision(repository, revision, found, means.resident(), WORKTREE if rev == WORKTREE else None)
    click.echo(FORMATS[form](audited))
    raise Finished(status(audited))
