import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.codebase.documents import DecisionRecord, RecordStatus, Relation, find_records, read_record, same_record

DOCUSAURUS = """---
id: adr-001-shared-packages
title: ADR-001 â€” Shared Packages
---

import Tabs from '@theme/Tabs';

> **Status:** Accepted
> **Scope:** everything

## Decision
"""
ONE_LINE = "ADR-0005: Boundaries β\nLast Updated: 2026-01-08 Status: Active Context: Decks\nContext β\n"
SECTION = """# ADR-021: Domain Packages

🍞 [Home](../index.md) > ADR

## Status

PROPOSED

## Context

Status: Accepted is not said here.

| Date | Action |
|------|--------|
| 2025 | Accepted |
"""
BULLETS = "Skip\n\nADR-011: Events only\n\n  • Status: Accepted\n  • Date: 2026\n  • Relates to: ADR-001, ADR-003\n"
NYGARD = "# 9. Use Rust\n\n## Status\n\nAccepted\n\nAmends [5. X](0005-x.md)\n\n## Context\n\nNone\n"
MADR_2 = "# Use Rust\n\n* Status: accepted\n* Deciders: all\n\n## Links\n\n* Supersedes [ADR-0003](0003-go.md)\n"
MADR_3 = "---\nstatus: accepted\namends: [ADR-0011, 7]\nallows: orders -> billing, a -> b\n---\n# Use Rust\n"
TABLE = "# ADR 4\n\n| Field | Value |\n|---|---|\n| Status | Approved |\n| Supersedes | ADR-2 |\n"


def record(text: str, path: str = "docs/adr/0009-use-rust.md") -> DecisionRecord:
    found = read_record(path, text)
    assert found is not None
    return found


def status(words: str) -> RecordStatus:
    return record(f"# X\n\nStatus: {words}\n").status


@pytest.mark.parametrize(
    ("path", "text", "name", "title", "written"),
    [
        ("d/adr-001-shared-packages.md", DOCUSAURUS, "ADR-001", "â€” Shared Packages", "Accepted"),
        ("d/boundaries.md", ONE_LINE, "ADR-0005", "Boundaries β", "Active"),
        ("d/ADR-021-domain.md", SECTION, "ADR-021", "Domain Packages", "PROPOSED"),
        ("d/adr-011-events.md", BULLETS, "ADR-011", "Events only", "Accepted"),
        ("d/0009-use-rust.md", NYGARD, "ADR-0009", "Use Rust", "Accepted"),
        ("d/0009-use-rust.md", MADR_2, "ADR-0009", "Use Rust", "accepted"),
        ("d/0009-use-rust.md", MADR_3, "ADR-0009", "Use Rust", "accepted"),
        ("d/ADR-4.md", TABLE, "ADR-4", "ADR 4", "Approved"),
        ("d/adr-a-001-x.md", "# ADR-A-001: X\n\n- **Status**: Accepted", "ADR-A-001", "X", "Accepted"),
        ("d/20240101-use-rust.md", "# Use Rust\n\n- Status: accepted", "20240101-use-rust", "Use Rust", "accepted"),
        ("d/use-rust.md", "# Use Rust\n\n## Status: Accepted\n", "use-rust", "Use Rust", "Accepted"),
        ("d/x.md", "---\nid: ADR-12\ntitle: ADR-12: X\nstatus: Accepted\n---\n", "ADR-12", "X", "Accepted"),
        ("d/0007-x.md", "# X\r\n\r\n**Status:** Accepted\r\n---\r\n", "ADR-0007", "X", "Accepted"),
    ],
)
def test_reads_every_usual_form(path: str, text: str, name: str, title: str, written: str) -> None:
    found = record(text, path)
    assert (found.id, found.title, found.status_text) == (name, title, written)


