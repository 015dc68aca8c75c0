"""kill -9 of the receiver, and of the embedded database under everything."""

from collections.abc import Iterator

import pytest

from app.store.database import database
from tests.conftest import database_folder
from tests.faults.fleet import Fleet, fleet
from tests.faults.outcome import all_well
from tests.nursery import Nursery
from tests.running import settings_for, wait_for
from tests.service.conftest import CROSSING, created, opened
from tests.stand_in import StandIn


@pytest.fixture(scope="module")
def adrift(gh: StandIn, nursery: Nursery) -> Iterator[Fleet]:
    """With an embedded database of its own, which this process shares with those of the service."""
    with (
        database_folder() as data,
        database(settings_for(gh, data)) as url,
        fleet(gh, data, url, nursery, is_embedded=True) as made,
    ):
        made.receiver()
        yield made


def test_the_receiver(gh: StandIn, adrift: Fleet) -> None:
    adrift.worker()
    repo = created(gh)
    kept = opened(gh, repo, CROSSING)
    gh.wait_settled()
    adrift.processes[0].kill()
    lost = opened(gh, repo, CROSSING, branch="other")
    gh.wait_settled()
    assert [one for one in gh.deliveries if not one.ok]
    adrift.receiver()
    all_well(adrift, [kept, lost])


def test_the_database(gh: StandIn, adrift: Fleet) -> None:
    adrift.worker()
    repo = created(gh)
    fetching = gh.fail_next("POST", "git-upload-pack", delay=1.0)
    pull = opened(gh, repo, CROSSING)
    wait_for(fetching.met.is_set)
    adrift.kill_database()
    wait_for(adrift.database_answers, 60)
    all_well(adrift, [pull])
    assert len(gh.review_comments(pull)) == 1
