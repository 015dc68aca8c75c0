"""What stays in the service's cache."""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

import pytest

from app.store import facts_sweep
from app.store.database import connected
from app.store.facts import FactsDatabase
from app.store.facts_sweep import common_level, sweep_facts
from tests.facts.facts import many
from tests.service.conftest import query

ANN, BOB = 1, 2
MONTH, PLENTY = timedelta(days=30), 10**9
LEFT = "select installation_id, count(*) from facts group by 1 order by 1"


@pytest.fixture(autouse=True)
def database(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[FactsDatabase]:
    """Ann has 100 facts, Bob 20; the sweep takes 7 at a time."""
    monkeypatch.setattr(facts_sweep, "BATCH", 7)
    with closing(FactsDatabase(database_url)) as opened:
        opened.of(ANN).write(many(100))
        opened.of(BOB).write(many(20))
        yield opened


async def swept(database_url: str, kept: timedelta = MONTH, largest: int = PLENTY) -> int:
    async with connected(database_url) as engine:
        return await sweep_facts(engine, kept, largest)


async def test_facts_in_use_stay(database_url: str) -> None:
    query(database_url, "update facts set used_at = now() - interval '29 days'")
    assert await swept(database_url) == 0
    assert query(database_url, LEFT) == [(ANN, 100), (BOB, 20)]


async def test_facts_that_nobody_used_for_long_go(database_url: str) -> None:
    query(database_url, "update facts set used_at = now() - interval '31 days' where object_id like '%0'")
    assert await swept(database_url) == 9
    assert query(database_url, LEFT) == [(ANN, 93), (BOB, 18)]


async def test_facts_of_an_older_extractor_go_at_once_those_of_a_newer_stay(database_url: str) -> None:
    query(database_url, "update facts set version = version - 1 where installation_id = 1")
    query(database_url, "update facts set version = version + 1 where installation_id = 2")
    assert await swept(database_url) == 100
    assert query(database_url, LEFT) == [(BOB, 20)]


async def test_who_fills_the_cache_loses_his_own_oldest_facts(database_url: str) -> None:
    query(
        database_url,
        "update facts set used_at = now() - interval '1 hour' * ('x' || right(object_id, 4))::bit(16)::int",
    )
    size = query(database_url, "select max(size) from facts")[0][0]
    await swept(database_url, largest=60 * size)
    assert query(database_url, LEFT) == [(ANN, 37), (BOB, 20)]
    assert query(database_url, "select max(object_id) from facts where installation_id = 1") == [(f"{36:040x}",)]


@pytest.mark.parametrize(
    ("sizes", "largest", "level"),
    [
        ([], 10, 10),
        ([5, 5], 10, 10),
        ([1, 100], 10, 9),
        ([100, 1, 100], 11, 5),
        ([100, 100], 10, 5),
        ([3], 0, 0),
    ],
)
def test_the_larger_ones_shrink_to_a_common_level(sizes: list[int], largest: int, level: int) -> None:
    assert common_level(sizes, largest) == level
    assert sum(min(size, level) for size in sizes) <= largest
