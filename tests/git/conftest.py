"""A GitHub with one repository, and a mirror of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.git.fetch import inside
from app.git.mirror import Mirror, Wanted
from tests.stand_in import Repository, StandIn

MAIN = {"base": Wanted("refs/heads/main")}


@pytest.fixture
def gh(tmp_path: Path) -> Iterator[StandIn]:
    with StandIn(tmp_path / "github") as stand_in:
        stand_in.start()
        yield stand_in


@pytest.fixture
def repo(gh: StandIn) -> Repository:
    return gh.create_repository("acme/shop", files={"a.py": "x = 1\n"})


@pytest.fixture
def mirror(gh: StandIn, repo: Repository, tmp_path: Path) -> Mirror:
    return Mirror(tmp_path / "mirrors" / "9" / "7.git", f"{gh.url}/acme/shop.git")


def objects(folder: Path) -> dict[str, str]:
    """The ids of all objects that are in a repository, and their kinds."""
    listing = inside(folder).text("cat-file", "--batch-all-objects", "--batch-check=%(objectname) %(objecttype)")
    return dict(line.split(" ") for line in listing.splitlines())


def blobs(folder: Path) -> list[bytes]:
    """The contents of all files that are in a repository, sorted."""
    found = [one for one, kind in objects(folder).items() if kind == "blob"]
    return sorted(inside(folder).run("cat-file", "blob", one) for one in found)
