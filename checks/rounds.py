"""Reading in rounds: what is decided says which files it wants to know next, the shell reads them and goes on.

A question about a whole repository costs only what the change asks for, and nothing here reads anything: a generator
yields what is wanted and is sent the answer.
"""

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from checks.codebase.facts import FileFacts
from checks.codebase.sources import Source

Result = TypeVar("Result")


class Revision(StrEnum):
    """The three commits of a review."""

    BASE = "base"
    TIP = "tip"
    HEAD = "head"


@dataclass(frozen=True, slots=True)
class Search:
    """Asks which files of a commit hold one of some words as a whole; upper and lower case are told apart."""

    revision: Revision
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is wanted next: the facts of files, the texts of blobs by object id, and searches."""

    sources: frozenset[Source] = frozenset()
    texts: frozenset[str] = frozenset()
    searches: frozenset[Search] = frozenset()


@dataclass(frozen=True, slots=True)
class Answer:
    """All that was wanted. A blob that is no text, or too large, is missing; a search has paths, in no order."""

    facts: Mapping[Source, FileFacts]
    texts: Mapping[str, str]
    found: Mapping[Search, frozenset[str]]


Rounds = Generator[Wanted, Answer, Result]


def answered(rounds: Rounds[Result], answer: Callable[[Wanted], Answer]) -> Result:
    """What comes of it when every question is answered."""
    try:
        wanted = next(rounds)
        while True:
            wanted = rounds.send(answer(wanted))
    except StopIteration as done:
        result: Result = done.value
        return result
