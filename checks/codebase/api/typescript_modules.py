"""What the names of TypeScript modules mean at last: through imports, re-exports and barrels, to where each is defined.

A name may mean two things, a type and a value (`interface Query`, `const Query`); each has its own definition. Facts
arrive in rounds: modules that were asked for and are not there yet are noted in `missing`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from checks.codebase.api.facade import MOST_HOPS, UNKNOWN, Definition, External, Meaning, Resolve, Seen
from checks.codebase.api.surface import Member, ModuleApi, Sort

TYPES = frozenset({Sort.INTERFACE, Sort.TYPE, Sort.CLASS, Sort.ENUM, Sort.NAMESPACE})
VALUES = frozenset({Sort.FUNCTION, Sort.ATTRIBUTE, Sort.CLASS, Sort.ENUM, Sort.NAMESPACE})
EXPORT_EQUALS = "export="
WHOLE = "*"
NAME = re.compile(r"[\w$.]+")
MOST_BASES = 30


class ScriptModules:
    """The modules of one side. `known` holds the APIs that are there, None for a file that is none."""

    def __init__(self, known: Mapping[str, ModuleApi | None], resolve: Resolve) -> None:
        self._known = known
        self._resolve = resolve
        self._members: dict[str, dict[str, list[Member]]] = {}
        self._exported: dict[str, tuple[dict[str, None], bool]] = {}
        self.missing: set[str] = set()

    def api(self, path: str) -> ModuleApi | None:
        """The API of a module; None where it has none or is not there yet."""
        if path not in self._known:
            self.missing.add(path)
            return None
        return self._known[path]

    def exported(self, path: str) -> tuple[dict[str, None], bool]:
        """The names that a module exports in order, those of its stars included, and whether there may be more."""
        if path not in self._exported:
            self._exported[path] = self._all_exported(path, frozenset())
        return self._exported[path]

    def _all_exported(self, path: str, seen: frozenset[str]) -> tuple[dict[str, None], bool]:
        api = self.api(path)
        if api is None:
            return {}, True
        names = dict.fromkeys(api.exported or ())
        is_open = api.unreadable is not None
        for module, _ in api.stars:
            target = self._resolve(path, module)
            if target is None:
                is_open = True
            elif target not in seen:
                more, is_more_open = self._all_exported(target, seen | {path})
                names |= {name: None for name in more if name != "default"}
                is_open = is_open or is_more_open
        return names, is_open

    def find(self, path: str, name: str, seen: Seen = frozenset()) -> tuple[Meaning, ...]:
        """What an exported name of a module means; nothing where it exports no such name."""
        api = self.api(path)
        if api is None or len(seen) > MOST_HOPS:
            return (UNKNOWN,)
        if (path, name) in seen:
            return ()
        seen |= {(path, name)}
        own = [member for member in self._named(path, api, name) if "local" not in member.marks]
        if own:
            return _distinct(meaning for member in own for meaning in self._meanings(path, member, seen))
        if name == "default":
            return self.find(path, EXPORT_EQUALS, seen)
        for module, _ in api.stars if name != EXPORT_EQUALS else ():
            target = self._resolve(path, module)
            names, is_open = self.exported(target) if target is not None else ({}, False)
            found = self.find(target, name, seen) if target is not None and (name in names or is_open) else ()
            if found:
                return found
        return (UNKNOWN,) if api.unreadable else ()

    def look_up(self, path: str, dotted: str, seen: Seen = frozenset()) -> tuple[Meaning, ...]:
        """What a name means inside a module, exported or not: `Options`, `z.Query`."""
        api = self.api(path)
        first, *rest = dotted.split(".")
        if api is None or len(seen) > MOST_HOPS:
            return (UNKNOWN,)
        key = (f"{path}#", dotted)
        own = self._named(path, api, first)
        if key in seen or not own:
            return (External(dotted),)
        members = [member for member in own if "local" in member.marks] or own
        found = _distinct(meaning for member in members for meaning in self._meanings(path, member, seen | {key}))
        for name in rest:
            found = _distinct(inner for outer in found for inner in self.inside(outer, name, seen | {key}))
        return found

    def with_inherited(self, found: Definition) -> Definition:
        """A class, an interface or an object type with the members of its bases; `open` where one is not to be seen."""
        member = found.member
        if member is None or not member.bases:
            return found
        members, unseen = self._inherited(found.path, member, 0)
        marks = member.marks | ({"open"} if unseen else set())
        return replace(found, member=replace(member, members=tuple(members), marks=marks))

    def _inherited(self, path: str, member: Member, depth: int) -> tuple[Iterable[Member], bool]:
        members = {_key(each): each for each in member.members}
        is_open = "open" in member.marks
        for base in member.bases:
            match = NAME.match(base)
            found = self.look_up(path, match[0]) if match is not None and depth < MOST_BASES else (UNKNOWN,)
            owners = [one for one in found if isinstance(one, Definition) and one.member and _has_members(one.member)]
            is_open = is_open or not owners
            for owner in owners[:1]:
                if owner.member is not None and owner.member is not member:
                    inherited, more = self._inherited(owner.path, owner.member, depth + 1)
                    if owner.path != path:  # the line has to be one of this file
                        inherited = (replace(each, line=member.line) for each in inherited)
                    members = {**{_key(each): each for each in inherited}, **members}
                    is_open = is_open or more
        return members.values(), is_open

    def _named(self, path: str, api: ModuleApi, name: str) -> list[Member]:
        if path not in self._members:
            index: dict[str, list[Member]] = {}
            for member in api.members:
                index.setdefault(member.name, []).append(member)
            self._members[path] = index
        return self._members[path].get(name, [])

    def _meanings(self, path: str, member: Member, seen: Seen) -> Iterator[Meaning]:
        """What a member of a module means: itself, or what it is an alias of."""
        if member.sort is not Sort.ALIAS or member.target is None:
            yield Definition(path, member)
            return
        module, name = member.target
        if not module:
            found = self.look_up(path, name, seen)
        elif (target := self._resolve(path, module)) is None:
            found = (External(f"{module}.{name}"),)
        elif name == WHOLE:
            found = (Definition(target, None),)
        else:
            found = self.find(target, name, seen)
        if member.type is not None and not any(isinstance(meaning, Definition) for meaning in found):
            found = (Definition(path, replace(member, sort=Sort.TYPE, target=None)),)  # `type A = Date`
        for meaning in found:
            is_value = isinstance(meaning, Definition) and meaning.member and meaning.member.sort not in TYPES
            if not (is_value and "type-only" in member.marks):
                yield meaning

    def inside(self, outer: Meaning, name: str, seen: Seen = frozenset()) -> tuple[Meaning, ...]:
        """What a name means in a namespace or in a module that stands as one."""
        if isinstance(outer, External):
            return (External(f"{outer.name}.{name}"),)
        if not isinstance(outer, Definition):
            return (UNKNOWN,)
        if outer.member is None:
            return self.find(outer.path, name, seen)
        own = [member for member in outer.member.members if member.name == name]
        return _distinct(meaning for member in own for meaning in self._meanings(outer.path, member, seen))


def _has_members(member: Member) -> bool:
    return member.sort in {Sort.CLASS, Sort.INTERFACE} or "shape" in member.marks


def _key(member: Member) -> tuple[str, bool]:
    return member.name, "static" in member.marks


def _distinct(meanings: Iterable[Meaning]) -> tuple[Meaning, ...]:
    return tuple({each.key if isinstance(each, Definition) else each: each for each in meanings}.values())
