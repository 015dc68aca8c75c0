"""Pull requests, commits, files and label events in GitHub's shape."""

from tests.stand_in import git_repositories as repositories
from tests.stand_in.diffs import ChangedFile, changed_files
from tests.stand_in.git_repositories import Commit
from tests.stand_in.payloads_accounts import app, repository, stamp, stamp_or_none, user
from tests.stand_in.state import Json, Label, LabelEvent, PullRequest, Repository, User, World


def label(world: World, repo: Repository, one: Label) -> Json:
    return {
        "id": one.id,
        "node_id": f"LA_{one.id}",
        "url": f"{world.api}/repos/{repo.full_name}/labels/{one.name}",
        "name": one.name,
        "color": one.color,
        "default": False,
        "description": None,
    }


def pull_request_simple(world: World, one: PullRequest) -> Json:
    url = f"{world.api}/repos/{one.repository.full_name}"
    html = f"{world.url}/{one.repository.full_name}/pull/{one.number}"
    links = {
        "self": f"{url}/pulls/{one.number}",
        "html": html,
        "issue": f"{url}/issues/{one.number}",
        "comments": f"{url}/issues/{one.number}/comments",
        "review_comments": f"{url}/pulls/{one.number}/comments",
        "review_comment": f"{url}/pulls/comments{{/number}}",
        "commits": f"{url}/pulls/{one.number}/commits",
        "statuses": f"{url}/statuses/{one.head_sha}",
    }
    addresses = {f"{name}_url": address for name, address in links.items() if name not in {"self", "html"}}
    return addresses | {
        "url": links["self"],
        "id": one.id,
        "node_id": f"PR_{one.id}",
        "html_url": html,
        "diff_url": f"{html}.diff",
        "patch_url": f"{html}.patch",
        "number": one.number,
        "state": one.state,
        "locked": False,
        "title": one.title,
        "user": user(world, one.author),
        "body": one.body,
        "created_at": stamp(one.created_at),
        "updated_at": stamp(one.updated_at),
        "closed_at": stamp_or_none(one.closed_at),
        "merged_at": stamp_or_none(one.merged_at),
        "merge_commit_sha": one.merge_commit_sha,
        "assignee": None,
        "assignees": [],
        "requested_reviewers": [],
        "requested_teams": [],
        "labels": [label(world, one.repository, each) for each in one.labels],
        "milestone": None,
        "draft": one.draft,
        "head": branch_of(world, one.head_repository, one.head_ref, one.head_sha),
        "base": branch_of(world, one.repository, one.base_ref, one.base_sha),
        "_links": {name: {"href": address} for name, address in links.items()},
        "author_association": association(one),
        "auto_merge": None,
        "active_lock_reason": None,
    }


def association(one: PullRequest) -> str:
    return "MEMBER" if one.author.login in one.repository.roles else "CONTRIBUTOR"


def branch_of(world: World, repo: Repository | None, ref: str, sha: str) -> Json:
    owner = repo.owner if repo else None
    return {
        "label": f"{owner.login if owner else 'unknown repository'}:{ref}",
        "ref": ref,
        "sha": sha,
        "user": user(world, owner) if owner else None,
        "repo": repository(world, repo) if repo else None,
    }


def pull_request(world: World, one: PullRequest) -> Json:
    files = pull_files(one)
    comments = sum(comment.pull is one for comment in world.issue_comments.values())
    review_comments = sum(comment.pull is one for comment in world.review_comments.values())
    return pull_request_simple(world, one) | {
        "merged": one.merged_at is not None,
        "mergeable": None if one.merged_at else True,
        "rebaseable": None if one.merged_at else True,
        "mergeable_state": "draft" if one.draft else "clean",
        "merged_by": user(world, world.user("owner")) if one.merged_at else None,
        "comments": comments,
        "review_comments": review_comments,
        "maintainer_can_modify": False,
        "commits": len(pull_commits(one)),
        "additions": sum(file.additions for file in files),
        "deletions": sum(file.deletions for file in files),
        "changed_files": len(files),
    }


def merge_base(one: PullRequest) -> str | None:
    base = repositories.tip(one.repository.path, one.base_ref) if one.state == "open" else None
    return repositories.merge_base(one.repository.path, base or one.base_sha, one.head_sha)


def pull_files(one: PullRequest, head: str | None = None) -> tuple[ChangedFile, ...]:
    base = merge_base(one)
    return changed_files(one.repository.path, base, head or one.head_sha) if base else ()


def pull_commits(one: PullRequest) -> tuple[Commit, ...]:
    base = merge_base(one)
    return repositories.log(one.repository.path, one.head_sha, *([f"^{base}"] if base else []))


def diff_entry(world: World, repo: Repository, ref: str, one: ChangedFile) -> Json:
    html = f"{world.url}/{repo.full_name}"
    entry: Json = {
        "sha": one.blob,
        "filename": one.path,
        "status": one.status,
        "additions": one.additions,
        "deletions": one.deletions,
        "changes": one.additions + one.deletions,
        "blob_url": f"{html}/blob/{ref}/{one.path}",
        "raw_url": f"{html}/raw/{ref}/{one.path}",
        "contents_url": f"{world.api}/repos/{repo.full_name}/contents/{one.path}?ref={ref}",
    }
    if one.patch is not None:
        entry["patch"] = one.patch
    if one.previous_path is not None:
        entry["previous_filename"] = one.previous_path
    return entry


def commit(world: World, repo: Repository, one: Commit) -> Json:
    url = f"{world.api}/repos/{repo.full_name}"
    html = f"{world.url}/{repo.full_name}/commit"
    person = {"name": one.author, "email": one.email, "date": stamp(one.date)}
    account = known_user(world, one)
    return {
        "url": f"{url}/commits/{one.sha}",
        "sha": one.sha,
        "node_id": f"C_{one.sha}",
        "html_url": f"{html}/{one.sha}",
        "comments_url": f"{url}/commits/{one.sha}/comments",
        "commit": {
            "url": f"{url}/git/commits/{one.sha}",
            "author": person,
            "committer": person,
            "message": one.message,
            "comment_count": 0,
            "tree": {"sha": one.tree, "url": f"{url}/git/trees/{one.tree}"},
            "verification": {
                "verified": False,
                "reason": "unsigned",
                "signature": None,
                "payload": None,
                "verified_at": None,
            },
        },
        "author": user(world, account) if account else None,
        "committer": user(world, account) if account else None,
        "parents": [{"sha": sha, "url": f"{url}/commits/{sha}", "html_url": f"{html}/{sha}"} for sha in one.parents],
    }


def known_user(world: World, one: Commit) -> User | None:
    """GitHub names the account only where the e-mail address belongs to one."""
    login = one.email.removesuffix("@users.noreply.github.test")
    return world.users.get(login)


def label_event(world: World, pull: PullRequest, one: LabelEvent) -> Json:
    return {
        "id": one.id,
        "node_id": f"LE_{one.id}",
        "url": f"{world.api}/repos/{pull.repository.full_name}/issues/events/{one.id}",
        "actor": user(world, one.actor),
        "event": one.event,
        "commit_id": None,
        "commit_url": None,
        "created_at": stamp(one.created_at),
        "label": {"name": one.label.name, "color": one.label.color},
        "performed_via_github_app": app(world) if one.actor is world.bot else None,
    }
