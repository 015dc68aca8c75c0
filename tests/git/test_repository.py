"""Reading a repository: trees with strange names, files, merge bases, renames, diffs; and what git must not do."""

import time
from dataclasses import replace
from pathlib import Path

import pytest

from app.git.process import ONLINE, Git, GitError
from app.git.repository import Repository, UnknownRevisionError
from checks import EntryKind
from tests.stand_in import StandIn
from tests.stand_in.git_repositories import Files


@pytest.fixture
def gh(tmp_path: Path) -> StandIn:
    return StandIn(tmp_path)


def repository(gh: StandIn, *commits: Files) -> tuple[Repository, list[str]]:
    """A repository with these commits on main, and their ids."""
    first, *rest = commits
    repo = gh.create_repository("acme/shop", files=first)
    shas = [Repository(Git(repo.path)).commit("main"), *(gh.push(repo, "main", files) for files in rest)]
    return Repository(Git(repo.path)), shas


def test_kinds_of_entries(gh: StandIn) -> None:
    repo, (sha,) = repository(gh, {"a.py": "", "link": Path("a.py")})
    kinds = {path: entry.kind for path, entry in repo.snapshot(sha).entries.items()}
    assert kinds == {"a.py": EntryKind.FILE, "link": EntryKind.LINK}


@pytest.mark.parametrize("path", ["a b", "{a}", "new\nline", "tab\t", 'quo"te', "ü", "-x", ":(glob)", "back\\slash"])
def test_a_strange_path(gh: StandIn, path: str) -> None:
    repo, (sha,) = repository(gh, {path: "text"})
    assert repo.file(sha, path) == b"text"


def test_a_link_is_no_file(gh: StandIn) -> None:
    repo, (sha,) = repository(gh, {"a": "", "link": Path("/etc/passwd")})
    assert repo.file(sha, "link") is None


def test_an_object_that_is_missing(gh: StandIn) -> None:
    repo, _ = repository(gh, {"a": ""})
    assert list(repo.files(["1" * 40])) == [("1" * 40, None)]


def test_no_objects_need_no_process(gh: StandIn) -> None:
    repo, _ = repository(gh, {"a": ""})
    assert list(repo.files([])) == []


@pytest.mark.parametrize("revision", ["none", "--help", "-1", "1" * 40, "main:a", ""])
def test_a_revision_that_is_no_commit(gh: StandIn, revision: str) -> None:
    repo, _ = repository(gh, {"a": ""})
    with pytest.raises(UnknownRevisionError):
        repo.commit(revision)


def test_a_renamed_file(gh: StandIn) -> None:
    body = "".join(f"{number}\n" for number in range(20))
    repo, (base, head) = repository(gh, {"old name": body}, {"old name": None, "nëw": body + "x\n"})
    assert repo.renames(base, head) == {"old name": "nëw"}


def test_the_diff_of_a_renamed_file_is_that_of_its_change(gh: StandIn) -> None:
    body = "".join(f"{number}\n" for number in range(20))
    repo, (base, head) = repository(gh, {"old": body}, {"old": None, "new": body + "x\n"})
    assert "rename from old" in repo.diff(base, head, ["new", "old"])


def test_the_diff_of_a_path_that_looks_like_a_pattern(gh: StandIn) -> None:
    repo, (base, head) = repository(gh, {"*": "1\n", "a": "1\n"}, {"*": "2\n", "a": "2\n"})
    assert repo.diff(base, head, ["*"]).count("diff --git") == 1


def test_histories_that_share_nothing(gh: StandIn) -> None:
    repo, (sha,) = repository(gh, {"a": ""})
    other, (theirs,) = repository(StandIn(gh.folder / "other"), {"b": ""})
    gh.push_commit(next(iter(gh.world.repositories.values())), "island", theirs, source=other.git.folder)
    assert repo.merge_base(sha, theirs) is None


def test_a_git_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    started = time.monotonic()
    with pytest.raises(GitError, match="took more than 0 s"):
        Git(tmp_path).run("-c", "alias.wait=!sleep 20 & sleep 20", "wait", timeout=0.2)
    assert time.monotonic() - started < 15


def test_no_git_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GitError, match="could not be started"):
        Git(tmp_path).run("version")


def test_hooks_and_settings_of_the_machine_are_not_used(
    gh: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo, _ = repository(gh, {"a": ""})
    settings = tmp_path / "gitconfig"
    settings.write_text("[core]\n\tabbrev = 5\n[user]\n\tname = Somebody\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    with pytest.raises(GitError):
        repo.git.text("config", "user.name")


@pytest.mark.parametrize("url", ["ext::sh -c 'touch /tmp/x'", "file:///tmp", "ssh://localhost/x", "git://localhost/x"])
def test_only_http_is_spoken(gh: StandIn, url: str) -> None:
    repo, _ = repository(gh, {"a": ""})
    with pytest.raises(GitError, match="not allowed"):
        replace(repo.git, environment=ONLINE).run("ls-remote", url)


def test_a_command_that_reads_speaks_no_protocol_at_all(gh: StandIn) -> None:
    repo, _ = repository(gh, {"a": ""})
    with pytest.raises(GitError, match="not allowed"):
        repo.git.run("ls-remote", "http://127.0.0.1:1/x")


def test_the_environment_is_in_no_representation(tmp_path: Path) -> None:
    assert "geheim" not in repr(Git(tmp_path, environment={"TOKEN": "geheim"}))


def test_a_folder_is_no_file(gh: StandIn) -> None:
    repo, (sha,) = repository(gh, {"a/b": "text"})
    assert repo.file(sha, "a") is None


def ids(repo: Repository, sha: str) -> dict[str, str]:
    """Path to object id."""
    return {path: entry.object_id for path, entry in repo.snapshot(sha).entries.items()}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["order.placed"], {"a.py", "ü b.py"}),
        (["OrderPlaced", "order.lost"], {"c.ts"}),
        (["order"], {"a.py", "c.ts", "ü b.py"}),
        (["nothing"], set()),
        (["-x"], {"c.ts"}),
        ([], set()),
    ],
)
def test_files_that_hold_a_word(gh: StandIn, words: list[str], expected: set[str]) -> None:
    files: Files = {
        "a.py": "order.placed",
        "ü b.py": "'order.placed'",
        "c.ts": "order.lost -x",
        "d.py": "reorder.placed1",
    }
    repo, (sha,) = repository(gh, {**files, "e.md": "order.placed"})
    code = {path: one for path, one in ids(repo, sha).items() if not path.endswith(".md")}
    assert repo.holding(sha, words, code) == expected
