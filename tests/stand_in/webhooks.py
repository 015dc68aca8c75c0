"""Webhook deliveries: recorded, and sent one after the other by a thread."""

import asyncio
import hashlib
import hmac
import json
import queue
import threading
import time
import uuid
from dataclasses import dataclass, replace
from datetime import datetime

import httpx

from tests.stand_in import openapi
from tests.stand_in.state import Installation, Json, World

WAIT = 10.0


@dataclass
class Delivery:
    """One webhook; `status_code` is None until it was answered, 0 when nobody answered."""

    id: int
    guid: str
    event: str
    action: str | None
    payload: Json
    body: bytes
    headers: dict[str, str]
    installation_id: int | None
    repository_id: int | None
    delivered_at: datetime
    redelivery: bool = False
    status_code: int | None = None
    duration: float = 0.0

    @property
    def ok(self) -> bool:
        return self.status_code is not None and 200 <= self.status_code < 300


class Webhooks:
    """The App's webhook settings and everything that was sent."""

    def __init__(self, world: World, secret: str, url: str | None) -> None:
        self.world = world
        self.secret = secret
        self.url = url
        self.content_type = "json"
        self.insecure_ssl = "0"
        self.deliveries: list[Delivery] = []
        self.waiting: queue.Queue[Delivery | None] = queue.Queue()
        self.thread: threading.Thread | None = None

    def emit(self, event: str, payload: Json, *, action: str | None, installation: Installation | None) -> Delivery:
        """Record an event and send it when there is somewhere to send it to."""
        try:
            openapi.check_payload(event, action, payload)
        except openapi.ViolationError as violation:
            self.world.violations.append(str(violation))
        body = json.dumps(payload, separators=(",", ":")).encode()
        guid = str(uuid.uuid4())
        delivery = Delivery(
            id=next(self.world.ids),
            guid=guid,
            event=event,
            action=action,
            payload=payload,
            body=body,
            headers=self.headers(event, guid, body),
            installation_id=installation.id if installation else None,
            repository_id=payload.get("repository", {}).get("id"),
            delivered_at=self.world.clock(),
        )
        return self.record(delivery)

    def headers(self, event: str, guid: str, body: bytes) -> dict[str, str]:
        digest = hmac.new(self.secret.encode(), body, hashlib.sha256).hexdigest()
        return {
            "Accept": "*/*",
            "Content-Type": "application/json",
            "User-Agent": "GitHub-Hookshot/5ea1da1",
            "X-GitHub-Delivery": guid,
            "X-GitHub-Event": event,
            "X-GitHub-Hook-ID": str(self.world.app_id),
            "X-GitHub-Hook-Installation-Target-ID": str(self.world.app_id),
            "X-GitHub-Hook-Installation-Target-Type": "integration",
            "X-Hub-Signature-256": f"sha256={digest}",
        }

    def redeliver(self, guid: str) -> Delivery:
        """The same GUID and body again, as a new delivery."""
        with self.world.lock:
            last = next(one for one in reversed(self.deliveries) if one.guid == guid)
            again = replace(
                last, id=next(self.world.ids), redelivery=True, status_code=None, delivered_at=self.world.clock()
            )
            return self.record(again)

    def record(self, delivery: Delivery) -> Delivery:
        self.deliveries.append(delivery)
        if self.url is not None:
            if self.thread is None:
                self.thread = threading.Thread(target=self.run, name="stand-in-webhooks", daemon=True)
                self.thread.start()
            self.waiting.put(delivery)
        return delivery

    def run(self) -> None:
        with httpx.Client(timeout=WAIT, trust_env=False) as client:
            while (delivery := self.waiting.get()) is not None:
                self.send(client, delivery)
                self.waiting.task_done()

    def send(self, client: httpx.Client, delivery: Delivery) -> None:
        started = time.monotonic()
        try:
            assert self.url is not None
            status = client.post(self.url, content=delivery.body, headers=delivery.headers).status_code
        except (httpx.HTTPError, httpx.InvalidURL, AssertionError):
            status = 0
        delivery.duration = round(time.monotonic() - started, 3)
        delivery.status_code = status

    async def settled(self, timeout: float = WAIT) -> None:  # noqa: ASYNC109  the tests' own clock, not a scope
        """Return when everything that was emitted has been answered or has failed."""
        await asyncio.to_thread(self.wait_settled, timeout)

    def wait_settled(self, timeout: float = WAIT) -> None:
        end = time.monotonic() + timeout
        while self.waiting.unfinished_tasks:
            if time.monotonic() > end:
                raise TimeoutError(f"{self.waiting.unfinished_tasks} webhooks are not answered")
            time.sleep(0.005)

    def close(self) -> None:
        if self.thread is not None:
            self.waiting.put(None)
            self.thread.join(timeout=WAIT)
            self.thread = None
