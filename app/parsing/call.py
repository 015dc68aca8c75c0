"""One call of `Parsers.facts`: files handed out to the processes that are free, and their answers taken in."""

import selectors
import signal
import time
from collections import deque
from collections.abc import Generator, Iterator
from itertools import islice

from app.parsing.limits import CRASHED, OUT_OF_TIME, TOO_LONG, Limits
from app.parsing.pool import Pool
from app.parsing.processes import ParserProcess
from app.parsing.wire import Unread, facts_reader
from checks import FileFacts

Answer = tuple[Unread, FileFacts]

AHEAD = 262_144
"""Bytes of files that a process is given before it has answered, so that it never waits for the next."""
FILES_AHEAD = 64
GATHERING = 0.002
"""Seconds in which answers gather before they are taken in; to be woken for each costs a tenth more CPU time."""
TURN = 0.25
"""Seconds after which a call lets others have its process."""


class Call:
    """The files of one call and the processes that it has borrowed."""

    def __init__(self, pool: Pool, limits: Limits, wanted: Iterator[Unread]) -> None:
        self._pool = pool
        self._limits = limits
        self._wanted = wanted
        self._next: deque[Unread] = deque()
        self._suspects: set[Unread] = set()
        self._lost = 0.0
        self._facts_of = facts_reader()
        self._turns: dict[ParserProcess, float] = {}
        self._selector = selectors.DefaultSelector()

    def answers(self) -> Generator[Answer, None, None]:
        """The facts of every file, in the order in which they come. Raises ParsingError, and what `wanted` raises."""
        try:
            while True:
                self._hand_out()
                if not self._turns:
                    return
                yield from self._take_in()
        finally:
            for process in tuple(self._turns):
                self._part_with(process)
            self._selector.close()

    def _hand_out(self) -> None:
        """Keep every process busy, borrow more while there is more to do, and give back those without work."""
        for process, since in tuple(self._turns.items()):
            if not (self._pool.is_awaited() and time.monotonic() - since > TURN):
                self._feed(process)
            if not process.unanswered:
                self._part_with(process)
        while self._has_next() and (borrowed := self._pool.borrow(wait=not self._turns)):
            self._turns[borrowed] = time.monotonic()
            self._selector.register(borrowed.connection, selectors.EVENT_READ, borrowed)
            self._feed(borrowed)

    def _feed(self, process: ParserProcess) -> None:
        """Files for a process that has less than half of what it may have ahead; a large file goes alone."""
        if process.waiting > AHEAD // 2 or len(process.unanswered) > FILES_AHEAD // 2:
            return
        files: list[Unread] = []
        room = AHEAD - process.waiting
        while self._has_next() and len(process.unanswered) + len(files) < FILES_AHEAD:
            room -= len(self._next[0].source)
            if room < 0 and (files or process.unanswered):
                break
            files.append(self._next.popleft())
        if files:
            process.ask(files, self._seconds())

    def _has_next(self) -> bool:
        if not self._next:
            self._next.extend(islice(self._wanted, 1))
        return bool(self._next)

    def _seconds(self) -> float:
        return self._limits.seconds / (1 if self._lost < self._limits.seconds_lost else 10)

    def _take_in(self) -> list[Answer]:
        """What has been answered, once something has or a process is late. Answers are taken in before anybody is
        called late: the caller may have been away for longer than a file may take."""
        deadline = min(process.deadline() for process in self._turns)
        ready = {key.data for key, _ in self._selector.select(max(deadline - time.monotonic(), 0))}
        now = time.monotonic()
        found: list[Answer] = []
        time.sleep(GATHERING)
        for process in tuple(self._turns):
            if process in ready:
                self._take_from(process, found)
            elif process.deadline() <= now:
                self._ended(process, found, is_late=True)
        return found

    def _take_from(self, process: ParserProcess, found: list[Answer]) -> None:
        try:
            found.extend(process.answers(self._facts_of))
        except (OSError, EOFError, ValueError):
            self._ended(process, found, is_late=False)
        else:
            if process.is_leaving:
                self._part_with(process)

    def _ended(self, process: ParserProcess, found: list[Answer], *, is_late: bool) -> None:
        """The first file that it has not answered is what it was reading. A crash may come of what earlier files left
        behind, so a file counts as its cause when it is the second."""
        unanswered = process.unanswered
        number = self._part_with(process)
        if not unanswered:
            return
        one = unanswered[0]
        if is_late or number == signal.SIGPROF:
            self._lost += process.seconds
            found.append((one, TOO_LONG if process.seconds == self._limits.seconds else OUT_OF_TIME))
        elif one in self._suspects:
            found.append((one, CRASHED))
        else:
            self._suspects.add(one)
            return
        self._next.popleft()

    def _part_with(self, process: ParserProcess) -> int:
        """Give a process back, or kill it if it has not answered everything: then the rest is handed out again. The
        signal that it ended with."""
        del self._turns[process]
        self._selector.unregister(process.connection)
        if not process.unanswered and not process.is_leaving:
            self._pool.give_back(process)
            return 0
        self._next.extendleft(reversed(process.unanswered))
        return self._pool.end(process)
