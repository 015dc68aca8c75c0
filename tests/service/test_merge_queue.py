"""What a merge queue wants to merge is judged for real, and the overrides of its pull requests hold."""

from dataclasses import replace

import pytest

from tests.running import wait_for
from tests.service.conftest import (
    CROSSING,
    EXCEPTION,
    FILES,
    LEGAL,
    POLICY,
    created,
    every_run,
    finished,
    idle,
    opened,
    query,
    unheard,
)
from tests.stand_in import CheckRun, PullRequest, Repository, StandIn
from tests.stand_in.events import merge_group_event

pytestmark = pytest.mark.usefixtures("adrift")
RECORD = "docs/adr/0002-orders-reads-invoices.md"
PERMISSIVE = POLICY.replace("orders,  depends_on: [", "orders,  depends_on: [billing, ")


@pytest.fixture
def repo(gh: StandIn) -> Repository:
    return created(gh, {**FILES, RECORD: EXCEPTION.format(status="Accepted")})


def judged(gh: StandIn, repo: Repository, sha: str, *, name: str = "adrift", runs: int = 1) -> CheckRun:
    """The newest check run on a group's head, when `runs` of them are completed and none is in progress."""

    def look() -> CheckRun | None:
        found = gh.check_runs(repo, sha, name)
        return found[0] if len(found) >= runs and all(run.status == "completed" for run in found) else None

    return wait_for(look)


def queued(gh: StandIn, repo: Repository, *changes: dict[str, str], label: str | None = None) -> list[PullRequest]:
    """Reviewed pull requests with these changes, `label` on the first."""
    pulls = [opened(gh, repo, files, branch=f"b{number}") for number, files in enumerate(changes)]
    for pull in pulls:
        finished(gh, repo, pull)
    if label:
        gh.add_label(pulls[0], label)
        finished(gh, repo, pulls[0], runs=2)
    return pulls


def test_a_group_of_one(gh: StandIn, repo: Repository) -> None:
    run = judged(gh, repo, gh.merge_group(repo, queued(gh, repo, LEGAL)))
    assert (run.conclusion, run.title) == ("success", "No new violations")
    assert "The overrides of #1 count." in (run.summary or "")


def test_a_violation_blocks_the_queue(gh: StandIn, repo: Repository) -> None:
    (pull,) = queued(gh, repo, CROSSING)
    run = judged(gh, repo, gh.merge_group(repo, [pull]))
    assert (run.conclusion, run.title) == ("failure", "1 new edge needs an ADR: orders -> billing")
    assert len(gh.review_comments(pull)) == 1
    assert f"{gh.url}/{repo.full_name}/blob/{run.head_sha}/orders/api.py#L3" in (run.summary or "")


def test_an_overridden_finding_passes(gh: StandIn, repo: Repository) -> None:
    run = judged(gh, repo, gh.merge_group(repo, queued(gh, repo, CROSSING, label="adr:2")))
    assert (run.conclusion, run.title) == ("success", "1 finding overridden by a decision record")


def test_an_override_that_was_taken_back_meanwhile(gh: StandIn, repo: Repository) -> None:
    pulls = queued(gh, repo, CROSSING, label="adr:2")
    with unheard(gh):
        gh.remove_label(pulls[0], "adr:2")
    assert judged(gh, repo, gh.merge_group(repo, pulls)).conclusion == "failure"


@pytest.mark.parametrize("place", [0, 1])
def test_the_overrides_of_all_pull_requests_in_a_group_count(gh: StandIn, repo: Repository, place: int) -> None:
    pulls = queued(gh, repo, CROSSING, {"notes.txt": "x"}, label="adr:2")
    run = judged(gh, repo, gh.merge_group(repo, pulls[place:] + pulls[:place]))
    assert run.conclusion == "success"
    assert "The overrides of #1, #2 count." in (run.summary or "")


def test_the_override_of_a_pull_request_outside_does_not_count(gh: StandIn, repo: Repository) -> None:
    _, pull = queued(gh, repo, CROSSING, {**CROSSING, "notes.txt": "x"}, label="adr:2")
    run = judged(gh, repo, gh.merge_group(repo, [pull]))
    assert run.conclusion == "failure"
    assert "The overrides of #2 count." in (run.summary or "")


