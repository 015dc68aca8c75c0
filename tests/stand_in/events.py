"""The webhooks that what happens here gives rise to."""

from tests.stand_in import git_repositories as repositories
from tests.stand_in import payloads_accounts as accounts
from tests.stand_in.auth import LEVELS
from tests.stand_in.git_repositories import NO_COMMIT
from tests.stand_in.payloads_checks import check_run_in_webhook
from tests.stand_in.payloads_comments import issue, issue_comment
from tests.stand_in.payloads_pulls import pull_request
from tests.stand_in.state import (
    CheckRun,
    Installation,
    IssueComment,
    Json,
    MergeGroup,
    PullRequest,
    Repository,
    User,
    World,
)
from tests.stand_in.webhooks import Delivery, Webhooks

EVENT_NEEDS = {
    "check_run": "checks:write",
    "installation_target": "metadata:read",
    # GitHub takes no manifest with this event and without this permission, though comments on pull requests alone come
    # with `pull_requests`, too ("Default events are not supported by permissions": derive-to/derive 269)
    "issue_comment": "issues:read",
    "merge_group": "merge_queues:read",
    "pull_request": "pull_requests:read",
    "push": "contents:read",
    "repository": "metadata:read",
}
"""The permission without which GitHub sends no such event (its webhook description, events by permission)."""
ALWAYS_SENT = {"check_run"}
"""`rerequested` and `requested_action` come to the App whose check run it is, subscribed or not."""


def organization(world: World, one: User) -> Json:
    url = f"{world.api}/orgs/{one.login}"
    return {
        "login": one.login,
        "id": one.id,
        "node_id": f"O_{one.id}",
        "url": url,
        "repos_url": f"{url}/repos",
        "events_url": f"{url}/events",
        "hooks_url": f"{url}/hooks",
        "issues_url": f"{url}/issues",
        "members_url": f"{url}/members{{/member}}",
        "public_members_url": f"{url}/public_members{{/member}}",
        "avatar_url": f"{world.url}/avatars/u/{one.id}",
        "description": None,
    }


def hears_of(installation: Installation, event: str) -> bool:
    """Whether it is subscribed, which a manifest and an installation can only be with the permission."""
    name, _, level = EVENT_NEEDS[event].partition(":")
    return event in ALWAYS_SENT | set(installation.events) and (
        LEVELS[installation.permissions.get(name, "")] >= LEVELS[level]
    )


def repository_event(
    world: World, webhooks: Webhooks, repo: Repository, event: str, *, sender: User, content: Json
) -> Delivery | None:
    """An event of a repository; only its installation hears of it, and only of what it subscribed to."""
    installation = repo.installation
    if installation is None or installation.suspended_at or not hears_of(installation, event):
        return None
    payload = content | {
        "repository": accounts.full_repository(world, repo),
        "sender": accounts.user(world, sender),
        "installation": {"id": installation.id, "node_id": f"I_{installation.id}"},
    }
    if repo.owner.type == "Organization":
        payload["organization"] = organization(world, repo.owner)
    return webhooks.emit(event, payload, action=content.get("action"), installation=installation)


def pull_event(
    world: World, webhooks: Webhooks, pull: PullRequest, action: str, *, sender: User, extra: Json | None = None
) -> None:
    content = {"action": action, "number": pull.number, "pull_request": pull_request(world, pull)} | (extra or {})
    repository_event(world, webhooks, pull.repository, "pull_request", sender=sender, content=content)


def check_run_event(
    world: World, webhooks: Webhooks, run: CheckRun, action: str, sender: User, *, extra: Json | None = None
) -> None:
    content = {"action": action, "check_run": check_run_in_webhook(world, run)} | (extra or {})
    repository_event(world, webhooks, run.repository, "check_run", sender=sender, content=content)


def comment_event(
    world: World, webhooks: Webhooks, comment: IssueComment, action: str, *, sender: User, extra: Json | None = None
) -> None:
    """A comment in a conversation; the App hears of its own ones, too."""
    content = {"action": action, "issue": issue(world, comment.pull), "comment": issue_comment(world, comment)}
    content |= extra or {}
    repository_event(world, webhooks, comment.pull.repository, "issue_comment", sender=sender, content=content)


def push_event(
    world: World, webhooks: Webhooks, repo: Repository, branch: str, *, change: tuple[str, str], by: User
) -> None:
    """A branch went from one commit to another; forty zeros are no commit."""
    before, after = change
    new = before == NO_COMMIT
    commits = [pushed_commit(world, repo, one) for one in pushed(repo, before, after)]
    content = {
        "ref": f"refs/heads/{branch}",
        "before": before,
        "after": after,
        "created": new,
        "deleted": after == NO_COMMIT,
        "forced": NO_COMMIT not in change and not repositories.is_ancestor(repo.path, before, after),
        "base_ref": None,
        "compare": f"{world.url}/{repo.full_name}/compare/{before[:12]}...{after[:12]}",
        "commits": commits,
        "head_commit": commits[-1] if commits else None,
        "pusher": {"name": by.login, "email": repositories.email(by.login)},
    }
    repository_event(world, webhooks, repo, "push", sender=by, content=content)


