"""The whole service under load: receiver, queue and workers on the embedded PostgreSQL, and many installations.

python -m benchmarks.scale measured [--pushes 60] [--files 1000]      what one review costs, by stage
python -m benchmarks.scale all [--pushes 200] [--rate 100]           what this machine reviews
python -m benchmarks.scale told [--rate 20] [--pushes 1200]          git and judging are sleeps
python -m benchmarks.scale queued [--rate 100] [--pushes 6000]       the whole review is a sleep

Pushes come as Zipf's law says. Afterwards it is counted whether the newest head of each pull request has a finished
check run. How the figures are to be read: docs/scaling.md.
"""

import argparse
import json
import os
import signal
import subprocess
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from typing import Any

import psycopg

from app.settings import Settings
from app.store.database import database
from benchmarks.intake import STARTED_WITHIN, wait_until_ready
from benchmarks.measuring import COMPILED, PYTHON
from benchmarks.scale_github import Github, Size

DRAINED_WITHIN = 600.0
TABLES = """\
select relname, pg_total_relation_size(oid) from pg_class
where relkind = 'r' and relnamespace = 'public'::regnamespace"""
COUNTS = (
    "select xact_commit, pg_current_wal_lsn() - '0/0'::pg_lsn from pg_stat_database where datname = current_database()"
)
CONNECTIONS = "select count(*) from pg_stat_activity where datname = current_database()"
WAITING = "select count(*) from procrastinate_jobs where status in ('todo', 'doing') and task_name not like '%sweep%'"


def main() -> None:
    """Print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", choices=("measured", "all", "told", "queued"))
    parser.add_argument("--pushes", type=int, default=60)
    parser.add_argument("--rate", type=float, default=100.0, help="pushes a second")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--concurrency", type=int, default=2)
    parser.add_argument("--installations", type=int, default=20)
    parser.add_argument("--repositories", type=int, default=100)
    parser.add_argument("--pulls", type=int, default=4)
    parser.add_argument("--files", type=int, default=1_000)
    parser.add_argument("--fetch", type=float, default=0.1, help="seconds of sleep instead of a fetch")
    parser.add_argument("--judge", type=float, default=0.08, help="seconds of sleep instead of judging")
    parser.add_argument("--checked", action="store_true", help="hold all that is said against GitHub's description")
    chosen = parser.parse_args()
    heads = chosen.pulls + max(40, chosen.pushes // 2)
    size = Size(chosen.installations, chosen.repositories, chosen.pulls, chosen.files, heads)
    with tempfile.TemporaryDirectory(prefix="adrift-benchmark-") as folder:
        github = Github(Path(folder), size, is_checked=chosen.checked)
        try:
            run(github, Path(folder), chosen)
        finally:
            github.stand_in.stop()


def run(github: Github, folder: Path, chosen: argparse.Namespace) -> None:
    """One run from the first push until nothing waits."""
    with service(github, folder, chosen) as running:
        if chosen.kind == "measured":  # what only the first review of a repository costs is not asked for
            for pull in list(github.each_pull())[: chosen.repositories]:
                github.push(pull)
            drain(github, running)
        before, start = running.look(), time.monotonic()
        asked = push(github, chosen.pushes, chosen.rate)
        sent = time.monotonic() - start
        drain(github, running)
        took = time.monotonic() - start
        after = running.look()
        delivered = sum(one.ok for one in github.stand_in.deliveries)
        stored, connections = running.asked("select count(*) from delivery"), running.asked(CONNECTIONS)
        mirrors = size_of(folder / "data" / "mirrors")
    reviews = [one for one in read_reviews(folder) if one["began"] >= asked]
    load = os.getloadavg()[0]
    print(f"\n{chosen.kind}: {chosen.pushes} pushes in {sent:.1f} s, drained after {took:.1f} s; load {load:.1f}")
    print(f"{len(reviews)} reviews, {len(reviews) / took:.1f}/s; {chosen.pushes - len(reviews)} pushes coalesced")
    print(f"deliveries: {len(github.stand_in.deliveries)}, answered 202: {delivered}, stored: {stored}")
    if chosen.kind != "queued":
        print(f"finished check runs on the newest heads: {dict(github.ends())}")
    print(f"database connections {connections}; {github.repositories_pushed_to()} mirrors, {mirrors / 1e6:.0f} MB")
    print(f"violations {len(github.stand_in.violations)}, unknown requests {len(github.stand_in.unknown_requests)}")
    print_ages(github, reviews)
    print_costs(before, after, len(reviews))
    print_requests(github, len(read_reviews(folder)))
    print_stages(folder)


def push(github: Github, pushes: int, rate: float) -> float:
    """Push at this rate. The moment of the first, in seconds since 1970."""
    asked, start = time.time(), time.monotonic()
    for number in range(pushes):
        time.sleep(max(0.0, start + number / rate - time.monotonic()))
        github.push(github.any_pull())
    return asked


@dataclass(frozen=True, slots=True)
class Looked:
    """CPU seconds by process, bytes by table, transactions and bytes of WAL, at one moment."""

    cpu: Counter[str]
    tables: Counter[str]
    counts: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Running:
    """The service's processes by name, and its database."""

    url: str
    processes: dict[str, list[int]]

    def look(self) -> Looked:
        used = Counter({name: sum(map(cpu_of_tree, pids)) for name, pids in self.processes.items()})
        with psycopg.connect(self.url) as connection:
            tables = Counter({str(name): int(size) for name, size in connection.execute(TABLES.encode()).fetchall()})
            [(commits, wal)] = connection.execute(COUNTS.encode()).fetchall()
        return Looked(used, tables, (int(commits), int(wal)))

    def asked(self, statement: str) -> int:
        with psycopg.connect(self.url) as connection:
            [(found,)] = connection.execute(statement.encode()).fetchall()
        return int(found)


