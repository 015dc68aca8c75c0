"""`adrift adr`: decision records for findings."""

from pathlib import Path

import click

from app.cli.options import (
    UserError,
    chosen_policy,
    open_repository,
    repository_option,
    revision_options,
    revisions,
)
from app.cli.workbench import workbench
from app.git.process import GitError
from app.git.repository import Repository
from app.policy_file import readable_policy
from app.reading.records import read_records
from app.report.new_record import new_record
from app.review_revisions import Description, review_revisions, today
from checks import DEFAULT_POLICY, Finding, Review, record_folders

SHORTEST = 6
"""Digits of a fingerprint that are enough, where they name one finding."""


@click.group("adr")
def command() -> None:
    """Commands for decision records."""


@command.command("new")
@repository_option
@revision_options
@click.option("--for", "fingerprints", multiple=True, required=True, help="The finding's fingerprint; may be repeated.")
@click.option("--policy", "policy_file", type=click.Path(path_type=Path), help="A policy file instead of the base's.")
@click.option("--title", help="The record's title.")
@click.option("--output", type=click.Path(path_type=Path), help="Where to write it; - for standard output.")
def new(  # noqa: PLR0913, PLR0917 - the options of the contract
    repo: Path,
    base: str,
    head: str,
    fingerprints: tuple[str, ...],
    policy_file: Path | None,
    title: str | None,
    output: Path | None,
) -> None:
    """Write the decision record that findings of the change from BASE to HEAD ask for, in the repository's own form."""
    repository = open_repository(repo)
    with revisions(repository, base, head) as (read_from, compared), workbench(read_from) as means:
        text = chosen_policy(policy_file, read_from, compared.tip)
        review = review_revisions(read_from, compared, Description(), text, means)
        policy = readable_policy(text) or DEFAULT_POLICY
        folders = record_folders(policy)
        records = read_records(read_from, read_from.snapshot(compared.head), folders, means.memory)
    findings = [_named(fingerprint, review) for fingerprint in fingerprints]
    record = new_record(findings, records, folders[0], today(), title)
    if output == Path("-"):
        click.echo(record.text, nl=False)
    else:
        click.echo(_written(output or _top(repository) / record.path, record.text))


def _named(fingerprint: str, review: Review) -> Finding:
    found = [finding for finding in review.findings if finding.fingerprint.startswith(fingerprint)]
    if len(found) != 1 or len(fingerprint) < SHORTEST:
        known = "".join(f"\n  {finding.fingerprint} {finding.path}:{finding.line or ''}" for finding in review.findings)
        what = f"names {len(found)} findings" if len(fingerprint) >= SHORTEST else "is too short"
        raise UserError(f"--for {fingerprint} {what}; this change has {len(review.findings)}:{known}")
    return found[0]


def _top(repository: Repository) -> Path:
    try:
        return Path(repository.git.text("rev-parse", "--show-toplevel"))
    except GitError:
        raise UserError("a bare repository has no place for a file: name one with --output") from None


def _written(path: Path, text: str) -> Path:
    """Raises UserError where the file is there already or cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise UserError(f"{path} cannot be written: {error.strerror}") from error
    return path
