"""The processes themselves: what they know of the service, and when they end."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from app.parsing import CRASHED, Parsers
from app.parsing.processes import Start
from tests.parsing.obedient import READ, unread

STARTS: list[Start] = ["fork", "forkserver"]
WORKER = """
import sys
from app.parsing import CRASHED, Parsers
from tests.parsing.obedient import READ, unread

parsers = Parsers(processes=2, start=sys.argv[1], read=READ)
answers = parsers.facts([unread("process")])
print(*[facts.problem.reason for _, facts in answers], parsers._pool._server._pid, flush=True)
list(parsers.facts([unread(f"hang {sys.argv[2]}"), unread("sleep 60", 1)]))
"""


def said(parsers: Parsers, source: str) -> str:
    (_, facts), *_ = parsers.facts([unread(source)])
    assert facts.problem
    return facts.problem.reason


def is_running(process: int) -> bool:
    try:
        status = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


def soon(condition: Callable[[], bool]) -> bool:
    end = time.monotonic() + 5
    while not condition() and time.monotonic() < end:
        time.sleep(0.02)
    return condition()


def server(parsers: Parsers) -> int:
    return parsers._pool._server._pid


def test_the_environment_of_the_service_stays_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADRIFT_WEBHOOK_SECRET", "hunter2")
    with Parsers(processes=1, start="forkserver", read=READ) as parsers:
        environment = said(parsers, "environment")
    assert "PATH" in environment
    assert "hunter2" not in environment


@pytest.mark.parametrize("start", STARTS)
def test_the_files_and_sockets_of_the_service_stay_there(start: Start, tmp_path: Path) -> None:
    with socket.socket() as service, (tmp_path / "open").open("w") as file:
        for fd in (service.fileno(), file.fileno()):
            os.set_inheritable(fd, True)
        with Parsers(processes=1, start=start, read=READ) as parsers:
            assert len(said(parsers, "files").split()) == 5  # three of devnull, the connection, and the listing


@pytest.mark.parametrize("start", STARTS)
def test_they_end_with_a_worker_that_is_killed(start: Start, tmp_path: Path) -> None:
    pid_file = tmp_path / "hanging"
    with subprocess.Popen([sys.executable, "-c", WORKER, start, str(pid_file)], stdout=subprocess.PIPE) as worker:
        assert worker.stdout
        processes = [int(word) for word in worker.stdout.readline().split()]
        assert soon(lambda: pid_file.exists() and bool(pid_file.read_text()))
        processes.append(int(pid_file.read_text()))
        assert all(map(is_running, processes))
        worker.kill()
    assert soon(lambda: not any(map(is_running, processes)))


@pytest.mark.parametrize("start", STARTS)
def test_closing_leaves_none_behind(start: Start) -> None:
    parsers = Parsers(processes=1, start=start, read=READ)
    processes = [int(said(parsers, "process")), server(parsers)]
    parsers.close()
    assert not any(map(is_running, processes))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_they_leave_it_to_the_worker_to_end(number: signal.Signals) -> None:
    with Parsers(processes=1, start="fork", read=READ) as parsers:
        process = int(said(parsers, "process"))
        os.kill(process, number)
        os.kill(server(parsers), number)
        assert int(said(parsers, "process")) == process


def test_an_idle_process_that_was_killed() -> None:
    with Parsers(processes=1, start="fork", read=READ) as parsers:
        os.kill(int(said(parsers, "process")), signal.SIGKILL)
        assert said(parsers, "process")


@pytest.mark.parametrize("start", STARTS)
def test_a_fork_server_that_was_killed(start: Start) -> None:
    with Parsers(processes=1, start=start, read=READ) as parsers:
        process = int(said(parsers, "process"))
        os.kill(server(parsers), signal.SIGKILL)
        assert int(said(parsers, "process")) == process
        os.kill(process, signal.SIGKILL)
        assert said(parsers, "process")


def test_a_process_that_answers_nonsense() -> None:
    with Parsers(processes=1, start="fork", read=READ) as parsers:
        assert list(parsers.facts([unread("nonsense")])) == [(unread("nonsense"), CRASHED)]
