"""The picture of what a change does between components, and the table that says the same."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.report.component_picture import MOST_NODES, MOST_ROWS, picture, picture_table
from app.report.markdown import review_markdown
from checks import ClosedCycle, ComponentEdge, Review, Status
from tests.report.findings import FINDING, review_of

NEW = ComponentEdge("orders", "billing", 0, 2, is_touched=True)
GONE = ComponentEdge("orders", "legacy", 3, 0, is_touched=True)
ALLOWED = ComponentEdge("billing", "shared", 0, 1, is_touched=True)
MORE = ComponentEdge("orders", "shared", 1, 2, is_touched=True)
BESIDE = ComponentEdge("web", "orders", 4, 4, is_touched=False)
NODE = re.compile(r'  c\d+\["((?:[^\W_]|[-_/ …]|#\d+;)*)"\]')
LINK = re.compile(r'  c\d+ (?:-->|(?:-->|==>|-\.->)\|"[a-zA-Z0-9, ]+"\|) c\d+')
STYLE = re.compile(r"  linkStyle \d+(?:,\d+)* stroke:#[0-9a-f]{6},color:#[0-9a-f]{6}(?:,stroke-width:[24]px)?")


def changed(*edges: ComponentEdge, status: Status = Status.BLOCKING) -> Review:
    return replace(review_of(replace(FINDING, status=status)), component_edges=edges)


@pytest.mark.parametrize(
    ("edge", "row"),
    [
        (NEW, "| `orders` | `billing` | 0 | 2 | new, needs an ADR |"),
        (replace(NEW, before=1), "| `orders` | `billing` | 1 | 2 | 1 edge more, needs an ADR |"),
        (replace(NEW, before=2), "| `orders` | `billing` | 2 | 2 | needs an ADR |"),
        (GONE, "| `orders` | `legacy` | 3 | 0 | gone |"),
        (ALLOWED, "| `billing` | `shared` | 0 | 1 | new |"),
        (replace(GONE, after=1), "| `orders` | `legacy` | 3 | 1 | 2 edges less |"),
        (replace(NEW, target="a|b"), "| `orders` | `a\\|b` | 0 | 2 | new |"),
    ],
)
def test_a_row_says_what_becomes_of_an_edge(edge: ComponentEdge, row: str) -> None:
    assert picture_table(changed(edge)).splitlines()[-1] == row


def test_what_stands_beside_is_in_the_picture_only() -> None:
    review = changed(NEW, BESIDE)
    assert "web" not in picture_table(review)
    assert '["web"]' in picture(review)


@pytest.mark.parametrize(
    ("edge", "status", "arrow"),
    [
        (NEW, Status.BLOCKING, '==>|"new, needs an ADR"|'),
        (NEW, Status.OVERRIDDEN, '==>|"new, overridden"|'),
        (ALLOWED, Status.BLOCKING, '-->|"new"|'),
        (GONE, Status.BLOCKING, '-.->|"gone"|'),
    ],
)
def test_each_kind_of_edge_has_an_arrow_of_its_own(edge: ComponentEdge, status: Status, arrow: str) -> None:
    assert f" {arrow} " in picture(changed(edge, status=status))


def test_of_a_cycle_the_edge_that_closes_it_is_to_be_decided_on() -> None:
    cycle = replace(FINDING, check="cycle", evidence=ClosedCycle("o.py", "b.py", ("orders", "billing", "orders")))
    back = ComponentEdge("billing", "orders", 1, 1, is_touched=True)
    rows = picture_table(replace(review_of(cycle), component_edges=(back, NEW))).splitlines()[-2:]
    assert [row.split(" | ")[-1] for row in rows] == ["new, needs an ADR |", "part of that chain |"]


def test_edges_as_before_are_no_news() -> None:
    assert " --> " in picture(changed(NEW, MORE))
    assert picture(changed(MORE, BESIDE)) == ""


def test_a_picture_has_few_nodes() -> None:
    hub = [ComponentEdge(f"user{number}", "orders", 1, 1, is_touched=False) for number in range(40)]
    many = [ComponentEdge(f"user{number}", "orders", 0, 1, is_touched=True) for number in range(60)]
    assert len(NODE.findall(picture(changed(NEW, *hub[: MOST_NODES - 2])))) == MOST_NODES
    assert len(NODE.findall(picture(changed(NEW, *hub)))) == 2
    assert picture(changed(*many)) == ""
    assert picture_table(changed(*many)).splitlines()[-1] == f"and {60 - MOST_ROWS} more"


def test_the_markdown_format_shows_the_picture_at_once() -> None:
    assert review_markdown(changed(NEW)).splitlines()[2] == "```mermaid"


@given(st.lists(st.tuples(st.text(min_size=1), st.text(min_size=1)), max_size=8))
def test_no_name_breaks_out(names: list[tuple[str, str]]) -> None:
    edges = [ComponentEdge(source, target, 0, 1, is_touched=True) for source, target in names]
    drawn = picture(changed(NEW, *edges))
    first, *lines = drawn.split("\n")
    assert first == "flowchart LR"
    assert [line for line in lines if not any(kind.fullmatch(line) for kind in (NODE, LINK, STYLE))] == []
