"""Facts to keep: made up by hypothesis from the types that facts have, and plain ones."""

from collections.abc import Mapping
from dataclasses import fields
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from app.facts.store import FactsKey
from checks import FileFacts, extract

characters = st.one_of(st.characters(), st.characters(categories=["Cs"]))
texts = st.text(characters, max_size=8)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
OF_TYPE: dict[Any, st.SearchStrategy[Any]] = {
    str: texts,
    int: st.integers(0, 1_000_000),
    bool: st.booleans(),
    NoneType: st.none(),
    Mapping[str, object]: st.dictionaries(texts, json_values, max_size=4),
    frozenset[str]: st.frozensets(texts, max_size=3),
    tuple[str, str]: st.tuples(texts, texts),
    tuple[str, int]: st.tuples(texts, st.integers(0, 1_000_000)),
}


@cache
def of_type(hint: Any) -> st.SearchStrategy[Any]:
    """Any value of a field. KeyError for a type that no field had until now: say here what its values are."""
    if hint in OF_TYPE:
        return OF_TYPE[hint]
    if get_origin(hint) is tuple:
        return st.lists(st.deferred(lambda: of_type(get_args(hint)[0])), max_size=3).map(tuple)
    if get_origin(hint) is UnionType:
        return st.one_of([of_type(one) for one in get_args(hint)])
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return st.sampled_from(list(hint))
    hints = get_type_hints(hint)
    return st.builds(hint, **{field.name: of_type(hints[field.name]) for field in fields(hint)})


all_facts: st.SearchStrategy[FileFacts] = of_type(FileFacts)

KEY = FactsKey("a" * 40, "python:python", is_scanned=False)


def imports(source: str) -> FileFacts:
    """The facts of a Python file."""
    return extract("python:python", source.encode())


FACTS = imports("import billing\n")
OTHERS = imports("import orders\n")


def many(count: int) -> dict[FactsKey, FileFacts]:
    """The facts of so many files."""
    return {FactsKey(f"{number:040x}", "python:python", is_scanned=False): FACTS for number in range(count)}
