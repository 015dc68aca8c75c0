"""Every kind of break has an example that shows just it."""

import json

import pytest

from checks.codebase.api.breaks import BreakKind
from checks.codebase.api.typescript_kinds import KIND_OF, KINDS
from checks.codebase.languages.typescript.api_subpaths import subpath_breaks
from tests.api.typescript.facades import breaks_of


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)
def test_the_example_shows_the_kind_and_nothing_else(kind: BreakKind) -> None:
    if kind.id == "subpath-removed":
        before, after = (json.loads(text) for text in (kind.example_before, kind.example_after))
        found = subpath_breaks(before, after, "package.json")
    else:
        found = breaks_of(kind.example_before, kind.example_after)
    assert [(each.id, each.certain) for each in found] == [(kind.id, kind.is_certain)]


def test_no_two_kinds_share_an_id() -> None:
    assert len(KIND_OF) == len(KINDS)
