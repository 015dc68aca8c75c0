"""Facts as text: compact JSON in ASCII, which every database keeps as it is.

What the text would not give back exactly (a date among settings, two half surrogates that JSON joins to one character)
is not written: facts from the cache never differ from those that were read anew.
"""

import json
import logging
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import TypeVar
from zlib import crc32

from app.facts.shapes import Convert, decoder, description, encoder
from checks import EXTRACTOR_VERSION, FileFacts

FACTS_VERSION = EXTRACTOR_VERSION << 16 | crc32(description(FileFacts).encode()) & 0xFFFF
"""Facts are kept under it. It grows with the extractor's version, and differs when facts have other fields."""
LARGEST = 1_000_000
"""Characters of the facts of one file. Larger ones are not kept: one hostile file must not drive out all others."""
HALF_SURROGATE = "\\ud"
"""How one begins in ASCII JSON, and every character that is written as two of them."""

Key = TypeVar("Key")
log = logging.getLogger(__name__)

_values_of = encoder(FileFacts)
_to_json = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode


class CodecError(Exception):
    """Facts that cannot be written so that they come back the same, or a text that holds no facts."""


def encode(facts: FileFacts, reader: "Decoder | None" = None) -> str:
    """The text of one file's facts. `reader` reads back what may not come back the same; pass one for many facts.
    Raises CodecError."""
    try:
        content = _to_json(_values_of(facts))
        if HALF_SURROGATE in content:
            comes_back = (reader or Decoder()).decode(content) == facts
        else:  # of all other fields the types say that they do
            comes_back = facts.settings is None or json.loads(_to_json(facts.settings)) == facts.settings
    except (TypeError, ValueError, RecursionError) as error:
        raise CodecError(str(error)) from error
    if not comes_back:
        raise CodecError("they would come back changed")
    if len(content) > LARGEST:
        raise CodecError(f"{len(content)} characters")
    return content


class Decoder:
    """Reads facts from texts; what is equal in them is kept in memory once."""

    @cached_property
    def _of_values(self) -> Convert:
        return decoder(FileFacts)  # takes longer than to read the facts of a file

    def decode(self, content: str) -> FileFacts:
        """The facts in a text. Raises CodecError."""
        try:
            facts: FileFacts = self._of_values(json.loads(content))
        except (TypeError, ValueError, LookupError, AttributeError, RecursionError) as error:
            raise CodecError(str(error)) from error
        return facts


def encoded(facts: Mapping[Key, FileFacts]) -> Iterator[tuple[Key, str]]:
    """The text of each file's facts, without those that cannot be kept. Facts that are one object are written once."""
    texts: dict[int, str] = {}
    reader = Decoder()
    for key, value in facts.items():
        text = texts.get(id(value))
        try:
            if text is None:
                text = texts[id(value)] = encode(value, reader)
            yield key, text
        except CodecError as error:
            log.debug("%s is not cached: %s", key, error)


def decoded(rows: Iterable[tuple[Key, str]]) -> dict[Key, FileFacts]:
    """The facts in each text, without those that cannot be read: they are as good as absent."""
    reader = Decoder()
    found: dict[Key, FileFacts] = {}
    broken: list[Key] = []
    for key, content in rows:
        try:
            found[key] = reader.decode(content)
        except CodecError:
            broken.append(key)
    if broken:
        log.warning("%d cached facts cannot be read, one is %s", len(broken), broken[0])
    return found
