"""What a command reads in before it begins: libraries that it does not use would be most of its time."""

import subprocess
import sys
from importlib import import_module

import pytest

from app.cli.lazy_command import LazyCommand
from app.cli.main import adrift as commands
from tests.cli.conftest import Clone

RUN = """
import sys
from app.cli.main import main
try:
    main()
finally:
    print(*sorted(sys.modules), file=sys.stderr)
"""
SERVICE = {
    "sqlalchemy",
    "sqlmodel",
    "starlette",
    "githubkit",
    "procrastinate",
    "uvicorn",
    "httpx",
    "alembic",
    "asyncio",
}
CORE = {"checks", "pydantic", "yaml", "grimp", "markdown_it", "tree_sitter"}


def modules_of(*arguments: str) -> set[str]:
    done = subprocess.run([sys.executable, "-c", RUN, *arguments], capture_output=True, text=True, check=True)
    return set(done.stderr.split())


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_what_is_asked_of_the_command_itself_reads_no_library_in(option: str) -> None:
    assert modules_of(option) & (SERVICE | CORE) == set()


def test_a_review_reads_nothing_of_the_service_in(clone: Clone) -> None:
    clone.commit({"orders/api.py": "import os\nfrom shared import money\n"})
    modules = modules_of("review", "--repo", str(clone.folder), "--base", "main", "--head", "feature")
    assert modules >= {"checks", "app.cli.review"}
    assert modules & SERVICE == set()


@pytest.mark.parametrize("name", sorted(commands.commands))
def test_the_help_of_a_command_begins_with_its_line_in_the_list(name: str) -> None:
    listed, command = commands.commands[name], import_module(f"app.cli.{name}").command
    assert isinstance(listed, LazyCommand)
    assert listed.load() is command
    assert command.name == name
    assert listed.get_short_help_str(500) == command.get_short_help_str(500)
