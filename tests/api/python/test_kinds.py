"""Every kind of break has an example that shows just it."""

import pytest

from checks.codebase.api.breaks import BreakKind
from checks.codebase.api.python_kinds import KIND_OF, KINDS
from tests.api.python.packages import breaks_of


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)
def test_the_example_shows_the_kind_and_nothing_else(kind: BreakKind) -> None:
    found = breaks_of(kind.example_before, kind.example_after)
    assert [(each.id, each.certain) for each in found] == [(kind.id, kind.is_certain)]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)
def test_an_example_breaks_nothing_of_itself(kind: BreakKind) -> None:
    assert breaks_of(kind.example_after, kind.example_after) == []


def test_no_two_kinds_share_an_id() -> None:
    assert len(KIND_OF) == len(KINDS)
