"""`adrift review`: the verdict on a change, as GitHub would show it."""

from importlib import import_module
from pathlib import Path
from typing import NoReturn

import click
from click.core import ParameterSource

from app.cli.ending import Finished
from app.cli.formats import FORMATS
from app.cli.options import change_options, chosen_policy, open_repository, revisions
from app.cli.workbench import workbench
from app.history.policies import explained_by_git
from app.history.reverts import may_be_restored, restored_in_clone
from app.review_revisions import Description, Earlier, review_revisions
from checks import Conclusion, Review, trusted_labels

BLOCKED, BROKEN_POLICY = 1, 2


@click.command("review")
@change_options
@click.option("--policy", "policy_file", type=click.Path(path_type=Path), help="A policy file instead of the base's.")
@click.option("--label", "labels", multiple=True, help="An override label such as adr:0012; may be repeated.")
@click.option("--title", default="", help="The pull request's title, which may say how far it raises a version.")
@click.option("--body", default="", help="The pull request's text, likewise (BREAKING CHANGE: …).")
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="text", show_default=True)
def command(  # noqa: PLR0913, PLR0917 - the options of the contract
    repo: Path,
    base: str | None,
    head: str | None,
    github: str | None,
    policy_file: Path | None,
    labels: tuple[str, ...],
    title: str,
    body: str,
    form: str,
) -> None:
    """Review the change from BASE to HEAD under the policy of BASE.

    Exit status: 0 nothing blocks, 1 something blocks, 2 wrong usage or a broken policy.
    """
    if github is not None:
        _refuse_others("github", "form")
        live = import_module("app.cli.live").live_review(github)
        click.echo(f"adrift: {live.source}", err=True)
        _end(live.review, form)
    if base is None or head is None:
        missing = "--base" if base is None else "--head"
        raise click.MissingParameter("Or --github.", param_hint=repr(missing), param_type="option")
    description = Description(trusted_labels(labels), title, body)
    with revisions(open_repository(repo), base, head) as (repository, compared):
        text = chosen_policy(policy_file, repository, compared.tip)
        with workbench(repository) as means:
            review = review_revisions(repository, compared, description, text, means)
            if may_be_restored(review):
                parent = compared.parent or compared.head
                restored = restored_in_clone(repository, review.base, compared.head, parent)
                if restored:
                    review = review_revisions(repository, compared, description, text, means, Earlier(restored))
        review = review if policy_file else explained_by_git(review, repository, compared.tip)
    _end(review, form)


def _refuse_others(*names: str) -> None:
    """Raises UsageError where another option is given."""
    context = click.get_current_context()
    for option in context.params:
        if option not in names and context.get_parameter_source(option) is ParameterSource.COMMANDLINE:
            flag = {"policy_file": "policy", "labels": "label", "form": "format"}.get(option, option)
            raise click.UsageError(f"--{flag} cannot be given with --github, which says it")


def _end(review: Review, form: str) -> NoReturn:
    click.echo(FORMATS[form](review))
    raise Finished(status(review))


def status(review: Review) -> int:
    """The exit status that a verdict is."""
    if review.policy_issues:
        return BROKEN_POLICY
    return BLOCKED if review.conclusion is Conclusion.FAILURE else 0
