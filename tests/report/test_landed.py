"""The folded line on what stands on the base branch."""

from app.report.check_run import CheckRunReport
from app.report.landed import Landed, with_landed

REPORT = CheckRunReport("success", "No new violations", "All is well.\n\nLocally: `adrift review`")
EDGE = {"check": "cross-domain-edge", "path": "orders/a.py", "line": 2, "from": "orders", "to": "billing"}
SHA = "0123456789abcdef"


def test_nothing_is_said_where_nothing_has_landed() -> None:
    assert with_landed(REPORT, []) is REPORT


def test_one_folded_line_before_the_command() -> None:
    found = with_landed(REPORT, [Landed(EDGE, SHA, 12), Landed({**EDGE, "line": None, "to": None}, SHA)])
    assert found.summary == (
        "All is well.\n\n"
        "<details><summary>2 findings stand on the base branch that no decision covers</summary>\n\n"
        "- cross-domain-edge: `orders` -> `billing`, `orders/a.py:2`, since `0123456789` by #12\n"
        "- cross-domain-edge: `orders`, `orders/a.py`, since `0123456789`\n\n"
        "</details>\n\nLocally: `adrift review`"
    )
    assert (found.conclusion, found.title) == ("success", "No new violations")


def test_a_path_cannot_break_out_of_the_list() -> None:
    found = with_landed(REPORT, [Landed({**EDGE, "path": "a`</details>\n# Big @ann"}, SHA)])
    assert "`` a`</details>\ufffd# Big @ann:2 ``" in found.summary


def test_many_are_counted() -> None:
    assert "- and 5 others\n" in with_landed(REPORT, [Landed(EDGE, SHA)] * 25).summary


def test_there_is_room_for_what_the_pull_request_has_to_know() -> None:
    long = CheckRunReport("failure", "t", "x" * 60_000 + "\n\nLocally")
    assert with_landed(long, [Landed(EDGE, SHA)]) is long
