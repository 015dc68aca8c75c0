"""Reading many files in parser processes."""

from collections.abc import Generator, Iterable
from types import TracebackType
from typing import Self

from app.parsing.call import Call
from app.parsing.limits import Limits
from app.parsing.pool import Pool
from app.parsing.processes import Start
from app.parsing.wire import Unread
from checks import FileFacts

LIMITS = Limits()
READ_FILE = "app.parsing.read_file:read_file"


class Parsers:
    """Parser processes, started when there is work for them and kept until `close`.

    Many threads may use one: whoever waits gets a process within the time of a turn or of one slow file. `read` names
    what the processes do: a function that they import, and this process does not.
    """

    def __init__(self, *, processes: int, start: Start, limits: Limits = LIMITS, read: str = READ_FILE) -> None:
        self._limits = limits
        self._pool = Pool(processes, start, limits, read)

    def facts(self, wanted: Iterable[Unread]) -> Generator[tuple[Unread, FileFacts], None, None]:
        """What each file says, in the order in which the processes are done. A file that cannot be read within the
        limits has one of the problems of `app.parsing.limits`, and no other file suffers for it.

        `wanted` is consumed as fast as files are read, in the caller's thread. Between two answers the caller keeps
        its processes from others: iterate to the end, or close it. Raises ParsingError, and what `wanted` raises.
        """
        return Call(self._pool, self._limits, iter(wanted)).answers()

    def close(self) -> None:
        """End all processes. A call that is under way raises ParsingError."""
        self._pool.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
