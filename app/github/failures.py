"""What an answer of GitHub's that is no success means to the caller."""

from datetime import UTC, datetime
from http import HTTPStatus

import httpx

from app.github.errors import (
    GitHubError,
    GoneError,
    InvalidError,
    RateLimitedError,
    RefusedError,
    UnavailableError,
)

SECONDARY_LIMIT_WAIT = 60.0
"""Seconds to wait on a secondary limit that names none (GitHub's documentation, "Rate limits")."""
LONGEST_WAIT = 3600.0
"""Seconds; allowances are renewed every hour. A later time is a clock's mistake."""
GONE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE, HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS}


class UnauthorizedError(RefusedError):
    """401: the token is revoked or expired, or the clock is wrong."""


def failure(method: str, path: str, response: httpx.Response) -> GitHubError:
    """The error that an answer stands for."""
    status, words = response.status_code, _words(response)
    message = f"GitHub answered {method} {path} with {status}{f': {words}' if words else ''}"
    if status == HTTPStatus.UNAUTHORIZED:
        return UnauthorizedError(message)
    if status in GONE:
        return GoneError(message)
    if _is_limited(response, words):
        return RateLimitedError(message, _wait(response))
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.REQUEST_TIMEOUT:
        return UnavailableError(message)
    return InvalidError(message) if status == HTTPStatus.UNPROCESSABLE_ENTITY else RefusedError(message)


def _is_limited(response: httpx.Response, words: str) -> bool:
    if response.status_code == HTTPStatus.FORBIDDEN:
        exhausted = response.headers.get("x-ratelimit-remaining") == "0"
        return exhausted or "retry-after" in response.headers or "rate limit" in words.lower()
    return response.status_code == HTTPStatus.TOO_MANY_REQUESTS


def _wait(response: httpx.Response) -> float:
    """Seconds: what the answer says, else when the hour's allowance is renewed, else a minute."""
    after, reset = response.headers.get("retry-after", ""), response.headers.get("x-ratelimit-reset", "")
    if after.isdecimal():
        return min(float(after), LONGEST_WAIT)
    if response.headers.get("x-ratelimit-remaining") == "0" and reset.isdecimal():
        return min(max(0.0, float(reset) - datetime.now(UTC).timestamp()), LONGEST_WAIT)
    return SECONDARY_LIMIT_WAIT


def _words(response: httpx.Response) -> str:
    try:
        said = response.json()
    except ValueError:
        return ""
    return str(said.get("message", ""))[:200] if isinstance(said, dict) else ""
