"""Whether somebody may waive a finding of a pull request: by the rules of a label, asked of GitHub at that moment."""

import asyncio
from collections.abc import Iterable, Sequence

from app.commands import answers
from app.fetching.pull_request import FetchedPullRequest, default_branch, fetch
from app.git.mirror import Wanted
from app.github.client import InstallationClient
from app.github.models import PullRequest, User
from app.github.pull_requests import pull_request
from app.governance import governance
from app.jobs.job import Asked
from app.people.decisions import StoredDecisions
from app.people.involved import people_of
from app.policy_file import policy_at, readable_policy
from app.service import Service
from checks import Policy, named_teams, refusal_to_waive


async def refusal(
    service: Service, client: InstallationClient, asked: Asked, components: Iterable[str | None]
) -> str | None:
    """Why who asked may not waive a finding of these components; None where they may. Not the author, who wrote a
    commit or who pushed, unless the policy says so. Raises GitHubError, FetchError, GitError."""
    pull = await pull_request(client, asked.repository, asked.number)
    policies = await _policies(service, client, asked, pull)
    if not policies:
        return answers.WITHOUT_POLICY
    decisions = StoredDecisions(service.engine, asked.repository_id)
    people = await people_of(client, pull, frozenset[str]().union(*map(named_teams, policies)), decisions)
    person = await people.person(User(login=asked.login), None)
    wanted = tuple(components)
    return next(filter(None, (refusal_to_waive(person, wanted, policy) for policy in policies)), None)


async def _policies(service: Service, client: InstallationClient, asked: Asked, pull: PullRequest) -> Sequence[Policy]:
    """The policy that judges the pull request, if any, and the default branch's: a waiver holds in the whole
    repository."""
    mirror = service.mirror(asked.installation_id, asked.repository_id, pull.base.repo.full_name)
    wanted = {"base": Wanted(f"refs/heads/{pull.base.ref}"), "default": default_branch(pull.base)}
    fetched = await fetch(client, mirror, pull.number, wanted)
    tip, default = fetched.commits["base"], fetched.commits["default"]
    judging = FetchedPullRequest(mirror, fetched.repository, tip, default, tip, tip)
    found = readable_policy((await governance(client, judging, pull.base)).policy)
    if found is None or tip == default:
        return [found] if found else []
    at_default = readable_policy(await asyncio.to_thread(mirror.read, policy_at, fetched.repository, default))
    return [found, at_default] if at_default else [found]