@pytest.mark.parametrize(
    "path",
    ["d/README.md", "d/index.md", "d/template.md", "d/0000-template.md", "d/adr-template.md", "d/12.png", "d/0001.yml"],
)
def test_an_index_or_template_is_no_record(path: str) -> None:
    assert read_record(path, "# ADR-1\n\nStatus: accepted\n") is None


@pytest.mark.parametrize("path", ["docs/architecture/event-catalog.md", "docs/architecture/05-building-blocks.md"])
def test_a_document_without_status_and_name_is_no_record(path: str) -> None:
    assert read_record(path, "# Events\n\nSome text.\n") is None


def test_a_record_about_templates_is_one() -> None:
    assert record("# Use a template engine", "d/0012-use-template-engine.md").id == "ADR-0012"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Accepted", "accepted"),
        ("Active", "accepted"),
        ("Approved by the board", "accepted"),
        ("✅ Accepted", "accepted"),
        ("Accepted (2024-01-01)", "accepted"),
        ("Accepted (alternatives rejected)", "accepted"),
        ("Accepted, partially superseded by ADR-12", "accepted"),
        ("Partially superseded by ADR-12", "accepted"),
        ("Accepted; supersedes ADR-3", "accepted"),
        ("~~Proposed~~ Accepted", "accepted"),
        ("PROPOSED", "proposed"),
        ("Draft", "proposed"),
        ("In review", "proposed"),
        ("Under active discussion", "unknown"),
        ("Rejected", "rejected"),
        ("Superseded by [ADR-12](0012-x.md)", "superseded"),
        ("Accepted (superseded by ADR-12)", "superseded"),
        ("Accepted, later superseded by ADR-12", "superseded"),
        ("Deprecated", "deprecated"),
        ("not yet accepted", "unknown"),
        ("to be approved", "unknown"),
        ("{proposed | rejected | accepted | deprecated}", "unknown"),
        ("proposed | accepted | rejected", "unknown"),
        ("inactive", "unknown"),
        ("banana", "unknown"),
    ],
)
def test_what_a_status_means(words: str, expected: str) -> None:
    assert status(words).value == expected


def test_a_status_in_code_is_none() -> None:
    assert record("# X\n\n```\nStatus: accepted\n```\n").status_text == ""


def test_a_status_in_prose_below_is_none() -> None:
    assert record("# X\n\n## Context\n\nHTTP status: accepted\n").status is RecordStatus.UNKNOWN


def test_front_matter_comes_before_the_text() -> None:
    assert record("---\nstatus: rejected\n---\n# X\n\nStatus: Accepted\n").status is RecordStatus.REJECTED


def test_adr_tools_adds_a_line_when_a_record_is_superseded() -> None:
    text = "# X\n\n## Status\n\nAccepted\n\nSuperseded by [12. Y](0012-y.md)\n"
    assert record(text).status is RecordStatus.SUPERSEDED


@pytest.mark.parametrize(
    ("text", "links"),
    [
        (NYGARD, [(Relation.AMENDS, "5")]),
        (MADR_2, [(Relation.SUPERSEDES, "3")]),
        (MADR_3, [(Relation.AMENDS, "11"), (Relation.AMENDS, "7")]),
        (BULLETS, [(Relation.RELATES, "1"), (Relation.RELATES, "3")]),
        (TABLE, [(Relation.SUPERSEDES, "2")]),
        ("# X\n\nThis ADR amends ADR-A-001.\n", [(Relation.AMENDS, "a-1")]),
        (
            "# X\n\n## Related Decisions\n\n- [Y](./0004-y.md)\n- ADR-6\n",
            [(Relation.RELATES, "4"), (Relation.RELATES, "6")],
        ),
        ("# X\n\nAmends: 0011, 12\n", [(Relation.AMENDS, "11"), (Relation.AMENDS, "12")]),
        ("# X\n\nSuperseded by ADR-7. ADR-8 is another.\n", []),
        ("# X\n\n    Amends ADR-7\n", []),
    ],
)
def test_links_to_other_records(text: str, links: list[tuple[Relation, str]]) -> None:
    assert list(record(text).links) == links


