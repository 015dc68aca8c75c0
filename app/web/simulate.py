"""`POST /api/simulate`: the verdict on a pull request, for who may read it on GitHub (docs/simulate.md)."""

import json
import logging
import re
from collections.abc import Sequence
from http import HTTPStatus

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.git.mirror import FetchError
from app.git.process import GitError
from app.github.errors import GitHubError, RateLimitedError
from app.github.failures import UnauthorizedError
from app.github.models import PullRequest
from app.github.repositories import is_full_name
from app.github.token_client import token_client
from app.observing.logs import about
from app.report.json_report import review_document
from app.review_revisions import NoMergeBaseError
from app.service import Service
from app.simulate import AbsentError, ClosedError, Simulated, readable_pull_request, simulate
from app.web.turns import BusyError, Turns

LARGEST_BODY = 4_096
"""Bytes: a repository's name and a number."""
MOST_ASKING = 8
"""Callers of whom GitHub is asked at a time what they may read: strangers too."""
LONGEST = 300.0
"""Seconds that a caller is kept waiting."""
RETRY_AFTER = 15
CHECK, SHOWN = "Adrift-Check", "Adrift-Check-Conclusion"
"""Headers: which check it would be, and what that would show; stricter where another pull request has the same head."""
TOKEN = re.compile(r"(?:gh[pousr]_|github_pat_)[A-Za-z0-9_.\-]{8,2000}|[0-9a-f]{40}")
"""What GitHub's tokens look like: with anything else it need not be asked."""
REFUSALS: Sequence[tuple[type[Exception] | tuple[type[Exception], ...], HTTPStatus, str]] = (
    (BusyError, HTTPStatus.TOO_MANY_REQUESTS, ""),
    (UnauthorizedError, HTTPStatus.UNAUTHORIZED, "GitHub does not take this token"),
    (AbsentError, HTTPStatus.NOT_FOUND, ""),
    ((ClosedError, NoMergeBaseError), HTTPStatus.CONFLICT, ""),
    (RateLimitedError, HTTPStatus.TOO_MANY_REQUESTS, "GitHub's rate limit is used up"),
    ((GitHubError, FetchError, GitError), HTTPStatus.BAD_GATEWAY, ""),
    (TimeoutError, HTTPStatus.GATEWAY_TIMEOUT, f"it takes more than {LONGEST:.0f} s"),
    ((SQLAlchemyError, OSError), HTTPStatus.SERVICE_UNAVAILABLE, "the database does not answer"),
)
"""What errors are answered with, the first that fits; without words in the error's own."""

log = logging.getLogger(__name__)


class Wanted(BaseModel):
    """What a caller asks for."""

    model_config = ConfigDict(extra="forbid", strict=True)

    repository: str
    pull_request: int = Field(ge=1, lt=2**31)

    @field_validator("repository")
    @classmethod
    def _is_full_name(cls, text: str) -> str:
        if not is_full_name(text):
            raise ValueError("not the full name of a repository")
        return text


class Simulations:
    """The endpoint, and the turns that it gives."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._asking = Turns(MOST_ASKING)
        self._judging = Turns(service.settings.simulations)

    async def close(self) -> None:
        """End what still runs."""
        await self._asking.close()
        await self._judging.close()

    async def answer(self, request: Request) -> Response:
        """200 the review's document, 400 not a request, 401 no token or none of GitHub's, 404 not there for this
        caller, 409 it gets no verdict, 413 too large, 429 busy, 502 GitHub or git failed, 503 the database is
        away, 504 it takes too long."""
        if not self._service.settings.simulations:
            return _refusal(HTTPStatus.NOT_FOUND, "no simulations are made here")
        token = _token(request.headers.get("authorization", ""))
        if token is None:
            return _refusal(HTTPStatus.UNAUTHORIZED, "send your GitHub token: Authorization: Bearer …")
        body = await _body(request)
        if body is None:
            return _refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"a request is at most {LARGEST_BODY} bytes")
        try:
            wanted = Wanted.model_validate_json(body)
        except ValidationError:
            shape = json.dumps({"repository": "owner/name", "pull_request": 7})
            return _refusal(HTTPStatus.BAD_REQUEST, f"the body has to be like {shape}")
        with about(repository=wanted.repository, pull_request=wanted.pull_request):
            try:
                found = await self._simulated(token, wanted)
            except Exception as error:
                refusal = _of(error)
                if refusal is None:
                    raise
                log.info("not simulated (%d): %s", refusal.status_code, type(error).__name__)
                return refusal
            log.info("simulated: %s", found.review.conclusion.value)
        told = {CHECK: found.check_name, SHOWN: found.shown}
        return JSONResponse(review_document(found.review), headers=told)

    async def _simulated(self, token: SecretStr, wanted: Wanted) -> Simulated:
        pull = await self._asking.take(object(), self._read(token, wanted), LONGEST)
        key = (pull.base.repo.id, pull.number)
        return await self._judging.take(key, simulate(self._service, pull), LONGEST)

    async def _read(self, token: SecretStr, wanted: Wanted) -> PullRequest:
        async with token_client(self._service.settings.api_url, token) as caller:
            return await readable_pull_request(caller, wanted.repository, wanted.pull_request)


async def simulated(request: Request) -> Response:
    """The route."""
    simulations = request.app.state.simulations
    assert isinstance(simulations, Simulations)
    return await simulations.answer(request)


def _token(authorization: str) -> SecretStr | None:
    scheme, _, credential = authorization.partition(" ")
    fits = scheme.lower() in {"bearer", "token"} and TOKEN.fullmatch(credential.strip())
    return SecretStr(credential.strip()) if fits else None


async def _body(request: Request) -> bytes | None:
    """The body, None as soon as it is known to be too large."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            return None
    return bytes(body)


def _of(error: Exception) -> Response | None:
    """The answer that an error is; None for a bug."""
    for kinds, status, words in REFUSALS:
        if isinstance(error, kinds):
            wait = error.retry_after if isinstance(error, RateLimitedError) else RETRY_AFTER
            return _refusal(status, words or str(error), wait)
    return None


def _refusal(status: HTTPStatus, message: str, wait: float = RETRY_AFTER) -> Response:
    headers = {
        HTTPStatus.UNAUTHORIZED: {"WWW-Authenticate": "Bearer"},
        HTTPStatus.TOO_MANY_REQUESTS: {"Retry-After": str(max(1, round(wait)))},
    }
    return JSONResponse({"message": message}, status, headers.get(status))
