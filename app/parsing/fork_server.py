"""The process that parser processes are forked from: nothing but the parsers, loaded once.

It is not `multiprocessing`'s: that one keeps the environment of the service, with its tokens, and runs the service's
main script again in each child; its children outlive a killed service for as long as they hang, and they are killed
by a number that may be another process's by then. Here a child is killed by its own parent, before its number can be
given to another, and all end with the connection to the worker.
"""

import gc
import importlib
import json
import os
import signal
import socket
from contextlib import suppress
from dataclasses import asdict
from struct import Struct
from typing import NoReturn

from app.parsing.child import Read, close_all_but, run
from app.parsing.limits import Limits

PID = Struct(">i")
"""To the server: a process to end, or 0 and a socket for a new one. From it: the exit status, or the new process."""

CONTROL = 0
"""The server's end of the connection, in place of standard input: every other file is closed."""

PROGRAM = "import sys; sys.path[:] = sys.argv[3:]; from app.parsing.fork_server import main; main(*sys.argv[1:3])"


def arguments(read: str, limits: Limits) -> list[str]:
    """What `main` is given on the command line."""
    return [read, json.dumps(asdict(limits))]


def main(read: str, limits: str) -> NoReturn:
    """The server in a process of its own."""
    reader = named(read)
    gc.collect()
    serve(reader, Limits(**json.loads(limits)))


def named(read: str) -> Read:
    """What parser processes do, by its name (`module:function`): imported in the server, once for all of them."""
    module, _, function = read.partition(":")
    found: Read = getattr(importlib.import_module(module), function)
    return found


def serve(read: Read, limits: Limits) -> NoReturn:
    """Start and end parser processes until the worker hangs up, then end those that are left."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)  # a terminal or service manager means the worker, and the worker decides
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    close_all_but(CONTROL, 1, 2)
    children: set[int] = set()
    control = socket.socket(fileno=CONTROL)
    with suppress(OSError):
        while True:
            message, sockets, _, _ = socket.recv_fds(control, PID.size, 1)
            if not message:
                break
            if sockets:
                control.sendall(PID.pack(_fork(sockets[0], read, limits, children)))
            else:
                control.sendall(PID.pack(_end(PID.unpack(message)[0], children)))
    for pid in tuple(children):
        _end(pid, children)
    os._exit(0)  # which hangs up in turn: by then nobody is left


def _fork(connection: int, read: Read, limits: Limits, children: set[int]) -> int:
    """A new child; 0 where the system has no room for one."""
    try:
        pid = os.fork()
    except OSError:
        pid = 0
    else:
        if pid == 0:
            try:
                run(socket.socket(fileno=connection), read, limits)
            finally:
                os._exit(1)
        children.add(pid)
    os.close(connection)
    return pid


def _end(pid: int, children: set[int]) -> int:
    """Kill a child, if it has not ended by itself. Its exit status as `os.waitpid` gives it, 0 if it is unknown."""
    if pid not in children:
        return 0
    children.discard(pid)
    os.kill(pid, signal.SIGKILL)
    return os.waitpid(pid, 0)[1]
