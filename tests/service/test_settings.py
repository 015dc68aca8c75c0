"""Settings: what is missing or wrong is said with the variable's name, and nothing secret is ever shown."""

from pathlib import Path

import pytest

from app.settings import Settings, SettingsError, read_settings
from tests.stand_in.auth import Authenticator
from tests.stand_in.state import World

KEY = Authenticator(World(1, "adrift")).private_key_pem
COMPLETE = {"ADRIFT_APP_ID": "4711", "ADRIFT_PRIVATE_KEY": KEY, "ADRIFT_WEBHOOK_SECRET": "secret"}


@pytest.fixture
def variables(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A complete set; a test takes away or changes what matters."""
    for name, value in COMPLETE.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def test_a_complete_set(variables: pytest.MonkeyPatch) -> None:
    credentials = read_settings().credentials()
    assert (credentials.app_id, credentials.webhook_secret.get_secret_value()) == (4711, "secret")


@pytest.mark.parametrize("name", COMPLETE)
@pytest.mark.parametrize("value", [None, ""])
def test_what_is_missing_is_named(variables: pytest.MonkeyPatch, name: str, value: str | None) -> None:
    if value is None:
        variables.delenv(name)
    else:
        variables.setenv(name, value)
    with pytest.raises(SettingsError, match=name):
        read_settings().credentials()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ADRIFT_APP_ID", "x"),
        ("ADRIFT_PORT", "many"),
        ("ADRIFT_PORT", "70000"),
        ("ADRIFT_WORKER", "maybe"),
        ("ADRIFT_CONCURRENCY", "0"),
        ("ADRIFT_GITHUB_URL", "github.com"),
        ("ADRIFT_GITHUB_URL", "ftp://github.com"),
        ("ADRIFT_GITHUB_URL", "https://user:pass@github.com"),
    ],
)
def test_what_is_wrong_is_named(variables: pytest.MonkeyPatch, name: str, value: str) -> None:
    variables.setenv(name, value)
    with pytest.raises(SettingsError, match=name):
        read_settings().credentials()


@pytest.mark.parametrize("key", ["geheim", KEY[:200], KEY.replace("RSA PRIVATE", "PUBLIC")])
def test_a_key_that_is_none_is_not_shown(variables: pytest.MonkeyPatch, key: str) -> None:
    variables.setenv("ADRIFT_PRIVATE_KEY", key)
    with pytest.raises(SettingsError, match="ADRIFT_PRIVATE_KEY") as caught:
        read_settings().credentials()
    assert key[:40] not in str(caught.value)


def test_a_key_on_one_line(variables: pytest.MonkeyPatch) -> None:
    variables.setenv("ADRIFT_PRIVATE_KEY", KEY.replace("\n", "\\n"))
    assert read_settings().credentials().private_key.get_secret_value() == KEY


def test_secrets_from_files(variables: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, text in (("ADRIFT_PRIVATE_KEY", KEY), ("ADRIFT_WEBHOOK_SECRET", "from a file\n")):
        (tmp_path / name).write_text(text)
        variables.delenv(name)
        variables.setenv(f"{name}_FILE", str(tmp_path / name))
    credentials = read_settings().credentials()
    assert credentials.private_key.get_secret_value() == KEY.strip()
    assert credentials.webhook_secret.get_secret_value() == "from a file"


@pytest.mark.parametrize(("value", "expected"), [(None, ("secret",)), ("", ("secret",)), ("old", ("secret", "old"))])
def test_the_secret_before(variables: pytest.MonkeyPatch, value: str | None, expected: tuple[str, ...]) -> None:
    if value is not None:
        variables.setenv("ADRIFT_WEBHOOK_SECRET_PREVIOUS", value)
    assert read_settings().credentials().webhook_secrets() == expected


def test_the_secret_before_from_a_file(variables: pytest.MonkeyPatch, tmp_path: Path) -> None:
    variables.setenv("ADRIFT_WEBHOOK_SECRET_PREVIOUS_FILE", str(tmp_path / "old"))
    with pytest.raises(SettingsError, match="ADRIFT_WEBHOOK_SECRET_PREVIOUS_FILE"):
        read_settings().credentials()
    (tmp_path / "old").write_text("old\n")
    assert read_settings().credentials().webhook_secrets() == ("secret", "old")


@pytest.mark.parametrize("content", [None, b"", b"\n", b"\xff\xfe\x00"])
def test_a_file_without_a_secret(variables: pytest.MonkeyPatch, tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "key").write_bytes(content)
    variables.delenv("ADRIFT_PRIVATE_KEY")
    variables.setenv("ADRIFT_PRIVATE_KEY_FILE", str(tmp_path / "key"))
    with pytest.raises(SettingsError, match="ADRIFT_PRIVATE_KEY_FILE"):
        read_settings().credentials()


def test_nothing_secret_is_in_a_representation(variables: pytest.MonkeyPatch) -> None:
    variables.setenv("DATABASE_URL", "postgresql://u:geheim@db/x")
    variables.setenv("ADRIFT_WEBHOOK_SECRET", "hush-hush")
    variables.setenv("ADRIFT_WEBHOOK_SECRET_PREVIOUS", "pssst")
    settings = read_settings()
    shown = f"{settings!r} {settings.credentials()!r} {vars(settings)}"
    assert not [word for word in ("geheim", "hush-hush", "pssst", KEY[40:80]) if word in shown]


@pytest.mark.parametrize(
    ("url", "api", "clone"),
    [
        ("https://github.com", "https://api.github.com", "https://github.com/a/b.git"),
        ("https://github.com/", "https://api.github.com", "https://github.com/a/b.git"),
        ("https://ghe.example", "https://ghe.example/api/v3", "https://ghe.example/a/b.git"),
        ("https://corp.ghe.com", "https://api.corp.ghe.com", "https://corp.ghe.com/a/b.git"),
        ("https://ghe.example:8443/", "https://ghe.example:8443/api/v3", "https://ghe.example:8443/a/b.git"),
    ],
)
def test_addresses_of_github(url: str, api: str, clone: str) -> None:
    settings = Settings(github_url=url)
    assert (settings.api_url, settings.clone_url("a/b")) == (api, clone)
