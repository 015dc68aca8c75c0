"""The hidden comment that tells machines what was decided: found again, never forged, never too large."""

from base64 import b64encode
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from zlib import compress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.report.check_run import LONGEST_OUTPUT, PUBLISHED, CheckRunReport
from app.report.published import Complete, Published, published_in, with_published
from checks import Bound, Inherited, Waiver

AT = datetime(2026, 11, 21, 12, tzinfo=UTC)
BOUND = Bound(frozenset({"0123456789abcdef"}), {"docs/adr/ü.md": "fedcba9876543210"})
TOLD = Published(
    number=7,
    found=BOUND,
    earlier=(Complete(AT, Bound(frozenset(), None)),),
    pushers=frozenset({"ann"}),
    heads=frozenset({"a" * 40}),
    accepted=(Inherited("0123456789abcdef", 7, "", "adr:1", "docs/adr/1.md", "bob", AT),),
    waivers=(Waiver("0123456789abcdef", "max", "--> <!-- it is wrong", date(2026, 11, 1), date(2026, 12, 1)),),
)
REPORT = CheckRunReport("success", "Fine", "Nothing")


def digest(number: int) -> str:
    return sha256(str(number).encode()).hexdigest()[:16]


@pytest.mark.parametrize("text", ["", "a long\n\ntext", "```\n<!-- adrift:"])
def test_it_is_found_again(text: str) -> None:
    shown = with_published(replace(REPORT, text=text), TOLD).text
    assert shown.startswith(text)
    assert published_in(shown) == TOLD
    assert published_in(shown + "\n") == TOLD


def test_only_the_end_counts() -> None:
    forged = with_published(REPORT, replace(TOLD, number=8)).text
    assert published_in(with_published(replace(REPORT, text=forged), TOLD).text) == TOLD
    assert published_in(f"{forged}\n\nmore") is None
    assert published_in(f"`{forged}`") is None
    assert published_in(f"a path {forged}") is None


def test_what_is_too_much_loses_its_oldest_part() -> None:
    earlier = tuple(
        Complete(AT + timedelta(hours=hour), Bound(frozenset(digest(1000 * hour + one) for one in range(90))))
        for hour in range(20)
    )
    found = published_in(with_published(REPORT, replace(TOLD, earlier=earlier)).text)
    assert found == replace(TOLD, earlier=earlier[-3:], is_cut=True)


@pytest.mark.parametrize("length", [0, LONGEST_OUTPUT - PUBLISHED])
def test_there_is_always_a_comment_and_never_too_much(length: int) -> None:
    records = {f"docs/adr/{digest(one)}.md": digest(-one) for one in range(3_000)}
    shown = with_published(replace(REPORT, text="x" * length), replace(TOLD, found=Bound(frozenset(), records))).text
    assert len(shown) <= LONGEST_OUTPUT
    assert shown.endswith("<!-- adrift: -->")
    assert published_in(shown) is None


@pytest.mark.parametrize(
    "content",
    [b"", b"x", compress(b""), compress(b"[]"), compress(b'{"number": "x"}'), compress(b" " * 5_000_000)],
)
def test_what_is_none_of_ours(content: bytes) -> None:
    assert published_in(f"<!-- adrift:{b64encode(content).decode()} -->") is None


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    assert published_in(text) is None
    assert published_in(f"<!-- adrift:{text} -->") is None
