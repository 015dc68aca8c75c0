"""What a Python file uses of the runtime: `os.environ`, `open(…)`, `Path(…).read_text()`, under whatever names.

A name is followed from its import through its scopes, so that a file's own `open` is not the built-in one. Only
statements on whose lines one of the names stands are looked into, which is why this costs little beside parsing.
"""

import ast
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from checks.codebase.facts import Use
from checks.codebase.io_groups import PYTHON_NAMES
from checks.codebase.languages.python.encodings import is_as_written
from checks.codebase.languages.python.scopes import NOTED, Binding, Nodes, Scope
from checks.codebase.languages.python.traces import plain
from checks.codebase.languages.use_list import in_order

BUILT_IN = frozenset(name for name in PYTHON_NAMES if "." not in name)
ABOVE = frozenset(above for name in PYTHON_NAMES for above in accumulate(name.split(".")[:-1], "{}.{}".format))
"""The modules and classes that hold the names, and what holds these."""
HOLDERS = frozenset(name.partition(".")[0] for name in ABOVE)

PATH = "pathlib.Path"
OF_PATH = frozenset(name.removeprefix(f"{PATH}.") for name in PYTHON_NAMES if name.startswith(f"{PATH}."))
STILL_PATHS = frozenset(
    {
        *("absolute", "cwd", "expanduser", "home", "joinpath", "parent", "relative_to", "rename", "replace", "resolve"),
        *("with_name", "with_stem", "with_suffix"),
    }
)
"""Attributes of paths, and methods, that are paths or give some."""

PASSES = 3
"""How often the file is gone through for paths made of paths."""

DEEPEST = 20
"""Attributes, calls and operators in one expression."""

ImportStatement = ast.Import | ast.ImportFrom
Chain = tuple[ast.expr, tuple[str, ...]]
"""An expression and the attributes that are taken of it one after the other."""


def find_uses(tree: ast.Module, source: bytes, imports: Iterable[ImportStatement]) -> tuple[Use, ...]:
    """The uses in a file, by line and name."""
    named = {(name, node.lineno) for node in imports for name, _ in imported(node)}
    words = BUILT_IN.union(name for name, _ in named)
    text = plain(source)
    is_prunable = is_as_written(source) and text.count(b"\r") == text.count(b"\r\n")
    reader = _Reader()
    for _ in range(PASSES):
        lines = _lines(text, words) if is_prunable else None
        if lines == []:
            return ()
        reader = _Reader()
        reader.read(tree, sorted({*lines, *(line for _, line in named)}) if lines else None)
        more = reader.paths() - words
        if lines is None or not more:
            break
        words |= more
    return in_order(reader.uses())


def imported(node: ImportStatement) -> Iterator[tuple[str, str]]:
    """The names that an import binds to something of interest, each with what it is the name of."""
    for alias in node.names:
        if isinstance(node, ast.Import):
            top = alias.name.partition(".")[0]
            meant = alias.name if alias.asname else top
            if meant in ABOVE:
                yield alias.asname or top, meant
        elif node.level == 0 and alias.name == "*":
            yield from ((name.rpartition(".")[2], name) for name in PYTHON_NAMES if _owner(name) == node.module)
        elif node.level == 0 and node.module in ABOVE:
            meant = f"{node.module}.{alias.name}"
            if meant in ABOVE or meant in PYTHON_NAMES:
                yield alias.asname or alias.name, meant


def used(meant: str, attributes: Iterable[str]) -> str | None:
    """The name of interest that begins an attribute of something; None where none does."""
    for attribute in ("", *attributes):
        meant = f"{meant}.{attribute}" if attribute else meant
        if meant in PYTHON_NAMES:
            return meant
    return None


def _owner(name: str) -> str:
    return name.rpartition(".")[0]


def _lines(text: bytes, words: Iterable[str]) -> list[int]:
    """The lines on which one of the words stands, from 1, ascending. Each alternative begins with a letter of its own,
    which makes the search several times as fast."""
    there = sorted(word for word in words if word.encode() in text)
    if not there:
        return []
    either = "|".join(f"{word[0]}(?<![\\w.]{word[0]}){word[1:]}(?!\\w)" for word in there)
    found: list[int] = []
    line, counted = 1, 0
    for match in re.finditer(either.encode(), text):
        line += text.count(b"\n", counted, match.start())
        counted = match.start()
        if not found or found[-1] != line:
            found.append(line)
    return found


