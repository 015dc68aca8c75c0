"""YAML as the policy file needs it: plain values, and the line and column of every one of them.

Built on PyYAML's events, not on its constructor: numbers and words stay as written (an ADR `0012` is no octal number, a
component `no` no boolean: YAML 1.2 knows only `true` and `false`), repeated keys are errors, and the size is bounded
while it is read, so that neither nesting nor aliases can exhaust the worker.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple, Protocol

import yaml

from checks.policy.issues import MOST_ISSUES, PolicyError, PolicyIssue, quoted

MOST_BYTES = 1 << 20
MOST_NODES = 20_000
MOST_LEVELS = 50

TAG_PREFIX = "tag:yaml.org,2002:"
PLAIN_TAGS = frozenset({None, "!", *(TAG_PREFIX + kind for kind in ("str", "seq", "map"))})
CONSTANTS: Mapping[str, bool | None] = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
}
"""YAML 1.2.2, section 10.3.2, without its numbers."""

Path = tuple[str | int, ...]


class _Mark(Protocol):
    """What PyYAML's two kinds of marks have in common; both count from 0."""

    line: int
    column: int


class Position(NamedTuple):
    """Where something is written; both count from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Document:
    """The value of a YAML text (dict, list, str, bool, None) and the position of each key and list item."""

    value: object
    positions: Mapping[Path, Position]


@dataclass(frozen=True, slots=True)
class _Node:
    position: Position
    value: str | bool | None = None
    text: str = ""
    items: "tuple[_Node, ...] | None" = None
    pairs: "tuple[tuple[_Node, _Node], ...] | None" = None
    size: int = 1
    height: int = 0


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end has not been read."""

    event: yaml.CollectionStartEvent
    nodes: list[_Node] = field(default_factory=list)


def read_yaml(text: str, file: str) -> Document:
    """Read one YAML document. Raises PolicyError for what is no YAML, or is too large or too deep."""
    if len(text) > MOST_BYTES or len(text.encode(errors="replace")) > MOST_BYTES:
        raise PolicyError([PolicyIssue(file, 1, 1, "the file is larger than 1 MiB")])
    reader = _Reader(file)
    try:
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            reader.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise PolicyError([reader.issue(_position(mark), _wording(error))]) from error
    except yaml.reader.ReaderError as error:
        raise PolicyError([reader.issue(_place_of_character(text, error.position), f"{error.reason}")]) from error
    except (
        ValueError,
        OverflowError,
    ) as error:  # PyYAML hands \U escapes and %YAML versions to int() and chr() unchecked
        raise PolicyError([reader.issue(reader.last, "an escape or a number here is out of range")]) from error
    document = _Flattened(reader).document()
    if reader.issues:
        raise PolicyError(reader.issues)
    return document


