"""`adrift policy init`: a first policy from the code as it is."""

import json
from dataclasses import replace
from pathlib import Path

import click

from app.adoption.policy_text import SCHEMA_FILE
from app.adoption.starting_text import starting_text
from app.cli.options import UserError, open_repository, repository_option
from app.cli.workbench import workbench
from app.git.process import GitError
from app.git.repository import Repository
from app.policy_file import POLICY_FILES
from app.reading.memory import RepositoryMemory
from app.reading.workbench import ResidentGraphs
from checks import DEFAULT_POLICY, Graph, policy_schema

STANDARD_OUTPUT = "-"


@click.command("init")
@repository_option
@click.option(
    "--output",
    metavar="FILE",
    help=f"Where to write it, with {SCHEMA_FILE} beside it; `-` prints the policy alone."
    f"  [default: {POLICY_FILES[0]} of the work tree]",
)
@click.option("--force", is_flag=True, help="Write over files that are there.")
def command(repo: Path, output: str | None, force: bool) -> None:
    """Write a commented policy to start with: it allows what the code of HEAD does today, and lists what looks odd."""
    repository = open_repository(repo)
    files = () if output == STANDARD_OUTPUT else _files(repository, output)
    if not force:
        _refuse_to_overwrite(files)
    text = starting_text(_graph(repository))
    if not files:
        click.echo(text, nl=False)
    for file, content in zip(files, (text, _schema_text()), strict=False):
        _write(file, content)
        click.echo(f"adrift: wrote {file}", err=True)


def _schema_text() -> str:
    """The JSON Schema of the policy file."""
    return json.dumps(policy_schema(), indent=2) + "\n"


def _graph(repository: Repository) -> Graph:
    """The graph of HEAD with all facts: one that was kept from before holds few."""
    with workbench(repository) as kept:
        means = replace(kept, graphs=lambda ignored: ResidentGraphs(RepositoryMemory(), ignored))
        return means.reader(repository, DEFAULT_POLICY).graph(repository.commit("HEAD"))


def _files(repository: Repository, output: str | None) -> tuple[Path, ...]:
    """Where the policy and its schema go. Raises UserError where a bare repository leaves that open."""
    if output is not None:
        return Path(output), Path(output).with_name(SCHEMA_FILE)
    try:
        top = Path(repository.git.text("rev-parse", "--show-toplevel"))
    except GitError as error:
        raise UserError("a bare repository has no work tree to write to: give --output FILE, or --output -") from error
    return top / POLICY_FILES[0], (top / POLICY_FILES[0]).with_name(SCHEMA_FILE)


def _refuse_to_overwrite(files: tuple[Path, ...]) -> None:
    """Raises UserError where a policy is there already, under either of its names, or its schema."""
    names = {*files, *(file.with_suffix(".yaml") for file in files[:1])}
    for file in sorted(names):
        if file.exists():
            raise UserError(f"{file} is there already; --force writes over it")


def _write(file: Path, content: str) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")
    except OSError as error:
        raise UserError(f"{file} cannot be written: {error.strerror}") from error
