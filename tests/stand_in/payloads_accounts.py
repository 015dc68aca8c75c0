"""Users, the App, installations and repositories in GitHub's shape."""

from datetime import datetime

from tests.stand_in.state import Installation, Json, Repository, User, World

USER_URLS = {
    "followers_url": "/followers",
    "following_url": "/following{/other_user}",
    "gists_url": "/gists{/gist_id}",
    "starred_url": "/starred{/owner}{/repo}",
    "subscriptions_url": "/subscriptions",
    "organizations_url": "/orgs",
    "repos_url": "/repos",
    "events_url": "/events{/privacy}",
    "received_events_url": "/received_events",
}
REPOSITORY_URLS = {
    "archive_url": "/{archive_format}{/ref}",
    "assignees_url": "/assignees{/user}",
    "blobs_url": "/git/blobs{/sha}",
    "branches_url": "/branches{/branch}",
    "collaborators_url": "/collaborators{/collaborator}",
    "comments_url": "/comments{/number}",
    "commits_url": "/commits{/sha}",
    "compare_url": "/compare/{base}...{head}",
    "contents_url": "/contents/{+path}",
    "contributors_url": "/contributors",
    "deployments_url": "/deployments",
    "downloads_url": "/downloads",
    "events_url": "/events",
    "forks_url": "/forks",
    "git_commits_url": "/git/commits{/sha}",
    "git_refs_url": "/git/refs{/sha}",
    "git_tags_url": "/git/tags{/sha}",
    "hooks_url": "/hooks",
    "issue_comment_url": "/issues/comments{/number}",
    "issue_events_url": "/issues/events{/number}",
    "issues_url": "/issues{/number}",
    "keys_url": "/keys{/key_id}",
    "labels_url": "/labels{/name}",
    "languages_url": "/languages",
    "merges_url": "/merges",
    "milestones_url": "/milestones{/number}",
    "notifications_url": "/notifications{?since,all,participating}",
    "pulls_url": "/pulls{/number}",
    "releases_url": "/releases{/id}",
    "stargazers_url": "/stargazers",
    "statuses_url": "/statuses/{sha}",
    "subscribers_url": "/subscribers",
    "subscription_url": "/subscription",
    "tags_url": "/tags",
    "teams_url": "/teams",
    "trees_url": "/git/trees{/sha}",
}
PLAIN_REPOSITORY: Json = {
    "description": None,
    "homepage": None,
    "language": None,
    "license": None,
    "mirror_url": None,
    "forks": 0,
    "forks_count": 0,
    "stargazers_count": 0,
    "watchers": 0,
    "watchers_count": 0,
    "size": 1,
    "open_issues": 0,
    "open_issues_count": 0,
    "is_template": False,
    "topics": [],
    "has_issues": True,
    "has_projects": True,
    "has_wiki": True,
    "has_pages": False,
    "has_downloads": True,
    "has_discussions": False,
    "archived": False,
    "disabled": False,
    "allow_forking": True,
    "web_commit_signoff_required": False,
}


def stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def stamp_or_none(moment: datetime | None) -> str | None:
    return None if moment is None else stamp(moment)


def user(world: World, one: User) -> Json:
    url = f"{world.api}/users/{one.login}"
    return {
        "login": one.login,
        "id": one.id,
        "node_id": f"U_{one.id}",
        "avatar_url": f"{world.url}/avatars/u/{one.id}",
        "gravatar_id": "",
        "url": url,
        "html_url": f"{world.url}/{one.login}",
        "type": one.type,
        "site_admin": False,
    } | {key: url + tail for key, tail in USER_URLS.items()}


def app(world: World) -> Json:
    return {
        "id": world.app_id,
        "slug": world.app_slug,
        "client_id": f"Iv23li{world.app_id}",
        "node_id": f"A_{world.app_id}",
        "owner": user(world, world.user("app-maker", kind="Organization")),
        "name": world.app_slug,
        "description": "",
        "external_url": "https://example.com",
        "html_url": f"{world.url}/github-apps/{world.app_slug}",
        "created_at": stamp(world.created_at),
        "updated_at": stamp(world.created_at),
        "permissions": world.app_permissions,
        "events": world.app_events,
        "installations_count": len(world.installations),
    }


def installation(world: World, one: Installation) -> Json:
    owner = world.user("owner")
    return {
        "id": one.id,
        "account": user(world, one.account),
        "repository_selection": "selected",
        "access_tokens_url": f"{world.api}/app/installations/{one.id}/access_tokens",
        "repositories_url": f"{world.api}/installation/repositories",
        "html_url": f"{world.url}/organizations/{one.account.login}/settings/installations/{one.id}",
        "app_id": world.app_id,
        "app_slug": world.app_slug,
        "client_id": f"Iv23li{world.app_id}",
        "target_id": one.account.id,
        "target_type": one.account.type,
        "permissions": dict(one.permissions),
        "events": list(one.events),
        "created_at": stamp(one.created_at),
        "updated_at": stamp(one.suspended_at or one.created_at),
        "single_file_name": None,
        "has_multiple_single_files": False,
        "single_file_paths": [],
        "suspended_by": user(world, owner) if one.suspended_at else None,
        "suspended_at": stamp_or_none(one.suspended_at),
    }


def open_pulls(world: World, one: Repository) -> int:
    """GitHub counts issues, too; here there are none."""
    return sum(pull.repository is one and pull.state == "open" for pull in world.pulls.values())


def repository(world: World, one: Repository) -> Json:
    url = f"{world.api}/repos/{one.full_name}"
    html = f"{world.url}/{one.full_name}"
    host = world.url.split("://", 1)[1]
    return (
        PLAIN_REPOSITORY
        | {key: url + tail for key, tail in REPOSITORY_URLS.items()}
        | {
            "id": one.id,
            "node_id": f"R_{one.id}",
            "name": one.name,
            "full_name": one.full_name,
            "owner": user(world, one.owner),
            "private": one.visibility != "public",
            "visibility": one.visibility,
            "fork": one.parent is not None,
            "default_branch": one.default_branch,
            "open_issues": open_pulls(world, one),
            "open_issues_count": open_pulls(world, one),
            "url": url,
            "html_url": html,
            "clone_url": f"{html}.git",
            "git_url": f"git://{host}/{one.full_name}.git",
            "ssh_url": f"git@{host}:{one.full_name}.git",
            "svn_url": html,
            "created_at": stamp(one.created_at),
            "updated_at": stamp(one.created_at),
            "pushed_at": stamp(one.created_at),
        }
    )


def full_repository(world: World, one: Repository) -> Json:
    extra: Json = {"network_count": 0, "subscribers_count": 0}
    if one.parent:
        extra |= {"parent": repository(world, one.parent), "source": repository(world, one.parent)}
    return repository(world, one) | extra


def brief_repository(one: Repository) -> Json:
    """As `installation` events list them."""
    return {
        "id": one.id,
        "node_id": f"R_{one.id}",
        "name": one.name,
        "full_name": one.full_name,
        "private": one.visibility != "public",
    }
