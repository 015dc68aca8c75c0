"""Addresses on GitHub: of files at commits, of policy lines, of a page for a new file."""

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.report.web_place import LONGEST_ADDRESS, WebPlace

WEB = WebPlace(
    host="https://github.example.com",
    repository="acme/shop",
    base="b" * 40,
    policy="c" * 40,
    head="a" * 40,
    today=date(2026, 1, 2),
    head_repository="ann/shop",
    head_branch="fix/x#1",
)
BLOB = f"https://github.example.com/acme/shop/blob/{'b' * 40}"


@pytest.mark.parametrize(
    ("path", "line", "end"),
    [
        ("a/b.py", 3, "/a/b.py#L3"),
        ("a/b.py", None, "/a/b.py"),
        ("docs/a b.md", 3, "/docs/a%20b.md?plain=1#L3"),
        ("a) [x](y#?.py", 1, "/a%29%20%5Bx%5D%28y%23%3F.py#L1"),
        ("%2e%2e/x", None, "/%252e%252e/x"),
        ("\udcff.py", None, "/%FF.py"),
    ],
)
def test_a_file_at_a_commit(path: str, line: int | None, end: str) -> None:
    assert WEB.file(WEB.base, path, line) == BLOB + end


@pytest.mark.parametrize(
    ("file", "address"),
    [
        (
            ".github/architecture.yml",
            f"https://github.example.com/acme/shop/blob/{'c' * 40}/.github/architecture.yml#L7",
        ),
        ("acme/.github: architecture.yml", "https://github.example.com/acme/.github/blob/HEAD/architecture.yml#L7"),
    ],
)
def test_a_line_of_the_policy(file: str, address: str) -> None:
    assert WEB.policy_line(file, 7) == address


@given(st.text(max_size=200), st.text(min_size=1, max_size=50))
def test_a_new_file_is_filled_in(text: str, name: str) -> None:
    address = WEB.new_file(name, text)
    assert address is not None
    parts = urlsplit(address)
    assert (parts.netloc, parts.path, parts.fragment) == ("github.example.com", "/ann/shop/new/fix/x%231", "")
    fields = parse_qs(parts.query, keep_blank_values=True)
    assert fields == {"filename": [name], "value": [text]}
    assert not set("()[]<> \n\"'`") & set(address)


def test_what_is_too_long_has_no_address() -> None:
    assert WEB.new_file("a.md", "x" * LONGEST_ADDRESS) is None


def test_a_fork_that_is_gone_has_no_page_for_a_new_file() -> None:
    place = WebPlace("https://github.com", "a/b", "b" * 40, "b" * 40, "a" * 40, date.min)
    assert place.new_file("a.md", "x") is None
