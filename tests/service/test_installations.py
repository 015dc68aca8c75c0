"""The App is installed, given repositories, renamed, suspended and taken away."""

import json
import os
from pathlib import Path
from uuid import uuid4

import pytest
from sqlmodel import SQLModel

from app.installing.mirror_sweep import sweep_mirrors
from app.jobs.job import USUAL
from app.settings import Settings
from app.tasks import installation_tasks
from app.webhooks.installation_events import of_installation_repositories
from tests.running import wait_for
from tests.service.conftest import (
    CROSSING,
    FILES,
    LEGAL,
    created,
    every_run,
    finished,
    idle,
    jobs,
    opened,
    query,
    reviewed,
    unheard,
)
from tests.stand_in import CheckRun, Repository, StandIn
from tests.stand_in.git_repositories import tip

pytestmark = pytest.mark.usefixtures("adrift")


@pytest.fixture(autouse=True)
def _no_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("app.jobs.installation_jobs", "app.installing.installations", "app.webhooks.installation_events"):
        monkeypatch.setattr(f"{module}.PACE", 0.0)


def posted(gh: StandIn, repo: Repository) -> CheckRun:
    """The check run on the head of the default branch."""
    head = tip(repo.path, repo.default_branch)
    assert head
    return wait_for(lambda: next(iter(gh.check_runs(repo, head)), None))


def installed(gh: StandIn, owner: str, *names: str) -> list[Repository]:
    """Repositories with a pull request each, of an installation that is told of now."""
    with unheard(gh):
        repos = [gh.create_repository(f"{owner}/{name}", files=FILES) for name in names]
        for repo in repos:
            opened(gh, repo, CROSSING)
        event = gh.events("installation", "created")[-1]
    gh.redeliver(event.guid)
    return repos


def test_the_check_can_be_required_after_the_installation(gh: StandIn) -> None:
    (repo,) = installed(gh, f"o{uuid4().hex}", "shop")
    run = posted(gh, repo)
    assert (run.name, run.status, run.conclusion) == ("adrift", "completed", "success")
    assert run.title == "adrift is installed"


def test_open_pull_requests_are_reviewed_after_the_installation(gh: StandIn) -> None:
    for repo in installed(gh, f"o{uuid4().hex}", "shop", "web"):
        (pull,) = gh.world.pulls_of(repo)
        assert finished(gh, repo, pull).conclusion == "failure"
        assert posted(gh, repo).conclusion == "success"


def test_what_was_prepared_once_is_not_prepared_twice(gh: StandIn, database_url: str) -> None:
    (repo,) = installed(gh, f"o{uuid4().hex}", "shop")
    finished(gh, repo, gh.world.pulls_of(repo)[0])
    posted(gh, repo)
    idle(database_url)
    gh.redeliver(gh.events("installation", "created")[-1].guid)
    query(database_url, "delete from delivery")
    gh.redeliver(gh.events("installation", "created")[-1].guid)
    gh.wait_settled()
    idle(database_url)
    assert len(every_run(gh, repo)) == 2


def test_a_repository_that_is_added(gh: StandIn) -> None:
    first = created(gh)
    second = gh.create_repository(f"{first.owner.login}/second", files=FILES)
    assert posted(gh, second).conclusion == "success"
    assert every_run(gh, first) == []


def test_many_repositories_are_prepared_one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.webhooks.installation_events.PACE", 7.0)
    added = [{"id": number, "full_name": f"acme/r{number}"} for number in range(3)]
    event = {"action": "added", "installation": {"id": 1}, "repositories_added": added}
    assert [one.delay for one in of_installation_repositories(json.dumps(event).encode())] == [0.0, 7.0, 14.0]
    event["repositories_added"] = added * 100
    assert [one.task for one in of_installation_repositories(json.dumps(event).encode())] == ["prepare_installation"]


def test_an_empty_repository_is_left_alone(gh: StandIn, database_url: str) -> None:
    first = created(gh)
    with unheard(gh):
        empty = gh.create_repository(f"{first.owner.login}/empty", files=FILES)
        gh.delete_branch(empty, "main")
    gh.redeliver(gh.events("installation_repositories", "added")[-1].guid)
    gh.wait_settled()
    idle(database_url)
    assert every_run(gh, empty) == []


def test_nothing_green_is_posted_on_the_head_of_a_pull_request(
    gh: StandIn, repo: Repository, database_url: str
) -> None:
    with unheard(gh):
        gh.push(repo, "release", {"notes.txt": "x"}, start="main")
        gh.push(repo, "main", CROSSING)
        gh.open_pull_request(repo, head="main", base="release")
    gh.redeliver(gh.events("installation", "created")[-1].guid)
    gh.wait_settled()
    idle(database_url)
    assert [run.name for run in every_run(gh, repo)] == ["adrift (preview)"]


