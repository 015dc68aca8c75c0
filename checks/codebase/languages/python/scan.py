"""What one Python file imports, without parsing it: many times as fast, for files that a pull request does not touch.

`scan_source` gives the facts of `extract_source`, or None where it is not sure; the caller then parses.

Proved, for every file that Python accepts: `import` is a keyword and stands in no expression, so an import statement is
wherever the word is neither in a string nor in a comment. The text up to the last place that holds the word is
separated into code, strings and comments by Python's lexical rules (those before and those since 3.12, which differ
inside f-strings: where they could disagree the scanner gives up). Every `import` of that code then has to be accounted
for by a logical line of its own that is plainly an import; one behind a colon, a semicolon, with letters beyond ASCII
or in any other form makes the scanner give up. What is type-only is told for the plain forms alone: the constant is
imported from typing by an unindented line, is named nowhere else but in `if TYPE_CHECKING:`, and those blocks hold
nothing but imports. Files that `may_import_by_call` finds a trace in are not scanned at all.

Not proved: that the file is valid. It gives up at cheap signs of an error (`TRACES`, and in the text up to the last
import stray quotes, backslashes and characters, brackets without their partners, impossible indentation). An error
without such a sign is the only difference: the facts are then the imports that its lines show, and have no `problem`.
"""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from keyword import kwlist
from unicodedata import normalize

from checks.codebase.facts import NOTHING_SCANNED, FileFacts, Import, Kind
from checks.codebase.languages.python.extract import LARGEST
from checks.codebase.languages.python.fallback import LONGEST_PIECE
from checks.codebase.languages.python.traces import may_import_by_call
from checks.codebase.languages.python.type_checking import CONSTANT, SET_TO_FALSE, TYPING_MODULES

TRACES = (b"\0", b"\n<<<<<<<")
"""Bytes of which any occurrence makes the scanner give up; those of calls are `may_import_by_call`'s."""

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
CONSTANT_BYTES = CONSTANT.encode()
OTHER_CONSTANTS = tuple(name.encode() for name in SET_TO_FALSE - {CONSTANT})
KEYWORDS = frozenset(kwlist)
BRACKETS = ((b"(", b")"), (b"[", b"]"), (b"{", b"}"))

COMMENT = re.compile(rb"#[^\n]*")
LONG = rb"QQQ [^Q\\]* (?: (?: \\. | Q(?!QQ) ) [^Q\\]* )* QQQ"
SHORT = rb"Q(?!QQ) [^Q\\\n]* (?: \\. [^Q\\\n]* )* Q"
STRAY = rb"Q ()"
STRINGS = [form.replace(b"Q", quote) for form in (LONG, SHORT, STRAY) for quote in (b'"', b"'")]
TOKEN = re.compile(b" | ".join([rb"\#[^\n]*", *STRINGS, rb"\\\n", rb"\\ ()"]), re.DOTALL | re.VERBOSE)
"""A comment, a string from its first quote on, a joined line; or a quote or backslash that begins none of them."""

FIELD = rb"""\{(?!\{) PLAIN (?: (?: '[^{}"'\\\#\n]*' | "[^{}"'\\\#\n]*" | \{ PLAIN \} ) PLAIN )* \}"""
FORMATTED = re.compile(
    (rb"[^{}\\]* (?: (?: \\[^{}] | \{\{ | \}\} | " + FIELD + rb" ) [^{}\\]* )*").replace(
        b"PLAIN", rb"""[^{}"'\\\#\n]*"""
    ),
    re.DOTALL | re.VERBOSE,
)
"""The text of an f-string that ends in the same place by the rules before and since Python 3.12."""

STATEMENT = re.compile(
    rb"""
    \n (?<! \\\n ) (?P<indent> [ ]* | \t* )
    (?: from SPACE+ (?P<module> \.* NAME (?: \. NAME )* | \.+ ) SPACE+ import
        (?: SPACE* \( (?P<bracketed> [\w\s,]* ) \) [ \t]* | SPACE+ (?P<star> \* ) [ \t]* | (?P<taken> LIST ) )
      | import (?P<modules> LIST ) )
    (?= \n | \Z )
    """.replace(b"SPACE", rb"(?: [ \t] | \\\n )")
    .replace(b"LIST", rb"(?= [ \t\\] ) [\w \t,.]* (?: \\\n [\w \t,.]* )*")
    .replace(b"NAME", rb"[A-Za-z_]\w*"),
    re.VERBOSE,
)
"""A logical line that is an import, with the end of the line before it. Run on code without comments."""

