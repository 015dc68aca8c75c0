"""Bare mirrors of GitHub's repositories: fetched with an installation token, never checked out."""

import base64
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from app.git.process import Git, GitError
from app.git.repository import Repository

FETCH_TIMEOUT = 600.0
"""Seconds for one fetch; the first of a large repository is the longest."""


class FetchError(Exception):
    """The git server did not give what was asked for; trying again later may help."""


@dataclass(frozen=True, slots=True)
class Mirror:
    """The mirror of one repository of one installation.

    `url` is the plain clone URL. Nothing secret is kept: the token of a fetch goes through the environment of that
    one process (not its command line, not a file).
    """

    folder: Path
    url: str

    def fetch(self, number: int, wanted: Mapping[str, str], token: str) -> Repository:
        """The repository with what is `wanted` (name to commit id or `refs/heads/…`), as the server has it now.

        Each is kept, with its history, under `ref(number, name)` for pull request `number`. Raises FetchError.
        """
        refs = [f"+{source}:{ref(number, name)}" for name, source in wanted.items()]
        git = replace(Git(self.folder), environment=_credentials(token))
        try:
            self._create()
            git.run("fetch", "--quiet", "--no-tags", "--no-write-fetch-head", self.url, *refs, timeout=FETCH_TIMEOUT)
        except GitError as error:
            raise FetchError(str(error)) from error
        return Repository(Git(self.folder))

    def _create(self) -> None:
        """Made aside and moved into place, so that nobody finds half of it; whoever comes second uses the first's."""
        if self.folder.exists():
            return
        self.folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with TemporaryDirectory(prefix="new-", dir=self.folder.parent, ignore_cleanup_errors=True) as place:
            Git(Path(place)).run("init", "--bare", "--quiet", "mirror.git")
            with suppress(OSError):
                Path(place, "mirror.git").rename(self.folder)


def ref(number: int, name: str) -> str:
    """Where a mirror keeps what it fetched for a pull request: two reviews never write the same ref."""
    return f"refs/adrift/{number}/{name}"


def _credentials(token: str) -> dict[str, str]:
    """Git's settings by environment (git-config, GIT_CONFIG_COUNT), so that `ps` and the disk never see the token."""
    basic = base64.b64encode(f"x-access-token:{token}".encode()).decode()
    return {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "http.extraHeader",
        "GIT_CONFIG_VALUE_0": f"Authorization: Basic {basic}",
    }
