"""What one script imports, without parsing it: several times as fast, for files that a pull request does not touch.

`scan_script` gives the facts of `extract_script`, or None where it is not sure; the caller then parses.

Proved, for every file that the language and the parser accept:

- The head of a file (a hashbang, white space, comments, directives, and import and export statements that name a module
  and end in a semicolon or at the end of their line) is read whole from the first byte on, so that nothing in it can be
  something else. Statements in any other form end the head.
- Behind the head no `import`, `require` or `from` stands that could import (`SUSPECTS`): then there is no further
  import, whatever the rest is. `import` is a keyword and begins no import unless a string, a bracket, a dot or a
  comment follows it, or else a `from` before a string; `require` imports nothing before another word of its line.
- Else the text up to the last such word is separated into code, comments, strings, templates and regular expressions,
  and each has to lie in one of the last four, or in a statement of the form above at the start of a line outside all
  brackets. A slash that may be a division, an unpaired quote, more than names and calls in a template, or JSX makes the
  scanner give up.

Not proved: that the file is valid. It gives up at cheap signs of an error (`TRACES`, brackets without partners, what is
not UTF-8, a `<` where the code should begin). An error without such a sign is the only difference: the facts then
are the imports that its lines show, and have no `problem`.
"""

import re

from checks.codebase.facts import NOTHING_SCANNED, FileFacts, Import, Kind
from checks.codebase.languages.typescript.grammar import decode
from checks.codebase.languages.typescript.rewrites import IMPORT_CALL
from checks.codebase.languages.typescript.scan_clauses import Unsure, names_taken

TRACES = (b"\0", b"\\u00", b"\\u{", b"<<<<<<<", b">>>>>>>", b"<reference", b"createRequire")
"""Bytes of which any occurrence makes the scanner give up, as does `import(`. The escapes are those that can spell
`require`.
"""

COMMENT = rb"(?: // [^\n]*+ | /\* [^*]*+ (?: \* (?!/) [^*]*+ )*+ \*/ )"
GAP = rb"(?: \s*+ (?: COMMENT \s*+ )*+ )".replace(b"COMMENT", COMMENT)

START = re.compile(rb"(?: \#! [^\n]*+ )?+ GAP".replace(b"GAP", GAP), re.VERBOSE)
STATEMENT = re.compile(
    rb"""
    (?: (?P<word> import | export ) \b (?:
          (?P<clause> (?: \s++ type (?=[\s{*]) (?! \s*+ from ) )?+ \s*+ (?: [A-Za-z_$][\w$]*+ \s*+ ,?+ \s*+ )?+
                      (?: \* (?: \s*+ as \s++ [\w$]++ )?+ | \{ [\w$\s,]*+ \} )?+ \s*+ )
          (?<=[\s}*]) from \s*+
        | (?<=import) \s*+
        )
        (?P<module> STRING ) | STRING )
    [ \t]*+
    (?: ; GAP
      | (?= (?: //[^\n]*+ )?+ (?: \r?\n | \Z ) )
        GAP (?: (?! (?: in | instanceof | with | assert | from ) \b ) (?= [A-Za-z_$@'"] ) | \Z ) )
    """.replace(b"STRING", rb"""(?: "[^"\\\n]*+" | '[^'\\\n]*+' )""").replace(b"GAP", GAP),
    re.VERBOSE,
)
"""An import or export with a module, or a directive, and what follows up to the next code. Without a semicolon, that
has to be a new line that goes on with something else.
"""

SUSPECTS = tuple(
    re.compile(pattern, re.VERBOSE)
    for pattern in (
        rb"""import (?<!\wimport) (?: Actual\b | \b (?= \s*+ ["'`(./\x80-\xff] | \s++ type\b ) )""",
        rb"""require (?<!\wrequire) (?:Actual)?+ \b
             (?! (?<=\w[ ]require) (?: [ ] (?! (?:as|in|instanceof|satisfies) \b ) [A-Za-z] | -[a-z] ) )""",
        rb"""from (?<!\wfrom) \s*+ (?= ["'/\x80-\xff] )""",
    )
)
"""Words that could belong to an import. Each begins with fixed bytes, which makes the search ten times as fast."""

PIECE = re.compile(
    rb"""
      (?P<comments> COMMENT \s*+ (?: COMMENT \s*+ )*+ )
    | (?P<texts> (?: (?: "(?: [^"\\\n]++ | \\. )*+" | '(?: [^'\\\n]++ | \\. )*+' ) [\s:,]*+ )++
        | ` (?: [^`\\$]++ | \\. | \$(?!\{) | \$\{ (?: (?! import | require ) [\w$.\[\]\s()?!,+] )*+ \} )*+ ` )
    | (?P<open> [({\[] ) | (?P<close> [)}\]] ) | (?P<word> \b(?: import | export )\b ) | (?P<slash> / )
    | (?P<unsure> ["'`] | <!-- | --> | \b(?: require | requireActual | importActual )\b | \bfrom \s*+ ["'/\x80-\xff] )
    """.replace(b"COMMENT", COMMENT),
    re.VERBOSE | re.DOTALL,
)
"""What is to be looked at in code: all that could hide a word, or be one."""

