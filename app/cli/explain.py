"""`adrift explain`: what a check finds, why, and what to do."""

import click

from checks import CHECKS


@click.command("explain")
@click.argument("check", required=False, type=click.Choice([check.name for check in CHECKS]))
def command(check: str | None) -> None:
    """Explain a CHECK; without a name, list them all."""
    for one in CHECKS:
        if check is None:
            click.echo(f"{one.name:20} {one.explanation.strip().partition(chr(10))[0]}")
        elif one.name == check:
            click.echo(f"{one.name}: {one.explanation.strip()}")
