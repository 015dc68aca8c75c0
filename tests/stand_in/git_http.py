"""git's smart HTTP protocol, read-only: `git http-backend` run as CGI, both directions streamed."""

import asyncio
import contextlib
import os
import signal
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from functools import cache
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from tests.stand_in.auth import Authenticator
from tests.stand_in.git_repositories import clean_environment, git
from tests.stand_in.state import Repository, World

CHUNK = 256 * 1024
ASK = {"WWW-Authenticate": 'Basic realm="GitHub"'}

FINISHING: set[asyncio.Task[None]] = set()
"""Tasks that nobody else holds: without this they could be collected before they are done."""


@cache
def backend() -> str:
    return str(Path(git(Path.cwd(), "--exec-path").strip()) / "git-http-backend")


class GitHttp:
    """Serves the repositories of one world to holders of an installation token. `is_old`: as servers did before
    protocol version 2, without filters and without objects by their id. `replicas`: what is served in the place of
    repositories (by id), as by a server that lags behind."""

    def __init__(self, world: World, authenticator: Authenticator) -> None:
        self.world = world
        self.authenticator = authenticator
        self.is_old = False
        self.replicas: dict[int, Path] = {}

    async def answer(self, request: Request) -> Response:
        found = await run_in_threadpool(self.permitted, request)
        if isinstance(found, Response):
            return found
        process = await asyncio.create_subprocess_exec(
            await run_in_threadpool(backend),
            stdin=PIPE,
            stdout=PIPE,
            env=self.cgi(request, found),
            start_new_session=True,
        )
        feeding = asyncio.create_task(feed(process, request))
        try:
            return await streamed(process, feeding)
        except BaseException:
            await ended(process, feeding)
            raise

    def permitted(self, request: Request) -> Repository | Response:
        """The repository, or why not: GitHub hides what a token may not see."""
        with self.world.lock:
            token = self.authenticator.git_token(request.headers.get("authorization", ""))
            if token is None:
                return PlainTextResponse("Invalid username or password.", 401, ASK)
            found = self.world.repository(f"{request.path_params['owner']}/{request.path_params['repo']}")
            if found is None or not token.sees(found):
                return PlainTextResponse("Repository not found.", 404)
            service = request.path_params["rest"] + request.url.query
            if not token.may("contents") or "git-receive-pack" in service:
                return PlainTextResponse("Write access to repository not granted.", 403)
            return found

    def cgi(self, request: Request, repository: Repository) -> dict[str, str]:
        headers = {
            "CONTENT_TYPE": "content-type",
            "CONTENT_LENGTH": "content-length",
            "HTTP_CONTENT_ENCODING": "content-encoding",
            "GIT_PROTOCOL": "git-protocol",
        }
        if self.is_old:
            del headers["GIT_PROTOCOL"]
        sent = {name: request.headers[header] for name, header in headers.items() if header in request.headers}
        able = str(not self.is_old).lower()
        return (
            clean_environment()
            | sent
            | {
                "GIT_PROJECT_ROOT": str(self.replicas.get(repository.id, repository.path)),
                "GIT_HTTP_EXPORT_ALL": "1",
                "PATH_INFO": f"/{request.path_params['rest']}",
                "QUERY_STRING": request.url.query,
                "REQUEST_METHOD": request.method,
                "REMOTE_USER": "x-access-token",
                "REMOTE_ADDR": "127.0.0.1",
                # tests may run as another user than the one who owns the folder
                "GIT_CONFIG_COUNT": "3",
                "GIT_CONFIG_KEY_0": "safe.directory",
                "GIT_CONFIG_VALUE_0": "*",
                "GIT_CONFIG_KEY_1": "uploadpack.allowFilter",
                "GIT_CONFIG_VALUE_1": able,
                "GIT_CONFIG_KEY_2": "uploadpack.allowAnySHA1InWant",
                "GIT_CONFIG_VALUE_2": able,
            }
        )


async def feed(process: Process, request: Request) -> None:
    assert process.stdin is not None
    with contextlib.suppress(BrokenPipeError, ConnectionResetError, ClientDisconnect):
        async for chunk in request.stream():
            process.stdin.write(chunk)
            await process.stdin.drain()
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        process.stdin.close()
        await process.stdin.wait_closed()


async def streamed(process: Process, feeding: asyncio.Task[None]) -> Response:
    """CGI headers first, then the body as it comes."""
    assert process.stdout is not None
    headers = {}
    while line := (await process.stdout.readline()).decode("latin-1").strip():
        name, _, value = line.partition(":")
        headers[name.strip().lower()] = value.strip()
    if not headers:
        await ended(process, feeding)
        return PlainTextResponse("git http-backend failed", 500)
    status = int(headers.pop("status", "200 OK").split(" ")[0])
    return Answer(process, feeding, status, headers)


class Answer(StreamingResponse):
    """What a process prints. The client may be gone before the first byte of it is asked for."""

    def __init__(self, process: Process, feeding: asyncio.Task[None], status: int, headers: dict[str, str]) -> None:
        super().__init__(body_of(process), status, headers)
        self.process = process
        self.feeding = feeding

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            await ended(self.process, self.feeding)


async def body_of(process: Process) -> AsyncIterator[bytes]:
    assert process.stdout is not None
    while chunk := await process.stdout.read(CHUNK):
        yield chunk


async def ended(process: Process, feeding: asyncio.Task[None]) -> None:
    """Wait for a process to finish. Where the client went away, every wait of its request is broken off; that of
    another task is not."""
    finishing = asyncio.create_task(finish(process, feeding))
    FINISHING.add(finishing)
    finishing.add_done_callback(FINISHING.discard)
    await asyncio.shield(finishing)


async def all_ended() -> None:
    """Wait for the processes of this loop whose requests were broken off."""
    here = asyncio.get_running_loop()
    await asyncio.gather(*(one for one in list(FINISHING) if one.get_loop() is here))


async def finish(process: Process, feeding: asyncio.Task[None]) -> None:
    """Nothing is left behind, also when the client went away half-way."""
    feeding.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await feeding
    if process.stdin is not None:
        process.stdin.close()
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError, TimeoutError):
            await asyncio.wait_for(process.wait(), timeout=1)
    assert process.stdout is not None
    if process.returncode is None or not process.stdout.at_eof():
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # with its children, which go on writing
        await process.stdout.read()  # else this end of the pipe stays open
    await process.wait()
