"""A worker of the service for `benchmarks.scale`: the real one, in a process of its own, that tells what it did.

python -m benchmarks.scale_worker FOLDER KIND FETCH JUDGE CLONE BASE HEAD

KIND says how much of a review is real: `all`; `told`, where git's fetch and the judging are sleeps of FETCH and JUDGE
seconds and each verdict is that on CLONE's HEAD; `queued`, where the whole review is a sleep. FOLDER gets one JSON line
for each review. `measured` is `all` with the CPU seconds of each kind of job and each stage beside, one job at a time.
"""

import asyncio
import gc
import json
import os
import sys
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import checks
from app import judge_pull_request, review_pull_request
from app.cli.main import RARE_COLLECTIONS
from app.cli.service_process import service_process
from app.facts.store import NoStore
from app.fetching.pull_request import FetchedPullRequest
from app.git.mirror import Mirror
from app.git.repository import Repository
from app.github.client import AppClient, InstallationClient
from app.github.models import PullRequest
from app.github.pull_requests import comparison
from app.governance import Governance, governance
from app.jobs import origin
from app.judge_pull_request import Means
from app.main import work_until_stopped
from app.parsing import Parsers
from app.policy_file import policy_at
from app.reading.memory import RepositoryMemory
from app.reading.workbench import Workbench
from app.review_revisions import Description, Revisions, review_revisions
from app.store import database
from app.tasks import all_tasks as tasks
from app.tasks import branch_tasks
from benchmarks.measuring import cpu, cpu_of_running, put_in

P = ParamSpec("P")
T = TypeVar("T")
GITHUB, GIT, READING, JUDGING, TABLES = "GitHub", "git fetch", "reading", "judging", "database client"


@dataclass(slots=True)
class Stages:
    """CPU seconds by (job, stage) of this process and all below it: always of the innermost stage that has begun."""

    job: str = "queue"
    jobs: Counter[str] = field(default_factory=Counter)
    seconds: defaultdict[tuple[str, str], float] = field(default_factory=lambda: defaultdict(float))
    _within: list[str] = field(default_factory=lambda: ["rest"])
    _last: float = 0.0

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        self.mark()
        self._within.append(name)
        try:
            yield
        finally:
            self.mark()
            self._within.pop()

    @contextmanager
    def of_job(self, name: str) -> Iterator[None]:
        self.mark()
        self.job = name
        try:
            yield
        finally:
            self.mark()
            self.jobs.update((name, "queue"))
            self.job = "queue"

    def mark(self) -> None:
        now = cpu() + cpu_of_running()
        self.seconds[self.job, self._within[-1]] += now - self._last
        self._last = now

    def plain(self, name: str, work: Callable[P, T]) -> Callable[P, T]:
        @wraps(work)
        def measured(*args: P.args, **more: P.kwargs) -> T:
            with self.stage(name):
                return work(*args, **more)

        return measured

    def waited(self, name: str, work: Callable[P, Awaitable[T]]) -> Callable[P, Awaitable[T]]:
        @wraps(work)
        async def measured(*args: P.args, **more: P.kwargs) -> T:
            with self.stage(name):
                return await work(*args, **more)

        return measured


def main() -> None:
    """Work until SIGTERM."""
    gc.set_threshold(RARE_COLLECTIONS)  # as the service's own entry does
    folder, kind, fetch, judge, clone, base, head = sys.argv[1:]
    stages = Stages()
    with Path(folder, f"reviews-{os.getpid()}").open("w", buffering=1) as told:
        match kind:
            case "measured":
                measure(stages)
            case "told":
                tell_only(float(fetch), float(judge), canned(Path(clone), base, head))
            case "queued":
                sleep_only(float(fetch) + float(judge))
        put_in(tasks, run_review=noted(tasks.run_review, told.write))
        with service_process() as (settings, url):
            stages.mark()
            stages.seconds.clear()
            asyncio.run(work_until_stopped(settings, url))
        if kind == "measured":
            rows = [[job, stage, stages.jobs[job], used] for (job, stage), used in stages.seconds.items()]
            Path(folder, f"stages-{os.getpid()}").write_text(json.dumps(rows))