class _Reader:
    """Builds nodes from events without recursion and keeps the bounds."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.issues: list[PolicyIssue] = []
        self.root: _Node | None = None
        self.last = Position(1, 1)
        self._anchors: dict[str, _Node | None] = {}
        self._open: list[_Open] = []
        self._count = 0

    def issue(self, position: Position, message: str) -> PolicyIssue:
        return PolicyIssue(self.file, position.line, position.column, message)

    def report(self, position: Position, message: str) -> None:
        if len(self.issues) < MOST_ISSUES:
            self.issues.append(self.issue(position, message))

    def take(self, event: yaml.Event) -> None:
        self.last = _position(event.start_mark)
        if isinstance(event, yaml.CollectionStartEvent):
            self._start(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._end()
        elif isinstance(event, yaml.ScalarEvent):
            self._add(self._scalar(event), event.anchor)
        elif isinstance(event, yaml.AliasEvent):
            self._add(self._alias(event), None)
        elif isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
            raise PolicyError([self.issue(self.last, "the file holds more than one YAML document")])

    def _start(self, event: yaml.CollectionStartEvent) -> None:
        self._check_tag(event)
        if event.anchor:
            self._anchors[event.anchor] = None
        self._open.append(_Open(event))
        self._check_depth(0)

    def _end(self) -> None:
        closed = self._open.pop()
        nodes, position = closed.nodes, _position(closed.event.start_mark)
        size = 1 + sum(node.size for node in nodes)
        height = 1 + max((node.height for node in nodes), default=0)
        if isinstance(closed.event, yaml.MappingStartEvent):
            pairs = tuple(zip(nodes[::2], nodes[1::2], strict=True))
            node = _Node(position, pairs=pairs, size=size, height=height)
        else:
            node = _Node(position, items=tuple(nodes), size=size, height=height)
        self._count -= size - 1
        self._add(node, closed.event.anchor)

    def _scalar(self, event: yaml.ScalarEvent) -> _Node:
        self._check_tag(event)
        text = event.value
        if not text.isprintable() and any("\ud800" <= letter <= "\udfff" for letter in text):
            self.report(self.last, "half of a surrogate pair is no character")
            text = "?"
        value = CONSTANTS.get(text, text) if event.implicit[0] else text
        return _Node(self.last, value=value, text=text)

    def _alias(self, event: yaml.AliasEvent) -> _Node:
        name = event.anchor or ""
        if name not in self._anchors:
            raise PolicyError([self.issue(self.last, f"nothing above is anchored as {quoted('&' + name)}")])
        target = self._anchors[name]
        if target is None:
            raise PolicyError([self.issue(self.last, f"the alias {quoted('*' + name)} contains itself")])
        return replace(target, position=self.last)

    def _add(self, node: _Node, anchor: str | None) -> None:
        self._count += node.size
        if self._count > MOST_NODES:
            raise PolicyError([self.issue(self.last, f"more than {MOST_NODES:,} values, aliases written out")])
        self._check_depth(node.height)
        if anchor:
            self._anchors[anchor] = node
        if self._open:
            self._open[-1].nodes.append(node)
        else:
            self.root = node

    def _check_depth(self, height: int) -> None:
        if len(self._open) + height > MOST_LEVELS:
            raise PolicyError([self.issue(self.last, f"nested deeper than {MOST_LEVELS} levels")])

    def _check_tag(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.tag not in PLAIN_TAGS:
            self.report(self.last, f"the tag {quoted(str(event.tag))} has no meaning here")


class _Flattened:
    """Turns nodes into values; recursion is bounded by MOST_LEVELS."""

    def __init__(self, reader: _Reader) -> None:
        self._reader = reader
        self._positions: dict[Path, Position] = {}

    def document(self) -> Document:
        root = self._reader.root
        value = None if root is None else self._value(root, ())
        return Document(value, self._positions)

    def _value(self, node: _Node, path: Path) -> object:
        self._positions.setdefault(path, node.position)
        if node.items is not None:
            return [self._value(item, (*path, index)) for index, item in enumerate(node.items)]
        if node.pairs is not None:
            return {key.text: self._value(value, (*path, key.text)) for key, value in self._keys(node.pairs, path)}
        return node.value

    def _keys(self, pairs: tuple[tuple[_Node, _Node], ...], path: Path) -> Iterator[tuple[_Node, _Node]]:
        for key, value in pairs:
            known = self._positions.get((*path, key.text))
            if key.items is not None or key.pairs is not None:
                self._reader.report(key.position, "a key must be a word, not a list or mapping")
            elif key.text == "<<" and key.value == "<<":
                self._reader.report(key.position, "merge keys (<<) are not YAML 1.2; write the words out")
            elif known is not None:
                self._reader.report(key.position, f"{quoted(key.text)} was given in line {known.line} already")
            else:
                self._positions[*path, key.text] = key.position
                yield key, value


def _position(mark: _Mark | None) -> Position:
    return Position(mark.line + 1, mark.column + 1) if mark else Position(1, 1)


def _place_of_character(text: str, index: int) -> Position:
    before = text[:index]
    return Position(before.count("\n") + 1, index - (before.rfind("\n") + 1) + 1)


def _wording(error: yaml.MarkedYAMLError) -> str:
    problem = str(error.problem or error.context or "not valid YAML")
    if r"'\t'" in problem:
        return "a tab cannot be used to indent or to start a value; use spaces"
    return f"not valid YAML: {problem}"
