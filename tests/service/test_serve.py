"""`adrift serve` as a process, with the database that it brings along."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.conftest import database_folder
from tests.running import wait_for


@pytest.fixture(scope="module")
def key() -> str:
    made = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return made.private_bytes(*form).decode()


@pytest.fixture
def folder() -> Iterator[Path]:
    with database_folder() as place:
        yield place


@contextmanager
def served(folder: Path, key: str) -> Iterator["subprocess.Popen[bytes]"]:
    """A process that is ready."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    variables = {
        "ADRIFT_APP_ID": "1",
        "ADRIFT_PRIVATE_KEY": key,
        "ADRIFT_WEBHOOK_SECRET": "s",
        "ADRIFT_PORT": str(port),
    }
    environment = {**os.environ, **variables, "ADRIFT_DATA_DIR": str(folder)}
    command = [str(Path(sys.executable).with_name("adrift")), "serve"]
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as process:
        try:
            wait_for(lambda: is_ready(port), within=60)
            yield process
        finally:
            process.kill()


def is_ready(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/readyz", trust_env=False).status_code == 200
    except httpx.TransportError:
        return False


def database_runs(folder: Path) -> bool:
    return (folder / "postgres" / "postmaster.pid").exists()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_stopped_service_stops_its_database(folder: Path, key: str, number: signal.Signals) -> None:
    with served(folder, key) as process:
        assert database_runs(folder)
        process.send_signal(number)
        assert process.wait(40) == 0
    assert not database_runs(folder)


def test_the_database_of_a_killed_service_is_stopped_by_the_next_one(folder: Path, key: str) -> None:
    with served(folder, key) as process:
        process.kill()
        process.wait(10)
    assert database_runs(folder)
    with served(folder, key) as process:
        process.send_signal(signal.SIGTERM)
        assert process.wait(40) == 0
    assert not database_runs(folder)
