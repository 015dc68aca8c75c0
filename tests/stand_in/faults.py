"""Failures that a test orders for its next requests."""

import asyncio
import json
import re
import threading
from collections.abc import AsyncIterable, AsyncIterator, Mapping
from dataclasses import dataclass, field

import httpx
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from tests.stand_in.refusals import error

MESSAGES = {
    403: "You have exceeded a secondary rate limit.",
    404: "Not Found",
    422: "Validation Failed",
    429: "You have exceeded a secondary rate limit.",
    502: "Server Error",
}
# enough turns of the loop for the server to notice that we closed its socket
TURNS = 5


@dataclass
class Fault:
    """What the next `times` matching requests meet."""

    method: str
    path: re.Pattern[str]
    status: int | None
    times: int
    headers: Mapping[str, str]
    body: object
    after_effect: bool
    delay: float
    drop_connection: bool
    cut_after: int | None = None
    times_over: int = 1
    met: threading.Event = field(default_factory=threading.Event)
    """A request has met it: what it asks for was done, or will never be."""

    @property
    def does_the_work(self) -> bool:
        """A mere delay lets the real answer through."""
        return self.after_effect or (self.status is None and not self.drop_connection)

    async def disturb(self, request: Request, answer: Response | None) -> Response:
        """The answer that the client gets instead of, or after, the real one."""
        self.met.set()
        try:
            await asyncio.sleep(self.delay)
        except asyncio.CancelledError:
            await exhausted(answer)
            raise
        if self.drop_connection:
            return await drop(request)
        if self.status is None and answer is not None:
            return self.garbled(request, answer)
        status = self.status or 500
        body = error(MESSAGES.get(status, "Failed on request")) if self.body is None else self.body
        text = body if isinstance(body, str) else json.dumps(body)
        kind = "text/html" if isinstance(body, str) else "application/json"
        return Response(text, status, {"Content-Type": kind, **self.headers})

    def garbled(self, request: Request, answer: Response) -> Response:
        """The answer, cut off or sent several times over. Only those of git are streams, and long enough for it."""
        if isinstance(answer, StreamingResponse) and (self.cut_after is not None or self.times_over > 1):
            answer.body_iterator = self.chunks(request, answer.body_iterator)
        return answer

    async def chunks(self, request: Request, body: AsyncIterable[str | bytes | memoryview]) -> AsyncIterator[bytes]:
        left = self.cut_after
        async for chunk in body:
            data = bytes(chunk, "utf-8") if isinstance(chunk, str) else bytes(chunk)
            if left is not None and len(data) > left:
                yield data[:left]
                await drop(request)
                return
            left = left and left - len(data)
            for _ in range(self.times_over):
                yield data


async def exhausted(answer: Response | None) -> None:
    """Read what will not be sent: the process that a stream comes from ends with it."""
    if isinstance(answer, StreamingResponse):
        async for _ in answer.body_iterator:
            pass


async def drop(request: Request) -> Response:
    """Close the connection before a byte of an answer was sent."""
    transport = request.scope.get("state", {}).get("transport")
    if transport is None:
        # an in-process client has no socket; this is what it would have seen
        raise httpx.RemoteProtocolError("Server disconnected without sending a response.")
    transport.abort()
    for _ in range(TURNS):
        await asyncio.sleep(0)
    return Response(status_code=500)


@dataclass
class Faults:
    """The faults that wait for their requests."""

    waiting: list[Fault] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, fault: Fault) -> None:
        with self.lock:
            self.waiting.append(fault)

    def take(self, method: str, path: str) -> Fault | None:
        """The first fault that matches, used up by one."""
        with self.lock:
            for fault in self.waiting:
                if fault.method in {method, "*"} and fault.path.search(path):
                    fault.times -= 1
                    if fault.times <= 0:
                        self.waiting.remove(fault)
                    return fault
        return None
