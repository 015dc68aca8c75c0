"""The order of versions."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.version import Version

from checks.versions.bumps import Bump, bump_between
from checks.versions.numbers import Number, Scheme, any_number, is_placeholder, number

small = st.integers(0, 3)
releases = st.lists(small, min_size=1, max_size=4).map(lambda parts: ".".join(map(str, parts)))
pep440 = st.builds(
    "{}{}{}{}{}{}".format,
    st.sampled_from(["", "1!"]),
    releases,
    st.sampled_from(["", "a0", "a1", "b2", "rc1", "rc10"]),
    st.sampled_from(["", ".post0", ".post2"]),
    st.sampled_from(["", ".dev0", ".dev3"]),
    st.sampled_from(["", "+local"]),
)
SEMVER_ORDER = [  # the example of semver.org, point 11, and numbers on both sides of it
    *("0.0.0", "0.9.9", "1.0.0-0", "1.0.0-2", "1.0.0-10", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta"),
    *("1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "1.0.1-0", "1.0.1", "1.1.0", "10.0.0"),
]


def read(text: str, scheme: Scheme) -> Number:
    found = number(text, scheme)
    assert found
    return found


@given(pep440, pep440)
def test_python_versions_are_ordered_as_packaging_orders_them(one: str, other: str) -> None:
    mine, theirs = read(one, Scheme.PEP440).order, read(other, Scheme.PEP440).order
    left, right = (Version(text.partition("+")[0]) for text in (one, other))
    assert (mine < theirs, mine == theirs) == (left < right, left == right)


@pytest.mark.parametrize(("one", "other"), list(itertools.pairwise(SEMVER_ORDER)))
def test_semantic_versions_are_ordered(one: str, other: str) -> None:
    assert read(one, Scheme.SEMVER).order < read(other, Scheme.SEMVER).order


def test_build_metadata_counts_for_nothing() -> None:
    assert read("1.0.0+a", Scheme.SEMVER).order == read("v1.0.0+b", Scheme.SEMVER).order


@given(pep440, pep440)
def test_a_later_version_is_never_lowered_and_an_earlier_always(one: str, other: str) -> None:
    was, now = read(one, Scheme.PEP440), read(other, Scheme.PEP440)
    assert (bump_between(was, now) is Bump.LOWERED) == (now.order < was.order)


@pytest.mark.parametrize(
    ("was", "now", "level"),
    [
        ("1.2.3", "1.2.3.post1", Bump.PATCH),
        ("1.2.3", "1.2.3+local", Bump.NONE),
        ("1.2.3.4", "1.2.3.5", Bump.PATCH),
        ("1.2", "1.2.0", Bump.NONE),
        ("1.9", "1.10", Bump.MINOR),
        ("2.0", "1!0.1", Bump.MAJOR),
        ("2.0.dev0", "2.0.dev0", Bump.MAJOR),
        ("2.0rc1", "2.0", Bump.MAJOR),
        ("1.3.0.dev0", "1.3.0.dev1", Bump.MINOR),
        ("1.2.1rc1", "1.2.1", Bump.PATCH),
        ("0.0.0.dev0", "0.0.0.dev0", Bump.NONE),
    ],
)
def test_how_far(was: str, now: str, level: Bump) -> None:
    assert bump_between(read(was, Scheme.PEP440), read(now, Scheme.PEP440)) is level


@pytest.mark.parametrize("text", ["", "next", "1.2", "1.2.3.4", "1.2.x", "workspace:*", "1.2.3-", "1" * 300, "1.2.³"])
def test_what_is_no_semantic_version(text: str) -> None:
    assert number(text, Scheme.SEMVER) is None


@pytest.mark.parametrize(("text", "expected"), [("0.0.0-x", True), ("0.0.0", False), ("1.0.0-x", False), ("x", False)])
def test_placeholders(text: str, expected: bool) -> None:
    assert is_placeholder(text) is expected


@given(st.text() | st.from_regex(r"[v=]?[0-9]+(\.[0-9a-z]+)*(-[0-9a-z.]*)?(\+.*)?"))
def test_any_text_is_a_version_or_none(text: str) -> None:
    found = any_number(text)
    assert found is None or bump_between(found, found) is not Bump.LOWERED
