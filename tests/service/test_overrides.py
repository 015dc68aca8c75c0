"""Who may override, what a label is bound to, what takes it back, and what is kept of it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from app.github import people
from app.people import put_labels
from tests.running import wait_for
from tests.service.conftest import (
    CROSSING,
    EXCEPTION,
    FILES,
    POLICY,
    finished,
    idle,
    opened,
    query,
    reviewed,
    unheard,
)
from tests.stand_in import CheckRun, PullRequest, Repository, StandIn

pytestmark = pytest.mark.usefixtures("adrift")
PATH = "docs/adr/0002-orders-reads-invoices.md"
LABEL = "adr:0002"
OTHER = {"orders/extra.py": "from billing.models import Invoice\n"}
AUDIT = "select label, actor, is_accepted, reason, json_array_length(fingerprints) from override_decision order by id"
Later = Callable[[], None]


@pytest.fixture(autouse=True)
def _no_lag(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(put_labels, "LAG", (0.01,))


@pytest.fixture
def later(gh: StandIn, monkeypatch: pytest.MonkeyPatch) -> Iterator[Later]:
    """Lets ten seconds pass on GitHub's clock, whose stamps are in seconds."""
    passed = timedelta()

    def let_pass() -> None:
        nonlocal passed
        passed += timedelta(seconds=10)

    monkeypatch.setattr(gh.world, "clock", lambda: datetime.now(UTC) + passed)
    yield let_pass
    gh.wait_settled()


def shop(gh: StandIn, policy: str = POLICY, **files: str) -> Repository:
    """With an accepted record that lets orders use billing, and four people besides the owner."""
    accepted = {".github/architecture.yml": policy, PATH: EXCEPTION.format(status="Accepted"), **files}
    repo = gh.create_repository(f"o{uuid4().hex}/shop", files={**FILES, **accepted})
    gh.set_permission("bob", repo, "write")
    gh.set_permission("rea", repo, "read")
    gh.set_permission("tri", repo, "triage")
    return repo


@pytest.fixture
def repo(gh: StandIn) -> Repository:
    return shop(gh)


def labelled(gh: StandIn, repo: Repository, actor: str, *, author: str = "ann") -> CheckRun:
    """The verdict on a crossing of `author` that `actor` has labelled."""
    gh.push(repo, "feature", CROSSING, start="main", author=author)
    pull = gh.open_pull_request(repo, head="feature", author=author)
    finished(gh, repo, pull)
    gh.add_label(pull, LABEL, actor=actor)
    return finished(gh, repo, pull, runs=2)


def says(run: CheckRun) -> str:
    """The summary without what keeps words from being markup."""
    return (run.summary or "").replace("\\", "").replace("\u200b", "")


# who


def test_somebody_who_may_write_and_has_no_part_in_it(gh: StandIn, repo: Repository) -> None:
    assert labelled(gh, repo, "bob").conclusion == "success"


@pytest.mark.parametrize(
    ("actor", "reason"),
    [
        ("ann", "`ann` is the author of the pull request"),
        ("rea", "`rea` has the role `read`, and the policy asks for `write` or above"),
        ("tri", "`tri` has the role `triage`"),
        ("eve", "`eve` has no access"),
    ],
)
def test_who_may_not(gh: StandIn, repo: Repository, actor: str, reason: str) -> None:
    run = labelled(gh, repo, actor)
    assert run.conclusion == "failure"
    assert reason in says(run)


def test_a_bot_that_labels_the_pull_request_of_a_stranger(gh: StandIn, repo: Repository) -> None:
    gh.world.user("helper[bot]", kind="Bot")
    gh.set_permission("helper[bot]", repo, "admin")
    fork = gh.fork(repo, f"eve-{repo.id}")
    gh.push(fork, "feature", CROSSING, author="eve")
    pull = gh.open_pull_request(repo, head="feature", head_repository=fork, author="eve")
    finished(gh, repo, pull)
    gh.add_label(pull, LABEL, actor="helper[bot]")
    run = finished(gh, repo, pull, runs=2)
    assert run.conclusion == "failure"
    assert "`helper[bot]` is an App or a bot" in says(run)


