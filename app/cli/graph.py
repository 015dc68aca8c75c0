"""`adrift graph`: all edges of one commit."""

import posixpath
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import click

from app.cli.ending import Finished
from app.cli.options import open_repository, read_revision, readable_policy, repository_option, revision_option
from app.cli.workbench import workbench
from app.git.worktree import WORKTREE
from app.report.json_report import graph_document, to_text
from app.report.mermaid import mermaid
from app.report.text import graph_text
from checks import Graph, Policy, owner_by

FORMATS = ("text", "json", "mermaid")


@click.command("graph")
@repository_option
@revision_option
@click.option(
    "--policy", "policy_file", type=click.Path(path_type=Path), help="A policy file instead of the revision's."
)
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
def command(repo: Path, rev: str, policy_file: Path | None, form: str) -> None:
    """Print all edges of one commit; as mermaid, those between components (without a policy, between folders)."""
    with ExitStack() as stack:
        repository, revision = stack.enter_context(read_revision(open_repository(repo), rev))
        name = WORKTREE if rev == WORKTREE else revision
        policy = readable_policy(repository, revision, policy_file)
        graph = stack.enter_context(workbench(repository)).reader(repository, policy).graph(revision, name=name)
    if form == "mermaid":
        click.echo(mermaid(graph, _owner(graph, policy)))
    else:
        click.echo(to_text(graph_document(graph)) if form == "json" else graph_text(graph))
    raise Finished


def _owner(graph: Graph, policy: Policy) -> Callable[[str], str | None]:
    """Who owns a path: the policy's component, else the folder."""
    return owner_by(policy, tuple(graph.codebase.snapshot.entries)) if policy.components else posixpath.dirname
