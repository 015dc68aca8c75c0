"""The JSON documents are what docs/schemas says."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from tests.cli.conftest import CROSSING, POLICY, Adrift, Clone

SCHEMAS = Path(__file__).parents[2] / "docs" / "schemas"
EVENTS = {
    ".github/architecture.yml": f"{POLICY}events: {{catalog: events.md, publish: bus.publish, subscribe: bus.on}}\n",
    "events.md": "| Event | Publisher |\n|-|-|\n| order.placed | orders |\n| order.lost | orders |\n",
    "orders/a.py": 'bus.publish("order.placed")\nbus.publish("order.paid")\nbus.publish(x())\nbus.on("order.out", f)\n',
}
RANGE = ("--repo", "CLONE", "--base", "main", "--head", "feature", "--format", "json")


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("review", ("review", *RANGE, "--label", "adr:1", "--label", "adr:9")),
        ("review", ("audit", "--repo", "CLONE", "--rev", "feature", "--format", "json")),
        ("delta", ("delta", *RANGE)),
        ("graph", ("graph", "--repo", "CLONE", "--format", "json")),
        ("affected", ("affected", *RANGE)),
        ("events", ("events", "--repo", "CLONE", "--rev", "WORKTREE", "--format", "json")),
        ("backtest", ("backtest", "--repo", "CLONE", "--rev", "feature", "--format", "json")),
    ],
)
def test_documents_are_as_their_schemas_say(clone: Clone, adrift: Adrift, name: str, command: tuple[str, ...]) -> None:
    clone.git("mv", "shared/money.py", "shared/coins.py")
    clone.write(EVENTS)
    clone.commit({**CROSSING, "orders/broken.py": "def\n", "web/a.ts": "import type { b } from './b'", "web/b.ts": ""})
    schema = json.loads((SCHEMAS / f"{name}.json").read_text())
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(json.loads(adrift(*command).stdout))


def test_a_broken_policys_document_too(clone: Clone, adrift: Adrift, tmp_path: Path) -> None:
    (tmp_path / "broken.yml").write_text("version: 2\n")
    clone.commit(CROSSING)
    schema = json.loads((SCHEMAS / "review.json").read_text())
    done = adrift("review", *RANGE, "--policy", str(tmp_path / "broken.yml"))
    Draft202012Validator(schema).validate(json.loads(done.stdout))
