"""The long run: pushes and pull requests, and every few seconds something is killed. Prints the counts at the end.

`make chaos`, or `python -m tests.faults.chaos --pushes 1000 --kill-every 3`. Exit status 1 if a pull request has not
exactly one finished check run on its newest head, if a comment is there twice, or if a check run is left in progress.
"""

import argparse
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from app.store.database import database
from tests.conftest import database_folder
from tests.faults.disturbances import Disturbances
from tests.faults.fleet import Fleet, fleet
from tests.faults.outcome import doubled_comments, is_reviewed
from tests.nursery import Nursery
from tests.running import settings_for
from tests.service.conftest import CROSSING, FILES, LEGAL
from tests.stand_in import PullRequest, Repository, StandIn

OPEN = 6
"""Open pull requests of one repository."""
TWO_CROSSINGS = {**CROSSING, "shared/money.py": "import orders.api\n\n\nclass Money: ...\n"}
CHANGES = (CROSSING, CROSSING, LEGAL, TWO_CROSSINGS)
TOLD_EVERY = 15.0


@dataclass
class People:
    """Who pushes, opens and closes."""

    gh: StandIn
    repositories: list[Repository]
    chance: random.Random
    pulls: list[PullRequest] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def do_something(self) -> None:
        """One push: to a pull request, or for a new one; now and then one is closed."""
        repository = self.chance.choice(self.repositories)
        is_open = [one for one in self.pulls if one.repository is repository and one.state == "open"]
        if len(is_open) >= OPEN and self.chance.random() < 0.1:
            self.gh.close(is_open.pop(self.chance.randrange(len(is_open))))
            self.counts["pull requests closed"] += 1
        self.counts["pushes"] += 1
        files = {**self.chance.choice(CHANGES), "n.txt": f"{self.counts['pushes']}\n"}
        if len(is_open) < OPEN and self.chance.random() < 0.4:
            branch = f"branch-{self.counts['pushes']}"
            self.gh.push(repository, branch, files, start="main")
            self.pulls.append(self.gh.open_pull_request(repository, head=branch))
            self.counts["pull requests opened"] += 1
        elif is_open:
            self.gh.push(repository, self.chance.choice(is_open).head_ref, files)

    @property
    def judged(self) -> list[PullRequest]:
        """The pull requests that have to be right."""
        return [one for one in self.pulls if one.state == "open"]


@dataclass
class Run:
    """People, faults, and what has come of it so far."""

    adrift: Fleet
    people: People
    faults: Disturbances
    told_at: float = field(default_factory=time.monotonic)

    def push_and_kill(self, pushes: int, kill_every: float, pace: float) -> None:
        """As many pushes, one each `pace` seconds, and a kill each `kill_every`."""
        kill_at = time.monotonic() + kill_every
        for _ in range(pushes):
            self.people.do_something()
            if self.faults.chance.random() < 0.25:
                self.faults.disturb_github()
            if time.monotonic() >= kill_at:
                self.faults.kill_something()
                kill_at = time.monotonic() + kill_every
            self.look_after()
            time.sleep(pace)

    def come_to_rest(self, patience: float) -> bool:
        """Whether all is well within `patience` seconds, now that nothing is disturbed any more."""
        self.adrift.gh.faults.waiting.clear()
        self.faults.wake_all()
        end = time.monotonic() + patience
        while time.monotonic() < end:
            self.look_after()
            if not any(self.wrong().values()) and self.adrift.database_answers() and self.adrift.is_idle():
                return not any(self.wrong().values())
            time.sleep(1)
        return False

    def look_after(self) -> None:
        """Start what is dead, which others do than the service; and tell how far it is."""
        self.faults.keep_up()
        now = time.monotonic()
        if now - self.told_at > TOLD_EVERY:
            self.told_at = now
            right = sum(is_reviewed(self.adrift.gh, one) for one in self.people.judged)
            pushes, judged = self.people.counts["pushes"], len(self.people.judged)
            print(f"{pushes} pushes, {right} of {judged} pull requests are right", file=sys.stderr, flush=True)

    def wrong(self) -> dict[str, int]:
        """What must be 0."""
        gh, judged = self.adrift.gh, self.people.judged
        with gh.world.lock:
            runs = list(gh.world.check_runs.values())
        return {
            "doubled comments": sum(len(doubled_comments(gh, one)) for one in self.people.pulls),
            "pull requests without exactly one finished run": sum(not is_reviewed(gh, one) for one in judged),
            "check runs in progress": sum(run.status != "completed" for run in runs),
        }

    def told(self) -> dict[str, int]:
        """Everything that was counted."""
        gh = self.adrift.gh
        runs = gh.world.check_runs.values()
        log = self.adrift.log.read_text(errors="replace")
        return {
            **self.people.counts,
            "pull requests open": len(self.people.judged),
            **dict(sorted(self.faults.counts.items())),
            "deliveries": sum(not one.redelivery for one in gh.deliveries),
            "deliveries lost": len({one.guid for one in gh.deliveries if one.status_code is not None and not one.ok}),
            "deliveries sent again": sum(one.redelivery for one in gh.deliveries),
            "takeovers": log.count(" taken over: "),
            "bugs logged": log.count(": a bug"),
            "check runs": len(runs),
            "check runs that say that adrift could not finish": sum(
                run.title == "adrift could not finish" for run in runs
            ),
            "comments": len(gh.world.review_comments),
            "breaches of GitHub's description": len(gh.violations) + len(gh.unknown_requests),
            **self.wrong(),
        }


