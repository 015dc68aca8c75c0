"""What the set-up has stored, beside what the environment says."""

from pathlib import Path

import pytest

from app import stored_credentials as stored
from app.settings import Settings, SettingsError
from tests.stand_in import StandIn


def keep(data_dir: Path, app_id: str) -> None:
    stored.store(stored.prepare(data_dir), {stored.APP_ID: app_id, stored.WEBHOOK_SECRET: "stored"})


def test_the_environment_wins_over_what_is_stored(gh: StandIn, tmp_path: Path) -> None:
    keep(tmp_path, "7")
    settings = Settings(data_dir=tmp_path, private_key=gh.private_key_pem, webhook_secret_previous="old")
    assert settings.credentials().webhook_secrets() == ("stored", "old")
    changed = Settings(data_dir=tmp_path, private_key=gh.private_key_pem, webhook_secret="new")
    assert (changed.credentials().app_id, changed.credentials().webhook_secrets()) == (7, ("new",))


def test_what_is_stored_of_another_app_is_not_taken(gh: StandIn, tmp_path: Path) -> None:
    keep(tmp_path, "7")
    with pytest.raises(SettingsError, match="ADRIFT_WEBHOOK_SECRET"):
        Settings(data_dir=tmp_path, app_id=8, private_key=gh.private_key_pem).credentials()


@pytest.mark.parametrize("text", ["", "x"])
def test_a_stored_id_that_is_none_is_named(tmp_path: Path, text: str) -> None:
    keep(tmp_path, text)
    with pytest.raises(SettingsError, match=stored.APP_ID):
        Settings(data_dir=tmp_path).credentials()


def test_who_is_registered(tmp_path: Path) -> None:
    assert not Settings(data_dir=tmp_path).is_registered()
    assert Settings(data_dir=tmp_path, webhook_secret="s").is_registered()
    assert Settings(data_dir=tmp_path, app_id=1).is_registered()
    keep(tmp_path, "7")
    assert Settings(data_dir=tmp_path).is_registered()
