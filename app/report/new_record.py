"""A decision record for findings, in the form that the repository's own records have: its name, its heading, the place
of its status, its sections.

The record says `Proposed`: whoever accepts it says so, not the tool. It amends the record that the broken rule cites
and names what it allows, which is what an override asks of it (docs/policy.md).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from app.report.markup import as_text
from app.report.wording import what_happened
from checks import DecisionRecord, Finding, allowance, find_records

FRONT_MATTER = re.compile(r"\A\ufeff?---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
NAME = re.compile(r"((?:adr)?[-_ ]*(?:[a-z]{1,3}[-_])?)(\d+)([-_. ]+)?.*", re.IGNORECASE)
HEADING = re.compile(r"#[ \t]+((?:adr[-_ ]*(?:[a-z]{1,3}[-_])?)?)(\d+)([ .:\u2013\u2014-]+)", re.IGNORECASE)
LABELLED = re.compile(
    r"^([ \t]*(?:[-*+\u2022>][ \t]*)?(?:\*\*|__)?)Status((?:\*\*|__)?[ \t]*:[ \t]*(?:\*\*|__)?[ \t]*)\S", re.MULTILINE
)
ROW = re.compile(r"^\|[ \t]*(\*{0,2})Status\1[ \t]*\|", re.MULTILINE | re.IGNORECASE)
FRONT_STATUS = re.compile(r"^status[ \t]*:", re.MULTILINE | re.IGNORECASE)
SECTION = re.compile(r"^##[ \t]+(.+?)[ \t#]*$", re.MULTILINE)
STATUS = "Proposed"
DATE_DIGITS = 8
FIRST_NAME = "0001"
LONGEST_SLUG = 60
USUAL = ("Context", "Decision", "Consequences")


@dataclass(frozen=True, slots=True)
class NewRecord:
    """A file to be written."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Draft:
    """What the record says, whatever its form. `allows` are its edges as `orders -> billing`, and what else a component
    is allowed as `orders -> requests`."""

    title: str
    today: date
    amends: tuple[DecisionRecord, ...]
    allows: tuple[str, ...]
    findings: tuple[Finding, ...]


def new_record(
    findings: Sequence[Finding], records: Sequence[DecisionRecord], folder: str, today: date, title: str | None = None
) -> NewRecord:
    """The record that would decide these findings, for a folder (`docs/adr/`); `records` are those that are there."""
    draft = Draft(title or _title(findings[0]), today, _amended(findings, records), _allows(findings), tuple(findings))
    model = max(records, key=_age, default=None)
    name = _next_name(model, records, draft)
    home = model.path.rpartition("/")[0] + "/" if model and "/" in model.path else folder
    ending = model.path.rpartition(".")[2] if model else "md"
    return NewRecord(f"{home}{name}.{ending}", _text(model, name, draft))


def _title(finding: Finding) -> str:
    if finding.source and finding.target and finding.source != finding.target:
        return f"{finding.source} may depend on {finding.target}"
    subject = finding.symbol or finding.path.rpartition("/")[2]
    return f"An exception for {subject} in {finding.source}" if finding.source else f"An exception for {subject}"


def _amended(findings: Iterable[Finding], records: Sequence[DecisionRecord]) -> tuple[DecisionRecord, ...]:
    cited = dict.fromkeys(finding.rule.adr for finding in findings if finding.rule.adr)
    return tuple({one.path: one for adr in cited for one in find_records(adr, records)}.values())


def _allows(findings: Iterable[Finding]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(said for one in findings if (said := allowance(one))))


def _age(record: DecisionRecord) -> tuple[int, str]:
    """Orders records from the oldest to the newest: by number, then by path."""
    found = NAME.fullmatch(_stem(record))
    return int(found[2]) if found else -1, record.path


def _stem(record: DecisionRecord) -> str:
    return record.path.rpartition("/")[2].rpartition(".")[0]


def _next_name(model: DecisionRecord | None, records: Sequence[DecisionRecord], draft: Draft) -> str:
    slug = re.sub(r"[^a-z0-9]+", "-", draft.title.casefold()).strip("-")[:LONGEST_SLUG].rstrip("-")
    found = NAME.fullmatch(_stem(model)) if model else None
    if found is None:
        return f"{FIRST_NAME}-{slug}"
    if len(found[2]) == DATE_DIGITS:
        return f"{found[1]}{draft.today:%Y%m%d}{found[3] or '-'}{slug}"
    series = (NAME.fullmatch(_stem(one)) for one in records)
    highest = max(int(one[2]) for one in series if one and one[1].casefold() == found[1].casefold())
    return f"{found[1]}{highest + 1:0{len(found[2])}d}{found[3] or '-'}{slug}"