def test_no_commit_of_an_author_brings_another_pull_request_into_the_group(gh: StandIn, repo: Repository) -> None:
    """Its head is merged into a branch of the author's, under a message that looks like the queue's."""
    (approved,) = queued(gh, repo, CROSSING, label="adr:2")
    gh.push_commit(repo, "mine", approved.head_sha, source=repo.path)
    gh.push(repo, "mine", {"notes.txt": "x"}, message="Merge pull request #1")
    pull = gh.open_pull_request(repo, head="mine")
    finished(gh, repo, pull)
    assert judged(gh, repo, gh.merge_group(repo, [pull])).conclusion == "failure"


def test_a_violation_that_only_the_combination_has(gh: StandIn, repo: Repository) -> None:
    one = {"orders/api.py": "from shared import money\n"}
    other = {"shared/money.py": "from orders.__init__ import total\n\n\nclass Money: ...\n"}
    gh.push(repo, "main", {".github/architecture.yml": POLICY.replace("shared,  depends_on: []", "shared")})
    pulls = queued(gh, repo, one, other)
    assert {finished(gh, repo, pull).conclusion for pull in pulls} == {"success"}
    first = gh.merge_group(repo, [pulls[0]])
    assert judged(gh, repo, first).conclusion == "success"
    run = judged(gh, repo, gh.merge_group(repo, [pulls[1]], after=first))
    assert (run.conclusion, [one["title"] for one in gh.annotations(run)]) == ("failure", ["cycle"])


def test_a_group_on_another_answers_for_its_own_part_only(gh: StandIn, repo: Repository) -> None:
    crossing, legal = queued(gh, repo, CROSSING, {"notes.txt": "x"})
    first = gh.merge_group(repo, [crossing])
    assert judged(gh, repo, first).conclusion == "failure"
    assert judged(gh, repo, gh.merge_group(repo, [legal], after=first)).conclusion == "success"


def test_squashed_groups_are_told_by_the_queues_own_branches(gh: StandIn, repo: Repository) -> None:
    """GitHub asked for each before: the second stands on the first, and a third event asks for both at once."""
    pulls = queued(gh, repo, CROSSING, {"notes.txt": "x"}, label="adr:2")
    first = gh.merge_group(repo, pulls[:1], squash=True)
    assert judged(gh, repo, first).conclusion == "success"
    second = gh.merge_group(repo, pulls[1:], after=first, squash=True)
    judged(gh, repo, second)
    asked_for_more(gh, repo, second, base=gh.world.merge_groups[first].base_sha)
    assert judged(gh, repo, second, runs=2).conclusion == "success"


def asked_for_more(gh: StandIn, repo: Repository, sha: str, base: str) -> None:
    """The queue asks for the same commit over more than its own part."""
    with gh.world.lock:
        merge_group_event(gh.world, gh.webhooks, repo, replace(gh.world.merge_groups[sha], base_sha=base))


def test_a_forks_policy_does_not_judge_it(gh: StandIn, repo: Repository) -> None:
    fork = gh.fork(repo, f"eve-{repo.id}")
    gh.push(fork, "feature", {**CROSSING, ".github/architecture.yml": PERMISSIVE}, author="eve")
    pull = gh.open_pull_request(repo, head="feature", head_repository=fork, author="eve")
    finished(gh, repo, pull)
    assert judged(gh, repo, gh.merge_group(repo, [pull])).conclusion == "failure"


def test_the_base_moves_on_meanwhile(gh: StandIn, repo: Repository) -> None:
    (pull,) = queued(gh, repo, LEGAL)
    with unheard(gh):
        sha = gh.merge_group(repo, [pull])
        gh.push(repo, "main", {".github/architecture.yml": "version: 1\ncomponents: {orders: {path: '['}}\n"})
    gh.redeliver(gh.events("merge_group")[-1].guid)
    assert judged(gh, repo, sha).conclusion == "success"


