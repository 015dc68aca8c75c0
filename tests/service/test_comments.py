"""Inline comments over the life of a pull request: one for each finding, gone when it is, and nobody is told twice."""

import pytest

from tests.running import wait_for
from tests.service.conftest import (
    CROSSING,
    EXCEPTION,
    FILES,
    LEGAL,
    POLICY,
    finished,
    idle,
    opened,
    query,
    reviewed,
    unheard,
)
from tests.stand_in import Repository, StandIn
from tests.stand_in.review_lines import Place
from tests.stand_in.routes_reviews import new_comment, new_review
from tests.stand_in.state import PullRequest, ReviewComment

pytestmark = pytest.mark.usefixtures("adrift")
QUIET = ["GET /pulls/1", "POST /check-runs", "GET /compare", "PATCH /check-runs"]


def bodies(gh: StandIn, pull: PullRequest) -> list[str]:
    return [one.body for one in gh.review_comments(pull)]


def fixed(gh: StandIn, repo: Repository, pull: PullRequest) -> None:
    gh.push(repo, "feature", LEGAL)
    assert finished(gh, repo, pull).conclusion == "success"


def rest_requests(gh: StandIn) -> list[str]:
    """Method and kind of each request for a review: not those for tokens, nor those that a push to any branch makes."""
    found = []
    for one in gh.requests:
        if "/repos/" in one.path and "info/refs" not in one.path and "git-upload-pack" not in one.path:
            words = one.path.split("/repos/")[1].split("/")[2:]
            kind = "/".join(words) if words[0] == "pulls" else words[0]
            found.append(f"{one.method} /{kind}")
    return [one for one in found if one != "GET /pulls"]


def test_a_push_that_fixes_it_deletes_the_comment(gh: StandIn, repo: Repository) -> None:
    pull, _ = reviewed(gh, repo, CROSSING)
    fixed(gh, repo, pull)
    assert gh.review_comments(pull) == []


def test_a_draft_is_reviewed_and_commented_when_it_is_ready(gh: StandIn, repo: Repository, database_url: str) -> None:
    pull = opened(gh, repo, CROSSING, draft=True)
    assert finished(gh, repo, pull).conclusion == "failure"
    idle(database_url)
    assert gh.review_comments(pull) == []
    assert not [one for one in rest_requests(gh) if "comments" in one]
    gh.mark_ready(pull)
    finished(gh, repo, pull, runs=2)
    assert len(gh.review_comments(pull)) == 1
    gh.convert_to_draft(pull)
    fixed(gh, repo, pull)
    assert gh.review_comments(pull) == []


def test_a_preview_has_no_comments_until_it_goes_into_a_governed_branch(gh: StandIn, repo: Repository) -> None:
    gh.push(repo, "mine", {"notes.txt": "x"}, start="main")
    pull = opened(gh, repo, CROSSING, base="mine")
    assert finished(gh, repo, pull, name="adrift (preview)").conclusion == "failure"
    assert gh.review_comments(pull) == []
    gh.retarget(pull, "main")
    assert finished(gh, repo, pull).conclusion == "failure"
    assert len(gh.review_comments(pull)) == 1


def test_an_answered_comment_says_once_that_it_is_fixed(gh: StandIn, repo: Repository) -> None:
    pull, _ = reviewed(gh, repo, CROSSING)
    gh.reply(gh.review_comments(pull)[0], "Why?")
    fixed(gh, repo, pull)
    said = bodies(gh, pull)
    assert said[0].startswith(f"**No longer found as of {pull.head_sha[:7]}.**")
    gh.push(repo, "feature", {"shared/money.py": "class Money: ...\n\n"})
    finished(gh, repo, pull)
    assert bodies(gh, pull) == said


def test_a_finding_that_comes_back_has_its_comment_again(gh: StandIn, repo: Repository) -> None:
    pull, _ = reviewed(gh, repo, CROSSING)
    before = bodies(gh, pull)
    gh.reply(gh.review_comments(pull)[0], "Why?")
    fixed(gh, repo, pull)
    gh.push(repo, "feature", CROSSING)
    finished(gh, repo, pull)
    assert (bodies(gh, pull), len(gh.reviews(pull))) == ([*before, "Why?"], 2)


