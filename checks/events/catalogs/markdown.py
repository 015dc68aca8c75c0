"""Catalogs in Markdown: tables, headings and lists, anywhere in the file."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from checks.codebase.documents.markdown_text import split_front_matter
from checks.events.catalogs.entries import (
    Catalog,
    CatalogEntry,
    Format,
    Role,
    is_name,
    people_of,
    role_of,
    roles_of,
    standing_of,
)
from checks.events.names import shape

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

LONGEST = 1 << 20
"""Characters of a catalog that are read."""

MOST_WORDS = 5
"""Words of a name that is written in words: `Dataset uploaded`."""

DETAIL = re.compile(r"^\W*(?P<key>[A-Za-z][A-Za-z ()]{1,30}?)\W*:\W*(?P<value>.+)$")
LINK_TEXT = re.compile(r"[`*~]+")


@dataclass(frozen=True, slots=True)
class _Text:
    """A line of text, what of it is code or bold at its beginning, and where it stands."""

    text: str
    leading: str
    codes: tuple[str, ...]
    line: int


def read_markdown(path: str, content: str) -> Catalog:
    """The catalog in a file. Never raises."""
    _, body = split_front_matter(content[:LONGEST])
    skipped = content[:LONGEST].count("\n") - body.count("\n")
    reading = _Reading(path, skipped)
    reading.read(_parser().parse(body))
    written = content.split("\n")
    for form, entries in reading.found.items():
        if entries:
            shapes = {shape(name) for one in entries for name in one.names}
            rest = [one for other, found in reading.found.items() if other is not form for one in found]
            others = [one for one in rest if any(shape(name) in shapes for name in one.names)]
            last = reading.last_row or entries[-1].line if form is Format.TABLE else entries[-1].line
            text = written[last - 1] if last <= len(written) else ""
            return Catalog(path, form, (*entries, *others), reading.columns, last, text)
    return Catalog(path, Format.TABLE if reading.columns else Format.LIST, (), reading.columns, reading.last_row)


@cache
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt  # noqa: PLC0415 - see markdown_text

    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).disable(["html_block", "html_inline"])


class _Reading:
    """One pass over the tokens of a document."""

    def __init__(self, path: str, skipped: int) -> None:
        self.found: dict[Format, list[CatalogEntry]] = {Format.TABLE: [], Format.HEADINGS: [], Format.LIST: []}
        self.columns: tuple[tuple[str, Role], ...] = ()
        self.last_row = 0
        self._path = path
        self._skipped = skipped
        self._section = ""

    def read(self, tokens: "Sequence[Token]") -> None:
        row: list[_Text] = []
        header: tuple[tuple[str, Role], ...] = ()
        inside = ""
        for token in tokens:
            if token.type in {"heading_open", "thead_open", "tbody_open"}:
                inside = token.type
            elif token.type in {"heading_close", "table_close"}:
                inside = ""
            elif token.type == "tr_open":
                row = []
            elif token.type == "tr_close" and inside == "thead_open":
                header = roles_of(cell.text.strip() for cell in row)
            elif token.type == "tr_close":
                self._row(header, row)
            elif token.type == "inline" and inside in {"thead_open", "tbody_open"}:
                row.append(_joined(self._texts(token)))
            elif token.type == "inline":
                self._lines(token, is_heading=inside == "heading_open")

    def _row(self, header: tuple[tuple[str, Role], ...], row: Sequence[_Text]) -> None:
        cells = list(zip(header, row, strict=False))
        roles = {role for _, role in header}
        says_event = any("event" in title.casefold() for title, role in header if role is Role.EVENT)
        is_of_events = says_event or bool(roles & {Role.OWNER, Role.SUBSCRIBERS}) or "event" in self._section.casefold()
        event = next((cell for (_, role), cell in cells if role is Role.EVENT), None)
        names = _names(event) if event and is_of_events else ()
        if event is None or not names:
            return
        self.columns, self.last_row = header, event.line
        more = (cell for (_, role), cell in cells if role is Role.OTHER)
        aliases = (code for cell in more for code in cell.codes if cell.text.strip() == code and is_name(code))
        said: dict[Role, str] = {}
        for (_, role), cell in cells:
            said.setdefault(role, cell.text)
        entry = CatalogEntry(tuple(dict.fromkeys((*names, *aliases))), self._path, event.line)
        self.found[Format.TABLE].append(_with(entry, said))

    def _lines(self, token: "Token", *, is_heading: bool) -> None:
        for line in self._texts(token):
            if is_heading:
                self._section = line.text
                names = tuple(code for code in line.codes if is_name(code)) or _whole(line.text)
                if names:
                    self._add(Format.HEADINGS, names, line)
            elif is_name(line.leading):
                self._add(Format.LIST, (line.leading, *(one for one in line.codes[:1] if is_name(one))), line)
            else:
                self._detail(line)

    def _add(self, form: Format, names: tuple[str, ...], line: _Text) -> None:
        entry = CatalogEntry(tuple(dict.fromkeys(names)), self._path, line.line)
        self.found[form].append(_with(entry, {Role.STANDING: line.text}))

    def _detail(self, line: _Text) -> None:
        """`**Publisher:** payroll`, below a heading that is an event's name."""
        match = DETAIL.match(line.text)
        entries = self.found[Format.HEADINGS]
        if match is None or not entries:
            return
        role = role_of(match["key"])
        if role is Role.EVENT:
            names = tuple(name for name in (line.codes or (match["value"].strip(),)) if is_name(name))
            entries[-1] = replace(entries[-1], names=tuple(dict.fromkeys((*entries[-1].names, *names))))
        elif role is not Role.OTHER:
            entries[-1] = _with(entries[-1], {role: match["value"]})

    def _texts(self, token: "Token") -> Iterator[_Text]:
        first = (token.map[0] if token.map else 0) + self._skipped + 1
        for offset, children in enumerate(_lines_of(token.children or [])):
            yield _text(children, first + offset)


