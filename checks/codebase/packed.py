"""Values by path of which most are text still: of the thousands of files of a repository a review looks at a few."""

from array import array
from collections.abc import Callable, ItemsView, Iterable, Iterator, Mapping, ValuesView
from itertools import accumulate
from typing import TypeVar

Value = TypeVar("Value")


class Packed(Mapping[str, Value]):
    """A mapping whose values are read from lines of JSON when somebody asks; never changed, apart from that.

    A value that was asked for by its path is kept; to go through all of them keeps none.
    """

    def __init__(
        self, lines: bytes, ends: "array[int]", read: Callable[[str, bytes], Value], values: dict[str, Value | int]
    ) -> None:
        self._lines = lines
        self._ends = ends
        self._read = read
        self._values = values

    @classmethod
    def of(cls, paths: Iterable[str], lines: bytes, read: Callable[[str, bytes], Value]) -> "Packed[Value]":
        """The values of these paths, in their order one line each. Raises ValueError where there are not as many; what
        `read` raises, for a path and its line, comes out of each look-up."""
        values: dict[str, Value | int] = {path: number for number, path in enumerate(paths, 1)}
        ends = array("I", accumulate((len(line) + 1 for line in lines.splitlines()), initial=0))
        if len(ends) != len(values) + 1:
            raise ValueError("not as many lines as paths")
        return cls(lines, ends, read, values)

    def __getitem__(self, path: str) -> Value:
        found = self._values[path]
        if isinstance(found, int):
            found = self._values[path] = self._line(path, found)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __contains__(self, path: object) -> bool:
        return path in self._values

    def items(self) -> ItemsView[str, Value]:
        return _Items(self)

    def values(self) -> ValuesView[Value]:
        return _Values(self)

    def passing(self) -> Iterator[tuple[str, Value]]:
        """All paths with their values, none of which is kept."""
        for path, value in self._values.items():
            yield path, self._line(path, value) if isinstance(value, int) else value

    def after(self, edits: Mapping[str, Value | None]) -> "Packed[Value]":
        """See `patched`."""
        return Packed(self._lines, self._ends, self._read, _edited(self._values, edits))

    def shares_with(self, other: "Packed[Value]") -> bool:
        """Whether one came about by edits of the other, or both of a third."""
        return self._ends is other._ends  # noqa: SLF001 - its own class

    def differing(self, other: "Packed[Value]") -> Iterator[str]:
        """See `differing`; of a mapping that this one shares with."""
        theirs = other._values  # noqa: SLF001
        yield from (path for path, value in self._values.items() if theirs.get(path) is not value)
        yield from theirs.keys() - self._values.keys()

    def _line(self, path: str, number: int) -> Value:
        return self._read(path, self._lines[self._ends[number - 1] : self._ends[number]])


class _Items(ItemsView[str, Value]):
    _mapping: Packed[Value]

    def __iter__(self) -> Iterator[tuple[str, Value]]:
        return self._mapping.passing()


class _Values(ValuesView[Value]):
    _mapping: Packed[Value]

    def __iter__(self) -> Iterator[Value]:
        return (value for _, value in self._mapping.passing())


def patched(values: Mapping[str, Value], edits: Mapping[str, Value | None]) -> Mapping[str, Value]:
    """A mapping with some values in place of others, and without those that are None."""
    if not edits:
        return values
    return values.after(edits) if isinstance(values, Packed) else _edited(values, edits)


def differing(one: Mapping[str, Value], other: Mapping[str, Value]) -> Iterable[str]:
    """The paths whose values may not be the same in both; values that are one object are."""
    if isinstance(one, Packed) and isinstance(other, Packed) and one.shares_with(other):
        return one.differing(other)
    return [path for path in one.keys() | other.keys() if one.get(path) is not other.get(path)]


def _edited(values: Mapping[str, Value], edits: Mapping[str, Value | None]) -> dict[str, Value]:
    found = dict(values)
    for path, value in edits.items():
        if value is None:
            found.pop(path, None)
        else:
            found[path] = value
    return found
