"""The database: migrations, and one embedded server for several processes."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, suppress
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text
from sqlalchemy.exc import TimeoutError  # noqa: A004 - that of the pool
from sqlmodel import SQLModel

from app.settings import Settings
from app.store import database as database_module
from app.store import tables
from app.store.database import connected, database, sqlalchemy_url
from app.store.migrate import migrate
from tests.conftest import created_database, database_folder
from tests.service.conftest import query

TABLES = "select table_name from information_schema.tables where table_schema = 'public' order by 1"
OURS = {"alembic_version", "delivery", "review", "procrastinate_jobs"}
USES = """
import sys, pathlib
from app.settings import Settings
from app.store.database import database
with database(Settings(data_dir=pathlib.Path(sys.argv[1]))) as url:
    print(url, flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def empty_url(server_url: str) -> Iterator[str]:
    with created_database(server_url, template="template1") as url:
        yield url


def test_migrations_make_every_table(empty_url: str) -> None:
    migrate(empty_url)
    assert {name for (name,) in query(empty_url, TABLES)} >= OURS


def test_migrations_applied_twice_change_nothing(empty_url: str) -> None:
    migrate(empty_url)
    before = query(empty_url, TABLES)
    migrate(empty_url)
    assert query(empty_url, TABLES) == before


def test_migrations_by_four_processes_at_once(empty_url: str) -> None:
    command = [sys.executable, "-c", "import sys; from app.store.migrate import migrate; migrate(sys.argv[1])"]
    with ThreadPoolExecutor(4) as pool:
        runs = list(pool.map(lambda _: subprocess.run([*command, empty_url], check=False), range(4)))
    assert [run.returncode for run in runs] == [0] * 4
    assert {name for (name,) in query(empty_url, TABLES)} >= OURS


def test_the_migrated_tables_are_those_of_the_models(empty_url: str) -> None:
    migrate(empty_url)
    engine = create_engine(sqlalchemy_url(empty_url))
    with engine.connect() as connection:
        options = {"include_name": lambda name, kind, _: kind != "table" or name in SQLModel.metadata.tables}
        found = compare_metadata(MigrationContext.configure(connection, opts=options), SQLModel.metadata)
    engine.dispose()
    assert tables.ReviewRow.__tablename__ in SQLModel.metadata.tables
    assert found == []


def test_a_process_opens_no_more_connections_than_is_said(empty_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database_module, "ANSWERED_WITHIN", 0.1)

    async def open_all() -> int:
        async with connected(empty_url, concurrency=2) as engine, AsyncExitStack() as stack:
            opened = 0
            with suppress(TimeoutError):
                while opened < 100:
                    connection = await stack.enter_async_context(engine.connect())
                    await connection.execute(text("select 1"))
                    opened += 1
            return opened

    assert asyncio.run(open_all()) == 8


def test_a_server_of_the_users_own_is_used_as_it_is() -> None:
    settings = Settings(DATABASE_URL="postgresql+psycopg://u:p%40ss@db/adrift")
    with database(settings) as url:
        assert url == "postgresql://u:p%40ss@db/adrift"


@pytest.fixture
def folder() -> Iterator[Path]:
    with database_folder() as place:
        yield place


def test_two_processes_share_an_embedded_server_until_the_last_has_left(folder: Path) -> None:
    def start() -> "subprocess.Popen[str]":
        command = [sys.executable, "-c", USES, str(folder)]
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    with start() as first, start() as second:
        assert first.stdout
        assert second.stdout
        assert first.stdout.readline() == (url := second.stdout.readline())
        first.communicate("\n", timeout=20)
        assert query(url.strip(), "select 1") == [(1,)]
        second.communicate("\n", timeout=20)
    assert not (folder / "postgres" / "postmaster.pid").exists()