def test_a_bot_that_the_policy_lists(gh: StandIn) -> None:
    repo = shop(gh, POLICY + "override: {users: ['helper[bot]']}\n")
    gh.world.user("helper[bot]", kind="Bot")
    assert labelled(gh, repo, "helper[bot]").conclusion == "success"


def test_who_wrote_a_commit(gh: StandIn, repo: Repository) -> None:
    gh.push(repo, "feature", CROSSING, start="main", author="bob")
    pull = gh.open_pull_request(repo, head="feature", author="ann")
    finished(gh, repo, pull)
    gh.add_label(pull, LABEL, actor="bob")
    run = finished(gh, repo, pull, runs=2)
    assert run.conclusion == "failure"
    assert "`bob` wrote a commit of the pull request" in says(run)


def test_who_pushed_the_commits_of_others(gh: StandIn, repo: Repository) -> None:
    sha = gh.push(repo, "draft", CROSSING, start="main", author="ann")
    pull = opened(gh, repo, {"notes.txt": "x"}, author="ann")
    finished(gh, repo, pull)
    gh.push_commit(repo, "feature", sha, source=repo.path, author="bob")
    finished(gh, repo, pull)
    gh.add_label(pull, LABEL, actor="bob")
    run = finished(gh, repo, pull, runs=2)
    assert run.conclusion == "failure"
    assert "`bob` pushed to the pull request" in says(run)


def test_who_pushed_before_the_pull_request_was_there(gh: StandIn, repo: Repository) -> None:
    sha = gh.push(repo, "draft", CROSSING, start="main", author="ann")
    gh.push_commit(repo, "feature", sha, source=repo.path, author="bob")
    pull = gh.open_pull_request(repo, head="feature", author="ann")
    finished(gh, repo, pull)
    gh.add_label(pull, LABEL, actor="bob")
    assert "`bob` pushed to the pull request" in says(finished(gh, repo, pull, runs=2))


def test_who_pushed_the_head_to_another_branch(gh: StandIn, repo: Repository) -> None:
    """And had an App open the pull request from a branch that it made of it."""
    gh.world.user("helper[bot]", kind="Bot")
    sha = gh.push(repo, "draft", CROSSING, start="main", author="ann")
    gh.push_commit(repo, "other", sha, source=repo.path, author="bob")
    gh.push_commit(repo, "feature", sha, source=repo.path, author="helper[bot]")
    pull = gh.open_pull_request(repo, head="feature", author="helper[bot]")
    finished(gh, repo, pull)
    gh.add_label(pull, LABEL, actor="bob")
    assert "`bob` pushed to the pull request" in says(finished(gh, repo, pull, runs=2))


def test_a_push_of_which_nobody_told(gh: StandIn, repo: Repository) -> None:
    with unheard(gh):
        pull = opened(gh, repo, CROSSING)
    gh.mark_ready(pull)
    finished(gh, repo, pull)
    gh.add_label(pull, LABEL, actor="bob")
    run = finished(gh, repo, pull, runs=2)
    assert run.conclusion == "failure"
    assert "who pushed the head is not known here" in says(run)


@pytest.mark.parametrize(("built_on", "conclusion"), [("write", "success"), ("read", "failure")])
def test_a_custom_role_counts_as_what_it_is_built_on(gh: StandIn, built_on: str, conclusion: str) -> None:
    repo = shop(gh)
    gh.set_permission("carl", repo, "release captain", permission=built_on)
    assert labelled(gh, repo, "carl").conclusion == conclusion


@pytest.mark.parametrize(
    ("override", "actor", "conclusion"),
    [
        ("{author: true}", "ann", "success"),
        ("{role: read}", "rea", "success"),
        ("{role: maintain}", "bob", "failure"),
        ("{users: [Bob]}", "bob", "success"),
        ("{users: [carol]}", "bob", "failure"),
        ("{users: [rea]}", "rea", "failure"),
        ("{teams: [architects], users: [carol]}", "bob", "success"),
        ("{teams: [architects]}", "owner", "failure"),
    ],
)
def test_whom_the_policy_permits(gh: StandIn, override: str, actor: str, conclusion: str) -> None:
    repo = shop(gh, f"{POLICY}override: {override}\n")
    gh.add_team_member(repo.owner.login, "architects", "bob")
    assert labelled(gh, repo, actor).conclusion == conclusion


