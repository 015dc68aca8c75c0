"""A parser process: reads one file after the other, under limits, until its connection ends."""

import gc
import os
import resource
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from app.parsing.limits import Limits
from app.parsing.wire import answer, read_request
from checks import FileFacts

Read = Callable[[str, bool, bytes], FileFacts]
"""What a process does: the facts of a file by its dialect, whether it is read thoroughly, and its bytes."""

LEFT_OVER = 50_000
"""Objects that files may leave behind before they are collected. While a file is read nothing is: that costs `ast` a
quarter of its time."""
BYTES_OF_PEAK = 1 if sys.platform == "darwin" else 1024


def run(connection: socket.socket, read: Read, limits: Limits) -> NoReturn:
    """Answer requests to the end of the connection, or up to the last answer. Whatever is raised ends the process:
    nothing that a hostile file left behind is used again."""
    _seal(connection.fileno())
    _limit(limits)
    gc.disable()
    gc.freeze()
    most = _peak() + limits.growth
    count = 0
    with connection.makefile("rb") as requests:
        while one := read_request(requests):
            dialect, thorough, source, seconds = one
            signal.setitimer(signal.ITIMER_PROF, seconds)  # of CPU time; the kernel then ends this process
            facts = read(dialect, thorough, source)
            count += 1
            connection.sendall(answer(facts, last=count == limits.files or _peak() > most))
            del one, source, facts
            if gc.get_count()[0] > LEFT_OVER:
                gc.collect()
    os._exit(0)


def close_all_but(*kept: int) -> None:
    """No other file or socket of the process that this one was started from stays open."""
    for file in [int(entry.name) for entry in Path("/dev/fd").iterdir()]:
        if file not in kept:
            with suppress(OSError):  # that of the listing itself is closed already
                os.close(file)


def _seal(connection: int) -> None:
    null = os.open(os.devnull, os.O_RDWR)
    for standard in range(3):
        os.dup2(null, standard)
    close_all_but(0, 1, 2, connection)


def _limit(limits: Limits) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(OSError, ValueError):  # Linux only; elsewhere the process ends with the machine's memory
        pages = int(Path("/proc/self/statm").read_text().split()[0])
        most = pages * resource.getpagesize() + limits.address_space
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
    with suppress(OSError):  # when the machine's memory is short, this process goes first, not the worker
        Path("/proc/self/oom_score_adj").write_text("1000")


def _peak() -> int:
    """The most bytes that this process has had in memory."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * BYTES_OF_PEAK
