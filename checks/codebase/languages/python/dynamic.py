"""Imports written as calls whose module can be told from the text: `import_module("a.b")`, `__import__("a.b")`."""

import ast
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from checks.codebase.facts import Import, Kind

FUNCTIONS = ("import_module", "__import__")
MODULES = ("importlib", "builtins")


def may_call_importlib(source: bytes) -> bool:
    """Whether the text names one of the functions: a look that spares most files a walk through every expression.

    Identifiers compare in NFKC (Python's reference, "Identifiers and keywords"), so that full-width letters do too.
    """
    if source.isascii():
        return any(function.encode() in source for function in FUNCTIONS)
    text = unicodedata.normalize("NFKC", source.decode("utf-8", "replace"))
    return any(function in text for function in FUNCTIONS)


@dataclass(frozen=True, slots=True)
class ImportFunctions:
    """The names by which one file can call importlib."""

    functions: frozenset[str]
    modules: frozenset[str]

    @classmethod
    def of(cls, nodes: Iterable[ast.AST]) -> "ImportFunctions":
        """Read from the import statements among the nodes."""
        functions, modules = {"__import__"}, set(MODULES)
        for node in nodes:
            if isinstance(node, ast.ImportFrom) and node.module in MODULES and node.level == 0:
                functions |= {alias.asname or alias.name for alias in node.names if alias.name in FUNCTIONS}
                functions |= {"import_module" for alias in node.names if alias.name == "*"}
            elif isinstance(node, ast.Import):
                modules |= {alias.asname for alias in node.names if alias.asname and alias.name in MODULES}
        return cls(frozenset(functions), frozenset(modules))

    def imports(self, calls: Iterable[ast.Call]) -> Iterator[Import]:
        """The imports that these calls are, where the text tells which."""
        for call in calls:
            module = _module(call) if self._names(call.func) else None
            if module:
                yield Import(module, (), call.lineno, Kind.DYNAMIC)

    def _names(self, function: ast.expr) -> bool:
        if isinstance(function, ast.Name):
            return function.id in self.functions
        return (
            isinstance(function, ast.Attribute)
            and function.attr in FUNCTIONS
            and isinstance(function.value, ast.Name)
            and function.value.id in self.modules
        )


def _module(call: ast.Call) -> str | None:
    """The module that a call names: as written where absolute; a relative one is relative to `package`."""
    name = literal(_argument(call, 0, "name"))
    if not name or not name.startswith("."):
        return name
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
