"""Classes: what is inherited, how they are made, and what their subclasses need."""

import pytest

from tests.api.python.packages import told

DATACLASS = "from dataclasses import dataclass, field\n\n\n@dataclass\nclass Line:\n"
ATTRS = "import attr\n\n\n@attr.s\nclass Line:\n"
PYDANTIC = "from pydantic import BaseModel, Field\n\n\nclass Line(BaseModel):\n"
NAMED = "from typing import NamedTuple\n\n\nclass Line(NamedTuple):\n"
TYPED = "from typing import NotRequired, Required, TypedDict\n\n\nclass Line(TypedDict):\n"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param("class A:\n    def f(self): ...", "class A: ...", ["member-removed billing.A.f"], id="method"),
        pytest.param("class A:\n    x = 1", "class A: ...", ["member-removed billing.A.x"], id="attribute"),
        pytest.param("class A:\n    def _f(self): ...", "class A: ...", [], id="private"),
        pytest.param("class A:\n    def __iter__(self): ...", "class A: ...", ["member-removed billing.A.__iter__"]),
        pytest.param("class A:\n    def __repr__(self): ...", "class A: ...", [], id="object has it"),
        pytest.param("class A(dict):\n    def get(self): ...", "class A(dict): ...", [], id="dict has it"),
        pytest.param(
            "from x import B\nclass A(B):\n    def f(self): ...",
            "from x import B\nclass A(B): ...",
            ["member-removed? billing.A.f"],
            id="another base may have it",
        ),
        pytest.param(
            "class A:\n    def f(self): ...",
            "class A:\n    def __getattr__(self, name): ...",
            ["member-removed? billing.A.f"],
            id="by __getattr__",
        ),
        pytest.param(
            "class A:\n    def f(self): ...",
            "class B:\n    def f(self): ...\n\n\nclass A(B): ...",
            [],
            id="moved to a base",
        ),
        pytest.param(
            "class A:\n    def __init__(self):\n        self.x = 1",
            "class A:\n    def start(self):\n        self.x = 1",
            [],
            id="set elsewhere",
        ),
        pytest.param(
            "class A:\n    def __init__(self):\n        self.x = 1",
            "class A:\n    @property\n    def x(self): ...",
            ["readonly-added? billing.A.x"],
            id="property instead",
        ),
        pytest.param(
            "class A:\n    def f(self): ...", "class A:\n    def g(self): ...\n    f = g", [], id="kept alias"
        ),
        pytest.param("class A:\n    f = 1", "class A:\n    def f(self): ...", [], id="attribute to method"),
        pytest.param(
            "class A:\n    def f(self): ...",
            "class A:\n    f = wrap(1)",
            ["sort-changed? billing.A.f"],
            id="method made",
        ),
        pytest.param(
            "class A:\n    @staticmethod\n    def f(x): ...", "class A:\n    @classmethod\n    def f(cls, x): ...", []
        ),
        pytest.param(
            "class A:\n    class B:\n        x = 1", "class A:\n    class B: ...", ["member-removed billing.A.B.x"]
        ),
    ],
)
def test_members(before: str, after: str, expected: list[str]) -> None:
    assert told(before, after) == expected


def test_what_is_inherited_is_said_once() -> None:
    base = "class A:\n    def f(self, x): ...\n\n\nclass B(A): ...\n"
    assert told(base, base.replace("self, x", "self")) == ["parameter-removed billing.A.f"]


def test_what_a_private_base_loses_is_said_of_the_public_class() -> None:
    base = "class _A:\n    def f(self): ...\n    def g(self): ...\n\n\nclass B(_A): ...\n"
    assert told(base, base.replace("    def f(self): ...\n", "")) == ["member-removed billing.B.f"]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param("ValueError", "Exception", ["base-changed billing.A"], id="wider"),
        pytest.param("Exception", "ValueError", [], id="narrower"),
        pytest.param("OSError", "ConnectionError", [], id="built-in subclass"),
        pytest.param("IOError", "OSError", [], id="the same by another name"),
        pytest.param("ValueError", "requests.Refused", ["base-changed? billing.A"], id="perhaps a subclass"),
        pytest.param("Generic[T]", "object", [], id="nothing that users know"),
        pytest.param("ValueError", "Exception, ValueError", [], id="added"),
    ],
)
def test_bases(before: str, after: str, expected: list[str]) -> None:
    template = "import requests\nfrom typing import Generic\n\n\nclass A({}): ...\n"
    assert told(template.format(before), template.format(after)) == expected


def test_a_base_is_known_where_it_is_public() -> None:
    for name, expected in (("B", ["base-changed billing.A", "name-removed billing.B"]), ("_B", [])):
        assert told(f"class {name}: ...\n\n\nclass A({name}): ...", "class A: ...") == expected


