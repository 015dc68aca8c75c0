"""Reading a base branch at leisure: a first review takes a scanner's word for files that the change does not touch."""

import asyncio

from app.fetching.pull_request import NO_PULL_REQUEST
from app.git.mirror import Fetched, Wanted
from app.jobs.job import RepositoryId
from app.policy_file import complete, load, policy_at
from app.reading.memory import give_back
from app.service import Service
from checks import DEFAULT_POLICY


async def read_branch(service: Service, repository: RepositoryId, branch: str) -> None:
    """Read every file of a branch with a parser, into the cache of facts and the resident graph: what is broken there
    is known then, and a file that a change touches is read on one side only. What reviews count of a base is counted.
    Raises GitHubError, FetchError, GitError.
    """
    client = service.github.installation(repository.installation_id)
    mirror = service.mirror(repository.installation_id, repository.repository_id, repository.repository)
    wanted = {"read": Wanted(f"refs/heads/{branch}")}
    fetched = await asyncio.to_thread(mirror.fetch, NO_PULL_REQUEST, wanted, await client.token())
    await asyncio.to_thread(mirror.read, _read, service, repository, fetched)


def _read(service: Service, repository: RepositoryId, fetched: Fetched) -> None:
    tip, clone = fetched.commits["read"], fetched.repository
    workbench = service.workbench(repository.installation_id, repository.repository_id)
    found = policy_at(clone, tip)
    loaded = load(found, workbench.memory)
    graph = workbench.reader(clone, loaded.policy or DEFAULT_POLICY).read_thoroughly(tip)
    if found:
        loaded = complete(loaded, found, graph.codebase.snapshot, clone, workbench.memory)
    if loaded.policy:
        workbench.memory.baseline(graph, loaded.policy).prepare()
    give_back()
