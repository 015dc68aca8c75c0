"""`adrift events`: the events of a commit, who publishes and subscribes, and what the catalog says."""

from contextlib import ExitStack
from pathlib import Path

import click

from app.cli.options import (
    UserError,
    chosen_policy,
    open_repository,
    read_revision,
    repository_option,
    revision_option,
)
from app.cli.workbench import workbench
from app.policy_file import load
from app.reading.events import commit_events
from app.report.events import events_document, events_text
from app.report.json_report import to_text
from checks import POLICY_FILE, Components, events_of


@click.command("events")
@repository_option
@revision_option
@click.option(
    "--policy", "policy_file", type=click.Path(path_type=Path), help="A policy file instead of the revision's."
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(repo: Path, rev: str, policy_file: Path | None, form: str) -> None:
    """List the events of one commit: publishers, subscribers, catalog entry, and where these disagree."""
    with ExitStack() as stack:
        repository, revision = stack.enter_context(read_revision(open_repository(repo), rev))
        means = stack.enter_context(workbench(repository))
        loaded = load(chosen_policy(policy_file, repository, revision), means.memory)
        policy = loaded.policy
        if policy is None or policy.events is None:
            wrong = "\n".join(map(str, loaded.issues)) or f"the policy ({POLICY_FILE}) has no `events`"
            raise UserError(wrong)
        reader = means.reader(repository, policy)
        graph = reader.graph(revision)
        found = commit_events(reader, graph, revision, policy)
    components = Components(policy, graph.codebase.snapshot.entries)
    events = events_of(found, components.is_test)
    unknown = [site for site in found.sites if site.event is None and site.is_published]
    unknown = [site for site in unknown if not components.is_test(site.path)]
    click.echo(
        to_text(events_document(events, unknown, components))
        if form == "json"
        else events_text(events, unknown, components)
    )
