"""adrift holds itself to what it asks of others: every edge of its own code is reviewed as if it were new."""

from datetime import date
from pathlib import Path

import checks
from app.cli.workbench import workbench
from app.git.repository import Repository
from app.git.worktree import with_worktree
from checks import Circumstances, Codebase, Level, PolicyIssue, Snapshot, build_graph, compare, load_policy

TOP = Path(__file__).parents[1]
POLICY = TOP / ".github" / "architecture.yml"
UNKNOWN = "app/parsing/fork_server.py"
NOTHING = build_graph(Codebase(Snapshot("nothing", {}), {}))


def test_every_edge_of_adrift_is_allowed_by_its_own_policy() -> None:
    policy = load_policy(POLICY.read_text())
    with with_worktree(Repository.at(TOP)) as (repository, tree), workbench(repository) as means:
        head = means.reader(repository, policy).graph(tree)
    review = checks.review(compare(NOTHING, NOTHING, head, {}), policy, Circumstances(date.min))
    assert len(head.edges) > 300
    # the fork server imports the function that it is told to run, which is as unknown as it looks: a warning
    assert [(finding.path, finding.level) for finding in review.findings] == [(UNKNOWN, Level.WARNING)]
    assert review.policy_issues == tuple[PolicyIssue]()
