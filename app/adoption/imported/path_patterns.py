"""dependency-cruiser's regular expressions as globs: the part of them that says folders, files and packages."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import chain, product

from app.adoption.imported.values import SourceTree, unique

MOST_ALTERNATIVES = 64
GLOB_LETTERS = re.compile(r"[*?{}\[]")
ESCAPED_LETTER = re.compile(r"[^A-Za-z0-9]")
SINGLE_LETTERS = re.compile(r"\[([^\]\\^-]|\\[^A-Za-z0-9])+\]")
SEGMENT_TEXT = re.compile(r"\[\^\\?/\](\+|\*)")
ANYTHING_TEXT = re.compile(r"\.(\*|\+)\??")
PACKAGES = "node_modules/"
ALL_PACKAGES = "*"
CORE_PREFIX = "node:"


class Special(Enum):
    """What in a pattern is not a literal."""

    START = "^"
    END = "$"
    SEGMENT = "[^/]+"
    ANYTHING = ".*"


Token = str | Special
Groups = tuple[tuple[int, tuple[Token, ...]], ...]


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way in which a pattern matches, with what its capturing groups hold."""

    tokens: tuple[Token, ...] = ()
    groups: Groups = ()

    def group(self, number: int) -> tuple[Token, ...] | None:
        """The tokens that `$1` stands for."""
        return dict(self.groups).get(number)


class PatternError(ValueError):
    """A regular expression that says more than globs can."""


def alternatives(pattern: str) -> tuple[Alternative, ...]:
    """Write a regular expression out. Raises PatternError."""
    parser = _Parser(pattern)
    found = parser.choices()
    if parser.at < len(pattern):
        raise PatternError(pattern)
    return unique_alternatives(found)


def unique_alternatives(found: Iterable[Alternative]) -> tuple[Alternative, ...]:
    """Each once, in their order."""
    return tuple(dict.fromkeys(found))


def globs(pattern: str, tree: SourceTree) -> tuple[str, ...]:
    """The globs that match what a pattern matches of the repository's files. Raises PatternError."""
    found = unique(glob_of(one.tokens, tree) for one in alternatives(pattern))
    return tuple(one for one in found if one.startswith("**/") or f"**/{one}" not in found)


def glob_of(tokens: Sequence[Token], tree: SourceTree) -> str:
    """The glob of one alternative. Raises PatternError."""
    inner = [token for token in tokens if token not in {Special.START, Special.END}]
    anchored, ended = Special.START in tokens[:1], Special.END in tokens[-1:]
    if len(inner) + anchored + ended != len(tokens) or not inner:
        raise PatternError("an anchor within a pattern")
    if not anchored:
        inner = inner[1:] if inner[0] is Special.ANYTHING else inner
        head = inner[0] if inner else ""
        inner = ["**", *inner] if isinstance(head, str) and head.startswith("/") else ["**/*", *inner]
    written = _written(inner)
    text = written.removesuffix("/").removesuffix("/**")
    if ended or text != written:
        return text or "**"
    return text if _is_whole(text, tree) else text.rstrip("*") + "*"


def package_of(tokens: Sequence[Token]) -> str | None:
    """The package (or module of Node itself) that an alternative names; ALL_PACKAGES for any, None for a path."""
    literal = "".join(token if isinstance(token, str) else _LETTERS[token] for token in tokens)
    text = literal.strip("^$").removeprefix("/").removeprefix("**/")
    if text.rstrip("/*") == PACKAGES.rstrip("/"):
        return ALL_PACKAGES
    if text.startswith(PACKAGES):
        steps = text.removeprefix(PACKAGES).split("/")
        name = "/".join(steps[:2] if text.startswith(f"{PACKAGES}@") else steps[:1])
        if "*" in name:
            scope, _, rest = name.partition("/")
            return scope if rest == "*" and "*" not in scope else None
        return name or ALL_PACKAGES
    is_exact = tokens[:1] == (Special.START,) and tokens[-1:] == (Special.END,)
    core = text.removeprefix(CORE_PREFIX)
    return core if is_exact and re.fullmatch(r"[a-z_]+[0-9]?(/[a-z_]+)?", core) else None


_LETTERS = {Special.START: "^", Special.END: "$", Special.SEGMENT: "*", Special.ANYTHING: "*"}