@contextmanager
def service(github: Github, folder: Path, chosen: argparse.Namespace) -> Iterator[Running]:
    """A receiver and workers in processes of their own."""
    data = folder / "data"
    data.mkdir()
    with database(Settings(data_dir=data)) as url:
        port = 18000 + os.getpid() % 10000
        concurrency = 1 if chosen.kind == "measured" else chosen.concurrency
        shared = COMPILED | environment(github, data, url, port) | {"ADRIFT_CONCURRENCY": str(concurrency)}
        serve = [PYTHON, "-c", "from app.cli.main import main; main()", "serve"]
        told = [str(folder), chosen.kind, str(chosen.fetch), str(chosen.judge)]
        work = [PYTHON, "-m", "benchmarks.scale_worker", *told, str(github.clone), github.base, github.heads[0]]
        with (folder / "log").open("w") as log:
            started = [subprocess.Popen(serve, env=shared, stderr=log)]  # noqa: S603 - our own programs
            wait_until_ready(port)
            github.stand_in.webhook_url = f"http://127.0.0.1:{port}/webhooks/github"
            commands = [work] * chosen.workers
            started += [subprocess.Popen(command, env=shared, stderr=log) for command in commands]  # noqa: S603 - as above
            pids = [process.pid for process in started]
            postmaster = int((data / "postgres" / "postmaster.pid").read_text().split()[0])
            processes = {
                "receiver": pids[:1],
                "workers": pids[1:],
                "PostgreSQL": [postmaster],
                "stand-in": [os.getpid()],
            }
            running = Running(url, processes)
            try:
                wait_for_workers(running, chosen.workers)
                yield running
            finally:
                for process in reversed(started):
                    process.send_signal(signal.SIGTERM)
                    process.wait(60)
        problems = [
            line for line in (folder / "log").read_text().splitlines() if " WARNING" in line or " ERROR" in line
        ]
        print(f"warnings and errors in the log: {len(problems)}", *problems[:3], sep="\n")


def environment(github: Github, data: Path, url: str, port: int) -> dict[str, str]:
    return {
        "ADRIFT_APP_ID": str(github.stand_in.app_id),
        "ADRIFT_PRIVATE_KEY": github.stand_in.private_key_pem,
        "ADRIFT_WEBHOOK_SECRET": github.stand_in.webhook_secret,
        "ADRIFT_GITHUB_URL": github.stand_in.url,
        "ADRIFT_PORT": str(port),
        "ADRIFT_WORKER": "false",
        "ADRIFT_DATA_DIR": str(data),
        "DATABASE_URL": url,
    }


