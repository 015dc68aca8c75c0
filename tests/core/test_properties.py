"""What holds for any change whatever: random repositories, random edits, random renames."""

from hypothesis import given, settings
from hypothesis import strategies as st

from checks import Change, compare
from tests.core.building import graph
from tests.core.shop import PACKAGES

MODULES = [f"{package}.{name}" for package in PACKAGES[:3] for name in ("a", "b", "c")]
STATEMENTS = [
    *(f"import {module}" for module in MODULES),
    *(f"from {module} import x, y" for module in MODULES),
    *(f"if TYPE_CHECKING: import {module}" for module in MODULES[:3]),
    "import requests",
    "import os.path",
]
sources = st.lists(st.sampled_from(STATEMENTS), max_size=4).map("\n".join)
repositories = st.dictionaries(st.sampled_from([module.replace(".", "/") + ".py" for module in MODULES]), sources)
HEADER = "from typing import TYPE_CHECKING\n"


def whole(files: dict[str, str]) -> dict[str, str]:
    packages = {f"{package}/__init__.py": "" for package in PACKAGES}
    return {**packages, **{path: HEADER + text for path, text in files.items()}}


@st.composite
def changes(draw: st.DrawFn) -> Change:
    """Files come, go, change and get new names."""
    base, edits = draw(repositories), draw(repositories)
    gone = draw(st.sets(st.sampled_from(sorted(base)))) if base else set()
    head = {path: text for path, text in {**base, **edits}.items() if path not in gone}
    stayed = sorted(set(head) & set(base))
    renamed = draw(st.sets(st.sampled_from(stayed))) if stayed else set()
    renames = {path: path.replace(".py", "_moved.py") for path in renamed}
    moved = {renames.get(path, path): text for path, text in head.items()}
    before = graph(whole(base), "base")
    return compare(before, before, graph(whole(moved), "head"), renames)


@given(repositories)
@settings(max_examples=50, deadline=None)
def test_nothing_changes_between_a_commit_and_itself(files: dict[str, str]) -> None:
    same = graph(whole(files))
    delta = compare(same, same, same, {}).delta
    assert (delta.added, delta.removed, delta.moved, delta.changed) == ((), (), (), ())
    assert (delta.added_external, delta.removed_external, delta.added_ambiguous) == ((), (), ())


@given(changes())
@settings(max_examples=150, deadline=None)
def test_the_delta_leads_from_one_graph_to_the_other(change: Change) -> None:
    delta = change.delta
    gone = {edge.pair for edge in delta.removed} | {one.before.pair for one in delta.moved}
    came = {edge.pair for edge in delta.added} | {one.after.pair for one in delta.moved}
    assert (set(change.base.edges) - gone) | came == set(change.head.edges)
    assert gone <= set(change.base.edges)


@given(changes())
@settings(max_examples=150, deadline=None)
def test_the_lists_do_not_overlap(change: Change) -> None:
    delta = change.delta
    added, removed = {edge.pair for edge in delta.added}, {edge.pair for edge in delta.removed}
    assert added.isdisjoint(one.after.pair for one in delta.moved)
    assert removed.isdisjoint(one.before.pair for one in delta.moved)
    assert added.isdisjoint(change.base.edges)
    assert all(one.before.kind is not one.after.kind for one in delta.changed)
