"""Whose policy judges a pull request, and what becomes of one that is missing or broken."""

import pytest

from tests.service.conftest import CROSSING, FILES, LEGAL, POLICY, finished, opened, reviewed
from tests.stand_in import Repository, StandIn

pytestmark = pytest.mark.usefixtures("adrift")
PERMISSIVE = POLICY.replace("orders,  depends_on: [shared]", "orders,  depends_on: [shared, billing]")
BROKEN = POLICY.replace("depends_on: [shared]", "depend_on: [shared]", 1)


def test_no_policy_is_neutral_and_says_how_to_start(gh: StandIn) -> None:
    repo = gh.create_repository("acme/bare", files={"a.py": "import os\n"})
    _, run = reviewed(gh, repo, {"a.py": "import sys\n"})
    assert (run.conclusion, run.title) == ("neutral", "No architecture is written down yet")
    assert "version: 1" in (run.summary or "")


def test_a_broken_policy_fails_with_its_line(gh: StandIn) -> None:
    repo = gh.create_repository("acme/broken", files={**FILES, ".github/architecture.yml": BROKEN})
    pull, run = reviewed(gh, repo, LEGAL)
    (annotation,) = gh.annotations(run)
    assert (run.conclusion, run.title) == ("failure", "The policy file has 1 error")
    assert (annotation["path"], annotation["start_line"]) == (".github/architecture.yml", 4)
    assert "depends_on" in annotation["message"]
    assert gh.reviews(pull) == []


def test_a_policy_that_is_not_yaml_fails(gh: StandIn) -> None:
    repo = gh.create_repository("acme/yaml", files={**FILES, ".github/architecture.yml": "version: 1\n\tx: [\n"})
    _, run = reviewed(gh, repo, LEGAL)
    assert run.conclusion == "failure"
    assert gh.annotations(run)[0]["start_line"] == 2


def test_a_policy_in_another_encoding_is_no_bug_of_ours(gh: StandIn) -> None:
    repo = gh.create_repository("acme/latin", files={**FILES, ".github/architecture.yml": POLICY.encode("utf-16")})
    _, run = reviewed(gh, repo, LEGAL)
    assert (run.title or "").startswith("The policy file has")


def test_a_pull_request_that_edits_the_policy_is_judged_by_the_one_of_the_base(gh: StandIn, repo: Repository) -> None:
    _, run = reviewed(gh, repo, {**CROSSING, ".github/architecture.yml": PERMISSIVE})
    assert run.conclusion == "failure"


def test_a_pull_request_that_breaks_the_policy_is_judged_by_the_one_of_the_base(gh: StandIn, repo: Repository) -> None:
    _, run = reviewed(gh, repo, {**LEGAL, ".github/architecture.yml": BROKEN})
    assert run.conclusion == "success"


def test_the_policy_is_that_of_the_base_branch_now(gh: StandIn, repo: Repository) -> None:
    gh.push(repo, "feature", CROSSING, start="main")
    gh.push(repo, "main", {".github/architecture.yml": PERMISSIVE})
    pull = gh.open_pull_request(repo, head="feature")
    assert finished(gh, repo, pull).conclusion == "success"


def test_the_other_spelling_of_the_file(gh: StandIn) -> None:
    files = {path: text for path, text in FILES.items() if path != ".github/architecture.yml"}
    repo = gh.create_repository("acme/yaml2", files={**files, ".github/architecture.yaml": POLICY})
    _, run = reviewed(gh, repo, CROSSING)
    assert run.conclusion == "failure"


def test_shadow_mode_says_what_it_would_do_and_comments_nothing(gh: StandIn) -> None:
    shadow = {**FILES, ".github/architecture.yml": POLICY + "mode: shadow\n"}
    repo = gh.create_repository("acme/shadow", files=shadow)
    pull, run = reviewed(gh, repo, CROSSING)
    assert (run.conclusion, run.title) == ("neutral", "Shadow mode: would block 1")
    assert gh.reviews(pull) == []


def test_a_file_that_breaks_is_a_finding(gh: StandIn, repo: Repository) -> None:
    pull = opened(gh, repo, {"orders/api.py": "import os\n<<<<<<< HEAD\n"})
    run = finished(gh, repo, pull)
    assert (run.conclusion, gh.annotations(run)[0]["title"]) == ("failure", "unreadable")
