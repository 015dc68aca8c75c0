"""Parsing in processes of its own: what a file does to its parser (crash, hang, eat all memory) happens there."""

from app.parsing.limits import CRASHED, OUT_OF_TIME, TOO_LONG, TOO_MUCH, Limits
from app.parsing.parsers import Parsers
from app.parsing.processes import ParsingError
from app.parsing.wire import Unread

__all__ = ["CRASHED", "OUT_OF_TIME", "TOO_LONG", "TOO_MUCH", "Limits", "Parsers", "ParsingError", "Unread"]
