"""A GitHub with many installations, for benchmarks: the stand-in of the tests, without what only tests need.

Its repositories share one folder of git's, whose commits were made beforehand and whose branches never move: a push is
another head and the two webhooks that GitHub sends. What git was asked once is remembered, and nothing is held against
GitHub's description, which would cost more than the service under load (`is_checked` does it all the same).
"""

import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path
from threading import Thread

from benchmarks.generated import commit_change, make_repository
from benchmarks.measuring import git, put_in
from tests.stand_in import (
    StandIn,
    diffs,
    events,
    git_repositories,
    openapi,
    payloads_pulls,
    routes_repositories,
)
from tests.stand_in.people import People
from tests.stand_in.state import Installation, PullRequest, Repository, utc_now

SENDERS = 7
"""Webhooks are sent at the same time, besides the one that the stand-in sends."""
POLICY = """\
version: 1
adr: {path: docs/adr}
components:
  service: {path: "services/{service}", depends_on: [service]}
  package: {path: "packages/{package}", depends_on: [package]}
cycles: allow
"""
KINDS = (
    ("pull request", r"GET .*/pulls/\d+$"),
    ("check run begun", r"POST .*/check-runs$"),
    ("comparison", r"GET .*/compare/"),
    ("verdict", r"PATCH .*/check-runs/"),
    ("token", r"POST .*/access_tokens$"),
    ("git", r".*\.git/"),
)
"""Requests by method and path; all else is other."""


@dataclass(frozen=True, slots=True)
class Size:
    """How large this GitHub is: each repository has so many open pull requests, and so many files."""

    installations: int
    repositories: int
    pulls: int
    files: int
    heads: int
    """Commits made beforehand: pushes to one repository use each once."""


