"""Policies from elsewhere, and what only the history of a repository tells of its own."""

from uuid import uuid4

import pytest

from tests.service.conftest import CROSSING, FILES, LEGAL, POLICY, finished, opened, query, reviewed, unheard
from tests.stand_in import Repository, StandIn

pytestmark = pytest.mark.usefixtures("adrift")
FILE = ".github/architecture.yml"
WITHOUT = {path: text for path, text in FILES.items() if path != FILE}
BROKEN = POLICY.replace("depends_on: [shared]", "depend_on: [shared]", 1)
PERMISSIVE = POLICY.replace("orders,  depends_on: [shared]", "orders,  depends_on: [shared, billing]")


WITH_REASON = POLICY.replace(
    "orders,  depends_on: [shared]", "orders,  depends_on: {only: [shared], reason: We sell billing to Initech}"
)
LEAKING = WITH_REASON.replace("reason: We sell", "resaon: We sell")
DISCREET = [("private", "public"), ("internal", "public"), ("private", "internal")]
OPEN = [("public", "public"), ("private", "private"), ("internal", "private"), ("internal", "internal")]


def organisation(
    gh: StandIn, policy: str = POLICY, *, install: bool = True, visibility: tuple[str, str] = ("private", "private")
) -> tuple[Repository, Repository]:
    """A repository without a policy, and the one with its organisation's; `visibility` of the latter and the former."""
    owner = f"o{uuid4().hex}"
    files = {"architecture.yml": policy, "docs/adr/0001-initech.md": "# 1. Initech is our client\n\nAccepted\n"}
    shared = gh.create_repository(f"{owner}/.github", files=files, install=install, visibility=visibility[0])
    return gh.create_repository(f"{owner}/shop", files=WITHOUT, visibility=visibility[1]), shared


def said(gh: StandIn, repo: Repository) -> str:
    """All that GitHub was sent of a repository, in check runs and comments."""
    runs = [run for run in gh.world.check_runs.values() if run.repository is repo]
    pulls = gh.world.pulls_of(repo)
    comments = [one.body for pull in pulls for one in gh.review_comments(pull)]
    comments += [one.body for pull in pulls for one in gh.issue_comments(pull)]
    return " ".join([*(f"{run.title} {run.summary} {run.text} {gh.annotations(run)}" for run in runs), *comments])


def asked(gh: StandIn, repo: Repository) -> list[int]:
    """The answers to questions after a repository's files."""
    return [
        one.status for one in gh.requests if one.path.endswith(f"/repos/{repo.full_name}/contents/architecture.yml")
    ]


def test_the_organisations_policy_judges_a_repository_without_one(gh: StandIn) -> None:
    repo, shared = organisation(gh)
    _, run = reviewed(gh, repo, CROSSING)
    assert run.conclusion == "failure"
    assert f"{repo.owner.login}/.github: architecture.yml:4" in gh.annotations(run)[0]["message"]
    assert asked(gh, shared) == [200]


def test_the_organisations_policy_is_read_again_only_where_it_changed(gh: StandIn) -> None:
    repo, shared = organisation(gh)
    reviewed(gh, repo, CROSSING)
    reviewed(gh, repo, LEGAL, branch="other")
    assert asked(gh, shared)[:2] == [200, 304]
    gh.push(shared, "main", {"architecture.yml": PERMISSIVE})
    # another tree than the first one: the same commit would have that one's check run
    _, run = reviewed(gh, repo, {**CROSSING, "orders/third.py": ""}, branch="third")
    # the push to the shared repository is judged itself, and asks too
    assert (run.conclusion, asked(gh, shared).count(200)) == ("success", 2)


def test_an_own_policy_comes_before_the_organisations(gh: StandIn, repo: Repository) -> None:
    shared = gh.create_repository(f"{repo.owner.login}/.github", files={"architecture.yml": PERMISSIVE})
    _, run = reviewed(gh, repo, CROSSING)
    assert (run.conclusion, asked(gh, shared)) == ("failure", [])


def test_an_own_policy_that_permits_more_than_the_organisations_needs_a_record(gh: StandIn) -> None:
    repo, _ = organisation(gh)
    _, run = reviewed(gh, repo, {FILE: PERMISSIVE})
    (annotation,) = gh.annotations(run)
    assert (run.conclusion, annotation["path"], annotation["start_line"]) == ("failure", FILE, 4)


def test_a_broken_policy_of_the_organisation_fails_without_an_annotation(gh: StandIn) -> None:
    repo, _ = organisation(gh, BROKEN)
    _, run = reviewed(gh, repo, LEGAL)
    assert (run.conclusion, gh.annotations(run)) == ("failure", [])
    assert f"{repo.owner.login}/.github: architecture.yml:4:" in (run.summary or "")


def test_an_organisation_whose_policy_may_not_be_read_has_none(gh: StandIn) -> None:
    repo, shared = organisation(gh, install=False)
    _, run = reviewed(gh, repo, CROSSING)
    assert (run.conclusion, asked(gh, shared)) == ("neutral", [404])


@pytest.mark.parametrize("visibility", DISCREET)
def test_reasons_that_not_everybody_may_read_are_not_told(
    gh: StandIn, database_url: str, visibility: tuple[str, str]
) -> None:
    repo, _ = organisation(gh, WITH_REASON, visibility=visibility)
    _, run = reviewed(gh, repo, CROSSING)
    message = gh.annotations(run)[0]["message"]
    assert (run.conclusion, "architecture.yml:4" in message, "shared" in message) == ("failure", True, True)
    stored = str(query(database_url, f"select r::text from review r where repository_id = {repo.id}"))
    assert [text for text in (said(gh, repo), stored) if "Initech" in text] == []


