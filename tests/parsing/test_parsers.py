"""Reading many files: the same facts as in this process, for many readers at once."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice

import pytest

from app.parsing import Limits, Parsers, Unread
from app.parsing.processes import ParsingError, Start
from checks import extract
from tests.parsing.obedient import READ, unread

STARTS: list[Start] = ["fork", "forkserver"]
BROKEN = Unread("b" * 40, "python:python", thorough=True, source=b"import a\nprint 1\n<<<<<<< HEAD\n")
MANIFEST = Unread(
    "c" * 40,
    "typescript:package.json",
    thorough=False,
    source=b'{"name": "@acme/shop", "dependencies": {"@acme/billing": "workspace:*"}}',
)


@pytest.fixture(scope="module")
def parsers() -> Iterator[Parsers]:
    with Parsers(processes=2, start="forkserver", read=READ) as parsers:
        yield parsers


def processes(parsers: Parsers, count: int) -> list[str]:
    """The processes that read so many files, one after the other."""
    found = parsers.facts(unread("process", number) for number in range(count))
    return [facts.problem.reason for _, facts in found if facts.problem]


@pytest.mark.parametrize("start", STARTS)
def test_the_facts_are_those_of_extract(start: Start) -> None:
    files = [unread(f"import a{number}\nfrom .b import c, d\n", number) for number in range(300)]
    with Parsers(processes=2, start=start) as parsers:
        found = dict(parsers.facts([*files, BROKEN, MANIFEST]))
    assert found == {one: extract(one.dialect, one.source) for one in [*files, BROKEN, MANIFEST]}


def test_nothing_to_read() -> None:
    with Parsers(processes=2, start="forkserver") as parsers:
        assert list(parsers.facts([])) == []


def test_a_large_file_among_small_ones(parsers: Parsers) -> None:
    large = unread("import a\nx = '" + "text" * 400_000 + "'", 1)
    assert len(list(parsers.facts([unread("import b"), large, unread("import c", 2)]))) == 3


def test_files_are_taken_as_they_are_read(parsers: Parsers) -> None:
    taken = 0

    def wanted() -> Iterator[Unread]:
        nonlocal taken
        for number in range(200):
            taken += 1
            yield unread("import a\n" + "#" * 20_000, number)

    answers = parsers.facts(wanted())
    next(answers)
    assert taken < 50
    assert len(list(answers)) == 199


def test_a_reader_that_stops_early_leaves_the_processes_to_others(parsers: Parsers) -> None:
    stopped = parsers.facts(unread("sleep 0.01", number) for number in range(100))
    assert len(list(islice(stopped, 3))) == 3
    stopped.close()
    assert len(list(parsers.facts([unread("import a")]))) == 1


def test_what_wanted_raises_is_raised(parsers: Parsers) -> None:
    def wanted() -> Iterator[Unread]:
        yield unread("import a")
        raise LookupError

    with pytest.raises(LookupError):
        list(parsers.facts(wanted()))
    assert len(list(parsers.facts([unread("import a")]))) == 1


def test_many_readers_at_once(parsers: Parsers) -> None:
    def facts(reader: int) -> int:
        return len(dict(parsers.facts(unread(f"import a{reader}", number) for number in range(200))))

    with ThreadPoolExecutor(6) as threads:
        assert list(threads.map(facts, range(6))) == [200] * 6


def test_a_short_call_does_not_wait_for_a_long_one() -> None:
    with Parsers(processes=1, start="forkserver", read=READ) as parsers:
        has_begun = threading.Event()
        ends: list[str] = []

        def long() -> None:
            for _ in parsers.facts(unread("sleep 0.01", number) for number in range(120)):
                has_begun.set()
            ends.append("long")

        thread = threading.Thread(target=long)
        thread.start()
        has_begun.wait()
        list(parsers.facts([unread("import a")]))
        ends.append("short")
        thread.join()
    assert ends == ["short", "long"]


def test_a_caller_that_is_slow_itself() -> None:
    with Parsers(processes=1, start="forkserver", limits=Limits(seconds=0.3), read=READ) as parsers:
        answers = parsers.facts(unread("import a", number) for number in range(100))
        next(answers)
        time.sleep(1)
        assert [facts.problem for _, facts in answers] == [None] * 99


def test_processes_are_kept() -> None:
    with Parsers(processes=1, start="fork", read=READ) as parsers:
        assert processes(parsers, 3) + processes(parsers, 3) == processes(parsers, 1) * 6


def test_a_process_is_replaced_after_so_many_files() -> None:
    with Parsers(processes=1, start="fork", limits=Limits(files=10), read=READ) as parsers:
        numbers = processes(parsers, 35)
    assert [numbers.count(number) for number in dict.fromkeys(numbers)] == [10, 10, 10, 5]


def test_a_process_that_has_grown_is_replaced() -> None:
    with Parsers(processes=1, start="fork", limits=Limits(growth=50_000_000), read=READ) as parsers:
        before = processes(parsers, 1)
        list(parsers.facts([unread("eat 400")]))
        assert processes(parsers, 1) != before


def test_a_closed_one() -> None:
    parsers = Parsers(processes=1, start="fork", read=READ)
    answers = parsers.facts(unread("import a", number) for number in range(1_000))
    next(answers)
    parsers.close()
    with pytest.raises(ParsingError):
        list(answers)
    with pytest.raises(ParsingError):
        list(parsers.facts([unread("import a")]))
