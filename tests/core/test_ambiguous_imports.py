"""A name that several projects offer: no edge, unless it had a target or every candidate is forbidden."""

import pytest

from checks import ForbiddenEdge
from tests.core.building import Changes, PullRequest
from tests.core.shop import components

TWO = {
    "one/pyproject.toml": "",
    "one/app/__init__.py": "",
    "one/app/x.py": "",
    "two/pyproject.toml": "",
    "two/app/__init__.py": "",
    "two/app/x.py": "",
    "three/pyproject.toml": "",
    "three/main.py": "",
}
ONE = {path: text for path, text in TWO.items() if not path.startswith("two/app")}
SECOND = {path: text for path, text in TWO.items() if path.startswith("two/app")}


def policy(granted: str) -> str:
    return components("one: {path: one}", "two: {path: two}", f"three: {{path: three, depends_on: {granted}}}")


@pytest.mark.parametrize(("granted", "count"), [("[]", 1), ("[one]", 0), ("[two]", 0), ("{not: [one]}", 0)])
def test_it_is_a_finding_where_every_candidate_is_forbidden(granted: str, count: int) -> None:
    change = PullRequest(TWO, {"three/main.py": "\nfrom app.x import y"}, policy=policy(granted))
    assert change.rows == [("cross-domain-edge", "three/main.py", 2, "three", "one", "blocking")] * count


def test_the_finding_names_the_candidates() -> None:
    (found,) = PullRequest(TWO, {"three/main.py": "import app"}, policy=policy("[]")).findings
    assert isinstance(found.evidence, ForbiddenEdge)
    assert found.evidence.candidates == ("one/app/__init__.py", "two/app/__init__.py")


@pytest.mark.parametrize(
    ("base", "head", "renames"),
    [
        pytest.param({"three/main.py": "import app"}, {}, {}, id="old"),
        pytest.param({"three/main.py": "import app"}, {}, {"three/main.py": "three/moved.py"}, id="old and moved"),
        pytest.param({}, {"three/tests/test_x.py": "import app"}, {}, id="of a test"),
    ],
)
def test_no_finding(base: dict[str, str], head: Changes, renames: dict[str, str]) -> None:
    assert PullRequest({**TWO, **base}, head, renames=renames, policy=policy("[]")).rows == []


def test_it_is_no_edge_and_reported_once() -> None:
    change = PullRequest(TWO, {"three/main.py": "import app.x", "three/more.py": "from app.x import a"})
    assert change.change.delta.added == ()
    assert [one.path for one in change.review.skipped] == ["three/main.py"]


def test_a_second_folder_takes_no_old_edge_away() -> None:
    change = PullRequest({**ONE, "three/main.py": "import app.x"}, SECOND).change
    assert (change.delta.added, change.delta.removed, change.delta.skipped) == ((), (), ())


def test_a_second_folder_takes_no_old_edge_away_from_a_renamed_file() -> None:
    base = {**ONE, "three/main.py": "import app.x"}
    change = PullRequest(base, SECOND, renames={"three/main.py": "three/moved.py"}).change
    assert [one.after.pair for one in change.delta.moved] == [("three/moved.py", "one/app/x.py")]


def test_names_of_one_statement_are_ambiguous_one_by_one() -> None:
    base = {
        **{f"{project}/pyproject.toml": "" for project in ("one", "two", "three", "four")},
        **{f"{project}/ns/a.py": "" for project in ("one", "two")},
        **{f"{project}/ns/b.py": "" for project in ("three", "four")},
        "five/pyproject.toml": "",
    }
    change = PullRequest(base, {"five/main.py": "from ns import a, b"}).change
    assert [one.candidates for one in change.delta.added_ambiguous] == [
        ("one/ns/a.py", "two/ns/a.py"),
        ("four/ns/b.py", "three/ns/b.py"),
    ]
