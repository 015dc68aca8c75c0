"""Commands in the conversation of a pull request: carried out once, for those who may read, answered in place."""

from datetime import UTC, datetime, timedelta

import pytest

from app import answer_command
from app.jobs.job import Job
from app.settings import Settings
from app.store import false_alarms
from app.store.database import connected
from tests.running import wait_for
from tests.service.conftest import CROSSING, FILES, POLICY, created, finished, idle, jobs, opened, query, reviewed
from tests.service.test_workers import put
from tests.stand_in import PullRequest, Repository, StandIn

pytestmark = pytest.mark.usefixtures("adrift")
REFUSED = {"message": "Resource not accessible by integration"}
ALARMS = "select kind, check_name, login, reason, expires_at is null from false_alarm"


@pytest.fixture
def pull(gh: StandIn, repo: Repository) -> PullRequest:
    gh.set_permission("bea", repo, "read")
    return reviewed(gh, repo, CROSSING)[0]


def fingerprint(database_url: str) -> str:
    ((document,),) = wait_for(lambda: query(database_url, "select document from review where state = 'finished'"))
    return str(document["findings"][0]["fingerprint"])


def answers(gh: StandIn, pull: PullRequest) -> list[str]:
    return [one.body for one in gh.issue_comments(pull) if one.user is gh.world.bot]


def answered(gh: StandIn, pull: PullRequest, text: str, author: str = "bea") -> str:
    """What adrift says to a command."""
    before = len(answers(gh, pull))
    gh.comment(pull, text, author=author)
    return wait_for(lambda: answers(gh, pull)[before:])[0]


def settled(gh: StandIn, database_url: str) -> None:
    gh.wait_settled()
    idle(database_url)


def test_recheck_reviews_again_and_is_seen(gh: StandIn, repo: Repository, pull: PullRequest) -> None:
    comment = gh.comment(pull, "/adrift recheck", author="bea")
    assert finished(gh, repo, pull, runs=2).conclusion == "failure"
    wait_for(lambda: [one.content for one in comment.reactions] == ["eyes"])
    assert answers(gh, pull) == []


def test_recheck_is_answered_where_reactions_are_refused(gh: StandIn, pull: PullRequest) -> None:
    gh.fail_next("POST", "/reactions$", status=403, body=REFUSED)
    assert answered(gh, pull, "/adrift recheck").startswith("A review is on its way.")


def test_explain_says_what_the_finding_says_and_more(gh: StandIn, pull: PullRequest, database_url: str) -> None:
    name = fingerprint(database_url)
    text = answered(gh, pull, f"Why?\n/adrift explain {name[:6]}")
    assert "imports `Invoice` from `billing/models.py` of `billing`" in text
    assert "<summary>cross-domain-edge</summary>" in text
    assert f"/adrift wrong {name} REASON" in text


def test_wrong_is_recorded_and_counted(gh: StandIn, repo: Repository, pull: PullRequest, database_url: str) -> None:
    name = fingerprint(database_url)
    assert "may be a false alarm. It blocks until then." in answered(gh, pull, f"/adrift wrong {name} it's `x`; --")
    assert "2 claims by now" in answered(gh, pull, f"/adrift wrong {name} I think so, too", author="ann")
    assert query(database_url, ALARMS) == [
        ("claim", "cross-domain-edge", "bea", "it's `x`; --", True),
        ("claim", "cross-domain-edge", "ann", "I think so, too", True),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/adrift", "Commands stand at the beginning of a line"),
        ("/adrift approve", "Commands stand at the beginning of a line"),
        ("/adrift explain", "Write `/adrift explain FINDING`"),
        ("/adrift wrong 0123456789abcdef", "Write `/adrift wrong FINDING REASON`"),
        ("/adrift explain 0000", "The last review has no such finding. It has these:"),
    ],
)
def test_what_lacks_something_is_told_so(gh: StandIn, pull: PullRequest, text: str, expected: str) -> None:
    assert expected in answered(gh, pull, text)


def test_nobody_without_access_is_answered(gh: StandIn, repo: Repository, pull: PullRequest, database_url: str) -> None:
    gh.comment(pull, "/adrift recheck", author="mallory")
    settled(gh, database_url)
    assert answers(gh, pull) == []
    assert len(gh.check_runs(repo, pull.head_sha)) == 1


def test_no_app_is_heard(gh: StandIn, pull: PullRequest, database_url: str) -> None:
    gh.set_permission("helper[bot]", pull.repository, "admin")
    gh.comment(pull, "/adrift help", author="helper[bot]")
    gh.comment(pull, "/adrift help", author="adrift[bot]")
    settled(gh, database_url)
    assert len(gh.issue_comments(pull)) == 2


