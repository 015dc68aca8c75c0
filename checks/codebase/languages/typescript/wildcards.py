"""Names with parts that are not known, as patterns of the files that they may mean.

In a pattern `*` is any text without a slash, and `**`, alone or as a part of a segment, any text at all.
"""

import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from checks.codebase.languages.typescript.files import EXTENSIONS, SCRIPTS, WRITTEN_FOR, Files
from checks.codebase.languages.typescript.globs import expanded, fits
from checks.codebase.languages.typescript.paths import UNKNOWN

WILD = re.compile(r"\*|\?|\[[^\]/]*\]|[@!+?]\([^)/]*\)")
SPECIAL = re.compile(r"[?\[]")
STARS = re.compile(r"\*{2,}")
BARE = re.compile(r"(?:@[^/@]+/(?:[^/]+/)?|[^/@.~#$][^/:]*/|[@~#$][^/]*/|https?://[^/]+/).*", re.DOTALL)
"""What says at least which package or scope, or begins with an alias."""

INNER = re.compile(r"[^*]\*\*+[^*]")
MOST_INNER = 3
MOST_FILES = 50
MOST_FOLDERS = 1_000


def of_unknown(value: str) -> str:
    """A name with unknown parts as a pattern; nothing where it does not even tell the folder (above the file's own
    there is no telling) or the package.
    """
    known = value.partition(UNKNOWN)[0]
    folder = posixpath.normpath(known.rpartition("/")[0] or "/")
    if known.startswith("."):
        is_told = "/" in known and not folder.endswith("..")
    else:
        is_told = folder not in ("/", ".") if known.startswith("/") else BARE.fullmatch(known) is not None
    return STARS.sub("**", value.replace("*", "").replace(UNKNOWN, "**")) if is_told else ""


def alternatives(glob: str) -> Iterator[str]:
    """A glob as Vite has it, as patterns: braces written out, other wildcards as `*`."""
    yield from (WILD.sub("*", each) for each in expanded(glob))


class Wildcards:
    """Finds the files that fit a pattern."""

    def __init__(self, files: Files) -> None:
        self._files = files

    def matches(self, pattern: str) -> tuple[str, ...]:
        """The files of a path in the repository with wildcards, by path; where they are many, one of each folder, and
        where folders are many, one of each folder that is nearer.
        """
        fixed, ways = _ways(pattern)
        start = len(fixed) + 1 if fixed else 0
        listed = self._files.below(fixed)
        found = tuple(path for path in listed if any(way.fits(path[start:]) for way in ways))
        return found if len(found) <= MOST_FILES else _representatives(found, len(fixed))


def fixed_part(pattern: str) -> str:
    """The folders before the first wildcard."""
    return pattern[: pattern.index("*")].rpartition("/")[0] if "*" in pattern else pattern


@dataclass(frozen=True, slots=True)
class _Way:
    """The segments that a path may have, less one of the endings. With `**` at the end the whole path is held against
    them. `last` is what a path may end in: an ending and, as far as it is known, what stands before that.
    """

    segments: Sequence[str]
    endings: tuple[str, ...]
    last: tuple[str, ...]

    def fits(self, path: str) -> bool:
        if not path.endswith(self.last):
            return False
        if self.segments[-1] == "**":
            return fits(self.segments, path.split("/"))
        stems = {path[: -len(ending)] for ending in self.endings if path.endswith(ending)}
        stems |= {stem.removesuffix("/index") for stem in stems}
        return any(fits(self.segments, stem.split("/")) for stem in stems)


def _ways(pattern: str) -> tuple[str, list[_Way]]:
    """The folder that a pattern lies in, and the ways in which a path in it may fit."""
    fixed = fixed_part(pattern)
    rest = pattern[len(fixed) :].lstrip("/")
    stem, extension = posixpath.splitext(rest)
    endings: tuple[str, ...]
    if rest.endswith("*"):
        stem, endings = rest, EXTENSIONS
    elif extension in WRITTEN_FOR:
        endings = (extension, *WRITTEN_FOR[extension])
    elif extension in EXTENSIONS:
        endings = (extension,)
    else:  # `.md`, or `.service`, which only looks like one
        endings = (*([extension] if extension else ()), *(extension + each for each in SCRIPTS))
    tail = "" if rest.endswith("*") else stem.rpartition("*")[2].rpartition("/")[2]
    last = (*(tail + each for each in endings), *(f"{tail}/index{each}" for each in endings))
    inner = stem.split("/")
    is_simple = sum(INNER.search(each) is not None for each in inner) <= MOST_INNER
    choices = [_segments(SPECIAL.sub(lambda match: f"[{match[0]}]", each), is_simple) for each in inner]
    return fixed, [_Way([part for parts in each for part in parts], endings, last) for each in product(*choices)]


def _segments(segment: str, is_simple: bool) -> list[tuple[str, ...]]:
    """What one segment of a pattern may be in a path: `a**b` is `a*b`, or `a*`, any folders, and `*b`; or else, to keep
    their number small, just any folders and `*b`.
    """
    first, *others = segment.split("**")
    if not others:
        return [(segment,)]
    last = others[-1]
    if first and last:
        several = (f"{first}*", "**", f"*{last}")
        return [several, (STARS.sub("*", segment),)] if is_simple else [("**", f"*{last}")]
    return [tuple(each for each in (first and f"{first}*", "**", last and f"*{last}") if each)]


def _representatives(paths: Sequence[str], start: int) -> tuple[str, ...]:
    """The first file of each folder, of folders down to the depth at which they are few enough."""
    found = _firsts(paths, start, 1)
    for depth in range(2, max(path.count("/", start) for path in paths) + 1):
        deeper = _firsts(paths, start, depth)
        if len(deeper) > MOST_FILES:
            break
        found = deeper
    return found[:MOST_FOLDERS]


def _firsts(paths: Sequence[str], start: int, depth: int) -> tuple[str, ...]:
    firsts: dict[tuple[str, ...], str] = {}
    for path in paths:
        folders = path[start:].strip("/").split("/")[:-1]
        firsts.setdefault(tuple(folders[:depth]), path)
    return tuple(firsts.values())