@pytest.mark.parametrize(
    ("front", "allows"),
    [
        ("allows: orders -> billing", (("orders", "billing"),)),
        ("allows: [orders -> billing, 'a → b']", (("orders", "billing"), ("a", "b"))),
        ("allows:\n  - domains/kyc -> outbox", (("domains/kyc", "outbox"),)),
        ("allows: orders", ()),
        ("allows: {a: b}", ()),
    ],
)
def test_what_the_front_matter_allows(front: str, allows: tuple[tuple[str, str], ...]) -> None:
    assert record(f"---\n{front}\n---\n# X\n").allows == allows


@pytest.mark.parametrize(
    ("path", "reference"),
    [
        ("d/0012-x.md", "12"),
        ("d/0012-x.md", "0012"),
        ("d/0012-x.md", "ADR-0012"),
        ("d/0012-x.md", "adr-12"),
        ("d/0012-x.md", "ADR 12"),
        ("d/0012-x.md", "adr:12"),
        ("d/0012-x.md", "0012-x"),
        ("d/0012-x.md", "d/0012-x.md"),
        ("d/adr-a-001-x.md", "ADR-A-001"),
        ("d/adr-a-001-x.md", "a-001"),
        ("d/adr-a-001-x.md", "A-1"),
        ("d/20240101-x.md", "20240101-x"),
        ("d/20240101-x.md", "20240101"),
    ],
)
def test_any_spelling_names_the_record(path: str, reference: str) -> None:
    assert same_record(reference, record("Status: accepted", path))


@pytest.mark.parametrize("reference", ["", "adr:", "1", "120", "b-12", "x", "ADR-A-012"])
def test_other_spellings_do_not(reference: str) -> None:
    assert not same_record(reference, record("Status: accepted", "d/0012-x.md"))


def test_two_records_of_one_number_are_both_found() -> None:
    records = [record("Status: accepted", path) for path in ("d/0012-x.md", "d/adr-12-y.md", "d/0013-z.md")]
    assert [found.path for found in find_records("12", records)] == ["d/0012-x.md", "d/adr-12-y.md"]


@pytest.mark.parametrize(
    "front", ["title: a: b\nstatus: accepted", "status: accepted\nx: [", "status: accepted\nx: '\\"]
)
def test_broken_front_matter_is_read_by_its_lines(front: str) -> None:
    assert record(f"---\n{front}\n---\n# X\n").status is RecordStatus.ACCEPTED


def test_mojibake_keeps_the_status() -> None:
    text = "  • Status: Accepted\n  • Relates to: ADR-001\n".encode().decode("latin-1")
    assert record(text).links == ((Relation.RELATES, "1"),)


HOSTILE = ["[" * 200_000, "![[" * 50_000, "*_" * 60_000, "> " * 30_000, "[a](" * 30_000, "a\n" * 100_000]
HOSTILE += [
    "---\n" + "[" * 200_000 + "\n---\n",
    "status: " * 30_000,
    "(" * 60_000,
    "Amends " * 10_000,
    "Status:" + " " * 60_000 + "A b",
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:8]))
def test_hostile_texts_take_little_time(text: str) -> None:
    start = time.process_time()
    record(text)
    assert time.process_time() - start < 5


@given(st.text(), st.sampled_from(["0001-x.md", "x.md", "é.md", ".md", "adr-.MD"]))
def test_never_raises(text: str, path: str) -> None:
    read_record(path, text)


PARTS = st.sampled_from(
    ["---\n", "status: ", "accepted", "\n", "# ", "|", "* ", "[a](b)", "ADR-1", "amends ", "\ud800", "&"]
)


@given(st.lists(PARTS, max_size=30).map("".join))
def test_never_raises_on_what_looks_like_a_record(text: str) -> None:
    found = read_record("0001-x.md", text)
    assert found is not None
    assert found.key == "1"
