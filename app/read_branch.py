"""Reading a base branch at leisure: a first review takes a scanner's word for files that the change does not touch."""

import asyncio

from app.fetching.pull_request import NO_PULL_REQUEST
from app.git.mirror import Fetched, Wanted
from app.jobs.job import RepositoryId
from app.policy_file import policy_at, readable_policy
from app.reading.memory import give_back
from app.service import Service
from checks import DEFAULT_POLICY


async def read_branch(service: Service, repository: RepositoryId, branch: str) -> None:
    """Read every file of a branch with a parser, into the cache of facts and the resident graph: what is broken there
    is known then, and a file that a change touches is read on one side only. Raises GitHubError, FetchError, GitError.
    """
    client = service.github.installation(repository.installation_id)
    mirror = service.mirror(repository.installation_id, repository.repository_id, repository.repository)
    wanted = {"read": Wanted(f"refs/heads/{branch}")}
    fetched = await asyncio.to_thread(mirror.fetch, NO_PULL_REQUEST, wanted, await client.token())
    await asyncio.to_thread(mirror.read, _read, service, repository, fetched)


def _read(service: Service, repository: RepositoryId, fetched: Fetched) -> None:
    tip = fetched.commits["read"]
    policy = readable_policy(policy_at(fetched.repository, tip)) or DEFAULT_POLICY
    workbench = service.workbench(repository.installation_id, repository.repository_id)
    workbench.reader(fetched.repository, policy).read_thoroughly(tip)
    give_back()
