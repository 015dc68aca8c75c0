"""Running git: the only module that starts one (parser processes are started in app/parsing).

Every call is hardened against what a repository can bring along: no hooks, no file-system monitor, no credential
helper, no prompt, no submodules, no attributes of its files, and no network: objects that a partial clone lacks are not
fetched behind anybody's back. Only a fetch is let out, by its environment (`ONLINE`), and speaks nothing but HTTP(S).
What git prints is limited, and for the service also what it writes and what memory it takes: a few kilobytes of trees
that hold each other can name more files than there are disks (docs/security.md).
"""

import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryFile
from threading import Event, Timer
from typing import IO

from app.observing.traces import span

EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
HARDENED = (
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "core.quotePath=false",
    "core.askPass=",
    "core.attributesFile=/dev/null",
    f"attr.tree={EMPTY_TREE}",  # git 2.43 and 2.44 take a bare repository's attributes from its HEAD otherwise
    "credential.helper=",
    "submodule.recurse=false",
    "transfer.bundleURI=false",  # the server names no other host to fetch from
    "http.followRedirects=false",  # the credentials are for one host; a dumb server's http-alternates fall with it
    "http.lowSpeedLimit=1",  # a server that has fallen silent is not waited for
    "http.lowSpeedTime=120",
    "gc.autoDetach=false",
    "diff.noprefix=false",
    "diff.mnemonicPrefix=false",
    "log.showSignature=false",  # it would start a program
)
PASSED_ON = (
    "PATH",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "NO_PROXY",
    "http_proxy",
    "https_proxy",
    "no_proxy",
)
SPELT = {f"GIT_{way}_PATHSPECS": "0" for way in ("LITERAL", "GLOB", "NOGLOB", "ICASE")}
"""A person's own git may take paths otherwise."""
ONLINE = {"GIT_ALLOW_PROTOCOL": "http:https"}
OFFLINE = {"GIT_ALLOW_PROTOCOL": "none", "GIT_NO_LAZY_FETCH": "1"}  # the second is known from git 2.45 on
DAMAGE = re.compile(
    r"^(?!remote:|fatal: remote error).*(not a git repository|bad config|bad shallow|bad object|bad tree|broken ref|"
    r"reference broken|corrupt|does not match index|index file .* (is too small|has)|loose object|invalid object|"
    r"unable to read|cannot be accessed|did not send all necessary objects)",
    re.IGNORECASE | re.MULTILINE,
)
"""What git says of a repository whose own files are broken."""
FULL = re.compile(r"No space left on device|Disk quota exceeded")
"""What git says where its disk is full: no damage, though the pack that is missing then looks like it."""
TOO_LARGE = re.compile(rf"died of signal {int(signal.SIGXFSZ)}|File too large")
DEFAULT_TIMEOUT = 120.0
"""Seconds for one git command on a local repository."""
TIDYING = 5.0
"""Seconds that a stopped git is given to take away its lock files."""
POLLING = 0.02
"""Seconds between two looks whether it has ended."""
LARGEST_COMPLAINT = 100_000
LARGEST_OUTPUT = 256_000_000
"""Bytes that one command may print: the listing of some two million files."""
LARGEST_FILE = 5_000_000_000
"""Bytes of one file that git may write, which is a pack: GitHub asks for repositories below 5 GB."""
MOST_MEMORY = 2_000_000_000
"""Bytes of memory of one git, besides the packs that it looks into."""
BOUNDED = 'umask 077; ulimit -S -f "$1"; ulimit -S -d "$2"; shift 2; exec "$@"'
"""For `sh`: a command whose files are for their owner only, with limits in blocks of 512 bytes and in kilobytes. By a
shell, because nothing that runs Python between fork and exec is safe in a process with threads."""


class GitError(Exception):
    """Git could not do it. The message holds the sub-command and git's own words, never a URL or a token; `complaint`
    is everything that git said, to be searched and not to be shown; `status` is how it ended, None where it did not."""

    def __init__(self, message: str, complaint: str = "", status: int | None = None) -> None:
        super().__init__(message)
        self.complaint = complaint
        self.status = status


class DamageError(GitError):
    """The repository's own files are broken."""


class DiskFullError(GitError):
    """There is no room for what git wanted to write."""


