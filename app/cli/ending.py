"""How a command ends that has read a repository."""

import os
import sys
from typing import NoReturn


class Finished(SystemExit):
    """Raised with the exit status by a command that has printed what it found and has closed whatever it opened."""

    def __init__(self, status: int = 0) -> None:
        super().__init__(status)
        self.status = status


def leave(status: int) -> NoReturn:
    """End this process at once, as mypy does: to take a graph apart object by object takes a tenth of a review."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:  # as it is where it was closed from the start
            stream.flush()
    os._exit(status)