def test_a_base_that_an_ancestor_lost_is_said_there() -> None:
    source = "class A(ValueError): ...\n\n\nclass B(A): ...\n"
    assert told(source, source.replace("ValueError", "Exception")) == ["base-changed billing.A"]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param("x = 1", "@abstractmethod\n    def f(self): ...", ["abstract-member-added billing.A.f"], id="new"),
        pytest.param(
            "def f(self): ...",
            "@abstractmethod\n    def f(self): ...",
            ["abstract-member-added billing.A.f"],
            id="made so",
        ),
        pytest.param(
            "def f(self): raise NotImplementedError",
            "@abstractmethod\n    def f(self): ...",
            ["abstract-member-added? billing.A.f"],
            id="never worked",
        ),
        pytest.param("@abstractmethod\n    def f(self): ...", "def f(self): ...", [], id="no longer"),
        pytest.param(
            "x = 1",
            "@property\n    @abstractmethod\n    def f(self): ...",
            ["abstract-member-added billing.A.f"],
            id="property",
        ),
    ],
)
def test_abstract_members(before: str, after: str, expected: list[str]) -> None:
    template = "from abc import ABC, abstractmethod\n\n\nclass A(ABC):\n    x = 1\n    {}\n"
    assert told(template.format(before), template.format(after)) == expected


def test_abstract_without_its_metaclass_means_nothing() -> None:
    after = "from abc import abstractmethod\n\n\nclass A:\n    @abstractmethod\n    def f(self): ...\n"
    assert told("class A: ...", after) == []


def test_a_protocol_may_have_more_methods() -> None:
    source = "from typing import Protocol\n\n\nclass A(Protocol):\n    def f(self): ...\n"
    assert told(source, f"{source}    def g(self): ...\n") == ["abstract-member-added? billing.A.g"]


@pytest.mark.parametrize(
    ("template", "before", "after", "expected"),
    [
        (DATACLASS, "x: int", "x: int\n    y: int", ["field-added-required billing.Line"]),
        (DATACLASS, "x: int", "x: int\n    y: int = 1", []),
        (DATACLASS, "x: int", "x: int\n    y: list[int] = field(default_factory=list)", []),
        (DATACLASS, "x: int", "x: int\n    y: int = field(init=False)", []),
        (DATACLASS, "x: int", "x: int\n    y: ClassVar[int] = 1", []),
        (DATACLASS, "x: int = 1", "x: int", ["field-required billing.Line"]),
        (DATACLASS, "x: int\n    y: int", "y: int\n    x: int", ["parameter-reordered billing.Line"]),
        (DATACLASS, "x: int", "_: KW_ONLY\n    x: int", ["parameter-kind billing.Line"]),
        (DATACLASS, "x: int\n    y: int", "x: int", ["member-removed billing.Line.y"]),
        (ATTRS, "x = attr.ib()", "x = attr.ib()\n    y = attr.ib()", ["field-added-required billing.Line"]),
        (ATTRS, "x = attr.ib()", "x = attr.ib()\n    y = attr.ib(1)", []),
        (ATTRS, "x = attr.ib()", "x = attr.ib()\n    y = attr.ib()\n    @y.default\n    def _y(self): ...", []),
        (PYDANTIC, "x: int", "x: int\n    y: int", ["field-added-required billing.Line"]),
        (PYDANTIC, "x: int", "x: int\n    y: int = Field(...)", ["field-added-required billing.Line"]),
        (PYDANTIC, "x: int", "x: int\n    y: int = Field(default=1)", []),
        (PYDANTIC, "x: int\n    y: int", "y: int\n    x: int", []),
        (NAMED, "x: int\n    y: int", "y: int\n    x: int", ["parameter-reordered billing.Line"]),
        (TYPED, "x: int", "x: int\n    y: int", ["field-added-required billing.Line"]),
        (TYPED, "x: int", "x: int\n    y: NotRequired[int]", []),
    ],
)
def test_fields(template: str, before: str, after: str, expected: list[str]) -> None:
    assert told(f"{template}    {before}\n", f"{template}    {after}\n") == expected


def test_keys_that_need_not_be_there() -> None:
    source = "from typing import TypedDict\n\n\nclass Line(TypedDict, total=False):\n    x: int\n"
    assert told(source, f"{source}    y: int\n") == []


def test_fields_of_a_base() -> None:
    source = "from pydantic import BaseModel\n\n\nclass A(BaseModel):\n    x: int\n\n\nclass B(A): ...\n"
    assert told(source, source.replace("x: int", "x: int\n    y: int")) == ["field-added-required billing.A"]


def test_a_constructor_of_another_kind() -> None:
    before = "class Line:\n    def __init__(self, x, y=1): ...\n"
    assert told(before, f"{DATACLASS}    x: int\n    y: int\n") == ["field-required billing.Line"]
    assert told(before, "class Line:\n    def __new__(cls, x): ...\n") == ["parameter-removed billing.Line"]
