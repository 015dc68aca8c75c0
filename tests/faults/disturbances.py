"""What the long run does to the service, and what GitHub does to it meanwhile."""

import random
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field

from tests.faults.fleet import Fleet, Process

STOPPED_FOR = (3.0, 7.0)
"""Seconds that a stopped worker sleeps: it is taken for dead in between (`tests/faults/haste.py`)."""
LIMITED = {"Retry-After": "1"}
ANYTHING = r"/(pulls|check-runs|compare|access_tokens|reviews|comments)"
Answer = dict[str, object]
ANSWERS: dict[str, tuple[str, str, Answer]] = {
    "429": ("*", ANYTHING, {"status": 429, "headers": LIMITED}),
    "403 secondary limit": ("*", ANYTHING, {"status": 403, "headers": LIMITED}),
    "500": ("*", ANYTHING, {"status": 500}),
    "500 after the work": ("*", ANYTHING, {"status": 500, "after_effect": True}),
    "502 after the work": ("*", ANYTHING, {"status": 502, "after_effect": True}),
    "connection dropped": ("*", ANYTHING, {"drop_connection": True}),
    "no answer, not done": ("*", ANYTHING, {"delay": 8.0, "drop_connection": True}),
    "no answer, done": ("*", ANYTHING, {"delay": 8.0, "after_effect": True}),
    "late answer": ("*", ANYTHING, {"delay": 2.0}),
    "git hangs": ("POST", "git-upload-pack", {"delay": 8.0, "drop_connection": True}),
    "git is cut off": ("POST", "git-upload-pack", {"cut_after": 60}),
    "git sends ten times as much": ("POST", "git-upload-pack", {"times_over": 10}),
    "git answers 503": ("GET", "info/refs", {"status": 503}),
}


@dataclass
class Disturbances:
    """Kills, stops and corrupts at random, starts again what is dead, and counts."""

    adrift: Fleet
    workers: int
    chance: random.Random
    counts: Counter[str] = field(default_factory=Counter)
    asleep: dict[int, tuple[Process, float]] = field(default_factory=dict)

    def kill_something(self) -> None:
        """One fault of our own."""
        kinds = {
            "worker killed": lambda: self._worker().kill(),
            "worker killed with its git": lambda: self._worker().kill_all(),
            "worker stopped": self._stop,
            "receiver killed": lambda: self._one("serve").kill(),
            "database killed": self.adrift.kill_database,
            "mirror corrupted": self._corrupt,
        }
        kind = self.chance.choices(list(kinds), [4, 3, 2, 2, 1, 1])[0]
        with suppress(LookupError, OSError):
            kinds[kind]()
            self.counts[kind] += 1

    def disturb_github(self) -> None:
        """One wrong answer of GitHub's or of its git server's."""
        kind = self.chance.choice(list(ANSWERS))
        method, path, answer = ANSWERS[kind]
        self.adrift.gh.fail_next(method, path, **answer)  # type: ignore[arg-type]
        self.counts[f"GitHub: {kind}"] += 1

    def keep_up(self) -> None:
        """Wake who has slept enough, and start anew what is dead, as a supervisor does."""
        now = time.monotonic()
        for pid, (process, until) in list(self.asleep.items()):
            if now >= until:
                del self.asleep[pid]
                with suppress(ProcessLookupError):
                    process.go_on()
        alive = [one for one in self.adrift.processes if one.is_alive]
        self.adrift.processes[:] = alive
        if not any(one.command == "serve" for one in alive):
            self.adrift.receiver_soon()
        for _ in range(self.workers - sum(one.command == "worker" for one in alive)):
            self.adrift.worker()

    def wake_all(self) -> None:
        """No process sleeps any more."""
        self.asleep = {pid: (process, 0.0) for pid, (process, _) in self.asleep.items()}
        self.keep_up()

    def _worker(self) -> Process:
        return self._one("worker")

    def _one(self, command: str) -> Process:
        return self.chance.choice([one for one in self.adrift.processes if one.command == command and one.is_alive])

    def _stop(self) -> None:
        process = self._worker()
        process.stop()
        self.asleep[process.pid] = process, time.monotonic() + self.chance.uniform(*STOPPED_FOR)

    def _corrupt(self) -> None:
        file = self.chance.choice(self.adrift.mirrors())
        file.chmod(0o600)
        with file.open("r+b") as opened:
            opened.truncate(file.stat().st_size // 2)
