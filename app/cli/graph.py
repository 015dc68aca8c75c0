"""`adrift graph`: all edges of one commit."""

import posixpath
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import click

from app.cli.options import ignored_at, open_repository, repository_option
from app.git.worktree import WORKTREE, with_worktree
from app.reading import Reader
from app.report.json_report import graph_document, to_text
from app.report.mermaid import mermaid
from app.report.text import graph_text
from app.review_revisions import policy_at
from checks import Graph, PolicyError, build_graph, load_policy, owner_by

FORMATS = ("text", "json", "mermaid")


@click.command("graph")
@repository_option
@click.option(
    "--rev", default="HEAD", show_default=True, help=f"The revision to read; {WORKTREE} for uncommitted files."
)
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
def command(repo: Path, rev: str, form: str) -> None:
    """Print all edges of one commit; as mermaid, those between components (without a policy, between folders)."""
    with ExitStack() as stack:
        repository = open_repository(repo)
        revision = rev
        if rev == WORKTREE:
            repository, revision = stack.enter_context(with_worktree(repository))
        else:
            revision = repository.commit(rev)
        name = WORKTREE if rev == WORKTREE else revision
        graph = build_graph(Reader(repository, ignored_at(repository, revision)).codebase(revision, name=name))
        policy = policy_at(repository, revision)
    if form == "mermaid":
        click.echo(mermaid(graph, _owner(graph, policy.content if policy else None)))
    else:
        click.echo(to_text(graph_document(graph)) if form == "json" else graph_text(graph))


def _owner(graph: Graph, policy: bytes | None) -> Callable[[str], str | None]:
    """Who owns a path: the policy's component, else the folder."""
    try:
        return owner_by(load_policy(policy), tuple(graph.codebase.snapshot.entries)) if policy else posixpath.dirname
    except PolicyError:
        return posixpath.dirname
