"""The command line's entry point, and the one place where its errors become exit codes."""

import sys

import click

from app.cli import delta, explain, graph, policy, review, serve, worker
from app.cli.options import UserError
from app.git.process import GitError
from app.git.repository import UnknownRevisionError
from app.review_revisions import NoMergeBaseError

WRONG_USAGE = 2


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="adrift-app", prog_name="adrift")
def adrift() -> None:
    """Reviews changes for architectural violations: new dependency edges against the policy of the repository."""


for command in (
    review.command,
    delta.command,
    graph.command,
    policy.group,
    explain.command,
    serve.command,
    worker.command,
):
    adrift.add_command(command)


def main() -> None:
    """Run one command. Exit status: 0 nothing blocks, 1 something blocks, 2 wrong usage or a broken policy."""
    try:
        adrift(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(WRONG_USAGE)
    except click.exceptions.Exit as ended:
        sys.exit(ended.exit_code)
    except click.Abort:
        sys.exit(130)
    except (UserError, GitError, UnknownRevisionError, NoMergeBaseError) as error:
        click.echo(f"adrift: {error}", err=True)
        sys.exit(WRONG_USAGE)