class _Reader:
    """One walk through a tree: what is bound where, and every place where a name is read."""

    def __init__(self) -> None:
        self._nodes = Nodes()
        self._imported: dict[tuple[Scope, str], set[str]] = defaultdict(set)
        self._annotated: dict[tuple[Scope, str], ast.expr] = {}
        self._read: list[tuple[Chain, int, Scope]] = []
        self._found: list[Use] = []
        self._paths: dict[tuple[Scope, str], bool] = {}

    def read(self, tree: ast.Module, lines: Sequence[int] | None) -> None:
        """Read what stands on these lines, or everything. In an f-string lines are not to be trusted before 3.12."""
        pending: list[tuple[ast.AST, Scope, Sequence[int] | None]] = [
            (node, self._nodes.module, lines) for node in tree.body
        ]
        while pending:
            node, scope, wanted = pending.pop()
            if wanted is not None and not _stands_on(node, wanted):
                continue
            if isinstance(node, ast.JoinedStr):
                wanted = None
            inner = self._enter(node, scope) if type(node) in NOTED else scope
            chain = _chain(node)
            if chain is None:
                pending += [(child, around, wanted) for child, around in _below(node, scope, inner)]
                continue
            self._read.append((chain, chain[0].lineno, scope))
            if not isinstance(chain[0], ast.Name):
                pending.append((chain[0], scope, wanted))

    def uses(self) -> Iterator[Use]:
        """What was read."""
        yield from self._found
        for (start, attributes), line, scope in self._read:
            meanings = self._meanings(start, scope) if isinstance(start, ast.Name) else ()
            for meant in meanings:
                if name := used(meant, attributes):
                    yield Use(name, line)
            if not meanings and not OF_PATH.isdisjoint(attributes):
                yield from (Use(name, line) for name in self._of_path(start, attributes, scope))

    def paths(self) -> set[str]:
        """The names that are given paths."""
        if not any(PATH.startswith(meant) for meanings in self._imported.values() for meant in meanings):
            return set()
        scopes = {scope for _, _, scope in self._read} | {scope for scope, _ in self._annotated}
        named = {(scope, name) for scope in scopes for name in scope.values} | self._annotated.keys()
        return {name for scope, name in named if self._is_named_path(name, scope, DEEPEST)}

    def _enter(self, node: ast.AST, scope: Scope) -> Scope:
        inner = self._nodes.enter(node, scope)
        if isinstance(node, ImportStatement):
            for name, meant in imported(node):
                if meant in PYTHON_NAMES and node.names[0].name != "*":
                    self._found.append(Use(meant, node.lineno))  # the import is the use, wherever the name is read
                else:
                    self._imported[scope, name].add(meant)
                    scope.bind(name, None)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            arguments = node.args
            for one in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs):
                if one.annotation:
                    self._annotated[inner, one.arg] = one.annotation
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            self._annotated[scope, node.target.id] = node.annotation
        return inner

    def _meanings(self, name: ast.Name, scope: Scope) -> Iterable[str]:
        """What a name of the file means, of what is of interest."""
        holder = scope.holder(name.id)
        if holder is None:
            return (name.id,) if name.id in BUILT_IN else ()
        return self._imported.get((holder, name.id), ())

    def _of_path(self, start: ast.expr, attributes: Sequence[str], scope: Scope) -> Iterator[str]:
        """The methods that are called of a path and of what it gives."""
        if self._is_path(start, scope, DEEPEST):
            for attribute in attributes:
                if attribute in OF_PATH:
                    yield f"{PATH}.{attribute}"
                if attribute not in STILL_PATHS:
                    return

    def _is_path(self, node: Binding, scope: Scope, depth: int) -> bool:
        """Whether an expression is surely a path of the file system."""
        if isinstance(node, ast.Name):
            return depth > 0 and self._is_named_path(node.id, scope, depth - 1)
        if depth and isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
            return self._is_path(node.left, scope, depth - 1)
        if depth and isinstance(node, ast.Call):
            is_method = isinstance(node.func, ast.Attribute) and self._is_path(node.func, scope, depth - 1)
            return is_method or self._is_class(node.func, scope)
        if depth and isinstance(node, ast.Attribute) and node.attr in STILL_PATHS:
            return self._is_class(node.value, scope) or self._is_path(node.value, scope, depth - 1)
        return False

    def _is_named_path(self, name: str, scope: Scope, depth: int) -> bool:
        holder = scope.holder(name)
        if holder is None:
            return False
        if annotation := self._annotated.get((holder, name)):
            return self._is_class(annotation, holder)
        if (holder, name) not in self._paths:
            self._paths[holder, name] = True  # a path that is made of itself
            values = holder.values[name]
            self._paths[holder, name] = name not in holder.spoiled and all(
                self._is_path(value, holder, depth) for value in values
            )
        return self._paths[holder, name]

    def _is_class(self, node: ast.expr, scope: Scope) -> bool:
        """Whether an expression is the class of paths, or for an annotation that or None."""
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
            return self._is_class(node.left, scope)
        chain = _chain(node)
        if chain is None or not isinstance(chain[0], ast.Name):
            return False
        return any(".".join((meant, *chain[1])) == PATH for meant in self._meanings(chain[0], scope))


def _stands_on(node: ast.AST, lines: Sequence[int]) -> bool:
    """Whether a node may reach over one of the lines; those without a place of their own may."""
    end = getattr(node, "end_lineno", None)
    if end is None:
        return True
    decorators = getattr(node, "decorator_list", None)
    begin: int = getattr(node, "lineno", 1)
    first = min([begin, *(one.lineno for one in decorators)]) if decorators else begin
    index = bisect_left(lines, first)
    return index < len(lines) and lines[index] <= end


def _below(node: ast.AST, scope: Scope, inner: Scope) -> Iterator[tuple[ast.AST, Scope]]:
    """What is in a node, with its scope: defaults, annotations, bases and decorators stand outside."""
    if inner is scope:
        yield from ((child, scope) for child in ast.iter_child_nodes(node))
        return
    for name, value in ast.iter_fields(node):
        children = value if isinstance(value, list) else [value]
        yield from ((child, inner if name == "body" else scope) for child in children if isinstance(child, ast.AST))


def _chain(node: ast.AST) -> Chain | None:
    """`os.environ.get` as `os` and the rest; also of `getattr(os, "environ")`. None for other expressions."""
    attributes: list[str] = []
    while isinstance(node, ast.Attribute):
        attributes.append(node.attr)
        node = node.value
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "getattr":
        owner, name = (*node.args, None, None)[:2]
        if isinstance(owner, ast.Name) and isinstance(name, ast.Constant) and isinstance(name.value, str):
            return owner, (name.value, *reversed(attributes))
    if isinstance(node, ast.Name):
        return node, tuple(reversed(attributes))
    return (node, tuple(reversed(attributes))) if attributes and isinstance(node, ast.expr) else None
