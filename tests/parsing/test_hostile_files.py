"""What a file does to its parser costs that file its facts, and no other file anything."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.parsing import CRASHED, OUT_OF_TIME, TOO_LONG, TOO_MUCH, Limits, Parsers, Unread
from checks import FileFacts, extract
from tests.parsing.obedient import READ, unread

SECONDS = 1.0
LIMITS = Limits(seconds=SECONDS, address_space=300_000_000)
SLOW_TYPESCRIPT = Unread("5" * 40, "typescript:typescript", thorough=True, source=b"a<b," * 20_000)


@pytest.fixture(scope="module")
def parsers() -> Iterator[Parsers]:
    with Parsers(processes=2, start="forkserver", limits=LIMITS, read=READ) as parsers:
        yield parsers


def facts_among_others(parsers: Parsers, hostile: Unread) -> FileFacts:
    """The facts of one file, once nineteen others have theirs."""
    others = [unread(f"import a{number}", number) for number in range(19)]
    found = dict(parsers.facts([*others[:7], replace(hostile, object_id="f" * 40), *others[7:]]))
    assert len(found) == 20
    assert all(found.pop(one) == extract(one.dialect, one.source) for one in others)
    return found.popitem()[1]


@pytest.mark.parametrize("death", ["crash", "exit", "raise", "eat 2000"])
def test_a_parser_that_dies(parsers: Parsers, death: str) -> None:
    assert facts_among_others(parsers, unread(death)) == CRASHED


def test_a_parser_that_hangs(parsers: Parsers, tmp_path: Path) -> None:
    assert facts_among_others(parsers, unread(f"hang {tmp_path}/process")) == TOO_LONG


def test_a_parser_that_waits_for_ever() -> None:
    with Parsers(processes=1, start="fork", limits=replace(LIMITS, seconds=0.3), read=READ) as parsers:
        assert facts_among_others(parsers, unread("sleep 60")) == TOO_LONG


def test_quadratic_typescript() -> None:
    with Parsers(processes=2, start="fork", limits=Limits(seconds=SECONDS)) as parsers:
        assert facts_among_others(parsers, SLOW_TYPESCRIPT) == TOO_LONG


def test_many_slow_files_get_less_time_each(tmp_path: Path) -> None:
    limits = Limits(seconds=0.3, seconds_lost=0.5)
    files = [unread(f"hang {tmp_path}/process", number) for number in range(12)]
    with Parsers(processes=1, start="fork", limits=limits, read=READ) as parsers:
        found = [facts for _, facts in parsers.facts(files)]
    assert found == [TOO_LONG] * 2 + [OUT_OF_TIME] * 10


def test_a_file_that_says_too_much(parsers: Parsers) -> None:
    names = ",".join(f"n{number}" for number in range(250_001))
    assert facts_among_others(parsers, unread(f"from a import {names}")) == TOO_MUCH


def test_a_file_of_a_hundred_thousand_imports() -> None:
    with Parsers(processes=2, start="fork", limits=replace(LIMITS, seconds=Limits().seconds)) as parsers:
        assert len(facts_among_others(parsers, unread("import a\n" * 100_000)).imports) == 100_000


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("import a\n" * 1_000_000, id="a million imports"),
        pytest.param("import a\n" + "(" * 100_000 + ")" * 100_000, id="parentheses"),
        pytest.param("import a\n" + "x = f(1)  # text\n" * 100_000, id="lines"),
        pytest.param("x = '" + "\\N{DIGIT ONE}" * 100_000, id="escapes"),
    ],
)
def test_a_large_file(parsers: Parsers, source: str) -> None:
    facts = facts_among_others(parsers, unread(source))
    assert facts.problem or [one.module for one in facts.imports] == ["a"]


def test_nothing_but_hostile_files(parsers: Parsers) -> None:
    found = [facts for _, facts in parsers.facts(unread("crash", number) for number in range(10))]
    assert found == [CRASHED] * 10


def test_half_a_character_travels(parsers: Parsers) -> None:
    facts = facts_among_others(parsers, unread("import importlib\nimportlib.import_module('a\\ud83d\\ude00.b')"))
    assert facts == extract("python:python", b"import importlib\nimportlib.import_module('a\\ud83d\\ude00.b')")
