"""One `git fetch` over HTTP: its settings, its token, and what its complaints mean."""

import base64
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.git import upkeep
from app.git.process import ONLINE, DamageError, Git, GitError

REMOTE = "github"
BLOBLESS = {f"remote.{REMOTE}.promisor": "true", f"remote.{REMOTE}.partialCloneFilter": "blob:none"}
"""The server promises the contents. Said to fetches only, which record it in their packs, and not in the mirror's
configuration: a command that reads never goes looking for what is missing."""
LARGEST_BATCH = 20_000
"""Objects in one request: it stays below git's `http.postBuffer`, beyond which a request needs a probe before it."""
LOSSES = 10
"""How many objects of a batch a damaged server may lack; beyond, it is the server that is asked again later."""
NOT_THERE = re.compile(r"not our ref(?: (?P<id>[0-9a-f]{40,64}))?|couldn't find remote ref")
UNSUPPORTED = re.compile(r"does not support|unadvertised object")


class FetchError(Exception):
    """The git server did not give what was asked for; trying again later may help."""


class NotThereError(FetchError):
    """The server does not have a commit or a branch that was asked for (any more, or not yet)."""


class UnsupportedError(FetchError):
    """The server does not hand out single commits, by id or without their history."""


@dataclass(frozen=True, slots=True)
class Remote:
    """A repository on the server, and the right to read it. `url` is the plain clone URL; the token goes through the
    environment of single processes (not their command lines, not a file)."""

    url: str
    token: str = field(repr=False)

    def fetch(
        self,
        folder: Path,
        *arguments: str,
        settings: Mapping[str, str],
        timeout: float,
        stdin: bytes = b"",
    ) -> None:
        """`git fetch` with these arguments into the bare repository. `timeout` in seconds. Raises FetchError, and
        DamageError where the repository itself is broken."""
        everything = {f"remote.{REMOTE}.url": self.url, "http.extraHeader": self._header(), **settings}
        git = inside(folder, {**ONLINE, **_configuration(everything)})
        options = ("--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules")
        try:
            with upkeep.writing(folder) as lock:
                git.run("fetch", *options, *arguments, stdin=stdin, timeout=timeout, inherited=(lock,))
        except DamageError:
            raise
        except GitError as error:
            raise _kind(error.complaint)(str(error)) from error
        except OSError as error:
            raise FetchError(f"the mirror cannot be written: {error.strerror}") from error

    def _header(self) -> str:
        return f"Authorization: Basic {base64.b64encode(f'x-access-token:{self.token}'.encode()).decode()}"


@dataclass(frozen=True, slots=True)
class Promise:
    """What a blob-less mirror lacks and its server has: called with object ids, it brings them."""

    remote: Remote
    folder: Path
    timeout: float

    def __call__(self, object_ids: Sequence[str]) -> None:
        """Fetch these objects, in one request up to `LARGEST_BATCH`. Raises FetchError, DamageError."""
        wanted = sorted(set(object_ids))
        for start in range(0, len(wanted), LARGEST_BATCH):
            self._bring(wanted[start : start + LARGEST_BATCH], LOSSES)

    def _bring(self, batch: Sequence[str], losses: int) -> None:
        """A server that lacks one object names it and sends nothing; it is asked again for the others."""
        settings = {**BLOBLESS, "fetch.negotiationAlgorithm": "noop"}
        lines = "".join(f"{object_id}\n" for object_id in batch).encode()
        options = ("--no-auto-maintenance", "--stdin", REMOTE)
        try:
            self.remote.fetch(self.folder, *options, settings=settings, timeout=self.timeout, stdin=lines)
        except NotThereError as error:
            named = NOT_THERE.search(str(error))
            others = [object_id for object_id in batch if named is None or object_id != named["id"]]
            if not losses or len(others) == len(batch):
                raise
            if others:
                self._bring(others, losses - 1)


def inside(folder: Path, environment: Mapping[str, str] | None = None) -> Git:
    """Git in a bare repository, and in no other that might lie around it."""
    return Git(folder, environment={"GIT_DIR": ".", **(environment or {})})


def _configuration(settings: Mapping[str, str]) -> dict[str, str]:
    """Git's settings by environment (git-config, GIT_CONFIG_COUNT), so that `ps` and the disk never see the token."""
    pairs = [
        entry
        for number, (name, value) in enumerate(settings.items())
        for entry in ((f"GIT_CONFIG_KEY_{number}", name), (f"GIT_CONFIG_VALUE_{number}", value))
    ]
    return {"GIT_CONFIG_COUNT": str(len(settings)), **dict(pairs)}


def _kind(complaint: str) -> type[FetchError]:
    if UNSUPPORTED.search(complaint):
        return UnsupportedError
    return NotThereError if NOT_THERE.search(complaint) else FetchError
