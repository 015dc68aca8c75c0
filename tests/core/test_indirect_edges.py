"""`depends_on` with `indirect: true`: what is reached by way of others."""

import pytest

from checks import ForbiddenChain
from tests.core.building import Changes, Files, PullRequest
from tests.core.shop import components

TREE: Files = {
    **{f"{name}/__init__.py": "" for name in "abcd"},
    "a/x.py": "",
    "b/x.py": "",
    "c/x.py": "",
    "d/x.py": "",
}
NOT_C = components(
    "a: {path: a, depends_on: {not: [c], indirect: true}}", "b: {path: b}", "c: {path: c}", "d: {path: d}"
)
ONLY_B = components(
    "a: {path: a, depends_on: {only: [b], indirect: true}}", "b: {path: b}", "c: {path: c}", "d: {path: d}"
)
CHAINED: Changes = {"a/x.py": "import b.x", "b/x.py": "import c.x"}


@pytest.mark.parametrize(
    ("policy", "base", "head", "chains"),
    [
        pytest.param(NOT_C, {}, CHAINED, [("a", "b", "c")], id="both edges are new"),
        pytest.param(NOT_C, {"a/x.py": "import b.x"}, {"b/x.py": "import c.x"}, [("a", "b", "c")], id="the far one is"),
        pytest.param(
            NOT_C, {"b/x.py": "import c.x"}, {"a/x.py": "import b.x"}, [("a", "b", "c")], id="the near one is"
        ),
        pytest.param(
            NOT_C, CHAINED, {"a/x.py": "import b.x\nimport d.x", "d/x.py": "import c.x"}, [], id="reached before"
        ),
        pytest.param(NOT_C, {}, {"a/x.py": "import b.x", "b/x.py": "import d.x"}, [], id="not what is forbidden"),
        pytest.param(ONLY_B, {}, CHAINED, [("a", "b", "c")], id="all that is reached has to be in the list"),
        pytest.param(
            ONLY_B,
            {},
            {**CHAINED, "c/x.py": "import d.x"},
            [("a", "b", "c"), ("a", "b", "c", "d")],
            id="one finding for each",
        ),
        pytest.param(NOT_C, {}, {"a/x.py": "import b.x", "b/test_x.py": "import c.x"}, [], id="a test leads nowhere"),
        pytest.param(NOT_C.replace(", indirect: true", ""), {}, CHAINED, [], id="not asked for"),
    ],
)
def test_chains(policy: str, base: Files, head: Changes, chains: list[tuple[str, ...]]) -> None:
    found = PullRequest({**TREE, **base}, head, policy=policy).findings
    assert [one.evidence.chain for one in found if isinstance(one.evidence, ForbiddenChain)] == chains


def test_a_direct_edge_is_judged_by_itself() -> None:
    (found,) = PullRequest(TREE, {"a/x.py": "import c.x"}, policy=NOT_C).findings
    assert not isinstance(found.evidence, ForbiddenChain)


def test_a_chain_is_found_at_its_new_edge() -> None:
    (found,) = PullRequest({**TREE, "a/x.py": "import b.x"}, {"b/x.py": "\nimport c.x"}, policy=NOT_C).findings
    assert (found.path, found.line, found.source, found.target) == ("b/x.py", 2, "a", "c")


def test_what_the_base_branch_reaches_meanwhile_is_nobodys_news() -> None:
    pull = PullRequest(
        {**TREE, "a/x.py": "import b.x"}, {"b/x.py": "import c.x"}, tip={"b/x.py": "import c.x"}, policy=NOT_C
    )
    assert pull.findings == ()
