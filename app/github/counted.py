"""What is counted of GitHub's answers."""

import httpx

from app.observing.metrics import GITHUB_LEFT, GITHUB_REQUESTS


async def counted(response: httpx.Response) -> None:
    """Count an answer by its class: 2xx, 3xx, 4xx, 5xx."""
    GITHUB_REQUESTS.labels(f"{response.status_code // 100}xx").inc()


def remaining(installation_id: int, response: httpx.Response) -> httpx.Response:
    """Remember how much of an installation's allowance is left; the answer as it is."""
    left = response.headers.get("x-ratelimit-remaining", "")
    if left.isdecimal() and response.headers.get("x-ratelimit-resource", "core") == "core":
        GITHUB_LEFT.labels(str(installation_id)).set(int(left))
    return response


def forgotten(installation_id: int) -> None:
    """An installation that is gone has no allowance."""
    GITHUB_LEFT.remove(str(installation_id))
