"""The facade of a TypeScript package: the public names of its entry modules, resolved to their definitions."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from checks.codebase.api.facade import Definition, Meaning, Resolve
from checks.codebase.api.surface import Member, ModuleApi, Sort
from checks.codebase.api.typescript_modules import ScriptModules
from checks.codebase.api.typescript_texts import TYPE_NAME, type_texts

DEEPEST = 4
"""Namespaces in namespaces."""

HIDDEN = frozenset({Sort.INTERFACE, Sort.TYPE, Sort.ENUM})
MOST_NAMES = 20_000
MOST_HIDDEN = 2_000


@dataclass(frozen=True, slots=True)
class Facade:
    """The meanings of every dotted public name, the members of namespaces included. `is_open` are the names of
    namespaces (empty for an entry itself) that may have more names than are listed. `hidden` are the types by file and
    name that are not public but of which public ones are made: users meet them all the same.
    """

    names: Mapping[str, tuple[Meaning, ...]] = field(default_factory=dict)
    is_open: frozenset[str] = frozenset()
    hidden: Mapping[tuple[str, str], Definition] = field(default_factory=dict)


def everything(_path: str) -> bool:
    """Every file is looked at."""
    return True


def script_facade(
    entries: Mapping[str, str],
    known: Mapping[str, ModuleApi | None],
    resolve: Resolve,
    is_touched: Callable[[str], bool] = everything,
) -> tuple[Facade, frozenset[str]]:
    """The facade of entry modules by the prefix of their names (empty for the package's main one), and the paths of the
    modules to read before it is complete. Of untouched files, which neither differ nor import any that does, no more is
    told than the names: what they inherit and are made of is the same on both sides."""
    builder = _Builder(ScriptModules(known, resolve), is_touched)
    for prefix, path in entries.items():
        builder.add_module(prefix, path, ())
    hidden = builder.hidden()
    return Facade(builder.names, frozenset(builder.is_open), hidden), frozenset(builder.modules.missing)


class _Builder:
    def __init__(self, modules: ScriptModules, is_touched: Callable[[str], bool]) -> None:
        self.modules = modules
        self.is_touched = is_touched
        self.names: dict[str, tuple[Meaning, ...]] = {}
        self.is_open: set[str] = set()

    def add_module(self, prefix: str, path: str, above: tuple[str, ...]) -> None:
        """Adds the exports of a module, and of the modules that stand as namespaces among them."""
        names, is_open = self.modules.exported(path)
        if is_open:
            self.is_open.add(prefix)
        for name in names:
            self._add(f"{prefix}.{name}" if prefix else name, self.modules.find(path, name), (*above, path))

    def hidden(self) -> dict[tuple[str, str], Definition]:
        """The types that the public ones are made of."""
        public = [each for found in self.names.values() for each in found if isinstance(each, Definition)]
        seen = {each.key for each in public}
        pending = [each for each in public if self.is_touched(each.path)]
        found = dict[tuple[str, str], Definition]()
        while pending and len(found) < MOST_HIDDEN:
            for each in self._made_of(pending.pop()):
                if each.key not in seen and each.member is not None:
                    seen.add(each.key)
                    pending.append(each)
                    found[each.path, each.member.name] = self.modules.with_inherited(each)
        return found

    def _made_of(self, found: Definition) -> Iterator[Definition]:
        texts = type_texts(found.member) if found.member is not None else ()
        for name in dict.fromkeys(match[0] for text in texts for match in TYPE_NAME.finditer(text)):
            for each in self.modules.look_up(found.path, name):
                is_hidden = isinstance(each, Definition) and each.member is not None and each.member.sort in HIDDEN
                if isinstance(each, Definition) and is_hidden and self.is_touched(each.path):
                    yield each

    def _add(self, name: str, meanings: tuple[Meaning, ...], above: tuple[str, ...]) -> None:
        if len(self.names) >= MOST_NAMES or len(above) > DEEPEST:
            return
        self.names[name] = tuple(
            self.modules.with_inherited(each) if isinstance(each, Definition) and self.is_touched(each.path) else each
            for each in meanings
        )
        for each in meanings:
            if not isinstance(each, Definition):
                continue
            if each.member is None and each.path not in above:
                self.add_module(name, each.path, above)
            elif each.member is not None and each.member.sort is Sort.NAMESPACE:
                self._add_members(name, each.path, each.member, above)

    def _add_members(self, prefix: str, path: str, namespace: Member, above: tuple[str, ...]) -> None:
        for name in dict.fromkeys(each.name for each in namespace.members if "local" not in each.marks):
            found = self.modules.inside(Definition(path, namespace), name)
            self._add(f"{prefix}.{name}", found, (*above, prefix))
