"""`adrift doctor`: whether the service has what it needs."""

import asyncio

import click

from app.cli.options import UserError
from app.doctor.examination import examined
from app.doctor.line import Level, Line
from app.report.json_report import to_text
from app.settings import SettingsError, read_settings

WIDTH = max(len(level) for level in Level)


@click.command("doctor")
@click.option("--repository", metavar="OWNER/NAME", help="Look also at the check that this repository requires.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_context
def command(context: click.Context, repository: str | None, form: str) -> None:
    """Examine what the service rests on: credentials, permissions, webhook, database, git, clock and disk."""
    if repository is not None and repository.count("/") != 1:
        raise UserError("--repository wants OWNER/NAME")
    try:
        lines = asyncio.run(examined(read_settings(), repository))
    except SettingsError as error:
        lines = [Line("settings", Level.PROBLEM, str(error), "correct the variable")]
    has_problem = any(line.level is Level.PROBLEM for line in lines)
    click.echo(_json(lines, is_healthy=not has_problem) if form == "json" else "\n".join(map(_text, lines)))
    context.exit(int(has_problem))


def _text(line: Line) -> str:
    first = f"{line.level.value:{WIDTH}}  {line.about}: {line.says}"
    return f"{first}\n{'':{WIDTH}}  -> {line.advice}" if line.advice else first


def _json(lines: list[Line], *, is_healthy: bool) -> str:
    found = [
        {"about": line.about, "level": line.level.value, "says": line.says, "advice": line.advice or None}
        for line in lines
    ]
    return to_text({"healthy": is_healthy, "lines": found})
