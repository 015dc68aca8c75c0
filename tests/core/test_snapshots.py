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
