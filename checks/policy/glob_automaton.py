"""Matching, segment by segment and without going back: all alternatives of a set advance together through a path.

What is known of a folder is kept for everything in it, and folders in which the alternatives stand alike share one
state, which knows what each name does to it: a path in a known folder costs the tests of its last name.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from checks.policy.glob_syntax import ACROSS, Capture, Literal, OneOf, Segment, Star

Captured = tuple[tuple[str, str], ...]
Test = Callable[[str], Captured | None]
Row = tuple[tuple[Segment, ...], bool]
"""The segments of an alternative, and whether only what lies beneath them matches."""
Position = tuple[int, int]
"""An alternative, and how many of its segments lie behind."""

MOST_FOLDERS = 200_000
"""Folders that are kept; a worker that reviews one repository for months meets more."""
NOTHING: Mapping[Position, Captured] = {}


@dataclass(frozen=True, slots=True)
class Ended:
    """An alternative that has matched: at how many leading segments of the path, and what it captured."""

    row: int
    depth: int
    captured: Captured


@dataclass(frozen=True, slots=True)
class _Step:
    """What a name does to a state: the next state, and by the index of the position that they come from, which
    alternatives end and which positions of alternatives with captures there are."""

    state: "_State"
    ended: tuple[tuple[int, int], ...]
    carried: tuple[tuple[Position, int], ...]


@dataclass(frozen=True, slots=True, eq=False)
class _State:
    """Where alternatives stand, in the order in which they came there, and by index how they go on.

    `across` wait for any name, `exact` for one, `tests` ask; `last_exact` and `last_tests` are those of them that end
    with a file of such a name.
    """

    positions: tuple[Position, ...]
    across: tuple[int, ...]
    exact: Mapping[str, tuple[int, ...]]
    tests: tuple[tuple[int, Test], ...]
    last_exact: Mapping[str, tuple[int, ...]]
    last_tests: tuple[tuple[int, Test], ...]
    steps: dict[tuple[int, ...], _Step] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Folder:
    """What is known of a folder: where alternatives stand in it, what they captured on the way, and which have ended
    at it or above it, last at the folder `matched_at`."""

    state: _State
    captured: Mapping[Position, Captured]
    ended: tuple[Ended, ...]
    matched_at: str

    @property
    def is_uniform(self) -> bool:
        """Whether all files in this folder match alike."""
        return not (self.state.last_exact or self.state.last_tests)


class Automaton:
    """The alternatives of a set. What it keeps of folders is a cache and changes no answer."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = tuple(rows)
        self._tests = [
            [None if segment == ACROSS else segment_test(segment) for segment in segments] for segments, _ in self._rows
        ]
        self._capturing = [any(map(_captures, segments)) for segments, _ in self._rows]
        self._states: dict[tuple[Position, ...], _State] = {}
        root = self._step_to({at: 0 for row in range(len(self._rows)) for at in self._openings(row)})
        ended = tuple(Ended(row, 0, ()) for row, _ in root.ended)
        self._root = Folder(root.state, NOTHING, ended, "")
        self._folders = {"": self._root}

    def folder(self, path: str) -> Folder:
        """What is known of a folder; `""` is the root."""
        folders = self._folders
        known, missing = path, []
        while (found := folders.get(known)) is None:
            known, _, name = known.rpartition("/")
            missing.append(name)
        folder = found
        for name in reversed(missing):
            known = f"{known}/{name}" if known else name
            folder = self._below(folder, name, known)
            self._keep(known, folder)
        return folder

    def ended(self, folder: Folder, name: str) -> tuple[tuple[int, Captured], ...]:
        """The alternatives, beside those of its folder, that a file matches."""
        state = folder.state
        found: list[tuple[int, Captured]] = [(index, ()) for index in state.last_exact.get(name, ())]
        for index, test in state.last_tests:
            captured = test(name)
            if captured is not None:
                found.append((index, captured))
        ended = ((state.positions[index], captured) for index, captured in sorted(found))
        return tuple((position[0], folder.captured.get(position, ()) + captured) for position, captured in ended)

    def any(self, path: str) -> bool:
        """Whether some alternative matches."""
        above, _, name = path.rpartition("/")
        folder = self._folders.get(above) or self.folder(above)
        if folder.ended or name in folder.state.last_exact:
            return True
        for _, test in folder.state.last_tests:  # noqa: SIM110 - asked for every path of a repository: half the time
            if test(name) is not None:
                return True
        return False

    def _keep(self, path: str, folder: Folder) -> None:
        if len(self._folders) >= MOST_FOLDERS:
            self._folders = {"": self._root}
            self._states = {self._root.state.positions: self._root.state}
            self._root.state.steps.clear()
        self._folders[path] = folder

    def _below(self, folder: Folder, name: str, path: str) -> Folder:
        state = folder.state
        if not state.positions:
            return folder  # nothing can begin to match any more: all below is alike
        exact = state.exact.get(name, ())
        tested = {index: found for index, test in state.tests if (found := test(name)) is not None}
        hits = tuple(sorted((*state.across, *exact, *tested))) if tested or exact else state.across
        step = state.steps.get(hits)
        if step is None:
            step = state.steps[hits] = self._step(state, hits)
        if not step.ended and not step.carried:
            return Folder(step.state, NOTHING, folder.ended, folder.matched_at)

        def captured(index: int) -> Captured:
            return folder.captured.get(state.positions[index], ()) + tested.get(index, ())

        carried = {position: captured(index) for position, index in step.carried}
        depth = path.count("/") + 1
        ended = tuple(Ended(row, depth, captured(index)) for row, index in step.ended)
        return Folder(step.state, carried, folder.ended + ended, path if ended else folder.matched_at)

    def _step(self, state: _State, hits: Iterable[int]) -> _Step:
        sources: dict[Position, int] = {}
        for index in hits:
            row, at = state.positions[index]
            for after in reached(self._rows[row][0], at if self._tests[row][at] is None else at + 1):
                sources.setdefault((row, after), index)
        return self._step_to(sources)

    def _step_to(self, sources: Mapping[Position, int]) -> _Step:
        ended = {row: index for (row, at), index in sources.items() if at == len(self._tests[row])}
        kept = {position: index for position, index in sources.items() if position[0] not in ended}
        carried = tuple((position, index) for position, index in kept.items() if self._capturing[position[0]])
        return _Step(self._state(tuple(kept)), tuple(ended.items()), carried)

    def _state(self, positions: tuple[Position, ...]) -> _State:
        known = self._states.get(positions)
        if known is None:
            known = self._states[positions] = self._new_state(positions)
        return known

    def _new_state(self, positions: tuple[Position, ...]) -> _State:
        across: list[int] = []
        exact: dict[str, list[int]] = {}
        tests: list[tuple[int, Test]] = []
        last: set[int] = set()
        for index, (row, at) in enumerate(positions):
            segments, beneath = self._rows[row]
            test, text = self._tests[row][at], _text(segments[at])
            if test is None:
                across.append(index)
            elif text is None:
                tests.append((index, test))
            else:
                exact.setdefault(text, []).append(index)
            if test is not None and at + 1 == len(segments) and not beneath:
                last.add(index)
        return _State(
            positions,
            tuple(across),
            {text: tuple(indexes) for text, indexes in exact.items()},
            tuple(tests),
            {text: ends for text, indexes in exact.items() if (ends := tuple(filter(last.__contains__, indexes)))},
            tuple((index, test) for index, test in tests if index in last),
        )

    def _openings(self, row: int) -> Iterator[Position]:
        for at in reached(self._rows[row][0], 0):
            yield row, at


