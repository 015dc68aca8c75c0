"""The public names of Python modules.

Public is what `__all__` lists; without it every name that has no underscore and is defined in the module, or imported
on purpose: `import x as x`, and in the `__init__` of a package what it takes from the package's own modules. The names
that a wildcard takes from a module of the package are public as they are there.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from checks.codebase.api.facade import PACKAGES, UNTOLD, Modules, folder
from checks.codebase.api.surface import Member, Sort

MOST_WILDCARDS = 200


@dataclass(frozen=True, slots=True)
class PublicNames:
    """The names of one module with the files of the modules that they are taken from, and whether there may be more."""

    names: Mapping[str, str] = field(default_factory=dict)
    is_open: bool = False


def public_names(modules: Modules, path: str, seen: frozenset[str] = frozenset()) -> PublicNames | None:
    """The public names of the module in a file, each with the file where it is first looked for. None where the module
    is not there (yet)."""
    api = modules.api(path)
    if api is None:
        return None
    if api.exported is not None:
        listed = list(modules.listed(path, api))
        return PublicNames(dict.fromkeys((name for name in listed if name != UNTOLD), path), UNTOLD in listed)
    is_package = path.endswith(PACKAGES) and not seen
    names = {member.name: path for member in api.members if _is_public(member, path, modules, is_package=is_package)}
    is_open = bool(api.unreadable) or "__getattr__" in api.by_name
    for module, _ in api.stars:
        target = modules.resolve(path, module)
        is_own = target is not None and target not in seen and len(seen) < MOST_WILDCARDS
        more = public_names(modules, target, seen | {path}) if target and is_own else None
        if more is not None:
            names = {**dict.fromkeys(more.names, path), **names}
        is_open = is_open or more is None or more.is_open
    return PublicNames(names, is_open)


def _is_public(member: Member, path: str, modules: Modules, *, is_package: bool) -> bool:
    if member.name.startswith("_") or member.name == "*" or "private" in member.marks:
        return False
    if member.sort is not Sort.ALIAS or member.target is None or not member.target[0]:
        return True
    if member.on_purpose:
        return True
    if not is_package or "type-only" in member.marks or path.endswith("i"):
        return False
    target = modules.resolve(path, member.target[0])
    return bool(member.target[1]) and target is not None and target.startswith(folder(path))
