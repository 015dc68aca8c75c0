"""Which pull requests a merge group merges: only their overrides count in it.

GitHub names one, in the queue's branch. Where a group is built of several, its own commits tell the others, and never
what these commits say, which authors write: the first parents from its head down to its base are the queue's. Each is
the head of an earlier group, whose branch names its pull request, or it merges the head of a pull request. Whoever
cannot be told is left out: then a finding blocks that a label would have overridden.
"""

from collections.abc import Iterable

from app.fetching.merge_group import number_of
from app.github.client import InstallationClient
from app.github.commits import parents_before
from app.github.errors import GoneError
from app.github.models import Base, PullRequest
from app.github.pull_requests import pull_request, pull_requests_of_commit
from app.jobs.job import MergeGroup
from app.service import Service
from app.store import merge_groups


async def pull_requests_of(
    service: Service, client: InstallationClient, base: Base, group: MergeGroup
) -> list[PullRequest]:
    """The open pull requests in a group as they are now, in the order of their numbers. Raises GitHubError."""
    own = await _own_commits(client, base.repo.full_name, group)
    earlier = await merge_groups.of_heads(service.engine, group.repository_id, own.keys())
    found = await _named(client, base, group, [group.head_ref, *(row.head_ref for row in earlier)])
    for parents in own.values():
        for merged in parents[1:]:
            if all(pull.head.sha != merged for pull in found.values()):
                found |= await _merged(client, base, merged)
    return [found[number] for number in sorted(found)]


async def _own_commits(client: InstallationClient, repository: str, group: MergeGroup) -> dict[str, tuple[str, ...]]:
    """The commits that the queue made for this group, with their parents; none where that cannot be told."""
    parents = await parents_before(client, repository, group.head_sha)
    own, sha = dict[str, tuple[str, ...]](), group.head_sha
    while sha != group.base_sha:
        if sha in own or not parents.get(sha):
            return {}
        own[sha] = parents[sha]
        sha = own[sha][0]
    return own


async def _named(
    client: InstallationClient, base: Base, group: MergeGroup, refs: Iterable[str]
) -> dict[int, PullRequest]:
    found = {}
    for number in dict.fromkeys(number_of(group, ref) for ref in refs):
        try:
            pull = await pull_request(client, base.repo.full_name, number) if number else None
        except GoneError:
            continue
        if pull and _is_into(pull, base):
            found[pull.number] = pull
    return found


async def _merged(client: InstallationClient, base: Base, sha: str) -> dict[int, PullRequest]:
    """The pull requests with exactly this head: others contain the commit, too."""
    pulls = await pull_requests_of_commit(client, base.repo.full_name, sha)
    return {pull.number: pull for pull in pulls if pull.head.sha == sha and _is_into(pull, base)}


def _is_into(pull: PullRequest, base: Base) -> bool:
    return pull.state == "open" and (pull.base.ref, pull.base.repo.id) == (base.ref, base.repo.id)
