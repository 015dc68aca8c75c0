"""What is moved: single commits without history, and of the contents those that are read, in one request."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.facts.store import NoStore
from app.git import fetch as module
from app.git.fetch import inside
from app.git.mirror import Fetched, FetchError, Mirror, Wanted
from app.parsing.parsers import Parsers
from app.policy_file import PolicyFile
from app.reading.memory import RepositoryMemory
from app.reading.workbench import Workbench
from app.review_revisions import Description, Revisions, review_revisions
from checks import EntryKind
from tests.git.conftest import MAIN, blobs, objects
from tests.stand_in import Repository, StandIn

BODY = "".join(f"line {number}\n" for number in range(40))


def sides(gh: StandIn, repo: Repository, mirror: Mirror, head: str, base: str = "main") -> Fetched:
    """Both sides of a pull request."""
    wanted = {"base": Wanted(f"refs/heads/{base}"), "head": Wanted("refs/heads/feature", head)}
    return mirror.fetch(1, wanted, gh.token(repo))


def ids(fetched: Fetched, name: str = "base") -> dict[str, str]:
    """Path to blob id of the files of one side."""
    entries = fetched.repository.snapshot(fetched.commits[name]).entries
    return {path: entry.object_id for path, entry in entries.items() if entry.kind is EntryKind.FILE}


def test_neither_history_nor_contents_are_fetched(gh: StandIn, repo: Repository, mirror: Mirror) -> None:
    for number in range(5):
        gh.push(repo, "main", {f"folder/{number}.py": str(number)})
    fetched = mirror.fetch(1, MAIN, gh.token(repo))
    assert sorted(objects(mirror.folder).values()) == ["commit", "tree", "tree"]
    assert len(fetched.repository.snapshot(fetched.commits["base"]).entries) == 6


def test_only_what_is_read_is_fetched_in_one_request(gh: StandIn, repo: Repository, mirror: Mirror) -> None:
    gh.push(repo, "main", {f"{number}.py": str(number) for number in range(200)})
    fetched = mirror.fetch(1, MAIN, gh.token(repo))
    wanted = [one for path, one in ids(fetched).items() if path != "a.py"]
    before = gh.git_requests()
    assert len(dict(fetched.repository.files(wanted))) == 200
    assert gh.git_requests() == before + 1
    assert blobs(mirror.folder) == sorted(str(number).encode() for number in range(200))


def test_what_is_here_comes_first_and_is_not_fetched_again(gh: StandIn, repo: Repository, mirror: Mirror) -> None:
    gh.push(repo, "main", {"b.py": "b", "c.py": "c"})
    fetched = mirror.fetch(1, MAIN, gh.token(repo))
    at = ids(fetched)
    fetched.repository.bring([at["c.py"]])
    assert [content for _, content in fetched.repository.files([at["b.py"], at["c.py"]])] == [b"c", b"b"]
    before = gh.git_requests()
    assert [content for _, content in fetched.repository.files([at["b.py"], at["c.py"]])] == [b"b", b"c"]
    fetched.repository.bring(at[path] for path in ("b.py", "c.py"))
    assert gh.git_requests() == before


def test_a_new_head_costs_what_it_changes(gh: StandIn, repo: Repository, mirror: Mirror) -> None:
    gh.push(repo, "main", {f"folder{number}/x.py": str(number) for number in range(50)})
    mirror.fetch(1, MAIN, gh.token(repo))
    before = set(objects(mirror.folder))
    sides(gh, repo, mirror, gh.push(repo, "feature", {"folder7/x.py": "new"}))
    new = {one: kind for one, kind in objects(mirror.folder).items() if one not in before}
    assert sorted(new.values()) == ["commit", "tree", "tree"]


def test_a_very_large_batch_is_cut(
    gh: StandIn, repo: Repository, mirror: Mirror, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LARGEST_BATCH", 40)
    gh.push(repo, "main", {f"{number}.py": str(number) for number in range(99)})
    fetched = mirror.fetch(1, MAIN, gh.token(repo))
    before = gh.git_requests()
    assert None not in dict(fetched.repository.files(ids(fetched).values())).values()
    assert gh.git_requests() == before + 3


def test_many_read_at_once(gh: StandIn, repo: Repository, mirror: Mirror) -> None:
    gh.push(repo, "main", {f"{number}.py": str(number) for number in range(8)})
    fetched = mirror.fetch(1, MAIN, gh.token(repo))
    tip = fetched.commits["base"]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda number: fetched.repository.file(tip, f"{number}.py"), range(8)))
    assert found == [str(number).encode() for number in range(8)]


def test_a_diff_reads_its_own_files_only(gh: StandIn, repo: Repository, mirror: Mirror) -> None:
    gh.push(repo, "main", {"b.py": "b\n", "old.py": BODY})
    head = gh.push(repo, "feature", {"a.py": "y = 2\n", "b.py": "B\n", "old.py": None, "new.py": BODY + "more\n"})
    fetched = sides(gh, repo, mirror, head)
    before = gh.git_requests()
    diff = fetched.repository.diff(fetched.commits["base"], head, ["a.py", "old.py", "new.py"])
    assert gh.git_requests() == before + 1
    assert "+y = 2" in diff
    assert "rename from old.py" in diff
    assert blobs(mirror.folder) == sorted([b"x = 1\n", b"y = 2\n", BODY.encode(), (BODY + "more\n").encode()])


def test_a_rename_with_changes_costs_one_request(gh: StandIn, repo: Repository, mirror: Mirror) -> None:
    gh.push(repo, "main", {"old.py": BODY, "logo.png": BODY, "moved.png": b"\x00moved"})
    changed: dict[str, str | bytes | Path | None] = {
        "old.py": None,
        "new.py": BODY + "x\n",
        "a.py": "changed\n",
        "logo.png": None,
        "brand.png": BODY + "x\n",
        "moved.png": None,
        "images/moved.png": b"\x00moved",
    }
    fetched = sides(gh, repo, mirror, gh.push(repo, "feature", changed))
    before = gh.git_requests()
    found = fetched.repository.changes(fetched.commits["base"], fetched.commits["head"])
    assert gh.git_requests() == before + 1
    assert found.renames == {"old.py": "new.py", "moved.png": "images/moved.png"}
    assert {path for path, entry in found.entries.items() if entry is None} == {"old.py", "logo.png", "moved.png"}
    assert blobs(mirror.folder) == sorted([BODY.encode(), (BODY + "x\n").encode(), b"changed\n"])


def test_of_what_nobody_goes_on_to_read_only_a_rename_needs_the_content(
    gh: StandIn, repo: Repository, mirror: Mirror
) -> None:
    gh.push(repo, "main", {"old.py": BODY, "b.mdx": "b"})
    changed = {"old.py": None, "new.py": BODY + "x\n", "a.py": "changed\n", "b.mdx": "B"}
    fetched = sides(gh, repo, mirror, gh.push(repo, "feature", changed))
    base, head = fetched.commits["base"], fetched.commits["head"]
    found = fetched.repository.changes(base, head, is_unread=lambda path: path.endswith(".mdx"))
    assert (found.renames, set(found.entries)) == ({"old.py": "new.py"}, set(changed))
    assert blobs(mirror.folder) == sorted([BODY.encode(), (BODY + "x\n").encode(), b"changed\n"])


@pytest.mark.parametrize(
    ("changed", "renames"),
    [
        ({"a.py": "changed"}, {}),
        ({"a.py": None}, {}),
        ({"new.py": "new"}, {}),
        ({"a.py": None, "folder/a.py": "x = 1\n"}, {"a.py": "folder/a.py"}),
    ],
)
def test_changes_that_need_no_content(
    gh: StandIn, repo: Repository, mirror: Mirror, changed: dict[str, str | None], renames: dict[str, str]
) -> None:
    fetched = sides(gh, repo, mirror, gh.push(repo, "feature", changed))
    before = gh.git_requests()
    found = fetched.repository.changes(fetched.commits["base"], fetched.commits["head"])
    assert (found.renames, set(found.entries)) == (renames, set(changed))
    assert gh.git_requests() == before


def test_a_missing_content_is_never_fetched_behind_anybodys_back(gh: StandIn, repo: Repository, mirror: Mirror) -> None:
    fetched = mirror.fetch(1, MAIN, gh.token(repo))
    before = len(gh.requests)
    answer = inside(mirror.folder).text("rev-parse", f"{fetched.commits['base']}:a.py")
    assert b"missing" in inside(mirror.folder).run("cat-file", "--batch-check", stdin=f"{answer}\n".encode())
    assert len(gh.requests) == before


def test_one_that_the_server_has_lost_costs_only_itself(gh: StandIn, repo: Repository, mirror: Mirror) -> None:
    fetched = mirror.fetch(1, MAIN, gh.token(repo))
    wanted = [ids(fetched)["a.py"], "1" * 40, "2" * 40]
    assert sorted(fetched.repository.files(wanted)) == sorted(zip(wanted, [b"x = 1\n", None, None], strict=True))


def test_a_server_that_has_lost_a_lot(gh: StandIn, repo: Repository, mirror: Mirror) -> None:
    fetched = mirror.fetch(1, MAIN, gh.token(repo))
    with pytest.raises(FetchError, match="not our ref"):
        list(fetched.repository.files([f"{number:040d}" for number in range(1, 20)]))


def test_a_token_that_has_expired(gh: StandIn, repo: Repository, mirror: Mirror) -> None:
    fetched = mirror.fetch(1, MAIN, gh.token(repo))
    gh.authenticator.tokens.clear()
    with pytest.raises(FetchError) as caught:
        fetched.repository.file(fetched.commits["base"], "a.py")
    assert gh.url not in str(caught.value)
    again = mirror.fetch(1, MAIN, gh.token(repo))
    assert again.repository.file(again.commits["base"], "a.py") == b"x = 1\n"


def test_the_token_is_in_no_representation(gh: StandIn, repo: Repository, mirror: Mirror) -> None:
    token = gh.token(repo)
    fetched = mirror.fetch(1, MAIN, token)
    assert token not in repr((fetched, fetched.repository.fetch_missing))


def test_a_head_that_was_pushed_over_and_is_gone(gh: StandIn, repo: Repository, mirror: Mirror) -> None:
    with pytest.raises(FetchError, match="not our ref"):
        sides(gh, repo, mirror, "1" * 40)


def test_a_head_of_a_fork(gh: StandIn, repo: Repository, mirror: Mirror) -> None:
    fork = gh.fork(repo, "mallory")
    head = gh.push(fork, "patch", {"a.py": "theirs\n"}, author="mallory")
    pull = gh.open_pull_request(repo, head="patch", head_repository=fork, author="mallory")
    fetched = mirror.fetch(1, {"head": Wanted(f"refs/pull/{pull.number}/head", head)}, gh.token(repo))
    assert fetched.repository.file(head, "a.py") == b"theirs\n"


class TestAnOldServer:
    """It knows no filters, and hands out branches, not commits."""

    @pytest.fixture
    def gh(self, gh: StandIn) -> StandIn:
        gh.git.is_old = True
        return gh

    def test_tips_come_with_their_contents(self, gh: StandIn, repo: Repository, mirror: Mirror) -> None:
        fetched = mirror.fetch(1, MAIN, gh.token(repo))
        before = gh.git_requests()
        assert fetched.repository.file(fetched.commits["base"], "a.py") == b"x = 1\n"
        assert gh.git_requests() == before

    def test_a_commit_below_a_tip_costs_the_history(self, gh: StandIn, repo: Repository, mirror: Mirror) -> None:
        head = gh.push(repo, "feature", {"b.py": "1"})
        gh.push(repo, "feature", {"b.py": "2"})
        gh.push(repo, "main", {"c.py": "3"})
        fetched = sides(gh, repo, mirror, head)
        assert (fetched.repository.git.folder, fetched.commits["head"]) == (mirror.whole, head)
        assert fetched.repository.file(head, "b.py") == b"1"
        base = fetched.repository.merge_base(fetched.commits["base"], head)
        assert base == fetched.repository.commit(f"{head}~1")

    def test_what_it_does_not_have(self, gh: StandIn, repo: Repository, mirror: Mirror) -> None:
        gh.push(repo, "feature", {"b.py": "1"})
        with pytest.raises(FetchError, match="does not hold"):
            sides(gh, repo, mirror, "1" * 40)


def test_a_dumb_server_is_no_server_of_single_commits(gh: StandIn, repo: Repository, mirror: Mirror) -> None:
    gh.fail_next("GET", "info/refs", status=200, body=f"{'1' * 40}\trefs/heads/main\n")
    assert mirror.fetch(1, MAIN, gh.token(repo)).repository.git.folder == mirror.whole


def test_the_whole_history(gh: StandIn, repo: Repository, mirror: Mirror) -> None:
    mirror.fetch(1, MAIN, gh.token(repo))
    head = gh.push(repo, "feature", {"b.py": "1"})
    gh.push(repo, "main", {"c.py": "3"})
    wanted = MAIN | {"head": Wanted("refs/heads/feature", head)}
    fetched = mirror.fetch_whole(1, wanted, gh.token(repo))
    assert not fetched.repository.is_shallow()
    assert fetched.repository.merge_base(fetched.commits["base"], head) is not None
    assert fetched.repository.fetch_missing is None


def test_a_mirror_inside_another_repository(gh: StandIn, repo: Repository, tmp_path: Path) -> None:
    outer = gh.create_repository("acme/outer", files={"o.py": ""})
    mirror = Mirror(outer.path / "7.git", f"{gh.url}/acme/shop.git")
    mirror.fetch(1, MAIN, gh.token(repo))
    (mirror.folder / "HEAD").write_bytes(b"")
    fetched = mirror.fetch(1, MAIN, gh.token(repo))
    assert set(ids(fetched)) == {"a.py"}


def test_a_search_brings_what_it_looks_at_in_one_request(gh: StandIn, repo: Repository, mirror: Mirror) -> None:
    files = {f"{number}.py": f"order.{number}" for number in range(50)}
    gh.push(repo, "main", {**files, "vendor/x.py": "order.7 too", "a.png": "order.7 as well"})
    fetched = mirror.fetch(1, MAIN, gh.token(repo))
    wanted = {path: one for path, one in ids(fetched).items() if path in files}
    before = gh.git_requests()
    assert fetched.repository.holding(fetched.commits["base"], ["order.7"], wanted) == {"7.py"}
    assert gh.git_requests() == before + 1


def test_what_is_expected_comes_with_the_first_that_is_missing(gh: StandIn, repo: Repository, mirror: Mirror) -> None:
    gh.push(repo, "main", {"b.py": "b", "c.py": "c"})
    fetched = mirror.fetch(1, MAIN, gh.token(repo))
    at, repository = ids(fetched), fetched.repository
    before = gh.git_requests()
    repository.expect([at["b.py"], at["c.py"]])
    assert gh.git_requests() == before
    repository.bring([at["a.py"]])
    assert dict(repository.files([at["b.py"], at["c.py"]])) == {at["b.py"]: b"b", at["c.py"]: b"c"}
    assert gh.git_requests() == before + 1


def test_a_first_review_asks_for_all_contents_at_once(gh: StandIn, repo: Repository, mirror: Mirror) -> None:
    """Those of the base branch, of the change, and its decision records."""
    gh.push(repo, "main", {"b.py": "b = 1\n", "docs/adr/0001-x.md": "# 1. X\n\n## Status\n\nAccepted\n"})
    fetched = sides(gh, repo, mirror, gh.push(repo, "feature", {"a.py": "import b\n", "c.py": "import a\n"}))
    revisions = Revisions(fetched.commits["base"], fetched.commits["head"], base=fetched.commits["base"])
    policy = PolicyFile(b"version: 1\ncomponents: {a: {path: a.py, depends_on: []}, b: {path: b.py}}\n")
    before = gh.git_requests()
    with Parsers(processes=1, start="fork") as parsers:
        bench = Workbench.of_memory(parsers, NoStore(), RepositoryMemory())
        reviewed = review_revisions(fetched.repository, revisions, Description(), policy, bench)
    assert [one.check for one in reviewed.findings] == ["cross-domain-edge"]
    assert gh.git_requests() == before + 1
