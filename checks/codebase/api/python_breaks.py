"""What users of Python modules can no longer do: two facades, compared name by name.

A name that moved is no break while it is found under its public path. What two names share (an alias, an inherited
method) is said once, where it is defined if that is public.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from checks.codebase.api.breaks import Break
from checks.codebase.api.facade import Definition, Meaning, Modules, Unknown
from checks.codebase.api.python_classes import Lineage
from checks.codebase.api.python_facade import PublicNames, public_names
from checks.codebase.api.python_members import (
    base_changes,
    constructor_changes,
    is_public_member,
    member_changes,
    newly_abstract,
    removed_member,
)
from checks.codebase.api.python_parameters import Change
from checks.codebase.api.surface import Member, Sort

Places = tuple[Definition | None, Definition | None]

DEEPEST = 5
"""Classes in classes, and modules that modules offer."""


UNCERTAIN = frozenset({"conditional", "made"})
"""Marks of members of which the text does not tell what users get."""


@dataclass(frozen=True, slots=True)
class Side:
    """One commit: its modules, and the public ones among them, by dotted name."""

    modules: Modules
    entries: Mapping[str, str]


def find_breaks(base: Side, head: Side, is_touched: Callable[[str], bool] = lambda _: True) -> list[Break]:
    """The breaks from base to head, by name. Untouched is a file if neither it nor anything that it imports, directly
    or not, differs: what both sides take from there is not looked at. While a side's `missing` is not empty, some
    breaks are not known yet."""
    return _Comparison(base, head, is_touched).breaks()


def needed(base: Side, head: Side, is_touched: Callable[[str], bool] = lambda _: True) -> tuple[set[str], set[str]]:
    """The files whose APIs `find_breaks` lacks at base and at head; with them it may lack others."""
    find_breaks(base, head, is_touched)
    return base.modules.missing, head.modules.missing


@dataclass(frozen=True, slots=True)
class _Found:
    """A break, what it is about at base, and whether it is said of another class than the one that defines it."""

    about: tuple[str, str, int]
    is_inherited: bool
    found: Break


@dataclass
class _Comparison:
    base: Side
    head: Side
    is_touched: Callable[[str], bool]
    found: list[_Found] = field(default_factory=list)
    public: dict[tuple[str, str, int], str] = field(default_factory=dict)
    offered: dict[str, set[str]] = field(default_factory=dict)

    @cached_property
    def public_names(self) -> frozenset[str]:
        """The names of public definitions where they are defined, once all are known."""
        return frozenset(key[1] for key in self.public)

    def breaks(self) -> list[Break]:
        pairs: list[tuple[str, Meaning, Meaning]] = []
        for name, path in sorted(self.base.entries.items(), key=lambda item: (item[0].count("."), item[0])):
            pairs += self._module(name, path, self.head.entries.get(name), 0)
        for name, was, now in pairs:
            if isinstance(was, Definition) and isinstance(now, Definition):
                self._definition(name, was, now)
        return self._once()

    def _once(self) -> list[Break]:
        """Of breaks of the same definition the one that is nearest to it."""
        kept: dict[tuple[object, ...], Break] = {}
        for one in sorted(self.found, key=lambda one: (one.is_inherited, one.found.name.count("."))):
            kept.setdefault((one.about, one.found.id, one.found.was, one.found.now), one.found)
        return sorted(kept.values(), key=lambda one: (one.name, one.id, one.was))

    def _module(self, name: str, path: str, now: str | None, depth: int) -> Iterator[tuple[str, Meaning, Meaning]]:
        """Compare what a module lists; the names that are on both sides with what they mean."""
        was_public = public_names(self.base.modules, path)
        if now is None:
            if was_public is not None:
                self._add(name, Change("module-removed", path), (Definition(path, None), None))
            return
        now_public = public_names(self.head.modules, now)
        if was_public is None or now_public is None or depth > DEEPEST:
            return
        for one in was_public.names:
            was_hop, now_hop = self.base.modules.hop(path, one), self.head.modules.hop(now, one)
            if was_hop == now_hop and not self.is_touched(was_hop[0]) and one in now_public.names:
                continue
            was = self.base.modules.find(path, one)
            meant = self.head.modules.find(now, one)
            if was is None or self.base.modules.missing or self.head.modules.missing:
                continue
            if isinstance(was, Definition):
                self.public[was.key] = min(self.public.get(was.key, f"{name}.{one}"), f"{name}.{one}", key=_depth)
            if one not in now_public.names and not self._is_unreadable(now):
                self._not_public(f"{name}.{one}", self._place(was, path, one), meant, now_public)
            if meant is not None:
                yield f"{name}.{one}", was, meant
                yield from self._submodule(f"{name}.{one}", was, meant, (path, one), depth)

    def _submodule(
        self, name: str, was: Meaning, now: Meaning, place: tuple[str, str], depth: int
    ) -> Iterator[tuple[str, Meaning, Meaning]]:
        """What a module offers that another one offers on purpose."""
        if not (isinstance(was, Definition) and isinstance(now, Definition)):
            return
        path, one = place
        api = self.base.modules.api(path)
        member = api.by_name.get(one) if api else None
        is_meant = _is_listed(self.base, path, one) or (member is not None and member.on_purpose)
        if was.member is None and now.member is None and is_meant and was.path not in self.base.entries.values():
            yield from self._module(name, was.path, now.path, depth + 1)

    def _place(self, was: Meaning, path: str, name: str) -> Definition:
        """Where a name is defined, or for one from outside where it is imported."""
        api = self.base.modules.api(path)
        return was if isinstance(was, Definition) else Definition(path, api.by_name.get(name) if api else None)

    def _not_public(self, name: str, was: Definition, now: Meaning | None, at_head: PublicNames) -> None:
        path, _, last = name.rpartition(".")
        if now is None:
            other = self._elsewhere(name)
            kind = Change("name-moved", now=other) if other else Change("name-removed", _what(was))
            self._add(name, replace(kind, certain=not at_head.is_open), (was, None))
        elif isinstance(now, Unknown):
            if at_head.is_open:
                self._add(
                    name, Change("name-removed", _what(was), "perhaps by __getattr__", certain=False), (was, None)
                )
        elif not at_head.is_open and _is_listed(self.base, self.base.entries.get(path, ""), last):
            place = now if isinstance(now, Definition) else None
            self._add(name, Change("name-unlisted", "in __all__"), (was, place))

    def _elsewhere(self, name: str) -> str:
        """Another public module at head that offers a name which has gone."""
        last = name.rpartition(".")[2]
        if not self.offered:
            for entry, path in self.head.entries.items():
                names = public_names(self.head.modules, path)
                for one in names.names if names else ():
                    self.offered.setdefault(one, set()).add(f"{entry}.{one}")
        gained = self.offered.get(last, set()) - {f"{entry}.{last}" for entry in self._base_offers(last)}
        return min(gained, default="")

    def _base_offers(self, name: str) -> Iterator[str]:
        for entry, path in self.base.entries.items():
            names = public_names(self.base.modules, path)
            if names and name in names.names:
                yield entry

    def _definition(self, name: str, was: Definition, now: Definition, depth: int = 0) -> None:
        if was.member is None or now.member is None:
            if was.member is not now.member:
                self._add(name, Change("sort-changed", _what(was), _what(now)), (was, now))
            return
        if was.member == now.member and not was.member.bases:
            return
        if was.member.sort is Sort.CLASS and now.member.sort is Sort.CLASS:
            base = self.base.modules.api(was.path)
            if depth <= DEEPEST and not self._is_unreadable(now.path) and base and not base.unreadable:
                self._class(name, was, now, depth)
            return
        for change in member_changes(was.member, now.member):
            self._add(name, change, (was, now))

    def _is_unreadable(self, path: str) -> bool:
        """Whether names may be missing from a module at head."""
        api = self.head.modules.api(path)
        return api is None or bool(api.unreadable)

    def _class(self, name: str, was: Definition, now: Definition, depth: int) -> None:
        old, new = Lineage.of(self.base.modules, was), Lineage.of(self.head.modules, now)
        if self.base.modules.missing or self.head.modules.missing:
            return
        for change in base_changes(old, new, self.public_names):
            is_certain = change.certain and not any(self._is_perhaps_there(one) for one in change.was.split(", "))
            self._add(name, replace(change, certain=is_certain), (was, now))
        if old.constructor and new.constructor:
            places = old.constructor.place, new.constructor.place
            for change in constructor_changes(old.constructor, new.constructor):
                owner = new.members.get(change.parameter, (new.constructor.owner,))[0]
                about = Definition(owner.path, owner.member) if new.constructor.method is None else places[0]
                is_inherited = owner.key != now.key or old.constructor.owner.key != was.key
                self._add(name, change, places, is_inherited=is_inherited, about=about)
        for one, change in newly_abstract(old, new):
            owner, member = new.members[one]
            place = Definition(owner.path, member)
            self._add(f"{name}.{one}", change, (place, place))
        for owner, member in old.members.values():
            if is_public_member(member):
                self._member(f"{name}.{member.name}", (owner, member), (old, new), depth)

    def _is_perhaps_there(self, ancestor: str) -> bool:
        """Whether a class that is no ancestor any more is still given by a `__getattr__`, as deprecated ones are."""
        names = [name for key, name in self.public.items() if key[1] == ancestor]
        places = [name.rpartition(".") for name in names]
        paths = [(self.head.entries.get(module), one) for module, _, one in places]
        return any(path and isinstance(self.head.modules.find(path, one), Unknown) for path, one in paths)

    def _member(
        self, name: str, at_base: tuple[Definition, Member], lines: tuple[Lineage, Lineage], depth: int
    ) -> None:
        owner, member = at_base
        was, now = lines
        is_inherited = owner.key != was.owners[0].key
        place = Definition(owner.path, member)
        found = now.members.get(member.name)
        if found is None:
            if change := removed_member(member, was, now):
                self._add(name, change, (place, now.owners[0]), is_inherited=is_inherited)
            return
        at_head = Definition(found[0].path, found[1])
        if member.sort is Sort.CLASS and found[1].sort is Sort.CLASS:
            self._definition(name, place, at_head, depth + 1)
        elif member.name.startswith("__") and member.name != "__call__":
            return
        else:
            for change in member_changes(member, found[1], in_class=True):
                self._add(name, change, (place, at_head), is_inherited=is_inherited)

    def _add(
        self, name: str, change: Change, places: Places, *, is_inherited: bool = False, about: Definition | None = None
    ) -> None:
        was, now = places
        old, new = was.member if was else None, now.member if now else None
        is_open = any(one and one.marks & UNCERTAIN for one in (old, new)) or _is_stub(was) != _is_stub(now or was)
        is_open = is_open or bool(old and new and "decorated" in new.marks - old.marks)
        found = Break(
            change.id,
            name,
            change.was,
            change.now,
            new.line if new else None,
            old.line if old else 1,
            change.certain and not is_open,
            now.path if now else None,
            was.path if was else "",
        )
        about = about or was
        self.found.append(_Found(about.key if about else (name, "", 0), is_inherited, found))


def _depth(name: str) -> tuple[int, str]:
    return name.count("."), name


def _is_stub(place: Definition | None) -> bool:
    return place is not None and place.path.endswith("i")


def _is_listed(side: Side, path: str, name: str) -> bool:
    api = side.modules.api(path)
    return api is not None and api.exported is not None and name in side.modules.listed(path, api)


def _what(meaning: Meaning) -> str:
    if not isinstance(meaning, Definition):
        return ""
    return meaning.member.sort.value if meaning.member else "module"
