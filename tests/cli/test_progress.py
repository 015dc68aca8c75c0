"""The line of progress: when it is seen, and that nothing of it stays."""

import io
import os
import sys
import termios
from typing import TextIO

import pytest

from app.cli.progress import progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True

    @property
    def screen(self) -> str:
        """What is seen of what was written."""
        return seen(self.getvalue())


class Clock:
    """Stands still until told."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def seen(written: str) -> str:
    """One line of a terminal: a carriage return goes back to its beginning, and what follows overwrites."""
    line: list[str] = []
    for part in written.split("\r"):
        line[: len(part)] = part
    return "".join(line).rstrip()


def test_nothing_is_seen_in_the_first_second() -> None:
    terminal, clock = Terminal(), Clock()
    with progress(terminal, clock) as report:
        report("reading files", 1, 4330)
        clock.now += 0.9
        report("reading files", 4330, 4330)
    assert terminal.getvalue() == ""


def test_one_line_is_rewritten_in_place() -> None:
    terminal, clock = Terminal(), Clock()
    with progress(terminal, clock) as report:
        clock.now += 1
        report("reading files", 1234, 4330)
        assert terminal.screen == "reading files 1,234/4,330"
        clock.now += 1
        report("resolving", 5, 6)
        assert terminal.screen == "resolving 5/6"
    assert "\n" not in terminal.getvalue()


def test_the_line_is_gone_at_the_end() -> None:
    terminal, clock = Terminal(), Clock()
    with progress(terminal, clock) as report:
        clock.now += 1
        report("reading files", 1, 2)
    assert (terminal.screen, terminal.getvalue()[-1]) == ("", "\r")


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_the_line_is_gone_after_an_error_and_an_interrupt(error: type[BaseException]) -> None:
    terminal, clock = Terminal(), Clock()

    def work() -> None:
        with progress(terminal, clock) as report:
            clock.now += 1
            report("reading files", 1, 2)
            raise error

    with pytest.raises(error):
        work()
    assert (terminal.screen, terminal.getvalue()[-1]) == ("", "\r")


def test_many_reports_are_drawn_ten_times_a_second() -> None:
    terminal, clock = Terminal(), Clock()
    with progress(terminal, clock) as report:
        clock.now += 1
        for done in range(1000):
            report("reading files", done, 4330)
            clock.now += 0.001
    assert terminal.getvalue().count("reading") == 10


def test_the_end_of_one_work_and_the_beginning_of_the_next_are_drawn_at_once() -> None:
    terminal, clock = Terminal(), Clock()
    with progress(terminal, clock) as report:
        clock.now += 1
        report("reading files", 1, 2)
        report("reading files", 2, 2)
        assert terminal.screen == "reading files 2/2"
        report("resolving", 0, 9)
        assert terminal.screen == "resolving 0/9"


@pytest.mark.parametrize("stream", [io.StringIO(), None])
def test_nothing_is_written_where_nobody_looks(stream: TextIO | None, capsys: pytest.CaptureFixture[str]) -> None:
    clock = Clock()
    with progress(stream, clock) as report:
        clock.now += 5
        report("reading files", 1, 2)
    assert (stream.getvalue() if isinstance(stream, io.StringIO) else capsys.readouterr().err) == ""


def test_no_standard_error_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    with progress(clock=(clock := Clock())) as report:
        clock.now += 5
        report("reading files", 1, 2)


class Gone(Terminal):
    def write(self, _text: str) -> int:
        raise OSError(5, "Input/output error")


def test_a_terminal_that_is_gone_does_not_stop_the_work() -> None:
    clock = Clock()
    with progress(Gone(), clock) as report:
        clock.now += 5
        report("reading files", 1, 2)


def test_a_real_terminal_narrower_than_the_line() -> None:
    main, terminal = os.openpty()
    clock = Clock()
    with os.fdopen(main, "rb", buffering=0) as reader, os.fdopen(terminal, "w") as stream:
        os.set_blocking(reader.fileno(), False)
        set_width(stream, 20)
        with progress(stream, clock) as report:
            clock.now += 1
            report("reading files", 1234, 4330)
            written = reader.read().decode()
        assert seen(written) == "reading files 1,234"
        assert seen(written + reader.read().decode()) == ""


def set_width(stream: TextIO, columns: int) -> None:
    termios.tcsetwinsize(stream.fileno(), (24, columns))