@pytest.mark.parametrize("visibility", OPEN)
def test_reasons_that_everybody_may_read_are_told(gh: StandIn, visibility: tuple[str, str]) -> None:
    repo, _ = organisation(gh, WITH_REASON, visibility=visibility)
    _, run = reviewed(gh, repo, CROSSING)
    assert "Initech" in gh.annotations(run)[0]["message"]


def test_mistakes_that_not_everybody_may_read_are_not_told(gh: StandIn) -> None:
    repo, _ = organisation(gh, LEAKING, visibility=("private", "public"))
    _, run = reviewed(gh, repo, LEGAL)
    assert (run.conclusion, "architecture.yml:4:" in (run.summary or "")) == ("failure", True)
    assert [word for word in ("Initech", "resaon", "reason") if word in said(gh, repo)] == []


def test_a_policy_of_which_github_does_not_say_who_may_read_it_is_for_few(gh: StandIn) -> None:
    repo, shared = organisation(gh, WITH_REASON, visibility=("public", "public"))
    gh.fail_next("GET", rf"/repos/{shared.full_name}$", status=404)
    _, run = reviewed(gh, repo, CROSSING)
    assert (run.conclusion, "Initech" in said(gh, repo)) == ("failure", False)


def test_a_policy_that_is_closed_later_is_not_told_from_memory(gh: StandIn) -> None:
    repo, shared = organisation(gh, WITH_REASON, visibility=("public", "public"))
    _, run = reviewed(gh, repo, CROSSING)
    assert "Initech" in gh.annotations(run)[0]["message"]
    shared.visibility = "private"
    _, run = reviewed(gh, repo, {**CROSSING, "orders/more.py": ""}, branch="other")
    assert "Initech" not in gh.annotations(run)[0]["message"]


def test_a_broken_policy_names_the_commit_that_broke_it(gh: StandIn, repo: Repository) -> None:
    with unheard(gh):
        sha = gh.push(repo, "main", {FILE: BROKEN}, message="Loosen orders\n\nAt last.")
        gh.push(repo, "main", {FILE: f"{BROKEN}# more\n"}, message="Say more")
    _, run = reviewed(gh, repo, LEGAL)
    assert run.conclusion == "failure"
    assert f"So since `{sha[:10]}` of " in (run.summary or "")
    assert (run.summary or "").count("Loosen orders\n") == 1


def test_a_branch_that_loses_its_policy_fails(gh: StandIn, repo: Repository) -> None:
    with unheard(gh):
        gh.push(repo, "main", {FILE: None}, message="Tidy up")
    _, run = reviewed(gh, repo, LEGAL)
    assert (run.conclusion, run.title) == ("failure", "The policy file is gone")
    assert "Tidy up" in (run.summary or "")


def test_a_history_that_github_does_not_tell_is_no_reason_to_fail(gh: StandIn, repo: Repository) -> None:
    with unheard(gh):
        gh.push(repo, "main", {FILE: BROKEN})
    gh.fail_next("GET", r"/commits$", status=502)
    _, run = reviewed(gh, repo, LEGAL)
    assert (run.title, "So since" in (run.summary or "")) == ("The policy file has 1 error", False)


def landed_and_taken_back(gh: StandIn, repo: Repository) -> str:
    """The commit that takes a crossing away, on `main`."""
    with unheard(gh):
        gh.push(repo, "main", CROSSING)
        return gh.push(repo, "main", {"orders/api.py": FILES["orders/api.py"]}, message="Uncross")


def test_what_an_exact_revert_restores_is_a_warning(gh: StandIn, repo: Repository) -> None:
    sha = landed_and_taken_back(gh, repo)
    gh.push(repo, "back", CROSSING, message=f'Revert "Uncross"\n\nThis reverts commit {sha}.', start="main")
    run = finished(gh, repo, gh.open_pull_request(repo, head="back"))
    assert (run.conclusion, gh.annotations(run)[0]["annotation_level"]) == ("success", "warning")


def test_a_commit_that_is_not_of_the_base_restores_nothing(gh: StandIn, repo: Repository) -> None:
    with unheard(gh):
        gh.push(repo, "forged", CROSSING, start="main")
        sha = gh.push(repo, "forged", {"orders/api.py": FILES["orders/api.py"]})
    gh.push(repo, "back", CROSSING, message=f"This reverts commit {sha}.", start="main")
    run = finished(gh, repo, gh.open_pull_request(repo, head="back"))
    assert run.conclusion == "failure"


def test_a_pull_request_that_widens_the_policy_gets_a_preview(gh: StandIn, repo: Repository) -> None:
    pull = opened(gh, repo, {**CROSSING, FILE: PERMISSIVE})
    run = finished(gh, repo, pull)
    summary = run.summary or ""
    assert (run.conclusion, run.title) == ("failure", "2 findings need an ADR")
    assert "Under the new one this change would have 0 findings more and 1 less." in summary
    assert "`components.orders.depends_on` now says `billing`" in summary


def test_an_included_file_is_read_at_the_tip_of_the_base(gh: StandIn) -> None:
    own = "version: 1\ncomponent: orders\ndepends_on: []\n"
    files = {**FILES, FILE: POLICY + "include: ['*/policy.yml']\n", "orders/policy.yml": own}
    repo = gh.create_repository(f"o{uuid4().hex}/shop", files=files)
    _, run = reviewed(gh, repo, LEGAL)
    assert (run.conclusion, "policy.yml:3" in gh.annotations(run)[0]["message"]) == ("failure", True)
    _, run = reviewed(gh, repo, {"orders/policy.yml": None}, branch="without")
    assert (run.conclusion, gh.annotations(run)) == ("failure", [])  # a line of the base has no place at head
    assert "no longer says `depends_on`" in (run.summary or "")
