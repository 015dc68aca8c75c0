"""No name breaks out, wherever one is printed."""

import json
import re
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.commands import answers
from app.commands.told import told
from app.report.check_run import check_run_report, merge_group_report
from app.report.comment_plan import plan_comments, review_body
from app.report.comments import body_of, marker_of, settled_body
from app.report.diff_lines import diff_lines
from app.report.html import review_html
from app.report.json_report import review_document, to_text
from app.report.landed import Landed, with_landed
from app.report.markdown import review_markdown
from app.report.mermaid import label
from app.report.prose import code, cut, plain
from app.report.sarif import sarif_document
from app.report.shared_head import shared_report
from app.report.titles import title
from app.report.web_place import WebPlace
from checks import Review, Waiver
from tests.report.hostile import INVISIBLE, LIVE, NAMES, escapes, hostile_review

WEB = WebPlace("https://github.test", "acme/shop", "b" * 40, "c" * 40, "a" * 40, date(2026, 1, 2), "mallory/shop", "x")
every = pytest.mark.parametrize("review", [pytest.param(hostile_review(seed), id=str(seed)) for seed in range(40)])


@given(NAMES)
@settings(max_examples=100, deadline=None)
def test_a_name_is_a_span_or_plain_words(name: str) -> None:
    assert escapes(f"- uses {code(name)} of {code('')}, {code(name)}") == []
    assert escapes(f"- says {plain(name)}, and {code(name)} ({plain(name)})") == []


@given(NAMES, st.integers(2, 2000))
@settings(max_examples=100, deadline=None)
def test_what_is_cut_is_not_cut_open(name: str, most: int) -> None:
    text = ", ".join([code(name), plain(name)] * 4)
    assert escapes(cut(text, most)) == []
    assert len(cut(text, most)) <= most


@every
def test_the_check_run(review: Review) -> None:
    web = check_run_report(review, WEB)
    shared = shared_report({1001: web, 1002: merge_group_report(review, [1003])})
    assert set(escapes(shared.summary)) <= {"#1001", "#1002", "#1003"}
    for report in (web, check_run_report(review)):
        assert (escapes(report.summary), escapes(report.text)) == ([], [])
        assert not INVISIBLE.search(report.title)
        assert not any(INVISIBLE.search(str(one["message"]).replace("\n", "")) for one in report.annotations)
    assert escapes(review_markdown(review)) == []


@every
def test_comments(review: Review) -> None:
    body = body_of(review.findings)
    marker = marker_of(body)
    assert escapes(body) == []
    assert marker is not None
    assert marker.fingerprints == tuple(one.fingerprint for one in review.findings)
    assert escapes(settled_body(body, review)) == []
    assert escapes(review_body(plan_comments(review, (), diff_lines("")))) == []


@every
def test_answers_to_commands_and_what_landed(review: Review) -> None:
    document: Any = review_document(review)
    named = told(document)
    for one in named:
        assert escapes(answers.explanation(one)) == []
        assert escapes(answers.claimed(one, 2)) == []
    assert escapes(answers.not_found(named, named)) == []
    landed = [Landed(finding, "a" * 40) for finding in document["findings"]]
    assert escapes(with_landed(check_run_report(review), landed).summary) == []


@given(NAMES)
@settings(deadline=None)
def test_people_and_reasons_in_answers(name: str) -> None:
    waiver = Waiver("0123456789abcdef", name, name, date(2026, 1, 2), date(2026, 2, 2))
    assert escapes(answers.not_waived(name)) == []
    assert escapes(answers.waived(waiver)) == []


@every
def test_links_lead_to_github_only(review: Review) -> None:
    report = check_run_report(review, WEB)
    for address in re.findall(r"\]\((https://github\.test[^)]*)\)", report.summary + report.text):
        assert re.fullmatch(r"https://github\.test/[\w./?=&%#~+-]*", address)


@given(NAMES)
@settings(deadline=None)
def test_a_mermaid_label_ends_nothing(name: str) -> None:
    assert re.fullmatch(r"[\w\-/ …#;]*", label(name))
    assert not re.search(r"&|<|>|\"|`|\n", label(name))


class Page(HTMLParser):
    """The tags of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags = set[str]()
        self.attributes = set[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}


@every
def test_the_page(review: Review) -> None:
    page = Page()
    page.feed(review_html(review))
    allowed = {"html", "meta", "title", "style", "h1", "h2", "p", "ul", "li", "code", "span", "table", "tr", "td", "th"}
    assert page.tags <= allowed
    assert page.attributes <= {"lang", "charset", "name", "content", "class"}


@every
def test_documents_are_read_again(review: Review) -> None:
    assert json.loads(to_text(review_document(review)))
    assert json.loads(to_text(sarif_document(review)))
    assert "\n" not in title(review)


@pytest.mark.parametrize("text", ["@ann", "#12", "GH-12", "https://x.y", "www.x.y", "<b>", "![a](b)"])
def test_what_the_tests_look_for_is_found(text: str) -> None:
    assert escapes(f"a {text} b")
    assert not LIVE.search("a b.c:12 d@ e")
