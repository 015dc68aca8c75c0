"""Repositories: themselves, branches, commits, comparison, collaborators and teams."""

import base64

from tests.stand_in import git_repositories as repositories
from tests.stand_in import payloads_accounts as payloads
from tests.stand_in.diffs import changed_files
from tests.stand_in.git_repositories import GitError, git, git_bytes
from tests.stand_in.payloads_pulls import commit, diff_entry, pull_request_simple
from tests.stand_in.refusals import NOT_FOUND, Refused, error
from tests.stand_in.rest import Answer, Call, Route
from tests.stand_in.state import Json, Repository, RequiredCheck

REPO = "/repos/{owner}/{repo}"
STRENGTH = ["pull", "triage", "push", "maintain", "admin"]
REACH = {"none": 0, "read": 1, "triage": 2, "write": 3, "maintain": 4, "admin": 5}


def get_repository(call: Call) -> Answer:
    return Answer(200, payloads.full_repository(call.world, call.repository))


def get_repository_by_id(call: Call) -> Answer:
    found = call.world.repositories.get(call.number("repository_id"))
    if found is None or not (call.caller.sees(found) or found.visibility == "public"):
        raise NOT_FOUND
    return Answer(200, payloads.full_repository(call.world, found))


def commit_named(repo: Repository, revision: str) -> str:
    """The sha of a commit.

    Raises:
        Refused: 422 for a sha and 404 for a name that the repository does not have.
    """
    sha = repositories.resolve(repo.path, revision)
    if sha is None:
        raise Refused(422, error(f"No commit found for SHA: {revision}")) if len(revision) == 40 else NOT_FOUND
    return sha


def get_branch(call: Call) -> Answer:
    repo, name = call.repository, call.path["branch"]
    sha = repositories.tip(repo.path, name)
    if sha is None:
        raise Refused(404, error("Branch not found"))
    url = f"{call.world.api}/repos/{repo.full_name}/branches/{name}"
    answer = {
        "name": name,
        "commit": commit(call.world, repo, repositories.show(repo.path, sha)),
        "_links": {"self": url, "html": f"{call.world.url}/{repo.full_name}/tree/{name}"},
        "protected": name in repo.protection,
        "protection": protection(repo.protection.get(name)),
        "protection_url": f"{url}/protection",
    }
    return Answer(200, answer)


def protection(required: list[RequiredCheck] | None) -> Json:
    """What a branch tells of its protection to those who may not read the protection itself."""
    if required is None:
        return {"enabled": False}
    checks = [{"context": one.context, "app_id": one.app_id} for one in required]
    contexts = [one.context for one in required]
    return {
        "enabled": True,
        "required_status_checks": {"enforcement_level": "non_admins", "contexts": contexts, "checks": checks},
    }


def branch_rules(call: Call) -> Answer:
    """The rules that are active for a branch; of a branch that does not exist, too."""
    repo, name = call.repository, call.path["branch"]
    required = [
        {"context": one.context, **({} if one.app_id is None else {"integration_id": one.app_id})}
        for one in repo.rules.get(name, [])
    ]
    rule = {
        "type": "required_status_checks",
        "parameters": {"strict_required_status_checks_policy": False, "required_status_checks": required},
        "ruleset_source_type": "Repository",
        "ruleset_source": repo.full_name,
        "ruleset_id": 1,
    }
    return call.paged([rule] if required else [], lambda _, one: one)


def get_ref(call: Call) -> Answer:
    repo, name = call.repository, call.path["ref"]
    try:
        sha = git(repo.path, "rev-parse", "--verify", "--quiet", "--end-of-options", f"refs/{name}").strip()
    except GitError:
        raise NOT_FOUND from None
    url = f"{call.world.api}/repos/{repo.full_name}/git"
    target = {"type": "commit", "sha": sha, "url": f"{url}/commits/{sha}"}
    return Answer(200, {"ref": f"refs/{name}", "node_id": f"REF_{name}", "url": f"{url}/refs/{name}", "object": target})


def get_commit(call: Call) -> Answer:
    repo = call.repository
    one = repositories.show(repo.path, commit_named(repo, call.path["ref"]))
    files = changed_files(repo.path, one.parents[0], one.sha) if one.parents else ()
    entries = [diff_entry(call.world, repo, one.sha, file) for file in files]
    return Answer(200, commit(call.world, repo, one) | {"files": entries})


def list_commits(call: Call) -> Answer:
    """Newest first, those that touch a path where one is asked for."""
    repo, query = call.repository, call.request.query
    sha = commit_named(repo, query.get("sha", repo.default_branch))
    found = (
        repositories.log(repo.path, sha, "--", query["path"]) if "path" in query else repositories.log(repo.path, sha)
    )
    return call.paged(found[::-1], lambda world, one: commit(world, repo, one))


def pulls_of_commit(call: Call) -> Answer:
    repo = call.repository
    sha = commit_named(repo, call.path["commit_sha"])
    merged = [one for one in call.world.pulls_of(repo) if one.merged_at is None or one.merge_commit_sha]
    found = [
        one
        for one in merged
        if repositories.is_ancestor(repo.path, sha, one.head_sha)
        and not repositories.is_ancestor(repo.path, sha, one.base_sha)
    ]
    return call.paged(found, pull_request_simple)


