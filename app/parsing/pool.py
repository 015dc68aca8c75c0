"""The parser processes of one worker, lent to whoever reads files, first come first served."""

import threading
from collections import deque

from app.parsing.limits import Limits
from app.parsing.processes import ForkServer, ParserProcess, ParsingError, Start


class Pool:
    """At most `size` parser processes. Safe to use from many threads."""

    def __init__(self, size: int, start: Start, limits: Limits, read: str) -> None:
        self._size = size
        self._server = ForkServer(start, read, limits)
        self._changed = threading.Condition()
        self._waiting: deque[object] = deque()
        self._idle: list[ParserProcess] = []
        self._lent = 0
        self._is_closed = False

    def is_awaited(self) -> bool:
        """Whether somebody waits for a process."""
        return bool(self._waiting)

    def borrow(self, *, wait: bool) -> ParserProcess | None:
        """A process; without waiting None where all are lent or others wait. Raises ParsingError."""
        with self._changed:
            if not wait and (self._waiting or self._lent >= self._size):
                return None
            self._await_turn()
            self._lent += 1
            if self._idle:
                return self._idle.pop()
        try:
            return self._server.start()
        except BaseException:
            self._take_back()
            raise

    def give_back(self, process: ParserProcess) -> None:
        """End the loan of a process that has nothing left to answer."""
        self._take_back(process)

    def end(self, process: ParserProcess) -> int:
        """End the loan of a process and kill it; the signal that ended it, 0 for any other end."""
        try:
            return self._server.end(process)
        finally:
            self._take_back()

    def close(self) -> None:
        """End all processes, lent ones too; returns when they are gone."""
        with self._changed:
            self._is_closed = True
            idle, self._idle = self._idle, []
            self._changed.notify_all()
        for process in idle:
            process.connection.close()
        self._server.close()

    def _await_turn(self) -> None:
        ticket = object()
        self._waiting.append(ticket)
        try:
            self._changed.wait_for(lambda: self._is_closed or (self._waiting[0] is ticket and self._lent < self._size))
        finally:
            self._waiting.remove(ticket)
            self._changed.notify_all()
        if self._is_closed:
            raise ParsingError("the parser processes were closed")

    def _take_back(self, process: ParserProcess | None = None) -> None:
        with self._changed:
            self._lent -= 1
            if process and self._is_closed:
                process.connection.close()
            elif process:
                self._idle.append(process)
            self._changed.notify_all()
