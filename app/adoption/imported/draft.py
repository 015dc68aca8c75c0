"""A policy in the making: all tools write into one draft; what they demand of one component is merged at the end."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from app.adoption.imported.merging import merged
from app.adoption.imported.values import (
    LIST_WORDS,
    Demand,
    ImportedComponent,
    ImportedPolicy,
    LeftOut,
    ListRule,
    ListWord,
    Origin,
    Setting,
    unique,
)

RESERVED = frozenset({"tests", "exports"})
MEMBER = re.compile(r"\{[^{},]*\}")
UNFIT = re.compile(r"[^A-Za-z0-9_.-]+")
CYCLES = "no rule that was read forbids cycles; `deny` is what adrift does without this line"


@dataclass(slots=True)
class _Component:
    """What is known of a component so far."""

    path: tuple[str, ...]
    remarks: dict[str, None] = field(default_factory=dict)
    demands: dict[ListWord, list[Demand]] = field(default_factory=dict)
    encapsulates: dict[str, None] = field(default_factory=dict)
    public: dict[str, None] = field(default_factory=dict)
    layers: tuple[tuple[str, ...], ...] = ()


class Draft:
    """Collects components, demands and what is left out."""

    def __init__(self) -> None:
        self._components: dict[str, _Component] = {}
        self._name_of: dict[tuple[str, ...], str] = {}
        self._owner_of: dict[str, str] = {}
        self._settings: dict[str, Setting] = {}
        self._rules: dict[Origin, None] = {}
        self._carried: set[Origin] = set()
        self._left_out: dict[LeftOut, None] = {}

    def rule(self, origin: Origin) -> Origin:
        """Count a rule among those that were read."""
        self._rules[origin] = None
        return origin

    def component(self, wanted: str, path: Sequence[str]) -> str | None:
        """The name of the component at these globs; it is made if there is none, `wanted` is what to call it. None
        where another component has one of the globs: a file has one owner."""
        globs = unique(path)
        keys = tuple(MEMBER.sub("{}", glob) for glob in globs)
        if keys in self._name_of:
            return self._name_of[keys]
        if any(key in self._owner_of for key in keys):
            return None
        name = self._free(UNFIT.sub("-", wanted).strip("-.") or "repository")
        self._components[name] = _Component(globs)
        self._name_of[keys] = name
        self._owner_of |= dict.fromkeys(keys, name)
        return name

    def paths(self, component: str) -> tuple[str, ...]:
        """Where a component is."""
        return self._components[component].path

    def has(self, name: str) -> bool:
        """Whether a component of this name is there."""
        return name in self._components

    def is_family(self, component: str) -> bool:
        """Whether the component's path has a `{name}`."""
        return "{" in self._components[component].path[0]

    def within(self, path: str) -> tuple[str, ...]:
        """The components that lie below a folder (the folder's own not among them)."""
        inside = (name for name, one in self._components.items() if all(p.startswith(f"{path}/") for p in one.path))
        return tuple(inside)

    def owner_of(self, path: str) -> str | None:
        """The component that has exactly this glob."""
        return self._owner_of.get(path)

    def remark(self, component: str, text: str) -> None:
        """A comment above a component."""
        self._components[component].remarks[text] = None

    def demand(self, component: str, word: ListWord, demand: Demand) -> None:
        """Ask something of a component's list."""
        self._components[component].demands.setdefault(word, []).append(demand)
        self._done(component, demand.origin)

    def encapsulate(self, component: str, name: str, origin: Origin) -> None:
        """Let only this component (and others that say so) import a name."""
        self._components[component].encapsulates[name] = None
        self._done(component, origin)

    def entry_points(self, component: str, names: Iterable[str], origin: Origin) -> None:
        """Let others use a component by these names only."""
        self._components[component].public |= dict.fromkeys(names)
        self._done(component, origin)

    def layers_within(self, component: str, layers: Sequence[tuple[str, ...]], origin: Origin) -> None:
        """Order the folders of a component, high to low."""
        self._components[component].layers = tuple(layers)
        self._done(component, origin)

    def layers_over(self, layers: Sequence[tuple[str, ...]], origin: Origin) -> bool:
        """Order components, high to low; False where the policy has its one order already."""
        if "layers" in self._settings:
            return False
        self.setting("layers", tuple(layers), origin)
        return True

    def setting(self, word: str, value: object, origin: Origin) -> None:
        """Give a word at the top its value."""
        self._settings[word] = Setting(value, str(origin))
        self._carried.add(origin)

    def leave(self, origin: Origin, what: str, instead: str = "", edge: tuple[str, str] | None = None) -> None:
        """List what could not be carried over."""
        self._left_out[LeftOut(origin, what, instead, edge)] = None

    def keep(self, origin: Origin) -> None:
        """Count a rule as carried over that needs no word: adrift's defaults say the same."""
        self._carried.add(origin)

    def policy(self) -> ImportedPolicy:
        """What has been collected. Every word's demands are merged; what that loses is listed."""
        finished = [self._finished(name, one) for name, one in self._components.items()]
        named = {name for one in finished for rule in one.lists.values() for name in (*(rule.only or ()), *rule.not_)}
        components = tuple(one for one in finished if one.remarks or one.name in named)
        self._settings.setdefault("cycles", Setting("allow", CYCLES))
        left = tuple(self._left_out)
        return ImportedPolicy(components, self._settings, tuple(self._rules), frozenset(self._carried), left)

    def _finished(self, name: str, one: _Component) -> ImportedComponent:
        lists: dict[ListWord, ListRule] = {}
        for word in LIST_WORDS:
            if demands := one.demands.get(word):
                lists[word] = merged(name, word, demands, self._covers, self.leave)
        _without_contradiction(name, lists, one.demands, self.leave)
        path = tuple(map(self._beside_its_parent, one.path))
        return ImportedComponent(
            name, path, lists, tuple(one.encapsulates), tuple(one.public), one.layers, tuple(one.remarks)
        )

    def _beside_its_parent(self, glob: str) -> str:
        """A family's glob. Where the folder of the family is a component too it takes more letters to be a part of that
        one: two components that match a file equally well are a mistake."""
        folder, _, last = glob.rpartition("/")
        return f"{glob}/**/*.*" if MEMBER.fullmatch(last) and folder in self._owner_of else glob

    def _covers(self, outer: str, inner: str) -> bool:
        """Whether an entry of a list is meant by another: itself, or a part of it."""
        if outer == inner or outer not in self._components:
            return outer == inner
        return any(inner in self.within(path) for path in self.paths(outer))

    def _done(self, component: str, origin: Origin) -> None:
        self._carried.add(origin)
        self.remark(component, str(origin))

    def _free(self, wanted: str) -> str:
        name = f"{wanted}-module" if wanted in RESERVED else wanted
        number = 2
        while name in self._components:
            name = f"{wanted}-{number}"
            number += 1
        return name


def _without_contradiction(
    name: str,
    lists: dict[ListWord, ListRule],
    demands: dict[ListWord, list[Demand]],
    leave: Callable[[Origin, str], None],
) -> None:
    """A component cannot be made to depend on what it may not depend on: such a policy does not load."""
    must, may = lists.get("must_depend_on"), lists.get("depends_on")
    if must is None or may is None:
        return
    against = [
        target for target in must.only or () if target in may.not_ or target not in (may.only or must.only or ())
    ]
    if against:
        del lists["must_depend_on"]
        for demand in demands["must_depend_on"]:
            leave(demand.origin, f"`{name}` would have to depend on {', '.join(against)}, which other rules forbid")
