"""Signatures, compared exactly as Python binds arguments."""

from collections.abc import Callable, Iterable
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.codebase.api.python_parameters import is_same_type, signature_changes
from tests.api.python.packages import member, told

BREAKS = [
    ("a", "", ["parameter-removed"]),
    ("a, b", "a", ["parameter-removed"]),
    ("*, a", "", ["parameter-removed"]),
    ("a, /", "", ["parameter-removed"]),
    ("a", "*args", ["parameter-removed"]),
    ("a", "**kwargs", ["parameter-kind"]),
    ("a, b, c", "a, **kwargs", ["parameter-kind"]),
    ("*args", "", ["parameter-removed"]),
    ("**kwargs", "", ["parameter-removed"]),
    ("a, b", "a, c", ["parameter-renamed"]),
    ("a, b", "c, b", ["parameter-renamed"]),
    ("a, b", "b, a", ["parameter-reordered"]),
    ("a, b=1", "a, c=1, b=1", ["parameter-reordered"]),
    ("a, b=1", "c, a, b=1", ["parameter-added-required"]),
    ("a", "a, b", ["parameter-added-required"]),
    ("a", "a, *, b", ["parameter-added-required"]),
    ("a=1", "a", ["parameter-required"]),
    ("*, a=1", "*, a", ["parameter-required"]),
    ("a", "*, a", ["parameter-kind"]),
    ("a", "a, /", ["parameter-kind"]),
    ("*, a", "a, /", ["parameter-kind"]),
    ("a, /", "*, a", ["parameter-kind"]),
    ("_a", "*, b", ["parameter-added-required", "parameter-removed"]),
    ("a", "b, **kwargs", ["parameter-renamed"]),
    ("a", "*args, a", ["parameter-kind"]),
    ("a", "a, /, **kwargs", ["parameter-kind"]),
]


@pytest.mark.parametrize(("before", "after", "expected"), BREAKS, ids=str)
def test_breaks(before: str, after: str, expected: list[str]) -> None:
    assert told(f"def pay({before}): ...", f"def pay({after}): ...") == [f"{one} billing.pay" for one in expected]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a", "a, b=1"),
        ("a", "a, *, b=1"),
        ("a", "a, *args, **kwargs"),
        ("a, b", "*args, **kwargs"),
        ("*, a", "**kwargs"),
        ("a, /", "*args"),
        ("a, /", "b, /"),
        ("a, /", "a"),
        ("*, a", "a"),
        ("a", "a=1"),
        ("a, b=1", "a, *args, b=1"),
        ("a", "a=1, /, **kwargs"),
        ("a", "b=1, **kwargs"),
        ("_a", "_b"),
        ("a, *, _b=1", "a"),
        ("*, a, b", "*, b, a"),
        ("a: int", "a"),
        ("a", "a: int"),
        ("a: 'int | None'", "a: None | int"),
        ("a: Optional[int]", "a: int | None"),
        ("a: typing.Union[int, str]", "a: str | int"),
        ("a: List[int]", "a: list[int]"),
    ],
)
def test_no_breaks(before: str, after: str) -> None:
    assert told(f"def pay({before}): ...", f"def pay({after}): ...") == []


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param("**kwargs", "*, a=1", "parameter-removed?", id="kwargs spelled out"),
        pytest.param("*args", "a, *args", "parameter-added-required?", id="the first of args"),
        pytest.param("*args", "a=1, *args", "parameter-reordered?", id="the first of args, or a default"),
        pytest.param("*args, a", "a=1, *args", "parameter-kind?", id="by position before the rest"),
        pytest.param("a=1", "a=2", "default-changed?", id="default"),
        pytest.param("a: int", "a: str", "parameter-type-changed?", id="annotation"),
    ],
)
def test_notices(before: str, after: str, expected: str) -> None:
    assert told(f"def pay({before}): ...", f"def pay({after}): ...") == [f"{expected} billing.pay"]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("def pay(): ...", "async def pay(): ...", ["sync-to-async billing.pay"]),
        ("async def pay(): ...", "def pay(): ...", ["async-to-sync billing.pay"]),
        ("async def pay(): yield 1", "def pay(): ...", []),
        ("def pay(): ...", "async def pay(): yield 1", []),
        ("def pay() -> Awaitable[int]: ...", "async def pay() -> int: ...", ["return-type-changed? billing.pay"]),
        ("async def pay() -> int: ...", "def pay() -> Awaitable[int]: ...", ["return-type-changed? billing.pay"]),
        ("@contextmanager\ndef pay(): yield", "@asynccontextmanager\nasync def pay(): yield", []),
    ],
)
def test_coroutines(before: str, after: str, expected: list[str]) -> None:
    assert told(before, after) == expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param("self, a", "self", ["parameter-removed billing.Invoice.pay"], id="method"),
        pytest.param("self", "this", [], id="another self"),
        pytest.param("self", "*args", [], id="self in args"),
        pytest.param("self, a", "self, /, a", [], id="self by position"),
    ],
)
def test_methods_are_bound(before: str, after: str, expected: list[str]) -> None:
    template = "class Invoice:\n    def pay({}): ...\n"
    assert told(template.format(before), template.format(after)) == expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param(["(a: int)", "(a: str)"], ["(a: int)", "(a: str)"], [], id="same"),
        pytest.param(["(a, b=1)"], ["(a)", "(a, b)"], ["overload-removed?"], id="split"),
        pytest.param(["(a)", "(a, b)"], ["(a, b=1)"], [], id="joined"),
        pytest.param(["(a)"], ["(b, c)", "(b, d)"], ["parameter-renamed"], id="what all forbid"),
    ],
)
def test_overloads_of_a_stub(before: list[str], after: list[str], expected: list[str]) -> None:
    def stub(signatures: list[str]) -> str:
        return "from typing import overload\n" + "".join(f"@overload\ndef pay{one}: ...\n" for one in signatures)

    assert told(stub(before), stub(after)) == [f"{one} billing.pay" for one in expected]


