"""Check runs and annotations in GitHub's shape."""

from tests.stand_in.payloads_accounts import app, repository, stamp, stamp_or_none
from tests.stand_in.state import CheckRun, Json, PullRequest, Repository, World


def check_run(world: World, one: CheckRun) -> Json:
    url = f"{world.api}/repos/{one.repository.full_name}/check-runs/{one.id}"
    return {
        "id": one.id,
        "name": one.name,
        "node_id": f"CR_{one.id}",
        "head_sha": one.head_sha,
        "external_id": one.external_id,
        "url": url,
        "html_url": f"{world.url}/{one.repository.full_name}/runs/{one.id}",
        "details_url": one.details_url,
        "status": one.status,
        "conclusion": one.conclusion,
        "started_at": stamp(one.started_at),
        "completed_at": stamp_or_none(one.completed_at),
        "output": {
            "title": one.title,
            "summary": one.summary,
            "text": one.text,
            "annotations_count": len(one.annotations),
            "annotations_url": f"{url}/annotations",
        },
        "check_suite": {"id": one.suite_id},
        "app": app(world),
        "pull_requests": [pull_minimal(world, pull) for pull in pulls_at(world, one.repository, one.head_sha)],
    }


def pulls_at(world: World, repo: Repository, sha: str) -> list[PullRequest]:
    """GitHub names no pull requests that come from forks."""
    return [
        pull
        for pull in world.pulls_of(repo)
        if pull.state == "open" and pull.head_sha == sha and pull.head_repository is repo
    ]


def pull_minimal(world: World, pull: PullRequest) -> Json:
    url = f"{world.api}/repos/{pull.repository.full_name}"
    brief = {"id": pull.repository.id, "name": pull.repository.name, "url": url}
    return {
        "id": pull.id,
        "number": pull.number,
        "url": f"{url}/pulls/{pull.number}",
        "head": {"ref": pull.head_ref, "sha": pull.head_sha, "repo": brief},
        "base": {"ref": pull.base_ref, "sha": pull.base_sha, "repo": brief},
    }


def annotation(world: World, run: CheckRun, one: Json) -> Json:
    return {
        "path": one["path"],
        "blob_href": f"{world.url}/{run.repository.full_name}/blob/{run.head_sha}/{one['path']}",
        "start_line": one["start_line"],
        "end_line": one["end_line"],
        "start_column": one.get("start_column"),
        "end_column": one.get("end_column"),
        "annotation_level": one["annotation_level"],
        "title": one.get("title"),
        "message": one["message"],
        "raw_details": one.get("raw_details"),
    }


def check_run_in_webhook(world: World, one: CheckRun) -> Json:
    """With its suite spelled out, as `check_run` events have it."""
    pulls = pulls_at(world, one.repository, one.head_sha)
    url = f"{world.api}/repos/{one.repository.full_name}/check-suites/{one.suite_id}"
    suite = {
        "id": one.suite_id,
        "node_id": f"CS_{one.suite_id}",
        "head_branch": pulls[0].head_ref if pulls else None,
        "head_sha": one.head_sha,
        "status": one.status,
        "conclusion": one.conclusion,
        "url": url,
        "before": None,
        "after": one.head_sha,
        "pull_requests": [pull_minimal(world, pull) for pull in pulls],
        "app": app(world),
        "created_at": stamp(one.started_at),
        "updated_at": stamp(one.completed_at or one.started_at),
        "repository": repository(world, one.repository),
    }
    return check_run(world, one) | {"check_suite": suite}
