"""A graph that was stored and restored serves as well as the one in memory, with a few of the facts."""

import json
from dataclasses import replace

from hypothesis import given, settings

from checks import Codebase, FileFacts, Graph, build_graph, derivation, derive_graph, restore_graph, store_graph
from tests.core.building import Content, codebase, graph
from tests.core.test_derived_graphs import histories


def through_json(known: Graph) -> Graph:
    stored = store_graph(known)
    return restore_graph(replace(stored, values=json.loads(json.dumps(stored.values))))


@given(histories())
@settings(max_examples=150, deadline=None)
def test_a_stored_graph_comes_back(history: list[dict[str, Content]]) -> None:
    for files in history:
        known = graph(files)
        restored = through_json(known)
        assert (restored.files, restored.problems) == (known.files, known.problems)
        assert (restored.layouts, restored.links, restored.through) == (known.layouts, known.links, known.through)
        assert restored.is_partial


@given(histories())
@settings(max_examples=150, deadline=None)
def test_a_graph_is_derived_from_a_restored_one(history: list[dict[str, Content]]) -> None:
    known = graph(history[0])
    restored = through_json(known)
    for files in history[1:]:
        after = codebase(files)
        touched = {path for path, _ in known.codebase.snapshot.entries.items() ^ after.snapshot.entries.items()}
        # as the reader does it: facts of what was touched, then those of what is resolved again
        before = Codebase(known.codebase.snapshot, {**restored.codebase.facts, **of(known.codebase, touched)})
        restored = replace(restored, codebase=before)
        few = {path: facts for path, facts in before.facts.items() if path in after.facts and path not in touched}
        few |= of(after, touched)
        plan = derivation(restored, Codebase(after.snapshot, few), touched)
        if plan.is_from_scratch:
            return
        found = derive_graph(restored, Codebase(after.snapshot, few | of(after, plan.importers)), plan)
        built = build_graph(after)
        assert (found.files, found.problems, found.ambiguous) == (built.files, built.problems, built.ambiguous)
        paths = known.files.keys() | built.files.keys()
        differing = {path for path in paths if known.files.get(path) != built.files.get(path)}
        assert set(found.changed_since(restored)) == differing
        assert set(replace(found, derived_from=None).changed_since(restored)) == differing
        known, restored = built, found


def of(side: Codebase, paths: set[str] | frozenset[str]) -> dict[str, FileFacts]:
    return {path: side.facts[path] for path in paths if path in side.facts}