def test_an_override_takes_the_comment_away_and_back(gh: StandIn) -> None:
    record = {"docs/adr/0002-x.md": EXCEPTION.format(status="Accepted")}
    repo = gh.create_repository("acme/overridden", files={**FILES, **record})
    pull, _ = reviewed(gh, repo, CROSSING)
    gh.add_label(pull, "adr:0002")
    assert finished(gh, repo, pull, runs=2).conclusion == "success"
    assert bodies(gh, pull) == []
    gh.remove_label(pull, "adr:0002")
    assert finished(gh, repo, pull, runs=3).conclusion == "failure"
    assert len(bodies(gh, pull)) == 1


def test_a_broken_policy_takes_no_comment_away(gh: StandIn, repo: Repository) -> None:
    pull, _ = reviewed(gh, repo, CROSSING)
    gh.push(repo, "main", {".github/architecture.yml": f"{POLICY}nonsense: 1\n"})
    run = finished(gh, repo, pull, runs=2)
    assert (run.title, len(bodies(gh, pull))) == ("The policy file has 1 error", 1)


def test_a_rebase_and_a_re_run_say_nothing_twice(gh: StandIn, repo: Repository) -> None:
    pull, _ = reviewed(gh, repo, CROSSING)
    gh.push(repo, "main", {"shared/money.py": "class Money: ...\n\n\n"})
    moved = {"orders/api.py": "import os\nimport sys\n\n\n\nfrom billing.models import Invoice\n"}
    gh.push(repo, "feature", moved, start="main", force=True)
    run = finished(gh, repo, pull)
    gh.rerequest(run)
    finished(gh, repo, pull, runs=2)
    assert (len(bodies(gh, pull)), len(gh.reviews(pull))) == (1, 1)


def test_a_renamed_file_keeps_its_comment(gh: StandIn, repo: Repository) -> None:
    body = "".join(f"X{number} = {number}\n" for number in range(30))
    with unheard(gh):
        gh.push(repo, "main", {"orders/big.py": body})
    pull, _ = reviewed(gh, repo, {"orders/big.py": f"import billing.models\n{body}"})
    gh.push(repo, "feature", {"orders/big.py": None, "orders/large.py": f"import billing.models\n{body}"})
    finished(gh, repo, pull)
    assert (len(bodies(gh, pull)), len(gh.reviews(pull))) == (1, 1)


def test_somebody_elses_comment_with_a_copied_marker_is_left_alone(gh: StandIn, repo: Repository) -> None:
    pull, _ = reviewed(gh, repo, CROSSING)
    own = gh.review_comments(pull)[0]
    forged = forge(gh, own)
    fixed(gh, repo, pull)
    assert gh.review_comments(pull) == [forged]
    gh.push(repo, "feature", CROSSING)
    finished(gh, repo, pull)
    theirs, ours = gh.review_comments(pull)
    assert (theirs.body, ours.user.login) == (ours.body, gh.world.bot.login)


def test_a_person_named_like_the_app_is_not_the_app(gh: StandIn, repo: Repository) -> None:
    pull, _ = reviewed(gh, repo, CROSSING)
    assert gh.world.bot.login.endswith("[bot]")
    gh.reply(gh.review_comments(pull)[0], "Why?", author=gh.world.bot.login.removesuffix("[bot]"))
    fixed(gh, repo, pull)
    assert bodies(gh, pull)[0].startswith("**No longer found")


def test_a_finding_far_from_the_hunks_is_told_on_its_file(gh: StandIn, repo: Repository) -> None:
    body = "".join(f"X{number} = {number}\n" for number in range(60))
    with unheard(gh):
        gh.push(repo, "main", {"billing/reader.py": f"from billing.models import Invoice\n{body}"})
    moved = {"billing/reader.py": None, "orders/reader.py": f"from billing.models import Invoice\n{body}Y = 1\n"}
    pull, _ = reviewed(gh, repo, moved)
    (comment,) = gh.review_comments(pull)
    assert (comment.path, comment.subject_type, comment.line) == ("orders/reader.py", "file", None)
    gh.push(repo, "feature", {"orders/reader.py": f"from billing.models import Invoice\n{body}Y = 2\n"})
    finished(gh, repo, pull)
    assert len(bodies(gh, pull)) == 1
    gh.push(repo, "feature", {"orders/reader.py": body})
    finished(gh, repo, pull)
    assert bodies(gh, pull) == []


