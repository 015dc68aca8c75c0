"""A service in processes of its own, each of which can be killed, stopped and started again."""

import os
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import psycopg

from app.settings import Settings
from app.store.database import _forget_dead_users
from tests.nursery import Nursery, Order
from tests.running import settings_for, wait_for
from tests.service.conftest import query
from tests.stand_in import StandIn

PASSED_ON = ("PATH", "HOME", "LANG", "PYTHONPATH", "VIRTUAL_ENV")
STARTED_WITHIN = 60.0
HASTE = "from tests.faults.haste import hasten; hasten()"
UNFINISHED = "select 1 from procrastinate_jobs where status in ('todo', 'doing') and task_name like '%review_pull%'"
JOBS = "select id, task_name, status, worker_id, lock, attempts, scheduled_at, args from procrastinate_jobs"


@dataclass
class Process:
    """`adrift worker` or `adrift serve`."""

    pid: int
    command: str

    @property
    def is_alive(self) -> bool:
        return _is_alive(self.pid)

    def kill(self) -> None:
        """Kill -9 of this process alone: nothing of it runs afterwards, its children find out by themselves."""
        _kill([self.pid])

    def kill_all(self) -> None:
        """Kill -9 of the process and of all that it started, git with its lock files: a container that ends."""
        with suppress(psutil.NoSuchProcess):
            children = psutil.Process(self.pid).children(recursive=True)
            _kill([self.pid, *(child.pid for child in children if child.name() != "postgres")])

    def stop(self) -> None:
        """As a machine that swaps, or a container that is frozen."""
        os.kill(self.pid, signal.SIGSTOP)

    def go_on(self) -> None:
        """Wake it: it knows nothing of the time that has passed."""
        os.kill(self.pid, signal.SIGCONT)


@dataclass
class Fleet:
    """The processes of one service and the GitHub that they serve. `url`: their database, which is told them unless it
    `is_embedded` below their data directory."""

    gh: StandIn
    data: Path
    url: str
    nursery: Nursery
    is_embedded: bool = False
    port: int = field(default_factory=lambda: _free_port())  # noqa: PLW0108 - defined below
    processes: list[Process] = field(default_factory=list)

    @property
    def log(self) -> Path:
        """What all of them log."""
        return self.data / "log"

    @property
    def settings(self) -> Settings:
        return settings_for(self.gh, self.data)

    def worker(self, **variables: str) -> Process:
        """One more `adrift worker`."""
        return self._start("worker", variables)

    def receiver(self, **variables: str) -> Process:
        """`adrift serve` without a worker, where GitHub sends its webhooks to: ready."""
        started = self.receiver_soon(**variables)
        wait_for(lambda: self._listens() or not started.is_alive, STARTED_WITHIN)
        assert started.is_alive, self.tail()
        return started

    def receiver_soon(self, **variables: str) -> Process:
        """As `receiver`, but webhooks that come before it is ready are lost."""
        self.gh.webhook_url = f"http://127.0.0.1:{self.port}/webhooks/github"
        return self._start("serve", {"ADRIFT_WORKER": "false", **variables})

    def kill_database(self) -> None:
        """Kill -9 of the embedded database's first process; the others end by themselves."""
        pid = int((self.data / "postgres" / "postmaster.pid").read_text().split()[0])
        _kill([pid])

    def mirrors(self) -> list[Path]:
        """The files that hold what was fetched."""
        return sorted((self.data / "mirrors").glob("*/*.git/objects/pack/*"))

    def wait_idle(self) -> None:
        """Wait until no job can begin or runs: what is delayed for its next try is waited for, too."""
        wait_for(self.is_idle, 60)

    def is_idle(self) -> bool:
        """Whether no review waits or runs."""
        return not query(self.url, UNFINISHED)

    def database_answers(self) -> bool:
        """Whether it does."""
        try:
            return bool(query(self.url, "select 1"))
        except psycopg.OperationalError:
            return False

    def _start(self, command: str, variables: dict[str, str]) -> Process:
        environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        order = Order([command], environment | self._variables() | variables, str(self.log), first=HASTE)
        started = Process(self.nursery.carry_out(order), command)
        self.processes.append(started)
        return started

    def _variables(self) -> dict[str, str]:
        settings = self.settings
        credentials = settings.credentials()
        database = {} if self.is_embedded else {"DATABASE_URL": self.url}
        return database | {
            "ADRIFT_APP_ID": str(settings.app_id),
            "ADRIFT_PRIVATE_KEY": credentials.private_key.get_secret_value(),
            "ADRIFT_WEBHOOK_SECRET": credentials.webhook_secret.get_secret_value(),
            "ADRIFT_GITHUB_URL": settings.github_url,
            "ADRIFT_DATA_DIR": str(settings.data_dir),
            "ADRIFT_PORT": str(self.port),
            "ADRIFT_PARSER_PROCESSES": "1",
        }

    def _listens(self) -> bool:
        with socket.socket() as connection:
            return connection.connect_ex(("127.0.0.1", self.port)) == 0

    def end(self) -> None:
        """Kill what still runs."""
        for process in self.processes:
            process.kill_all()
        if self.is_embedded:  # this process is to be the last user of the database, and to stop it
            _forget_dead_users(self.data / "postgres" / ".handle_pids.json")

    def tail(self) -> str:
        """The end of the log, and the jobs that are left."""
        log = self.log.read_text(errors="replace")[-20000:] if self.log.exists() else ""
        return "\n".join([log, *(str(job) for job in query(self.url, JOBS))])


@contextmanager
def fleet(gh: StandIn, data: Path, url: str, nursery: Nursery, *, is_embedded: bool = False) -> Iterator[Fleet]:
    """Nothing runs yet, and nothing does afterwards."""
    made = Fleet(gh, data, url, nursery, is_embedded)
    try:
        yield made
    finally:
        made.end()
        gh.webhook_url = None


def _kill(pids: list[int]) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    wait_for(lambda: not any(map(_is_alive, pids)))


def _is_alive(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
