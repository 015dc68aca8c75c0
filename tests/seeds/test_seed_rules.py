"""docs/seed-rules.md names every rule once, and with it every test of it."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.seeds import test_command_line, test_seeds

DOCUMENT = Path(__file__).parents[2] / "docs" / "seed-rules.md"
RULES = {"M": 16, "D": 38, "P": 29, "N": 28, "K": 58}
"""How many rules each document states, by the letter of their names."""

ROW = re.compile(r"\| ([A-Z]\d+) \| (x|h|-|ask) \| (.*) \|")
TEST = re.compile(r"`(test_\w+\[[^`]+\])`")
NAMED = re.compile(r"test_\w+\[((?:[A-Z]\d+ )+)")
ROWS = [row for line in DOCUMENT.read_text().splitlines() if (row := ROW.fullmatch(line))]


def named_tests() -> Iterator[str]:
    """The names of all tests of rules: function and case."""
    for module in (test_seeds, test_command_line):
        for name, function in vars(module).items():
            if name.startswith("test_"):
                yield from (f"{name}[{case}]" for case in _cases(function))


def _cases(function: Callable[..., None]) -> Iterator[str]:
    for mark in getattr(function, "pytestmark", ()):
        if mark.name == "parametrize":
            yield from (case.id for case in mark.args[1])


def rules(test: str) -> list[str]:
    """The rules that a test's name begins with."""
    named = NAMED.match(test)
    assert named, f"{test} names no rule"
    return named[1].split()


def test_every_rule_has_one_row() -> None:
    every = [f"{letter}{number}" for letter, count in RULES.items() for number in range(1, count + 1)]
    assert [row[1] for row in ROWS] == every
    assert len(every) == 169


def test_a_row_names_all_tests_of_its_rule() -> None:
    written = [(row[1], test) for row in ROWS for test in TEST.findall(row[3])]
    assert sorted(written) == sorted((rule, test) for test in named_tests() for rule in rules(test))


def test_names_are_unique() -> None:
    names = list(named_tests())
    assert len(names) == len(set(names))


@pytest.mark.parametrize("row", [pytest.param(row, id=row[1]) for row in ROWS])
def test_an_exact_rule_is_kept_and_broken(row: re.Match[str]) -> None:
    named = TEST.findall(row[3])
    has_reason = bool(TEST.sub("", row[3]).replace("<br>", "").strip())
    by_command = any(not re.search(" (keeps|breaks): ", test) for test in named)
    both = by_command or all(any(f" {verb}: " in test for test in named) for verb in ("keeps", "breaks"))
    assert has_reason or (both if row[2] == "x" else bool(named))