def test_preparing_is_tried_again_when_github_fails(gh: StandIn) -> None:
    owner = f"o{uuid4().hex}"
    gh.fail_next("GET", "/installation/repositories", status=502)
    gh.fail_next("POST", "/check-runs", status=502, after_effect=True)
    (repo,) = installed(gh, owner, "shop")
    assert posted(gh, repo).conclusion == "success"
    finished(gh, repo, gh.world.pulls_of(repo)[0])
    assert len(gh.check_runs(repo, tip(repo.path, "main") or "")) == 1


def left(database_url: str, settings: Settings, repo: Repository, installation_id: int) -> list[str]:
    """What is still kept of a repository: tables, jobs and mirrors."""
    found = []
    for table in SQLModel.metadata.sorted_tables:
        columns = set(table.columns.keys())
        assert columns & {"installation_id", "repository_id"}, f"{table.name} does not say whose its rows are"
        own = [f"installation_id = {installation_id}"] * ("installation_id" in columns)
        own += [f"repository_id = {repo.id}"] * ("repository_id" in columns)
        found += [table.name] * bool(query(database_url, f"select 1 from {table.name} where {' or '.join(own)}"))
    waiting = "select 1 from procrastinate_jobs where status = 'todo' and task_name <> 'adrift:forget'"
    found += ["jobs"] * bool(query(database_url, f"{waiting} and args::text like '%{repo.full_name}%'"))
    below = os.walk(settings.data_dir / "mirrors")
    return found + [
        name for _, folders, files in below for name in (*folders, *files) if name.startswith(f"{repo.id}.")
    ]


def with_traces(gh: StandIn, repo: Repository, database_url: str) -> int:
    """Everything that can be kept of a repository is; the id of its installation."""
    pull, _ = reviewed(gh, repo, CROSSING)
    gh.comment(pull, "/adrift explain 1")
    gh.merge_group(repo, [pull])
    gh.wait_settled()
    idle(database_url)
    assert repo.installation
    return repo.installation.id


@pytest.mark.parametrize("how", ["uninstalled", "removed", "transferred"])
def test_nothing_is_left_of_what_is_taken_away(
    gh: StandIn, repo: Repository, database_url: str, settings: Settings, how: str
) -> None:
    installation_id = with_traces(gh, repo, database_url)
    assert {"review", "facts", "delivery", "merge_group"} <= set(left(database_url, settings, repo, installation_id))
    match how:
        case "uninstalled":
            gh.uninstall(repo.owner.login)
        case "removed":
            gh.remove_repository(repo)
        case _:
            gh.transfer(repo, f"new{uuid4().hex}")
    wait_for(lambda: not left(database_url, settings, repo, installation_id))


@pytest.mark.parametrize("how", ["removed", "transferred"])
def test_what_everybody_may_read_is_taken_away_all_the_same(
    gh: StandIn, repo: Repository, database_url: str, settings: Settings, how: str
) -> None:
    repo.visibility = "public"
    installation_id = with_traces(gh, repo, database_url)
    gh.remove_repository(repo) if how == "removed" else gh.transfer(repo, f"new{uuid4().hex}")
    wait_for(lambda: not left(database_url, settings, repo, installation_id))


def test_a_repository_brings_nothing_along_from_another_installation(
    gh: StandIn, repo: Repository, database_url: str, settings: Settings
) -> None:
    old = with_traces(gh, repo, database_url)
    with unheard(gh):  # nor does anybody hear that the old installation lost it
        new = gh.create_repository(f"new{uuid4().hex}/other", files=FILES)
        gh.transfer(repo, new.owner.login)
    gh.redeliver(gh.events("repository", "transferred")[-1].guid)
    tables = [one.name for one in SQLModel.metadata.sorted_tables if "installation_id" in one.columns]
    kept = " union all ".join(f"select 1 from {name} where installation_id = {old}" for name in tables)
    mirrors = settings.data_dir / "mirrors"
    wait_for(lambda: not query(database_url, kept) and not list(mirrors.glob(f"{old}/*")))
    assert new.installation
    own = mirrors / str(new.installation.id) / f"{repo.id}.git"
    wait_for(own.is_dir)


def test_other_repositories_stay(gh: StandIn, repo: Repository, database_url: str, settings: Settings) -> None:
    with_traces(gh, repo, database_url)
    with unheard(gh):
        second = gh.create_repository(f"{repo.owner.login}/second", files=FILES)
    installation_id = with_traces(gh, second, database_url)
    gh.remove_repository(second)
    mirrors = settings.data_dir / "mirrors" / str(installation_id)
    wait_for(lambda: not list(mirrors.glob(f"{second.id}*")))
    idle_but_for_forgetting(database_url)
    assert (mirrors / f"{repo.id}.git").is_dir()
    assert query(database_url, f"select 1 from review where repository_id = {repo.id}")
    assert reviewed(gh, repo, {**CROSSING, "n.txt": "1"}, branch="again")[1].conclusion == "failure"


