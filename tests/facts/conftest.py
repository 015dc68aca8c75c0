"""One migrated database for a module, its cache empty before each test."""

from collections.abc import Iterator

import pytest

from tests.conftest import created_database
from tests.service.conftest import query


@pytest.fixture(scope="module")
def shared_url(server_url: str) -> Iterator[str]:
    with created_database(server_url) as url:
        yield url


@pytest.fixture
def database_url(shared_url: str) -> str:
    query(shared_url, "truncate facts")
    return shared_url
