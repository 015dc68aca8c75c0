"""Settings of the service, from environment variables; secrets from variables or from files."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from pydantic import ByteSize, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from app import stored_credentials as stored
from app.observing.logs import LogFormat


class SettingsError(Exception):
    """A setting is missing or wrong; the message names the variable and says what to do."""


class Settings(BaseSettings):
    """Everything that differs between two installations of adrift. Variables are `ADRIFT_` and the name in capitals,
    but for `DATABASE_URL`."""

    model_config = SettingsConfigDict(env_prefix="ADRIFT_", extra="ignore", frozen=True)

    app_id: int | None = None
    private_key: SecretStr | None = None
    private_key_file: Path | None = None
    webhook_secret: SecretStr | None = None
    webhook_secret_file: Path | None = None
    webhook_secret_previous: SecretStr | None = None
    webhook_secret_previous_file: Path | None = None
    github_url: str = "https://github.com"
    public_url: str | None = None
    data_dir: Path = Path("adrift-data")
    database_url: SecretStr | None = Field(default=None, validation_alias="DATABASE_URL")
    database_password_file: Path | None = Field(default=None, validation_alias="DATABASE_PASSWORD_FILE")
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    worker: bool = True
    concurrency: int = Field(default=2, ge=1, le=64)
    parser_processes: int = Field(default=2, ge=1, le=64)
    simulations: int = Field(default=2, ge=0, le=64)
    graph_memory: ByteSize = ByteSize(500_000_000)
    mirrors_size: ByteSize = ByteSize(10_000_000_000)
    log_format: LogFormat = LogFormat.TEXT
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    metrics_port: int | None = Field(default=None, ge=1, le=65535)
    deliveries_kept_days: int = Field(default=7, ge=3)  # GitHub delivers again for three days
    reviews_kept_days: int = Field(default=180, ge=1)
    facts_kept_days: int = Field(default=30, ge=1)
    facts_size: ByteSize = ByteSize(5_000_000_000)

    @field_validator("github_url", "public_url")
    @classmethod
    def _is_web_address(cls, url: str | None) -> str | None:
        return web_address(url) if url else None

    @property
    def api_url(self) -> str:
        """The REST API: on a host of its own in GitHub's cloud, below `/api/v3` of a GitHub Enterprise Server."""
        host = urlsplit(self.github_url).hostname or ""
        if host == "github.com" or host.endswith(".ghe.com"):
            return f"https://api.{host}"
        return f"{self.github_url}/api/v3"

    def clone_url(self, full_name: str) -> str:
        """Where git fetches a repository. Made here, not taken from an answer: the token goes to this host only."""
        return f"{self.github_url}/{full_name}.git"

    def database_password(self) -> str | None:
        """The database's password where a file of its own holds it. Raises SettingsError."""
        file = self.database_password_file
        return None if file is None else _secret("DATABASE_PASSWORD", None, file)

    def is_registered(self) -> bool:
        """Whether there is an App whose credentials, whole or not, are known here."""
        given = (self.app_id, self.private_key, self.private_key_file, self.webhook_secret, self.webhook_secret_file)
        return any(given) or stored.stored_in(self.data_dir) is not None

    def credentials(self) -> "Credentials":
        """The App's credentials: what the environment leaves open comes from what the first-run set-up has stored.
        Raises SettingsError for one that is missing or whose file cannot be read."""
        app_id, folder = self._app()
        key_file = self.private_key_file or (folder and folder / stored.PRIVATE_KEY)
        hook_file = self.webhook_secret_file or (folder and folder / stored.WEBHOOK_SECRET)
        key = _secret("ADRIFT_PRIVATE_KEY", self.private_key, key_file)
        hook = _secret("ADRIFT_WEBHOOK_SECRET", self.webhook_secret, hook_file)
        previous = self._previous_webhook_secret()
        return Credentials(app_id, SecretStr(_checked(key.replace("\\n", "\n"))), SecretStr(hook), previous)

    def _app(self) -> tuple[int, Path | None]:
        """The App's id, and the folder with what is stored of it."""
        folder = stored.stored_in(self.data_dir)
        if folder is not None:
            stored_id = _stored_id(folder)
            if self.app_id is None or self.app_id == stored_id:
                return stored_id, folder
        if self.app_id is not None:
            return self.app_id, None
        raise SettingsError(
            "ADRIFT_APP_ID is not set: give the App's id, as its settings page shows it, or have `adrift serve`, "
            "without any credentials, register an App"
        )

    def _previous_webhook_secret(self) -> SecretStr | None:
        value, file = self.webhook_secret_previous, self.webhook_secret_previous_file
        if file is None and not (value and value.get_secret_value()):
            return None
        return SecretStr(_secret("ADRIFT_WEBHOOK_SECRET_PREVIOUS", value, file))


@dataclass(frozen=True, slots=True)
class Credentials:
    """What makes this process the App: id, private key (PEM) and webhook secret. While the secret is changed, the one
    before holds too: GitHub and we do not change over in one moment."""

    app_id: int
    private_key: SecretStr
    webhook_secret: SecretStr
    previous_webhook_secret: SecretStr | None = None

    def webhook_secrets(self) -> tuple[str, ...]:
        """The secrets with which a webhook may be signed."""
        both = (self.webhook_secret, self.previous_webhook_secret)
        return tuple(secret.get_secret_value() for secret in both if secret is not None)


def read_settings() -> Settings:
    """The settings of this process. Raises SettingsError."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        name = "_".join(str(part) for part in first["loc"]).upper()
        name = name if name == "DATABASE_URL" else f"ADRIFT_{name}"
        raise SettingsError(f"{name}: {first['msg']}") from None


def web_address(url: str) -> str:
    """A web address without the slash at its end. Raises ValueError for anything else, and for one with credentials."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or "@" in parts.netloc:
        raise ValueError("give a web address, as https://example.com")
    if parts.query or parts.fragment:
        raise ValueError("give a web address without ? and #")
    return url.rstrip("/")


def _checked(key: str) -> str:
    try:
        load_pem_private_key(key.encode(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise SettingsError("ADRIFT_PRIVATE_KEY is not a private key as GitHub gives it (PEM, no password)") from None
    return key


def _stored_id(folder: Path) -> int:
    try:
        return int((folder / stored.APP_ID).read_text())
    except (OSError, ValueError) as error:
        raise SettingsError(f"{folder / stored.APP_ID} cannot be read: {error}") from None


def _secret(name: str, value: SecretStr | None, file: Path | None) -> str:
    if value is not None and value.get_secret_value():
        return value.get_secret_value()
    if file is None:
        raise SettingsError(f"{name} is not set: give it, or the path of a file that holds it in {name}_FILE")
    try:
        text = file.read_text().strip()
    except OSError as error:
        raise SettingsError(f"{name}_FILE: {file} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise SettingsError(f"{name}_FILE: {file} is not a text file") from None
    if not text:
        raise SettingsError(f"{name}_FILE: {file} is empty")
    return text
