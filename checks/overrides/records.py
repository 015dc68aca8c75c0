"""The decision records that count for a pull request, whatever it does to them."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from checks.codebase.documents import DecisionRecord


@dataclass(frozen=True, slots=True)
class DecisionRecords:
    """The decision records at the tip of the base branch and at the head."""

    base: tuple[DecisionRecord, ...] = ()
    head: tuple[DecisionRecord, ...] = ()

    @property
    def in_force(self) -> tuple[DecisionRecord, ...]:
        """The base's records, and those that the head adds: not the head's version of one that exists."""
        paths = {record.path for record in self.base}
        keys = {record.key for record in self.base}
        added = (record for record in self.head if record.path not in paths and record.key not in keys)
        return (*self.base, *added)

    @property
    def digests(self) -> Mapping[str, str]:
        """What the records in force say, by path: a label holds for the text that was there to be read."""
        return {record.path: digest(record) for record in self.in_force}


NO_RECORDS = DecisionRecords()


def digest(record: DecisionRecord) -> str:
    """16 hexadecimal digits that stand for the text of a record."""
    return hashlib.sha256(record.text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
