"""The label `adr:NNNN` overrides findings, and says why where it does not."""

import pytest

from tests.service.conftest import CROSSING, EXCEPTION, FILES, created, finished, reviewed
from tests.stand_in import CheckRun, Repository, StandIn

pytestmark = pytest.mark.usefixtures("adrift")
PATH = "docs/adr/0002-orders-reads-invoices.md"


@pytest.fixture
def repo(gh: StandIn) -> Repository:
    """With an accepted and a proposed record besides the rule's own."""
    proposed = {"docs/adr/0003-later.md": EXCEPTION.format(status="Proposed").replace("2.", "3.", 1)}
    return created(gh, {**FILES, PATH: EXCEPTION.format(status="Accepted"), **proposed})


def labelled(gh: StandIn, repo: Repository, label: str, more: dict[str, str] | None = None) -> CheckRun:
    pull, run = reviewed(gh, repo, {**CROSSING, **(more or {})})
    assert run.conclusion == "failure"
    gh.add_label(pull, label)
    return finished(gh, repo, pull, runs=2)


def test_an_accepted_record_of_the_base_overrides(gh: StandIn, repo: Repository) -> None:
    run = labelled(gh, repo, "adr:0002")
    assert (run.conclusion, run.title) == ("success", "1 finding overridden by a decision record")
    assert [one["annotation_level"] for one in gh.annotations(run)] == ["notice"]


@pytest.mark.parametrize("label", ["adr:2", "ADR:ADR-0002", "adr: 0002"])
def test_any_spelling_of_one_record(gh: StandIn, repo: Repository, label: str) -> None:
    assert labelled(gh, repo, label).conclusion == "success"


def test_a_record_that_the_pull_request_adds_overrides(gh: StandIn, repo: Repository) -> None:
    added = {"docs/adr/0004-now.md": EXCEPTION.format(status="Accepted").replace("2.", "4.", 1)}
    assert labelled(gh, repo, "adr:0004", added).conclusion == "success"


def test_a_status_that_the_pull_request_edits_does_not_count(gh: StandIn, repo: Repository) -> None:
    edited = {"docs/adr/0003-later.md": EXCEPTION.format(status="Accepted").replace("2.", "3.", 1)}
    assert labelled(gh, repo, "adr:0003", edited).conclusion == "failure"


def test_a_proposed_record_is_refused_with_the_reason(gh: StandIn, repo: Repository) -> None:
    run = labelled(gh, repo, "adr:0003")
    assert run.conclusion == "failure"
    assert "is not accepted (it says: Proposed)" in (run.summary or "")


def test_an_unknown_record_is_refused_with_the_reason(gh: StandIn, repo: Repository) -> None:
    run = labelled(gh, repo, "adr:0099")
    assert run.conclusion == "failure"
    assert "there is no decision record" in (run.summary or "")


def test_taking_the_label_off_takes_the_override_away(gh: StandIn, repo: Repository) -> None:
    pull, _ = reviewed(gh, repo, CROSSING)
    gh.add_label(pull, "adr:0002")
    assert finished(gh, repo, pull, runs=2).conclusion == "success"
    gh.remove_label(pull, "adr:0002")
    assert finished(gh, repo, pull, runs=3).conclusion == "failure"


def test_another_label_asks_for_no_review(gh: StandIn, repo: Repository) -> None:
    pull, _ = reviewed(gh, repo, CROSSING)
    gh.add_label(pull, "bug")
    gh.add_label(pull, "adr:0002")
    finished(gh, repo, pull, runs=2)
    assert len(gh.check_runs(repo, pull.head_sha)) == 2


def test_a_label_that_is_there_when_the_pull_request_is_opened_again(gh: StandIn, repo: Repository) -> None:
    pull, _ = reviewed(gh, repo, CROSSING)
    gh.close(pull)
    gh.add_label(pull, "adr:0002")
    gh.reopen(pull)
    assert finished(gh, repo, pull, runs=2).conclusion == "success"


def test_a_label_cannot_break_out_of_the_summary(gh: StandIn, repo: Repository) -> None:
    run = labelled(gh, repo, "adr:`</details><img src=x> @ann\n# Big")
    assert run.conclusion == "failure"
    assert not [line for line in (run.summary or "").splitlines() if line.startswith("# Big")]
    assert "`` adr:`</details>" in (run.summary or "")
