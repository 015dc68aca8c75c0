"""Bare mirrors of GitHub's repositories: fetched with an installation token, never checked out.

What is fetched is what a review looks at: single commits with their trees, without history and without contents; the
contents that are read are fetched when they are known, many at once. A server that cannot do that, or a merge base
that only the history tells, costs a second mirror beside the first: a whole one.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from app.git import upkeep
from app.git.fetch import BLOBLESS, REMOTE, FetchError, NotThereError, Promise, Remote, UnsupportedError, inside
from app.git.process import DamageError, GitError
from app.git.repository import Repository

__all__ = ["FETCH_TIMEOUT", "FetchError", "Fetched", "Mirror", "NotThereError", "Wanted", "ref"]

FETCH_TIMEOUT = 600.0
"""Seconds for one fetch; the first of a large repository is the longest."""
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A commit: the one with `sha`, which the history of `ref` (`refs/heads/main`) holds; without `sha` its tip."""

    ref: str
    sha: str | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """A mirror in which the `commits` (name to commit id) are present now. Objects that were fetched stay."""

    repository: Repository
    commits: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Mirror:
    """The mirror of one repository of one installation.

    `url` is the plain clone URL. Nothing secret is kept on disk; the token of a fetch lives on in what it returns, to
    fetch contents with.
    """

    folder: Path
    url: str

    @property
    def whole(self) -> Path:
        """The folder of the mirror with all history and contents, where there has to be one."""
        return self.folder.with_name(f"{self.folder.stem}.whole{self.folder.suffix}")

    def fetch(self, number: int, wanted: Mapping[str, Wanted], token: str) -> Fetched:
        """The commits that are `wanted`, without history: nothing but their own files can be asked for.

        The tips are as the server has them now. Each commit is kept under `ref(number, name)` for pull request
        `number`. Raises FetchError, of it NotThereError where the server lacks one of them.
        """
        remote = Remote(self.url, token)
        refs = [f"+{one.sha or one.ref}:{ref(number, name)}" for name, one in wanted.items()]
        try:
            tips = self._into(self.folder, number, remote, ["--depth=1", REMOTE, *refs], BLOBLESS)
        except UnsupportedError:
            return self.fetch_whole(number, wanted, token)
        commits = {name: one.sha or tips[name] for name, one in wanted.items()}
        return Fetched(Repository(inside(self.folder), Promise(remote, self.folder, FETCH_TIMEOUT)), commits)

    def fetch_whole(self, number: int, wanted: Mapping[str, Wanted], token: str) -> Fetched:
        """As `fetch`, with all history, from any git server: merge bases can be asked for."""
        refs = [f"+{one.ref}:{ref(number, name)}" for name, one in wanted.items()]
        tips = self._into(self.whole, number, Remote(self.url, token), [REMOTE, *refs], {})
        repository = Repository(inside(self.whole))
        commits = {name: one.sha or tips[name] for name, one in wanted.items()}
        for name, commit in commits.items():
            if commit != tips[name] and not repository.has(commit):
                raise NotThereError(f"{wanted[name].ref} does not hold the commit {commit}")
        return Fetched(repository, commits)

    def read(self, work: Callable[..., Answer], *arguments: object) -> Answer:
        """What `work` returns that reads what was fetched. Mirrors that turn out to be damaged are thrown away; the
        FetchError that is raised then says to try again."""
        try:
            return work(*arguments)
        except DamageError as error:
            self._discard()
            raise FetchError(f"the mirror was damaged and has been thrown away: {error}") from error

    def _discard(self) -> None:
        """The next fetch makes new mirrors. Whoever reads them now is interrupted."""
        for folder in (self.folder, self.whole):
            if folder.exists():
                with suppress(TimeoutError), upkeep.locked(folder, FETCH_TIMEOUT):
                    upkeep.discard(folder)

    def _into(
        self, folder: Path, number: int, remote: Remote, arguments: list[str], settings: Mapping[str, str]
    ) -> dict[str, str]:
        """Fetch, a second time if the folder turns out to be damaged; the names and ids of the number's refs."""
        try:
            with upkeep.locked(folder, FETCH_TIMEOUT):
                try:
                    return _fetch(folder, number, remote, arguments, settings)
                except DamageError:
                    upkeep.discard(folder)
                    return _fetch(folder, number, remote, arguments, settings)
        except TimeoutError:
            raise FetchError("another fetch of this repository takes too long") from None
        except GitError as error:
            raise FetchError(str(error)) from error
        except OSError as error:
            raise FetchError(f"the mirror cannot be written: {error.strerror}") from error


def ref(number: int, name: str) -> str:
    """Where a mirror keeps what it fetched for a pull request: two reviews never write the same ref."""
    return f"refs/adrift/{number}/{name}"


def _fetch(
    folder: Path, number: int, remote: Remote, arguments: list[str], settings: Mapping[str, str]
) -> dict[str, str]:
    if upkeep.is_outgrown(folder):
        upkeep.discard(folder)
    upkeep.create(folder)
    space = ref(number, "")
    upkeep.remove_stale(folder, space, FETCH_TIMEOUT)
    remote.fetch(folder, *arguments, settings=settings, timeout=FETCH_TIMEOUT)
    listing = inside(folder).text("for-each-ref", "--format=%(objectname) %(refname)", space)
    return {name.removeprefix(space): commit for commit, name in (line.split(" ") for line in listing.splitlines())}
