"""From a webhook to a verdict on the pull request."""

from tests.service.conftest import CROSSING, FILES, LEGAL, finished, opened
from tests.stand_in import Repository, StandIn


def test_a_clean_pull_request_gets_a_green_check_run(gh: StandIn, repo: Repository) -> None:
    pull = opened(gh, repo, LEGAL)
    run = finished(gh, repo, pull)
    assert (run.conclusion, run.title) == ("success", "No new violations")
    assert gh.reviews(pull) == []