CONDITION = re.compile(rb"\n (?<! \\\n ) (?P<indent> [ ]* | \t* ) if [ ] TYPE_CHECKING: [ \t]* (?= \n )", re.VERBOSE)
"""A logical line that begins a block for type checkers."""

TAIL = re.compile(
    rb"import [ \t]* (?: \( [^()#]* (?: \#[^\n]*\n [^()#]* )* \) )? [^\\\n]* (?: \\. [^\\\n]* )*",
    re.DOTALL | re.VERBOSE,
)
"""From an `import` to the end of its statement."""

WORD = re.compile(rb"\bimport\b")
RENAMING = re.compile(rb"\bas\b")
NO_CODE = re.compile(rb"[^\t\n\f -#%->@-_a-~]")
"""What stands in no code, or in none that is ASCII."""

TEMPLATES = (b"{%", b"{{")
"""What in code means that the file is yet to be made from a template."""

CACHED = 1 << 13
"""Statements whose meaning is kept: the files of one repository import the same things."""

LONGEST_CACHED = 500
"""Bytes of a statement that is kept."""


class _Unsure(Exception):  # noqa: N818 - no error: the file is parsed then
    """The scanner cannot prove what the file imports."""


def scan_source(source: bytes) -> FileFacts | None:
    """The facts that `extract_source` gives, or None if that takes a parser. Never raises."""
    try:
        text = _text(source)
        last = text.rfind(b"import")
        return FileFacts(imports=tuple(_imports(text, last)), uses=None) if last >= 0 else NOTHING_SCANNED
    except _Unsure:
        return None


def _text(source: bytes) -> bytes:
    """The file with a line feed before each line, the first one too."""
    if len(source) > LARGEST or may_import_by_call(source):
        raise _Unsure
    if not source.isascii():
        try:
            source.decode()
        except UnicodeDecodeError:
            raise _Unsure from None
    text = b"\n" + source.removeprefix(BYTE_ORDER_MARK)
    if b"\r" in text:
        text = text.replace(b"\r\n", b"\n")
    if b"\r" in text or any(trace in text for trace in TRACES):
        raise _Unsure
    return text


def _imports(text: bytes, last: int) -> Iterator[Import]:
    tail = TAIL.match(text, last)
    end = tail.end() if tail else len(text)
    code = _code(text, end)
    found = list(STATEMENT.finditer(code))
    is_accounted_for = code.count(b"import") == len(found) or len(WORD.findall(code)) == len(found)
    if not is_accounted_for or NO_CODE.search(code) or any(opening in code for opening in TEMPLATES):
        raise _Unsure
    type_only = _type_only(text, code, end, found)
    line, counted, at, outer = 0, 0, 0, 0
    for index, statement in enumerate(found):
        start, begin = statement.start(), statement.end("indent")
        line += code.count(b"\n", counted, begin)
        if begin - start > outer + 1 and not code[at:start].strip():
            raise _Unsure  # nothing that could have a block stands before it
        counted, at, outer = begin, statement.end(), begin - start - 1
        kind = Kind.TYPE if index in type_only else Kind.IMPORT
        parsed = _parsed if at - begin < LONGEST_CACHED else _parsed.__wrapped__
        for module, names in parsed(code[begin:at]):
            yield Import(module, names, line, kind)
    if any(code.count(opening, 0, at) != code.count(closing, 0, at) for opening, closing in BRACKETS):
        raise _Unsure


def _code(text: bytes, end: int) -> bytes:
    """The text up to an offset without comments, and with empty strings that take as many lines as the true ones."""
    head = text[:end]
    if b'"' not in head and b"'" not in head and b"\\" not in head:
        return COMMENT.sub(b"", head) if b"#" in head else head
    pieces = []
    at = 0
    for token in TOKEN.finditer(text):
        start = token.start()
        if start >= end:
            break
        pieces += [text[at:start], _blank(token, text, start)]
        at = token.end()
    pieces.append(text[at:end])
    return b"".join(pieces)


