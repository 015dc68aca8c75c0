"""The names that a Python file says: what it imports, defines, offers and puts into signatures."""

import pytest

from checks import FileFacts, Place, extract
from checks.codebase.symbols import Symbols


def symbols(text: str) -> Symbols:
    """The names of a file."""
    facts: FileFacts = extract("symbols:python:python", text.encode())
    assert facts.symbols is not None
    return facts.symbols


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("import a.b", ("a.b", "a.b", ""), id="a module"),
        pytest.param("import a.b as c", ("c", "a.b", ""), id="a module under another name"),
        pytest.param("from a import b as c", ("c", "a", "b"), id="a name"),
        pytest.param("from ..a import b", ("b", "..a", "b"), id="relative"),
        pytest.param("from a import *", ("*", "a", "*"), id="a star"),
        pytest.param("def f():\n    from a import b", ("b", "a", "b"), id="in a function"),
    ],
)
def test_imported_names(text: str, expected: tuple[str, str, str]) -> None:
    (found,) = symbols(text).bindings
    assert (found.name, found.module, found.imported) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("from a import B\nclass C(B): ...", ("B",), id="a base"),
        pytest.param("import a\nclass C(a.B[a.D]): ...", ("a.B",), id="a generic base, less what it is of"),
        pytest.param("from a import B\nC = B", ("B",), id="another name"),
        pytest.param("from a import b\nC = b().c(1)", ("b",), id="a call of what a call gives"),
        pytest.param("from a import B\nC = B.get('x').length", None, id="a part of what a call gives"),
        pytest.param("from a import B\nC = list[B] | None", ("B",), id="an alias"),
        pytest.param("from a import B, D\nC = Annotated[B, D(1)]", ("B",), id="what Annotated adds is no type"),
        pytest.param("from typing import NewType\nfrom a import B\nC = NewType('C', B)", ("B",), id="a new type"),
        pytest.param("from a import B\nif x:\n    class C(B): ...", ("B",), id="in a branch"),
        pytest.param("from a import b\nC = b or b.c if b else None", ("b", "b.c"), id="one of several"),
        pytest.param("from a import func\nC = Annotated[int, d('func')]", None, id="text in a call"),
    ],
)
def test_what_a_definition_is_built_from(text: str, expected: tuple[str, ...] | None) -> None:
    found = symbols(text).defined.get("C")
    assert (found.of if found else None) == expected


def test_marks_decorators_and_fields_of_a_class() -> None:
    body = "    __tablename__ = 't'\n    x: int\n    _y: int\n    z = 1\n"
    found = symbols(f"from a import b\n@b.mapped\nclass C(B, table=True):\n{body}").defined["C"]
    assert (found.decorators, found.marks, found.fields) == (("b.mapped",), ("__tablename__", "table"), ("x", "z"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("__all__ = ['a', 'b']", ["a", "b"], id="a list"),
        pytest.param("__all__ = ('a',)\n__all__ += ['b']", ["a", "b"], id="added to"),
        pytest.param("x = 1", None, id="nothing said"),
    ],
)
def test_what_a_module_offers(text: str, expected: list[str] | None) -> None:
    found = symbols(text).exports
    assert (found and [one.name for one in found]) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("from a import B as B\nB()", ("B",), id="by its own name"),
        pytest.param("from a import B", ("B",), id="not used"),
        pytest.param("from a import B\nB()", (), id="used"),
        pytest.param("from a import B\n__all__ = []", (), id="the file lists what it offers"),
        pytest.param("import os", (), id="of the standard library"),
    ],
)
def test_names_that_are_handed_on(text: str, expected: tuple[str, ...]) -> None:
    assert symbols(text).unused == expected


def test_lines_are_those_of_git() -> None:
    found = symbols("x = 1\ry = 2\nfrom a import B\ndef f(x: B): ...\n")
    assert [one.line for one in found.bindings] == [2]
    assert [(one.place, one.line) for one in found.mentions] == [(Place.PARAMETER, 3)]


@pytest.mark.parametrize("text", ["def f(:", "\0", "x = '", "class A(" * 500])
def test_a_file_that_cannot_be_parsed_has_no_names(text: str) -> None:
    assert symbols(text) == Symbols()


def test_what_a_file_takes_of_what_it_imports() -> None:
    text = "from shop import users, Orders\nimport os\nusers.find(1).name\nOrders.all()\nos.path\n# users.old\n"
    assert symbols(text).taken == ("users.find", "users.old")


def test_many_words_that_could_make_a_session_are_read() -> None:
    assert symbols("from a import b\nx = '" + "session" * 20_000 + "'\n").bound["b"].module == "a"
