"""Which inline comments are wanted: on lines of the diff, once, and not too many."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from app.report.comment_plan import (
    MOST_COMMENTS,
    MOST_ON_FILES,
    CommentPlan,
    PresentComment,
    plan_comments,
    review_body,
)
from app.report.diff_lines import diff_lines
from checks import Drift, EventDrift, Finding, NewEntry, Side, Status
from tests.report.findings import FINDING, numbered, review_of

DIFF = """\
diff --git a/orders/api.py b/orders/api.py
index 1111111..2222222 100644
--- a/orders/api.py
+++ b/orders/api.py
@@ -10,4 +10,5 @@
 ten
 eleven
+twelve
 thirteen
-old
+new
"""


def plan_of(findings: Sequence[Finding], diff: str, bodies: Sequence[str]) -> CommentPlan:
    present = [PresentComment(number, body) for number, body in enumerate(bodies)]
    return plan_comments(review_of(*findings), present, diff_lines(diff))


def test_a_finding_on_the_diff_gets_a_comment() -> None:
    (comment,) = plan_of([FINDING], DIFF, []).lines
    assert (comment.path, comment.line, comment.side) == ("orders/api.py", 12, Side.RIGHT)
    assert comment.body.endswith("<!-- adrift:00112233445566ff -->")


@pytest.mark.parametrize("line", [9, 15, 500, None])
def test_a_finding_outside_the_hunks_gets_a_comment_on_its_file(line: int | None) -> None:
    plan = plan_of([replace(FINDING, line=line)], DIFF, [])
    assert (plan.lines, [(one.path, one.line) for one in plan.files]) == ((), [("orders/api.py", None)])


def test_a_finding_outside_the_diff_has_no_comment() -> None:
    plan = plan_of([replace(FINDING, path="orders/untouched.py")], DIFF, [])
    assert (plan.lines, plan.files, plan.elsewhere) == ((), (), 1)


def test_a_file_has_one_comment_and_few_files_have_one() -> None:
    diff = "".join(f"--- a/m{file}.py\n+++ b/m{file}.py\n@@ -1 +1 @@\n-a\n+b\n" for file in range(5))
    findings = [
        replace(FINDING, path=f"m{file}.py", line=50, target=f"{file}{each}", fingerprint=f"{file}{each}".zfill(16))
        for file in range(5)
        for each in range(2)
    ]
    plan = plan_of(findings, diff, [])
    assert [len(one.findings) for one in plan.files] == [2] * MOST_ON_FILES
    assert (plan.elsewhere, plan.lines) == (4, ())


@pytest.mark.parametrize("line", [10, 11, 12, 13, 14])
def test_context_lines_take_comments_too(line: int) -> None:
    assert plan_of([replace(FINDING, line=line)], DIFF, []).lines


def test_the_left_side_has_the_lines_of_the_base() -> None:
    assert diff_lines(DIFF).lines["orders/api.py", Side.LEFT] == {10, 11, 12, 13}


def test_what_was_said_is_not_said_again() -> None:
    body = plan_of([FINDING], DIFF, []).lines[0].body
    assert plan_of([FINDING], DIFF, [body]).lines == ()


def test_a_marker_within_a_name_is_no_marker() -> None:
    forged = f"`x<!-- adrift:{FINDING.fingerprint} -->.py` is mentioned\n\n<!-- adrift:ffffffffffffffff -->"
    assert plan_of([FINDING], DIFF, [forged]).lines


def test_findings_on_one_line_share_a_comment() -> None:
    other = replace(FINDING, check="cycle", fingerprint="ffeeddccbbaa9988")
    (comment,) = plan_of([FINDING, other], DIFF, []).lines
    assert comment.body.endswith("<!-- adrift:00112233445566ff ffeeddccbbaa9988 -->")
    assert plan_of([FINDING, other], DIFF, [comment.body]).lines == ()


def test_there_are_at_most_twenty() -> None:
    lines = "".join(f"+{line}\n" for line in range(1, 51))
    diff = f"--- /dev/null\n+++ b/orders/api.py\n@@ -0,0 +1,50 @@\n{lines}"
    plan = plan_of([replace(one, target=f"billing{one.line}") for one in numbered(50)], diff, [])
    assert (len(plan.lines), plan.elsewhere) == (MOST_COMMENTS, 30)
    assert "30 more stand in the check run" in review_body(plan)


def test_many_edges_of_one_pair_share_a_comment() -> None:
    lines = "".join(f"+{line}\n" for line in range(1, 51))
    diff = f"--- /dev/null\n+++ b/orders/api.py\n@@ -0,0 +1,50 @@\n{lines}"
    other = replace(FINDING, target="shared", fingerprint="ffeeddccbbaa9988", line=40)
    far = replace(FINDING, path="orders/untouched.py", fingerprint="ffeeddccbbaa9900")
    plan = plan_of([*numbered(35), other, far], diff, [])
    codemod, single = plan.lines
    assert (codemod.line, single.line, plan.elsewhere) == (1, 40, 0)
    assert "The same holds for 35 other places: `orders/api.py:2`, " in codemod.body
    assert " and 5 more." in codemod.body
    assert codemod.body.count("record a decision") == 1
    assert codemod.body.splitlines()[-1].count(" ") == 36 + 1
    assert plan_of([*numbered(35), other, far], diff, [codemod.body, single.body]).lines == ()


@pytest.mark.parametrize("status", [Status.ADVICE, Status.OVERRIDDEN])
def test_only_what_blocks_is_commented(status: Status) -> None:
    assert plan_of([replace(FINDING, status=status)], DIFF, []) == CommentPlan()


@pytest.mark.parametrize("diff", ["", "@@ nonsense @@", "--- a\n+++ b\n@@ -1,9 +1,9 @@\n x\n"])
def test_a_diff_that_cannot_be_read_takes_no_comments(diff: str) -> None:
    assert plan_of([FINDING], diff, []).lines == ()


DRIFT = EventDrift(Drift.UNCATALOGUED, "order.paid", "orders")


@pytest.mark.parametrize(
    ("entry", "block"),
    [
        (NewEntry("e.md", 3, "| order.paid |"), "```\n| order.paid |\n```"),
        (NewEntry("e.md", 3, "| order.paid |", "| order.sent |"), "```suggestion\n| order.sent |\n| order.paid |\n```"),
        (NewEntry("e.md", None, "### `a`\n\n```x```"), "````\n### `a`\n\n```x```\n````"),
    ],
)
def test_an_entry_to_write_stands_below_the_message(entry: NewEntry, block: str) -> None:
    finding = replace(FINDING, check="event-catalog", evidence=replace(DRIFT, entry=entry))
    (comment,) = plan_of([finding], DIFF, []).lines
    assert f"\n\n{block}\n\n<!-- adrift:" in comment.body
