"""Imports written as calls whose module can be told from the text: `import_module("a.b")`, `__import__("a.b")`, and
the other functions of the standard library that import what they are given.
"""

import ast
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from checks.codebase.facts import Import, Kind
from checks.codebase.languages.python.encodings import is_as_written

FUNCTIONS: Mapping[str, str] = {
    "importlib.import_module": "name",
    "importlib.__import__": "name",
    "importlib.util.find_spec": "name",
    "builtins.__import__": "name",
    "pkgutil.resolve_name": "name",
    "runpy.run_module": "mod_name",
}
"""What imports, and the name of its first parameter."""

MODULES = frozenset(function.partition(".")[0] for function in FUNCTIONS)
MEANINGS = frozenset(FUNCTIONS) | {function.rpartition(".")[0] for function in FUNCTIONS} | MODULES
TRACES = MODULES | {"__import__"}
"""A file that names none of these cannot get hold of any of the functions."""

PASSES = 3
"""How often assignments are gone through for aliases of aliases that stand before them."""

DEEPEST = 6
"""Attributes, `getattr` and `:=` in one reference to a function."""


def may_import_by_call(source: bytes) -> bool:
    """Whether the text leaves a trace of the functions: a look that spares most files a walk through every expression.

    Identifiers compare in NFKC (Python's reference, "Identifiers and keywords"), so that full-width letters do too.
    """
    if not is_as_written(source):
        return True
    if source.isascii():
        return any(trace.encode() in source for trace in TRACES)
    text = unicodedata.normalize("NFKC", source.decode("utf-8", "replace"))
    return any(trace in text for trace in TRACES)


class ImportFunctions:
    """The names that one file has for the functions and for the modules that hold them, wherever they are bound."""

    def __init__(self) -> None:
        self._names = {module: {module} for module in MODULES}
        self._names |= {"__import__": {"builtins.__import__"}, "__builtins__": {"builtins"}}

    @classmethod
    def of(cls, nodes: Iterable[ast.AST]) -> "ImportFunctions":
        """Read from the imports and assignments among the nodes."""
        found = cls()
        values: list[tuple[str, ast.expr]] = []
        for node in nodes:
            if isinstance(node, ast.Import | ast.ImportFrom):
                found._import(node)
            elif isinstance(node, ast.Assign):
                values += [(name.id, node.value) for name in node.targets if isinstance(name, ast.Name)]
            elif isinstance(node, ast.AnnAssign | ast.NamedExpr) and isinstance(node.target, ast.Name) and node.value:
                values.append((node.target.id, node.value))
        for _ in range(PASSES):
            for name, value in values:
                found.assign(name, value)
        return found

    def assign(self, name: str, value: ast.expr) -> None:
        """Note that the name is bound to the value."""
        self._bind(name, self._meanings(value))

    def may_mean(self, word: str) -> bool:
        """Whether an expression that begins with this word can be one of the functions."""
        return word in self._names or word == "getattr"

    def imports(self, calls: Iterable[ast.Call]) -> Iterator[Import]:
        """The imports that these calls are, where the text tells which."""
        for call in calls:
            parameters = {FUNCTIONS[one] for one in self._meanings(call.func) if one in FUNCTIONS}
            modules = (_module(call, parameter) for parameter in sorted(parameters))
            yield from (Import(module, (), call.lineno, Kind.DYNAMIC) for module in modules if module)

    def _import(self, node: ast.Import | ast.ImportFrom) -> None:
        for alias in node.names:
            if isinstance(node, ast.Import):
                self._bind(alias.asname or "", {alias.name})
            elif alias.name == "*" and node.level == 0:
                for meaning in MEANINGS:
                    if meaning.rpartition(".")[0] == node.module:
                        self._bind(meaning.rpartition(".")[2], {meaning})
            elif node.level == 0:
                self._bind(alias.asname or alias.name, {f"{node.module}.{alias.name}"})

    def _bind(self, name: str, meanings: set[str]) -> None:
        known = meanings & MEANINGS
        if name and known:
            self._names.setdefault(name, set()).update(known)

    def _meanings(self, node: ast.expr, depth: int = DEEPEST) -> set[str]:
        """The full names of what an expression may refer to."""
        if isinstance(node, ast.Name):
            return self._names.get(node.id, set())
        if depth and isinstance(node, ast.NamedExpr):
            return self._meanings(node.value, depth - 1)
        if depth and isinstance(node, ast.Attribute):
            return {f"{one}.{node.attr}" for one in self._meanings(node.value, depth - 1)}
        if depth and isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "getattr":
            owner = self._meanings(node.args[0], depth - 1) if len(node.args) > 1 else set()
            name = literal(node.args[1]) if owner else None
            return {f"{one}.{name}" for one in owner}
        return set()


def _module(call: ast.Call, parameter: str) -> str | None:
    """The module that a call names: as written where absolute; a relative one is relative to `package`. In
    `module:object` the object is left out."""
    name = (literal(_argument(call, 0, parameter)) or "").partition(":")[0]
    if not name or not name.startswith("."):
        return name or None
    package = _argument(call, 1, "package")
    if isinstance(package, ast.Name) and package.id in {"__package__", "__name__"}:
        return name
    base = literal(package)
    return _absolute(name, base) if base else None


def _argument(call: ast.Call, position: int, name: str) -> ast.expr | None:
    named = (keyword.value for keyword in call.keywords if keyword.arg == name)
    return call.args[position] if len(call.args) > position else next(named, None)


def _absolute(name: str, package: str) -> str | None:
    levels = len(name) - len(name.lstrip("."))
    parts = package.split(".")
    if levels > len(parts):
        return None
    kept = parts[: len(parts) - levels + 1]
    return ".".join([*kept, name.lstrip(".")]).rstrip(".")


def literal(node: ast.expr | None) -> str | None:
    """The text of a string constant, of a sum of them, or of an f-string of nothing but constants; else None."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.NamedExpr):
        return literal(node.value)
    if isinstance(node, ast.JoinedStr):
        return _joined([literal(part) for part in node.values])
    if isinstance(node, ast.FormattedValue) and node.conversion == -1 and node.format_spec is None:
        return literal(node.value)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return _joined([literal(node.left), literal(node.right)])
    return None


def _joined(parts: list[str | None]) -> str | None:
    known = [part for part in parts if part is not None]
    return "".join(known) if len(known) == len(parts) else None
