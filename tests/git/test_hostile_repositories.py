"""What a repository or its server could bring along: programs, other hosts, trees without end, huge files."""

import random
import socket
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from app.git import process, upkeep
from app.git import repository as reading
from app.git.fetch import inside
from app.git.mirror import FetchError, Mirror, Wanted
from app.git.process import DiskFullError, Git, GitError
from app.git.repository import Repository as Reader
from checks import EntryKind
from tests.git.conftest import MAIN, objects
from tests.stand_in import Repository, StandIn
from tests.stand_in.git_repositories import git

DRIVERS = "* diff=evil filter=evil merge=evil -text export-subst\n"
PROGRAMS = ("diff.evil.textconv", "diff.evil.command", "filter.evil.smudge", "filter.evil.clean", "diff.external")


@pytest.fixture
def elsewhere() -> Iterator[socket.socket]:
    """Another host, to which nobody should speak."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)
        yield listening


def url_of(host: socket.socket) -> str:
    return f"http://127.0.0.1:{host.getsockname()[1]}"


def assert_lonely(host: socket.socket) -> None:
    with pytest.raises(BlockingIOError):
        host.accept()


def noise(size: int) -> bytes:
    """Bytes that cannot be compressed."""
    return random.Random(7).randbytes(size)


def pull_request(gh: StandIn, repo: Repository, files: dict[str, str | bytes | Path | None]) -> dict[str, Wanted]:
    return MAIN | {"head": Wanted("refs/heads/feature", gh.push(repo, "feature", files))}


def test_attributes_of_a_pull_request_start_nothing(
    gh: StandIn, repo: Repository, mirror: Mirror, tmp_path: Path
) -> None:
    witness = tmp_path / "started"
    wanted = pull_request(gh, repo, {".gitattributes": DRIVERS, "a.py": "x = 2\n", "sub/.gitattributes": DRIVERS})
    fetched = mirror.fetch(1, wanted, gh.token(repo))
    for name in PROGRAMS:  # as if somebody had set them, and the attributes held
        git(mirror.folder, "config", name, f"touch {witness}; cat")
    (mirror.folder / "info").mkdir(exist_ok=True)
    (mirror.folder / "info" / "attributes").write_text(DRIVERS)
    base, head = fetched.commits["base"], fetched.commits["head"]
    assert "+x = 2" in fetched.repository.diff(base, head, ["a.py"])
    assert fetched.repository.file(head, "a.py") == b"x = 2\n"
    files = {"a.py": fetched.repository.snapshot(head).entries["a.py"].object_id}
    assert fetched.repository.holding(head, ["x"], files) == {"a.py"}
    assert not witness.exists()


@pytest.mark.parametrize("attributes", ["* -diff\n", "* binary\n", "* diff=python\n"])
def test_attributes_of_a_pull_request_decide_nothing(
    gh: StandIn, repo: Repository, mirror: Mirror, attributes: str
) -> None:
    wanted = pull_request(gh, repo, {".gitattributes": attributes, "a.py": "x = 2\n"})
    git(mirror_of(mirror, gh, repo, wanted), "symbolic-ref", "HEAD", "refs/adrift/1/head")
    fetched = mirror.fetch(1, wanted, gh.token(repo))
    assert "+x = 2" in fetched.repository.diff(fetched.commits["base"], fetched.commits["head"], ["a.py"])


def mirror_of(mirror: Mirror, gh: StandIn, repo: Repository, wanted: dict[str, Wanted]) -> Path:
    mirror.fetch(1, wanted, gh.token(repo))
    return mirror.folder


def test_no_hook_is_run(gh: StandIn, repo: Repository, mirror: Mirror, tmp_path: Path) -> None:
    mirror.fetch(1, MAIN, gh.token(repo))
    assert not (mirror.folder / "hooks").exists()
    (mirror.folder / "hooks").mkdir()
    for name in ("reference-transaction", "post-checkout", "pre-auto-gc"):
        hook = mirror.folder / "hooks" / name
        hook.write_text(f"#!/bin/sh\ntouch {tmp_path}/started\n")
        hook.chmod(0o700)
    gh.push(repo, "main", {"b.py": ""})
    mirror.fetch(1, MAIN, gh.token(repo))
    assert not (tmp_path / "started").exists()


def test_names_that_git_would_refuse_to_check_out(gh: StandIn, repo: Repository, mirror: Mirror) -> None:
    blob = git(repo.path, "hash-object", "-w", "--stdin", stdin=b"evil").strip()
    names = [b".git", b"..", b"-x.py", b"--help", b"new\nline.py", b".gitmodules", b"\xff.py", b"a\\..\\b.py"]
    listing = b"".join(b"100644 blob %s\t%s\0" % (blob.encode(), name) for name in names)
    links = b"".join(b"120000 blob %s\t%s\0" % (blob.encode(), name) for name in (b".gitattributes", b".mailmap"))
    tree = git(repo.path, "mktree", "-z", stdin=listing + links).strip()
    sha = git(repo.path, "-c", "user.name=x", "-c", "user.email=x@x", "commit-tree", "-m", "x", tree).strip()
    git(repo.path, "update-ref", "refs/heads/feature", sha)
    fetched = mirror.fetch(1, {"head": Wanted("refs/heads/feature", sha)}, gh.token(repo))
    entries = fetched.repository.snapshot(sha).entries
    assert {path.encode("utf-8", "surrogateescape") for path in entries} >= set(names)
    assert entries[".gitattributes"].kind is EntryKind.LINK
    assert [fetched.repository.file(sha, path) for path in ("-x.py", "--help", "new\nline.py")] == [b"evil"] * 3
    assert fetched.repository.file(sha, ".gitattributes") is None


@pytest.fixture
def endless(tmp_path: Path) -> tuple[Reader, str]:
    """A tree that names ten to the power of twelve files and is made of twelve small ones."""
    git(tmp_path, "init", "--quiet", "--bare", ".")
    entry = f"100644 blob {git(tmp_path, 'hash-object', '-w', '--stdin', stdin=b'').strip()}"
    for _ in range(12):
        listing = "".join(f"{entry}\t{name}\n" for name in "abcdefghij")
        entry = f"040000 tree {git(tmp_path, 'mktree', stdin=listing.encode()).strip()}"
    return Reader(Git(tmp_path)), entry.split()[2]


def test_a_listing_without_end_is_cut_off(endless: tuple[Reader, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "LARGEST_OUTPUT", 1_000_000)
    reader, tree = endless
    with pytest.raises(GitError, match="printed more than 1,000,000 bytes"):
        reader.snapshot(tree)


def test_a_git_that_takes_too_much_memory_ends(endless: tuple[Reader, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "MOST_MEMORY", 60_000_000)
    reader, tree = endless
    with pytest.raises(GitError, match="out of memory"):
        reader.changes(process.EMPTY_TREE, tree, renames=False)


def test_a_file_without_measure_is_not_read(
    gh: StandIn, repo: Repository, mirror: Mirror, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "LARGEST_CONTENT", 1000)
    gh.push(repo, "main", {"huge.py": "#" * 5000, "small.py": "s"})
    fetched = mirror.fetch(1, MAIN, gh.token(repo))
    entries = fetched.repository.snapshot(fetched.commits["base"]).entries
    wanted = [entries[path].object_id for path in ("huge.py", "small.py", "a.py")]
    assert [dict(fetched.repository.files(wanted))[one] for one in wanted] == [None, b"s", b"x = 1\n"]
    before = gh.git_requests()
    assert dict(fetched.repository.files(wanted))[wanted[0]] is None
    assert gh.git_requests() == before


def read_after_fetch(mirror: Mirror, number: int, wanted: dict[str, Wanted], token: str) -> None:
    fetched = mirror.fetch(number, wanted, token)
    fetched.repository.file(fetched.commits["base"], "huge.bin")


@pytest.mark.parametrize("whole", [False, True])
def test_a_pack_that_is_too_large_is_cut_off_and_leaves_nothing(
    gh: StandIn, repo: Repository, mirror: Mirror, monkeypatch: pytest.MonkeyPatch, *, whole: bool
) -> None:
    mirror.fetch(1, MAIN, gh.token(repo))
    mirror.fetch_whole(1, MAIN, gh.token(repo))
    gh.push(repo, "main", {"huge.bin": noise(1_000_000)})
    monkeypatch.setattr(process, "LARGEST_FILE", 100_000)
    fetch = mirror.fetch_whole if whole else partial(read_after_fetch, mirror)
    with pytest.raises(FetchError, match="larger than 100,000 bytes"):
        fetch(1, MAIN, gh.token(repo))
    below = [path for folder in (mirror.folder, mirror.whole) for path in folder.rglob("*")]
    assert [path for path in below if path.name.startswith(upkeep.TEMPORARY)] == []
    monkeypatch.undo()
    fetched = mirror.fetch(1, MAIN, gh.token(repo))
    assert fetched.repository.file(fetched.commits["base"], "huge.bin") == noise(1_000_000)


def test_what_another_fetch_is_writing_is_left_alone(gh: StandIn, repo: Repository, mirror: Mirror) -> None:
    mirror.fetch(1, MAIN, gh.token(repo))
    others = mirror.folder / "objects" / "pack" / "tmp_pack_others"
    others.touch()
    gh.fail_next("POST", "git-upload-pack", status=502, times=2)
    with upkeep.writing(mirror.folder), pytest.raises(FetchError):
        mirror.fetch(1, MAIN, gh.token(repo))
    assert others.exists()
    with pytest.raises(FetchError):
        mirror.fetch(1, MAIN, gh.token(repo))
    assert not others.exists()


@pytest.fixture(params=["fatal: write error: No space left on device", "error: x: Disk quota exceeded"])
def git_on_a_full_disk(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A folder for PATH."""
    fake = tmp_path / "bin" / "git"
    fake.parent.mkdir()
    said = (request.param, "fatal: remote did not send all necessary objects")
    fake.write_text("\n".join(["#!/bin/sh", *(f"echo '{line}' >&2" for line in said), "exit 1"]))
    fake.chmod(0o700)
    return str(fake.parent)


