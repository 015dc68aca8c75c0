"""What all tests share: one PostgreSQL for the run, a migrated database of its own for each test that wants one."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy.engine import make_url

from app.settings import Settings
from app.store.database import database
from app.store.migrate import migrate
from tests.nursery import Nursery

TEMPLATE = "adrift_template"
_kept: dict[str, psycopg.Connection[Any] | None] = {}
"""A connection to each database that `created_database` has made, once it was asked."""


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The command line's cache is none of the user's who runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    """Starts commands in no time."""
    made = Nursery()
    yield made
    made.close()


@pytest.fixture(scope="session")
def server_url() -> Iterator[str]:
    """An embedded PostgreSQL with a template that is migrated once."""
    with database_folder() as folder, database(Settings(data_dir=folder)) as url:
        with psycopg.connect(url, autocommit=True) as connection:
            for durable in ("fsync", "full_page_writes", "synchronous_commit"):  # nobody outlives these tests
                connection.execute(f"alter system set {durable} = off".encode())
            connection.execute(b"select pg_reload_conf()")
            connection.execute(f"create database {TEMPLATE}".encode())
        migrate(_of(url, TEMPLATE))
        yield url


@contextmanager
def database_folder() -> Iterator[Path]:
    """Not below pytest's folder: each run of pytest shuts that to other users, and run by root PostgreSQL is one."""
    with TemporaryDirectory(prefix="adrift-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@pytest.fixture
def database_url(server_url: str) -> Iterator[str]:
    """A migrated, empty database."""
    with created_database(server_url) as url:
        yield url


@contextmanager
def created_database(server_url: str, template: str = TEMPLATE) -> Iterator[str]:
    """A database of its own, gone afterwards; migrated, unless `template` says otherwise."""
    name = f"t{uuid4().hex}"
    url = _of(server_url, name)
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f"create database {name} template {template}".encode())
        _kept[url] = None
        yield url
        _let_go(url)
        del _kept[url]
        connection.execute(f"drop database {name} with (force)".encode())


def asked(url: str, sql: str) -> list[tuple[Any, ...]]:
    """The rows of a statement, if it answers with any. Many tests ask many times a second until something has happened:
    a connection to a database of theirs is kept."""
    if url not in _kept:
        with psycopg.connect(url, autocommit=True) as connection:
            return _rows(connection, sql)
    try:
        return _rows(_kept_connection(url), sql)
    except psycopg.OperationalError:  # somebody has cut it off
        _let_go(url)
        return _rows(_kept_connection(url), sql)


def _rows(connection: psycopg.Connection[Any], sql: str) -> list[tuple[Any, ...]]:
    answer = connection.execute(sql.encode())
    return answer.fetchall() if answer.description else []


def _kept_connection(url: str) -> psycopg.Connection[Any]:
    found = _kept[url] or psycopg.connect(url, autocommit=True, prepare_threshold=None)
    _kept[url] = found
    return found


def _let_go(url: str) -> None:
    if kept := _kept[url]:
        kept.close()
    _kept[url] = None


def _of(url: str, name: str) -> str:
    return make_url(url).set(database=name).render_as_string(hide_password=False)
