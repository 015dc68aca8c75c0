"""What a check run tells machines of the reviews before it, so that a simulation without the database comes to the same
verdict: a hidden comment at the very end of its text.

Only the end counts, and each check run of a review has one there: nothing that a pull request says can stand after it.
"""

import binascii
import re
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from pydantic import TypeAdapter, ValidationError

from app.report.check_run import LONGEST_OUTPUT, PUBLISHED, CheckRunReport
from checks import Bound, Inherited, Waiver

MOST_EARLIER = 20
"""Reviews before this one that are told of; what did not change between two of them is told once."""
LARGEST = 4_000_000
"""Bytes that a comment may unfold to."""
MARKER = re.compile(r"(?:\A|\n)<!-- adrift:(?P<told>[A-Za-z0-9+/=]*) -->\s*\Z")


@dataclass(frozen=True, slots=True)
class Complete:
    """A review that was complete at `at`, by GitHub's clock, and to what a label was bound from then on."""

    at: datetime
    bound: Bound


@dataclass(frozen=True, slots=True)
class Published:
    """What is remembered of pull request `number` when a review ends: what that finds, reviews before it from the
    oldest on (all of them unless `is_cut`), who pushed (in lower case) and the heads of which that is known, the
    overrides that it accepts, and the waivers that hold for it."""

    number: int
    found: Bound
    earlier: tuple[Complete, ...] = ()
    is_cut: bool = False
    pushers: frozenset[str] = frozenset()
    heads: frozenset[str] = frozenset()
    accepted: tuple[Inherited, ...] = ()
    waivers: tuple[Waiver, ...] = ()


SHAPE = TypeAdapter(Published)


def with_published(report: CheckRunReport, published: Published) -> CheckRunReport:
    """The report with the comment; one that says nothing where there is no room."""
    room = min(PUBLISHED, LONGEST_OUTPUT - len(report.text.encode("utf-8", "replace"))) - len("\n\n")
    marker = next((one for one in _markers(published) if len(one) <= room), _marker(b""))
    return replace(report, text=f"{report.text}\n\n{marker}" if report.text else marker)


def published_in(text: str) -> Published | None:
    """What the text of a check run tells; None where it tells nothing, or nothing of ours."""
    found = MARKER.search(text)
    if found is None:
        return None
    try:
        unfolding = zlib.decompressobj()
        told = unfolding.decompress(b64decode(found["told"], validate=True), LARGEST)
        return None if unfolding.unconsumed_tail else SHAPE.validate_json(told)
    except (binascii.Error, zlib.error, ValidationError):
        return None


def _markers(published: Published) -> Iterator[str]:
    """From all that there is to tell to the least that is of use."""
    for most in (len(published.earlier), 3, 0):
        earlier = published.earlier[len(published.earlier) - most :] if most < len(published.earlier) else None
        kept = published if earlier is None else replace(published, earlier=earlier, is_cut=True)
        yield _marker(zlib.compress(SHAPE.dump_json(kept), 9))


def _marker(content: bytes) -> str:
    return f"<!-- adrift:{b64encode(content).decode()} -->"
