"""Where a user's cache is."""

import os
import stat
from pathlib import Path

import pytest

from app.facts.cache_folder import cache_folder, own_folder


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = Path("/home/ann")
    monkeypatch.setattr(Path, "home", lambda: folder)
    return folder


@pytest.mark.parametrize(
    ("environment", "platform", "expected"),
    [
        ({"XDG_CACHE_HOME": "/caches"}, "linux", "/caches/adrift"),
        ({}, "linux", "/home/ann/.cache/adrift"),
        ({"XDG_CACHE_HOME": ""}, "linux", "/home/ann/.cache/adrift"),
        ({"XDG_CACHE_HOME": "relative"}, "linux", "/home/ann/.cache/adrift"),
        ({}, "darwin", "/home/ann/Library/Caches/adrift"),
        ({"LOCALAPPDATA": "/local"}, "win32", "/local/adrift/Cache"),
    ],
)
def test_the_folder_is_where_the_system_keeps_caches(environment: dict[str, str], platform: str, expected: str) -> None:
    assert cache_folder(environment, platform) == Path(expected)


def test_a_user_without_a_home_has_no_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_home() -> Path:
        raise RuntimeError("could not determine home directory")

    monkeypatch.setattr(Path, "home", no_home)
    assert cache_folder({}, "linux") is None
    assert cache_folder({}, "win32") is None


def test_the_folder_is_for_its_owner_alone(tmp_path: Path) -> None:
    open_to_all = tmp_path / "open"
    open_to_all.mkdir(mode=0o777)
    for folder in (tmp_path / "new" / "adrift", open_to_all):
        own_folder(folder)
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_the_folder_of_somebody_else_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: tmp_path.stat().st_uid + 1)
    with pytest.raises(PermissionError, match="somebody else"):
        own_folder(tmp_path)
