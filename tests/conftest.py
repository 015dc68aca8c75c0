"""What all tests share: one PostgreSQL for the run, a migrated database of its own for each test that wants one."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy.engine import make_url

from app.settings import Settings
from app.store.database import database
from app.store.migrate import migrate

TEMPLATE = "adrift_template"


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The command line's cache is none of the user's who runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def server_url() -> Iterator[str]:
    """An embedded PostgreSQL with a template that is migrated once."""
    with database_folder() as folder, database(Settings(data_dir=folder)) as url:
        with psycopg.connect(url, autocommit=True) as connection:
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
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f"create database {name} template {template}".encode())
        yield _of(server_url, name)
        connection.execute(f"drop database {name} with (force)".encode())


def _of(url: str, name: str) -> str:
    return make_url(url).set(database=name).render_as_string(hide_password=False)