def compare(call: Call) -> Answer:
    """Commits are paged; files come with the first page only, 300 at most."""
    world, repo = call.world, call.repository
    names = call.path["basehead"].split("...")
    if len(names) != 2:
        raise NOT_FOUND
    base, head = (comparable(call, name) for name in names)
    shared = repositories.merge_base(repo.path, base, head)
    if shared is None:
        raise Refused(404, error(f"No common ancestor between {names[0]} and {names[1]}."))
    ahead = repositories.log(repo.path, head, f"^{base}")
    behind = repositories.distance(repo.path, head, base)
    size = int(call.request.query.get("per_page", "250"))
    page = int(call.request.query.get("page", "1"))
    html = f"{world.url}/{repo.full_name}/compare/{call.path['basehead']}"
    answer: Json = {
        "url": f"{world.api}/repos/{repo.full_name}/compare/{call.path['basehead']}",
        "html_url": html,
        "permalink_url": html,
        "diff_url": f"{html}.diff",
        "patch_url": f"{html}.patch",
        "base_commit": commit(world, repo, repositories.show(repo.path, base)),
        "merge_base_commit": commit(world, repo, repositories.show(repo.path, shared)),
        "status": relation(len(ahead), behind),
        "ahead_by": len(ahead),
        "behind_by": behind,
        "total_commits": len(ahead),
        "commits": [commit(world, repo, one) for one in ahead[(page - 1) * size : page * size]],
    }
    if page == 1:
        files = changed_files(repo.path, shared, head)[:300]
        answer["files"] = [diff_entry(world, repo, head, file) for file in files]
    return Answer(200, answer, call.links(page, max(1, -(-len(ahead) // size))))


def comparable(call: Call, name: str) -> str:
    """`owner:branch` names a branch of a fork, whose commits the base repository shares."""
    owner, colon, branch = name.rpartition(":")
    if not colon:
        sha = repositories.resolve(call.repository.path, name)
        if sha is None:
            raise NOT_FOUND
        return sha
    for fork in call.world.repositories.values():
        if fork.owner.login == owner and (fork is call.repository or fork.parent is call.repository):
            sha = repositories.tip(fork.path, branch)
            if sha is not None and repositories.resolve(call.repository.path, sha):
                return sha
    raise NOT_FOUND


def relation(ahead: int, behind: int) -> str:
    if ahead and behind:
        return "diverged"
    return "ahead" if ahead else "behind" if behind else "identical"


def get_content(call: Call) -> Answer:
    """Files of up to 1 MB; folders are not served."""
    repo, path = call.repository, call.path["path"]
    ref = call.request.query.get("ref", repo.default_branch)
    sha = repositories.resolve(repo.path, ref)
    if sha is None:
        raise Refused(404, error(f"No commit found for the ref {ref}"))
    try:
        blob = git(repo.path, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{sha}:{path}").strip()
        text = git_bytes(repo.path, "cat-file", "blob", blob)
    except GitError:
        raise NOT_FOUND from None
    url = f"{call.world.api}/repos/{repo.full_name}"
    links = {
        "self": f"{url}/contents/{path}?ref={ref}",
        "git": f"{url}/git/blobs/{blob}",
        "html": f"{call.world.url}/{repo.full_name}/blob/{ref}/{path}",
    }
    answer = {
        "type": "file",
        "encoding": "base64",
        "size": len(text),
        "name": path.rsplit("/", 1)[-1],
        "path": path,
        "content": base64.encodebytes(text).decode(),
        "sha": blob,
        "url": links["self"],
        "git_url": links["git"],
        "html_url": links["html"],
        "download_url": f"{call.world.url}/raw/{repo.full_name}/{ref}/{path}",
        "_links": links,
    }
    tag = f'"{blob}"'
    # GitHub tells a weak tag from a strong one only where it compresses
    return Answer(304) if call.request.if_none_match == tag else Answer(200, answer, {"ETag": tag})


def get_permission(call: Call) -> Answer:
    login = call.path["username"]
    user = call.world.users.get(login)
    if user is None:
        raise NOT_FOUND
    role, permission = call.world.role(call.repository, login)
    reach = REACH.get(role, REACH[permission])
    shown = payloads.user(call.world, user) | {
        "role_name": role,
        "permissions": {name: place < reach for place, name in enumerate(STRENGTH)},
    }
    return Answer(200, {"permission": permission, "role_name": role, "user": shown})


def get_team_membership(call: Call) -> Answer:
    org, team, login = call.path["org"], call.path["team_slug"], call.path["username"]
    if login not in call.world.teams.get((org, team), set()):
        return Answer(404)  # the description has no body for it
    url = f"{call.world.api}/organizations/{org}/team/{team}/memberships/{login}"
    return Answer(200, {"url": url, "role": "member", "state": "active"})


ROUTES = [
    Route("GET", REPO, "metadata:read", get_repository),
    Route("GET", "/repositories/{repository_id}", "metadata:read", get_repository_by_id, described=REPO),
    Route("GET", f"{REPO}/branches/{{branch}}", "contents:read", get_branch),
    Route("GET", f"{REPO}/rules/branches/{{branch}}", "metadata:read", branch_rules),
    Route("GET", f"{REPO}/git/ref/{{ref}}", "contents:read", get_ref),
    Route("GET", f"{REPO}/compare/{{basehead}}", "contents:read", compare),
    Route("GET", f"{REPO}/contents/{{path}}", "contents:read", get_content),
    Route("GET", f"{REPO}/commits/{{commit_sha}}/pulls", "pull_requests:read", pulls_of_commit),
    Route("GET", f"{REPO}/commits/{{ref}}", "contents:read", get_commit),
    Route("GET", f"{REPO}/commits", "contents:read", list_commits),
    Route("GET", f"{REPO}/collaborators/{{username}}/permission", "metadata:read", get_permission),
    Route("GET", "/orgs/{org}/teams/{team_slug}/memberships/{username}", "members:read", get_team_membership),
]
