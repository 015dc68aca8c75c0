"""What a command reads in before it begins: libraries that it does not use would be most of its time."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import checks
from app.cli.lazy_command import LazyCommand
from app.cli.main import adrift as commands
from checks import CHECKS
from checks.check import CheckOnDemand
from tests.cli.conftest import POLICY, Clone

RUN = """
import sys
from app.cli import main
main.leave = sys.exit  # nobody comes back from the other
try:
    main.main()
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
ASKED_FOR = {
    "tree_sitter",
    "griffe",
    "grimp",
    "pyjson5",
    "packaging",
    "ctypes",
    "checks.codebase.extraction",
    "checks.codebase.languages.python.readers",
    "checks.codebase.languages.typescript.readers",
    "checks.codebase.api.facade",
    "checks.events.reading",
    "checks.orm_leakage",
    "checks.policy.schema",
    "checks.public_apis.reading",
    "checks.versions",
    "app.report.html",
    "app.report.json_report",
    "app.report.markdown",
    "app.report.sarif",
}
"""What parser processes use, or a policy or an option has to ask for."""
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
    assert modules & (SERVICE | ASKED_FOR) == set()


EVENTS = "events: {catalog: docs/events.md, publish: [publish]}\n"


@pytest.mark.parametrize(
    ("policy", "module"),
    [
        (f"{POLICY}{EVENTS}", "checks.events.reading"),
        (POLICY.replace("[shared]}", "[shared], versioned: semver}"), "checks.public_apis.reading"),
        (POLICY.replace("[shared]}", "[shared], encapsulates: [sqlalchemy]}"), "checks.orm_leakage"),
    ],
)
def test_what_a_policy_asks_for_is_read_in(clone: Clone, tmp_path: Path, policy: str, module: str) -> None:
    (tmp_path / "policy.yml").write_text(policy)
    clone.commit({"orders/api.py": "import os\nfrom shared import money\n"})
    options = ("--base", "main", "--head", "feature", "--policy", str(tmp_path / "policy.yml"))
    assert module in modules_of("review", "--repo", str(clone.folder), *options)


def test_what_is_offered_on_demand_is_there() -> None:
    names = {name for names in checks.ON_DEMAND for name in names}
    assert names <= set(checks.__all__)
    assert all(getattr(checks, name) for name in checks.__all__)
    with pytest.raises(ImportError, match="nothing_of_this_name"):
        from checks import nothing_of_this_name  # type: ignore[attr-defined]  # noqa: F401, PLC0415


def test_a_check_on_demand_goes_by_its_own_name() -> None:
    listed = [one for one in CHECKS if isinstance(one, CheckOnDemand)]
    assert [one.module().CHECK.name for one in listed] == [one.name for one in listed]


@pytest.mark.parametrize("name", sorted(commands.commands))
def test_the_help_of_a_command_begins_with_its_line_in_the_list(name: str) -> None:
    listed, command = commands.commands[name], import_module(f"app.cli.{name}").command
    assert isinstance(listed, LazyCommand)
    assert listed.load() is command
    assert command.name == name
    assert listed.get_short_help_str(500) == command.get_short_help_str(500)
