"""Evidence on manifests."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class UndeclaredPackage:
    """`importer` imports `package`, which its `manifest` does not declare, or only in `group`, which is not shipped."""

    importer: str
    package: str
    manifest: str
    group: str | None


@dataclass(frozen=True, slots=True)
class WrongSpecifier:
    """`manifest` declares `package` of the repository by `specifier`, which is none of the protocols `allowed`."""

    manifest: str
    package: str
    specifier: str
    allowed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnpinnedVersion:
    """`manifest` declares `package` of `component`, which is versioned, by a `specifier` that names no version."""

    manifest: str
    package: str
    specifier: str
    component: str


@dataclass(frozen=True, slots=True)
class NotOnlyAPeer:
    """`manifest` declares `package` in `group`, though `component` may have it as a peer dependency only."""

    manifest: str
    package: str
    group: str
    component: str
