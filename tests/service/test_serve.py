"""`adrift serve` as a process, with the database that it brings along."""

import os
import re
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
from tests.forms import form_of
from tests.running import wait_for
from tests.service.conftest import CROSSING, FILES, finished, opened
from tests.stand_in import StandIn

ADRIFT = str(Path(sys.executable).with_name("adrift"))


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
    port = free_port()
    variables = {
        "ADRIFT_APP_ID": "1",
        "ADRIFT_PRIVATE_KEY": key,
        "ADRIFT_WEBHOOK_SECRET": "s",
        "ADRIFT_PORT": str(port),
    }
    environment = {**os.environ, **variables, "ADRIFT_DATA_DIR": str(folder)}
    with subprocess.Popen([ADRIFT, "serve"], env=environment, stderr=subprocess.DEVNULL) as process:
        try:
            wait_for(lambda: is_ready(f"http://127.0.0.1:{port}"), within=60)
            yield process
        finally:
            process.kill()


@contextmanager
def served_unregistered(gh: StandIn, folder: Path, log: Path) -> Iterator[tuple["subprocess.Popen[bytes]", str]]:
    """A process without credentials, and its address."""
    port = free_port()
    variables = {"ADRIFT_GITHUB_URL": gh.url, "ADRIFT_PORT": str(port), "ADRIFT_DATA_DIR": str(folder)}
    with log.open("wb") as errors:
        process = subprocess.Popen([ADRIFT, "serve"], env={**os.environ, **variables}, stderr=errors)
        with process:
            try:
                yield process, f"http://127.0.0.1:{port}"
            finally:
                process.kill()


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def is_ready(url: str) -> bool:
    return answers(f"{url}/readyz")


def is_alive(url: str) -> bool:
    return answers(f"{url}/healthz")


def answers(url: str) -> bool:
    try:
        return httpx.get(url, trust_env=False).status_code == 200
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


def test_a_service_without_credentials_is_set_up_and_starts(gh: StandIn, folder: Path, tmp_path: Path) -> None:
    """From nothing to a finished check run, without a restart."""
    with served_unregistered(gh, folder, tmp_path / "log") as (process, url):
        wait_for(lambda: is_alive(url), within=60)
        log = re.search(r"set-up token (\S+)", (tmp_path / "log").read_text())
        assert log
        with httpx.Client(base_url=url, trust_env=False) as browser:
            assert browser.get("/readyz").status_code == 503
            form = {"token": log[1], "account": "acme", "public_url": url}
            shown = form_of(browser.post("/setup", data=form).text)
            confirm = form_of(httpx.post(shown.action or "", data=shown.fields, trust_env=False).text)
            back = httpx.post(f"{gh.url}{confirm.action}", data=confirm.fields, trust_env=False)
            assert browser.get(back.headers["location"]).status_code == 200
        wait_for(lambda: is_ready(url), within=60)
        repo = gh.create_repository("acme/shop", files=FILES)
        assert finished(gh, repo, opened(gh, repo, CROSSING)).conclusion == "failure"
        process.send_signal(signal.SIGTERM)
        assert process.wait(40) == 0
    text = (tmp_path / "log").read_text()
    assert [secret for secret in (gh.webhook_secret, gh.private_key_pem.splitlines()[1]) if secret in text] == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_service_that_is_stopped_before_its_set_up_ends(
    gh: StandIn, folder: Path, tmp_path: Path, number: signal.Signals
) -> None:
    with served_unregistered(gh, folder, tmp_path / "log") as (process, url):
        wait_for(lambda: is_alive(url), within=60)
        process.send_signal(number)
        assert process.wait(40) == 0
    assert not database_runs(folder)


def test_a_worker_registers_nothing(folder: Path) -> None:
    environment = {**os.environ, "ADRIFT_DATA_DIR": str(folder)}
    ended = subprocess.run([ADRIFT, "worker"], env=environment, capture_output=True, timeout=60, check=False)
    assert ended.returncode == 2
    assert b"ADRIFT_APP_ID is not set" in ended.stderr
