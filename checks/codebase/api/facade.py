"""What the names of Python modules mean at last: through imports, re-exports and wildcards, to where each is defined.

Facts arrive in rounds: modules that were asked for and are not there yet are noted in `missing`, and what hangs on them
is unknown until they are.
"""

from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass

from checks.codebase.api.surface import Member, ModuleApi, Sort

Resolve = Callable[[str, str], str | None]
"""The path of the module that an import (`.a`, `billing.api`) in the file at a path means; None for what is no file."""

MOST_HOPS = 40
"""Aliases one after the other."""

ALL = ".__all__"
UNTOLD = "*"
PACKAGES = ("/__init__.py", "/__init__.pyi")


@dataclass(frozen=True, slots=True)
class Definition:
    """A name's place: the file, and the member that it is there; None for the module itself."""

    path: str
    member: Member | None

    @property
    def key(self) -> tuple[str, str, int]:
        """What tells it from other definitions of the same side."""
        return (self.path, self.member.name, self.member.line) if self.member else (self.path, "", 0)


@dataclass(frozen=True, slots=True)
class External:
    """A name that no file of the repository defines, dotted."""

    name: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """What cannot be told from the text, or not yet."""


Meaning = Definition | External | Unknown
UNKNOWN = Unknown()
Seen = frozenset[tuple[str, str]]


class Modules:
    """The modules of one side. `known` holds the APIs that are there, None for a file that is none; `files` tells which
    stubs exist: a stub beside a module stands for it."""

    def __init__(self, known: Mapping[str, ModuleApi | None], resolve: Resolve, files: Container[str] = ()) -> None:
        self._known = known
        self._resolve = resolve
        self._files = files
        self.missing: set[str] = set()

    def api(self, path: str) -> ModuleApi | None:
        """The API of a module; None where it has none or is not there yet."""
        path = self.path(path)
        if path not in self._known:
            self.missing.add(path)
            return None
        return self._known[path]

    def path(self, path: str) -> str:
        """The file that tells what a module offers."""
        return f"{path}i" if path.endswith(".py") and f"{path}i" in self._files else path

    def resolve(self, importer: str, module: str) -> str | None:
        """The file that tells what an imported module offers."""
        path = self._resolve(importer, module)
        return None if path is None else self.path(path)

    def find(self, path: str, name: str, seen: Seen = frozenset()) -> Meaning | None:
        """What a name of a module means at last; None where the module has no such name."""
        api = self.api(path)
        if api is None or len(seen) > MOST_HOPS:
            return UNKNOWN
        member = api.by_name.get(name)
        if member is not None and (path, name) not in seen:
            is_alias = member.sort is Sort.ALIAS
            return self.follow(path, member, seen | {(path, name)}) if is_alias else Definition(path, member)
        found = self._starred(path, api, name, seen)
        if found is None and path.endswith(PACKAGES) and (submodule := self.resolve(path, f".{name}")):
            return Definition(submodule, None)
        is_open = api.unreadable or "__getattr__" in api.by_name
        return UNKNOWN if found is None and is_open else found

    def follow(self, path: str, alias: Member, seen: Seen = frozenset()) -> Meaning:
        """What an alias in a module means."""
        module, name = alias.target or ("", "")
        if not module:
            return self.expression(path, name, seen)
        target = self.resolve(path, module)
        if target is None:
            return External(f"{module}.{name}" if name else module)
        if not name:
            return Definition(target, None)
        found = None if (target, name) in seen else self.find(target, name, seen)
        if found is None and (submodule := self.resolve(path, joined(module, name))):
            return Definition(submodule, None)
        return found or UNKNOWN

    def expression(self, path: str, dotted: str, seen: Seen = frozenset()) -> Meaning:
        """What an expression such as `a.b` means in a module."""
        first, *rest = dotted.split(".")
        found = self.find(path, first, seen) if (path, first) not in seen else None
        if found is None:
            return External(dotted)  # a built-in name
        for position, name in enumerate(rest):
            found = self._attribute(found, name, ".".join(rest[position:]), seen)
            if not isinstance(found, Definition):
                break
        return found

    def hop(self, path: str, name: str) -> tuple[str, str]:
        """Where a name of a module is looked for next: in that module itself, or the one that it is imported from."""
        api = self.api(path)
        member = api.by_name.get(name) if api else None
        if member is None or not member.target or not member.target[0]:
            return path, name
        module, taken = member.target
        return self.resolve(path, module) or module, taken

    def _attribute(self, owner: Meaning, name: str, rest: str, seen: Seen) -> Meaning:
        if isinstance(owner, External):
            return External(f"{owner.name}.{rest}")
        if not isinstance(owner, Definition):
            return UNKNOWN
        if owner.member is None:
            return self.find(owner.path, name, seen) or UNKNOWN
        own = next((one for one in owner.member.members if one.name == name), None)
        return Definition(owner.path, own) if own and own.sort is not Sort.ALIAS else UNKNOWN

    def _starred(self, path: str, api: ModuleApi, name: str, seen: Seen) -> Meaning | None:
        """A name that a wildcard brings; the last wildcard counts."""
        is_open = False
        for module, _ in reversed(api.stars):
            target = self.resolve(path, module)
            if target is None:
                is_open = True
            elif (target, name) not in seen:
                found = self.find(target, name, seen | {(path, name)})
                is_listed = isinstance(found, Unknown) or self._is_taken(target, name)
                if found and is_listed and not (isinstance(found, Definition) and found.member is None):
                    return found
        return UNKNOWN if is_open and not name.startswith("_") else None

    def _is_taken(self, path: str, name: str) -> bool:
        """Whether a wildcard takes the name from this module."""
        api = self.api(path)
        if api is None or api.exported is None:
            return not name.startswith("_")
        return name in set(self.listed(path, api)) or UNTOLD in api.exported

    def listed(self, path: str, api: ModuleApi, seen: Seen = frozenset()) -> Iterator[str]:
        """What a module lists in `__all__`, with what the lists in it hold; `*` where that cannot be told."""
        for entry in api.exported or ():
            if not entry.endswith(ALL):
                yield entry
                continue
            other = self.expression(path, entry.removesuffix(ALL), frozenset())
            found = self.api(other.path) if isinstance(other, Definition) and not other.member else None
            if found is None or found.exported is None or not isinstance(other, Definition) or (path, entry) in seen:
                yield UNTOLD
            else:
                yield from self.listed(other.path, found, seen | {(path, entry)})


def joined(module: str, name: str) -> str:
    """The module that is `name` in another one, as an import would write it."""
    return f"{module}{name}" if module.endswith(".") else f"{module}.{name}"


def folder(path: str) -> str:
    """The folder of a file, with its slash."""
    return path[: path.rfind("/") + 1]