def reached(segments: tuple[Segment, ...], at: int) -> Iterator[int]:
    """The place itself, and those behind each `**` that stands for nothing."""
    yield at
    while at < len(segments) and segments[at] == ACROSS:
        at += 1
        yield at


def segment_test(segment: Segment) -> Test:
    """A function that says what the captures of a segment stand for, or None where a name does not match it."""
    match segment:
        case (Literal(text),):
            return lambda name: () if name == text else None
        case (Star(), Literal(text)):
            return lambda name: () if name.endswith(text) else None
        case (Literal(text), Star()):
            return lambda name: () if name.startswith(text) else None
        case (Star(), Literal(text), Star()):
            return lambda name: () if text in name else None
        case (Capture(capture),):
            return lambda name: ((capture, name),) if name else None
    return _expression(segment)


def _expression(segment: Segment) -> Test:
    """By a regular expression, which takes linear time: each `*` goes up to the first fit of what follows, and no
    further. The first fit leaves the most for the rest, and the last `*` takes what remains (as in
    `fnmatch.translate`)."""
    parts = [""]
    captures = []
    for token in segment:
        if isinstance(token, Star):
            parts.append(".*?")
        elif isinstance(token, Capture):
            captures.append(token.name)
            parts.append("(.+?)")
        elif isinstance(token, (Literal, OneOf)):
            parts[-1] += token.pattern if isinstance(token, OneOf) else re.escape(token.text)
    head, middle, tail = parts[0], parts[1:-1], "".join(parts[1:][-1:])
    pattern = re.compile(head + "".join(f"(?>{part})" for part in middle) + tail, re.DOTALL)

    def test(name: str) -> Captured | None:
        found = pattern.fullmatch(name)
        return tuple(zip(captures, found.groups(), strict=True)) if found else None

    return test


def _text(segment: Segment) -> str | None:
    """The name that a segment of plain text is."""
    return segment[0].text if len(segment) == 1 and isinstance(segment[0], Literal) else None


def _captures(segment: Segment) -> bool:
    return any(isinstance(token, Capture) for token in segment)
