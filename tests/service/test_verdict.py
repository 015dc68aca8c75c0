"""From a webhook to a verdict on the pull request: check run, annotations, inline comments."""

import pytest

from tests.running import wait_for
from tests.service.conftest import CROSSING, FILES, LEGAL, finished, opened, reviewed, unheard
from tests.stand_in import Repository, StandIn

pytestmark = pytest.mark.usefixtures("adrift")


def test_a_clean_pull_request_gets_a_green_check_run(gh: StandIn, repo: Repository) -> None:
    pull, run = reviewed(gh, repo, LEGAL)
    assert (run.conclusion, run.title) == ("success", "No new violations")
    assert gh.reviews(pull) == []


def test_the_check_run_is_in_progress_while_git_is_slow(gh: StandIn, repo: Repository) -> None:
    gh.fail_next("GET", "info/refs", delay=0.7)
    pull = opened(gh, repo, LEGAL)
    assert wait_for(lambda: gh.check_runs(repo, pull.head_sha))[0].status == "in_progress"
    assert finished(gh, repo, pull).conclusion == "success"


def test_a_crossing_blocks(gh: StandIn, repo: Repository) -> None:
    _, run = reviewed(gh, repo, CROSSING)
    assert (run.conclusion, run.title) == ("failure", "1 new edge needs an ADR: orders -> billing")
    assert "ADR-0001" in (run.summary or "")


def test_a_crossing_is_annotated_on_its_line(gh: StandIn, repo: Repository) -> None:
    _, run = reviewed(gh, repo, CROSSING)
    (annotation,) = gh.annotations(run)
    place = (annotation["path"], annotation["start_line"], annotation["annotation_level"])
    assert place == ("orders/api.py", 3, "failure")


def test_a_crossing_gets_one_review_with_one_comment_on_its_line(gh: StandIn, repo: Repository) -> None:
    pull, _ = reviewed(gh, repo, CROSSING)
    (review,), (comment,) = gh.reviews(pull), gh.review_comments(pull)
    assert (review.state, comment.path, comment.line, comment.side) == ("COMMENTED", "orders/api.py", 3, "RIGHT")
    assert "<!-- adrift:" in comment.body


def test_a_push_that_keeps_the_crossing_does_not_comment_twice(gh: StandIn, repo: Repository) -> None:
    pull, _ = reviewed(gh, repo, CROSSING)
    gh.push(repo, "feature", {"orders/api.py": "import os\nimport sys\n\nfrom billing.models import Invoice\n"})
    run = finished(gh, repo, pull)
    assert (run.conclusion, len(gh.review_comments(pull)), len(gh.reviews(pull))) == ("failure", 1, 1)


def test_a_push_that_adds_a_crossing_comments_on_that_only(gh: StandIn, repo: Repository) -> None:
    pull, _ = reviewed(gh, repo, CROSSING)
    gh.push(repo, "feature", {"shared/money.py": "import orders.api\n"})
    finished(gh, repo, pull)
    assert [comment.path for comment in gh.review_comments(pull)] == ["orders/api.py", "shared/money.py"]


def test_a_push_that_removes_the_crossing_is_green(gh: StandIn, repo: Repository) -> None:
    pull, _ = reviewed(gh, repo, CROSSING)
    gh.push(repo, "feature", LEGAL)
    assert finished(gh, repo, pull).conclusion == "success"


def test_old_debt_is_not_reported(gh: StandIn) -> None:
    repo = gh.create_repository("acme/old", files={**FILES, **CROSSING})
    _, run = reviewed(gh, repo, {"orders/api.py": CROSSING["orders/api.py"] + "\nprint()\n"})
    assert run.conclusion == "success"


def test_a_finding_outside_of_the_diff_is_in_the_check_run_only(gh: StandIn) -> None:
    # the import was there; that `billing/late.py` now exists makes it an edge
    files = {**FILES, "orders/api.py": "import billing.late\n"}
    repo = gh.create_repository("acme/late", files=files)
    pull, run = reviewed(gh, repo, {"billing/late.py": "X = 1\n"})
    assert (run.conclusion, gh.reviews(pull)) == ("failure", [])
    assert [one["path"] for one in gh.annotations(run)] == ["orders/api.py"]


def test_typescript_is_judged_too(gh: StandIn) -> None:
    files = {**FILES, "billing/invoice.ts": "export const a = 1;\n", "orders/page.tsx": "export {};\n"}
    repo = gh.create_repository("acme/web", files=files)
    pull, run = reviewed(gh, repo, {"orders/page.tsx": 'export {};\nimport { a } from "../billing/invoice";\n'})
    assert run.title == "1 new edge needs an ADR: orders -> billing"
    assert [(one.path, one.line) for one in gh.review_comments(pull)] == [("orders/page.tsx", 2)]


def test_more_annotations_than_one_request_takes_are_appended_once(gh: StandIn, repo: Repository) -> None:
    _, run = reviewed(gh, repo, many(120))
    assert len({one["path"] for one in gh.annotations(run)}) == len(gh.annotations(run)) == 120
    assert run.title == "120 new edges need an ADR"


def test_at_most_twenty_comments(gh: StandIn, repo: Repository) -> None:
    pull, _ = reviewed(gh, repo, {f"orders/m{index}.py": "def\n" for index in range(30)})
    (review,) = gh.reviews(pull)
    assert len(gh.review_comments(pull)) == 20
    assert "10 more stand in the check run" in review.body


def test_a_draft_is_reviewed(gh: StandIn, repo: Repository) -> None:
    _, run = reviewed(gh, repo, CROSSING, draft=True)
    assert run.conclusion == "failure"


def test_a_closed_pull_request_is_not_reviewed(gh: StandIn, repo: Repository) -> None:
    with unheard(gh):
        pull = opened(gh, repo, CROSSING)
        gh.close(pull)
    gh.redeliver(gh.events("pull_request", "opened")[-1].guid)
    other, _ = reviewed(gh, repo, LEGAL, branch="other")
    assert gh.check_runs(repo, pull.head_sha) == []
    assert other.head_sha != pull.head_sha


def many(number: int) -> dict[str, str]:
    return {f"orders/m{index}.py": "import billing.models\n" for index in range(number)}
