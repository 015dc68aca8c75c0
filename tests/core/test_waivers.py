"""A waiver takes one finding out of the way for a while, and nothing else."""

from dataclasses import replace
from datetime import date

import pytest

from app.report.titles import title
from app.report.wording import message
from checks import Circumstances, Conclusion, Review, Status, Waiver, is_waivable, load_policy, review
from checks.waivers import waived
from tests.core.building import TODAY, PullRequest

POLICY = """
version: 1
components:
  a: {path: a, depends_on: []}
  b: {path: b}
"""
PULL = PullRequest({"b/y.py": ""}, {"a/x.py": "import b.y", "a/z.py": "import b.y"}, policy=POLICY)
FIRST, SECOND = PULL.findings
WAIVER = Waiver(FIRST.fingerprint, "bea", "it is `generated` @all", date(2026, 11, 1), date(2026, 12, 1))


def judged(*waivers: Waiver, today: date = TODAY) -> Review:
    return review(PULL.change, load_policy(POLICY), Circumstances(today, waivers=waivers))


def statuses(found: Review) -> list[Status]:
    return [one.status for one in found.findings]


def test_one_finding_is_waived_and_the_other_blocks() -> None:
    found = judged(WAIVER)
    assert statuses(found) == [Status.OVERRIDDEN, Status.BLOCKING]
    assert (found.conclusion, found.findings[0].waiver) == (Conclusion.FAILURE, WAIVER)


def test_the_verdict_holds_until_the_first_of_them_ends() -> None:
    later = replace(WAIVER, fingerprint=SECOND.fingerprint, until=date(2026, 12, 9))
    assert judged(WAIVER, later).holds_until == date(2026, 12, 1)
    assert judged().holds_until is None


def test_nothing_blocks_where_all_are_waived() -> None:
    found = judged(WAIVER, replace(WAIVER, fingerprint=SECOND.fingerprint))
    assert found.conclusion is Conclusion.SUCCESS
    assert title(found) == "2 findings waived as false alarms"


@pytest.mark.parametrize(("day", "status"), [(1, Status.OVERRIDDEN), (2, Status.BLOCKING)])
def test_it_holds_to_the_end_of_its_last_day(day: int, status: Status) -> None:
    assert statuses(judged(WAIVER, today=date(2026, 12, day)))[0] is status


def test_the_last_waiver_of_a_finding_counts() -> None:
    expired = replace(WAIVER, until=date(2026, 11, 2))
    assert statuses(judged(expired, WAIVER))[0] is Status.OVERRIDDEN
    assert statuses(judged(WAIVER, expired))[0] is Status.OVERRIDDEN


def test_it_says_who_when_why_and_until_when() -> None:
    said = message(judged(WAIVER).findings[0])
    assert (
        "`bea` waived this as a false alarm on 2026-11-01, until 2026-12-01: it is \\`generated\\` @\u200ball" in said
    )


def test_advice_stays_advice() -> None:
    policy = load_policy(POLICY.replace("depends_on: []", "depends_on: {only: [], level: warning}"))
    found = review(PULL.change, policy, Circumstances(TODAY, waivers=(WAIVER,)))
    assert statuses(found) == [Status.ADVICE, Status.ADVICE]


def test_what_a_policy_comes_to_permit_is_never_waived() -> None:
    one = replace(FIRST, check="policy")
    assert waived([one], [WAIVER], TODAY) == (one,)
    assert (is_waivable("policy"), is_waivable("cycle")) == (False, True)
