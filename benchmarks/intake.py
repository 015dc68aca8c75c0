"""The receiver under load: signed deliveries over real sockets to a real `adrift serve` with its embedded database.

python -m benchmarks.intake [--rate 300] [--seconds 60]

First at a fixed rate, whatever the answers take (latency counts from the moment at which a delivery was due), then as
fast as a few connections can. Every answer 202 is looked up in the database afterwards.
"""

import argparse
import asyncio
import json
import os
import secrets
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from app.settings import Settings
from app.store.database import database
from app.webhooks.signature import sign

SECRET = secrets.token_hex()
CONNECTIONS = 16
SIZE = 25_000
"""Bytes of a delivery: those of a usual `pull_request` event."""
STARTED_WITHIN = 60.0


@dataclass(frozen=True, slots=True)
class Answer:
    """One delivery: whether it was answered 202, and the seconds from when it was due to the answer."""

    is_stored: bool
    seconds: float


def main() -> None:
    """Print one row for each kind of load."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rate", type=int, default=300)
    parser.add_argument("--seconds", type=int, default=60)
    chosen = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="adrift-benchmark-") as folder,
        served(Path(folder)) as (url, port, process),
    ):
        sent = Sent(port)
        sent.prepare(chosen.rate * chosen.seconds)
        asyncio.run(sent.at_rate(chosen.rate, 2))
        sent.answers.clear()
        before = memory(process)
        print("| load | deliveries/s | p50 ms | p99 ms | worst ms | not stored | MB before | MB after |")
        print("|---|---:|---:|---:|---:|---:|---:|---:|")
        for name, load in (
            (f"{chosen.rate}/s", sent.at_rate(chosen.rate, chosen.seconds)),
            (f"{CONNECTIONS} connections", sent.as_fast_as_possible(chosen.seconds / 3)),
        ):
            sent.answers.clear()
            took = asyncio.run(load)
            print(row(name, sent.answers, took, before, memory(process)), flush=True)
        print(f"\nanswered 202: {sent.stored}; in the database: {stored(url)}")


def row(name: str, answers: list[Answer], took: float, before: int, after: int) -> str:
    """One line of the table."""
    times = sorted(answer.seconds * 1000 for answer in answers)
    hundredths = statistics.quantiles(times, n=100)
    refused = sum(not answer.is_stored for answer in answers)
    numbers = (len(times) / took, hundredths[49], hundredths[98], times[-1])
    shown = " | ".join(f"{number:.1f}" for number in numbers)
    return f"| {name} | {shown} | {refused} | {before / 1e6:.0f} | {after / 1e6:.0f} |"


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, int, int]]:
    """The database's URL, the port and the process of a service that takes webhooks and reviews nothing."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with database(Settings(data_dir=folder)) as url:
        process = subprocess.Popen(
            [sys.executable, "-c", "from app.cli.main import main; main()", "serve"],
            env=os.environ | environment(folder, url, port),
            stderr=(folder / "log").open("w"),
        )
        try:
            wait_until_ready(port)
            yield url, port, process.pid
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)


def environment(folder: Path, url: str, port: int) -> dict[str, str]:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption())
    return {
        "ADRIFT_APP_ID": "1",
        "ADRIFT_PRIVATE_KEY": key.private_bytes(*form).decode(),
        "ADRIFT_WEBHOOK_SECRET": SECRET,
        "ADRIFT_PORT": str(port),
        "ADRIFT_WORKER": "false",
        "ADRIFT_DATA_DIR": str(folder),
        "DATABASE_URL": url,
    }


def wait_until_ready(port: int) -> None:
    end = time.monotonic() + STARTED_WITHIN
    while time.monotonic() < end:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("adrift did not start")


class Sent:
    """Deliveries made beforehand, what became of each, and how many were answered 202 in all."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.answers: list[Answer] = []
        self.stored = 0
        self._count = 0
        self._heads: list[bytes] = []

    def prepare(self, pull_requests: int) -> None:
        """Signing is GitHub's work, not the receiver's: bodies of a few pull requests are signed once."""
        padding = "x" * SIZE
        for number in range(1, min(pull_requests, 1_000) + 1):
            event = {
                "action": "synchronize",
                "number": number,
                "installation": {"id": 1},
                "repository": {"id": 1, "full_name": "acme/shop", "default_branch": "main"},
                "sender": {"login": "ann", "type": "User"},
                "pull_request": {"number": number, "body": padding},
            }
            body = json.dumps(event).encode()
            head = f"X-Hub-Signature-256: {sign(SECRET, body)}\r\nContent-Length: {len(body)}\r\n\r\n"
            self._heads.append(head.encode() + body)

    async def at_rate(self, rate: int, seconds: float) -> float:
        """Deliveries at fixed moments. The seconds that it took."""
        start = time.perf_counter()
        due: asyncio.Queue[float | None] = asyncio.Queue()
        senders = [asyncio.create_task(self._send_due(due)) for _ in range(CONNECTIONS * 4)]
        for number in range(int(rate * seconds)):
            moment = start + number / rate
            if (wait := moment - time.perf_counter()) > 0:
                await asyncio.sleep(wait)
            due.put_nowait(moment)
        for _ in senders:
            due.put_nowait(None)
        await asyncio.gather(*senders)
        return time.perf_counter() - start

    async def as_fast_as_possible(self, seconds: float) -> float:
        """A few connections, each of which sends as soon as it has its answer. The seconds that it took."""
        start = time.perf_counter()
        await asyncio.gather(*(self._send_until(start + seconds) for _ in range(CONNECTIONS)))
        return time.perf_counter() - start

    async def _send_due(self, due: "asyncio.Queue[float | None]") -> None:
        connection = None
        while (moment := await due.get()) is not None:
            connection = connection or await asyncio.open_connection("127.0.0.1", self.port)
            await self._send(*connection, moment)
        if connection:
            connection[1].close()

    async def _send_until(self, end: float) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        while time.perf_counter() < end:
            await self._send(reader, writer, time.perf_counter())
        writer.close()

    async def _send(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, due: float) -> None:
        self._count += 1
        head = (
            "POST /webhooks/github HTTP/1.1\r\nHost: adrift\r\nContent-Type: application/json\r\n"
            f"X-GitHub-Event: pull_request\r\nX-GitHub-Delivery: delivery-{self._count}\r\n"
        )
        writer.write(head.encode() + self._heads[self._count % len(self._heads)])
        answer = await reader.readuntil(b"\r\n\r\n")
        length = next(line for line in answer.lower().split(b"\r\n") if line.startswith(b"content-length:"))
        await reader.readexactly(int(length.partition(b":")[2]))
        is_stored = answer.startswith(b"HTTP/1.1 202")
        self.stored += is_stored
        self.answers.append(Answer(is_stored, time.perf_counter() - due))


def stored(url: str) -> int:
    """How many deliveries the database holds."""
    with psycopg.connect(url) as connection:
        found = connection.execute("select count(*) from delivery").fetchone()
    assert found is not None
    return int(found[0])


def memory(pid: int) -> int:
    """Resident bytes of a process (proc(5); Linux only)."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    main()
