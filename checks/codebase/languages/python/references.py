"""What the names of one file refer to, of the few functions and modules that somebody asks about."""

import ast
from collections.abc import Callable, Iterable

from checks.codebase.languages.python.scopes import Nodes

PASSES = 3
"""How often assignments are gone through for aliases of aliases that stand before them."""

DEEPEST = 6
"""Attributes, `getattr` and `:=` in one reference."""

ANY = "*"
"""An attribute that is not told: `getattr(importlib, name)`."""

BUILT_IN = {"__import__": "builtins.__import__", "__builtins__": "builtins"}
BARE = ("builtins", "importlib", "pkgutil", "runpy", "site", "sys")
"""Modules that are known by their name even where no import of them is seen: a star import may bring them."""

Meanings = frozenset[str]
NOTHING: Meanings = frozenset()


class References:
    """The names that one file has for the things of interest and for the modules that hold them, wherever they are
    bound. `meanings` are their full names; `text` tells the constant that an expression is."""

    def __init__(self, meanings: Iterable[str], text: Callable[[ast.expr], str | None]) -> None:
        self._meanings: set[str] = set()
        for meaning in meanings:
            while meaning and meaning not in self._meanings:
                self._meanings.add(meaning)
                meaning = meaning.rpartition(".")[0]  # noqa: PLW2901 - the module around
        self._text = text
        self._names = {name: {meaning} for name, meaning in (*BUILT_IN.items(), *zip(BARE, BARE, strict=True))}

    def read(self, nodes: Nodes) -> None:
        """Learn from the imports, assignments and classes of a file."""
        for node in nodes.imports:
            self._import(node)
        values = [
            (target.id, node.value)
            for node, _ in nodes.assignments
            if node.value and not isinstance(node, ast.AugAssign)
            for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
            if isinstance(target, ast.Name)
        ]
        for name, scopes in nodes.classes.items():
            values += [(name, base) for scope in scopes if scope.owner for base in scope.owner.bases]
        for _ in range(PASSES):
            for name, value in values:
                self._bind(name, self.of(value))

    def assign(self, name: str, value: ast.expr) -> bool:
        """Note that the name is bound to the value; whether that is something of interest."""
        return self._bind(name, self.of(value))

    def of(self, node: ast.expr, depth: int = DEEPEST) -> Meanings:
        """The full names of what an expression may refer to."""
        if isinstance(node, ast.Name):
            return frozenset(self._names.get(node.id, NOTHING))
        if depth and isinstance(node, ast.NamedExpr):
            return self.of(node.value, depth - 1)
        if depth and isinstance(node, ast.Attribute):
            return frozenset(f"{one}.{node.attr}" for one in self.of(node.value, depth - 1))
        if depth and isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "getattr":
            owners = self.of(node.args[0], depth - 1) if len(node.args) > 1 else NOTHING
            name = (self._text(node.args[1]) or ANY) if owners else ANY
            return frozenset(f"{one}.{name}" for one in owners)
        return NOTHING

    def may_mean(self, word: str) -> bool:
        """Whether an expression that begins with this word can refer to something of interest."""
        return word in self._names or word in {"getattr", "map"}

    def _import(self, node: ast.Import | ast.ImportFrom) -> None:
        for alias in node.names:
            if isinstance(node, ast.Import):
                name = alias.asname or alias.name.partition(".")[0]
                self._bind(name, {alias.name if alias.asname else name})
            elif alias.name == "*" and node.level == 0:
                for meaning in self._meanings:
                    if meaning.rpartition(".")[0] == node.module:
                        self._bind(meaning.rpartition(".")[2], {meaning})
            elif node.level == 0:
                self._bind(alias.asname or alias.name, {f"{node.module}.{alias.name}"})

    def _bind(self, name: str, meanings: Iterable[str]) -> bool:
        known = self._meanings.intersection(meanings)
        if known:
            self._names.setdefault(name, set()).update(known)
        return bool(known)
