"""`adrift affected`: the components that a change touches and those that depend on them."""

from pathlib import Path

import click

from app.cli.options import UserError, chosen_policy, open_repository, repository_option, revision_options, revisions
from app.cli.workbench import workbench
from app.policy_file import load
from app.report.affected import affected_document, affected_text
from app.report.json_report import to_text
from app.review_revisions import merge_base
from checks import POLICY_FILE, affected


@click.command("affected")
@repository_option
@revision_options
@click.option("--policy", "policy_file", type=click.Path(path_type=Path), help="A policy file instead of the base's.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(repo: Path, base: str, head: str, policy_file: Path | None, form: str) -> None:
    """List the components that the change from BASE to HEAD touches, and those that depend on them."""
    with revisions(open_repository(repo), base, head) as (repository, compared), workbench(repository) as means:
        found = chosen_policy(policy_file, repository, compared.tip)
        loaded = load(found, means.memory)
        if loaded.policy is None:
            wrong = "\n".join(map(str, loaded.issues)) or f"{base} has no {POLICY_FILE}, so there are no components"
            raise UserError(wrong)
        reader = means.reader(repository, loaded.policy)
        start = merge_base(repository, compared)
        change = reader.change(start, compared.tip, compared.head, name=compared.name)
    touched = affected(change, loaded.policy)
    click.echo(to_text(affected_document(touched)) if form == "json" else affected_text(touched))
