"""What travels between the worker and a parser process: plain bytes, and no pickle, since a file that took over its
parser would write the answers.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from struct import Struct
from typing import IO

from app.facts.shapes import decoder, encoder
from app.parsing.limits import LARGEST_ANSWER, TOO_MUCH, is_too_much
from checks import FileFacts

REQUEST = Struct(">?fHQ")
"""Whether to read thoroughly, seconds of CPU time, bytes of the dialect and of the source that follow."""
ANSWER = Struct(">?I")
"""Whether this answer is the last of its process, and the bytes of facts that follow."""

SHORT = 200
"""Bytes of an answer that other files are likely to give too: half of all do."""

_to_json = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode
_to_values = encoder(FileFacts)


@dataclass(frozen=True, slots=True)
class Unread:
    """The content of a file whose facts are wanted. `thorough`: read it with a parser, whatever a scanner thinks."""

    object_id: str
    dialect: str
    thorough: bool
    source: bytes


def request(unread: Unread, seconds: float) -> tuple[bytes, bytes]:
    """One file to read, within so many seconds of CPU time: two parts, since the second may be large."""
    dialect = unread.dialect.encode()
    return REQUEST.pack(unread.thorough, seconds, len(dialect), len(unread.source)) + dialect, unread.source


def read_request(stream: IO[bytes]) -> tuple[str, bool, bytes, float] | None:
    """The next request's dialect, thoroughness, source and seconds; None at the end of the stream."""
    header = stream.read(REQUEST.size)
    if len(header) < REQUEST.size:
        return None
    thorough, seconds, dialect, source = REQUEST.unpack(header)
    return stream.read(dialect).decode(), thorough, stream.read(source), seconds


def answer(facts: FileFacts, *, last: bool) -> bytes:
    """The facts of one file, or that they are too many."""
    text = _encoded(TOO_MUCH if is_too_much(facts) else facts)
    if len(text) > LARGEST_ANSWER:
        text = _encoded(TOO_MUCH)
    return ANSWER.pack(last, len(text)) + text


def take_answer(received: bytearray) -> tuple[bytes, bool] | None:
    """Takes the first answer off what was received, and whether it is the process's last; None while it is
    incomplete. Raises ValueError for what no parser process writes."""
    if len(received) < ANSWER.size:
        return None
    last, size = ANSWER.unpack_from(received)
    if size > LARGEST_ANSWER:
        raise ValueError("an answer larger than a parser process may give")
    end = ANSWER.size + size
    if len(received) < end:
        return None
    text = bytes(received[ANSWER.size : end])
    del received[:end]
    return text, last


def facts_reader() -> Callable[[bytes], FileFacts]:
    """Reads the facts of answers. Equal strings and imports of all of them are one object each, and so are the facts of
    equal answers, if they are short. Raises ValueError for what no parser process writes."""
    to_facts = decoder(FileFacts)
    known: dict[bytes, FileFacts] = {}

    def read(text: bytes) -> FileFacts:
        if text in known:
            return known[text]
        try:
            facts: FileFacts = to_facts(json.loads(text.decode("utf-8", "surrogatepass")))
        except (ValueError, TypeError, LookupError, RecursionError) as error:
            raise ValueError("an answer that holds no facts") from error
        if len(text) <= SHORT:
            known[text] = facts
        return facts

    return read


def _encoded(facts: FileFacts) -> bytes:
    """JSON in UTF-8, in which half a surrogate pair stays what it is."""
    return _to_json(_to_values(facts)).encode("utf-8", "surrogatepass")