def test_a_team_of_which_the_app_may_not_ask(gh: StandIn) -> None:
    repo = shop(gh, f"{POLICY}override: {{teams: [architects]}}\n")
    gh.add_team_member(repo.owner.login, "architects", "bob")
    gh.installation(repo.owner.login).permissions.pop("members", None)
    run = labelled(gh, repo, "bob")
    assert run.conclusion == "failure"
    assert "whether `bob` belongs to `architects` cannot be told" in says(run)


@pytest.mark.parametrize(("actor", "conclusion"), [("bob", "success"), ("owner", "failure")])
def test_the_owners_of_what_is_imported_decide(gh: StandIn, actor: str, conclusion: str) -> None:
    own = POLICY.replace("billing, depends_on: [shared]", "billing, depends_on: [shared], override: {users: [bob]}")
    assert labelled(gh, shop(gh, own + "override: {users: [owner]}\n"), actor).conclusion == conclusion


def test_a_fork_that_changes_the_policy(gh: StandIn, repo: Repository) -> None:
    fork = gh.fork(repo, f"eve-{repo.id}")
    gh.set_permission("eve", repo, "triage")
    open_to_all = {".github/architecture.yml": POLICY + "override: {role: read, author: true}\n"}
    gh.push(fork, "feature", {**CROSSING, **open_to_all}, author="eve")
    pull = gh.open_pull_request(repo, head="feature", head_repository=fork, author="eve")
    finished(gh, repo, pull)
    gh.add_label(pull, LABEL, actor="eve")
    assert finished(gh, repo, pull, runs=2).conclusion == "failure"


def test_a_label_that_was_renamed_after_it_was_put(gh: StandIn, repo: Repository) -> None:
    pull, _ = reviewed(gh, repo, CROSSING)
    gh.add_label(pull, "later", actor="tri")
    gh.rename_label(repo, "later", LABEL)
    gh.rerequest(gh.check_runs(repo, pull.head_sha)[0])
    run = finished(gh, repo, pull, runs=2)
    assert run.conclusion == "failure"
    assert "who put the label cannot be told" in says(run)


def test_a_label_that_was_taken_off_under_another_name(gh: StandIn, repo: Repository) -> None:
    """Whoever may edit labels gives the one of the permitted person another name, and its old name to one of his own:
    the events still say who put the name."""
    pull, _ = reviewed(gh, repo, CROSSING)
    gh.add_label(pull, "later", actor="ann")
    gh.add_label(pull, LABEL, actor="bob")
    assert finished(gh, repo, pull, runs=2).conclusion == "success"
    gh.rename_label(repo, LABEL, "taken")
    gh.rename_label(repo, "later", LABEL)
    gh.remove_label(pull, "taken", actor="bob")
    gh.rerequest(gh.check_runs(repo, pull.head_sha)[0])
    run = finished(gh, repo, pull, runs=3)
    assert run.conclusion == "failure"
    assert "who put the label cannot be told" in says(run)


def test_a_label_that_was_put_again_beyond_the_events_that_are_looked_at(
    gh: StandIn, repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people, "MOST_EVENTS", 2)
    pull, _ = reviewed(gh, repo, CROSSING)
    gh.add_label(pull, LABEL, actor="bob")
    assert finished(gh, repo, pull, runs=2).conclusion == "success"
    gh.remove_label(pull, LABEL, actor="bob")
    finished(gh, repo, pull, runs=3)
    gh.add_label(pull, LABEL, actor="ann")
    run = finished(gh, repo, pull, runs=4)
    assert run.conclusion == "failure"
    assert "who put the label cannot be told" in says(run)


