"""What a cache of facts can do, and the one that remembers nothing."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol, TypeVar

from checks import FileFacts

Item = TypeVar("Item")


class FactsKey(NamedTuple):
    """What facts were read from: the blob's object id (hexadecimal) and its dialect (`typescript:tsx`). Those that a
    fast scanner found are kept apart from those of a parser."""

    object_id: str
    dialect: str
    is_scanned: bool


class FactsStore(Protocol):
    """Facts under their keys. Nothing is raised: facts that cannot be had are missing from the answer, and those
    that cannot be kept are forgotten. Called from worker threads."""

    def read(self, keys: Collection[FactsKey]) -> dict[FactsKey, FileFacts]:
        """The facts that are known of these keys."""
        ...

    def write(self, facts: Mapping[FactsKey, FileFacts]) -> None:
        """Remember these facts."""
        ...


class NoStore:
    """Remembers nothing."""

    def read(self, keys: Collection[FactsKey]) -> dict[FactsKey, FileFacts]:  # noqa: ARG002 - the protocol's
        """Nothing."""
        return {}

    def write(self, facts: Mapping[FactsKey, FileFacts]) -> None:
        """Nothing happens."""


class OnlyRead:
    """What another store remembers, for who must leave no trace in it."""

    def __init__(self, store: FactsStore) -> None:
        self.read = store.read

    def write(self, facts: Mapping[FactsKey, FileFacts]) -> None:
        """Nothing happens."""


def batches(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    """The items in their order, so many at a time."""
    return (items[start : start + size] for start in range(0, len(items), size))
