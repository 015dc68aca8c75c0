"""`adrift policy`: what can be asked of a policy file."""

import json
import sys
from importlib import import_module
from pathlib import Path

import click

from app.cli.lazy_command import LazyCommand
from app.cli.options import UserError
from checks import PolicyError, load_policy, policy_schema, policy_warnings


@click.group("policy")
def command() -> None:
    """Commands for the policy file."""


command.add_command(
    LazyCommand("init", lambda: import_module("app.cli.policy_init"), "Write a commented policy to start with.")
)
command.add_command(
    LazyCommand(
        "import",
        lambda: import_module("app.cli.policy_import"),
        "Write a policy that says what import-linter, tach, Nx or dependency-cruiser are told here.",
    )
)


@command.command("validate")
@click.argument("file", type=click.Path(path_type=Path))
def validate(file: Path) -> None:
    """Say what is wrong with a policy FILE, with line and column. Exit status: 0 valid, 2 broken."""
    try:
        content = file.read_bytes()
    except OSError as error:
        raise UserError(f"{file} cannot be read: {error.strerror}") from error
    try:
        policy = load_policy(content, str(file))
    except PolicyError as error:
        click.echo(str(error))
        sys.exit(2)
    for warning in policy_warnings(policy):
        click.echo(f"{warning.file}:{warning.line}:{warning.column}: warning: {warning.message}")
    click.echo(f"{file}: valid, {len(policy.components)} components")


@command.command("schema")
def schema() -> None:
    """Print the JSON Schema of the policy file, for editors."""
    click.echo(json.dumps(policy_schema(), indent=2))
