"""`adrift review --github`: the service's verdict without the service, its database or the right to write."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner, Result

from app.cli.review import command
from app.github.check_runs import PREVIEW
from app.people import put_labels
from tests.service.conftest import CROSSING, LEGAL, POLICY, finished, idle, opened, query, unheard
from tests.service.test_commands import answered
from tests.service.test_overrides import LABEL, Later, later, shop
from tests.service.test_simulate import ask, verdict
from tests.stand_in import PullRequest, Repository, StandIn

__all__ = ["later"]
pytestmark = pytest.mark.usefixtures("adrift")
OTHER = {"orders/extra.py": "from billing.models import Invoice\n"}
Make = Callable[[StandIn, Repository], PullRequest]


@pytest.fixture(autouse=True)
def _no_lag(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(put_labels, "LAG", (0.01,))


def review(gh: StandIn, pull: PullRequest, *options: str, token: str | None = None) -> Result:
    """The command, by somebody who may only read."""
    gh.set_permission("rea", pull.repository, "read")
    given = gh.personal_token("rea") if token is None else token
    environment = {"ADRIFT_GITHUB_URL": gh.url, "GITHUB_TOKEN": given, "GH_TOKEN": ""}
    named = f"{pull.repository.full_name}#{pull.number}"
    return CliRunner().invoke(command, ["--github", named, "--format", "json", *options], env=environment)


def document(done: Result) -> Any:
    return json.loads(done.stdout)


def clean(gh: StandIn, repo: Repository) -> PullRequest:
    return opened(gh, repo, LEGAL)


def violation(gh: StandIn, repo: Repository) -> PullRequest:
    return opened(gh, repo, CROSSING)


def labelled_by(actor: str) -> Make:
    def make(gh: StandIn, repo: Repository) -> PullRequest:
        pull = opened(gh, repo, CROSSING)
        finished(gh, repo, pull)
        gh.add_label(pull, LABEL, actor=actor)
        finished(gh, repo, pull, runs=2)
        return pull

    return make


def of_unknown_pusher(gh: StandIn, repo: Repository) -> PullRequest:
    with unheard(gh):
        pull = opened(gh, repo, CROSSING)
    gh.mark_ready(pull)
    finished(gh, repo, pull)
    gh.add_label(pull, LABEL, actor="bob")
    finished(gh, repo, pull, runs=2)
    return pull


def pushed_by_who_labels(gh: StandIn, repo: Repository) -> PullRequest:
    sha = gh.push(repo, "draft", CROSSING, start="main", author="ann")
    gh.push_commit(repo, "feature", sha, source=repo.path, author="bob")
    pull = gh.open_pull_request(repo, head="feature", author="ann")
    finished(gh, repo, pull)
    gh.add_label(pull, LABEL, actor="bob")
    finished(gh, repo, pull, runs=2)
    return pull


def without_record(gh: StandIn, repo: Repository) -> PullRequest:
    pull = opened(gh, repo, CROSSING)
    finished(gh, repo, pull)
    gh.add_label(pull, "adr:0099", actor="bob")
    finished(gh, repo, pull, runs=2)
    return pull


def broken(gh: StandIn, repo: Repository) -> PullRequest:
    with unheard(gh):
        gh.push(repo, "main", {".github/architecture.yml": "version: 1\ncomponents: 7\n"})
    return opened(gh, repo, CROSSING)


def of_fork(gh: StandIn, repo: Repository) -> PullRequest:
    fork = gh.fork(repo, f"eve-{repo.id}")
    gh.push(fork, "feature", CROSSING, author="eve")
    return gh.open_pull_request(repo, head="feature", head_repository=fork, author="eve")


def preview(gh: StandIn, repo: Repository) -> PullRequest:
    gh.push(repo, "mine", {"notes.txt": "x"}, start="main")
    pull = opened(gh, repo, CROSSING, base="mine")
    finished(gh, repo, pull, name=PREVIEW)
    return pull


CASES = (
    (clean, "success", ""),
    (violation, "failure", ""),
    (labelled_by("bob"), "success", "is accepted"),
    (labelled_by("ann"), "failure", "is the author"),
    (labelled_by("tri"), "failure", "has the role `triage`"),
    (labelled_by("eve"), "failure", "has no access"),
    (of_unknown_pusher, "failure", "who pushed the head is not known"),
    (pushed_by_who_labels, "failure", "pushed to the pull request"),
    (without_record, "failure", "there is no decision record"),
    (broken, "failure", ""),
    (of_fork, "failure", ""),
    (preview, "failure", ""),
)


@pytest.mark.parametrize(("make", "conclusion", "said"), CASES, ids=[one[0].__qualname__ for one in CASES])
def test_all_three_say_the_same(  # noqa: PLR0917 - fixtures
    gh: StandIn, adrift: str, database_url: str, make: Make, conclusion: str, said: str
) -> None:
    pull = make(gh, shop(gh))
    finished(gh, pull.repository, pull, name=PREVIEW if make is preview else "adrift")
    done = all_three(gh, adrift, database_url, pull, conclusion, said)
    assert done.exit_code == (2 if make is broken else int(conclusion == "failure"))


def test_what_is_pushed_after_the_label(gh: StandIn, adrift: str, database_url: str, later: Later) -> None:
    pull = labelled_by("bob")(gh, shop(gh))
    later()  # else the new review may end in the very second of the label
    gh.push(pull.repository, "feature", OTHER)
    finished(gh, pull.repository, pull)
    all_three(gh, adrift, database_url, pull, "failure", "this was not found yet")


def all_three(  # noqa: PLR0917 - as a test
    gh: StandIn, adrift: str, database_url: str, pull: PullRequest, conclusion: str, said: str
) -> Result:
    """What the command says, once the service and its simulation have said the same."""
    idle(database_url)
    done = review(gh, pull)
    assert document(done) == verdict(database_url, pull)
    assert document(done) == ask(adrift, pull, gh.personal_token("rea")).json()
    assert document(done)["conclusion"] == conclusion
    assert said in json.dumps(document(done)["overrides"])
    return done


def test_a_label_from_before_the_first_review_and_a_push_after_it(gh: StandIn, database_url: str, later: Later) -> None:
    repo = shop(gh)
    with unheard(gh):
        pull = opened(gh, repo, CROSSING)
        gh.add_label(pull, LABEL, actor="bob")
    later()
    gh.redeliver(gh.events("pull_request", "opened")[-1].guid)
    finished(gh, repo, pull)
    idle(database_url)
    assert "no review was complete" in json.dumps(document(review(gh, pull)))
    gh.remove_label(pull, LABEL, actor="bob")
    later()
    gh.add_label(pull, LABEL, actor="bob")
    finished(gh, repo, pull, runs=3)
    later()
    gh.push(repo, "feature", OTHER)
    finished(gh, repo, pull)
    idle(database_url)
    done = document(review(gh, pull))
    assert done == verdict(database_url, pull)
    assert [one["status"] for one in done["findings"]] == ["overridden", "blocking"]


def test_what_is_waived(gh: StandIn, adrift: str, repo: Repository, database_url: str) -> None:
    gh.set_permission("max", repo, "maintain")
    pull = violation(gh, repo)
    finished(gh, repo, pull)
    idle(database_url)
    name = verdict(database_url, pull)["findings"][0]["fingerprint"]
    answered(gh, pull, f"/adrift waive {name} generated code", author="max")
    finished(gh, repo, pull, runs=2)
    idle(database_url)
    done = review(gh, pull)
    assert document(done)["findings"][0]["waiver"]["by"] == "max"
    assert document(done) == verdict(database_url, pull)


def test_a_cherry_pick(gh: StandIn, database_url: str) -> None:
    repo = shop(gh, POLICY + "branches: [release/*]\n")
    gh.push(repo, "main", {"notes.txt": "y"})
    pull = labelled_by("bob")(gh, repo)
    sha = pull.head_sha
    gh.merge(pull)
    gh.push(repo, "release/1", {"notes.txt": "x"}, start="main~1")
    message = f"Orders reads invoices\n\n(cherry picked from commit {sha})"
    gh.push(repo, "pick", CROSSING, start="release/1", message=message)
    picked = gh.open_pull_request(repo, head="pick", base="release/1")
    finished(gh, repo, picked)
    idle(database_url)
    assert document(review(gh, picked)) == verdict(database_url, picked)


def test_nothing_is_written_and_no_token_told(gh: StandIn, repo: Repository, database_url: str) -> None:
    pull = labelled_by("bob")(gh, repo)
    idle(database_url)
    gh.requests.clear()
    token = gh.personal_token("rea")
    done = review(gh, pull, token=token)
    assert {one.path.rpartition("/")[2] for one in gh.requests if one.method != "GET"} == {"git-upload-pack"}
    assert done.stdout
    assert token not in done.stdout + done.stderr
    assert "what was decided before is told by check run" in done.stderr


def test_before_any_review_it_says_what_it_does_not_know(gh: StandIn, repo: Repository) -> None:
    with unheard(gh):
        pull = opened(gh, repo, CROSSING)
    done = review(gh, pull)
    assert done.exit_code == 1
    assert done.stderr.count("\n") == 1
    assert "who pushed, and what is waived is not known" in done.stderr


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--base", "main"), "--base cannot be given with --github"),
        (("--repo", "."), "--repo cannot be given with --github"),
        (("--label", "adr:1"), "--label cannot be given with --github"),
        (("--policy", "x.yml"), "--policy cannot be given with --github"),
        (("--github", "shop#7"), "name it as OWNER/REPO#7"),
        (("--github", "o/..#7"), "name it as OWNER/REPO#7"),
    ],
)
def test_wrong_usage(gh: StandIn, repo: Repository, options: tuple[str, str], said: str) -> None:
    with unheard(gh):
        pull = opened(gh, repo, LEGAL)
    done = review(gh, pull, *options)
    assert said in done.output + str(done.exception)


def test_without_a_token(gh: StandIn, repo: Repository) -> None:
    with unheard(gh):
        pull = opened(gh, repo, LEGAL)
    assert "has to be in GITHUB_TOKEN or GH_TOKEN" in str(review(gh, pull, token="").exception)


def test_base_and_head_are_needed_otherwise() -> None:
    done = CliRunner().invoke(command, ["--base", "main"])
    assert done.exit_code == 2
    assert "Missing option '--head'. Or --github." in done.stderr


def test_what_another_app_says_is_not_believed(gh: StandIn, repo: Repository, database_url: str) -> None:
    pull = violation(gh, repo)
    run = finished(gh, repo, pull)
    assert query(database_url, "select 1 from review")
    run.external_id = "adrift-review-x"
    assert "no review of this pull request tells" in review(gh, pull).stderr