def _is_whole(text: str, tree: SourceTree) -> bool:
    """Whether a pattern that stops in the middle of a name means this very folder or file: nothing else begins so."""
    name = text.rpartition("/")[2]
    if "*" in text:
        return name.endswith("*")
    known = chain(tree.folders, tree.paths)
    return not any(path.startswith(text) and path[len(text) : len(text) + 1] not in {"", "/"} for path in known)


def _written(tokens: Sequence[Token]) -> str:
    text = ""
    for index, token in enumerate(tokens):
        if isinstance(token, str):
            text += token if token in {"**", "**/*"} else GLOB_LETTERS.sub(lambda match: f"[{match[0]}]", token)
        elif token is Special.SEGMENT:
            text += "" if text.endswith("*") else "*"
        else:
            text += _anything(text, tokens[index + 1 :])
    return text


def _anything(before: str, after: Sequence[Token]) -> str:
    """`.*` as `**`, which stands alone between slashes."""
    if before and not before.endswith("/"):
        if not after and before.endswith("*"):
            return ""
        raise PatternError("`.*` within a name")
    following = after[0] if after else "/"
    return "**" if isinstance(following, str) and following.startswith("/") else "**/*"


class _Parser:
    """Recursive descent over the common part of JavaScript's regular expressions."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._groups = 0
        self.at = 0

    def choices(self) -> list[Alternative]:
        found = self._sequence()
        while self._next() == "|":
            self.at += 1
            found = _bounded(found + self._sequence())
        return found

    def _next(self) -> str:
        return self._pattern[self.at : self.at + 1]

    def _sequence(self) -> list[Alternative]:
        found = [Alternative()]
        while self._next() not in {"", "|", ")"}:
            found = _bounded(_joined(left, right) for left, right in product(found, self._repeated()))
        return found

    def _repeated(self) -> list[Alternative]:
        """One piece, and what follows it: `?` makes it optional, other repetitions say more than a glob."""
        piece = self._piece()
        if self._next() == "?":
            self.at += 1
            return [*piece, Alternative()]
        if self._next() in {"*", "+", "{"}:
            raise PatternError(self._pattern)
        return piece

    def _piece(self) -> list[Alternative]:
        for expression, token in ((SEGMENT_TEXT, Special.SEGMENT), (ANYTHING_TEXT, Special.ANYTHING)):
            if match := expression.match(self._pattern, self.at):
                self.at = match.end()
                return [Alternative((token,))]
        letter = self._next()
        if letter == "(":
            return self._group()
        if letter == "[":
            return self._letters()
        self.at += 1
        if letter in {"^", "$"}:
            return [Alternative((Special(letter),))]
        if letter == "\\":
            letter = self._next()
            self.at += 1
            if not ESCAPED_LETTER.fullmatch(letter):
                raise PatternError(self._pattern)
        elif letter == ".":
            # a point that nobody escaped nearly always means a point
            return [Alternative((".",))]
        elif letter in {"*", "+", "?", "{"}:
            raise PatternError(self._pattern)
        return [Alternative((letter,))]

    def _group(self) -> list[Alternative]:
        self.at += 1
        number = 0
        if self._pattern.startswith("?:", self.at):
            self.at += 2
        elif self._next() == "?":
            raise PatternError(self._pattern)
        else:
            self._groups += 1
            number = self._groups
        inner = self.choices()
        if self._next() != ")":
            raise PatternError(self._pattern)
        self.at += 1
        return [Alternative(one.tokens, ((number, one.tokens), *one.groups)) for one in inner] if number else inner

    def _letters(self) -> list[Alternative]:
        """`[.]` is a letter, `[jt]` one of two."""
        match = SINGLE_LETTERS.match(self._pattern, self.at)
        if match is None:
            raise PatternError(self._pattern)
        self.at = match.end()
        return [Alternative((letter,)) for letter in match[0][1:-1].replace("\\", "")]


def _joined(left: Alternative, right: Alternative) -> Alternative:
    """One after the other; literals that meet become one."""
    tokens = left.tokens
    for token in right.tokens:
        if tokens and isinstance(token, str) and isinstance(last := tokens[-1], str):
            tokens = (*tokens[:-1], last + token)
        else:
            tokens = (*tokens, token)
    return Alternative(tokens, (*left.groups, *right.groups))


def _bounded(found: Iterable[Alternative]) -> list[Alternative]:
    rows = list(found)
    if len(rows) > MOST_ALTERNATIVES:
        raise PatternError("too many alternatives")
    return rows
