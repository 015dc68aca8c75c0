"""Which importers rest on a look-up: what has to be resolved again when a file or folder comes or goes."""

from array import array
from bisect import bisect_left
from collections.abc import Collection, Container, Iterable, Iterator, Mapping

BUCKETS = 256
NUMBER = 0xFFFFFFFF
"""What of a pair is the number of its importer; above it stands the hash."""
MOST_RECENT = 1_000
"""Importers that are searched one by one before all are sorted anew."""


class LookupIndex:
    """Importers by the hashes of what they rest on, eight bytes for each pair; never changed.

    What is kept of an importer may be out of date where it was resolved again: then it is looked at once too often.
    """

    def __init__(self, importers: tuple[str, ...], pairs: "array[int]", recent: Mapping[str, frozenset[int]]) -> None:
        self._importers = importers
        self._pairs = pairs
        self._recent = recent

    def after(self, asked: Mapping[str, frozenset[int]]) -> "LookupIndex":
        """The index after these importers were resolved again."""
        recent = {**self._recent, **asked}
        if len(recent) <= MOST_RECENT:
            return LookupIndex(self._importers, self._pairs, recent)
        return self._sorted(recent)

    def stored(self) -> tuple[tuple[str, ...], bytes]:
        """The index as plain values: all importers, and the sorted pairs in this machine's byte order."""
        index = self._sorted(self._recent) if self._recent else self
        return index._importers, index._pairs.tobytes()  # noqa: SLF001 - its own class

    @classmethod
    def restored(cls, importers: Iterable[str], pairs: bytes) -> "LookupIndex":
        """The index that was stored. Raises ValueError where that cannot be one."""
        found = array("Q")
        found.frombytes(pairs)
        return cls(tuple(importers), found, {})

    def importers_of(self, hashes: Collection[int]) -> Iterator[str]:
        """All importers that rest on one of the hashes, some perhaps twice or no longer."""
        for one in hashes:
            start = bisect_left(self._pairs, one << 32)
            while start < len(self._pairs) and self._pairs[start] >> 32 == one:
                yield self._importers[self._pairs[start] & NUMBER]
                start += 1
        for importer, asked in self._recent.items():
            if not asked.isdisjoint(hashes):
                yield importer

    def _sorted(self, recent: Mapping[str, frozenset[int]]) -> "LookupIndex":
        builder = IndexBuilder(self._importers, self._pairs, recent)
        for importer, hashes in recent.items():
            builder.add(importer, hashes)
        return builder.built()


class IndexBuilder:
    """Gathers an index, from nothing or on the ground of another's importers and pairs, less what that says of those
    that are added `again`. In portions: one list of all pairs would be five times as large as what is kept."""

    def __init__(
        self, importers: Iterable[str] = (), pairs: "array[int] | None" = None, again: Container[str] = ()
    ) -> None:
        self._importers = list(importers)
        self._pairs = array("Q") if pairs is None else pairs
        self._again = {name: number for number, name in enumerate(self._importers) if name in again}
        self._added: list[array[int]] = [array("Q") for _ in range(BUCKETS)]

    def add(self, importer: str, asked: Iterable[int]) -> None:
        """What one importer rests on."""
        number = self._again.get(importer, len(self._importers))
        if number == len(self._importers):
            self._importers.append(importer)
        for one in asked:
            self._added[one >> 24].append(one << 32 | number)

    def built(self) -> LookupIndex:
        """The index of all that was added."""
        outdated = frozenset(self._again.values())
        pairs: array[int] = array("Q")
        start = 0
        for bucket in range(BUCKETS):
            end = bisect_left(self._pairs, (bucket + 1) << 56, start)
            kept = [pair for pair in self._pairs[start:end] if pair & NUMBER not in outdated]
            pairs.extend(sorted((*kept, *self._added.pop(0))))
            start = end
        return LookupIndex(tuple(self._importers), pairs, {})
