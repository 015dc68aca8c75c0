"""Webhooks as GitHub has sent them, and what became of them."""

from collections.abc import AsyncIterator
from datetime import datetime

from app.github.answers import parse
from app.github.client import AppClient
from app.github.models import Answer


class HookDelivery(Answer):
    """One attempt to deliver one webhook; all attempts have the same `guid`."""

    id: int
    guid: str
    delivered_at: datetime
    event: str
    installation_id: int | None = None
    repository_id: int | None = None


async def failed_deliveries(github: AppClient) -> AsyncIterator[list[HookDelivery]]:
    """The attempts that failed, newest first, in pages. Raises GitHubError."""
    async for page in github.pages("/app/hook/deliveries", status="failure"):
        yield [parse(HookDelivery, one) for one in page]


async def send_again(github: AppClient, delivery_id: int) -> None:
    """Have GitHub send a webhook once more, under the same guid. Raises GitHubError."""
    await github.as_app("POST", f"/app/hook/deliveries/{delivery_id}/attempts")
