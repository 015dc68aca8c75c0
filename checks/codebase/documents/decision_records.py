"""Architecture decision records: one Markdown file, as far as a policy and an override need to know it.

MADR, Nygard (adr-tools), log4brains, `ADR-021-title.md`, `adr-a-001`, front matter or a status line.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from checks.codebase.documents.markdown_text import FrontMatter, Line, read_lines, split_front_matter
from checks.codebase.documents.record_names import (
    is_formal,
    leading_date,
    leading_name,
    mentioned_records,
    record_key,
    without_leading_name,
)
from checks.codebase.documents.record_status import RecordStatus, status_of, status_text

ENDINGS = (".md", ".mdx", ".markdown")
NO_RECORDS = frozenset(
    {"readme", "index", "template", "summary", "overview", "toc", "changelog", "contributing", "log", "glossary"}
)
TEMPLATES = frozenset(
    {"adr-template", "adr_template", "madr-template", "template-adr", "template-madr", "template_adr"}
)
NUMBER_OR_ADR = re.compile(r"^(?:adr)?[-_ ]*[0-9]*[-_ ]+")


class Relation(StrEnum):
    """How a record refers to another."""

    AMENDS = "amends"
    SUPERSEDES = "supersedes"
    RELATES = "relates"


RELATION_WORDS = {
    "amends": Relation.AMENDS,
    "extends": Relation.AMENDS,
    "refines": Relation.AMENDS,
    "supersedes": Relation.SUPERSEDES,
    "replaces": Relation.SUPERSEDES,
    "relates": Relation.RELATES,
    "relates to": Relation.RELATES,
    "related": Relation.RELATES,
    "related to": Relation.RELATES,
    "related adr": Relation.RELATES,
    "related adrs": Relation.RELATES,
    "related decisions": Relation.RELATES,
}
RELATION = re.compile(
    r"^(?:[^a-z0-9]*|this (?:adr|record|decision|document) )("
    + "|".join(sorted(RELATION_WORDS, key=len, reverse=True))
    + r")\b([^.;]*)",
    re.IGNORECASE,
)
ARROW = re.compile(r"\s*(?:->|→|=>)\s*")


@dataclass(frozen=True, slots=True)
class DecisionRecord:
    """One record. `key` is the one spelling of its name, `names` all keys under which it may be referred to.

    `status_text` is the status as written, empty where there is none. `links` hold the keys of other records, `allows`
    the pairs of its front matter (`allows: orders -> billing`).
    """

    id: str
    key: str
    names: frozenset[str]
    path: str
    title: str
    status: RecordStatus
    status_text: str
    links: tuple[tuple[Relation, str], ...]
    allows: tuple[tuple[str, str], ...]
    text: str


def read_record(path: str, text: str) -> DecisionRecord | None:
    """Read one file of a folder of records; None where it is none (an index, a template). Never raises."""
    folder_and_stem, dot, ending = path.rpartition(".")
    stem = folder_and_stem.rpartition("/")[2]
    if dot + ending.lower() not in ENDINGS or _is_no_record(stem):
        return None
    front, body = split_front_matter(text)
    lines = read_lines(body)
    written = status_text(front, lines)
    name = _name(stem, front, lines, needs_form=not written)
    if name is None and not written:
        return None
    key, shown = name or (record_key(stem), stem)
    return DecisionRecord(
        id=shown,
        key=key,
        names=frozenset(_names(stem, front, key)),
        path=path,
        title=_title(stem, front, lines),
        status=status_of(written),
        status_text=written,
        links=tuple(dict.fromkeys([*_front_links(front), *_links(lines)])),
        allows=tuple(_allowed(front)),
        text=text,
    )


def same_record(reference: str, record: DecisionRecord) -> bool:
    """Whether a reference in any spelling names the record: `12`, `ADR-0012`, its file name, its path."""
    key = record_key(reference)
    return bool(key) and (key in record.names or reference.strip() == record.path)


def find_records(reference: str, records: Iterable[DecisionRecord]) -> tuple[DecisionRecord, ...]:
    """The records that a reference names. It names one only where one is found: the caller refuses more."""
    return tuple(record for record in records if same_record(reference, record))


def is_only_proposed(reference: str, records: Iterable[DecisionRecord]) -> bool:
    """Whether what a reference names is not decided yet. Another record of the same name does not make it so."""
    named = find_records(reference, records)
    return bool(named) and all(record.status is RecordStatus.PROPOSED for record in named)


def plain_text(record: DecisionRecord) -> str:
    """What a reader sees of a record, line by line: its title and its text, without blocks of code and struck-out
    words."""
    _, body = split_front_matter(record.text)
    return "\n".join([record.title, *(line.text for line in read_lines(body))])


def _is_no_record(stem: str) -> bool:
    words = NUMBER_OR_ADR.sub("", stem.casefold()).strip("-_ ")
    return words in NO_RECORDS or words in TEMPLATES


def _name(stem: str, front: FrontMatter, lines: Sequence[Line], *, needs_form: bool) -> tuple[str, str] | None:
    """Key and shown name, from front matter, file name or heading; without a status they must look like a record's."""
    for text in [*front.get("id", ()), stem, *front.get("title", ()), _heading(lines)]:
        found = leading_name(text)
        if found and (is_formal(text) or not needs_form):
            return found
    return None


def _names(stem: str, front: FrontMatter, key: str) -> Iterator[str]:
    yield key
    yield record_key(stem)
    for text in (stem, *front.get("id", ())):
        yield record_key(text)
        found = leading_name(text)
        if found:
            yield found[0]
        if date := leading_date(text):
            yield date


def _heading(lines: Sequence[Line]) -> str:
    """The first heading; text copied from a web page has none, and begins with its title."""
    first = next((line.text for line in lines if line.is_heading), "")
    return first or next((line.text for line in lines[:3] if line.text.casefold().startswith("adr")), "")


def _title(stem: str, front: FrontMatter, lines: Sequence[Line]) -> str:
    words = next(iter(front.get("title", ())), "") or _heading(lines)
    return without_leading_name(words or stem.replace("-", " ").replace("_", " "))


def _front_links(front: FrontMatter) -> Iterator[tuple[Relation, str]]:
    for word, texts in front.items():
        relation = RELATION_WORDS.get(word.replace("-", " ").replace("_", " "))
        for text in texts if relation else ():
            for key in list(mentioned_records(text)) or [record_key(text)]:
                yield relation or Relation.RELATES, key


def _links(lines: Sequence[Line]) -> Iterator[tuple[Relation, str]]:
    for line in lines:
        found = RELATION.match(line.text)
        relation = RELATION_WORDS[found[1].casefold()] if found else _section_relation(line)
        if relation:
            files = [record_key(link.partition("#")[0]) for link in line.links]
            numbers = [name[0] for name in map(leading_name, files) if name]
            for key in [*numbers, *mentioned_records(found[2] if found else line.text)]:
                yield relation, key


def _section_relation(line: Line) -> Relation | None:
    """A list under a heading such as "Related decisions"."""
    return None if line.is_heading else RELATION_WORDS.get(line.section.casefold().strip(" :"))


def _allowed(front: FrontMatter) -> Iterator[tuple[str, str]]:
    for text in front.get("allows", ()):
        for edge in text.split(","):
            ends = [end.strip() for end in ARROW.split(edge)]
            if len(ends) == 2 and all(ends):
                yield ends[0], ends[1]
