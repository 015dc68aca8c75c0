"""Two installations that know the same repository id share nothing of what is kept of it."""

from app.facts.store import FactsKey
from app.main import running_service
from app.reading.memory import Memory, RecordFiles
from app.settings import Settings
from app.store.facts import FactsDatabase
from checks import FileFacts

KEY = FactsKey("a" * 40, "python", is_scanned=False)


def test_memory_is_of_one_installation() -> None:
    memory = Memory(1_000)
    first = memory.of((1, 7))
    first.record_files = RecordFiles("snapshot", (), {"secret.md": "1" * 40})
    first.is_read = True
    second = memory.of((2, 7))
    assert (second.record_files, second.is_read, second.graphs, second.policies) == (None, False, {}, {})
    memory.forget(1, 7)
    assert memory.of((2, 7)) is second
    assert memory.of((1, 7)).record_files is None


def test_facts_are_of_one_installation(database_url: str) -> None:
    database = FactsDatabase(database_url)
    try:
        database.of(101).write({KEY: FileFacts()})
        assert database.of(101).read([KEY]) == {KEY: FileFacts()}
        assert database.of(102).read([KEY]) == {}
    finally:
        database.close()


async def test_mirrors_are_of_one_installation(settings: Settings, database_url: str) -> None:
    async with running_service(settings, database_url) as service:
        first, second = (service.mirror(number, 7, "acme/shop").folder for number in (1, 2))
    assert first.name == second.name
    assert {first.parent.name, second.parent.name} == {"1", "2"}
    assert first.parent.parent == second.parent.parent == settings.data_dir.resolve() / "mirrors"
