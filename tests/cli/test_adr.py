"""`adrift adr new`: the record that a finding asks for."""

import json

import pytest

from checks import read_record
from checks.codebase.documents import Relation
from tests.cli.conftest import CROSSING, Adrift, Clone


def fingerprint(clone: Clone, adrift: Adrift) -> str:
    clone.commit(CROSSING)
    done = adrift("review", "--repo", "CLONE", "--base", "main", "--head", "feature", "--format", "json")
    (found,) = json.loads(done.stdout)["findings"]
    assert isinstance(found["fingerprint"], str)
    return found["fingerprint"]


NEW = ("adr", "new", "--repo", "CLONE", "--base", "main", "--head", "feature")


def test_the_command_writes_the_record(clone: Clone, adrift: Adrift) -> None:
    wanted = fingerprint(clone, adrift)
    done = adrift(*NEW, "--for", wanted[:8])
    path = clone.folder / "docs/adr/0002-orders-may-depend-on-billing.md"
    assert (done.returncode, done.stdout.strip()) == (0, str(path)), done.stderr
    record = read_record("docs/adr/0002-orders-may-depend-on-billing.md", path.read_text())
    assert record
    assert record.links == ((Relation.AMENDS, "1"),)
    again = adrift(*NEW, "--for", wanted)
    assert again.returncode == 2
    assert "cannot be written" in again.stderr


def test_the_record_overrides_once_it_is_accepted(clone: Clone, adrift: Adrift) -> None:
    text = adrift(*NEW, "--for", fingerprint(clone, adrift), "--output", "-").stdout
    clone.commit({"docs/adr/0002-x.md": text.replace("Proposed", "Accepted")})
    review = ("review", "--repo", "CLONE", "--base", "main", "--head", "feature", "--label", "adr:2")
    assert adrift(*review).returncode == 0


@pytest.mark.parametrize(("wanted", "says"), [("abc", "is too short"), ("0123456789abcdef", "names 0 findings")])
def test_a_fingerprint_that_names_nothing(clone: Clone, adrift: Adrift, wanted: str, says: str) -> None:
    known = fingerprint(clone, adrift)
    done = adrift(*NEW, "--for", wanted)
    assert done.returncode == 2
    assert says in done.stderr
    assert known in done.stderr
