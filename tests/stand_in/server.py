"""The stand-in as an ASGI application, and that application on a real port."""

import asyncio
import socket
import threading
import time
from asyncio import BaseTransport
from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from uvicorn.protocols.http.h11_impl import H11Protocol

from tests.stand_in import rest
from tests.stand_in.faults import Faults
from tests.stand_in.git_http import GitHttp, all_ended
from tests.stand_in.registration import RegistrationPages

ALL = ["GET", "POST", "PATCH", "PUT", "DELETE"]
START = 10.0
TICK = 0.01
# what a request that still runs is given when the server stops
GRACE = 0.3


class Seen(NamedTuple):
    """One request that arrived, and the status that the client is given (0: none, its connection is dropped)."""

    method: str
    path: str
    status: int


def asgi(api: rest.Rest, git: GitHttp, pages: RegistrationPages, faults: Faults, seen: list[Seen]) -> Starlette:
    """REST under `/api/v3`, git and a few pages beside it."""

    async def serve_api(request: Request) -> Response:
        asked = rest.Request(
            method=request.method,
            path=request.path_params["path"],
            query=dict(request.query_params),
            body=await request.body(),
            authorization=request.headers.get("authorization", ""),
            accept=request.headers.get("accept", "*/*"),
            if_none_match=request.headers.get("if-none-match"),
        )
        answer = await run_in_threadpool(api.answer, asked)
        headers = {"X-GitHub-Enterprise-Version": "3.19.0", "X-GitHub-Media-Type": "github.v3; format=json"}
        headers |= answer.headers
        if answer.body is None:
            return Response(status_code=answer.status, headers=headers)
        return JSONResponse(answer.body, answer.status, headers)

    def disturbed(serve: Callable[[Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            path = request.url.path
            fault = faults.take(request.method, path)
            response = await serve(request) if fault is None or fault.does_the_work else None
            if fault is not None:
                real = response.status_code if response else 500
                seen.append(Seen(request.method, path, 0 if fault.drop_connection else fault.status or real))
                return await fault.disturb(request, response)
            assert response is not None
            seen.append(Seen(request.method, path, response.status_code))
            return response

        return endpoint

    return Starlette(
        routes=[
            Route("/settings/apps/new", pages.show, methods=["POST"]),
            Route("/organizations/{org}/settings/apps/new", pages.show, methods=["POST"]),
            Route("/settings/apps", pages.create, methods=["POST"]),
            Route("/api/v3{path:path}", disturbed(serve_api), methods=ALL),
            Route("/{owner}/{repo}.git/{rest:path}", disturbed(git.answer), methods=["GET", "POST"]),
        ]
    )


class Protocol(H11Protocol):
    """Hands the socket to the application, so that a fault can break it."""

    def connection_made(self, transport: BaseTransport) -> None:
        super().connection_made(transport)  # type: ignore[arg-type]
        self.app_state: dict[str, Any] = {**self.app_state, "transport": transport}


class PromptServer(uvicorn.Server):
    """uvicorn stops within 0.2 s and more; a test run stops it hundreds of times."""

    async def main_loop(self) -> None:
        await self.on_tick(0)
        while not self.should_exit:  # noqa: ASYNC110  the flag is set from another thread
            await asyncio.sleep(TICK)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        tasks = set(self.server_state.tasks)
        if tasks:
            _, unfinished = await asyncio.wait(tasks, timeout=GRACE)
            for task in unfinished:
                task.cancel()
            await asyncio.gather(*unfinished, return_exceptions=True)
        await all_ended()
        for transport in [one.transport for one in self.server_state.connections if isinstance(one, Protocol)]:
            transport.abort()
        await asyncio.sleep(0)


class Server:
    """uvicorn in a thread of its own."""

    def __init__(self, application: Starlette, port: int) -> None:
        config = uvicorn.Config(
            application,
            host="127.0.0.1",
            port=port,
            http=Protocol,
            ws="none",
            lifespan="off",
            log_level="critical",
        )
        self.server = PromptServer(config)
        self.thread = threading.Thread(target=self.server.run, name="stand-in-github", daemon=True)

    def start(self) -> int:
        """The port that it listens on.

        Raises:
            TimeoutError: it does not come up, for instance because the port is taken.
        """
        self.thread.start()
        end = time.monotonic() + START
        while not self.server.started:
            if time.monotonic() > end or not self.thread.is_alive():
                raise TimeoutError("the stand-in GitHub did not start")
            time.sleep(0.005)
        port: int = self.server.servers[0].sockets[0].getsockname()[1]
        return port

    def stop(self) -> None:
        self.server.should_exit = True
        self.thread.join(timeout=START)
