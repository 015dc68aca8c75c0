"""From a name in a file to the file that defines it, or to the package that it comes from, by the edges of the graph.

A name is followed through imports, aliases, star imports and re-exports; what a file defines is where it ends. Edges
are what says which file an import means, so that services of one repository that share top-level names never see each
other's.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from checks.codebase.edges import Edge
from checks.codebase.graph import Graph
from checks.codebase.lookups import stem
from checks.codebase.symbols import ALL, MODULE, NO_SYMBOLS, Binding, Definition, Symbols

DEEPEST = 24
"""Files that one name is followed through."""

PACKAGE_FILES = ("__init__", "index")
PYTHON = (".py", ".pyi", ".pyw")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a name comes from: `name` of the file at `path`, or (without a path) of the module `module` from outside.

    `via` are the files that hand it on, from the one that is imported to the last before its own. `rest` is what is
    taken of the name: `objects` of `User.objects`. `line` is where it is defined, where that is known.
    """

    path: str | None
    module: str
    name: str
    rest: str = ""
    line: int | None = None
    via: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """What makes it the same symbol as another."""
        return self.path or self.module, self.name

    @property
    def last(self) -> str:
        """The last part of what is taken: `mapped` of `registry.mapped`."""
        return (self.rest or self.name).rpartition(".")[2]

    @property
    def dotted(self) -> str:
        """The full name of something from outside."""
        return f"{self.module}.{self.name}" if self.name else self.module


def nothing_generated(_importer: str, _module: str) -> None:
    """No module is written by a generator."""


@dataclass
class Names:
    """The names of all files of one graph. `read` gives those of one file, `generated` the package that an import means
    whose module is written by a generator and not kept. `wanted` are files that were asked for and whose names are not
    known."""

    graph: Graph
    read: Callable[[str], Symbols | None]
    generated: Callable[[str, str], str | None] = nothing_generated
    wanted: set[str] = field(default_factory=set)
    _known: dict[tuple[str, str], tuple[Origin, ...]] = field(default_factory=dict)
    _symbols: dict[str, Symbols] = field(default_factory=dict)
    _targets: dict[str, Mapping[int, list[tuple[bool, Edge]]]] = field(default_factory=dict)

    def of(self, path: str) -> Symbols:
        """The names of one file; none, and it is wanted, where they are not known."""
        found = self._symbols.get(path)
        if found is None:
            read = self.read(path)
            if read is None:
                self.wanted.add(path)
            found = self._symbols[path] = read or NO_SYMBOLS
        return found

    def definition(self, origin: Origin) -> Definition | None:
        """What the file says of a symbol that it defines."""
        return self.of(origin.path).defined.get(origin.name) if origin.path else None

    def origins(self, path: str, name: str) -> tuple[Origin, ...]:
        """What a name as written in a file stands for; several where an import means several, none where nobody
        knows."""
        known = self._known.get((path, name))
        if known is None:
            self._known[path, name] = ()  # for names that lead back to themselves
            known = self._known[path, name] = tuple(dict.fromkeys(self._local(path, name, ())))
        return known

    def offered(self, path: str, name: str) -> tuple[Origin, ...]:
        """What others get who import a name from a file."""
        return tuple(dict.fromkeys(self._offered(path, name, ())))

    def binding(self, path: str, name: str) -> Binding | None:
        """The import that gives a name of a file its meaning."""
        return _longest(name, self.of(path))[0]

    def targets(self, path: str, binding: Binding) -> Iterator[tuple[str | None, str, str]]:
        """What an import leads to: a file (None for something from outside), the module from outside, and the name
        that is taken there, `MODULE` for all of it."""
        edges = self._edges(path).get(binding.line, ())
        for is_external, edge in edges:
            if (taken := _taken(path, edge, binding, is_external=is_external, is_alone=len(edges) == 1)) is not None:
                yield (None, edge.imported, taken) if is_external else (edge.imported, "", taken)

    def _edges(self, path: str) -> Mapping[int, list[tuple[bool, Edge]]]:
        """The edges of a file by the lines where they are written."""
        found = self._targets.get(path)
        if found is None:
            by_line: dict[int, list[tuple[bool, Edge]]] = {}
            edges = self.graph.of(path)
            for is_external, group in ((False, edges.edges), (True, edges.external)):
                for edge in group:
                    for line in edge.lines:
                        by_line.setdefault(line, []).append((is_external, edge))
            found = self._targets[path] = by_line
        return found

    def _local(self, path: str, name: str, via: tuple[str, ...]) -> Iterator[Origin]:
        """What a name stands for inside a file."""
        symbols = self.of(path)
        bound, rest = _longest(name, symbols)
        root, _, below = name.partition(".")
        if bound is not None:
            yield from self._imported(path, bound, rest, via)
        elif (definition := symbols.defined.get(root)) is not None:
            yield Origin(path, "", root, below, definition.line, via)
        else:
            yield from self._starred(path, name, via)

    def _imported(self, path: str, binding: Binding, rest: str, via: tuple[str, ...]) -> Iterator[Origin]:
        found = list(self.targets(path, binding))
        if not found and (generated := self.generated(path, binding.module)):
            found = [(None, generated, binding.imported)]
        for target, module, taken in found:
            if target is None:
                names = [one for one in (taken, *rest.split(".")) if one]
                yield Origin(None, module, names[0] if names else "", ".".join(names[1:]), None, via)
            elif taken == MODULE:
                yield from self._offered(target, rest, via) if rest else (Origin(target, "", MODULE, "", None, via),)
            else:
                yield from self._offered(target, f"{taken}.{rest}" if rest else taken, via)

    def _offered(self, path: str, name: str, via: tuple[str, ...]) -> Iterator[Origin]:
        """What a name of a module stands for, seen from others."""
        if len(via) >= DEEPEST or path in via:
            return
        symbols = self.of(path)
        root, _, below = name.partition(".")
        local = _inside(path, symbols, root)
        if local is None:
            yield from self._unlisted(path, name, via)
        elif local in symbols.defined:
            yield Origin(path, "", local, below, symbols.defined[local].line, via)
        elif _longest(f"{local}.{below}", symbols)[0] is not None:
            yield from self._local(path, f"{local}.{below}" if below else local, (*via, path))
        else:
            yield Origin(path, "", local, below, None, via)

    def _unlisted(self, path: str, name: str, via: tuple[str, ...]) -> Iterator[Origin]:
        """What is taken of a module that does not say that it has it: a module below, what a star import brings, or
        something that is no matter here, a function or a constant."""
        root, _, below = name.partition(".")
        submodule = next(iter(self._submodules(path, root)), None)
        found = list(self._offered(submodule, below, via)) if submodule and below else []
        found = found or list(self._starred(path, name, via))
        yield from found or ((Origin(path, "", root, below, None, via),) if path not in self.wanted else ())

    def _starred(self, path: str, name: str, via: tuple[str, ...]) -> Iterator[Origin]:
        """What a name stands for that a star import may have brought: the first module that knows it by another way
        than from here."""
        root = name.partition(".")[0]
        for star in self.of(path).stars:
            for target, module, _ in self.targets(path, star):
                if target is None:
                    yield Origin(None, module, root, name.partition(".")[2], None, (*via, path))
                elif target not in via and self._knows(target, root, frozenset({path})):
                    found = list(self._offered(target, name, (*via, path)))
                    yield from found
                    if found:
                        return

    def _knows(self, path: str, name: str, seen: frozenset[str]) -> bool:
        symbols = self.of(path)
        if name in symbols.offered:
            return True
        if len(seen) >= DEEPEST:
            return False
        inner = (target for star in symbols.stars for target, _, _ in self.targets(path, star))
        return any(one is not None and one not in seen and self._knows(one, name, seen | {path}) for one in inner)

    def _submodules(self, path: str, name: str) -> Iterator[str]:
        """The module below a package that an attribute of the package is."""
        folder, _, file = path.rpartition("/")
        if file.partition(".")[0] == "__init__":
            entries = self.graph.codebase.snapshot.entries
            candidates = (f"{folder}/{name}.py", f"{folder}/{name}/__init__.py")
            yield from (one for one in candidates if one in entries)