def wait_for_workers(running: Running, workers: int) -> None:
    """Wait until so many have announced themselves."""
    end = time.monotonic() + STARTED_WITHIN
    while running.asked("select count(*) from procrastinate_workers") < workers:
        if time.monotonic() > end:
            raise TimeoutError("the workers did not start")
        time.sleep(0.2)


def drain(github: Github, running: Running) -> None:
    """Wait until every webhook was answered and no job waits or runs."""
    github.stand_in.webhooks.wait_settled(DRAINED_WITHIN)
    end = time.monotonic() + DRAINED_WITHIN
    while running.asked(WAITING):
        if time.monotonic() > end:
            raise TimeoutError("jobs are left")
        time.sleep(0.2)


def cpu_of_tree(pid: int) -> float:
    """CPU seconds of a process and all below it, those that have ended and were waited for included (proc(5))."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:  # it has ended meanwhile
        return 0.0
    used = sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
    if pid == os.getpid():  # the others are counted under names of their own
        return sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")
    return used + sum(map(cpu_of_tree, map(int, children)))


def size_of(folder: Path) -> int:
    """Bytes on disk below a folder."""
    return sum(path.stat().st_blocks * 512 for path in folder.rglob("*") if path.is_file())


def read_reviews(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for file in folder.glob("reviews-*") for line in file.read_text().splitlines()]


def print_ages(github: Github, reviews: Sequence[dict[str, Any]]) -> None:
    """How long pushes waited: all, those of the largest installation, and of those that had a hundredth at most."""
    pushed = github.pushes
    largest = max(pushed, key=lambda one: pushed[one])
    few = {one for one, number in pushed.items() if number <= sum(pushed.values()) / 100}
    ages: dict[str, list[float]] = defaultdict(list)
    for one in reviews:
        age, whose = one["began"] - (one["asked"] or one["began"]), one["installation_id"]
        ages["all"].append(age)
        if whose == largest:
            ages[f"the largest installation ({pushed[largest]} pushes)"].append(age)
        if whose in few:
            ages[f"the {len(few)} smallest"].append(age)
    print("\n| waited, of | reviews | p50 s | p99 s | worst s |\n|---|---:|---:|---:|---:|")
    for name, each in ages.items():
        hundredths = quantiles([*each, each[0]], n=100, method="inclusive")
        print(f"| {name} | {len(each)} | {hundredths[49]:.2f} | {hundredths[98]:.2f} | {max(each):.2f} |")


def print_costs(before: Looked, after: Looked, reviews: int) -> None:
    """CPU of each process, and what the database grew by."""
    print("\n| process | CPU ms a review |\n|---|---:|")
    for name, used in after.cpu.items():
        print(f"| {name} | {(used - before.cpu[name]) * 1000 / reviews:.1f} |")
    commits, wal = (late - early for early, late in zip(before.counts, after.counts, strict=True))
    print(f"\na review: {commits / reviews:.0f} transactions, {wal / reviews / 1000:.0f} kB of WAL")
    grown = {name: size - before.tables[name] for name, size in after.tables.items() if size != before.tables[name]}
    print(f"database, MB for 1,000 reviews: {sum(grown.values()) / 1e3 / reviews:.1f}")
    for name, size in sorted(grown.items(), key=lambda one: -one[1]):
        print(f"  {name}: {size / 1e3 / reviews:.2f}")


def print_requests(github: Github, reviews: int) -> None:
    shown = (f"{name} {number / reviews:.2f}" for name, number in github.requests().most_common())
    print(f"\nrequests a review: {', '.join(shown)}")


def print_stages(folder: Path) -> None:
    """The CPU of one worker by kind of job and stage."""
    rows = [row for file in folder.glob("stages-*") for row in json.loads(file.read_text())]
    if rows:
        print("\n| job | how many | stage | CPU ms a job |\n|---|---:|---|---:|")
    for job, stage, number, seconds in sorted(rows):
        print(f"| {job} | {number} | {stage} | {seconds * 1000 / max(1, number):.1f} |")


if __name__ == "__main__":
    main()
