"""One side of a pull request as values: the files of a commit and what each of them says."""

from collections.abc import Mapping
from dataclasses import dataclass

from checks.codebase.facts import NO_FACTS, FileFacts
from checks.codebase.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Codebase:
    """The files of one commit and the facts of those that are read, by path."""

    snapshot: Snapshot
    facts: Mapping[str, FileFacts]

    def of(self, path: str) -> FileFacts:
        """The facts of one file; empty ones for a file that is not there or that no language reads."""
        return self.facts.get(path, NO_FACTS)
