"""After the first review of a repository its base branch is read thoroughly: later reviews need not, and know more."""

import pytest

from tests.service.conftest import CROSSING, LEGAL, idle, query, reviewed, unheard
from tests.stand_in import Repository, StandIn

BROKEN = {"orders/broken.py": "import shared.money\nx = = 1\n"}
"""A syntax error that no scanner of imports sees."""
PARSED = "select distinct object_id from facts where dialect = 'python:python' and not is_scanned"
pytestmark = pytest.mark.usefixtures("adrift")


def test_what_is_broken_on_the_base_branch_is_listed_from_then_on(
    gh: StandIn, repo: Repository, database_url: str
) -> None:
    with unheard(gh):  # nothing has read it before the first review
        gh.push(repo, "main", BROKEN)
    _, first = reviewed(gh, repo, CROSSING)
    assert "orders/broken.py" not in (first.summary or "")
    idle(database_url)
    _, second = reviewed(gh, repo, LEGAL, branch="other")
    assert "orders/broken.py" in (second.summary or "")


def test_every_file_of_the_base_branch_has_been_parsed_then(gh: StandIn, repo: Repository, database_url: str) -> None:
    query(database_url, "delete from facts")
    reviewed(gh, repo, LEGAL)
    idle(database_url)
    assert len(query(database_url, PARSED)) == 5  # an empty one, two that the change leaves alone, both sides of one
    query(database_url, "delete from facts")
    reviewed(gh, repo, CROSSING, branch="other")
    idle(database_url)
    assert len(query(database_url, PARSED)) == 1  # once is enough: only what the change brings is read
