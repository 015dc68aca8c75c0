"""What came to a governed branch past the check is remembered until it goes; what was decided is not."""

from typing import Any
from uuid import uuid4

import pytest

from app.jobs.job import LATER
from app.tasks import branch_tasks
from tests.running import wait_for
from tests.service.conftest import CROSSING, EXCEPTION, FILES, LEGAL, POLICY, finished, idle, opened, query, reviewed
from tests.stand_in import PullRequest, Repository, StandIn

pytestmark = pytest.mark.usefixtures("adrift")
LANDED = "select check_name, branch, number, commit_sha, resolved_sha from landed order by id"
CIRCLE = "version: 1\ncomponents:\n  orders: {path: orders}\n  billing: {path: billing}\n"
WAY_BACK = {"billing/models.py": "from orders.api import total\n"}
PERMISSIVE = {".github/architecture.yml": POLICY.replace("orders,  depends_on: [", "orders,  depends_on: [billing, ")}


def landed(gh: StandIn, database_url: str) -> list[tuple[Any, ...]]:
    """What is remembered once all is done."""
    gh.wait_settled()
    idle(database_url)
    return query(database_url, LANDED)


def merged(gh: StandIn, repo: Repository, pull: PullRequest, database_url: str) -> str:
    """Merge once its review is stored."""
    finished(gh, repo, pull)
    gh.wait_settled()
    idle(database_url)
    return gh.merge(pull)


def test_merged_past_the_check(gh: StandIn, repo: Repository, database_url: str) -> None:
    sha = merged(gh, repo, opened(gh, repo, CROSSING), database_url)
    assert landed(gh, database_url) == [("cross-domain-edge", "main", 1, sha, None)]


def test_it_is_forgotten_when_a_push_takes_it_away(gh: StandIn, repo: Repository, database_url: str) -> None:
    first = gh.push(repo, "main", CROSSING)
    assert landed(gh, database_url) == [("cross-domain-edge", "main", None, first, None)]
    gh.push(repo, "main", {"notes.txt": "x"})
    assert landed(gh, database_url)[0][-1] is None
    second = gh.push(repo, "main", LEGAL)
    assert landed(gh, database_url) == [("cross-domain-edge", "main", None, first, second)]


def test_the_next_reviews_say_so_in_one_line(gh: StandIn, repo: Repository, database_url: str) -> None:
    sha = gh.push(repo, "main", CROSSING)
    landed(gh, database_url)
    _, run = reviewed(gh, repo, {"notes.txt": "x"})
    assert run.conclusion == "success"
    assert "1 finding stands on the base branch that no decision covers" in (run.summary or "")
    assert f"since `{sha[:10]}`" in (run.summary or "")


def test_what_a_label_overrides_is_covered_until_it_is_taken_off(gh: StandIn, database_url: str) -> None:
    record = {"docs/adr/0002-orders-reads-invoices.md": EXCEPTION.format(status="Accepted")}
    for is_taken_off in (False, True):
        repo = gh.create_repository(f"o{uuid4().hex}/shop", files={**FILES, **record})
        pull, _ = reviewed(gh, repo, CROSSING)
        gh.add_label(pull, "adr:0002")
        assert finished(gh, repo, pull, runs=2).conclusion == "success"
        if is_taken_off:
            gh.remove_label(pull, "adr:0002")
            finished(gh, repo, pull, runs=3)
        merged(gh, repo, pull, database_url)
        assert [row[:3] for row in landed(gh, database_url)] == [("cross-domain-edge", "main", 1)] * is_taken_off


def test_a_squash_of_what_was_overridden_is_covered(gh: StandIn, database_url: str) -> None:
    record = {"docs/adr/0002-orders-reads-invoices.md": EXCEPTION.format(status="Accepted")}
    repo = gh.create_repository(f"o{uuid4().hex}/shop", files={**FILES, **record})
    pull, _ = reviewed(gh, repo, CROSSING)
    gh.add_label(pull, "adr:0002")
    assert finished(gh, repo, pull, runs=2).conclusion == "success"
    gh.wait_settled()
    idle(database_url)
    gh.push(repo, "main", CROSSING, message="Read invoices (#1)")
    assert landed(gh, database_url) == []