def test_a_queue_of_a_branch_that_is_not_governed(gh: StandIn, repo: Repository) -> None:
    gh.push(repo, "mine", {"notes.txt": "x"}, start="main")
    pull = opened(gh, repo, CROSSING, base="mine")
    sha = gh.merge_group(repo, [pull], "mine")
    assert judged(gh, repo, sha, name="adrift (preview)").conclusion == "failure"
    assert gh.check_runs(repo, sha, "adrift") == []


@pytest.mark.parametrize("reason", ["merged", "invalidated", "dequeued"])
def test_a_group_that_is_destroyed_before_its_review(gh: StandIn, repo: Repository, reason: str) -> None:
    with unheard(gh):
        pulls = [opened(gh, repo, LEGAL)]
        sha = gh.merge_group(repo, pulls)
        gh.destroy_merge_group(repo, sha, reason)
    asked, destroyed = gh.events("merge_group")
    gh.redeliver(destroyed.guid)
    gh.wait_settled()
    gh.redeliver(asked.guid)
    gh.wait_settled()
    assert every_run(gh, repo) == []


def test_a_group_that_is_destroyed_while_it_is_reviewed(gh: StandIn, repo: Repository, database_url: str) -> None:
    pulls = queued(gh, repo, LEGAL)
    gh.fail_next("GET", r"/compare/", delay=1.0)
    sha = gh.merge_group(repo, pulls)
    wait_for(lambda: gh.check_runs(repo, sha))
    gh.destroy_merge_group(repo, sha, "invalidated")
    run = judged(gh, repo, sha)
    idle(database_url)
    assert (run.conclusion, run.title) == ("cancelled", "The merge group is gone")
    assert "`invalidated`" in (run.summary or "")


def test_a_group_that_is_destroyed_while_its_check_run_is_made(
    gh: StandIn, repo: Repository, database_url: str
) -> None:
    pulls = queued(gh, repo, LEGAL)
    gh.fail_next("POST", r"/check-runs$", delay=1.0)
    sha = gh.merge_group(repo, pulls)
    wait_for(lambda: query(database_url, "select 1 from review where number is null"))
    gh.destroy_merge_group(repo, sha)
    assert judged(gh, repo, sha).conclusion == "cancelled"


def test_a_group_that_is_merged_after_its_review(gh: StandIn, repo: Repository, database_url: str) -> None:
    sha = gh.merge_group(repo, queued(gh, repo, LEGAL))
    judged(gh, repo, sha)
    gh.destroy_merge_group(repo, sha, "merged")
    gh.wait_settled()
    idle(database_url)
    assert [run.conclusion for run in gh.check_runs(repo, sha)] == ["success"]


def test_the_end_of_a_group_is_told_when_github_answers_again(gh: StandIn, repo: Repository) -> None:
    pulls = queued(gh, repo, LEGAL)
    gh.fail_next("GET", r"/compare/", delay=0.5)
    sha = gh.merge_group(repo, pulls)
    wait_for(lambda: gh.check_runs(repo, sha))
    gh.fail_next("*", r"/check-runs/", status=502)
    gh.destroy_merge_group(repo, sha)
    assert judged(gh, repo, sha).conclusion == "cancelled"


def test_a_group_is_tried_again_when_github_fails(gh: StandIn, repo: Repository) -> None:
    pulls = queued(gh, repo, LEGAL)
    gh.fail_next("GET", r"/compare/", status=502, times=2)
    gh.fail_next("POST", r"/check-runs$", status=502, after_effect=True)
    sha = gh.merge_group(repo, pulls)
    assert judged(gh, repo, sha).conclusion == "success"
    assert len(gh.check_runs(repo, sha)) == 1


def test_a_group_that_cannot_be_judged_fails(gh: StandIn, repo: Repository) -> None:
    pulls = queued(gh, repo, LEGAL)
    gh.fail_next("GET", r"/compare/", status=502, times=6)
    run = judged(gh, repo, gh.merge_group(repo, pulls))
    assert (run.conclusion, run.title) == ("failure", "adrift could not finish")


def test_the_rerun_button_of_a_group(gh: StandIn, repo: Repository) -> None:
    sha = gh.merge_group(repo, queued(gh, repo, LEGAL))
    gh.rerequest(judged(gh, repo, sha))
    assert judged(gh, repo, sha, runs=2).conclusion == "success"
