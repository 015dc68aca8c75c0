"""One GitHub and one fleet for all tests of a module."""

from collections.abc import Iterator

import pytest

from tests.conftest import created_database
from tests.faults.fleet import Fleet, fleet
from tests.nursery import Nursery
from tests.stand_in import StandIn


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """With a failure stands what the processes logged."""
    outcome = yield
    report = outcome.get_result()  # type: ignore[attr-defined]
    made = getattr(item, "funcargs", {}).get("adrift")
    if report.failed and isinstance(made, Fleet):
        report.sections.append(("log of the processes", made.tail()))


@pytest.fixture(scope="module")
def gh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StandIn]:
    with StandIn(tmp_path_factory.mktemp("github")) as stand_in:
        stand_in.start()
        yield stand_in


@pytest.fixture(scope="module")
def adrift(gh: StandIn, server_url: str, nursery: Nursery, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fleet]:
    """A receiver in a process of its own, and whatever a test starts beside it."""
    data = tmp_path_factory.mktemp("adrift")
    with created_database(server_url) as url, fleet(gh, data, url, nursery) as made:
        made.receiver()
        yield made


@pytest.fixture(autouse=True)
def _as_documented(gh: StandIn, adrift: Fleet) -> Iterator[None]:
    """Nothing is left of a test, and every request and answer was as GitHub documents it."""
    yield
    gh.faults.waiting.clear()
    for process in [one for one in adrift.processes if one.command == "worker"]:
        process.kill_all()
        adrift.processes.remove(process)
    assert gh.violations == []
    assert gh.unknown_requests == []