REGEX = re.compile(rb"/ (?!\*) (?: [^/\\\[\n] | \\[^\n] | \[ (?: [^\]\\\n] | \\[^\n] )*+ \] )++ / [a-z]*+", re.VERBOSE)
BEFORE_REGEX = b"(,=:[&|?;{"
"""Characters after which a slash divides nothing."""

JSX = re.compile(rb"</|/>|[=(,:?&|>]\s*+<(?![<=])")
"""What ends an element, and where an element or a cast begins."""

LINE_SEPARATORS = re.compile(rb"\xe2\x80[\xa8\xa9]")
NEAR = 200
"""Bytes in which to look back for the start of a line or the last character of code."""


def scan_script(source: bytes, dialect: str) -> FileFacts | None:
    """The facts that `extract_script` gives, or None if that takes a parser. Never raises. The dialect is `typescript`
    or `tsx`.
    """
    text = decode(source)
    if not _is_plain(text):
        return None
    scan = _Scan(text)
    try:
        scan.read_head()
        last = _last_suspect(text, scan.position)
        if last >= 0 and dialect == "tsx" and text.find(b"<", scan.position, last) >= 0 and JSX.search(text):
            return None
        scan.read_body(last)
    except Unsure:
        return None
    return FileFacts(imports=tuple(scan.imports), uses=None) if scan.imports else NOTHING_SCANNED


def _is_plain(text: bytes) -> bool:
    """Whether a text has no trace of what is not scanned."""
    if any(map(text.__contains__, TRACES)) or IMPORT_CALL.search(text):
        return False
    if b"\r" in text and text.count(b"\r") != text.count(b"\r\n"):
        return False
    if text.count(b"{") != text.count(b"}") or text.count(b"(") != text.count(b")"):
        return False
    if text.isascii():
        return True
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    return LINE_SEPARATORS.search(text) is None


def _last_suspect(text: bytes, position: int) -> int:
    """Where the last word from `position` on stands that could belong to an import; -1 if there is none."""
    last = -1
    for pattern in SUSPECTS:
        for match in pattern.finditer(text, position):
            last = max(last, match.start())
    return last


class _Scan:
    """Collects the imports of one text. What lies before `position` is read."""

    def __init__(self, text: bytes) -> None:
        self.imports: list[Import] = []
        self.position = 0
        self._text = text
        self._line = 1
        self._counted = 0
        self._comments = (-1, 0)  # the end and the start of the comments read last

    def read_head(self) -> None:
        """Reads statements from the start of the text on, up to the first that is no import. Raises Unsure."""
        text = self._text
        start = START.match(text)
        self.position = start.end() if start is not None else 0
        while (match := STATEMENT.match(text, self.position)) is not None:
            self._add(match)
        if text.startswith(b"<", self.position):
            raise Unsure

    def read_body(self, last: int) -> None:
        """Reads the text up to the offset `last`, wherever in a piece that is. Raises Unsure."""
        depth = 0
        while self.position <= last and (piece := PIECE.search(self._text, self.position)) is not None:
            start, self.position = piece.span()
            match piece.lastgroup:
                case "comments":
                    self._comments = self.position, start
                case "open":
                    depth += 1
                case "close":
                    depth -= 1
                case "word":
                    self._read_word(start, is_outside=depth == 0)
                case "slash":
                    self._read_regex(start)
                case "unsure":
                    raise Unsure
            if depth < 0:
                raise Unsure

    def _add(self, match: re.Match[bytes]) -> None:
        """Takes over a statement."""
        word, clause, module = match.group("word", "clause", "module")
        self.position = match.end()
        if word is None:
            return
        self._line += self._text.count(b"\n", self._counted, match.start())
        self._counted = match.start()
        names, kind = ((), Kind.IMPORT) if clause is None else names_taken(word, clause)
        self.imports.append(Import(module[1:-1].decode(), names, self._line, kind))

    def _read_word(self, start: int, *, is_outside: bool) -> None:
        """Reads what begins with `import` or `export` in code."""
        if is_outside and self._begins_line(start) and (match := STATEMENT.match(self._text, start)) is not None:
            self._add(match)
        elif SUSPECTS[0].match(self._text, start) is not None:
            raise Unsure

    def _read_regex(self, start: int) -> None:
        before = self._before(start)
        match = REGEX.match(self._text, start)
        if match is None or before is None or before not in BEFORE_REGEX:
            raise Unsure
        self.position = match.end()

    def _begins_line(self, start: int) -> bool:
        """Whether a word is the first of its line, and not a member of what stands in the line before."""
        line = self._text.rfind(b"\n", max(0, start - NEAR), start)
        return line >= 0 and not self._text[line:start].strip() and self._before(start) not in (None, ord("."))

    def _before(self, start: int) -> int | None:
        """The last character of code before an offset; None if that is too far away."""
        end, begin = self._comments
        stop = begin if end == start else start
        near = self._text[max(0, stop - NEAR) : stop].rstrip()
        return near[-1] if near else None