def idle_but_for_forgetting(database_url: str) -> None:
    wait_for(lambda: {name for name, status, _ in jobs(database_url) if status in {"todo", "doing"}} <= {"forget"})


def test_what_comes_late_is_forgotten_too(
    gh: StandIn, repo: Repository, database_url: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installation_tasks, "FORGOTTEN_AGAIN", 1.0)
    installation_id = with_traces(gh, repo, database_url)
    gh.uninstall(repo.owner.login)
    wait_for(lambda: not left(database_url, settings, repo, installation_id))
    content = "(installation_id, version, object_id, dialect, is_scanned, content, size, used_at)"
    query(database_url, f"insert into facts {content} values ({installation_id}, 1, 'x', 'x', true, 'x', 1, now())")
    wait_for(lambda: not left(database_url, settings, repo, installation_id))


def test_a_late_event_takes_nothing_away_from_who_is_back(gh: StandIn, repo: Repository, database_url: str) -> None:
    with_traces(gh, repo, database_url)
    with unheard(gh):
        installation = repo.installation
        gh.remove_repository(repo)
        repo.installation = installation
    gh.redeliver(gh.events("installation_repositories", "removed")[-1].guid)
    gh.wait_settled()
    idle(database_url)
    assert query(database_url, f"select 1 from review where repository_id = {repo.id}")


def test_another_worker_deletes_the_mirrors_on_its_own_disk(tmp_path: Path) -> None:
    for name in ("1/10.git", "1/11.git", "1/11.whole.git", "2/20.git", "2/21.git"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / f"{name}.lock").touch()
        os.utime(tmp_path / f"{name}.lock", (0, 0))
    (tmp_path / "2" / "21.git.lock").touch()
    assert sweep_mirrors(tmp_path, {(1, 10), (2, 11)}) == 3
    assert sorted(str(path.relative_to(tmp_path)) for path in tmp_path.glob("*/*")) == [
        "1/10.git",
        "1/10.git.lock",
        "2/21.git",
        "2/21.git.lock",
    ]


def test_a_suspended_installation_is_left_in_peace(gh: StandIn, repo: Repository, database_url: str) -> None:
    reviewed(gh, repo, LEGAL)
    gh.suspend(repo.owner.login)
    gh.wait_settled()
    idle(database_url)
    gh.requests.clear()
    with unheard(gh):
        gh.unsuspend(repo.owner.login)
        pull = opened(gh, repo, CROSSING, branch="meanwhile")
    assert gh.requests == []
    gh.redeliver(gh.events("installation", "unsuspend")[-1].guid)
    assert finished(gh, repo, pull).conclusion == "failure"


def test_what_waits_for_a_suspended_installation_ends(
    gh: StandIn, repo: Repository, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.tasks.tries.DELAYS", (600.0,) * 5)
    gh.fail_next("GET", r"/pulls/1$", status=502)
    opened(gh, repo, LEGAL)
    wait_for(lambda: query(database_url, "select 1 from procrastinate_jobs where scheduled_at > now()"))
    gh.suspend(repo.owner.login)
    wait_for(lambda: not jobs(database_url))


def test_a_renamed_repository_keeps_its_reviews(gh: StandIn, repo: Repository, database_url: str) -> None:
    reviewed(gh, repo, LEGAL)
    gh.rename(repo, "store")
    name = f"select distinct repository from review where repository_id = {repo.id}"
    wait_for(lambda: query(database_url, name) == [(repo.full_name,)])
    assert reviewed(gh, repo, CROSSING, branch="next")[1].conclusion == "failure"


def test_a_renamed_account(gh: StandIn, repo: Repository, database_url: str) -> None:
    reviewed(gh, repo, LEGAL)
    gh.rename_owner(repo.owner.login, f"n{uuid4().hex}")
    name = f"select distinct repository from review where repository_id = {repo.id}"
    wait_for(lambda: query(database_url, name) == [(repo.full_name,)])


def test_a_review_that_waits_while_its_repository_is_renamed(
    gh: StandIn, repo: Repository, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.tasks.tries.DELAYS", (1.5,) * 5)
    gh.fail_next("GET", r"/pulls/1$", status=502)
    pull = opened(gh, repo, CROSSING)
    wait_for(lambda: ("review_pull_request", "todo", USUAL) in jobs(database_url))
    gh.rename(repo, "store")
    assert finished(gh, repo, pull).conclusion == "failure"


def test_a_repository_that_is_transferred_to_another_installation(gh: StandIn, repo: Repository) -> None:
    pull, _ = reviewed(gh, repo, CROSSING)
    other = created(gh)
    gh.transfer(repo, other.owner.login)
    assert finished(gh, repo, pull, runs=2).conclusion == "failure"
    assert posted(gh, repo).conclusion == "success"