@dataclass(frozen=True, slots=True)
class Git:
    """Git in one folder. `environment` is added to a sealed one, or to the caller's own where `sealed` is false
    (a person's clone on the command line needs that person's `safe.directory`)."""

    folder: Path
    sealed: bool = True
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)

    def run(
        self,
        *arguments: str,
        stdin: bytes = b"",
        timeout: float = DEFAULT_TIMEOUT,
        inherited: Sequence[int] = (),
    ) -> bytes:
        """Standard output of one git command, which inherits these file descriptors. Raises GitError if it fails, takes
        more than `timeout` seconds or prints more than `LARGEST_OUTPUT`."""
        with span("git", command=arguments[0]), TemporaryFile() as questions, TemporaryFile() as complaints:
            questions.write(stdin)
            questions.seek(0)
            with self._started(arguments, questions, complaints, inherited) as process:
                output, is_late = _output(process, timeout)
            if is_late:
                raise GitError(f"git {arguments[0]} took more than {timeout:.0f} s")
            if len(output) > LARGEST_OUTPUT:
                raise GitError(f"git {arguments[0]} printed more than {LARGEST_OUTPUT:,} bytes")
            if process.returncode:
                complaints.seek(0)
                complaint = complaints.read(LARGEST_COMPLAINT).decode("utf-8", "replace")
                raise _failed(arguments[0], complaint, process.returncode)
        return output

    def text(self, *arguments: str, timeout: float = DEFAULT_TIMEOUT) -> str:
        """Standard output of one git command as text without the line end."""
        return self.run(*arguments, timeout=timeout).decode("utf-8", "surrogateescape").rstrip("\n")

    @contextmanager
    def stream(self, *arguments: str, stdin: bytes) -> Iterator[IO[bytes]]:
        """Standard output of a command that answers each line of `stdin`, while it runs."""
        with TemporaryFile() as questions:
            questions.write(stdin)
            questions.seek(0)
            with self._started(arguments, questions, subprocess.DEVNULL) as process:
                assert process.stdout is not None
                try:
                    yield process.stdout
                finally:
                    process.kill()

    def _started(
        self, arguments: Sequence[str], stdin: IO[bytes], stderr: IO[bytes] | int, inherited: Sequence[int] = ()
    ) -> subprocess.Popen[bytes]:
        try:
            return subprocess.Popen(  # noqa: S603 - a fixed program, arguments as a list
                self._command(arguments),
                stdin=stdin,
                stdout=subprocess.PIPE,
                stderr=stderr,
                env=self._environment(),
                pass_fds=inherited,
                start_new_session=True,  # git talks HTTP in a child of its own, which has to end with it
            )
        except OSError as error:
            raise GitError(f"git could not be started: {error.strerror}") from error

    def _command(self, arguments: Sequence[str]) -> list[str]:
        """A person's own git has that person's limits."""
        options = [part for setting in HARDENED for part in ("-c", setting)]
        command = ["git", "-C", str(self.folder), "--no-pager", *options, *arguments]
        limits = (str(LARGEST_FILE // 512), str(MOST_MEMORY // 1024))
        return ["sh", "-c", BOUNDED, "sh", *limits, *command] if self.sealed else command

    def _environment(self) -> dict[str, str]:
        fixed = {"LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_REPLACE_OBJECTS": "1"}
        if not self.sealed:
            return {**os.environ, **fixed, **SPELT, **OFFLINE, **self.environment}
        kept = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        sealed = {
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_ATTR_NOSYSTEM": "1",
            "HOME": os.devnull,  # and with it no .netrc
        }
        return {**kept, **fixed, **sealed, **OFFLINE, **self.environment}


def _output(process: subprocess.Popen[bytes], timeout: float) -> tuple[bytes, bool]:
    """What git prints until it ends or is ended, one byte more than it may at most; and whether it took too long."""
    assert process.stdout is not None
    late = Event()

    def end() -> None:
        late.set()
        _stop(process)

    timer = Timer(timeout, end)
    timer.start()
    try:
        output = process.stdout.read(LARGEST_OUTPUT + 1)
        process.stdout.close()  # who goes on printing ends of it
        process.wait()
    except BaseException:
        _stop(process)
        raise
    finally:
        timer.cancel()
        timer.join()
    return output, late.is_set()


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End a git that takes too long, and its children: first asked to, so that it leaves no locks behind."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        end = time.monotonic() + TIDYING
        with suppress(ProcessLookupError):
            os.killpg(process.pid, number)
            while time.monotonic() < end:
                time.sleep(POLLING)
                process.poll()
                os.killpg(process.pid, 0)


def _failed(command: str, complaint: str, status: int) -> GitError:
    if FULL.search(complaint):
        return DiskFullError(f"git {command}: there is no room left on the disk", complaint, status)
    if TOO_LARGE.search(complaint) or -status == signal.SIGXFSZ:
        return GitError(f"git {command}: a file would be larger than {LARGEST_FILE:,} bytes", complaint, status)
    kind = DamageError if DAMAGE.search(complaint) else GitError
    return kind(f"git {command}: {_words(complaint)}", complaint, status)


def _words(complaint: str) -> str:
    """Git's last words, without the addresses that it likes to repeat."""
    lines = [line for line in complaint.splitlines() if line.strip()]
    words = " ".join(lines[-1].split()[:40]) if lines else "failed without a word"
    return " ".join("<url>" if "://" in word else word for word in words.split())