def noted(review: Callable[..., Awaitable[None]], write: Callable[[str], object]) -> Any:
    """A review that leaves a line: which pull request, when the delivery arrived that asked for it, when it began and
    ended (seconds since 1970)."""

    @wraps(review)
    async def run(context: Any, /, **arguments: Any) -> None:
        began, came_from = time.time(), origin.current()
        await review(context, **arguments)
        line = {name: arguments[name] for name in ("installation_id", "repository_id", "number")}
        line |= {"asked": came_from.at if came_from else None, "began": began, "ended": time.time()}
        write(json.dumps(line) + "\n")

    return run


def of_job(name: str, work: Callable[..., Awaitable[None]], stages: Stages) -> Any:
    @wraps(work)
    async def run(context: Any, /, **arguments: Any) -> None:
        with stages.of_job(name):
            await work(context, **arguments)

    return run


def measure(stages: Stages) -> None:
    """Count the CPU of what a review consists of."""
    put_in(AppClient, _once=stages.waited(GITHUB, AppClient._once))  # noqa: SLF001
    put_in(Mirror, fetch=stages.plain(GIT, Mirror.fetch))
    put_in(checks, review=stages.plain(JUDGING, checks.review))
    put_in(judge_pull_request, review_revisions=stages.plain(READING, review_revisions))
    put_in(review_pull_request, governance=stages.waited(READING, governance))
    for module, name in ((tasks, "run_review"), (tasks, "run_read_branch"), (branch_tasks, "run_review_branch")):
        put_in(module, **{name: of_job(name.removeprefix("run_"), getattr(module, name), stages)})
    opened = database.session

    @asynccontextmanager
    async def session(engine: Any) -> AsyncIterator[Any]:
        with stages.stage(TABLES):
            async with opened(engine) as one:
                yield one

    for module in list(sys.modules.values()):
        if module.__name__.startswith("app.") and getattr(module, "session", None) is opened:
            put_in(module, session=session)


@dataclass(frozen=True, slots=True)
class Canned:
    """A review that was made once."""

    repository: Repository
    governance: Governance
    review: checks.Review


def canned(clone: Path, base: str, head: str) -> Canned:
    """The verdict that every pull request gets."""
    repository = Repository.at(clone)
    policy = policy_at(repository, base)
    with Parsers(processes=1, start="fork") as parsers:
        bench = Workbench.of_memory(parsers, NoStore(), RepositoryMemory())
        review = review_revisions(repository, Revisions(base, head, base=base), Description(), policy, bench)
    return Canned(repository, Governance(policy, is_governed=True), review)


def tell_only(fetch: float, judge: float, known: Canned) -> None:
    """Leave queue, tables and GitHub as they are; sleep instead of git and judging."""

    async def fetched(client: InstallationClient, mirror: Mirror, pull: PullRequest) -> FetchedPullRequest:
        compared = await comparison(client, pull.base.repo.full_name, pull.base.ref, pull.head.sha)
        await asyncio.sleep(fetch)
        tip, base = compared.base_commit.sha, compared.merge_base_commit.sha
        return FetchedPullRequest(mirror, known.repository, tip, tip, pull.head.sha, base)

    async def governed(*_: object) -> Governance:
        return known.governance

    async def judged(means: Means, pull: PullRequest, *_: object) -> checks.Review:
        await means.decisions.waivers((pull,))
        await asyncio.sleep(judge)
        return known.review

    async def slept(*_: object) -> None:
        await asyncio.sleep(fetch)

    put_in(review_pull_request, fetch_pull_request=fetched, governance=governed, judge_pull_request=judged)
    put_in(branch_tasks, _review_branch=slept)
    put_in(tasks, read_branch=slept)


def sleep_only(seconds: float) -> None:
    """Leave nothing real but the queue."""

    async def slept(*_: object, **__: object) -> None:
        await asyncio.sleep(seconds)

    put_in(tasks, run_review=slept)
    put_in(branch_tasks, _review_branch=slept)


if __name__ == "__main__":
    main()
