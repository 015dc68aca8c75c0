"""`adrift adr new`: the next record in the repository's own form."""

from dataclasses import replace
from datetime import date

import pytest

from app.report.new_record import new_record
from checks import DecisionRecord, RecordStatus, read_record
from checks.codebase.documents import Relation
from tests.documents.test_decision_records import BULLETS, DOCUSAURUS, MADR_2, MADR_3, NYGARD, ONE_LINE, SECTION, TABLE
from tests.report.findings import BREACH, EDGE, FINDING

TODAY = date(2026, 11, 21)


def existing(path: str, text: str) -> DecisionRecord:
    found = read_record(path, text)
    assert found is not None
    return found


FORMS = [
    ("docs/adr/0009-use-rust.md", NYGARD, "docs/adr/0010-orders-may-depend-on-billing.md", "# 10. orders may"),
    ("docs/adr/0009-use-rust.md", MADR_2, "docs/adr/0010-orders-may-depend-on-billing.md", "# orders may"),
    ("docs/adr/0009-use-rust.md", MADR_3, "docs/adr/0010-orders-may-depend-on-billing.md", "# orders may"),
    ("docs/adr/0004-x.md", TABLE, "docs/adr/0005-orders-may-depend-on-billing.md", "# orders may"),
    ("d/ADR-021-domain.md", SECTION, "d/ADR-022-orders-may-depend-on-billing.md", "# ADR-022: orders may"),
    ("d/adr-a-001-x.md", SECTION, "d/adr-a-002-orders-may-depend-on-billing.md", "# ADR-"),
    ("d/adr-001-packages.md", DOCUSAURUS, "d/adr-002-orders-may-depend-on-billing.md", "# orders may"),
    ("d/boundaries.md", ONE_LINE, "d/0001-orders-may-depend-on-billing.md", "# orders may"),
    ("d/adr-011-events.mdx", BULLETS, "d/adr-012-orders-may-depend-on-billing.mdx", "# orders may"),
    ("d/20240101-use-x.md", NYGARD, "d/20261121-orders-may-depend-on-billing.md", "# "),
]


@pytest.mark.parametrize(("path", "text", "new_path", "heading"), FORMS)
def test_a_record_is_like_its_neighbour_and_is_read_as_what_it_says(
    path: str, text: str, new_path: str, heading: str
) -> None:
    before = existing(path, text)
    finding = replace(FINDING, rule=replace(FINDING.rule, adr=before.id))
    written = new_record([finding], [before], "docs/adr/", TODAY)
    assert written.path == new_path
    assert any(line.startswith(heading) for line in written.text.splitlines())
    record = existing(written.path, written.text)
    assert record.status is RecordStatus.PROPOSED
    assert any(relation is Relation.AMENDS and key in before.names for relation, key in record.links)
    assert "`orders` may depend on `billing`." in written.text
    assert FINDING.fingerprint in written.text


def test_the_first_record() -> None:
    written = new_record([FINDING], [], "docs/adr/", TODAY)
    assert written.path == "docs/adr/0001-orders-may-depend-on-billing.md"
    assert existing(written.path, written.text).status is RecordStatus.PROPOSED


def test_numbers_go_on_from_the_highest_of_the_same_series() -> None:
    records = [existing(f"d/{name}.md", NYGARD) for name in ("0002-a", "0010-b", "adr-b-099-c", "0003-d")]
    assert new_record([FINDING], records[:2], "d/", TODAY).path.startswith("d/0011-")
    assert new_record([FINDING], records, "d/", TODAY).path.startswith("d/adr-b-100-")


def test_several_findings_share_a_record() -> None:
    other = replace(FINDING, target="shared", fingerprint="ffeeddccbbaa9988")
    front = new_record([FINDING, other, FINDING], [existing("d/0009-x.md", MADR_3)], "d/", TODAY)
    record = existing(front.path, front.text)
    assert record.allows == (("orders", "billing"), ("orders", "shared"))


def test_hostile_names_stay_text() -> None:
    edge = replace(EDGE, imported="a`\n---\n# x", breach=replace(BREACH, adr="ADR-1\n## Status\nAccepted"))
    hostile = replace(FINDING, evidence=edge, path="x`\n## Status\n\nAccepted\n")
    written = new_record([hostile], [], "d/", TODAY)
    assert existing(written.path, written.text).status is RecordStatus.PROPOSED
