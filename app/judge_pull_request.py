"""The verdict on one pull request, without a word of it to GitHub: what the service posts and a simulation shows."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.fetching.pull_request import FetchedPullRequest
from app.github.models import Base, PullRequest
from app.github.reading import Client
from app.governance import Governance, governance
from app.history.cherry_picks import inherited, may_inherit
from app.history.pull_requests import explained, restored_paths
from app.history.reverts import may_be_restored
from app.people.decisions import Decisions
from app.people.put_labels import put_labels
from app.policy_file import PolicyFile, load
from app.reading.workbench import Workbench
from app.review_revisions import Description, Earlier, Revisions, review_revisions
from checks import Label, Review, named_teams, trusted_labels


@dataclass(frozen=True, slots=True)
class Means:
    """What a verdict is found with: GitHub, what is kept of the repository, and what is remembered of its pull
    requests."""

    client: Client
    workbench: Workbench
    decisions: Decisions


@dataclass(frozen=True, slots=True)
class _Told:
    """What the review is told beside the commits."""

    description: Description
    earlier: Earlier


async def judge_pull_request(means: Means, pull: PullRequest, fetched: FetchedPullRequest, found: Governance) -> Review:
    """The review by the policy that governs, with what only GitHub and the history tell: who put a label, a revert, a
    cherry-pick, or who broke the policy.

    Raises GitHubError, FetchError, GitError, NoMergeBaseError.
    """
    return await _judged(means, pull.base, (pull,), fetched, found)


async def judge_merge_group(
    means: Means, base: Base, pulls: Sequence[PullRequest], fetched: FetchedPullRequest
) -> Review:
    """As `judge_pull_request`, for what a merge queue wants to merge. `pulls` are the pull requests in it, as far as
    they can be told; `base` is the branch that they go into. Raises the same."""
    return await _judged(means, base, pulls, fetched, await governance(means.client, fetched, base))


async def _judged(
    means: Means, base: Base, pulls: Sequence[PullRequest], fetched: FetchedPullRequest, found: Governance
) -> Review:
    client = means.client
    earlier = Earlier(waivers=await means.decisions.waivers(pulls))
    told = _Told(_description(pulls, await _labels(means, pulls, found.policy)), earlier)
    review = await _review(means, fetched, found.policy, told)
    if may_be_restored(review):
        restored = [await restored_paths(client, fetched, pull) for pull in pulls]
        if any(restored):
            told = replace(told, earlier=replace(told.earlier, restored=frozenset[str]().union(*restored)))
            review = await _review(means, fetched, found.policy, told)
    if not found.is_governed:
        return review
    if may_inherit(base, review):
        brought = [await inherited(client, pull, review, means.decisions) for pull in pulls]
        if any(brought):
            decided = {key: one for each in brought for key, one in each.items()}
            told = replace(told, earlier=replace(told.earlier, inherited=decided))
            review = await _review(means, fetched, found.policy, told)
    return await explained(review, client, base.repo.full_name, fetched.tip)


async def _labels(means: Means, pulls: Sequence[PullRequest], policy_file: PolicyFile | None) -> tuple[Label, ...]:
    """All labels. Who put them matters where a policy judges."""
    policy = load(policy_file, means.workbench.memory).policy
    if policy is None:
        return trusted_labels(label for pull in pulls for label in pull.label_names)
    teams = named_teams(policy)
    put = [await put_labels(means.client, pull, teams, means.decisions) for pull in pulls]
    return tuple(label for labels in put for label in labels)


async def _review(means: Means, fetched: FetchedPullRequest, policy: PolicyFile | None, told: _Told) -> Review:
    revisions = Revisions(fetched.tip, fetched.head, base=fetched.base)
    return await asyncio.to_thread(
        fetched.mirror.read,
        review_revisions,
        fetched.repository,
        revisions,
        told.description,
        policy,
        means.workbench,
        told.earlier,
    )


def _description(pulls: Sequence[PullRequest], labels: tuple[Label, ...]) -> Description:
    """What several say of the release is not put together: the title of one must not speak for another."""
    match pulls:
        case [pull]:
            return Description(labels, pull.title, pull.body or "")
        case _:
            return Description(labels)
