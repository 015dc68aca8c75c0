"""The last step of registering an App from a manifest: the code that the browser brought back, for the credentials
(GitHub's documentation, "Registering a GitHub App from a manifest")."""

from http import HTTPStatus
from urllib.parse import quote

import httpx
from pydantic import BaseModel, SecretStr

from app.github.answers import parse
from app.github.client import API_VERSION, TIMEOUT
from app.github.errors import RefusedError, UnavailableError


class Registered(BaseModel):
    """The new App."""

    id: int
    name: str
    html_url: str
    client_id: str
    client_secret: SecretStr
    webhook_secret: SecretStr
    pem: SecretStr


async def registered(api_url: str, code: str) -> Registered:
    """The App that a code stands for. GitHub gives it once, and within an hour. Raises GitHubError."""
    url = f"{api_url}/app-manifests/{quote(code, safe='')}/conversions"
    headers = {"Accept": "application/vnd.github+json", "X-GitHub-Api-Version": API_VERSION, "User-Agent": "adrift"}
    try:
        async with httpx.AsyncClient(timeout=TIMEOUT) as client:
            answer = await client.post(url, headers=headers)
    except httpx.HTTPError as error:
        raise UnavailableError(f"GitHub did not answer ({type(error).__name__})") from None
    if answer.status_code == HTTPStatus.NOT_FOUND:
        raise RefusedError("GitHub does not know the code: it holds once, and for an hour")
    if answer.status_code == HTTPStatus.TOO_MANY_REQUESTS or answer.is_server_error:
        raise UnavailableError(f"GitHub answered {answer.status_code}")
    if answer.status_code != HTTPStatus.CREATED:
        raise RefusedError(f"GitHub answered {answer.status_code}")
    try:
        return parse(Registered, answer.json())
    except ValueError:
        raise UnavailableError("GitHub's answer is not JSON") from None
