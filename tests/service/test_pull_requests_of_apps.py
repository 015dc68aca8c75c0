"""Dependabot and Renovate: a check run like everybody's, and no comments."""

import pytest

from tests.service.conftest import CROSSING, reviewed
from tests.stand_in import Repository, StandIn


@pytest.mark.usefixtures("adrift")
def test_a_check_run_and_no_comments(gh: StandIn, repo: Repository) -> None:
    pull, run = reviewed(gh, repo, CROSSING, author="dependabot[bot]")
    assert (run.conclusion, len(gh.annotations(run))) == ("failure", 1)
    assert (gh.review_comments(pull), gh.reviews(pull), gh.issue_comments(pull)) == ([], [], [])
