"""Facts as text and back: the same, or not at all."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import assume, given, settings

from app.facts import codec
from app.facts.codec import CodecError, Decoder, decoded, encode, encoded
from app.facts.shapes import decoder, description, encoder
from checks import FileFacts, Problem
from checks.codebase.facts import Import
from tests.facts.facts import FACTS, KEY, all_facts, imports, texts


@given(all_facts)
@settings(max_examples=120, deadline=None)
def test_facts_come_back_as_they_were_or_are_not_written(facts: FileFacts) -> None:
    try:
        content = encode(facts)
    except CodecError:
        return
    assert Decoder().decode(content) == facts
    assert content.isascii()
    assert "\0" not in content


@given(texts)
@settings(max_examples=120, deadline=None)
def test_every_text_is_written_but_for_two_halves_of_one_character(name: str) -> None:
    assume(not re.search("[\ud800-\udbff][\udc00-\udfff]", name))
    facts = FileFacts(settings={name: [name]}, problem=Problem(name))
    assert Decoder().decode(encode(facts)) == facts


@pytest.mark.parametrize(
    "value", [datetime(2026, 1, 1, tzinfo=UTC), ("tuple",), {1: "a"}, float("nan"), "\ud83d\ude00"]
)
def test_what_json_would_change_is_not_written(value: object) -> None:
    assert list(encoded({KEY: FileFacts(settings={"x": value})})) == []


def test_nesting_without_end_is_not_written() -> None:
    nested: dict[str, object] = {}
    nested["x"] = nested
    with pytest.raises(CodecError):
        encode(FileFacts(settings=nested))


def test_one_large_file_is_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codec, "LARGEST", 1000)
    assert list(encoded({"small": FACTS, "large": imports("import a\n" * 1000)})) == [("small", encode(FACTS))]


@pytest.mark.parametrize(
    "content", ["", "{", "null", "7", "[7]", "[[[]]]", '[[["m",["n"],1,"no kind"]]]', "[" * 100_000]
)
def test_a_text_that_holds_no_facts_is_left_out_and_logged_once(content: str, caplog: pytest.LogCaptureFixture) -> None:
    assert decoded([("bad", content), ("good", encode(FACTS)), ("worse", content)]) == {"good": FACTS}
    assert len(caplog.records) == 1


def test_equal_names_are_one_object() -> None:
    facts = imports("from billing import Invoice, Line\nfrom billing import Invoice, Line\n")
    first, second = decoded([(1, encode(facts)), (2, encode(facts))]).values()
    assert first.imports[0].names is second.imports[1].names
    assert first.imports[0].module is second.imports[1].module


def test_a_field_of_an_unknown_type_is_refused_and_not_forgotten() -> None:
    @dataclass
    class Odd:
        field: complex

    for made in (encoder, decoder):
        with pytest.raises(TypeError, match="complex"):
            made(Odd)


def test_other_fields_are_another_version() -> None:
    def of(name: str, hint: Any) -> str:
        return description(dataclass(type("Facts", (), {"__annotations__": {name: hint}})))

    assert len({of("a", int), of("b", int), of("a", str), of("a", str | None), of("a", tuple[str, ...])}) == 5


def test_facts_that_are_one_object_are_written_for_each_of_their_keys() -> None:
    other = FileFacts(imports=(Import("x", (), 1),))
    assert dict(encoded({1: FACTS, 2: other, 3: FACTS})) == {1: encode(FACTS), 2: encode(other), 3: encode(FACTS)}


def test_facts_that_cannot_be_written_are_left_out_each_time() -> None:
    odd = FileFacts(settings={"a": ("b",)})
    assert dict(encoded({1: odd, 2: FACTS, 3: odd})) == {2: encode(FACTS)}
