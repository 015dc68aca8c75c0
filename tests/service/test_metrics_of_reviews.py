"""What a worker counts of its reviews."""

from tests.service.conftest import CROSSING, finished, idle, reviewed
from tests.service.test_metrics import samples
from tests.stand_in import Repository, StandIn


def test_what_a_review_leaves(gh: StandIn, adrift: str, repo: Repository, database_url: str) -> None:
    before = samples(adrift)
    gh.fail_next("GET", "/pulls/1$", status=502)
    reviewed(gh, repo, CROSSING)
    idle(database_url)

    def more(*name: str) -> float:
        return samples(adrift).get(name, 0) - before.get(name, 0)

    assert more("adrift_reviews_total", "failure") == 1
    assert more("adrift_findings_total", "cross-domain-edge", "blocking") == 1
    assert more("adrift_retries_total", "UnavailableError") == 1
    assert more("adrift_verdict_seconds_count") == 1
    assert more("adrift_github_requests_total", "5xx") == 1
    assert more("adrift_github_requests_total", "2xx") > 3
    assert more("adrift_facts_total", "parser") > 3


def test_what_became_of_a_label_is_counted_once(gh: StandIn, adrift: str, repo: Repository, database_url: str) -> None:
    pull, _ = reviewed(gh, repo, CROSSING)
    before = samples(adrift).get(("adrift_overrides_total", "refused"), 0)
    gh.add_label(pull, "adr:0001", actor="owner")
    finished(gh, repo, pull, runs=2)
    gh.rerequest(finished(gh, repo, pull, runs=2))
    finished(gh, repo, pull, runs=3)
    idle(database_url)
    assert samples(adrift)["adrift_overrides_total", "refused"] - before == 1
