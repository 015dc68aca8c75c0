"""How decision records are named: `0012`, `12`, `ADR-0012` are one record, `ADR-A-001` and `a-001` another."""

import re
from collections.abc import Iterator

NUMBERED = re.compile(r"(?:adr[-_ :#]*)?(?:([a-z]{1,3})[-_ ])?#?([0-9]{1,9})")
LEADING = re.compile(r"(?:(adr)[-_ ]*)?(?:([a-z]{1,3})[-_ ])?([0-9]{1,9})(?![0-9a-z])")
MENTIONED = re.compile(r"\badr[-_ ]*(?:[a-z]{1,3}[-_])?[0-9]{1,9}\b", re.IGNORECASE)
BARE = re.compile(r"(?<![\w.-])#?[0-9]{1,4}(?![\w-])")
DATE_DIGITS = 8


def record_key(reference: str) -> str:
    """One spelling for all that name the same record: `12`, `a-1`, or the words in lower case."""
    words = reference.strip().casefold().removeprefix("adr:").strip()
    words = words.rpartition("/")[2]
    for ending in (".md", ".mdx", ".markdown"):
        words = words.removesuffix(ending)
    numbered = NUMBERED.fullmatch(words)
    return _key(numbered[1], numbered[2]) if numbered else words


def leading_name(words: str) -> tuple[str, str] | None:
    """The key and the full name with which a file name or heading begins: `("12", "ADR-0012")`.

    Letters need `adr` before them or three digits after: `use-12-factors.md` has no number.
    """
    found = LEADING.match(words.strip().casefold())
    if found is None or (found[2] and not found[1] and len(found[3]) < 3):
        return None
    if len(found[3]) == DATE_DIGITS:  # log4brains: the date is no name by itself, the words after it belong to it
        return record_key(words), words
    letters = f"{found[2].upper()}-" if found[2] else ""
    return _key(found[2], found[3]), f"ADR-{letters}{found[3]}"


def leading_date(words: str) -> str | None:
    """`20240101` of `20240101-title`, by which a record may be called where it is that day's only one."""
    found = LEADING.match(words.strip().casefold())
    return found[3] if found and len(found[3]) == DATE_DIGITS else None


def is_formal(words: str) -> bool:
    """Whether a name alone makes a file a record: `adr-5`, `0005-x`; `05-building-blocks.md` may be any chapter."""
    found = LEADING.match(words.strip().casefold())
    return bool(found and (found[1] or len(found[3]) >= 3))


def without_leading_name(title: str) -> str:
    """A heading without the record's name before it: `ADR-0005: Boundaries` and `5. Boundaries` are `Boundaries`."""
    found = LEADING.match(title.strip().casefold())
    rest = title.strip()[found.end() :].lstrip(" .:-\u2013\u2014") if found else ""
    return rest or title.strip()


def mentioned_records(text: str) -> Iterator[str]:
    """The keys of the records that a text names; plain numbers count where it names none in full."""
    named = MENTIONED.findall(text) or BARE.findall(text)
    yield from dict.fromkeys(map(record_key, named))


def _key(letters: str | None, digits: str) -> str:
    number = digits.lstrip("0") or "0"
    return f"{letters}-{number}" if letters else number