def pushed(repo: Repository, before: str, after: str) -> tuple[repositories.Commit, ...]:
    """The last 20 commits: GitHub sends 2,048, a test needs none."""
    if after == NO_COMMIT:
        return ()
    return repositories.log(repo.path, "-20", after, *([] if before == NO_COMMIT else [f"^{before}"]))


def pushed_commit(world: World, repo: Repository, one: repositories.Commit) -> Json:
    person = {"name": one.author, "email": one.email, "username": one.author}
    changed = repositories.changed_names(repo.path, one.sha)
    return {
        "id": one.sha,
        "tree_id": one.tree,
        "distinct": True,
        "message": one.message,
        "timestamp": accounts.stamp(one.date),
        "url": f"{world.url}/{repo.full_name}/commit/{one.sha}",
        "author": person,
        "committer": person,
        "added": [path for status, path in changed if status == "A"],
        "removed": [path for status, path in changed if status == "D"],
        "modified": [path for status, path in changed if status not in "AD"],
    }


def ping(world: World, webhooks: Webhooks) -> Delivery:
    hook: Json = {
        "type": "App",
        "id": world.app_id,
        "name": "web",
        "active": True,
        "app_id": world.app_id,
        "events": world.app_events,
        "config": {"content_type": "json", "insecure_ssl": "0", "secret": "********", "url": webhooks.url or ""},
        "created_at": accounts.stamp(world.created_at),
        "updated_at": accounts.stamp(world.created_at),
        "deliveries_url": f"{world.api}/app/hook/deliveries",
    }
    content = {"zen": "Design for failure.", "hook_id": world.app_id, "hook": hook}
    return webhooks.emit("ping", content, action=None, installation=None)


def installation_event(
    world: World, webhooks: Webhooks, installation: Installation, action: str, repos: list[Repository]
) -> None:
    content: Json = {
        "action": action,
        "installation": accounts.installation(world, installation),
        "repositories": [accounts.brief_repository(repo) for repo in repos],
        "sender": accounts.user(world, world.user("owner")),
    }
    if action == "created":
        content["requester"] = None
    webhooks.emit("installation", content, action=action, installation=installation)


def installation_repositories_event(
    world: World, webhooks: Webhooks, installation: Installation, *, added: list[Repository], removed: list[Repository]
) -> None:
    action = "added" if added else "removed"
    content = {
        "action": action,
        "installation": accounts.installation(world, installation),
        "repository_selection": "selected",
        "repositories_added": [accounts.brief_repository(repo) for repo in added],
        "repositories_removed": [accounts.brief_repository(repo) for repo in removed],
        "requester": None,
        "sender": accounts.user(world, world.user("owner")),
    }
    webhooks.emit("installation_repositories", content, action=action, installation=installation)


def permissions_event(world: World, webhooks: Webhooks, installation: Installation) -> None:
    """Somebody granted what the App asks for since it was installed."""
    content: Json = {
        "action": "new_permissions_accepted",
        "installation": accounts.installation(world, installation),
        "sender": accounts.user(world, world.user("owner")),
    }
    webhooks.emit("installation", content, action="new_permissions_accepted", installation=installation)


def target_renamed_event(world: World, webhooks: Webhooks, installation: Installation, before: str) -> None:
    if not hears_of(installation, "installation_target"):
        return
    content: Json = {
        "action": "renamed",
        "account": {**accounts.user(world, installation.account)},
        "changes": {"login": {"from": before}},
        "installation": {"id": installation.id, "node_id": f"I_{installation.id}"},
        "target_type": installation.account.type,
        "sender": accounts.user(world, world.user("owner")),
    }
    webhooks.emit("installation_target", content, action="renamed", installation=installation)


def renamed_event(world: World, webhooks: Webhooks, repo: Repository, before: str) -> None:
    content: Json = {"action": "renamed", "changes": {"repository": {"name": {"from": before}}}}
    repository_event(world, webhooks, repo, "repository", sender=world.user("owner"), content=content)


def transferred_event(world: World, webhooks: Webhooks, repo: Repository, before: User) -> None:
    """Sent to the new owner only."""
    owner = {"organization": organization(world, before)}
    content: Json = {"action": "transferred", "changes": {"owner": {"from": owner}}}
    repository_event(world, webhooks, repo, "repository", sender=world.user("owner"), content=content)


def merge_group_event(
    world: World, webhooks: Webhooks, repo: Repository, group: MergeGroup, reason: str | None = None
) -> None:
    """The merge queue asks for checks, or says with a `reason` that it has no more use for them."""
    head = repositories.show(repo.path, group.head_sha)
    person = {"name": head.author, "email": head.email}
    commit = {
        "id": head.sha,
        "tree_id": head.tree,
        "message": head.message,
        "timestamp": accounts.stamp(head.date),
        "author": person,
        "committer": person,
    }
    shown = {
        "head_sha": group.head_sha,
        "head_ref": f"refs/heads/{group.branch}",
        "base_sha": group.base_sha,
        "base_ref": f"refs/heads/{group.base_ref}",
        "head_commit": commit,
    }
    content: Json = {"action": "destroyed", "reason": reason} if reason else {"action": "checks_requested"}
    content["merge_group"] = shown
    repository_event(world, webhooks, repo, "merge_group", sender=world.user("owner"), content=content)
