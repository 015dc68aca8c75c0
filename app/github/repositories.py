"""Repositories as they are now."""

from app.github.client import InstallationClient, parse
from app.github.models import Repository


async def repository_by_id(client: InstallationClient, repository_id: int) -> Repository:
    """A repository, whatever it is called by now. Raises GitHubError."""
    return parse(Repository, await client.get(f"/repositories/{repository_id}"))
