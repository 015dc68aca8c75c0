"""`adrift audit`: everything that breaks the policy, old debt too."""

import json

import pytest

from tests.cli.conftest import CROSSING, POLICY, Adrift, Clone

AUDIT = ("audit", "--repo", "CLONE")


def test_a_clean_commit(clone: Clone, adrift: Adrift) -> None:
    done = adrift(*AUDIT)
    assert (done.returncode, done.stdout.splitlines()) == (0, ["No violations (0 findings)"])


def test_old_debt_is_found(clone: Clone, adrift: Adrift) -> None:
    clone.commit(CROSSING)
    clone.commit({"shared/money.py": "import os\nurl = os.environ['URL']\n"})
    done = adrift(*AUDIT)
    assert done.returncode == 1
    assert done.stdout.splitlines()[0].startswith("orders/api.py:2: blocking [cross-domain-edge] ")
    assert done.stdout.splitlines()[-1] == "1 violation (1 finding)"


def test_what_only_a_parser_sees_is_found_twice_alike(clone: Clone, adrift: Adrift) -> None:
    clone.commit({"shared/money.py": "import os\nurl = os.environ['URL']\n"})
    (clone.folder / "p.yml").write_text(POLICY.replace("depends_on: []", 'depends_on: [], external: {not: ["io:env"]}'))
    assert adrift("graph", "--repo", "CLONE").returncode == 0  # leaves what a scanner said in the cache
    found = [adrift(*AUDIT, "--policy", str(clone.folder / "p.yml"), "--format", "json").stdout for _ in range(2)]
    findings = [[(one["check"], one["line"]) for one in json.loads(text)["findings"]] for text in found]
    assert findings == [[("external-dependency", 2)]] * 2


def test_uncommitted_files(clone: Clone, adrift: Adrift) -> None:
    clone.write(CROSSING)
    assert adrift(*AUDIT, "--rev", "WORKTREE").returncode == 1
    assert adrift(*AUDIT).returncode == 0


@pytest.mark.parametrize(("policy", "status"), [("version: 2\n", 2), (None, 0)])
def test_without_a_usable_policy(clone: Clone, adrift: Adrift, policy: str | None, status: int) -> None:
    if policy is None:
        clone.git("rm", "--quiet", ".github/architecture.yml")
    else:
        clone.write({".github/architecture.yml": policy})
    clone.commit({})
    assert adrift(*AUDIT).returncode == status


def test_markdown_says_how_to_run_it_again(clone: Clone, adrift: Adrift) -> None:
    text = adrift(*AUDIT, "--format", "markdown").stdout
    assert text.startswith("## adrift: No violations")
    assert text.splitlines()[-1].startswith("Locally: `adrift audit --repo . --rev ")
