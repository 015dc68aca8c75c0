"""Running git: the only module that starts one (parser processes are started in app/parsing).

Every call is hardened against what a repository can bring along: no hooks, no file-system monitor, no credential
helper, no prompt, no submodules, and no network: objects that a partial clone lacks are not fetched behind anybody's
back. Only a fetch is let out, by its environment (`ONLINE`), and speaks nothing but HTTP(S).
"""

import os
import re
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

HARDENED = (
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "core.quotePath=false",
    "core.askPass=",
    "credential.helper=",
    "submodule.recurse=false",
    "http.followRedirects=false",  # the credentials are for one host
    "http.lowSpeedLimit=1",  # a server that has fallen silent is not waited for
    "http.lowSpeedTime=120",
    "gc.autoDetach=false",
    "diff.noprefix=false",
    "diff.mnemonicPrefix=false",
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
ONLINE = {"GIT_ALLOW_PROTOCOL": "http:https"}
OFFLINE = {"GIT_ALLOW_PROTOCOL": "none", "GIT_NO_LAZY_FETCH": "1"}  # the second is known from git 2.45 on
DAMAGE = re.compile(
    r"^(?!remote:|fatal: remote error).*(not a git repository|bad config|bad shallow|bad object|bad tree|broken ref|"
    r"reference broken|corrupt|does not match index|index file .* (is too small|has)|loose object|invalid object|"
    r"unable to read|cannot be accessed|did not send all necessary objects)",
    re.IGNORECASE | re.MULTILINE,
)
"""What git says of a repository whose own files are broken."""
DEFAULT_TIMEOUT = 120.0
"""Seconds for one git command on a local repository."""
TIDYING = 5.0
"""Seconds that a stopped git is given to take away its lock files."""


class GitError(Exception):
    """Git could not do it. The message holds the sub-command and git's own words, never a URL or a token; `complaint`
    is everything that git said, to be searched and not to be shown; `status` is how it ended, None where it did not."""

    def __init__(self, message: str, complaint: str = "", status: int | None = None) -> None:
        super().__init__(message)
        self.complaint = complaint
        self.status = status


class DamageError(GitError):
    """The repository's own files are broken."""


@dataclass(frozen=True, slots=True)
class Git:
    """Git in one folder. `environment` is added to a sealed one, or to the caller's own where `sealed` is false
    (a person's clone on the command line needs that person's `safe.directory`)."""

    folder: Path
    sealed: bool = True
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)

    def run(self, *arguments: str, stdin: bytes = b"", timeout: float = DEFAULT_TIMEOUT) -> bytes:
        """Standard output of one git command. Raises GitError if it fails or takes more than `timeout` seconds."""
        try:
            process = subprocess.Popen(  # noqa: S603 - a fixed program, arguments as a list
                self._command(arguments),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=self._environment(),
                start_new_session=True,  # git talks HTTP in a child of its own, which has to end with it
            )
        except OSError as error:
            raise GitError(f"git could not be started: {error.strerror}") from error
        with process:
            try:
                output, errors = process.communicate(stdin, timeout)
            except subprocess.TimeoutExpired:
                _stop(process)
                raise GitError(f"git {arguments[0]} took more than {timeout:.0f} s") from None
            except BaseException:
                _stop(process)
                raise
        if process.returncode:
            raise _failed(arguments[0], errors.decode("utf-8", "replace"), process.returncode)
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
            with subprocess.Popen(  # noqa: S603 - a fixed program, arguments as a list
                self._command(arguments),
                stdin=questions,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=self._environment(),
            ) as process:
                assert process.stdout is not None
                try:
                    yield process.stdout
                finally:
                    process.kill()

    def _command(self, arguments: Sequence[str]) -> list[str]:
        options = [part for setting in HARDENED for part in ("-c", setting)]
        return ["git", "-C", str(self.folder), "--no-pager", *options, *arguments]

    def _environment(self) -> dict[str, str]:
        fixed = {"LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_REPLACE_OBJECTS": "1"}
        if not self.sealed:
            return {**os.environ, **fixed, **OFFLINE, **self.environment}
        kept = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        sealed = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, "HOME": os.devnull}
        return {**kept, **fixed, **sealed, **OFFLINE, **self.environment}


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End a git that takes too long, and its children: first asked to, so that it leaves no locks behind."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        with suppress(subprocess.TimeoutExpired):
            process.communicate(timeout=TIDYING)
            return


def _failed(command: str, complaint: str, status: int | None = None) -> GitError:
    kind = DamageError if DAMAGE.search(complaint) else GitError
    return kind(f"git {command}: {_words(complaint)}", complaint, status)


def _words(complaint: str) -> str:
    """Git's last words, without the addresses that it likes to repeat."""
    lines = [line for line in complaint.splitlines() if line.strip()]
    words = " ".join(lines[-1].split()[:40]) if lines else "failed without a word"
    return " ".join("<url>" if "://" in word else word for word in words.split())