def test_of_overloads_the_implementation_is_called() -> None:
    overloads = "from typing import overload\n@overload\ndef pay(a): ...\n@overload\ndef pay(a, b): ...\n"
    assert told(f"{overloads}def pay(a, b=1): ...", "def pay(a, b=1): ...") == []


@pytest.mark.parametrize("decorator", ["@app.command()", "@pytest.fixture", "@router.get('/pay')"])
def test_what_a_decorator_makes_is_not_called_as_written(decorator: str) -> None:
    assert told(f"{decorator}\ndef pay(a): ...", f"{decorator}\ndef pay(b): ...") == ["parameter-renamed? billing.pay"]


def test_a_new_decorator_may_keep_the_signature() -> None:
    assert told("def pay(a, b): ...", "@taking(Invoice)\ndef pay(**kw): ...") == ["parameter-kind? billing.pay"]
    assert told("@cache\ndef pay(a): ...", "@lru_cache(1)\ndef pay(b): ...") == ["parameter-renamed billing.pay"]


def test_types_that_differ() -> None:
    assert not is_same_type("list[int]", "list[str]")
    assert not is_same_type("int | None", "int")
    assert is_same_type("t.Dict[str, t.Optional[int]]", "dict[str, int | None]")


NAMES = ("a", "b", "c")


@st.composite
def signatures(draw: st.DrawFn) -> str:
    """A parameter list of up to three names, in any order, with defaults where Python allows them."""
    names = draw(st.permutations(NAMES))[: draw(st.integers(0, 3))]
    only, either = sorted((draw(st.integers(0, len(names))), draw(st.integers(0, len(names)))))
    optional = draw(st.integers(0, either))
    parts = [f"{name}=0" if index >= optional else name for index, name in enumerate(names[:either])]
    if only:
        parts.insert(only, "/")
    keywords = [f"{name}=0" if draw(st.booleans()) else name for name in names[either:]]
    rest = draw(st.booleans())
    if rest or keywords:
        parts.append("*args" if rest else "*")
    return ", ".join([*parts, *keywords, *(["**kwargs"] if draw(st.booleans()) else [])])


Function = Callable[..., dict[str, object]]


def _bound(function: Function, count: int, names: tuple[str, ...]) -> dict[str, object] | None:
    """What a call gives to each parameter; None where Python refuses it."""
    try:
        return function(*range(1, count + 1), **dict.fromkeys(names, "by name"))
    except TypeError:
        return None


@settings(deadline=None)
@given(signatures(), signatures())
def test_python_agrees(before: str, after: str) -> None:
    """Each call that Python binds at the base it binds at head, unless there is a break; and where it is certain, some
    call is refused at head or binds a position to another name. What `**kwargs` took by chance is left out."""
    was, now = (_python(text) for text in (before, after))
    changes = list(signature_changes(*(member(f"def f({text}): ...", "f").signatures[-1] for text in (before, after))))
    refused = moved = False
    for count in range(5):
        for size in range(5):
            for names in combinations((*NAMES, "other"), size):
                old, new = _bound(was, count, names), _bound(now, count, names)
                if old and not set(NAMES).isdisjoint(_taken(old)):
                    continue
                refused = refused or (old is not None and new is None)
                moved = moved or (old is not None and new is not None and _is_moved(old, new))
    if not changes:
        assert not refused
    if any(change.certain for change in changes):
        assert refused or moved


def _python(parameters: str) -> Function:
    scope: dict[str, Function] = {}
    exec(f"def f({parameters}): return dict(locals())", scope)
    return scope["f"]


def _taken(bound: dict[str, object]) -> Iterable[str]:
    """The names that went into `**kwargs`."""
    taken = bound.get("kwargs")
    return taken if isinstance(taken, dict) else ()


def _is_moved(old: dict[str, object], new: dict[str, object]) -> bool:
    """Whether a value that was one parameter's is another one's, or one of `*args`."""
    return any(new.get(name) != value for name, value in old.items() if name in NAMES)
