"""Names of what lies outside the repository, and which entries of a policy name them.

The same package goes by several names: what a manifest declares (`PyYAML`, `@types/react`) is not what an import says
(`yaml`, `react`). An entry by either name covers both, where the names follow from each other or are well known.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from checks.codebase.io_groups import ANY, GROUPS, JAVASCRIPT, PYTHON
from checks.codebase.languages.python import LANGUAGE as PYTHON_LANGUAGE
from checks.codebase.languages.python.dependencies import normalised
from checks.codebase.languages.python.resolve import STANDARD_LIBRARY

PEER, DEVELOPMENT_ONLY, GROUP = "peer:", "dev:*", "io:"
REGISTRIES = re.compile(r"(?:npm:|jsr:)/?(?P<name>@?[^@]*)(?:@.*)?")
"""`npm:zod@3`: how Deno and Bun write the name of a package."""

VERSION = re.compile(r"@[v^~]?\d[^/]*")
"""In an address, which names a package with it (`https://esm.sh/zod@3.22`): another version is the same package."""

SCHEME = re.compile(r"(?!https?:)[A-Za-z][\w+.-]*:")
"""What the runtime or a bundler provides: `node:fs`, `bun:sqlite`, `virtual:pwa-register`."""

TYPES = "@types/"
MOST_KNOWN = 4_096
"""Names of which it is remembered what they belong to: a commit says the same ones over and over."""

IMPORTED_AS = {
    "attrs": ("attr", "attrs"),
    "beautifulsoup4": ("bs4",),
    "django-environ": ("environ",),
    "djangorestframework": ("rest_framework",),
    "grpcio": ("grpc",),
    "mysql-connector-python": ("mysql",),
    "mysqlclient": ("MySQLdb",),
    "opencv-python": ("cv2",),
    "pillow": ("PIL",),
    "protobuf": ("google",),
    "psycopg-binary": ("psycopg",),
    "psycopg2-binary": ("psycopg2",),
    "pycryptodome": ("Crypto",),
    "pyjwt": ("jwt",),
    "pymupdf": ("fitz",),
    "python-dateutil": ("dateutil",),
    "python-decouple": ("decouple",),
    "python-dotenv": ("dotenv",),
    "python-jose": ("jose",),
    "pyyaml": ("yaml",),
    "pyzmq": ("zmq",),
    "scikit-learn": ("sklearn",),
    "websocket-client": ("websocket",),
}
"""Distributions of PyPI whose top-level modules have other names than they: those that are met most."""


class Manner(StrEnum):
    """How a file names something: by an import, in a manifest, or without either."""

    IMPORTED = "imported"
    DECLARED = "declared"
    USED = "used"


@dataclass(frozen=True, slots=True)
class ExternalName:
    """One name as a file has it."""

    text: str
    is_python: bool
    manner: Manner = Manner.IMPORTED

    @classmethod
    def of(cls, importer: str, text: str, manner: Manner = Manner.IMPORTED) -> "ExternalName":
        """A name in a file of this path."""
        is_python = PYTHON_LANGUAGE.dialect(importer) is not None
        return cls(text if is_python else _plain(text), is_python, manner)

    @property
    def package(self) -> str:
        """The whole package: the top-level module for Python, the name in the registry for npm. What is used without an
        import is a name of its own."""
        if self.manner is Manner.USED:
            return self.text
        if self.is_python:
            return self.text.partition(".")[0] if self.manner is Manner.IMPORTED else self.text
        parts = self.text.split("/")
        return "/".join(parts[: 2 if self.text.startswith("@") else 1]) if "://" not in self.text else self.text

    @property
    def is_third_party(self) -> bool:
        """Whether it comes neither with the language nor with its runtime."""
        if self.manner is Manner.IMPORTED:
            return self.package not in STANDARD_LIBRARY if self.is_python else SCHEME.match(self.text) is None
        return self.manner is Manner.DECLARED

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups of input and output that it belongs to."""
        return _groups(self)


def covers(entry: str, name: ExternalName) -> bool:
    """Whether an entry of a list names something, or what it is a part of: `react` covers `react/jsx-runtime` and not
    `react-dom`."""
    if entry.startswith(GROUP):
        return bool(name.groups) if entry == ANY else entry in name.groups
    entry = _plain(entry.removeprefix(PEER))
    if name.manner is Manner.USED:
        return _is_below(name.text, entry.removeprefix("node:"), ".")
    if not name.is_python:
        own, other = name.text.removeprefix("node:"), entry.removeprefix("node:")
        return _is_below(own, other, "/") or (own.startswith(TYPES) and _is_below(_typed(own), other, "/"))
    distribution = _distribution(entry)
    if name.manner is Manner.DECLARED:
        return distribution == name.text or entry in _modules(name.text)
    return _is_below(name.text, entry, ".") or name.package in _modules(distribution)


def permits(entries: Collection[str], name: ExternalName) -> bool:
    """Whether a list of what is allowed holds something. Who may use a part of a package may declare the package."""
    if any(covers(entry, name) for entry in entries):
        return True
    if name.manner is not Manner.DECLARED:
        return DEVELOPMENT_ONLY in entries and name.is_third_party
    if name.is_python:
        return any(entry.removeprefix(PEER).partition(".")[0] in _modules(name.text) for entry in entries)
    return any(_is_below(entry.removeprefix(PEER), name.text, "/") for entry in entries)


def names_groups(entries: Collection[str]) -> bool:
    """Whether a list says anything on input and output."""
    return not {ANY, *GROUPS}.isdisjoint(entries)


@lru_cache(MOST_KNOWN)
def _groups(name: ExternalName) -> tuple[str, ...]:
    table = PYTHON if name.is_python else JAVASCRIPT
    if name.manner is Manner.USED:
        return tuple(group for group, members in table.items() if name.text in members.names)
    return tuple(group for group, members in table.items() if any(covers(one, name) for one in members.modules))


@lru_cache(MOST_KNOWN)
def _plain(text: str) -> str:
    """The name without where it comes from and which version it is."""
    if "://" in text:
        return VERSION.sub("", text)
    found = REGISTRIES.fullmatch(text)
    return found["name"] if found else text


def _is_below(name: str, other: str, separator: str) -> bool:
    return name == other or name.startswith(other + separator)


def _typed(name: str) -> str:
    """`@acme/ui` for `@types/acme__ui`, which holds its types."""
    scope, two, rest = name.removeprefix(TYPES).partition("__")
    return f"@{scope}/{rest}" if two else scope


@lru_cache(MOST_KNOWN)
def _distribution(name: str) -> str:
    return normalised(name)


def _modules(distribution: str) -> tuple[str, ...]:
    """The top-level modules of a distribution, by its normalised name."""
    return IMPORTED_AS.get(distribution, (distribution.replace("-", "_"),))