class Github:
    """The stand-in, filled. Installations, and the repositories of one, are pushed to as Zipf's law says: the second
    half as often as the first, the third a third."""

    def __init__(self, folder: Path, size: Size, *, is_checked: bool) -> None:
        self.clone = make_repository(folder, size.files)
        _add_policy(self.clone)
        self.base = git(self.clone, "rev-parse", "refs/heads/main").strip()
        self.heads = [_head(self.clone, size.files, salt) for salt in range(size.heads)]
        _remember_git()
        if not is_checked:
            _check_nothing()
        self.stand_in = StandIn(folder / "github")
        self.stand_in.start()
        for _ in range(SENDERS):
            Thread(target=self.stand_in.webhooks.run, daemon=True).start()
        self.pushes: Counter[int] = Counter()
        """By installation."""
        self._used: Counter[int] = Counter()
        self._random = random.Random(1)  # noqa: S311 - the same pushes in each run
        self._pulls = [self._repository(size, number) for number in range(size.repositories)]
        self._weights = list(accumulate(_weights(size)))

    def _repository(self, size: Size, number: int) -> Sequence[PullRequest]:
        """The open pull requests of a new repository; nobody has heard of them yet."""
        world = self.stand_in.world
        owner = world.user(f"org-{number % size.installations}", kind="Organization")
        installation = world.installation_of(owner.login)
        if installation is None:
            granted, subscribed = dict(world.app_permissions), list(world.app_events)
            installation = Installation(next(world.ids), owner, granted, subscribed, utc_now())
            world.installations[installation.id] = installation
        path = Path(self.clone)
        repo = Repository(next(world.ids), owner, f"repo-{number}", path, "main", utc_now(), installation)
        repo.roles["ann"] = ("write", "write")
        world.repositories[repo.id] = repo
        return [self._pull(repo, number) for number in range(1, size.pulls + 1)]

    def _pull(self, repo: Repository, number: int) -> PullRequest:
        world, head = self.stand_in.world, self._next_head(repo)
        pull = PullRequest(
            id=next(world.ids),
            number=number,
            repository=repo,
            author=world.user("ann"),
            title="A change",
            body="",
            head_repository=repo,
            head_ref=f"feature-{number}",
            head_sha=head,
            base_ref="main",
            base_sha=self.base,
            created_at=utc_now(),
            updated_at=utc_now(),
        )
        world.pulls[repo.id, number] = pull
        return pull

    def push(self, pull: PullRequest) -> None:
        """A new head, and its webhooks: `push` and `pull_request`."""
        stand_in = self.stand_in
        with stand_in.world.lock:
            before, pull.head_sha = pull.head_sha, self._next_head(pull.repository)
            change, by = (before, pull.head_sha), pull.author
            events.push_event(stand_in.world, stand_in.webhooks, pull.repository, pull.head_ref, change=change, by=by)
            people = People(stand_in.world, stand_in.webhooks)
            people.event(pull, "synchronize", by, {"before": before, "after": pull.head_sha})
        self.pushes[_installation(pull)] += 1

    def any_pull(self) -> PullRequest:
        """One that somebody pushes to next."""
        [pulls] = self._random.choices(self._pulls, cum_weights=self._weights)
        return self._random.choice(pulls)

    def each_pull(self) -> Iterator[PullRequest]:
        """All, one of each repository after the other."""
        for turn in zip(*self._pulls, strict=True):
            yield from turn

    def repositories_pushed_to(self) -> int:
        """How many were."""
        return sum(used > len(pulls) for used, pulls in zip(self._used.values(), self._pulls, strict=True))

    def ends(self) -> Counter[str]:
        """How it ended for the pull requests that were pushed to, by their newest head: `lost` has no finished check
        run or one in progress, `once` has one finished, `again` has several: a webhook came when its push had been seen
        and reviewed already."""
        world = self.stand_in.world
        runs: dict[tuple[int, str], list[str]] = {}
        for run in world.check_runs.values():
            runs.setdefault((run.repository.id, run.head_sha), []).append(run.status)
        pushed = [pull for pull in world.pulls.values() if pull.head_sha != self.heads[pull.number - 1]]
        return Counter(_end(runs.get((pull.repository.id, pull.head_sha), [])) for pull in pushed)

    def requests(self) -> Counter[str]:
        """What was asked, by kind."""
        found: Counter[str] = Counter()
        for seen in self.stand_in.requests:
            asked = f"{seen.method} {seen.path}"
            found[next((name for name, pattern in KINDS if re.match(pattern, asked)), "other")] += 1
        return found

    def _next_head(self, repo: Repository) -> str:
        self._used[repo.id] += 1
        return self.heads[self._used[repo.id] - 1]


def _installation(pull: PullRequest) -> int:
    assert pull.repository.installation is not None
    return pull.repository.installation.id


def _end(statuses: Sequence[str]) -> str:
    if set(statuses) != {"completed"}:
        return "lost"
    return "once" if len(statuses) == 1 else "again"


def _weights(size: Size) -> Iterator[float]:
    for number in range(size.repositories):
        place, installation = divmod(number, size.installations)
        yield 1 / (installation + 1) / (place + 1)


def _head(clone: Path, files: int, salt: int) -> str:
    return git(clone, "rev-parse", commit_change(clone, files, 1 + salt % 5, salt)).strip()


def _add_policy(clone: Path) -> None:
    main = git(clone, "rev-parse", "refs/heads/main").strip()
    files = {".github/architecture.yml": POLICY}
    sha = git_repositories.commit(clone, files, parents=(main,), message="Add a policy", author="ann", date=utc_now())
    git_repositories.set_ref(clone, "refs/heads/main", sha)
    with (clone / "config").open("a") as config:
        config.write(git_repositories.SERVED)


def _check_nothing() -> None:
    def accept(*_: object) -> None: ...

    put_in(openapi.Operation, check_request=accept, check_answer=accept)
    put_in(openapi, check_payload=accept)


def _remember_git() -> None:
    asked = ("tip", "resolve", "merge_base", "is_ancestor", "log", "git")
    put_in(git_repositories, **{name: cache(getattr(git_repositories, name)) for name in asked})
    for module in (events, routes_repositories, diffs):
        put_in(module, git=git_repositories.git)
    changed_files = cache(diffs.changed_files)
    for module in (routes_repositories, payloads_pulls):
        put_in(module, changed_files=changed_files)
