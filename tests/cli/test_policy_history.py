"""What only a history tells: who broke the policy or took it away, and what a change takes back."""

import json

from tests.cli.conftest import CROSSING, POLICY, Adrift, Clone

REVIEW = ("review", "--repo", "CLONE", "--base", "main", "--head", "feature")
FILE = ".github/architecture.yml"
BROKEN = POLICY.replace("depends_on: [shared]", "depend_on: [shared]", 1)


def on_main(clone: Clone, files: dict[str, str], subject: str) -> None:
    clone.write(files)
    clone.git("add", "--all")
    clone.git("commit", "--quiet", "--message", subject, "--date", "2026-11-20T12:00:00+00:00")


def test_a_broken_policy_names_the_commit_that_broke_it(clone: Clone, adrift: Adrift) -> None:
    clone.git("switch", "--quiet", "main")
    on_main(clone, {FILE: BROKEN}, "Loosen *orders*")
    sha = clone.git("rev-parse", "HEAD")
    on_main(clone, {FILE: BROKEN + "# more\n"}, "Say more")
    clone.git("switch", "--quiet", "-C", "feature")
    clone.commit(CROSSING)
    done = adrift(*REVIEW)
    assert done.returncode == 2
    assert f"So since `{sha[:10]}` of 2026-11-20: Loosen *orders*" in done.stdout
    assert f"`{sha[:10]}`" in adrift(*REVIEW, "--format", "markdown").stdout


def test_a_policy_that_was_always_broken_names_its_first_commit(clone: Clone, adrift: Adrift) -> None:
    clone.git("switch", "--quiet", "--orphan", "begun")
    on_main(clone, {FILE: BROKEN}, "Begin")
    on_main(clone, {FILE: BROKEN + "# more\n"}, "Go on")
    assert ": Begin\n" in adrift("review", "--repo", "CLONE", "--base", "begun", "--head", "begun").stdout


def test_a_history_that_is_not_there_is_not_guessed_at(clone: Clone, adrift: Adrift) -> None:
    clone.git("switch", "--quiet", "main")
    for number in range(11):
        on_main(clone, {FILE: BROKEN + f"# {number}\n"}, f"Edit {number}")
    clone.git("switch", "--quiet", "-C", "feature")
    assert "So since" not in adrift(*REVIEW).stdout


def test_a_branch_that_loses_its_policy_fails(clone: Clone, adrift: Adrift) -> None:
    clone.git("switch", "--quiet", "main")
    clone.git("rm", "--quiet", FILE)
    on_main(clone, {}, "Tidy up")
    clone.git("switch", "--quiet", "-C", "feature")
    clone.commit({"orders/api.py": "import sys\n"})
    done = adrift(*REVIEW)
    assert (done.returncode, "Tidy up" in done.stdout, "The policy file is gone" in done.stdout) == (1, True, True)
    assert json.loads(adrift(*REVIEW, "--format", "json").stdout)["conclusion"] == "failure"


def reverting(clone: Clone) -> None:
    """`main` loses a crossing that it had, and `feature` reverts that."""
    clone.git("switch", "--quiet", "main")
    on_main(clone, CROSSING, "Cross")
    on_main(clone, {"orders/api.py": "import os\n"}, "Uncross")
    clone.git("switch", "--quiet", "-C", "feature")
    clone.git("revert", "--no-edit", "HEAD")


def test_what_an_exact_revert_restores_is_a_warning(clone: Clone, adrift: Adrift) -> None:
    reverting(clone)
    done = adrift(*REVIEW, "--format", "json")
    assert done.returncode == 0
    assert [(one["level"], one["status"]) for one in json.loads(done.stdout)["findings"]] == [("warning", "advice")]


def test_a_revert_with_something_more_restores_nothing(clone: Clone, adrift: Adrift) -> None:
    reverting(clone)
    clone.commit({"orders/api.py": CROSSING["orders/api.py"] + "import sys\n"})
    assert adrift(*REVIEW).returncode == 1


def test_a_revert_of_what_never_landed_restores_nothing(clone: Clone, adrift: Adrift) -> None:
    clone.commit(CROSSING)
    clone.commit({"orders/api.py": "import os\n"})
    clone.git("revert", "--no-edit", "HEAD")
    assert adrift(*REVIEW).returncode == 1