def _inside(path: str, symbols: Symbols, name: str) -> str | None:
    """What a module calls a name that others import from it. Python's `__all__` keeps nobody from any other name."""
    if not path.endswith(PYTHON):
        exported = symbols.offered.get(name)
        return exported.local if exported else None
    return name if name in symbols.defined or any(one.partition(".")[0] == name for one in symbols.bound) else None


def _longest(name: str, symbols: Symbols) -> tuple[Binding | None, str]:
    """The import that gives a dotted name its meaning, and what is taken of it."""
    end = len(name)
    while end > 0:
        found = symbols.bound.get(name[:end])
        if found is not None:
            return found, name[end + 1 :]
        end = name.rfind(".", 0, end)
    return None, ""


def _taken(path: str, edge: Edge, binding: Binding, *, is_external: bool, is_alone: bool) -> str | None:
    """What an import takes of the module that an edge of its line leads to; None where it means another module."""
    imported = binding.imported
    if imported in {MODULE, ALL}:
        return imported if is_alone or _may_mean(edge, binding, is_external=is_external) else None
    is_called = not edge.symbols and not path.endswith(PYTHON)  # `require("x").name`
    if imported in edge.symbols or ALL in edge.symbols or is_called:
        return imported
    return MODULE if _is_submodule(edge, binding, is_external=is_external) else None


def _is_submodule(edge: Edge, binding: Binding, *, is_external: bool) -> bool:
    """Whether `from module import name` means the module that an edge leads to."""
    if is_external:
        return edge.imported == f"{binding.module}.{binding.imported}"
    folder, _, last = stem(edge.imported).rpartition("/")
    name = binding.imported
    return not edge.symbols and (last == name or (last in PACKAGE_FILES and folder.rpartition("/")[2] == name))


def _may_mean(edge: Edge, binding: Binding, *, is_external: bool) -> bool:
    """Whether an import of a whole module, or of all its names, may be the one of several in a line that made an
    edge."""
    if is_external:
        return edge.imported == binding.module
    if binding.imported == ALL and ALL not in edge.symbols:
        return False
    last = stem(binding.module.rpartition("/")[2]) if "/" in binding.module else binding.module.rpartition(".")[2]
    folder, _, name = stem(edge.imported).rpartition("/")
    return not last or name == last or (name in PACKAGE_FILES and folder.rpartition("/")[2] == last)
