"""Pull requests: themselves, files, commits, labels and who labelled them."""

from tests.stand_in.payloads_pulls import (
    commit,
    diff_entry,
    label,
    label_event,
    pull_commits,
    pull_files,
    pull_request,
    pull_request_simple,
)
from tests.stand_in.rest import Answer, Call, Route
from tests.stand_in.state import PullRequest

REPO = "/repos/{owner}/{repo}"
PULL = f"{REPO}/pulls/{{pull_number}}"
ISSUE = f"{REPO}/issues/{{issue_number}}"
MOST_FILES = 3000
MOST_COMMITS = 250


def list_pulls(call: Call) -> Answer:
    query = call.request.query
    state = query.get("state", "open")
    pulls = [one for one in call.world.pulls_of(call.repository) if state in {one.state, "all"}]
    if "base" in query:
        pulls = [one for one in pulls if one.base_ref == query["base"]]
    if "head" in query:
        pulls = [one for one in pulls if head_label(one) == query["head"]]
    order = query.get("sort", "created")
    if order == "updated":
        pulls = sorted(pulls, key=lambda one: one.updated_at, reverse=True)
    # GitHub's default: newest first for `created`, oldest first for the others
    if query.get("direction", "desc" if order == "created" else "asc") == "asc":
        pulls = pulls[::-1]
    return call.paged(pulls, pull_request_simple)


def head_label(one: PullRequest) -> str:
    owner = one.head_repository.owner.login if one.head_repository else "unknown repository"
    return f"{owner}:{one.head_ref}"


def get_pull(call: Call) -> Answer:
    return Answer(200, pull_request(call.world, call.pull))


def list_files(call: Call) -> Answer:
    pull = call.pull
    files = pull_files(pull)[:MOST_FILES]
    return call.paged(files, lambda world, one: diff_entry(world, pull.repository, pull.head_sha, one))


def list_commits(call: Call) -> Answer:
    pull = call.pull
    commits = pull_commits(pull)[:MOST_COMMITS]
    return call.paged(commits, lambda world, one: commit(world, pull.repository, one))


def list_labels(call: Call) -> Answer:
    pull = call.pull
    return call.paged(pull.labels, lambda world, one: label(world, pull.repository, one))


def list_events(call: Call) -> Answer:
    """Of the many events of a pull request only those of its labels."""
    pull = call.pull
    return call.paged(pull.events, lambda world, one: label_event(world, pull, one))


ROUTES = [
    Route("GET", f"{REPO}/pulls", "pull_requests:read", list_pulls),
    Route("GET", PULL, "pull_requests:read", get_pull),
    Route("GET", f"{PULL}/files", "pull_requests:read", list_files),
    Route("GET", f"{PULL}/commits", "pull_requests:read", list_commits),
    Route("GET", f"{ISSUE}/labels", "issues|pull_requests:read", list_labels),
    Route("GET", f"{ISSUE}/timeline", "issues|pull_requests:read", list_events),
    Route("GET", f"{ISSUE}/events", "issues|pull_requests:read", list_events),
]