def test_only_a_label_asks_github_for_people(gh: StandIn, repo: Repository, database_url: str) -> None:
    pull, _ = reviewed(gh, repo, CROSSING)
    idle(database_url)
    gh.requests.clear()
    gh.add_label(pull, LABEL, actor="bob")
    wait_for(lambda: any(one.method == "PATCH" for one in gh.requests))
    idle(database_url)
    people = [one.path for one in gh.requests if "/events" in one.path or "/collaborators/" in one.path]
    assert [path.rpartition("/repos/")[2].split("/", 2)[2] for path in people] == [
        f"issues/{pull.number}/events",
        "collaborators/bob/permission",
    ]


# which record


@pytest.mark.parametrize(
    "file",
    [
        {"notes/0005-x.md": EXCEPTION.format(status="Accepted")},
        {"docs/adr/0005-x.md": Path("../../notes/x.md"), "notes/x.md": EXCEPTION.format(status="Accepted")},
    ],
    ids=["elsewhere", "a link"],
)
def test_what_is_no_record(gh: StandIn, repo: Repository, file: dict[str, str | Path]) -> None:
    pull, _ = reviewed(gh, repo, {**CROSSING, **file})
    gh.add_label(pull, "adr:0005", actor="bob")
    run = finished(gh, repo, pull, runs=2)
    assert run.conclusion == "failure"
    assert "there is no decision record" in says(run)


def test_a_record_that_names_neither_component(gh: StandIn) -> None:
    repo = shop(gh, **{PATH: "# 2. Tabs\n\nAmends ADR-0001.\n\n## Status\n\nAccepted\n"})
    run = labelled(gh, repo, "bob")
    assert run.conclusion == "failure"
    assert "its text does not name `orders -> billing`" in says(run)


# when


def test_what_a_later_push_adds_is_blocked_until_the_label_is_put_again(
    gh: StandIn, repo: Repository, later: Later
) -> None:
    pull, _ = reviewed(gh, repo, CROSSING)
    later()
    gh.add_label(pull, LABEL, actor="bob")
    assert finished(gh, repo, pull, runs=2).conclusion == "success"
    later()
    gh.push(repo, "feature", OTHER)
    run = finished(gh, repo, pull)
    assert (run.conclusion, run.title) == ("failure", "1 new edge needs an ADR, 1 overridden")
    assert "this was not found yet when the label was put: take the label off and put it on again" in says(run)
    later()
    gh.remove_label(pull, LABEL, actor="bob")
    finished(gh, repo, pull, runs=2)
    later()
    gh.add_label(pull, LABEL, actor="bob")
    assert finished(gh, repo, pull, runs=3).title == "2 findings overridden by a decision record"


def test_a_label_that_was_there_before_any_review(gh: StandIn, repo: Repository, later: Later) -> None:
    with unheard(gh):
        gh.push(repo, "feature", CROSSING, start="main")
        pull = gh.open_pull_request(repo, head="feature")
        gh.add_label(pull, LABEL, actor="bob")
    later()
    gh.redeliver(gh.events("pull_request", "opened")[-1].guid)
    run = finished(gh, repo, pull)
    assert run.conclusion == "failure"
    assert "no review was complete when the label was put" in says(run)


def test_a_record_that_the_author_rewrites_after_the_label(gh: StandIn, repo: Repository, later: Later) -> None:
    added = EXCEPTION.format(status="Accepted").replace("2.", "5.", 1)
    pull, _ = reviewed(gh, repo, {**CROSSING, "docs/adr/0005-x.md": added})
    later()
    gh.add_label(pull, "adr:0005", actor="bob")
    assert finished(gh, repo, pull, runs=2).conclusion == "success"
    later()
    gh.push(repo, "feature", {"docs/adr/0005-x.md": added + "\nAnd for ever.\n"})
    run = finished(gh, repo, pull)
    assert run.conclusion == "failure"
    assert "was not yet as it is now when the label was put" in says(run)


# what takes it back, and what is kept


