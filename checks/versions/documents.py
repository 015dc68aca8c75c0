"""Manifests and settings as values, with the line of each key."""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import pyjson5

from checks.codebase.languages.python.toml_lines import Place
from checks.codebase.languages.python.toml_lines import lines as toml_lines
from checks.codebase.languages.typescript.settings import key_lines
from checks.policy.issues import PolicyError
from checks.policy.yaml_text import read_yaml as read_bounded_yaml

Files = Mapping[str, str]
"""Texts by path: those files of one revision that `wanted` asked for."""

DEEPEST_KEY = 4
"""Keys below each other in JSON, of which the line is of interest."""

DEEPEST_JSON = 100
KEPT = 64
"""Documents that are read once for all packages around which they lie."""

LINE = re.compile(r"at line ([0-9]+)")
FENCE = re.compile(r"[ \t]*---[ \t]*")


@dataclass(frozen=True, slots=True)
class Document:
    """One file. `problem` says why it could not be read, at `problem_line`: it is empty then."""

    value: object = None
    lines: Mapping[Place, int] = field(default_factory=dict)
    problem: str | None = None
    problem_line: int | None = None

    def at(self, *place: str) -> object:
        """The value at some keys; None where there is none."""
        found = self.value
        for key in place:
            found = found.get(key) if isinstance(found, dict) else None
        return found

    def text(self, *place: str) -> str | None:
        found = self.at(*place)
        return found if isinstance(found, str) else None

    def texts(self, *place: str) -> tuple[str, ...]:
        """The texts of a list, or the one that stands in its place."""
        found = self.at(*place)
        items = found if isinstance(found, list) else [found]
        return tuple(item for item in items if isinstance(item, str))

    def table(self, *place: str) -> Mapping[str, object]:
        found = self.at(*place)
        return found if isinstance(found, dict) else {}

    def line(self, *place: str) -> int:
        """Where a key is written, or the nearest around it."""
        for end in range(len(place), 0, -1):
            if place[:end] in self.lines:
                return self.lines[place[:end]]
        return 1


@lru_cache(KEPT)
def read_toml(text: str) -> Document:
    try:
        written = text.removeprefix("\ufeff")
        return Document(tomllib.loads(written), toml_lines(written))
    except (ValueError, RecursionError) as error:
        found = LINE.search(str(error))
        return Document(problem=f"not valid TOML: {error}", problem_line=int(found[1]) if found else None)


@lru_cache(KEPT)
def read_json(text: str) -> Document:
    """JSON, also with comments and trailing commas."""
    written = text.removeprefix("\ufeff")
    try:
        value: object = json.loads(written)
    except json.JSONDecodeError as error:
        value = _json5(written)
        if value is None:
            return Document(problem=f"not valid JSON: {error.msg}", problem_line=error.lineno)
    except (ValueError, RecursionError):
        return Document(problem="not valid JSON")
    found: dict[Place, int] = {}
    for place, line in key_lines(written, DEEPEST_KEY):
        found.setdefault(place, line)
    return Document(value, found)


def read_yaml(text: str, first_line: int = 1) -> Document:
    """YAML, whose first line is a file's line `first_line`. Numbers are read as text."""
    try:
        read = read_bounded_yaml(text, "")
    except PolicyError as error:
        issue = error.issues[0]
        return Document(problem=issue.message, problem_line=issue.line + first_line - 1)
    return Document(read.value, {place: spot.line + first_line - 1 for place, spot in read.positions.items()})


def read_front_matter(text: str) -> tuple[Document, str] | None:
    """The YAML between the first two lines `---` of a Markdown file, and the text below it; None without both."""
    lines = text.removeprefix("\ufeff").splitlines(keepends=True)
    fences = (number for number, line in enumerate(lines) if FENCE.fullmatch(line.rstrip("\r\n")))
    start, end = next(fences, None), next(fences, None)
    if start is None or end is None or "".join(lines[:start]).strip():
        return None
    return read_yaml("".join(lines[start + 1 : end]), start + 2), "".join(lines[end + 1 :])


def join(folder: str, name: str) -> str:
    """The path of a file in a folder; the repository's root is the empty one."""
    return f"{folder}/{name}" if folder else name


def above(folder: str) -> tuple[str, ...]:
    """A folder and all around it, up to the root."""
    found = [folder]
    while found[-1]:
        found.append(found[-1].rpartition("/")[0])
    return tuple(found)


def _json5(text: str) -> object:
    try:
        return pyjson5.decode(text, maxdepth=DEEPEST_JSON)
    except (pyjson5.Json5Exception, RecursionError, ValueError):
        return None
