"""The real service on a real port, in a thread of the calling process: for tests and for the demo."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar
from unittest.mock import patch

import uvicorn

from app.jobs import reconcile_jobs
from app.main import web_application
from app.settings import Settings
from app.tasks import reconcile_tasks
from tests.stand_in import StandIn

STARTED_WITHIN = 30.0
NEVER = "0 0 29 2 *"
"""The leap day: a clock that nearly never strikes."""
Found = TypeVar("Found")


def settings_for(gh: StandIn, data_dir: Path, *, worker: bool = True) -> Settings:
    """Settings of an adrift that is the stand-in's App."""
    return Settings(
        app_id=gh.app_id,
        private_key=gh.private_key_pem,
        webhook_secret=gh.webhook_secret,
        github_url=gh.url,
        data_dir=data_dir,
        worker=worker,
    )


@contextmanager
def running(settings: Settings, database_url: str, *, port: int = 0, reconciles: bool = False) -> Iterator[str]:
    """The service's base URL while it runs. Only one that `reconciles` looks for what it was not told of."""
    if reconciles:
        with served(settings, database_url, port) as url:
            yield url
        return
    with (
        patch.object(reconcile_jobs, "AFTER_START", ()),
        patch.multiple(reconcile_tasks, DELIVERIES=NEVER, PULL_REQUESTS=NEVER),
        served(settings, database_url, port) as url,
    ):
        yield url


@contextmanager
def served(settings: Settings, database_url: str, port: int) -> Iterator[str]:
    """As `running`, as it is."""
    # asyncio answers without delay only on sockets that say they are TCP
    with socket.socket(proto=socket.IPPROTO_TCP) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        config = uvicorn.Config(web_application(settings, database_url), log_level="warning", lifespan="on")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        wait_for(lambda: server.started or not thread.is_alive(), within=STARTED_WITHIN)
        assert server.started, "adrift did not start"
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(40)
            assert not thread.is_alive(), "adrift did not stop"


def wait_for(found: Callable[[], Found | None], within: float = 20.0) -> Found:
    """The first true answer. Fails after `within` seconds."""
    end = time.monotonic() + within
    while not (answer := found()):
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)
    return answer