def _text(model: DecisionRecord | None, name: str, draft: Draft) -> str:
    text = model.text.replace("\r\n", "\n") if model else ""
    front = FRONT_MATTER.match(text)
    body = text[front.end() :] if front else text
    parts = [_front_matter(front[1], name, draft)] if front else []
    parts.append(_heading(body, name, draft))
    parts += _status(body, draft, is_said=bool(front and FRONT_STATUS.search(front[1])))
    parts += _sections(body, draft)
    return "\n\n".join(parts) + "\n"


def _front_matter(text: str, name: str, draft: Draft) -> str:
    """The words that the other record has and that can be said of any, and those that an override asks for."""
    values = {"id": name, "title": draft.title, "status": STATUS.lower(), "date": draft.today.isoformat()}
    words = (line.partition(":")[0].strip() for line in text.split("\n") if re.match(r"[A-Za-z_-]+[ \t]*:", line))
    lines = [f"{word}: {values[word.casefold()]}" for word in words if word.casefold() in values]
    lines += [f"amends: {', '.join(one.id for one in draft.amends)}"] if draft.amends else []
    lines += [f"allows: {', '.join(draft.allows)}"] if draft.allows else []
    return "\n".join(["---", *lines, "---"])


def _heading(body: str, name: str, draft: Draft) -> str:
    """With the record's number where the others have theirs: `# 7. Title`, `# ADR-007: Title`, `# Title`."""
    found = HEADING.match(body.lstrip())
    number = NAME.fullmatch(name)
    if found is None or number is None:
        return f"# {draft.title}"
    return f"# {found[1]}{int(number[2]):0{len(found[2])}d}{found[3]}{draft.title}"


def _status(body: str, draft: Draft, *, is_said: bool) -> Iterator[str]:
    links = ", ".join(f"[{one.id}]({one.path.rpartition('/')[2]})" for one in draft.amends)
    labelled = LABELLED.search(body)
    if not is_said and labelled and not _has_status_section(body):
        lines = [f"{labelled[1]}Status{labelled[2]}{STATUS}", f"{labelled[1]}Date{labelled[2]}{draft.today}"]
        yield "\n".join([*lines, f"{labelled[1]}Amends{labelled[2]}{links}"] if links else lines)
        return
    if not is_said and ROW.search(body):
        rows = [f"| Status | {STATUS} |", f"| Date | {draft.today} |", *([f"| Amends | {links} |"] if links else [])]
        yield "\n".join(["| Field | Value |", "|---|---|", *rows])
        return
    if not is_said:
        yield f"## Status\n\n{STATUS}"
    if links:
        yield f"Amends {links}"


def _has_status_section(body: str) -> bool:
    return any(one.casefold().endswith("status") for one in SECTION.findall(body))


def _sections(body: str, draft: Draft) -> Iterator[str]:
    """The sections of the other record that say why, what and what follows, by its own headings."""
    headings = [one for one in SECTION.findall(body) if not one.casefold().endswith("status")]
    texts = (
        _context(draft),
        _decision(draft),
        "What becomes harder, what becomes easier, and when to look at it again.",
    )
    for usual, text in zip(USUAL, texts, strict=True):
        own = (one for one in headings if usual.casefold().rstrip("s") in one.casefold())
        yield f"## {next(own, usual)}\n\n{text}"


def _context(draft: Draft) -> str:
    said = [f"- {as_text(what_happened(finding))} (`{finding.fingerprint}`)" for finding in draft.findings]
    return "\n".join(["adrift found:", "", *said, "", "Say here why it is needed, and what else was considered."])


def _decision(draft: Draft) -> str:
    edges = {f"{one.source} -> {one.target}" for one in draft.findings}
    pairs = ((said in edges, *said.split(" -> ", 1)) for said in draft.allows)
    lines = [
        f"`{one}` may depend on `{other}`." if is_edge else f"In `{one}`, `{other}` is allowed."
        for is_edge, one, other in pairs
    ]
    return "\n".join(lines) or draft.title + "."
