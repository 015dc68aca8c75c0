"""What an answer rests on: the names that were looked up while it was worked out.

A resolver asks for files and folders by path. Each answer remembers, as short hashes, all that was asked for, found or
not: it holds until one of these comes or goes. A hash that two names share costs a needless second look, nothing else.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar
from zlib import crc32

from checks.codebase.snapshot import Entry

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Known(Generic[Value]):
    """An answer and what it rests on."""

    value: Value
    asked: frozenset[int]


class Lookups:
    """The files of one snapshot, looked up by path; what was asked since `take` is kept."""

    def __init__(self, entries: Mapping[str, Entry]) -> None:
        self.entries = entries
        self._asked: set[int] = set()

    def note(self, name: str) -> None:
        """Something other than a file was asked for: `src/` for the folder, or any name that cannot be a path."""
        self._asked.add(hashed(name))

    def note_file(self, path: str) -> None:
        """A file was asked for, with or without its extension."""
        self._asked.add(hashed(stem(path)))

    def remember(self, known: dict[Key, Known[Value]], key: Key, answer: Callable[[Key], Value]) -> Value:
        """The answer to `key`, worked out once; whoever asks again rests on the same names."""
        found = known.get(key)
        if found is None:
            outer, self._asked = self._asked, set()
            try:
                value = answer(key)
                found = known[key] = Known(value, frozenset(self._asked))
            finally:
                self._asked = outer
        self._asked |= found.asked
        return found.value

    def take(self) -> frozenset[int]:
        """The hashes of all names that were asked for since the last time."""
        asked, self._asked = frozenset(self._asked), set()
        return asked


def stem(path: str) -> str:
    """A path up to the first dot of its name: all spellings that an import may stand for, `a/b.ts` and `a/b.d.ts`."""
    end = path.find(".", path.rfind("/") + 1)
    return path if end < 0 else path[:end]


def hashed(name: str) -> int:
    """32 bits that are the same in every process, unlike `hash`."""
    return crc32(name.encode("utf-8", "surrogatepass"))
