"""Reviews made of names that want to get out, and what GitHub would make of the Markdown."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from random import Random
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from app.report.touched_events import MEANINGS
from checks import CHECKS, DecisionRecords, Drift, Policy, Review

FRAGMENTS = (
    *(
        "`",
        "``",
        "```",
        "\\",
        "|",
        "*",
        "_",
        "~~",
        "$",
        "$`x`$",
        "&lt;",
        "&#64;",
        "\n",
        "\r\n",
        "\t",
        "\0",
        "a",
        " ",
        "x" * 320,
    ),
    *(
        "@org/team",
        "@ann",
        "#12",
        "acme/shop#12",
        "GH-12",
        "gh-7",
        "https://evil.example/x",
        "www.evil.example",
        "a@evil.example",
    ),
    *("</details>", "</summary>", "<img src=x onerror=alert(1)>", "<!--", "-->", "<!-- adrift:0123456789abcdef -->"),
    *(
        "[x](https://evil.example)",
        "![x](https://evil.example)",
        "](",
        "[^1]",
        "\n\n# Heading",
        "\n- item",
        "\n> quote",
    ),
    *(
        "\u202e",
        "\u2066",
        "\u200b",
        "\u2028",
        "\ufeff",
        "\udcff",
        "```suggestion\n",
        '"]; click c0 href "https://evil.example"',
    ),
)
NAMES = st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=6).map("".join)
VOCABULARY: Mapping[str, Sequence[Any]] = {
    "check": [check.name for check in CHECKS],
    "fingerprint": ["0123456789abcdef", "fedcba9876543210"],
    "fingerprints": [("0123456789abcdef",)],
    "sha": ["a1" * 20],
    "base": ["b2" * 20],
    "head": ["c3" * 20],
    "action": ["renamed"],
    "kind": ["type-changed"],
    "needed": ["minor"],
    "word": ["depends_on", "used_by"],
    "decision_records": [DecisionRecords()],
    "drift": [tuple(MEANINGS)],
}
"""What stands in fields that no stranger fills, by their names."""
SIMPLE: Mapping[Any, Any] = {
    date: date(2026, 1, 2),
    datetime: datetime(2026, 1, 2, tzinfo=UTC),
    Policy: Policy(version=1),
    NoneType: None,
}


def hostile_review(seed: int) -> Review:
    """A review in which every text that a stranger can choose is a hostile name."""
    made = _made(Review, Random(seed))
    assert isinstance(made, Review)
    return made


def _made(kind: Any, chance: Random) -> Any:  # noqa: PLR0911 - one way for each kind of type
    if kind is str:
        return "".join(chance.choices(FRAGMENTS, k=chance.randint(1, 5)))
    if kind is int:
        return chance.randint(1, 99)
    if kind is bool:
        return chance.random() < 0.3
    if get_origin(kind) in {Union, UnionType}:
        return _made(chance.choice(get_args(kind)), chance)
    if get_origin(kind) is tuple:
        first, *others = get_args(kind)
        inner = [first] * chance.randint(1, 3) if others == [Ellipsis] else [first, *others]
        return tuple(_made(one, chance) for one in inner)
    if get_origin(kind) is Literal:
        return chance.choice(get_args(kind))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return chance.choice(list(kind))
    if isinstance(kind, type) and is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{one.name: _field(one.name, hints[one.name], chance) for one in fields(kind) if one.init})
    return SIMPLE.get(kind, {})


def _field(name: str, hint: Any, chance: Random) -> Any:
    is_given = hint in {str, tuple[str, ...], tuple[Drift, ...], DecisionRecords} and name in VOCABULARY
    return chance.choice(VOCABULARY[name]) if is_given else _made(hint, chance)


OURS = re.compile(
    r"<details><summary>[^<>@#`]*</summary>|</details>|</?details>|</?summary>|<!-- adrift:[0-9a-f ]*( settled)? -->"
)
LIVE = re.compile(r"(?<![\w`])@\w|#\d+|\bgh-\d|https?://|\bwww\.", re.IGNORECASE)
"""A mention, a reference, an address: what GitHub looks for in text."""
INVISIBLE = re.compile("[\u0000-\u0008\u000b-\u001f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def escapes(markdown: str, host: str = "https://github.test") -> list[str]:
    """What got out: markup, links to elsewhere, mentions, invisible characters."""
    found = INVISIBLE.findall(markdown)
    for token in _flat(MarkdownIt("commonmark", {"html": True}).enable("table").parse(markdown)):
        if token.type in {"html_inline", "html_block"}:
            found += [token.content] if OURS.sub("", token.content).strip() else []
        elif token.type == "text":
            found += LIVE.findall(token.content)
        elif token.type == "link_open":
            address = str(token.attrs["href"])
            found += [] if address.startswith(f"{host}/") else [address]
        elif token.type in {"image", "blockquote_open", "em_open", "heading_open"} and token.tag not in {"h2", "h3"}:
            found.append(token.type)
    return found


def _flat(tokens: list[Token]) -> list[Token]:
    return [one for token in tokens for one in (token, *_flat(token.children or []))]
