"""`adrift review`: exit codes, formats, sources of the policy, what it leaves alone."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import CROSSING, POLICY, Adrift, Clone

REVIEW = ("review", "--repo", "CLONE", "--base", "main", "--head", "feature")


def test_nothing_blocks(clone: Clone, adrift: Adrift) -> None:
    clone.commit({"orders/api.py": "import os\nfrom shared import money\n"})
    done = adrift(*REVIEW)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("No new violations")


def test_a_crossing_blocks(clone: Clone, adrift: Adrift) -> None:
    clone.commit(CROSSING)
    done = adrift(*REVIEW)
    assert done.returncode == 1
    assert "orders/api.py:2: blocking [cross-domain-edge]" in done.stdout


def test_json_is_the_contract(clone: Clone, adrift: Adrift) -> None:
    head = clone.commit(CROSSING)
    document = json.loads(adrift(*REVIEW, "--format", "json").stdout)
    finding = document["findings"][0]
    assert (document["base"], document["head"]) == (clone.git("rev-parse", "main"), head)
    assert (document["conclusion"], document["skipped"], document["policy_errors"]) == ("failure", [], [])
    expected = {
        "check": "cross-domain-edge",
        "level": "failure",
        "status": "blocking",
        "path": "orders/api.py",
        "line": 2,
        "side": "RIGHT",
        "from": "orders",
        "to": "billing",
        "symbol": "Invoice",
        "adr": "ADR-0001",
        "override": None,
    }
    assert {key: finding[key] for key in expected} == expected
    assert finding["message"]
    assert len(finding["fingerprint"]) == 16


DECIDED = "# 2. Bills\n\n## Status\n\nAccepted\n\nAmends ADR-0001: orders may use billing.\n"


def test_a_label_overrides(clone: Clone, adrift: Adrift) -> None:
    clone.commit({**CROSSING, "docs/adr/0002-bills.md": DECIDED})
    done = adrift(*REVIEW, "--label", "adr:2", "--format", "json")
    assert done.returncode == 0
    assert [(one["status"], one["override"]) for one in json.loads(done.stdout)["findings"]] == [
        ("overridden", "adr:2")
    ]


def test_the_command_line_says_that_it_trusts_the_label(clone: Clone, adrift: Adrift) -> None:
    clone.commit(CROSSING)
    assert "--label is trusted" in adrift(*REVIEW, "--label", "adr:1").stdout


def test_a_refused_label_says_why(clone: Clone, adrift: Adrift) -> None:
    clone.commit(CROSSING)
    done = adrift(*REVIEW, "--label", "adr:77")
    assert done.returncode == 1
    assert "there is no decision record" in done.stdout


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_every_format_names_the_place(clone: Clone, adrift: Adrift, form: str) -> None:
    clone.commit(CROSSING)
    assert "orders/api.py:2" in adrift(*REVIEW, "--format", form).stdout


def test_sarif_has_a_result(clone: Clone, adrift: Adrift) -> None:
    clone.commit(CROSSING)
    run = json.loads(adrift(*REVIEW, "--format", "sarif").stdout)["runs"][0]
    location = run["results"][0]["locations"][0]["physicalLocation"]
    assert location == {"artifactLocation": {"uri": "orders/api.py"}, "region": {"startLine": 2}}


def test_the_policy_is_the_base_branchs(clone: Clone, adrift: Adrift) -> None:
    loosened = POLICY.replace("depends_on: [shared]", "depends_on: [shared, billing]", 1)
    clone.commit({**CROSSING, ".github/architecture.yml": loosened})
    assert adrift(*REVIEW).returncode == 1


def test_an_author_who_edits_the_policy_is_told_that_it_does_not_count_yet(clone: Clone, adrift: Adrift) -> None:
    clone.commit({".github/architecture.yml": POLICY + "level: warning\n"})
    assert "edits the policy file; it was judged by the one on the base branch." in adrift(*REVIEW).stdout


def test_a_policy_that_was_edited_on_the_base_meanwhile_is_not_this_authors(clone: Clone, adrift: Adrift) -> None:
    clone.commit({"orders/api.py": "import sys\n"})
    clone.git("switch", "--quiet", "main")
    clone.commit({".github/architecture.yml": POLICY + "level: warning\n"})
    assert "policy file" not in adrift(*REVIEW).stdout


def test_an_author_who_breaks_the_policy_is_told_where(clone: Clone, adrift: Adrift) -> None:
    clone.commit({".github/architecture.yml": POLICY + "foo: 1\n"})
    for form in ("text", "markdown"):
        said = adrift(*REVIEW, "--format", form).stdout
        assert "The new one has 1 error:" in said
        assert ".github/architecture.yml:7:1" in said


def test_an_author_who_removes_the_policy_is_told(clone: Clone, adrift: Adrift) -> None:
    clone.git("rm", "--quiet", ".github/architecture.yml")
    clone.commit({})
    assert "removes the policy file" in adrift(*REVIEW).stdout


def test_a_policy_given_by_hand(clone: Clone, adrift: Adrift, tmp_path: Path) -> None:
    (tmp_path / "mine.yml").write_text("version: 1\ncomponents: {}\n")
    clone.commit(CROSSING)
    assert adrift(*REVIEW, "--policy", str(tmp_path / "mine.yml")).returncode == 0


def test_a_broken_policy_is_exit_2_and_still_json(clone: Clone, adrift: Adrift, tmp_path: Path) -> None:
    (tmp_path / "broken.yml").write_text("version: 1\ncomponents:\n  orders: {path: orders, depend_on: []}\n")
    clone.commit(CROSSING)
    done = adrift(*REVIEW, "--policy", str(tmp_path / "broken.yml"), "--format", "json")
    document = json.loads(done.stdout)
    error = document["policy_errors"][0]
    assert (done.returncode, document["conclusion"], error["line"]) == (2, "failure", 3)
    assert "did you mean 'depends_on'" in error["message"]


def test_no_policy_is_neutral(clone: Clone, adrift: Adrift) -> None:
    clone.git("switch", "--quiet", "--orphan", "begun")
    clone.commit({"orders/api.py": "import os\n"})
    clone.git("switch", "--quiet", "--create", "other")
    clone.commit(CROSSING)
    done = adrift("review", "--repo", "CLONE", "--base", "begun", "--head", "other", "--format", "json")
    assert (done.returncode, json.loads(done.stdout)["conclusion"]) == (0, "neutral")


def test_a_bare_repository(clone: Clone, adrift: Adrift, tmp_path: Path) -> None:
    clone.commit(CROSSING)
    clone.git("clone", "--quiet", "--bare", ".", str(tmp_path / "bare.git"))
    done = adrift("review", "--repo", str(tmp_path / "bare.git"), "--base", "main", "--head", "feature")
    assert done.returncode == 1


def test_uncommitted_files(clone: Clone, adrift: Adrift) -> None:
    clone.write({**CROSSING, "orders/new file {x}.py": "from billing import models\n"})
    before = clone.git("status", "--porcelain", "--untracked-files=all")
    done = adrift("review", "--repo", "CLONE", "--base", "main", "--head", "WORKTREE", "--format", "json")
    document = json.loads(done.stdout)
    assert document["head"] == "WORKTREE"
    assert {one["path"] for one in document["findings"]} == {"orders/api.py", "orders/new file {x}.py"}
    assert clone.git("status", "--porcelain", "--untracked-files=all") == before


def test_uncommitted_files_seen_from_a_folder_inside(clone: Clone) -> None:
    clone.write(CROSSING)
    command = [str(Path(sys.executable).with_name("adrift")), "review", "--base", "main", "--head", "WORKTREE"]
    for folder in (clone.folder, clone.folder / "orders"):
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (1, "")


def test_a_repository_inside_without_commits_is_passed_over(clone: Clone, adrift: Adrift) -> None:
    clone.write(CROSSING)
    clone.git("init", "--quiet", "inside")
    clone.write({"inside/a.py": ""})
    done = adrift("review", "--repo", "CLONE", "--base", "main", "--head", "WORKTREE")
    assert (done.returncode, done.stderr) == (1, "")


def test_a_shallow_clone_is_told_how_to_get_the_history(clone: Clone, adrift: Adrift, tmp_path: Path) -> None:
    clone.commit(CROSSING)
    clone.git("switch", "--quiet", "main")
    clone.commit({"shared/x.py": ""})
    shallow = tmp_path / "shallow"
    clone.git("clone", "--quiet", "--depth=1", "--no-single-branch", f"file://{clone.folder}", str(shallow))
    done = adrift("review", "--repo", str(shallow), "--base", "origin/main", "--head", "origin/feature")
    assert done.returncode == 2
    assert "git fetch --unshallow" in done.stderr


def test_a_file_whose_content_is_not_in_the_clone_is_unreadable(clone: Clone, adrift: Adrift) -> None:
    clone.commit(
        {"orders/new.py": "import os  # nowhere else\n", "docs/adr/0009-x.md": "# 9. X\n\n## Status\n\nAccepted\n"}
    )
    for path in ("orders/new.py", "docs/adr/0009-x.md"):
        name = clone.git("rev-parse", f"feature:{path}")
        (clone.folder / ".git" / "objects" / name[:2] / name[2:]).unlink()
    done = adrift(*REVIEW)
    assert done.returncode == 1
    assert "`orders/new.py` cannot be read: its content is not in this clone, or too large to be read" in done.stdout


def test_a_policy_whose_content_is_not_in_the_clone_is_no_missing_policy(clone: Clone, adrift: Adrift) -> None:
    name = clone.git("rev-parse", "main:.github/architecture.yml")
    clone.commit(CROSSING)
    (clone.folder / ".git" / "objects" / name[:2] / name[2:]).unlink()
    done = adrift(*REVIEW)
    assert done.returncode == 2
    assert "the content of .github/architecture.yml is not in this clone" in done.stderr


def test_a_revision_by_its_message(clone: Clone, adrift: Adrift) -> None:
    clone.commit(CROSSING)
    assert adrift("review", "--repo", "CLONE", "--base", "main", "--head", ":/Change").returncode == 1


def test_the_clone_is_left_as_it_was(clone: Clone, adrift: Adrift) -> None:
    clone.commit(CROSSING)

    def state() -> dict[Path, tuple[int, int]]:
        files = (path for path in clone.folder.rglob("*") if path.is_file())
        return {path: (0 if is_object(path) else path.stat().st_mtime_ns, path.stat().st_size) for path in files}

    def is_object(path: Path) -> bool:  # git says of one that it is still in use by touching it
        return path.is_relative_to(clone.folder / ".git" / "objects")

    before = state()
    adrift(*REVIEW)
    adrift("review", "--repo", "CLONE", "--base", "main", "--head", "WORKTREE")
    assert state() == before


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--repo", "CLONE", "--base", "nowhere", "--head", "feature"), "there is no commit `nowhere`"),
        (("--repo", "CLONE", "--base", "--output=x", "--head", "feature"), "there is no commit"),
        (("--repo", ".", "--base", "main", "--head", "feature"), "cannot be read as a git repository"),
        (("--repo", "CLONE", "--base", "main"), "Missing option '--head'"),
        (("--repo", "CLONE", "--base", "main", "--head", "main", "--policy", "no.yml"), "no.yml cannot be read"),
        (("--repo", "CLONE", "--base", "main", "--head", "main", "--format", "xml"), "Invalid value for '--format'"),
    ],
)
def test_wrong_usage_is_exit_2_and_says_what(adrift: Adrift, arguments: tuple[str, ...], says: str) -> None:
    done = adrift("review", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert says in done.stderr


def test_no_merge_base_is_exit_2(clone: Clone, adrift: Adrift) -> None:
    clone.git("switch", "--quiet", "--orphan", "alone")
    clone.commit({"a.py": ""})
    done = adrift("review", "--repo", "CLONE", "--base", "main", "--head", "alone")
    assert done.returncode == 2
    assert "no history" in done.stderr


def test_what_the_base_branch_has_too_is_not_new(clone: Clone, adrift: Adrift) -> None:
    clone.commit(CROSSING)
    clone.git("switch", "--quiet", "main")
    clone.commit(CROSSING)  # the same change landed meanwhile, squashed
    assert adrift(*REVIEW).returncode == 0


def test_hostile_names_stay_names(clone: Clone, adrift: Adrift) -> None:
    clone.commit({"orders/`@ann`<b>.py": "from billing import models\n"})
    html = adrift(*REVIEW, "--format", "html").stdout
    assert "<b>.py" not in html
    assert "&lt;b&gt;.py" in html


def test_manifests_are_known_to_a_warm_cache(clone: Clone, adrift: Adrift) -> None:
    """The second review reads no manifest: what they declare comes from the stored graph."""
    clone.git("switch", "--quiet", "main")
    clone.commit(
        {
            ".github/architecture.yml": "version: 1\ncomponents: {packages: {path: 'packages/{package}'}}\n",
            "package.json": '{"name": "top", "workspaces": ["packages/*"]}',
            "packages/api/package.json": '{"name": "@a/api", "dependencies": {"@a/schema": "*"}}',
            "packages/schema/package.json": '{"name": "@a/schema"}',
            "packages/db/package.json": '{"name": "@a/db"}',
            "packages/db/index.ts": "",
        }
    )
    clone.git("switch", "--quiet", "--force-create", "feature")
    clone.commit({"packages/api/src/index.ts": 'import "@a/schema"\nimport { db } from "@a/db"\n'})
    cold, warm = (json.loads(adrift(*REVIEW, "--format", "json").stdout)["findings"] for _ in range(2))
    assert [(one["check"], one["line"], one["symbol"], one["to"]) for one in warm] == [
        ("manifest", 2, "@a/db", "packages/db")
    ]
    assert warm == cold
