"""How far the work has come: one line on standard error, for a person who waits there and for nobody else.

`click.progressbar` is no help: it prints its label where there is no terminal, begins at once, knows one total only,
and leaves its line behind.
"""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TextIO

from app.reading.facts_reader import Progress, no_progress

PATIENCE = 1.0
"""Seconds without a word: most commands have ended by then."""
PAUSE = 0.1
"""Seconds between two drawings of the line."""
USUAL_WIDTH = 80


@contextmanager
def progress(stream: TextIO | None = None, clock: Callable[[], float] = time.monotonic) -> Iterator[Progress]:
    """Shows what is reported, rewritten in place, once the block has lasted PATIENCE seconds; the line is gone when the
    block ends, however it ends. Nothing is ever written where `stream` (standard error) is no terminal.

    Report from one thread, and write nothing else to the terminal within the block.
    """
    shown_on = sys.stderr if stream is None else stream
    if not _is_terminal(shown_on):
        yield no_progress
        return
    line = _Line(shown_on, clock)
    try:
        yield line.report
    finally:
        line.clear()


def _is_terminal(stream: TextIO | None) -> bool:
    """Python has no standard error at all where it was started with that closed."""
    return stream is not None and not stream.closed and stream.isatty()


class _Line:
    """The one line. It is wiped with spaces, which every terminal understands."""

    def __init__(self, stream: TextIO, clock: Callable[[], float]) -> None:
        self._stream = stream
        self._clock = clock
        self._next = clock() + PATIENCE
        self._patient = True
        self._what = ""
        self._length = 0

    def report(self, what: str, done: int, total: int) -> None:
        now = self._clock()
        turns = what != self._what or done >= total
        if now < self._next and (self._patient or not turns):
            return
        self._next, self._patient, self._what = now + PAUSE, False, what
        self._draw(f"{what} {done:,}/{total:,}"[: _width(self._stream) - 1])

    def clear(self) -> None:
        if self._length:
            self._draw("")
            self._write("\r")

    def _draw(self, text: str) -> None:
        self._write("\r" + text.ljust(self._length))
        self._length = len(text)

    def _write(self, text: str) -> None:
        with suppress(OSError):  # a terminal that was closed is no reason to stop the work
            self._stream.write(text)
            self._stream.flush()


def _width(stream: TextIO) -> int:
    """Columns: a longer line would wrap, and what has wrapped cannot be rewritten."""
    try:
        return os.get_terminal_size(stream.fileno()).columns or USUAL_WIDTH
    except OSError:
        return USUAL_WIDTH
