"""The command, forked from a process that has imported all of it: what takes seconds to import is imported once.

Run as a program it is that process. Each line on standard input is an `Order` as JSON; the answer is a line on standard
output, with the id of the new process, or with the status that it ended with where the order waits for that.
"""

import atexit
import importlib
import json
import os
import pkgutil
import signal
import subprocess
import sys
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from types import FrameType

import psutil


@dataclass(frozen=True, slots=True)
class Order:
    """`adrift` with these arguments, in a folder. `errors` is a file that its standard error is added to, `first` is
    Python that runs before it."""

    arguments: Sequence[str]
    environment: Mapping[str, str]
    errors: str
    output: str = os.devnull
    folder: str = "."
    first: str = ""
    waits: bool = False


@dataclass
class Nursery:
    """The process that forks what is ordered."""

    popen: "subprocess.Popen[str]" = field(
        default_factory=lambda: subprocess.Popen(
            [sys.executable, "-m", "tests.nursery"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
    )

    def carry_out(self, order: Order) -> int:
        """The id of the new process, or its exit status."""
        assert self.popen.stdin is not None
        assert self.popen.stdout is not None
        self.popen.stdin.write(json.dumps(asdict(order)) + "\n")
        self.popen.stdin.flush()
        return int(self.popen.stdout.readline())

    def close(self) -> None:
        """What it forked ends with it."""
        self.popen.communicate()


def run() -> None:
    """Fork until standard input ends: with who ordered them, the children end, too."""
    commands = importlib.import_module("app.cli")
    for module in pkgutil.iter_modules(commands.__path__):
        importlib.import_module(f"app.cli.{module.name}")
    signal.signal(signal.SIGCHLD, _reap)
    for line in sys.stdin:
        order = Order(**json.loads(line))
        print(_waited_for(order) if order.waits else _forked(order), flush=True)
    for left in psutil.Process().children():
        left.kill()


def _waited_for(order: Order) -> int:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)  # the status is for nobody else
    _, status = os.waitpid(_forked(order), 0)
    signal.signal(signal.SIGCHLD, _reap)
    return os.waitstatus_to_exitcode(status)


def _forked(order: Order) -> int:
    child = os.fork()
    if child == 0:
        _become(order)
    return child


def _become(order: Order) -> None:
    """Does not return."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    _open(0, os.devnull, os.O_RDONLY)
    _open(1, order.output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    _open(2, order.errors, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.environ.clear()
    os.environ.update(order.environment)
    os.chdir(order.folder)
    sys.argv = ["adrift", *order.arguments]
    status = 1
    try:
        exec(order.first, {})
        importlib.import_module("app.cli.main").main()
        status = 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001 - told as the interpreter would tell it
        traceback.print_exc()
    finally:
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def _open(number: int, path: str, flags: int) -> None:
    opened = os.open(path, flags)
    os.dup2(opened, number)
    os.close(opened)


def _reap(_number: int, _frame: FrameType | None) -> None:
    """Nobody asks how they ended."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass


if __name__ == "__main__":
    run()
