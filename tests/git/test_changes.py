"""What changed between two trees: every kind of change, and the renames among them."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.git.listings import Row
from app.git.mirror import Mirror, Wanted
from app.git.process import Git
from app.git.repository import MOST_NAMED, Repository
from checks import Entry, EntryKind
from tests.stand_in import StandIn
from tests.stand_in import git_repositories as made
from tests.stand_in.git_repositories import Files

BODY = "".join(f"line {number}\n" for number in range(40))
BEFORE: Files = {
    "same.py": "same\n",
    "edited.py": "1\n",
    "gone.py": "gone\n",
    "old näme.py": BODY,
    "copied.py": "twice\n" * 9,
    "link": Path("same.py"),
    "file": "file\n",
    "tree/a.py": "a\n",
    "logo.png": b"\x00logo",
    "mark.svg": BODY,
    "vendor/was.py": BODY.upper(),
    "vendor/same.py": "1\n2\n",
    "twin/a.py": "",
    "twin/b.py": "",
}
AFTER: Files = {
    "edited.py": "2\n",
    "gone.py": None,
    "old näme.py": None,
    "new\tname.py": BODY + "more\n",
    "copied.py": None,
    "copy1.py": "twice\n" * 9,
    "copy2.py": "twice\n" * 9,
    "link": "no link any more\n",
    "file": Path("same.py"),
    "tree/a.py": None,
    "tree": "a file now\n",
    "logo.png": None,
    "images/logo.png": b"\x00logo",
    "fresh.py": "fresh\n",
    "mark.svg": None,
    "sign.svg": BODY + "more\n",
    "vendor/was.py": None,
    "vendor/is.py": BODY.upper() + "more\n",
    "vendor/same.py": None,
    "vendor/other.py": "1\n2\n",
    "twin/a.py": None,
    "twin/b.py": None,
    "new/b.py": "",
    "new/a.py": "",
}
EXACT = {
    "logo.png": "images/logo.png",
    "vendor/same.py": "vendor/other.py",
    "twin/a.py": "new/a.py",
    "twin/b.py": "new/b.py",
}
RENAMED = {**EXACT, "old näme.py": "new\tname.py", "vendor/was.py": "vendor/is.py"}


@pytest.fixture
def gh(tmp_path: Path) -> StandIn:
    return StandIn(tmp_path)


def two_commits(gh: StandIn, before: Files, after: Files) -> tuple[Repository, str, str]:
    repo = gh.create_repository("acme/shop", files=before)
    clone = Repository(Git(repo.path))
    return clone, clone.commit("main"), gh.push(repo, "main", after)


@pytest.mark.parametrize("renames", [True, False])
def test_the_changes_make_one_snapshot_of_the_other(gh: StandIn, *, renames: bool) -> None:
    clone, before, after = two_commits(gh, BEFORE, AFTER)
    entries = {**clone.snapshot(before).entries}
    for path, entry in clone.changes(before, after, renames=renames).entries.items():
        if entry is None:
            del entries[path]
        else:
            entries[path] = entry
    assert entries == clone.snapshot(after).entries


def test_renames(gh: StandIn) -> None:
    clone, before, after = two_commits(gh, BEFORE, AFTER)
    found = dict(clone.changes(before, after).renames)
    assert found.pop("copied.py") in {"copy1.py", "copy2.py"}
    assert found == RENAMED
    assert clone.changes(before, after, renames=False).renames == {}


def test_what_nobody_reads_is_not_compared_by_content(gh: StandIn) -> None:
    clone, before, after = two_commits(gh, BEFORE, AFTER)
    found = dict(clone.changes(before, after, is_unread=lambda path: not path.startswith("old")).renames)
    del found["copied.py"]
    assert found == EXACT  # what the only other file might have become is not read


def test_beyond_a_limit_only_what_moved_as_it_was_is_a_rename() -> None:
    class Listed(Repository):
        """Says what a tree of these paths would say, and compares nothing."""

        def _rows(self, *_arguments: str, paths: Iterable[str] = ()) -> list[Row]:
            assert not paths
            names = [str(one) for one in range(5_001)]
            gone = [Row(f"{name}.py", f"{name}.py", Entry(EntryKind.FILE, name), None) for name in names]
            came = [Row(f"{name}.ts", f"{name}.ts", None, Entry(EntryKind.FILE, f"{name}!")) for name in names]
            as_it_was = Row("new.py", "new.py", None, Entry(EntryKind.FILE, names[0]))
            return [*gone, *came, as_it_was]

    assert Listed(Git(Path())).changes("before", "after").renames == {"0.py": "new.py"}


def test_a_blobless_mirror_finds_the_same(tmp_path: Path) -> None:
    with StandIn(tmp_path / "github") as gh:
        gh.start()
        clone, before, after = two_commits(gh, BEFORE, AFTER)
        fetched = mirrored(gh, tmp_path, before, after)
        assert fetched.changes(before, after) == clone.changes(before, after)
        assert fetched.changes(after, before) == clone.changes(after, before)


def mirrored(gh: StandIn, tmp_path: Path, before: str, after: str) -> Repository:
    """A mirror of the only repository that has these commits and lacks their contents."""
    mirror = Mirror(tmp_path / "7.git", f"{gh.url}/acme/shop.git")
    wanted = {"before": Wanted("refs/heads/main", before), "after": Wanted("refs/heads/main", after)}
    return mirror.fetch(1, wanted, gh.token(next(iter(gh.world.repositories.values())))).repository


@contextmanager
def two_sides(tmp_path: Path, before: Files, after: Files, *, is_mirror: bool) -> Iterator[tuple[Repository, str, str]]:
    """Two commits in a clone, or in a mirror that lacks the contents; nothing of `before` stays."""
    with StandIn(tmp_path / "github") as gh:
        gh.start()
        clone, old, new = two_commits(gh, before, {**dict.fromkeys(before), **after})
        yield mirrored(gh, tmp_path, old, new) if is_mirror else clone, old, new


def is_ignored(path: str) -> bool:
    return path.endswith(".mdx")


@pytest.mark.parametrize("is_mirror", [False, True])
def test_what_cannot_be_named_one_by_one(tmp_path: Path, *, is_mirror: bool) -> None:
    texts = {f"{one}.py": BODY.replace("line", f"line of {one}") for one in range(MOST_NAMED)}
    before: Files = {**texts, "docs/a.mdx": BODY.upper(), "a.png": BODY}
    came = {f"new/{path}": text + "more\n" for path, text in texts.items()}
    after: Files = {**came, "docs/b.mdx": BODY.upper() + "!", "b.png": BODY + "!"}
    with two_sides(tmp_path, before, after, is_mirror=is_mirror) as (clone, old, new):
        found = clone.changes(old, new, is_unread=is_ignored).renames
    assert dict(found) == {path: f"new/{path}" for path in texts}


@pytest.mark.parametrize("is_mirror", [False, True])
def test_a_path_that_is_too_long_for_a_command(tmp_path: Path, *, is_mirror: bool) -> None:
    long = "/".join("x" * 200 for _ in range(25))
    before, after = {f"{long}/a.py": BODY}, {f"{long}/b.py": BODY + "more\n"}
    with two_sides(tmp_path, before, after, is_mirror=is_mirror) as (clone, old, new):
        assert dict(clone.changes(old, new).renames) == {f"{long}/a.py": f"{long}/b.py"}


@pytest.mark.parametrize("is_mirror", [False, True])
@pytest.mark.parametrize(
    ("before", "after", "renames"),
    [
        ({"a": BODY, "z.ts": BODY.upper()}, {"a/y.png": BODY + "m", "n.ts": BODY.upper() + "1"}, {"z.ts": "n.ts"}),
        ({"a": BODY, "z.ts": BODY.upper()}, {"a/i.mdx": BODY + "m", "n.ts": BODY.upper() + "1"}, {"z.ts": "n.ts"}),
        (
            {"a": BODY, "q.ts": BODY + "q", "z.ts": BODY.upper()},
            {"a/q.ts": BODY + "q", "n.ts": BODY.upper() + "1"},
            {"q.ts": "a/q.ts", "z.ts": "n.ts"},
        ),
        ({"a": BODY, "old.ts": BODY + "x"}, {"a/new.ts": BODY + "x", "c.ts": "c"}, {"old.ts": "a/new.ts"}),
        ({"a/x.ts": BODY, "z.ts": "z"}, {"a": BODY + "more", "b/x.ts": BODY}, {"a/x.ts": "b/x.ts"}),
    ],
)
def test_a_folder_where_a_file_was(
    tmp_path: Path, before: Files, after: Files, renames: dict[str, str], *, is_mirror: bool
) -> None:
    with two_sides(tmp_path, before, after, is_mirror=is_mirror) as (clone, old, new):
        assert dict(clone.changes(old, new, is_unread=is_ignored).renames) == renames


def test_kinds(gh: StandIn) -> None:
    clone, before, after = two_commits(gh, BEFORE, AFTER)
    kinds = {path: entry and entry.kind for path, entry in clone.changes(before, after).entries.items()}
    assert (kinds["link"], kinds["file"], kinds["gone.py"]) == (EntryKind.FILE, EntryKind.LINK, None)
    assert "same.py" not in kinds


def test_a_mode_alone_is_no_change(gh: StandIn) -> None:
    clone, before, _ = two_commits(gh, {"a.py": "a\n", "b.py": "b\n"}, {})
    repo = next(iter(gh.world.repositories.values()))
    blob = clone.snapshot(before).entries["a.py"].object_id
    tree = made.git(repo.path, "mktree", stdin=f"100755 blob {blob}\ta.py\n".encode()).strip()
    found = clone.changes(before, tree).entries
    assert found == {"b.py": None}


def test_a_submodule(gh: StandIn) -> None:
    clone, before, _ = two_commits(gh, {"a.py": "a\n"}, {})
    repo = next(iter(gh.world.repositories.values()))
    trees = [
        made.git(repo.path, "mktree", "--missing", stdin=f"160000 commit {one * 40}\tsub\n".encode()).strip()
        for one in "12"
    ]
    kinds = [entry and entry.kind for entry in clone.changes(trees[0], trees[1]).entries.values()]
    assert kinds == [EntryKind.SUBMODULE]
    assert clone.changes(before, trees[0]).entries.keys() == {"a.py", "sub"}


def test_nothing_changed(gh: StandIn) -> None:
    clone, before, _ = two_commits(gh, {"a.py": "a\n"}, {})
    found = clone.changes(before, before)
    assert (found.entries, found.renames) == ({}, {})
