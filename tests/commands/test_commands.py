"""Commands out of comments, and what is answered to them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.commands import answers
from app.commands.command import LONGEST_REASON, Command, Word, command
from app.commands.told import Told, named, told
from checks import CHECKS

HELP = Command(Word.HELP)
ONE = Told("12ab34cd56ef7890", "cross-domain-edge", "blocking", "`a.py:1` imports `b`.")
OTHER = Told("12ab000000000000", "cycle", "advice", "A circle.")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/adrift recheck", Command(Word.RECHECK)),
        ("Thanks!\n/adrift recheck please\n", Command(Word.RECHECK)),
        ("/adrift  RECHECK \r\n", Command(Word.RECHECK)),
        ("/adrift", HELP),
        ("/adrift help", HELP),
        ("/adrift merge it", HELP),
        ("/adrift explain 12ab34cd", Command(Word.EXPLAIN, "12ab34cd")),
        ("/adrift explain `12AB`", Command(Word.EXPLAIN, "12ab")),
        ("/adrift explain", Command(Word.EXPLAIN)),
        ("/adrift explain 12a", Command(Word.EXPLAIN)),
        ("/adrift explain 12ab34cd56ef78901", Command(Word.EXPLAIN)),
        ("/adrift explain ../etc", Command(Word.EXPLAIN)),
        ("/adrift wrong 12ab  it is   generated", Command(Word.WRONG, "12ab", "it is generated")),
        ("/adrift wrong 12ab a\0b\u202e\ud800", Command(Word.WRONG, "12ab", "a b")),
        ("/adrift waive 12ab why", Command(Word.WAIVE, "12ab", "why")),
        ("/adrift wrong 12ab", Command(Word.WRONG, "12ab")),
        ("/adrift recheck\n/adrift wrong 12ab x", Command(Word.RECHECK)),
        ("/adrifter recheck", None),
        ("please /adrift recheck", None),
        ("> /adrift recheck", None),
        ("    /adrift recheck", None),
        ("```\n/adrift recheck\n```", None),
        ("````\n```\n/adrift recheck\n````\n/adrift help", HELP),
        ("~~~ sh\n/adrift recheck\n~~~\n", None),
        ("```\n/adrift recheck", None),
        ("", None),
    ],
)
def test_the_command_of_a_comment(text: str, expected: Command | None) -> None:
    assert command(text) == expected


def test_a_reason_has_an_end() -> None:
    found = command(f"/adrift wrong 12ab {'x' * 9000}")
    assert found is not None
    assert len(found.reason) == LONGEST_REASON


@given(st.text(alphabet="/adrift wrong`~>\n\t 12ab\x00é", max_size=80))
def test_no_comment_breaks_the_reading(text: str) -> None:
    found = command(text)
    assert found is None or "\n" not in found.reason


def test_a_name_is_the_beginning_of_one_fingerprint() -> None:
    assert named("12ab34", [ONE, OTHER]) == (ONE,)
    assert named("12ab", [ONE, OTHER]) == (ONE, OTHER)
    assert named("ffff", [ONE, OTHER]) == ()


def test_findings_of_a_document_are_told_once() -> None:
    one = {"fingerprint": "12ab", "check": "cycle", "status": "advice", "message": "A circle.", "from": "a", "to": "b"}
    assert told({"findings": [one, one]}) == (Told("12ab", "cycle", "advice", "A circle.", ("b", "a", None)),)


def test_every_check_is_explained_shortly() -> None:
    for check in CHECKS:
        text = answers.explanation(Told("12ab", check.name, "blocking", "message"))
        assert text.startswith("message\n\n<details>")
        assert "What to do" in text
        assert len(text) < 4_000


def test_an_unknown_name_lists_those_that_are_there() -> None:
    assert "`12ab34cd56ef7890` `a.py:1` imports `b`." in answers.not_found((), [ONE])
    assert answers.not_found((), []) == "The last review of this pull request found nothing."
    assert answers.not_found((ONE, OTHER), [ONE, OTHER]).startswith("That names 2 findings")
    assert "- and 5 more" in answers.not_found((), [ONE] * 15)


def test_the_help_names_every_command_once() -> None:
    text = answers.help_text()
    assert [text.count(f"/adrift {word}") for word in answers.USAGE] == [1] * len(answers.USAGE)
    assert "/adrift explain FINDING" in answers.usage(Word.EXPLAIN)
