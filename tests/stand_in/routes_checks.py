"""Check runs, with the rules that GitHub adds to its own description."""

from datetime import datetime

from tests.stand_in import git_repositories as repositories
from tests.stand_in.events import check_run_event
from tests.stand_in.payloads_checks import annotation, check_run
from tests.stand_in.refusals import NOT_FOUND, Refused, error
from tests.stand_in.rest import Answer, Call, Route
from tests.stand_in.routes_repositories import commit_named
from tests.stand_in.state import CheckRun, Json, World

REPO = "/repos/{owner}/{repo}"
BYTES = {"message": 65536, "raw_details": 65536}
LONGEST_TITLE = 255


def create(call: Call) -> Answer:
    repo, body, now = call.repository, call.body, call.world.clock()
    sha = body["head_sha"]
    if len(sha) != 40 or repositories.resolve(repo.path, sha) is None:
        raise Refused(422, error(f"No commit found for SHA: {sha}"))
    run = CheckRun(
        id=next(call.world.ids),
        suite_id=call.world.suite(repo, sha),
        repository=repo,
        name=body["name"],
        head_sha=sha,
        app_id=call.world.app_id,
        started_at=now,
        details_url="https://example.com",
    )
    update(run, body, now)
    call.world.check_runs[run.id] = run
    check_run_event(call.world, call.webhooks, run, "created", call.world.bot)
    if run.status == "completed":
        check_run_event(call.world, call.webhooks, run, "completed", call.world.bot)
    return Answer(201, check_run(call.world, run))


def patch(call: Call) -> Answer:
    run = run_of(call)
    if run.app_id != call.world.app_id:
        raise Refused(403, error("Invalid app_id - a check run can only be modified by its creator"))
    before = run.status
    update(run, call.body, call.world.clock())
    if run.status == "completed" and before != "completed":
        check_run_event(call.world, call.webhooks, run, "completed", call.world.bot)
    return Answer(200, check_run(call.world, run))


def update(run: CheckRun, body: Json, now: datetime) -> None:
    """Raises Refused before it changes anything."""
    done = "conclusion" in body or "completed_at" in body or body.get("status") == "completed"
    if done and "conclusion" not in body and run.conclusion is None:
        raise Refused(422, error("Invalid request.\n\nMissing required key: conclusion."))
    check_output(body.get("output", {}))
    check_details_url(body.get("details_url"))
    run.name = body.get("name", run.name)
    run.external_id = body.get("external_id", run.external_id)
    run.details_url = body.get("details_url", run.details_url)
    run.actions = body.get("actions", run.actions)
    if "started_at" in body:
        run.started_at = datetime.fromisoformat(body["started_at"])
    if "output" in body:
        run.title = body["output"].get("title", run.title)
        run.summary = body["output"]["summary"]
        run.text = body["output"].get("text", run.text)
        # appended, never replaced: a repeated PATCH doubles them
        run.annotations = [*run.annotations, *body["output"].get("annotations", [])]
    conclude(run, body, done=done, now=now)


def conclude(run: CheckRun, body: Json, *, done: bool, now: datetime) -> None:
    if done:
        run.status = "completed"
        run.conclusion = body.get("conclusion", run.conclusion)
        run.completed_at = datetime.fromisoformat(body["completed_at"]) if "completed_at" in body else now
    elif run.status != "completed":
        # what is completed stays so, whatever status is asked for
        run.status = body.get("status", run.status)


def check_output(output: Json) -> None:
    """What GitHub's description says only in prose."""
    if output and "title" not in output:
        raise Refused(422, error("Invalid request.\n\nMissing required key: title."))
    for number, one in enumerate(output.get("annotations", [])):
        problem = annotation_problem(one)
        if problem:
            raise Refused(422, error(f"Invalid request.\n\nannotations[{number}]: {problem}"))


def annotation_problem(one: Json) -> str | None:
    if one["start_line"] < 1 or one["end_line"] < one["start_line"]:
        return "start_line must be at least 1 and at most end_line"
    if ("start_column" in one or "end_column" in one) and one["start_line"] != one["end_line"]:
        return "columns are for annotations of one line"
    if len(one.get("title", "")) > LONGEST_TITLE:
        return "title is longer than 255 characters"
    if long := [name for name, most in BYTES.items() if len(one.get(name, "").encode()) > most]:
        return f"{long[0]} is larger than 64 KB"
    return "message is empty" if not one["message"] else None


def check_details_url(url: str | None) -> None:
    if url is not None and not url.startswith(("http://", "https://")):
        raise Refused(422, error("Validation Failed: details_url must use http or https"))


def run_of(call: Call) -> CheckRun:
    run = call.world.check_runs.get(call.number("check_run_id"))
    if run is None or run.repository is not call.repository:
        raise NOT_FOUND
    return run


def get_one(call: Call) -> Answer:
    return Answer(200, check_run(call.world, run_of(call)))


def list_annotations(call: Call) -> Answer:
    run = run_of(call)
    return call.paged(run.annotations, lambda world, one: annotation(world, run, one))


def list_of_commit(call: Call) -> Answer:
    """`filter=latest`, the default, gives the newest run of each name."""
    query = call.request.query
    sha = commit_named(call.repository, call.path["ref"])
    runs = [one for one in runs_at(call.world, call.repository.id, sha) if matches(one, query.get("check_name"))]
    if query.get("filter", "latest") == "latest":
        runs = list({one.name: one for one in reversed(runs)}.values())
    if "status" in query:
        runs = [one for one in runs if one.status == query["status"]]
    if "app_id" in query:
        runs = [one for one in runs if one.app_id == int(query["app_id"])]
    return call.paged(sorted(runs, key=lambda one: one.id, reverse=True), check_run, under="check_runs")


def matches(run: CheckRun, name: str | None) -> bool:
    return name is None or run.name == name


def runs_at(world: World, repository_id: int, sha: str) -> list[CheckRun]:
    """Newest first."""
    found = [one for one in world.check_runs.values() if one.repository.id == repository_id and one.head_sha == sha]
    return sorted(found, key=lambda one: one.id, reverse=True)


ROUTES = [
    Route("POST", f"{REPO}/check-runs", "checks:write", create),
    Route("PATCH", f"{REPO}/check-runs/{{check_run_id}}", "checks:write", patch),
    Route("GET", f"{REPO}/check-runs/{{check_run_id}}", "checks:read", get_one),
    Route("GET", f"{REPO}/check-runs/{{check_run_id}}/annotations", "checks:read", list_annotations),
    Route("GET", f"{REPO}/commits/{{ref}}/check-runs", "checks:read", list_of_commit),
]
