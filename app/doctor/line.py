"""What an examination says."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How something stands."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"
    CANNOT_TELL = "cannot tell"


@dataclass(frozen=True, slots=True)
class Line:
    """What was found of one thing, and what to do about it."""

    about: str
    level: Level
    says: str
    advice: str = ""


class Findings:
    """The lines of one examination."""

    def __init__(self, about: str) -> None:
        self.about = about
        self.lines: list[Line] = []

    def ok(self, says: str) -> None:
        self.lines.append(Line(self.about, Level.OK, says))

    def warning(self, says: str, advice: str) -> None:
        self.lines.append(Line(self.about, Level.WARNING, says, advice))

    def problem(self, says: str, advice: str) -> None:
        self.lines.append(Line(self.about, Level.PROBLEM, says, advice))

    def cannot_tell(self, says: str, advice: str = "") -> None:
        self.lines.append(Line(self.about, Level.CANNOT_TELL, says, advice))
