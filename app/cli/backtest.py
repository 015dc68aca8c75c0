"""`adrift backtest`: which of the pull requests that landed a policy would have blocked."""

import re
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import click

from app.backtest import backtest
from app.cli.options import UserError, chosen_policy, open_repository, repository_option
from app.cli.workbench import workbench
from app.git.history import landings
from app.policy_file import PolicyFile
from app.report.backtest import backtest_document, backtest_text
from app.report.json_report import to_text
from checks import POLICY_FILE, PolicyError, load_policy

DAYS = {"d": 1, "w": 7, "m": 30, "y": 365}
BROKEN_POLICY = 2


@click.command("backtest")
@repository_option
@click.option("--rev", default="HEAD", show_default=True, help="The branch whose history is replayed.")
@click.option("--since", default="90d", show_default=True, help="How far back: 90d, 12w, 6m, 1y, or a day: 2026-01-31.")
@click.option("--policy", "policy_file", type=click.Path(path_type=Path), help="A policy file instead of the branch's.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(repo: Path, rev: str, since: str, policy_file: Path | None, form: str) -> None:
    """Replay the merged pull requests (first-parent history) under a policy.

    Exit status: 0, however many would have been blocked; 2 wrong usage or a broken policy.
    """
    repository = open_repository(repo)
    tip = repository.commit(rev)
    landed = landings(repository, tip, _day(since))
    policy = chosen_policy(policy_file, repository, tip)
    _ensure_usable(policy, rev)
    with workbench(repository) as means:
        resident = means.resident()
        replayed = list(backtest(repository, landed, policy, resident)) if policy else []
    click.echo(to_text(backtest_document(replayed)) if form == "json" else backtest_text(replayed))


def _day(since: str) -> date:
    """The day that a text means. Raises UserError."""
    match = re.fullmatch(r"(\d{1,5})([dwmy])", since)
    try:
        if match:
            return datetime.now(UTC).date() - timedelta(days=int(match[1]) * DAYS[match[2]])
        return date.fromisoformat(since)
    except (ValueError, OverflowError):
        raise UserError(f"--since {since}: give a span such as 90d, or a day such as 2026-01-31") from None


def _ensure_usable(policy: PolicyFile | None, rev: str) -> None:
    """Ends the command where there is no policy to replay."""
    if policy is None:
        raise UserError(f"{rev} has no {POLICY_FILE}: give one with --policy (`adrift policy init` writes a first one)")
    try:
        load_policy(policy.content, policy.file)
    except PolicyError as error:
        click.echo(str(error), err=True)
        sys.exit(BROKEN_POLICY)