def test_a_full_disk_is_named_and_is_no_damage(
    gh: StandIn, repo: Repository, mirror: Mirror, git_on_a_full_disk: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    mirror.fetch(1, MAIN, gh.token(repo))
    before = objects(mirror.folder)
    with monkeypatch.context() as patch:
        patch.setenv("PATH", git_on_a_full_disk, prepend=":")
        with pytest.raises(FetchError, match="no room left on the disk") as caught:
            mirror.fetch(1, MAIN, gh.token(repo))
    assert isinstance(caught.value.__cause__, DiskFullError)
    assert objects(mirror.folder) == before


def test_a_disk_on_which_nothing_can_be_made(gh: StandIn, repo: Repository, tmp_path: Path) -> None:
    (tmp_path / "mirrors").write_text("a file")
    with pytest.raises(FetchError, match="cannot be written"):
        Mirror(tmp_path / "mirrors" / "9" / "7.git", f"{gh.url}/acme/shop.git").fetch(1, MAIN, gh.token(repo))


def test_a_redirect_leads_to_no_other_host(
    gh: StandIn, repo: Repository, mirror: Mirror, elsewhere: socket.socket
) -> None:
    place = f"{url_of(elsewhere)}/acme/shop.git/info/refs?service=git-upload-pack"
    gh.fail_next("GET", "info/refs", status=301, headers={"Location": place})
    with pytest.raises(FetchError):
        mirror.fetch(1, MAIN, gh.token(repo))
    assert_lonely(elsewhere)


def test_alternates_of_a_dumb_server_lead_to_no_other_host(
    gh: StandIn, repo: Repository, mirror: Mirror, elsewhere: socket.socket
) -> None:
    gh.fail_next("GET", "info/refs", status=200, body=f"{'1' * 40}\trefs/heads/main\n", times=2)
    gh.fail_next("GET", "http-alternates", status=200, body=f"{url_of(elsewhere)}/objects\n")
    with pytest.raises(FetchError):
        mirror.fetch(1, MAIN, gh.token(repo))
    assert [one for one in gh.requests if "http-alternates" in one.path]
    assert_lonely(elsewhere)
    below = [path for folder in (mirror.folder, mirror.whole) for path in folder.rglob("*")]
    assert [path for path in below if "alternates" in path.name] == []


def test_everything_is_for_its_owner_only(gh: StandIn, repo: Repository, mirror: Mirror) -> None:
    fetched = mirror.fetch(1, MAIN, gh.token(repo))
    fetched.repository.file(fetched.commits["base"], "a.py")
    mirror.fetch_whole(1, MAIN, gh.token(repo))
    mirrors = mirror.folder.parent.parent
    found = [mirrors, *mirrors.rglob("*")]
    assert {path.suffix for path in found} >= {".git", ".lock", ".pack"} or len(found) > 20
    assert [path for path in found if path.stat().st_mode & 0o077] == []


def test_a_folder_that_others_could_read_is_closed(gh: StandIn, repo: Repository, mirror: Mirror) -> None:
    mirror.folder.parent.mkdir(parents=True, mode=0o755)
    mirror.fetch(1, MAIN, gh.token(repo))
    assert [path for path in mirror.folder.parents[:2] if path.stat().st_mode & 0o077] == []


@pytest.mark.parametrize(
    "name", ["GIT_SSL_NO_VERIFY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_CONFIG_COUNT", "GIT_EXEC_PATH"]
)
def test_the_environment_of_the_machine_is_sealed_off(
    gh: StandIn, repo: Repository, mirror: Mirror, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "/nonexistent")
    assert mirror.fetch(1, MAIN, gh.token(repo)).commits
    assert name not in inside(mirror.folder)._environment()