def _blank(token: re.Match[bytes], text: bytes, start: int) -> bytes:
    token_text = token[0]
    if token_text.startswith(b"#"):
        return b""
    if token.lastindex:
        raise _Unsure
    if token_text.startswith(b"\\"):
        return token_text
    if b"{" in token_text and _is_formatted(text, start):
        quotes = 3 if token_text[:3] in {b'"""', b"'''"} else 1
        if not FORMATTED.fullmatch(token_text, quotes, len(token_text) - quotes):
            raise _Unsure
    lines = token_text.count(b"\n")
    return b"''" + b"\n" * lines + b"''" if lines else b"''"


def _is_formatted(text: bytes, quote: int) -> bool:
    """Whether the string that begins with this quote may be an f-string or a t-string."""
    before = text[max(quote - 2, 0) : quote].lower()
    return before.endswith((b"f", b"t", b"fr", b"tr"))


def _type_only(text: bytes, code: bytes, end: int, found: Sequence[re.Match[bytes]]) -> Collection[int]:
    """The indices of the imports that only type checkers see."""
    if CONSTANT_BYTES not in code and not any(name in code for name in OTHER_CONSTANTS):
        return ()
    conditions = list(CONDITION.finditer(code))
    _check_constant(text, code, end, found, conditions)
    starts = [statement.start() for statement in found]
    blocks = (_block(code, one, found, bisect_left(starts, one.end())) for one in conditions)
    return {index for block in blocks for index in block}


def _check_constant(
    text: bytes, code: bytes, end: int, found: Sequence[re.Match[bytes]], conditions: Sequence[re.Match[bytes]]
) -> None:
    """Give up unless typing's constant is the only meaning that the name can have in the file."""
    if any(name in code for name in OTHER_CONSTANTS):
        raise _Unsure
    importing = [statement for statement in found if CONSTANT_BYTES in statement[0]]
    if not importing or not all(map(_imports_constant, importing)):
        raise _Unsure
    known = len(importing) + len(conditions)
    behind = text.count(CONSTANT_BYTES, end)
    if code.count(CONSTANT_BYTES) != known or (behind and behind != len(CONDITION.findall(text, end))):
        raise _Unsure
    if not text.isascii() and normalize("NFKC", text.decode()).count(CONSTANT) != text.count(CONSTANT_BYTES):
        raise _Unsure


def _imports_constant(statement: re.Match[bytes]) -> bool:
    is_whole = len(statement[0]) < LONGEST_PIECE and not RENAMING.search(statement[0])
    [(module, names), *_] = _parsed(statement[0].strip())
    return is_whole and not statement["indent"] and module in TYPING_MODULES and CONSTANT in names


def _block(code: bytes, condition: re.Match[bytes], found: Sequence[re.Match[bytes]], first: int) -> Iterator[int]:
    """The indices of the imports under a condition, `first` being the next one. Gives up if anything else is there."""
    outer, inner = condition["indent"], b""
    at = condition.end()
    for index in range(first, len(found)):
        between = code[at : found[index].start()]
        other = between.lstrip()
        indent = between[: -len(other)].rpartition(b"\n")[2] if other else found[index]["indent"]
        if inner and outer.startswith(indent):
            return
        if other or not indent.startswith(outer) or indent == outer or inner not in {b"", indent}:
            raise _Unsure
        yield index
        at, inner = found[index].end(), indent


@lru_cache(CACHED)
def _parsed(statement: bytes) -> Sequence[tuple[str, tuple[str, ...]]]:
    """The modules of an import statement, each with the names that are taken from it."""
    match = STATEMENT.match(b"\n" + statement)
    if match is None:
        raise _Unsure
    module, bracketed, taken, modules = match.group("module", "bracketed", "taken", "modules")
    if modules:
        return tuple((name, ()) for name in _names(modules))
    names = ("*",) if match["star"] else _names(taken or bracketed.rstrip().removesuffix(b","))
    return ((module.decode(), names),)


def _names(listed: bytes) -> tuple[str, ...]:
    """The names in a list of them, without those that the file gives them."""
    items = [item.split() for item in listed.decode().replace("\\\n", " ").split(",")]
    if any(len(item) != 1 and (len(item) != 3 or item[1] != "as") for item in items):
        raise _Unsure
    names = tuple(item[0] for item in items)
    if not KEYWORDS.isdisjoint(names) or not all(name.replace(".", "").isidentifier() for name in names):
        raise _Unsure
    return names
