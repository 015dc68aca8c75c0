"""`adrift delta`: the edges that a change adds, removes and moves."""

from pathlib import Path

import click

from app.cli.options import ignored_at, open_repository, repository_option, revision_options, revisions
from app.reading import Reader
from app.report.json_report import delta_document, to_text
from app.report.text import delta_text
from app.review_revisions import merge_base


@click.command("delta")
@repository_option
@revision_options
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(repo: Path, base: str, head: str, form: str) -> None:
    """Print the edges that appear and go between BASE and HEAD."""
    with revisions(open_repository(repo), base, head) as (repository, compared):
        reader = Reader(repository, ignored_at(repository, compared.tip))
        before = merge_base(repository, compared)
        change = reader.change(before, compared.tip, compared.head, name=compared.name)
    click.echo(to_text(delta_document(change)) if form == "json" else delta_text(change))