def test_an_edited_comment_is_no_command(gh: StandIn, pull: PullRequest, database_url: str) -> None:
    gh.edit_comment(gh.comment(pull, "Hello", author="bea"), "/adrift help", actor="owner")
    settled(gh, database_url)
    assert answers(gh, pull) == []


def test_what_is_edited_later_says_what_it_said(gh: StandIn, pull: PullRequest, database_url: str) -> None:
    name = fingerprint(database_url)
    gh.fail_next("GET", "/permission$", status=502, times=2)
    gh.edit_comment(
        gh.comment(pull, f"/adrift explain {name}", author="bea"), f"/adrift wrong {name} no", actor="owner"
    )
    assert "imports `Invoice`" in wait_for(lambda: answers(gh, pull))[0]
    settled(gh, database_url)
    assert query(database_url, ALARMS) == []


def test_a_delivery_that_comes_twice_is_answered_once(gh: StandIn, pull: PullRequest, database_url: str) -> None:
    answered(gh, pull, "/adrift help")
    query(database_url, "delete from delivery")  # as if it were a new one
    gh.redeliver(gh.events("issue_comment", "created")[0].guid)
    settled(gh, database_url)
    assert len(answers(gh, pull)) == 1


def test_an_answer_that_arrived_and_was_never_confirmed_is_not_doubled(
    gh: StandIn, pull: PullRequest, database_url: str
) -> None:
    gh.fail_next("POST", "/comments$", status=502, after_effect=True)
    answered(gh, pull, "/adrift help")
    settled(gh, database_url)
    assert len(answers(gh, pull)) == 1
    assert query(database_url, "select tries, answered_at is not null from command") == [(2, True)]


def test_somebody_elses_comment_with_our_marker_is_no_answer(gh: StandIn, pull: PullRequest, database_url: str) -> None:
    gh.fail_next("POST", "/comments$", status=502)
    comment = gh.comment(pull, "/adrift help", author="bea")
    gh.comment(pull, f"<!-- adrift answers {comment.id} -->", author="bea")
    assert wait_for(lambda: answers(gh, pull))


def test_nobody_makes_it_talk_without_end(
    gh: StandIn, pull: PullRequest, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answer_command, "MOST_ASKED", 2)
    for _ in range(5):
        gh.comment(pull, "/adrift help", author="bea")
    settled(gh, database_url)
    assert ["within an hour" in one for one in answers(gh, pull)] == [False, False, True]
    assert "Commands stand" in answered(gh, pull, "/adrift help", author="ann")


def test_a_pull_request_that_was_never_reviewed(gh: StandIn, pull: PullRequest, database_url: str) -> None:
    query(database_url, "delete from review")
    assert "No review of this pull request has finished yet." in answered(gh, pull, "/adrift explain 0123")


def test_an_answer_that_github_refuses_ends_there(gh: StandIn, pull: PullRequest, database_url: str) -> None:
    gh.fail_next("POST", "/comments$", status=403, body=REFUSED)
    gh.comment(pull, "/adrift help", author="bea")
    settled(gh, database_url)
    assert answers(gh, pull) == []
    assert jobs(database_url) == []


def test_who_may_override_waives_for_thirty_days(
    gh: StandIn, repo: Repository, pull: PullRequest, database_url: str
) -> None:
    gh.set_permission("maya", repo, "write")
    name = fingerprint(database_url)
    text = answered(gh, pull, f"/adrift waive {name[:5]} it is <b>generated</b>", author="maya")
    assert f"`{name}` is waived as a false alarm until" in text
    run = finished(gh, repo, pull, runs=2)
    assert (run.conclusion, run.title) == ("success", "1 finding waived as a false alarm")
    assert "`maya` waived this as a false alarm on" in (run.summary or "")
    assert "<b>" not in (run.summary or "")
    assert query(database_url, "select kind, expires_at - told_at = interval '30 days' from false_alarm") == [
        ("waiver", True)
    ]


def test_a_waiver_holds_for_the_same_finding_elsewhere_and_not_for_others(
    gh: StandIn, repo: Repository, pull: PullRequest, database_url: str
) -> None:
    gh.set_permission("maya", repo, "write")
    answered(gh, pull, f"/adrift waive {fingerprint(database_url)} generated", author="maya")
    assert reviewed(gh, repo, CROSSING, branch="same")[1].conclusion == "success"
    other = {"orders/b.py": "from billing.models import Invoice\n"}
    assert reviewed(gh, repo, {**CROSSING, **other}, branch="other")[1].conclusion == "failure"


