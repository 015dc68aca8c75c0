"""What travels between the worker and a parser process."""

import pytest

from app.parsing.wire import ANSWER, SHORT, answer, facts_reader
from checks import FileFacts
from checks.codebase.facts import Import

FACTS = FileFacts(imports=(Import("a", ("b", "c"), 1),))


def written(facts: FileFacts) -> bytes:
    """An answer without what says how long it is."""
    return answer(facts, last=False)[ANSWER.size :]


def test_facts_of_equal_short_answers_are_one_object() -> None:
    read = facts_reader()
    assert read(written(FACTS)) == FACTS
    assert read(written(FACTS)) is read(written(FACTS))


def test_long_answers_are_read_each_time() -> None:
    facts = FileFacts(imports=(Import("a" * SHORT, (), 1),))
    read = facts_reader()
    assert read(written(facts)) == read(written(facts)) == facts
    assert read(written(facts)) is not read(written(facts))


def test_nonsense_stays_nonsense() -> None:
    read = facts_reader()
    for _ in range(2):
        with pytest.raises(ValueError, match="no facts"):
            read(b"[[5]]")
