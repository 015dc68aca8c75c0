"""Values that are read from text when somebody asks for them."""

import json

import pytest

from checks.codebase.packed import Packed, differing, patched


class Reading:
    """Reads numbers, and remembers of which paths."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def __call__(self, path: str, line: bytes) -> list[int]:
        self.read.append(path)
        return list(json.loads(line))


def packed(reading: Reading) -> Packed[list[int]]:
    return Packed.of(["a", "b", "c"], b"[1]\n[2]\n[]\n", reading)


def test_only_what_is_asked_for_is_read_and_once() -> None:
    reading = Reading()
    values = packed(reading)
    assert (values["b"], values["b"], values.get("x"), "c" in values) == ([2], [2], None, True)
    assert reading.read == ["b"]


def test_it_is_the_mapping_that_was_written() -> None:
    values = packed(Reading())
    assert values == {"a": [1], "b": [2], "c": []}
    assert list(values.items()) == list(zip(values.keys(), values.values(), strict=True))


def test_an_edit_leaves_the_other_mapping_as_it_was() -> None:
    values = packed(Reading())
    after = patched(values, {"a": None, "b": [3], "d": [4], "x": None})
    assert after == {"b": [3], "c": [], "d": [4]}
    assert values == {"a": [1], "b": [2], "c": []}


def test_what_two_mappings_share_is_not_read_to_compare_them() -> None:
    reading = Reading()
    values = packed(reading)
    after = patched(values, {"a": None, "b": [3], "d": [4]})
    assert set(differing(values, after)) == {"a", "b", "d"}
    assert reading.read == []


def test_mappings_that_share_nothing_differ_everywhere() -> None:
    assert set(differing(packed(Reading()), packed(Reading()))) == {"a", "b", "c"}


def test_an_unchanged_dictionary_differs_nowhere() -> None:
    values = {"a": [1], "b": [2]}
    assert set(differing(values, patched(values, {"b": None, "c": [3]}))) == {"b", "c"}


@pytest.mark.parametrize("lines", [b"", b"[1]\n[2]\n", b"[1]\n[2]\n[3]\n[4]\n"])
def test_as_many_lines_as_paths(lines: bytes) -> None:
    with pytest.raises(ValueError, match="lines"):
        Packed.of(["a", "b", "c"], lines, Reading())
