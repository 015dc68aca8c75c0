"""What is looked at of a push: the commits between which a branch moved, and the tip of the default branch."""

from urllib.parse import quote

from app.fetching.pull_request import NO_PULL_REQUEST, FetchedPullRequest, fetch
from app.git.mirror import NotThereError, Wanted
from app.github.client import InstallationClient
from app.github.models import Base, Repository
from app.jobs.job import Push
from app.service import Service


async def fetch_push(service: Service, client: InstallationClient, push: Push) -> FetchedPullRequest | None:
    """The commits of a push as those of a pull request that was merged by it: `tip` and `base` are where the branch
    was, `head` is where it is. None where that is not known any more, as it may be after a force push.

    Raises GitHubError, FetchError.
    """
    mirror = service.mirror(push.installation_id, push.repository_id, push.repository)
    # one flat name for each branch: git cannot keep both `x` and `x/y`
    name, branch = quote(push.branch, safe=""), f"refs/heads/{push.branch}"
    before, after, default = f"before/{name}", f"after/{name}", "pushed-default"
    wanted = {before: Wanted(branch, push.before), after: Wanted(branch, push.after)}
    if not push.is_default:
        wanted[default] = Wanted(f"refs/heads/{push.default_branch}")
    try:
        fetched = await fetch(client, mirror, NO_PULL_REQUEST, wanted)
    except NotThereError:
        return None
    default_tip = fetched.commits.get(default, push.before)
    return FetchedPullRequest(mirror, fetched.repository, push.before, default_tip, push.after, push.before)


def base_of(push: Push) -> Base:
    """The branch as pull requests into it name it."""
    return Base(
        sha=push.before,
        ref=push.branch,
        repo=Repository(id=push.repository_id, full_name=push.repository, default_branch=push.default_branch),
    )
