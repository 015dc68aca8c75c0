"""The worker's side: the fork server and its parser processes."""

import os
import signal
import socket
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from app.parsing.fork_server import CONTROL, PID, PROGRAM, arguments, named, serve
from app.parsing.limits import WALL, Limits
from app.parsing.wire import Unread, request, take_answer
from checks import FileFacts

Start = Literal["fork", "forkserver"]

PASSED_ON = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
"""What of the environment a parser process needs; the service's tokens stand in it too."""
STARTING = 60.0
"""Seconds that a fork server may take to load the parsers or to start a process."""
ENDING = 5.0
"""Seconds that it is given to end them."""
BUFFER = 524_288
"""Bytes that a connection should hold, more than a process is given ahead: then neither side waits for the other."""


class ParsingError(Exception):
    """Parser processes cannot be started, or no more: the pool was closed."""


@dataclass(eq=False, slots=True)
class ParserProcess:
    """One parser process and what it was asked. `since` is when it began with the first of `unanswered`, or later."""

    pid: int
    connection: socket.socket
    unanswered: deque[Unread] = field(default_factory=deque)
    waiting: int = 0
    since: float = 0.0
    seconds: float = 0.0
    is_leaving: bool = False
    _received: bytearray = field(default_factory=bytearray)

    def ask(self, files: Sequence[Unread], seconds: float) -> None:
        """Ask for the facts of some files, of each within so many seconds of CPU time. A process that has ended is
        found out when its answers are read."""
        if not self.unanswered:
            self.since = time.monotonic()
        self.unanswered += files
        self.waiting += sum(len(one.source) for one in files)
        self.seconds = seconds
        with suppress(OSError):
            try:
                self.connection.settimeout(seconds * WALL)
                parts = [part for one in files for part in request(one, seconds)]
                for part in parts if len(files) == 1 else (b"".join(parts),):
                    self.connection.sendall(part)
            except OSError:
                self.connection.shutdown(socket.SHUT_RDWR)

    def deadline(self) -> float:
        """When it has taken too long for one file."""
        return self.since + self.seconds * WALL

    def answers(self, facts_of: Callable[[bytes], FileFacts]) -> Iterator[tuple[Unread, FileFacts]]:
        """What it has answered since the last call, once its connection is readable. Raises OSError or EOFError when it
        has ended, ValueError for what no parser process answers."""
        received = self.connection.recv(BUFFER)
        if not received:
            raise EOFError
        self._received += received
        while not self.is_leaving and (taken := take_answer(self._received)):
            text, self.is_leaving = taken
            if not self.unanswered:
                raise ValueError("an answer to nothing")
            facts = facts_of(text)
            one = self.unanswered.popleft()
            self.waiting -= len(one.source)
            self.since = time.monotonic()
            yield one, facts


class ForkServer:
    """Starts and ends parser processes; safe to use from many threads.

    `fork` makes the server a copy of this process: for a command with one thread and nothing to hide. `forkserver`
    starts it afresh, with the parsers alone and without this process's environment. Either imports what `read` names
    (`module:function`), and this process need not.
    """

    def __init__(self, start: Start, read: str, limits: Limits) -> None:
        self._start = start
        self._read = read
        self._limits = limits
        self._lock = threading.Lock()
        self._control: socket.socket | None = None
        self._pid = 0
        self._is_closed = False

    def start(self) -> ParserProcess:
        """A new parser process. Raises ParsingError."""
        with ExitStack() as on_failure:
            ours, theirs = socket.socketpair()
            on_failure.enter_context(ours)
            with theirs:
                for end in (ours, theirs):
                    end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, BUFFER)
                    end.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER)
                pid = self._started(theirs)
            if pid == 0:
                raise ParsingError("the system has no room for a parser process")
            on_failure.pop_all()
        return ParserProcess(pid, ours)

    def end(self, process: ParserProcess) -> int:
        """Kill a parser process; the signal that ended it, 0 where it ended otherwise or its server is gone."""
        process.connection.close()
        with self._lock:
            if self._control is None:
                return 0
            try:
                status = self._said(PID.pack(process.pid))
            except OSError:
                self._stop()
                return 0
        return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0

    def close(self) -> None:
        """End the server and with it every parser process; returns when they are gone."""
        with self._lock:
            self._is_closed = True
            self._stop()

    def _started(self, connection: socket.socket) -> int:
        with self._lock:
            for _ in range(2):  # a server that somebody killed is started again once
                if self._is_closed:
                    raise ParsingError("the parser processes were closed")
                with suppress(OSError):
                    return self._said(PID.pack(0), connection.fileno())
                self._stop()
        raise ParsingError("parser processes cannot be started")

    def _said(self, message: bytes, *sockets: int) -> int:
        if self._control is None:
            self._control, self._pid = self._launched()
        socket.send_fds(self._control, [message], sockets)
        answer = self._control.recv(PID.size)
        if not answer:
            raise ConnectionError
        number: int = PID.unpack(answer)[0]
        return number

    def _launched(self) -> tuple[socket.socket, int]:
        with ExitStack() as on_failure:
            ours, theirs = socket.socketpair()
            on_failure.enter_context(ours).settimeout(STARTING)
            with theirs:
                pid = self._forked(theirs) if self._start == "fork" else self._spawned(theirs)
            on_failure.pop_all()
        return ours, pid

    def _forked(self, connection: socket.socket) -> int:
        pid = os.fork()
        if pid:
            return pid
        try:
            os.setsid()
            os.dup2(connection.fileno(), CONTROL)
            serve(named(self._read), self._limits)
        finally:
            os._exit(1)

    def _spawned(self, connection: socket.socket) -> int:
        command = [sys.executable, "-P", "-c", PROGRAM, *arguments(self._read, self._limits)]
        return os.posix_spawn(
            sys.executable,
            [*command, *(folder or str(Path.cwd()) for folder in sys.path)],
            {name: os.environ[name] for name in PASSED_ON if name in os.environ},
            file_actions=[(os.POSIX_SPAWN_DUP2, connection.fileno(), CONTROL)],
            setsid=True,
        )

    def _stop(self) -> None:
        """The server ends its processes and then itself when the worker hangs up."""
        control, self._control = self._control, None
        if control is None:
            return
        with control:
            control.settimeout(ENDING)
            with suppress(OSError):
                control.shutdown(socket.SHUT_WR)
                while control.recv(BUFFER):
                    """An answer that came too late."""
        with suppress(OSError):
            os.kill(self._pid, signal.SIGKILL)
            os.waitpid(self._pid, 0)
