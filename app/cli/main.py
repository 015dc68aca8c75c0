"""The command line's entry point, and the one place where its errors become exit codes."""

import gc
import os
import sys
from importlib import import_module

import click

from app.cli.ending import Finished, leave
from app.cli.lazy_command import LazyCommand

WRONG_USAGE = 2

RARE_COLLECTIONS = 500_000
"""New objects between two looks for unused cycles. What a command makes it needs to its end; Python's 700 would have it
look through all modules and facts again and again."""


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="adrift-app", prog_name="adrift")
def adrift() -> None:
    """Reviews changes for architectural violations: new dependency edges against the policy of the repository."""


for command in (
    LazyCommand(
        "review",
        lambda: import_module("app.cli.review"),
        "Review the change from BASE to HEAD under the policy of BASE.",
    ),
    LazyCommand(
        "delta",
        lambda: import_module("app.cli.delta"),
        "Print the edges that appear and go between BASE and HEAD.",
    ),
    LazyCommand(
        "graph",
        lambda: import_module("app.cli.graph"),
        "Print all edges of one commit; as mermaid, those between components (without a policy, between folders).",
    ),
    LazyCommand(
        "audit",
        lambda: import_module("app.cli.audit"),
        "Judge all of one commit under its policy: what a review never reports because it is old, too.",
    ),
    LazyCommand(
        "affected",
        lambda: import_module("app.cli.affected"),
        "List the components that the change from BASE to HEAD touches, and those that depend on them.",
    ),
    LazyCommand(
        "events",
        lambda: import_module("app.cli.events"),
        "List the events of one commit: publishers, subscribers, catalog entry, and where these disagree.",
    ),
    LazyCommand(
        "backtest",
        lambda: import_module("app.cli.backtest"),
        "Replay the merged pull requests (first-parent history) under a policy.",
    ),
    LazyCommand("adr", lambda: import_module("app.cli.adr"), "Commands for decision records."),
    LazyCommand("policy", lambda: import_module("app.cli.policy"), "Commands for the policy file."),
    LazyCommand("explain", lambda: import_module("app.cli.explain"), "Explain a CHECK; without a name, list them all."),
    LazyCommand(
        "serve",
        lambda: import_module("app.cli.serve"),
        "Receive webhooks, and review pull requests unless ADRIFT_WORKER=false leaves that to `adrift worker`. Without "
        "any credentials, show the pages that register the App first.",
    ),
    LazyCommand(
        "worker",
        lambda: import_module("app.cli.worker"),
        "Review pull requests until stopped; any number of these may share one database.",
    ),
    LazyCommand(
        "doctor",
        lambda: import_module("app.cli.doctor"),
        "Examine what the service rests on: credentials, permissions, webhook, database, git, clock and disk.",
    ),
):
    adrift.add_command(command)


def main() -> None:
    """Run one command. Exit status: 0 nothing blocks, 1 something blocks, 2 wrong usage or a broken policy."""
    gc.set_threshold(RARE_COLLECTIONS)
    # pydantic would read the metadata of every installed package to find plugins that nobody asked for
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    try:
        adrift(standalone_mode=False)
    except Finished as finished:
        leave(finished.status)
    except click.ClickException as error:
        error.show()
        sys.exit(WRONG_USAGE)
    except click.exceptions.Exit as ended:
        sys.exit(ended.exit_code)
    except click.Abort:
        sys.exit(130)
    except _errors_for_the_user() as error:
        click.echo(f"adrift: {error}", err=True)
        sys.exit(WRONG_USAGE)
    finally:
        gc.freeze()  # else Python looks through all that was made for cycles, twice, before it ends


def _errors_for_the_user() -> tuple[type[Exception], ...]:
    """Errors that say what the user has to put right. Python asks for them only when a command has raised something."""
    # what defines them costs a fifth of a second
    from app.cli.options import UserError  # noqa: PLC0415
    from app.git.process import GitError  # noqa: PLC0415
    from app.git.repository import UnknownRevisionError  # noqa: PLC0415
    from app.review_revisions import NoMergeBaseError  # noqa: PLC0415

    return (UserError, GitError, UnknownRevisionError, NoMergeBaseError)
