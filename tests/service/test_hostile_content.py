"""Paths and files that are strange or meant to harm: the review goes on, and nothing breaks out into Markdown."""

import re
from pathlib import Path

import pytest

from tests.service.conftest import CROSSING, EXCEPTION, finished, idle, query, reviewed
from tests.stand_in import PullRequest, Repository, StandIn
from tests.stand_in.git_repositories import commit_tree, git, set_ref

pytestmark = pytest.mark.usefixtures("adrift")
NAMES = [
    "a b.py",
    "{braces}.py",
    "tick`s.py",
    "``two``.py",
    "<!-- adrift:0123456789abcdef -->.py",
    "@ann please.py",
    "[link](http:evil).py",
    "quote'\"s.py",
    "-rf.py",
    "back\\slash.py",
    "new\nline.py",
    ":(glob)x.py",
    "<img src=x onerror=alert(1)>.py",
    "ünï.py",
    "%2e%2e.py",
]
STRANGE = {f"orders/{name}": "import billing.models\n" for name in NAMES}


def test_strange_names_are_annotated_as_they_are(gh: StandIn, repo: Repository) -> None:
    _, run = reviewed(gh, repo, STRANGE)
    assert {one["path"] for one in gh.annotations(run)} == set(STRANGE)


def test_strange_names_stay_inside_code_spans(gh: StandIn, repo: Repository) -> None:
    pull, run = reviewed(gh, repo, STRANGE)
    bodies = [run.summary or "", *(one.body for one in gh.review_comments(pull))]
    assert [found for body in bodies for found in ("@ann", "<img", "](http:evil") if found in outside_code(body)] == []
    links = [link for body in bodies for link in re.findall(r"\]\(([^)]*)\)", outside_code(body))]
    assert [link for link in links if not link.startswith(f"{gh.url}/{repo.full_name}/")] == []


def test_comments_on_strange_names_are_not_repeated(gh: StandIn, repo: Repository) -> None:
    pull, _ = reviewed(gh, repo, STRANGE)
    before = [one.body for one in gh.review_comments(pull)]
    gh.push(repo, "feature", {path: f"import os\n{text}" for path, text in STRANGE.items()})
    finished(gh, repo, pull)
    assert before == [one.body for one in gh.review_comments(pull)]
    markers = [body.splitlines()[-1].removeprefix("<!-- adrift:").removesuffix(" -->").split() for body in before]
    assert sum(map(len, markers)) >= len(NAMES) - 3


def test_a_path_that_is_not_utf8(gh: StandIn, repo: Repository, database_url: str) -> None:
    pull = pushed_tree(gh, repo, b"orders/\xff\xfe.py")
    run = finished(gh, repo, pull)
    assert (run.conclusion, run.title) == ("failure", "1 new edge needs an ADR: orders -> billing")
    idle(database_url)
    rows = query(database_url, f"select state, conclusion from review where repository_id = {repo.id}")
    assert rows == [("finished", "failure")]


def test_binary_huge_and_mistyped_files_do_not_stop_a_review(gh: StandIn, repo: Repository) -> None:
    files: dict[str, str | bytes] = {
        "orders/logo.png": bytes(range(256)) * 20,
        "orders/big.txt": "x" * 3_000_000,
        "orders/nul.py": b"\0\0",
    }
    _, run = reviewed(gh, repo, {**files, **CROSSING})
    assert run.conclusion == "failure"
    assert ("orders/api.py", 3) in {(one["path"], one["start_line"]) for one in gh.annotations(run)}


def test_a_large_source_file_is_read(gh: StandIn, repo: Repository) -> None:
    _, run = reviewed(gh, repo, {"orders/big.py": "X = 1\n" * 50_000 + "import billing.models\n"})
    assert [one["start_line"] for one in gh.annotations(run)] == [50_001]


def test_a_link_that_leaves_the_repository_is_unreadable(gh: StandIn, repo: Repository) -> None:
    _, run = reviewed(gh, repo, {"orders/secrets.py": Path("/etc/passwd")})
    assert (run.conclusion, gh.annotations(run)[0]["title"]) == ("failure", "unreadable")
    assert "root:" not in (run.summary or "")


def test_a_link_into_another_component_is_a_crossing(gh: StandIn, repo: Repository) -> None:
    _, run = reviewed(gh, repo, {"orders/models.py": Path("../billing/models.py")})
    assert run.title == "1 new edge needs an ADR: orders -> billing"


def test_a_submodule_is_not_fetched(gh: StandIn, repo: Repository) -> None:
    pull = pushed_tree(gh, repo, b"orders/vendored", f"160000 commit {'1' * 40}")
    assert finished(gh, repo, pull).status == "completed"
    assert not [one for one in gh.requests if "evil" in one.path]


def test_a_record_with_markup_in_its_status(gh: StandIn, repo: Repository) -> None:
    pull, _ = reviewed(gh, repo, {**CROSSING, "docs/adr/0002-x.md": EXCEPTION.format(status="<b>@ann</b> `x`")})
    gh.add_label(pull, "adr:0002")
    run = finished(gh, repo, pull, runs=2)
    assert run.conclusion == "failure"
    assert "@ann" not in outside_code(run.summary or "")


def test_deep_nesting_does_not_break_the_parser(gh: StandIn, repo: Repository) -> None:
    _, run = reviewed(gh, repo, {"orders/deep.py": "x = " + "(" * 5000 + ")" * 5000 + "\nimport billing.models\n"})
    assert run.conclusion == "failure"


def pushed_tree(gh: StandIn, repo: Repository, path: bytes, entry: str | None = None) -> PullRequest:
    """A pull request that adds one tree entry which `git fast-import` would not make."""
    folder, _, name = path.rpartition(b"/")
    blob = git(repo.path, "hash-object", "-w", "--stdin", stdin=b"import billing.models\n").strip()
    inner = git(repo.path, "ls-tree", "-z", f"main:{folder.decode()}").encode()
    tree = git(
        repo.path, "mktree", "-z", stdin=inner + (entry or f"100644 blob {blob}").encode() + b"\t" + name + b"\0"
    )
    top = "".join(
        f"040000 tree {tree.strip()}\torders\0" if line.endswith("\torders") else f"{line}\0"
        for line in git(repo.path, "ls-tree", "-z", "main").split("\0")[:-1]
    )
    outer = git(repo.path, "mktree", "-z", stdin=top.encode()).strip()
    base = git(repo.path, "rev-parse", "main").strip()
    clock = gh.world.clock()
    sha = commit_tree(repo.path, outer, parents=(base,), message="x", author="ann", date=clock)
    set_ref(repo.path, "refs/heads/feature", sha)
    return gh.open_pull_request(repo, head="feature")


def outside_code(markdown: str) -> str:
    """Markdown less its code spans, read as CommonMark reads them: a run of backticks ends at the next equal run."""
    return re.sub(r"(?<!`)(`+)(?!`)(.*?)(?<!`)\1(?!`)", "", markdown, flags=re.DOTALL)
