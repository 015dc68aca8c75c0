"""What a cherry-pick to a release branch inherits: the overrides of the pull request that brought the commit.

`git cherry-pick -x` says where a commit comes from; anybody can write that. It counts where the commit lies in the
history of the default branch, and a pull request with an override of the very same finding landed it there.
"""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import replace

from app.git import commits
from app.github.commits import landed_by, messages_of
from app.github.errors import GitHubError, RateLimitedError
from app.github.models import Base, PullRequest
from app.github.pull_requests import comparison
from app.github.reading import Client
from app.people.decisions import Decisions
from checks import Inherited, Review, Status

log = logging.getLogger(__name__)


def may_inherit(base: Base, review: Review) -> bool:
    """Whether a decision on another pull request could change the verdict on one that goes into a release branch."""
    return base.ref != base.repo.default_branch and bool(review.with_status(Status.BLOCKING))


async def inherited(client: Client, pull: PullRequest, review: Review, decisions: Decisions) -> Mapping[str, Inherited]:
    """By fingerprint, the overrides that its cherry-picked commits bring. What GitHub cannot tell is not known. Raises
    RateLimitedError."""
    wanted = {finding.fingerprint for finding in review.with_status(Status.BLOCKING)}
    repository = pull.base.repo.full_name
    try:
        picked = commits.picked(await messages_of(client, repository, pull.number))
        origins = await _origins(client, pull, picked)
    except RateLimitedError:
        raise
    except GitHubError as error:
        log.warning("cherry-picks of %s#%s: %s", repository, pull.number, error)
        return {}
    if not origins:
        return {}
    accepted = await decisions.accepted(origins.keys())
    return {one.fingerprint: replace(one, sha=origins[one.number]) for one in accepted if one.fingerprint in wanted}


async def _origins(client: Client, pull: PullRequest, picked: Iterable[str]) -> Mapping[int, str]:
    """The pull requests that landed these commits on the default branch, each with its commit."""
    base = pull.base.repo
    found: dict[int, str] = {}
    for sha in picked:
        compared = await comparison(client, base.full_name, sha, base.default_branch)
        if compared.merge_base_commit.sha != sha:
            continue
        for one in await landed_by(client, base.full_name, sha):
            if one.merged_at and one.base.ref == base.default_branch and one.base.repo.id == base.id:
                found.setdefault(one.number, sha)
    return found
