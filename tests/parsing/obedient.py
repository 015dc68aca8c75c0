"""A reader that does what a file says, in place of a parser that the file has driven to it."""

import os
import signal
import stat
import time
from pathlib import Path

from app.parsing import Unread
from app.parsing.read_file import read_file
from checks import FileFacts, Problem

READ = f"{__name__}:read"

kept: list[bytes] = []


def read(dialect: str, thorough: bool, source: bytes) -> FileFacts:
    """Misbehaves (`crash`, `hang FILE`: the process's number is written there) or tells (`process`) as the file says;
    any other text is Python."""
    words = source[:200].decode("utf-8", "replace").split()
    misbehave(words)
    return told(words) or read_file(dialect, thorough, source)


def misbehave(words: list[str]) -> None:
    match words:
        case ["crash"]:
            os.kill(os.getpid(), signal.SIGSEGV)
        case ["exit"]:
            os._exit(0)
        case ["raise"]:
            raise RuntimeError
        case ["hang", file]:
            Path(file).write_text(str(os.getpid()))
            while True:
                pass
        case ["sleep", seconds]:
            time.sleep(float(seconds))
        case ["eat", megabytes]:
            kept.extend(bytes(b"x" * 1_000_000) for _ in range(int(megabytes)))
        case ["nonsense"]:
            connection = next(fd for fd in range(3, 100) if is_socket(fd))
            os.write(connection, b"\xff" * 1_000)


def told(words: list[str]) -> FileFacts | None:
    match words:
        case ["process"]:
            return said(str(os.getpid()))
        case ["environment"]:
            return said(repr(dict(os.environ)) + Path("/proc/self/environ").read_text())
        case ["files"]:
            return said(" ".join(sorted(os.listdir("/dev/fd"))))  # noqa: PTH208 - with the listing's own
    return None


def is_socket(fd: int) -> bool:
    try:
        return stat.S_ISSOCK(os.fstat(fd).st_mode)
    except OSError:
        return False


def said(text: str) -> FileFacts:
    """Facts that carry a text."""
    return FileFacts(problem=Problem(text))


def unread(source: str, number: int = 0) -> Unread:
    """A Python file."""
    return Unread(f"{number:040x}", "python:python", thorough=True, source=source.encode())