def test_a_review_that_github_refuses_becomes_a_comment_on_the_file(gh: StandIn, repo: Repository) -> None:
    gh.fail_next("POST", "/pulls/1/reviews", status=422)
    pull, run = reviewed(gh, repo, CROSSING)
    assert run.title == "1 new edge needs an ADR: orders -> billing"
    assert [(one.path, one.subject_type) for one in gh.review_comments(pull)] == [("orders/api.py", "file")]
    gh.rerequest(run)
    finished(gh, repo, pull, runs=2)
    assert len(bodies(gh, pull)) == 1


@pytest.mark.parametrize(("method", "path"), [("DELETE", r"/pulls/comments/"), ("GET", r"/pulls/1/comments")])
@pytest.mark.parametrize("is_done", [True, False])
def test_taking_back_what_fails_half_way(gh: StandIn, repo: Repository, method: str, path: str, is_done: bool) -> None:
    pull, _ = reviewed(gh, repo, CROSSING)
    gh.fail_next(method, path, status=502, after_effect=is_done)
    fixed(gh, repo, pull)
    assert gh.review_comments(pull) == []


def test_a_comment_that_somebody_deletes_meanwhile(gh: StandIn, repo: Repository) -> None:
    pull, _ = reviewed(gh, repo, CROSSING)
    gh.fail_next("DELETE", r"/pulls/comments/", status=404)
    fixed(gh, repo, pull)


def test_an_edit_that_arrived_though_its_answer_did_not(gh: StandIn, repo: Repository) -> None:
    pull, _ = reviewed(gh, repo, CROSSING)
    gh.reply(gh.review_comments(pull)[0], "Why?")
    gh.fail_next("PATCH", r"/pulls/comments/", status=502, after_effect=True)
    fixed(gh, repo, pull)
    assert bodies(gh, pull)[0].count("No longer found") == 1


def test_a_comment_on_a_file_that_arrived_though_its_answer_did_not(gh: StandIn, repo: Repository) -> None:
    gh.fail_next("POST", "/pulls/1/reviews", status=422)
    gh.fail_next("POST", "/pulls/1/comments", status=502, after_effect=True)
    pull, _ = reviewed(gh, repo, CROSSING)
    assert len(bodies(gh, pull)) == 1


def test_a_review_without_findings_costs_four_requests(gh: StandIn, repo: Repository, database_url: str) -> None:
    reviewed(gh, repo, LEGAL)
    idle(database_url)
    assert rest_requests(gh) == QUIET


def test_people_who_comment_cost_one_more_request_once(gh: StandIn, repo: Repository, database_url: str) -> None:
    pull, _ = reviewed(gh, repo, LEGAL)
    person_comments(gh, pull)
    costs = []
    for number in (1, 2):
        idle(database_url)
        gh.requests.clear()
        gh.push(repo, "feature", {"shared/money.py": f"X = {number}\n"})
        finished(gh, repo, pull)
        idle(database_url)
        costs.append(rest_requests(gh))
    assert costs == [[*QUIET[:3], "GET /pulls/1/comments", QUIET[3]], QUIET]


def test_after_the_loss_of_the_database_comments_are_still_taken_back(
    gh: StandIn, repo: Repository, database_url: str
) -> None:
    pull, _ = reviewed(gh, repo, CROSSING)
    idle(database_url)
    query(database_url, "delete from commented; delete from review")
    fixed(gh, repo, pull)
    assert gh.review_comments(pull) == []


def test_a_push_before_the_comments_are_written_leaves_them_to_the_next_review(gh: StandIn, repo: Repository) -> None:
    gh.fail_next("GET", r"/pulls/1/comments", delay=0.6)
    pull = opened(gh, repo, CROSSING)
    old = pull.head_sha
    wait_for(lambda: not gh.faults.waiting)
    gh.push(repo, "feature", LEGAL)
    finished(gh, repo, pull)
    assert (gh.reviews(pull), gh.check_runs(repo, old)[0].status) == ([], "completed")


def forge(gh: StandIn, comment: ReviewComment) -> ReviewComment:
    """A person's comment with the words and the marker of ours."""
    return person_comments(gh, comment.pull, comment.body)


def person_comments(gh: StandIn, pull: PullRequest, body: str = "Hm.") -> ReviewComment:
    with gh.world.lock:
        mallory = gh.world.user("mallory")
        review = new_review(gh.world, pull, mallory, commit_id=pull.head_sha, body="", state="COMMENTED")
        place = Place("orders/api.py", 1, "RIGHT", None, None, "@@ -1 +1 @@", "line")
        return new_comment(gh.world, review, body, place)
