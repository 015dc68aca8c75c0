"""import-linter's contracts as their files say them: `.importlinter` and `setup.cfg` (INI), `pyproject.toml`."""

import configparser
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.adoption.imported.values import Origin, UnreadableConfigurationError

SECTION = "importlinter"
Options = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Contract:
    """One contract: its options by name, each as the lines or items that it has."""

    origin: Origin
    kind: str
    options: Options

    def lines(self, option: str) -> tuple[str, ...]:
        """The values of an option; none where it is not given."""
        return self.options.get(option, ())

    def flag(self, option: str, *, default: bool = False) -> bool:
        """A boolean option."""
        values = self.options.get(option)
        return values[0].strip().lower() == "true" if values else default


@dataclass(frozen=True, slots=True)
class Contracts:
    """A configuration of import-linter: the packages that it looks at, its other options, the contracts."""

    packages: tuple[str, ...]
    options: Options
    contracts: tuple[Contract, ...]


def has_contracts(file: str, text: str) -> bool:
    """Whether a `setup.cfg` or `pyproject.toml` is one of import-linter's at all."""
    return f"tool.{SECTION}" in text if file.endswith(".toml") else f"[{SECTION}" in text


def read_contracts(file: str, text: str) -> Contracts:
    """Read a configuration. Raises UnreadableConfigurationError."""
    try:
        session, contracts = _toml(text) if file.endswith(".toml") else _ini(text)
    except (tomllib.TOMLDecodeError, configparser.Error) as error:
        raise UnreadableConfigurationError(f"{file} cannot be read: {error}") from error
    options = {name: _lines(value) for name, value in session.items()}
    packages = (*options.get("root_package", ()), *options.get("root_packages", ()))
    return Contracts(packages, options, tuple(_contract(file, one) for one in contracts))


def _toml(text: str) -> tuple[Mapping[str, object], Sequence[Mapping[str, object]]]:
    tool = tomllib.loads(text).get("tool", {})
    session = tool.get(SECTION, {}) if isinstance(tool, dict) else {}
    contracts = session.get("contracts", []) if isinstance(session, dict) else []
    return session, [one for one in contracts if isinstance(one, dict)]


def _ini(text: str) -> tuple[Mapping[str, object], Sequence[Mapping[str, object]]]:
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    parser.read_string(text)
    named = [name for name in parser.sections() if name.startswith(f"{SECTION}:")]
    contracts = [{"id": name.rpartition(":")[2], **parser[name]} for name in named]
    return dict(parser[SECTION]) if SECTION in parser else {}, contracts


def _contract(file: str, one: Mapping[str, object]) -> Contract:
    options = {name: _lines(value) for name, value in one.items()}
    name = next(iter(options.get("name") or options.get("id") or ()), "without a name")
    kind = next(iter(options.get("type", ())), "")
    return Contract(Origin(file, f"contract `{name}`"), kind, options)


def _lines(value: object) -> tuple[str, ...]:
    """An option's lines; in TOML an item may itself be a list of siblings."""
    if isinstance(value, str):
        return tuple(line.strip() for line in value.strip().splitlines() if line.strip())
    if isinstance(value, list):
        return tuple(" | ".join(map(str, item)) if isinstance(item, list) else str(item).strip() for item in value)
    return () if value is None else (str(value),)
