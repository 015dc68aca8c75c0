"""Which importers rest on a look-up: what has to be resolved again when a file or folder comes or goes."""

from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping

BUCKETS = 256
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
                yield self._importers[self._pairs[start] & 0xFFFFFFFF]
                start += 1
        for importer, asked in self._recent.items():
            if not asked.isdisjoint(hashes):
                yield importer

    def _sorted(self, recent: Mapping[str, frozenset[int]]) -> "LookupIndex":
        builder = IndexBuilder()
        for importer, hashes in (*self._older(recent), *recent.items()):
            builder.add(importer, hashes)
        return builder.built()

    def _older(self, recent: Collection[str]) -> Iterator[tuple[str, list[int]]]:
        """The pairs of the other importers."""
        asked: dict[int, list[int]] = {}
        for pair in self._pairs:
            asked.setdefault(pair & 0xFFFFFFFF, []).append(pair >> 32)
        for number, importer in enumerate(self._importers):
            if importer not in recent:
                yield importer, asked.get(number, [])


class IndexBuilder:
    """Gathers an index. In portions: one list of all pairs would be five times as large as what is kept."""

    def __init__(self) -> None:
        self._importers: list[str] = []
        self._buckets: list[array[int]] = [array("Q") for _ in range(BUCKETS)]

    def add(self, importer: str, asked: Iterable[int]) -> None:
        """What one importer rests on."""
        number = len(self._importers)
        self._importers.append(importer)
        for one in asked:
            self._buckets[one >> 24].append(one << 32 | number)

    def built(self) -> LookupIndex:
        """The index of all that was added."""
        pairs: array[int] = array("Q")
        while self._buckets:
            pairs.extend(sorted(self._buckets.pop(0)))
        return LookupIndex(tuple(self._importers), pairs, {})
