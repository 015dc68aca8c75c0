"""The process that those of the service are forked from: what takes two seconds to import is imported once.

Each line on standard input orders one: {"command": "worker", "environment": {…}, "log": path}. Its process id is
answered on standard output. What takes seconds and minutes in the product takes tenths here.
"""

import json
import os
import signal
import sys
from types import FrameType

import httpx
import psutil

from app import main
from app.cli import main as command_line
from app.cli import serve, worker
from app.git import mirror
from app.github import client
from app.jobs import queue
from app.store import locks
from app.tasks import tries

__all__ = ["serve", "worker"]


def hasten() -> None:
    """Shorten every wait, each still longer than what it waits for takes on a busy machine."""
    tries.DELAYS = (0.2, 0.4, 0.8, 1.6, 3.2)
    queue.HEARTBEAT, queue.STALLED_AFTER, queue.POLLING, queue.GRACE = 0.3, 2.0, 0.1, 3.0
    main.RESTARTED_AFTER = 0.2
    mirror.FETCH_TIMEOUT = 4.0
    client.TIMEOUT = httpx.Timeout(4.0)
    locks.LOST_AFTER, locks.PATIENCE = 6_000, 9_000


def run() -> None:
    """Fork until standard input ends: with who ordered them, the children end, too."""
    hasten()
    signal.signal(signal.SIGCHLD, _reap)
    for line in sys.stdin:
        order = json.loads(line)
        child = os.fork()
        if child == 0:
            _become(order["command"], order["environment"], order["log"])
        print(child, flush=True)
    for left in psutil.Process().children():
        left.kill()


def _become(command: str, environment: dict[str, str], log: str) -> None:
    """`adrift COMMAND`; does not return."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    nothing = os.open(os.devnull, os.O_RDWR)
    written = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for number, target in ((0, nothing), (1, nothing), (2, written)):
        os.dup2(target, number)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["adrift", command]
    status = 1
    try:
        command_line.main()
        status = 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 0
    finally:
        os._exit(status)


def _reap(_number: int, _frame: FrameType | None) -> None:
    """Nobody asks how they ended."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass


if __name__ == "__main__":
    run()