@contextmanager
def everything(workers: int, seed: int, repositories: int) -> Iterator[Run]:
    """A GitHub, a service in processes, and people."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="github-", ignore_cleanup_errors=True)))
        gh = stack.enter_context(StandIn(folder))
        gh.start()
        data = stack.enter_context(database_folder())
        nursery = Nursery()
        stack.callback(nursery.close)
        url = stack.enter_context(database(settings_for(gh, data)))
        adrift = stack.enter_context(fleet(gh, data, url, nursery, is_embedded=True))
        chance = random.Random(seed)
        made = [gh.create_repository(f"org-{number}/shop", files=FILES) for number in range(repositories)]
        adrift.receiver()
        faults = Disturbances(adrift, workers, chance)
        faults.keep_up()
        yield Run(adrift, People(gh, made, chance), faults)
        gh.webhook_url = None


def main() -> None:
    """Exit status 1 if not all is well at the end."""
    parser = argparse.ArgumentParser(prog="make chaos", description=__doc__)
    parser.add_argument("--pushes", type=int, default=1000)
    parser.add_argument("--kill-every", type=float, default=3.0, help="seconds")
    parser.add_argument("--pace", type=float, default=0.3, help="seconds between two pushes")
    parser.add_argument("--workers", type=int, default=3)
    parser.add_argument("--repositories", type=int, default=5)
    parser.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    parser.add_argument("--patience", type=float, default=600.0, help="seconds after the last fault until all is well")
    parser.add_argument("--keep-log", type=Path, help="copy the processes' log to this file")
    asked = parser.parse_args()
    print(f"seed {asked.seed}", file=sys.stderr)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    started = time.monotonic()
    with everything(asked.workers, asked.seed, asked.repositories) as run:
        run.push_and_kill(asked.pushes, asked.kill_every, asked.pace)
        pushed = time.monotonic()
        is_well = run.come_to_rest(asked.patience)
        told = run.told()
        told |= {"seconds of pushes": round(pushed - started), "seconds to rest": round(time.monotonic() - pushed)}
        if asked.keep_log:
            asked.keep_log.write_text(run.adrift.log.read_text(errors="replace"))
        for pull in run.people.judged if not is_well else ():
            if not is_reviewed(run.adrift.gh, pull):
                runs = run.adrift.gh.check_runs(pull.repository, pull.head_sha)
                told_runs = [(one.status, one.title, one.external_id) for one in runs]
                print(pull.repository.full_name, pull.number, pull.head_sha, told_runs, file=sys.stderr)
        if not is_well:
            print(run.adrift.tail()[-3000:], file=sys.stderr)
    for name, count in told.items():
        print(f"{count:8} {name}")
    sys.exit(not is_well or bool(told["breaches of GitHub's description"]))


if __name__ == "__main__":
    main()
