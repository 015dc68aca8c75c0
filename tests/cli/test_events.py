"""`adrift events`, and what a review of a real repository says of events."""

from tests.cli.conftest import POLICY, Adrift, Clone

EVENTS = f"{POLICY}events: {{catalog: events.md, publish: [bus.publish], subscribe: [bus.subscribe]}}\n"
BASE = {
    ".github/architecture.yml": EVENTS,
    "events.md": "| Event | Publisher |\n|-|-|\n| order.placed | orders |\n",
    "shared/names.py": 'PLACED = "order.placed"\n',
    "orders/a.py": "from shared import names\n\nbus.publish(names.PLACED)\n",
    "billing/a.py": 'bus.subscribe("order.placed", f)\nbus.publish(made())\n',
}
PRINTED = """\
order.placed
  published   orders/a.py:3
  subscribed  billing/a.py:1
  catalog     events.md:3
? billing/a.py:2: cannot tell the event of `made()`
1 event, 0 with drift
"""


def merged(clone: Clone, files: dict[str, str]) -> None:
    """`main` with these files, and a branch from there."""
    clone.commit(files)
    clone.git("branch", "--force", "main", "HEAD")


def test_the_events_of_a_commit(clone: Clone, adrift: Adrift) -> None:
    clone.commit(BASE)
    assert adrift("events", "--repo", "CLONE").stdout == PRINTED


def test_a_policy_without_events_is_an_error(clone: Clone, adrift: Adrift) -> None:
    done = adrift("events", "--repo", "CLONE")
    assert (done.returncode, "has no `events`" in done.stderr) == (2, True)
    assert clone.git("status", "--porcelain") == ""


def test_a_review_finds_publishers_in_files_that_the_change_does_not_touch(clone: Clone, adrift: Adrift) -> None:
    merged(clone, BASE)
    clone.commit({"events.md": "| Event | Publisher |\n|-|-|\n| order.paid | orders |\n"})
    done = adrift("review", "--repo", "CLONE", "--base", "main", "--head", "feature")
    assert "events.md:3: blocking [event-catalog] `orders` publishes `order.placed`, which is not in" in done.stdout
    assert done.returncode == 1


def test_the_table_of_touched_events(clone: Clone, adrift: Adrift) -> None:
    merged(clone, BASE)
    clone.commit({"orders/b.py": 'bus.publish("order.paid")\n', "orders/a.py": ""})
    done = adrift("review", "--repo", "CLONE", "--base", "main", "--head", "feature", "--format", "markdown")
    table = done.stdout.partition("### Events\n")[2].partition("\n\n")[0]
    assert table.splitlines()[2:] == [
        "| `order.paid` | `orders` |  |  | published, not in the catalog |",
        "| `order.placed` |  | `billing` | `events.md:3` |  |",
    ]
    assert "`events.md` after line 3: `| order.paid | orders |`" in done.stdout


def test_the_entry_to_add_can_be_copied(clone: Clone, adrift: Adrift) -> None:
    listed = "events:\n  - name: order.placed\n    producer: orders\n"
    policy = EVENTS.replace("events.md", "events.yaml")
    merged(clone, {**BASE, ".github/architecture.yml": policy, "events.yaml": listed})
    clone.commit({"orders/b.py": 'bus.publish("order.paid")\n'})
    lines = adrift("review", "--repo", "CLONE", "--base", "main", "--head", "feature").stdout.splitlines()
    assert lines[1:3] == ["      - name: order.paid", "        producer: orders"]


def test_a_change_that_touches_no_events_reads_none(clone: Clone, adrift: Adrift) -> None:
    merged(clone, BASE)
    clone.commit({"README.md": "order.placed"})
    done = adrift("review", "--repo", "CLONE", "--base", "main", "--head", "feature", "--format", "markdown")
    assert "### Events" not in done.stdout