def _with(entry: CatalogEntry, said: Mapping[Role, str]) -> CatalogEntry:
    """The entry with what columns or details say of it."""
    return replace(
        entry,
        owners=people_of(said[Role.OWNER]) if Role.OWNER in said else entry.owners,
        subscribers=people_of(said[Role.SUBSCRIBERS]) if Role.SUBSCRIBERS in said else entry.subscribers,
        standing=standing_of(said[Role.STANDING]) if Role.STANDING in said else entry.standing,
        version=said[Role.VERSION].strip() or None if Role.VERSION in said else entry.version,
    )


def _names(cell: _Text) -> tuple[str, ...]:
    """The names in a cell: its code, its one word, or a few words."""
    codes = tuple(code.removesuffix("()") for code in cell.codes)
    names = tuple(code for code in codes if is_name(code) or code.isidentifier())
    if names:
        return names
    words = cell.text.replace("()", "").split()
    named = tuple(word.strip("(),") for word in words if is_name(word.strip("(),")))
    if named and len(words) <= MOST_WORDS:
        return named
    return (" ".join(words),) if 0 < len(words) <= MOST_WORDS else ()


def _whole(text: str) -> tuple[str, ...]:
    """A heading that is a name, but for a number before it or words in brackets behind it."""
    plain = re.sub(r"^[\d.)\s]+|\s*\(.*\)\s*$", "", text).strip()
    return (plain,) if is_name(plain) else ()


def _joined(lines: Iterator[_Text]) -> _Text:
    found = list(lines)
    codes = tuple(code for one in found for code in one.codes)
    return _Text(
        " ".join(one.text for one in found), found[0].leading if found else "", codes, found[0].line if found else 0
    )


def _lines_of(tokens: "Sequence[Token]") -> Iterator[list["Token"]]:
    line: list[Token] = []
    for token in tokens:
        if token.type in {"softbreak", "hardbreak"}:
            yield line
            line = []
        else:
            line.append(token)
    yield line


def _text(tokens: "Sequence[Token]", line: int) -> _Text:
    words, leading, codes = "", "", []
    depth = struck = 0
    for token in tokens:
        depth += token.nesting if token.type in {"strong_open", "strong_close"} else 0
        struck += token.nesting if token.type in {"s_open", "s_close"} else 0
        if token.type not in {"text", "code_inline"} or struck:
            continue
        is_marked = token.type == "code_inline" or depth > 0
        if is_marked and not words.strip(" -*:"):
            leading = token.content.strip(" :")
        if token.type == "code_inline":
            codes.append(token.content.strip())
        words += token.content
    return _Text(words, leading, tuple(codes), line)
