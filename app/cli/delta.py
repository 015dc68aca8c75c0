"""`adrift delta`: the edges that a change adds, removes and moves."""

from pathlib import Path

import click

from app.cli.ending import Finished
from app.cli.options import open_repository, readable_policy, repository_option, revision_options, revisions
from app.cli.workbench import workbench
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
        before = merge_base(repository, compared)
        with workbench(repository) as means:
            reader = means.reader(repository, readable_policy(repository, compared.tip))
            change = reader.change(before, compared.tip, compared.head, name=compared.name)
    click.echo(to_text(delta_document(change)) if form == "json" else delta_text(change))
    raise Finished