def test_a_waiver_on_the_pull_request_of_another_does_nothing_for_the_own(
    gh: StandIn, repo: Repository, pull: PullRequest, database_url: str
) -> None:
    gh.set_permission("maya", repo, "write")
    answered(gh, pull, f"/adrift waive {fingerprint(database_url)} generated", author="maya")
    gh.push(repo, "own", CROSSING, start="main", author="maya")
    own = gh.open_pull_request(repo, head="own", author="maya")
    assert finished(gh, repo, own).conclusion == "failure"


def test_a_lax_release_branch_waives_nothing_for_the_default_one(gh: StandIn, database_url: str) -> None:
    policy = POLICY + "branches: [release/*]\n"
    repo = created(gh, {**FILES, ".github/architecture.yml": policy})
    gh.set_permission("rea", repo, "read")
    gh.push(repo, "release/1", {".github/architecture.yml": policy + "override: {role: read}\n"}, start="main")
    pull = opened(gh, repo, CROSSING, base="release/1")
    assert finished(gh, repo, pull).conclusion == "failure"
    text = answered(gh, pull, f"/adrift waive {fingerprint(database_url)} it is fine", author="rea")
    assert "the policy asks for `write` or above" in text.replace("\\", "")


def test_a_waiver_that_has_expired_blocks_again(
    gh: StandIn, repo: Repository, pull: PullRequest, database_url: str
) -> None:
    gh.set_permission("maya", repo, "write")
    answered(gh, pull, f"/adrift waive {fingerprint(database_url)} generated", author="maya")
    assert finished(gh, repo, pull, runs=2).conclusion == "success"
    settled(gh, database_url)
    query(database_url, "update false_alarm set expires_at = now() - interval '1 day'")
    gh.comment(pull, "/adrift recheck", author="bea")
    assert finished(gh, repo, pull, runs=3).conclusion == "failure"


def test_a_waiver_that_ends_overnight_blocks_the_next_day(
    gh: StandIn, repo: Repository, pull: PullRequest, settings: Settings, database_url: str
) -> None:
    gh.set_permission("maya", repo, "write")
    answered(gh, pull, f"/adrift waive {fingerprint(database_url)} generated", author="maya")
    assert finished(gh, repo, pull, runs=2).conclusion == "success"
    settled(gh, database_url)
    query(database_url, "update false_alarm set expires_at = now() - interval '1 day'")
    query(database_url, "update pull_request set holds_until = holds_until - 31")
    put(settings, database_url, Job("sweep_ended", {"timestamp": 0}))
    assert finished(gh, repo, pull, runs=3).conclusion == "failure"
    settled(gh, database_url)
    put(settings, database_url, Job("sweep_ended", {"timestamp": 0}))
    settled(gh, database_url)
    assert len(gh.check_runs(repo, pull.head_sha)) == 3


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        (("bea", "read"), "the policy asks for"),
        (("ann", "admin"), "is the author of the pull request: somebody else has to waive it"),
    ],
)
def test_who_may_not_override_may_not_waive(
    gh: StandIn, pull: PullRequest, database_url: str, who: tuple[str, str], expected: str
) -> None:
    login, role = who
    gh.set_permission(login, pull.repository, role)
    text = answered(gh, pull, f"/adrift waive {fingerprint(database_url)} trust me", author=login)
    assert text.startswith("Not waived: ")
    assert expected in text
    settled(gh, database_url)
    assert query(database_url, ALARMS) == []
    assert len(gh.check_runs(pull.repository, pull.head_sha)) == 1


def test_what_does_not_block_needs_no_waiver(
    gh: StandIn, repo: Repository, pull: PullRequest, database_url: str
) -> None:
    gh.set_permission("maya", repo, "write")
    name = fingerprint(database_url)
    answered(gh, pull, f"/adrift waive {name} generated", author="maya")
    finished(gh, repo, pull, runs=2)
    settled(gh, database_url)
    assert answered(gh, pull, f"/adrift waive {name} once more", author="maya").startswith(f"`{name}` does not block.")


async def test_rates_are_counted_by_check(gh: StandIn, repo: Repository, pull: PullRequest, database_url: str) -> None:
    gh.set_permission("maya", repo, "write")
    name = fingerprint(database_url)
    for author in ("ann", "bea"):
        answered(gh, pull, f"/adrift wrong {name} it is generated", author=author)
    answered(gh, pull, f"/adrift waive {name} it is generated", author="maya")
    finished(gh, repo, pull, runs=2)
    settled(gh, database_url)
    async with connected(database_url) as engine:
        since = datetime.now(UTC) - timedelta(days=1)
        assert await false_alarms.rates(engine, since) == (false_alarms.Rate("cross-domain-edge", 1, 1, 1),)
        assert await false_alarms.rates(engine, since + timedelta(days=2)) == ()
