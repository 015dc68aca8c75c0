"""Snapshots that came about by an edit: the same answer as for any two, at the cost of the edit."""

import pytest

from checks import Entry, EntryKind, Snapshot

FILE, OTHER = Entry(EntryKind.FILE, "1"), Entry(EntryKind.FILE, "2")
BASE = Snapshot("base", {"a": FILE, "b": FILE})


@pytest.mark.parametrize(
    ("edits", "came", "went"),
    [
        ({}, set(), set()),
        ({"a": OTHER}, set(), set()),
        ({"c": FILE}, {"c"}, set()),
        ({"a": None, "c": FILE}, {"c"}, {"a"}),
        ({"x": None}, set(), set()),
    ],
)
def test_what_came_and_went(edits: dict[str, Entry | None], came: set[str], went: set[str]) -> None:
    after = BASE.after("head", edits)
    unrelated = Snapshot("head", after.entries)
    for head in (after, unrelated):
        assert (head.paths_beyond(BASE), BASE.paths_beyond(head)) == (came, went)
    assert BASE.entries == {"a": FILE, "b": FILE}
    assert not after.paths_beyond(unrelated)


@pytest.mark.parametrize(
    "edits",
    [
        {},
        {"a/m": None},
        {"a/m": OTHER},
        {"m": FILE, "b/m": FILE},
        {"am": FILE, "a/m/x": FILE},
        {"x/m": None, "a/m": FILE},
    ],
)
def test_files_of_a_name_are_carried_on_with_an_edit(edits: dict[str, Entry | None]) -> None:
    base = Snapshot("base", {"a/m": FILE, "c/m": FILE, "c/mm": FILE, "xm": FILE})
    assert base.named("m") == ("a/m", "c/m")
    after = base.after("head", edits)
    assert after.named("m") == Snapshot("head", after.entries).named("m")