def test_two_pull_requests_that_are_wrong_together_only(gh: StandIn, database_url: str) -> None:
    repo = gh.create_repository(f"o{uuid4().hex}/shop", files={**FILES, ".github/architecture.yml": CIRCLE})
    pulls = [opened(gh, repo, CROSSING, branch="one"), opened(gh, repo, WAY_BACK, branch="two")]
    assert [finished(gh, repo, pull).conclusion for pull in pulls] == ["success", "success"]
    sha = [merged(gh, repo, pull, database_url) for pull in pulls][-1]
    assert landed(gh, database_url) == [("cycle", "main", None, sha, None)]


def test_a_branch_of_somebodys_own_may_hold_anything(gh: StandIn, repo: Repository, database_url: str) -> None:
    gh.push(repo, "mine", {"notes.txt": "x"}, start="main")
    gh.push(repo, "mine", CROSSING)
    assert landed(gh, database_url) == []


def test_a_governed_branch_is_judged_by_its_own_policy(gh: StandIn, database_url: str) -> None:
    policy = {".github/architecture.yml": POLICY + "branches: [release/*]\n"}
    repo = gh.create_repository(f"o{uuid4().hex}/shop", files={**FILES, **policy})
    gh.push(repo, "release/1", {"notes.txt": "x"}, start="main")
    gh.push(repo, "release/2", PERMISSIVE, start="main")
    sha = gh.push(repo, "release/1", CROSSING)
    gh.push(repo, "release/2", CROSSING)
    assert landed(gh, database_url) == [("cross-domain-edge", "release/1", None, sha, None)]


def test_a_force_push_is_judged_by_what_it_brings(gh: StandIn, repo: Repository, database_url: str) -> None:
    sha = gh.push(repo, "main", CROSSING, start="main", force=True)
    assert landed(gh, database_url) == [("cross-domain-edge", "main", None, sha, None)]
    again = gh.push(repo, "main", LEGAL, start=f"{sha}^", force=True)
    assert landed(gh, database_url) == [("cross-domain-edge", "main", None, sha, again)]


def test_branches_that_come_and_go(gh: StandIn, repo: Repository, database_url: str) -> None:
    gh.push(repo, "mine", CROSSING, start="main")
    gh.delete_branch(repo, "mine")
    gh.wait_settled()
    assert landed(gh, database_url) == []
    assert [one for one in gh.requests if "/api/v3/repos" in one.path or "git-upload-pack" in one.path] == []


def test_a_push_that_changes_no_rule_asks_git_only(gh: StandIn, repo: Repository, database_url: str) -> None:
    opened(gh, repo, LEGAL)
    landed(gh, database_url)
    gh.requests.clear()
    gh.push(repo, "main", {"billing/models.py": "class Invoice: pass\n"})
    assert landed(gh, database_url) == []
    assert [one.path for one in gh.requests if "/api/v3/repos" in one.path] == []
    assert gh.git_requests() > 0


def test_many_pull_requests_are_reviewed_one_after_the_other(
    gh: StandIn, repo: Repository, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pulls = [opened(gh, repo, {**LEGAL, "n.txt": str(n)}, branch=f"feature-{n}") for n in range(4)]
    landed(gh, database_url)
    monkeypatch.setattr(branch_tasks, "PACE", 100.0)
    gh.push(repo, "main", PERMISSIVE)
    later = (
        "select (args->>'number')::int, round(extract(epoch from scheduled_at - now()) / 100)::int"
        " from procrastinate_jobs where task_name like '%review_pull_request' and status = 'todo'"
        f" and priority <= {LATER}"
    )
    waiting = wait_for(lambda: found if len(found := query(database_url, later)) == 3 else None)
    assert sorted(waiting, reverse=True) == [(3, 1), (2, 2), (1, 3)]
    gh.push(repo, "feature-0", {"n.txt": "new"})
    finished(gh, repo, pulls[0])
    wait_for(lambda: len(query(database_url, later)) == 2)
