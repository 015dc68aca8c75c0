"""What becomes of comments that are there: kept, told anew, settled or deleted; and never two for one finding."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.report.comment_plan import (
    MOST_COMMENTS,
    CommentPlan,
    Edit,
    PresentComment,
    is_comparable,
    plan_comments,
    untold,
)
from app.report.comments import MANY, MOST_MARKED, Comment, marker_of
from app.report.diff_lines import DiffLines
from checks import Finding, PolicyIssue, Review, Side, Status
from tests.report.findings import FINDING, numbered, review_of

LINES = DiffLines({("orders/api.py", Side.RIGHT): frozenset(range(1, 100))}, frozenset({"orders/api.py"}))
ONE, TWO, THREE, FOUR = (replace(one, target=f"t{one.line}") for one in numbered(4))


def said(*findings: Finding) -> str:
    return Comment("orders/api.py", 1, Side.RIGHT, findings).body


def there(number: int, body: str, *, answered: bool = False, on_file: bool = False) -> PresentComment:
    return PresentComment(number, body, is_answered=answered, is_on_file=on_file)


def settled(body: str, review: Review | None = None) -> str:
    (edit,) = plan_comments(review or review_of(), [there(1, body, answered=True)], LINES).edits
    return edit.body


@pytest.mark.parametrize(
    ("blocking", "present", "plan"),
    [
        ([ONE], [there(1, said(ONE))], CommentPlan(kept=1)),
        ([ONE], [there(1, said(ONE), answered=True)], CommentPlan(kept=1)),
        ([], [there(1, said(ONE))], CommentPlan(deletes=(1,))),
        ([], [there(1, settled(said(ONE)), answered=True)], CommentPlan()),
        ([], [there(1, settled(said(ONE)))], CommentPlan(deletes=(1,))),
        ([ONE], [there(1, settled(said(ONE)), answered=True)], CommentPlan(edits=(Edit(1, said(ONE)),), kept=1)),
        ([ONE], [there(1, said(ONE, TWO))], CommentPlan(edits=(Edit(1, said(ONE)),), kept=1)),
        ([ONE], [there(1, said(ONE)), there(2, said(ONE))], CommentPlan(deletes=(2,), kept=1)),
        ([ONE], [there(1, said(ONE)), there(2, said(ONE), answered=True)], CommentPlan(kept=1)),
        ([ONE, TWO], [there(2, said(TWO)), there(1, said(ONE))], CommentPlan(kept=2)),
        ([], [there(1, "adrift: another bot's words"), there(2, "")], CommentPlan()),
        ([replace(ONE, line=90)], [there(1, said(ONE))], CommentPlan(kept=1)),
        ([replace(ONE, path="gone/far.py")], [there(1, said(ONE))], CommentPlan(kept=1)),
    ],
)
def test_present_comments(blocking: list[Finding], present: list[PresentComment], plan: CommentPlan) -> None:
    assert plan_comments(review_of(*blocking), present, LINES) == plan


def test_an_answered_comment_says_that_its_finding_is_gone_and_what_it_was() -> None:
    body = settled(said(ONE))
    assert body.startswith("**No longer found as of aaaaaaa.**\n\n<details><summary>What was found</summary>\n\n")
    assert "`orders/api.py:1` imports `Invoice`" in body
    assert marker_of(body) == replace(marker_of(said(ONE)), is_settled=True)  # type: ignore[type-var]


def test_an_answered_comment_names_the_label_that_overrides() -> None:
    review = review_of(replace(ONE, status=Status.OVERRIDDEN, override="adr:12"))
    assert settled(said(ONE), review).startswith("**The label `adr:12` overrides this.**")


def test_an_answered_comment_on_what_is_advice_now() -> None:
    assert settled(said(ONE), review_of(replace(ONE, status=Status.ADVICE))).startswith("**This does not block any")


def test_nothing_of_a_settled_comment_can_be_committed() -> None:
    body = said(ONE).replace("\n\n<!--", "\n\n```suggestion\nx = 1\n```\n\n<!--")
    assert "```suggestion" not in settled(body)


def test_only_what_is_new_is_posted() -> None:
    plan = plan_comments(review_of(ONE, TWO), [there(1, said(ONE))], LINES)
    assert [one.findings for one in plan.lines] == [(TWO,)]


def test_more_of_what_a_comment_tells_many_of_joins_it() -> None:
    many = numbered(MANY)
    more = numbered(MANY + 2)
    plan = plan_comments(review_of(*more), [there(1, said(*many))], LINES)
    assert plan == CommentPlan(edits=(Edit(1, said(*more)),), kept=1)


def test_a_codemod_beyond_what_a_marker_holds_is_told_once() -> None:
    findings = numbered(MOST_MARKED + 500)
    review = review_of(*findings)
    (comment,) = plan_comments(review, [], LINES).lines
    assert len(comment.body) < 65_536
    assert plan_comments(review, [there(1, comment.body)], LINES) == CommentPlan(kept=1)


def test_the_room_of_a_pull_request_is_not_that_of_a_review() -> None:
    findings = [replace(one, target=f"t{one.line}") for one in numbered(50)]
    first = plan_comments(review_of(*findings), [], LINES)
    present = [there(number, one.body) for number, one in enumerate(first.lines)]
    again = plan_comments(review_of(*findings), present, LINES)
    assert (len(first.lines), again.lines, again.elsewhere) == (MOST_COMMENTS, (), 30)


def test_where_lines_are_refused_their_files_get_the_comments() -> None:
    (instead,) = plan_comments(review_of(ONE, TWO), [], LINES).instead_of_lines
    assert (instead.path, instead.line, instead.findings) == ("orders/api.py", None, (ONE, TWO))


def test_a_finding_that_is_raised_twice_is_told_once() -> None:
    (comment,) = plan_comments(review_of(ONE, replace(ONE, line=7)), [], LINES).lines
    assert (comment.line, comment.findings) == (1, (ONE,))


def test_hundreds_of_findings_on_a_line_fit_into_a_comment() -> None:
    findings = [replace(one, line=1, target=f"t{one.line}" * 20) for one in numbered(900)]
    (comment,) = plan_comments(review_of(*findings), [], LINES).lines
    assert len(comment.body) < 65_536
    assert "of this place in the check run" in comment.body
    assert untold(review_of(*findings), [there(1, comment.body)]) == ()


def test_a_policy_that_cannot_be_used_fixes_nothing() -> None:
    broken = replace(review_of(), policy_issues=(PolicyIssue("architecture.yml", 1, 1, "x"),))
    assert [is_comparable(one) for one in (broken, replace(review_of(), has_policy=False), review_of())] == [
        False,
        False,
        True,
    ]


@dataclass
class Board:
    """The comments of a pull request as GitHub keeps them."""

    comments: dict[int, PresentComment] = field(default_factory=dict)
    posted: int = 0

    def carry_out(self, plan: CommentPlan, writes: int) -> None:
        """The first so many writes of a plan; then its worker dies."""
        steps: list[Callable[[], object]] = [partial(self.review, plan.lines)] if plan.lines else []
        steps += [partial(self.post, one) for one in plan.files]
        steps += [partial(self.edit, one) for one in plan.edits]
        steps += [partial(self.comments.pop, one) for one in plan.deletes]
        for step in steps[:writes]:
            step()

    def review(self, comments: Sequence[Comment]) -> None:
        for one in comments:
            self.post(one)

    def post(self, comment: Comment) -> None:
        self.posted += 1
        self.comments[self.posted] = there(self.posted, comment.body, on_file=comment.line is None)

    def edit(self, edit: Edit) -> None:
        self.comments[edit.id] = replace(self.comments[edit.id], body=edit.body)

    def open_fingerprints(self) -> list[str]:
        markers = [marker for one in self.comments.values() if (marker := marker_of(one.body))]
        return sorted(each for marker in markers if not marker.is_settled for each in marker.fingerprints)


POOL = [*numbered(4), *(replace(one, target="shared", fingerprint=f"f{one.fingerprint[1:]}") for one in numbered(3))]
POOL += [replace(FINDING, line=500, check="cycle", fingerprint="ee" * 8)]
STEPS = st.lists(
    st.tuples(st.sets(st.sampled_from(range(len(POOL)))), st.integers(0, 12), st.integers(0, 20), st.booleans()),
    max_size=12,
)


@given(STEPS, st.sets(st.sampled_from(range(len(POOL)))))
def test_whatever_happens_each_blocking_finding_has_one_comment(
    steps: list[tuple[set[int], int, int, bool]], last: set[int]
) -> None:
    board = Board()
    for wanted, writes, answered, is_rebased in steps:
        review = review_of(*(replace(POOL[each], line=(POOL[each].line or 1) + is_rebased) for each in wanted))
        board.carry_out(plan_comments(review, list(board.comments.values()), LINES), writes)
        if answered in board.comments:
            board.comments[answered] = replace(board.comments[answered], is_answered=True)
    review = review_of(*(POOL[each] for each in last))
    board.carry_out(plan_comments(review, list(board.comments.values()), LINES), 1000)
    assert board.open_fingerprints() == sorted(POOL[each].fingerprint for each in last)
    again = plan_comments(review, list(board.comments.values()), LINES)
    assert again == CommentPlan(kept=again.kept)
