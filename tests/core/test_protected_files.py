"""`protected`: files that nobody touches without a decision record."""

from collections.abc import Mapping

import pytest

from checks import Circumstances, Codebase, ProtectedFile, Snapshot, build_graph, compare, load_policy, review
from tests.core.building import TODAY, Changes, PullRequest, graph

POLICY = """
version: 1
adr: {cite: ADR-0001}
protected: [eslint.config.mjs, ".github/workflows/**"]
"""
BASE = {"eslint.config.mjs": "1", ".github/workflows/ci.yml": "1", "src/a.py": "1"}


@pytest.mark.parametrize(
    ("head", "renames", "expected"),
    [
        ({"src/a.py": "2"}, {}, []),
        ({"eslint.config.mjs": "2"}, {}, [("eslint.config.mjs", "RIGHT", "changed", None)]),
        ({"eslint.config.mjs": None}, {}, [("eslint.config.mjs", "LEFT", "deleted", None)]),
        ({".github/workflows/x.yml": "1"}, {}, [(".github/workflows/x.yml", "RIGHT", "added", None)]),
        (
            {},
            {"eslint.config.mjs": "src/eslint.mjs"},
            [("src/eslint.mjs", "RIGHT", "renamed", "eslint.config.mjs")],
        ),
        (
            {},
            {"src/a.py": ".github/workflows/a.py"},
            [(".github/workflows/a.py", "RIGHT", "renamed", "src/a.py")],
        ),
    ],
)
def test_what_becomes_of_a_file(
    head: Changes, renames: Mapping[str, str], expected: list[tuple[str, str, str, str | None]]
) -> None:
    rows = []
    for one in PullRequest(BASE, head, renames=renames, policy=POLICY).findings:
        assert isinstance(one.evidence, ProtectedFile)
        assert (one.check, one.line, one.rule.adr) == ("policy", None, "ADR-0001")
        rows.append((one.path, one.side.value, one.evidence.action, one.evidence.before))
    assert rows == expected


def test_what_the_tip_did_is_nobodys_news() -> None:
    changed = {"eslint.config.mjs": "2"}
    assert PullRequest(BASE, changed, tip=changed, policy=POLICY).findings == ()
    gone = {"eslint.config.mjs": None}
    assert PullRequest(BASE, gone, tip=gone, policy=POLICY).findings == ()


def test_an_audit_finds_nothing_wrong_with_a_file_that_is_there() -> None:
    nothing = build_graph(Codebase(Snapshot("nothing", {}), {}))
    change = compare(nothing, nothing, graph(BASE), {})
    assert review(change, load_policy(POLICY), Circumstances(TODAY)).findings == ()
