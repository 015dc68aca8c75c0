"""`adrift policy import`: the rules of other tools as a policy file."""

from collections.abc import Mapping
from pathlib import Path

import click

from app.adoption.imported import (
    SourceTree,
    Tool,
    UnreadableConfigurationError,
    find_configurations,
    import_policy,
    is_configuration,
    left_out_lines,
    policy_text,
    summary,
    tools_of,
)
from app.cli.options import UserError, open_repository, repository_option
from app.git.repository import Repository
from app.git.worktree import with_worktree
from checks import DEFAULT_POLICY, EntryKind, Policy, ignored_by


@click.command("import")
@repository_option
@click.option("--from", "tool", type=click.Choice([tool.value for tool in Tool]), help="Only this tool's rules.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write the policy to a new file.")
@click.argument("file", required=False)
def command(repo: Path, tool: str | None, output: Path | None, file: str | None) -> None:
    """Write a policy that says what import-linter, tach, Nx or dependency-cruiser are told in this repository.

    FILE is one configuration, by its path in the repository; without it those nearest to the top are read. What cannot
    be carried over is listed at the end of the policy, and here. Exit status: 0 done, 2 nothing to import.
    """
    tree = _tree(open_repository(repo))
    files = _files(tree, tool, file)
    try:
        policy = import_policy(tree, files)
    except UnreadableConfigurationError as error:
        raise UserError(str(error)) from error
    if output is None:
        click.echo(policy_text(policy), nl=False)
    else:
        _write(output, policy_text(policy))
    for line in left_out_lines(policy):
        click.echo(f"not carried over: {line}", err=True)
    click.echo(f"adrift: {summary(policy)}", err=True)


def _tree(repository: Repository) -> SourceTree:
    """The uncommitted files of a work tree, or what a bare repository has at HEAD."""
    if repository.git.text("rev-parse", "--is-bare-repository") == "true":
        return _tree_at(repository, repository.commit("HEAD"))
    with with_worktree(repository) as (beside, tree):
        return _tree_at(beside, tree)


def _tree_at(repository: Repository, revision: str) -> SourceTree:
    entries = repository.snapshot(revision).entries
    ignored = ignored_by(DEFAULT_POLICY)
    paths = [path for path, entry in entries.items() if entry.kind is EntryKind.FILE and not ignored(path)]
    wanted = {path: entries[path].object_id for path in paths if is_configuration(path)}
    contents = dict(repository.files(dict.fromkeys(wanted.values())))
    return SourceTree(frozenset(paths), {path: contents.get(one) or b"" for path, one in wanted.items()})


def _files(tree: SourceTree, tool: str | None, file: str | None) -> Mapping[Tool, tuple[str, ...]]:
    """The configurations to read. Raises UserError where there are none."""
    tools = [Tool(tool)] if tool else list(Tool)
    if file is not None:
        path = file.removeprefix("./")
        files = {one: paths for one, paths in tools_of(tree, [path]).items() if one in tools}
        if path not in tree.contents or not files:
            raise UserError(f"{file} is no configuration of {', '.join(tools)} in this repository")
        return files
    found = find_configurations(tree, tools, is_foreign=ignored_by(Policy(version=1, ignore=DEFAULT_POLICY.tests)))
    if not found.read:
        raise UserError(f"there is no configuration of {', '.join(tools)} in this repository")
    for path in found.passed_over:
        click.echo(f"adrift: {path} is not read; name it to import it", err=True)
    return found.read


def _write(output: Path, text: str) -> None:
    try:
        with output.open("x", encoding="utf-8") as opened:
            opened.write(text)
    except OSError as error:
        raise UserError(f"{output} cannot be written: {error.strerror}") from error
