"""What the rules of other tools become: an `ImportedPolicy`, which `writing.py` turns into a policy file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from checks import Level

ListWord = Literal["depends_on", "used_by", "external", "must_depend_on"]
LIST_WORDS: tuple[ListWord, ...] = ("depends_on", "must_depend_on", "used_by", "external")


class UnreadableConfigurationError(Exception):
    """A configuration that its own tool could not read either; the message says why."""


@dataclass(frozen=True)
class SourceTree:
    """The paths of a repository's files, with `/`, and the contents of those that are configurations."""

    paths: frozenset[str]
    contents: Mapping[str, bytes]

    @cached_property
    def folders(self) -> frozenset[str]:
        """Every folder that holds a file, at any depth; the top is the empty string."""
        found = {""}
        for path in self.paths:
            folder = path.rpartition("/")[0]
            while folder not in found:
                found.add(folder)
                folder = folder.rpartition("/")[0]
        return frozenset(found)

    def text(self, path: str) -> str:
        """A configuration's text; empty where it was not read."""
        return self.contents.get(path, b"").decode("utf-8-sig", "replace")


@dataclass(frozen=True, slots=True)
class Origin:
    """A rule of another tool: the file, the line from 1 where that is known, and what the tool calls the rule."""

    file: str
    rule: str
    line: int | None = None

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{place}, {self.rule}"


@dataclass(frozen=True, slots=True)
class Demand:
    """What one rule asks of a component: the names that a list may only have (None: any), or may not have."""

    origin: Origin
    only: tuple[str, ...] | None = None
    not_: tuple[str, ...] = ()
    indirect: bool = False
    each_file: bool = False
    level: Level | None = None


@dataclass(frozen=True, slots=True)
class ListRule:
    """The list that a component gets for one word: what all demands for it come to."""

    only: tuple[str, ...] | None
    not_: tuple[str, ...] = ()
    indirect: bool = False
    each_file: bool = False
    level: Level | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What could not be carried over, and what could be done instead. `edge` is the one edge (importer, imported) that
    an exception could allow, had it a decision record."""

    origin: Origin
    what: str
    instead: str = ""
    edge: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class ImportedComponent:
    """One component of the policy, with the rules that it comes from."""

    name: str
    path: tuple[str, ...]
    lists: Mapping[ListWord, ListRule] = field(default_factory=dict)
    encapsulates: tuple[str, ...] = ()
    public: tuple[str, ...] = ()
    layers: tuple[tuple[str, ...], ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Setting:
    """A word at the top of the policy, and why it has this value."""

    value: object
    remark: str


@dataclass(frozen=True, slots=True)
class ImportedPolicy:
    """Components, words at the top, every rule that was read, and what of the rules is not in the policy."""

    components: tuple[ImportedComponent, ...]
    settings: Mapping[str, Setting]
    rules: tuple[Origin, ...]
    carried: frozenset[Origin]
    left_out: tuple[LeftOut, ...]

    @property
    def counts(self) -> tuple[int, int, int]:
        """How many rules were carried over whole, in part, and not at all."""
        incomplete = {left.origin for left in self.left_out}
        whole = sum(rule in self.carried and rule not in incomplete for rule in self.rules)
        part = sum(rule in self.carried and rule in incomplete for rule in self.rules)
        return whole, part, len(self.rules) - whole - part


def unique(names: Iterable[str]) -> tuple[str, ...]:
    """The names in their order, each once."""
    return tuple(dict.fromkeys(names))
