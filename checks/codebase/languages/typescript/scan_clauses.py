"""What stands between `import` or `export` and `from`, read without a parser: the names taken, and whether as types."""

import re
from collections.abc import Iterator
from functools import lru_cache

from checks.codebase.facts import Kind

PLAIN = re.compile(r"\s*+\{([\w\s,]*+)\}\s*+", re.ASCII)
"""`{ a, b }`, by far the most frequent clause."""

CLAUSE = re.compile(
    rb"""
    (?P<type> \s++ type (?=[\s{*]) )?+ \s*+
    (?: (?P<default> [A-Za-z_$][\w$]*+ ) \s*+ (?: , \s*+ (?=[{*]) | \Z ) )?+
    (?: (?P<all> \* ) \s*+ (?: as \s++ (?P<alias> [A-Za-z_$][\w$]*+ ) \s*+ )?+ | \{ (?P<named> [^{}*]*+ ) \} \s*+ )?+
    """,
    re.VERBOSE,
)
SPECIFIER = re.compile(rb"\s*+(type\s++)?+([A-Za-z_$][\w$]*+)(?:\s++as\s++([A-Za-z_$][\w$]*+))?+\s*+")

NO_PLAIN_NAMES = frozenset({"as", "type", "typeof"})
"""Words that the grammars do not take for a name wherever they are one."""

MOST_KNOWN = 1 << 13
"""Clauses whose meaning is kept: the files of one repository import the same things."""

LONGEST_KNOWN = 300
"""Bytes of a clause that is kept."""


class Unsure(Exception):  # noqa: N818 - no error: the file is parsed then
    """What a file imports cannot be proved without a parser."""


def names_taken(word: bytes, clause: bytes) -> tuple[tuple[str, ...], Kind]:
    """The names as the other module calls them, and the kind of the import. `clause` is what stands between the word,
    `import` or `export`, and `from`. Raises Unsure.
    """
    return (_known if len(clause) < LONGEST_KNOWN else _names_taken)(word, clause)


def _names_taken(word: bytes, clause: bytes) -> tuple[tuple[str, ...], Kind]:
    is_import = word == b"import"
    if not is_import and b"\n" in clause[clause.rfind(b"}") + 1 :]:
        raise Unsure  # the grammars end the statement behind the bracket
    plain = PLAIN.fullmatch(clause.decode("ascii"))
    if plain is not None:
        names = tuple(map(str.strip, plain[1].split(",")))
        names = names if names[-1] else names[:-1]
        if all(map(str.isidentifier, names)) and NO_PLAIN_NAMES.isdisjoint(names):
            return names, Kind.IMPORT if names or not is_import else Kind.TYPE
    match = CLAUSE.fullmatch(clause)
    if match is None or not _is_plain(match, is_import=is_import):
        raise Unsure
    found = list(_names(match))
    types_only = match["type"] is not None or (all(is_type for _, is_type in found) if found else is_import)
    return tuple(name for name, _ in found), Kind.TYPE if types_only else Kind.IMPORT


_known = lru_cache(MOST_KNOWN)(_names_taken)


def _is_plain(match: re.Match[bytes], *, is_import: bool) -> bool:
    """Whether TypeScript and the grammars agree that a clause may be so."""
    types, default, everything, alias, named = match.groups()
    more = everything is not None or named is not None
    if is_import:
        return (
            (default is not None or more)
            and (everything is None or alias is not None)
            and not (types is not None and default is not None and more)
        )
    return default is None and more and not (types is not None and everything is not None)


def _names(match: re.Match[bytes]) -> Iterator[tuple[str, bool]]:
    """The names of a clause, and whether each is marked as a type. Raises Unsure."""
    if match["default"] is not None:
        _checked(match["default"])
        yield "default", False
    if match["all"] is not None:
        _checked(match["alias"] or b"")
        yield "*", False
    elif match["named"] is not None:
        listed = match["named"].split(b",")
        for each in listed if listed[-1].strip() else listed[:-1]:
            specifier = SPECIFIER.fullmatch(each)
            if specifier is None:
                raise Unsure
            is_type, name, alias = specifier.groups()
            _checked(alias or b"")
            yield _checked(name), is_type is not None


def _checked(name: bytes) -> str:
    text = name.decode("ascii")
    if text in NO_PLAIN_NAMES:
        raise Unsure
    return text
