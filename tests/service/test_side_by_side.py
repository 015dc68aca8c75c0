"""Old and new version side by side: a migration expands, and a later release contracts (docs/deployment.md)."""

import ast
from pathlib import Path

import pytest

from app.store.migrate import MIGRATIONS

REVISIONS = sorted((MIGRATIONS / "versions").glob("r*.py"))
CONTRACTS = {"drop_table", "drop_column", "rename_table", "drop_constraint"}
"""What takes away something that the release before writes or reads."""
CONTRACTED: dict[str, set[str]] = {}
"""Revisions that may, and what: of that which no supported release knows any more."""


def calls(revision: Path) -> list[ast.Call]:
    """The operations of a revision's upgrade."""
    tree = ast.parse(revision.read_text())
    upgrade = next(one for one in tree.body if isinstance(one, ast.FunctionDef) and one.name == "upgrade")
    return [one for one in ast.walk(upgrade) if isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute)]


def named(call: ast.Call) -> str:
    assert isinstance(call.func, ast.Attribute)
    return call.func.attr


def demands_a_value(call: ast.Call) -> bool:
    """Whether an added column is one that the release before would have to give a value."""
    column = call.args[1]
    assert isinstance(column, ast.Call)
    given = {word.arg: word.value for word in column.keywords}
    nullable = given.get("nullable")
    may_be_null = nullable is None or (isinstance(nullable, ast.Constant) and nullable.value is True)
    return not may_be_null and "server_default" not in given


@pytest.mark.parametrize("revision", REVISIONS, ids=lambda one: one.stem)
def test_a_new_column_demands_nothing_of_the_release_before(revision: Path) -> None:
    added = [one for one in calls(revision) if named(one) == "add_column"]
    assert [ast.unparse(one) for one in added if demands_a_value(one)] == []


@pytest.mark.parametrize("revision", REVISIONS, ids=lambda one: one.stem)
def test_nothing_is_taken_away_that_the_release_before_uses(revision: Path) -> None:
    assert {named(one) for one in calls(revision)} & CONTRACTS <= CONTRACTED.get(revision.stem, set())


@pytest.mark.parametrize("revision", REVISIONS, ids=lambda one: one.stem)
def test_a_column_is_only_ever_loosened(revision: Path) -> None:
    altered = [one for one in calls(revision) if named(one) == "alter_column"]
    changed = [
        {word.arg: ast.unparse(word.value) for word in one.keywords if not str(word.arg).startswith("existing_")}
        for one in altered
    ]
    assert [one for one in changed if one != {"nullable": "True"}] == []


def test_the_rule_looks_at_what_it_is_meant_to() -> None:
    column = "op.add_column('review', sa.Column('x', sa.String(), {}))"

    def added(words: str) -> ast.Call:
        found = ast.parse(column.format(words)).body[0]
        assert isinstance(found, ast.Expr)
        assert isinstance(found.value, ast.Call)
        return found.value

    assert demands_a_value(added("nullable=False"))
    assert not demands_a_value(added("nullable=False, server_default='x'"))
    assert not demands_a_value(added("nullable=True"))
