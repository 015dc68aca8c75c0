"""What is read of one module, whatever its text."""

import ast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.codebase.api.surface import How, Sort
from checks.codebase.languages.python.api import extract_api
from tests.api.python.packages import breaks_of, member, read

RICH = '''
"""Bills."""
from __future__ import annotations
import os, abc
from dataclasses import dataclass, field
from .a import b as b, c
from . import sub
from .star import *
__all__ = ["Invoice", "pay"]
LIMIT = 100
lower, upper = 1, 2
Old = New

async def pay(amount: int, /, note: "str | None" = None, *rest, currency='EUR', **more) -> list[int]:
    return [x for x in rest]

def numbers(a=1_000, b=0x10, c='it''s', d=(1, 2), e=-1): ...

@dataclass(kw_only=True)
class Invoice(abc.ABC, Generic[T]):
    total: int
    lines: list[str] = field(default_factory=list)

    def __init__(self, number):
        self.number = number

    @property
    def due(self) -> int: ...

    @staticmethod
    def empty(): ...

    @abc.abstractmethod
    def send(self): ...
'''


def names(source: str) -> list[str]:
    """The names of a module."""
    return [one.name for one in read(source).members]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("a, (b, *c) = x", ["a", "b", "c"], id="tuple"),
        pytest.param("a = b = 1", ["a", "b"], id="chain"),
        pytest.param("for a, b in x:\n    c = 1", ["a", "b", "c"], id="loop"),
        pytest.param("with open('x') as a: b = 1", ["a", "b"], id="with"),
        pytest.param("a = 1\ndel a", [], id="deleted"),
        pytest.param("try:\n    import a\nexcept ImportError:\n    a = None\nelse:\n    b = 1", ["a", "b"], id="try"),
        pytest.param("if x:\n    a = 1\nelif y:\n    b = 1\nelse:\n    c = 1", ["a", "b", "c"], id="if"),
        pytest.param("match x:\n    case 1:\n        a = 1", ["a"], id="match"),
        pytest.param("import a.b, c.d as e", ["a", "e"], id="imports"),
        pytest.param("x.y = 1\nx[0] = 1", [], id="no names"),
    ],
)
def test_names(source: str, expected: list[str]) -> None:
    assert names(source) == expected


@pytest.mark.parametrize(
    ("source", "target", "on_purpose"),
    [
        ("import a", ("a", ""), False),
        ("import a.b", ("a", ""), False),
        ("import b as a", ("b", ""), False),
        ("import a as a", ("a", ""), True),
        ("from .b import a", (".b", "a"), False),
        ("from .b import a as a", (".b", "a"), True),
        ("from . import a", (".", "a"), False),
        ("from .. import c as a", ("..", "c"), False),
        ("a = b", ("", "b"), True),
        ("a = b.c", ("", "b.c"), True),
    ],
)
def test_aliases(source: str, target: tuple[str, str], on_purpose: bool) -> None:
    found = member(source, "a")
    assert (found.sort, found.target, found.on_purpose) == (Sort.ALIAS, target, on_purpose)


def test_a_signature() -> None:
    [signature] = member(RICH, "pay").signatures
    assert signature.is_async
    assert signature.returns == "list[int]"
    assert [(one.name, one.how, one.type, one.default) for one in signature.parameters] == [
        ("amount", How.POSITIONAL, "int", None),
        ("note", How.EITHER, "str | None", "None"),
        ("rest", How.REST, None, None),
        ("currency", How.KEYWORD, None, "'EUR'"),
        ("more", How.KEYWORD_REST, None, None),
    ]


def test_a_class() -> None:
    found = member(RICH, "Invoice")
    assert found.bases == ("abc.ABC", "Generic[T]")
    assert found.marks == {"dataclass", "keyword-only"}
    assert {one.name: one.marks for one in found.members} == {
        "total": {"required"},
        "lines": {"optional"},
        "__init__": set(),
        "due": {"property", "readonly"},
        "empty": {"staticmethod"},
        "send": {"abstract"},
        "number": {"instance"},
    }


def test_lists_and_wildcards() -> None:
    found = read(RICH)
    assert found.exported == ("Invoice", "pay")
    assert found.stars == ((".star", 8),)
    assert found.unreadable is None


NEWER = """\
type Pair[T] = tuple[T, T]


class Box[T]:
    def __init__(self, item: T) -> None:
        self.item = f"{item["x"]}"

    async def each(self):
        yield f"{self.item["x"]}"


def pay[T](amount: T, note=None) -> T:
    return f"{amount["x"]}"
"""


def test_source_newer_than_this_python_loses_only_what_no_caller_sees() -> None:
    found = read(NEWER)
    assert found.unreadable is None
    assert [(one.name, one.line) for one in found.members] == [("Pair", 1), ("Box", 4), ("pay", 12)]
    assert [one.name for one in member(NEWER, "Box").members] == ["__init__", "each", "item"]
    assert not member(NEWER, "Box.each").signatures[0].is_async
    assert [one.default for one in member(NEWER, "pay").signatures[0].parameters] == [None, "None"]


@pytest.mark.parametrize(
    "source",
    [
        "def pay(a): ...\n<<<<<<< HEAD\ndef other(b): ...\n=======\n>>>>>>> x\n",
        "def pay(a): ...\nprint 'two'\n",
        "def pay(a): ...\nx = (((",
    ],
)
def test_broken_source_is_said_to_be(source: str) -> None:
    found = read(source)
    assert found.unreadable
    assert "pay" in found.by_name


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe", b"\x00", b"x = '\xe9'", b"#" * 3_000_000, b"x = " + b"(" * 5_000, "x = 1".encode("utf-16")],
)
def test_hostile_content(content: bytes) -> None:
    extract_api(content)


def test_declared_encodings_are_read() -> None:
    assert [one.name for one in extract_api("# coding: latin-1\nclass É: ...\n".encode("latin-1")).members] == ["É"]


@settings(deadline=None)
@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "replace")))
def test_it_never_raises(content: bytes) -> None:
    extract_api(content)


@settings(deadline=None)
@given(st.data())
def test_it_never_raises_for_what_is_nearly_python(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(RICH)))
    end = data.draw(st.integers(start, len(RICH)))
    extract_api((RICH[:start] + data.draw(st.sampled_from(["", "(", "def ", "\n", ":", "@"])) + RICH[end:]).encode())


@settings(deadline=None)
@given(st.permutations(RICH.split("\n\n")), st.integers(0, 12))
def test_a_module_breaks_nothing_of_itself(blocks: list[str], left_out: int) -> None:
    source = "\n\n".join(blocks[:left_out] + blocks[left_out + 1 :])
    assert breaks_of(source, source) == []


def test_another_layout_is_no_change() -> None:
    again = ast.unparse(ast.parse(RICH))
    assert again != RICH
    assert breaks_of(RICH, again) == []
    assert breaks_of(again, RICH) == []