def test_a_lost_permission_takes_it_back(gh: StandIn, repo: Repository) -> None:
    run = labelled(gh, repo, "bob")
    gh.set_permission("bob", repo, "read")
    gh.rerequest(run)
    pull = next(iter(gh.world.pulls_of(repo)))
    again = finished(gh, repo, pull, runs=3)
    assert again.conclusion == "failure"
    assert "`bob` has the role `read`" in says(again)


def test_a_changed_status_takes_it_back(gh: StandIn, repo: Repository) -> None:
    labelled(gh, repo, "bob")
    gh.push(repo, "main", {PATH: EXCEPTION.format(status="Superseded by ADR-0009")})
    pull = next(iter(gh.world.pulls_of(repo)))
    assert finished(gh, repo, pull, runs=3).conclusion == "failure"


def audit(database_url: str, rows: int) -> list[tuple[object, ...]]:
    wait_for(lambda: len(query(database_url, AUDIT)) >= rows)
    return query(database_url, AUDIT)


def test_the_audit_says_who_did_what_and_what_became_of_it(gh: StandIn, repo: Repository, database_url: str) -> None:
    run = labelled(gh, repo, "bob")
    pull = next(iter(gh.world.pulls_of(repo)))
    gh.rerequest(run)
    finished(gh, repo, pull, runs=3)
    gh.remove_label(pull, LABEL)
    finished(gh, repo, pull, runs=4)
    assert audit(database_url, 2) == [
        (LABEL, "bob", True, f"{PATH} is accepted", 1),
        (LABEL, None, False, "the label was taken off", 0),
    ]


def test_what_was_found_is_written_down_once(gh: StandIn, repo: Repository, database_url: str) -> None:
    pull, run = reviewed(gh, repo, CROSSING)
    gh.rerequest(run)
    finished(gh, repo, pull, runs=2)
    idle(database_url)
    assert len(query(database_url, "select 1 from complete_review")) == 1


def test_a_refused_attempt_is_kept_too(gh: StandIn, repo: Repository, database_url: str) -> None:
    labelled(gh, repo, "rea")
    (row,) = audit(database_url, 1)
    assert row[1:3] == ("rea", False)


# cherry-picks


def picked(gh: StandIn, repo: Repository, sha: str) -> PullRequest:
    """A pull request that brings the crossing to the release branch and says where it comes from."""
    gh.push(repo, "release/1", {"notes.txt": "x"}, start="main~1")
    message = f"Orders reads invoices\n\n(cherry picked from commit {sha})"
    gh.push(repo, "pick", CROSSING, start="release/1", message=message)
    return gh.open_pull_request(repo, head="pick", base="release/1")


@pytest.fixture
def released(gh: StandIn) -> Repository:
    repo = shop(gh, POLICY + "branches: [release/*]\n")
    gh.push(repo, "main", {"notes.txt": "y"})
    return repo


def test_a_cherry_pick_inherits_the_decision(gh: StandIn, released: Repository) -> None:
    pull, _ = reviewed(gh, released, CROSSING)
    gh.add_label(pull, LABEL, actor="bob")
    finished(gh, released, pull, runs=2)
    sha = pull.head_sha
    wait_for(lambda: gh.check_runs(released, sha)[0].status == "completed")
    gh.merge(pull)
    run = finished(gh, released, picked(gh, released, sha))
    assert run.conclusion == "success"
    assert f"decided for #{pull.number} by {PATH}" in says(run)


def test_a_commit_that_landed_nowhere_brings_nothing(gh: StandIn, released: Repository) -> None:
    pull, _ = reviewed(gh, released, CROSSING)
    gh.add_label(pull, LABEL, actor="bob")
    finished(gh, released, pull, runs=2)
    assert finished(gh, released, picked(gh, released, pull.head_sha)).conclusion == "failure"


def test_a_commit_that_landed_without_a_decision_brings_nothing(gh: StandIn, released: Repository) -> None:
    pull, _ = reviewed(gh, released, CROSSING)
    gh.merge(pull)
    assert finished(gh, released, picked(gh, released, pull.head_sha)).conclusion == "failure"
