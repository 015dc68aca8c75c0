"""Events and their catalog on GitHub: the table on the check run, and the row to add."""

from uuid import uuid4

import pytest

from tests.service.conftest import FILES, POLICY, finished, reviewed
from tests.stand_in import Repository, StandIn

pytestmark = pytest.mark.usefixtures("adrift")

CATALOG = "docs/events.md"
TABLE = "# Events\n\n| Event | Publisher |\n|-|-|\n| order.placed | orders |\n"
EVENTS = f"{POLICY}events: {{catalog: {CATALOG}, publish: [bus.publish], subscribe: [bus.subscribe]}}\n"


@pytest.fixture
def shop(gh: StandIn) -> Repository:
    files = {
        **FILES,
        ".github/architecture.yml": EVENTS,
        CATALOG: TABLE,
        "orders/events.py": 'bus.publish("order.placed")\n',
        "billing/events.py": 'bus.subscribe("order.placed", print)\n',
    }
    return gh.create_repository(f"o{uuid4().hex}/shop", files=files)


PAID: dict[str, str | bytes] = {"orders/payments.py": 'bus.publish("order.paid")\n'}


def test_an_uncatalogued_event_fails_and_the_row_to_add_is_told(gh: StandIn, shop: Repository) -> None:
    pull, run = reviewed(gh, shop, PAID)
    assert run.conclusion == "failure"
    (comment,) = gh.review_comments(pull)
    assert (comment.path, comment.line) == ("orders/payments.py", 1)
    assert "`orders` publishes `order.paid`" in comment.body
    assert f"`{CATALOG}` after line 5" in comment.body
    assert "| order.paid | orders |" in comment.body
    assert "```suggestion" not in comment.body


def test_the_check_run_shows_the_events_that_are_touched(gh: StandIn, shop: Repository) -> None:
    _, run = reviewed(gh, shop, {**PAID, "mail.py": "", "billing/events.py": ""})
    table = f"{run.summary}\n{run.text}".partition("### Events\n")[2].partition("\n\n")[0]
    assert "| `order.paid` | `orders` |  |  | published, not in the catalog |" in table
    assert "| `order.placed` | `orders` |  | `docs/events.md:5` |  |" in table


def test_a_catalog_in_the_diff_is_offered_the_row_as_a_suggestion(gh: StandIn, shop: Repository) -> None:
    both = {**PAID, "orders/more.py": 'bus.publish("order.sent")\n', CATALOG: f"{TABLE}| order.sent | orders |\n"}
    pull, run = reviewed(gh, shop, both)
    assert run.conclusion == "failure"
    (comment,) = gh.review_comments(pull)
    assert (comment.path, comment.line) == (CATALOG, 6)
    assert "```suggestion\n| order.sent | orders |\n| order.paid | orders |\n```" in comment.body


def test_with_the_row_the_event_is_settled(gh: StandIn, shop: Repository) -> None:
    pull, _ = reviewed(gh, shop, PAID)
    gh.push(shop, "feature", {CATALOG: f"{TABLE}| order.paid | orders |\n"})
    assert finished(gh, shop, pull).conclusion == "success"


def test_two_reviews_of_one_repository_read_its_catalogs_alike(gh: StandIn, shop: Repository) -> None:
    """The second finds the catalog of the first in memory, and the other one that `main` has meanwhile."""
    reviewed(gh, shop, PAID)
    gh.push(shop, "main", {CATALOG: f"{TABLE}| order.paid | orders |\n"})
    _, run = reviewed(
        gh, shop, {"orders/again.py": 'bus.publish("order.paid")\nbus.publish("order.lost")\n'}, branch="b"
    )
    text = f"{run.summary}\n{run.text}"
    assert "order.lost" in text
    assert "`order.paid` | `orders` |  |  | published, not in the catalog" not in text
