"""Imports written as calls whose module can be told from the text: `import_module("a.b")`, `__import__("a.b")`."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from checks.codebase.facts import Import, Kind


@dataclass(frozen=True, slots=True)
class DynamicImports:
    """The names by which one file can call importlib."""

    functions: frozenset[str]
    modules: frozenset[str]

    @classmethod
    def of(cls, tree: ast.Module) -> list[list[Import]]:
        """The dynamic imports of a file, a list of lists as statements give them."""
        functions, modules = {"__import__"}, {"importlib", "builtins"}
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module == "importlib" and node.level == 0:
                functions |= {alias.asname or alias.name for alias in node.names if alias.name == "import_module"}
            elif isinstance(node, ast.Import):
                modules |= {alias.asname for alias in node.names if alias.asname and alias.name == "importlib"}
        found = cls(frozenset(functions), frozenset(modules))
        return [list(found.calls(tree))]

    def calls(self, tree: ast.Module) -> Iterator[Import]:
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and node.args and self._imports(node.func):
                module = _module(node)
                if module:
                    yield Import(module, (), node.lineno, Kind.DYNAMIC)

    def _imports(self, function: ast.expr) -> bool:
        if isinstance(function, ast.Name):
            return function.id in self.functions
        return (
            isinstance(function, ast.Attribute)
            and function.attr in {"import_module", "__import__"}
            and isinstance(function.value, ast.Name)
            and function.value.id in self.modules
        )


def _module(call: ast.Call) -> str | None:
    """The module that a call names: as written where absolute; a relative one is relative to `package`."""
    name = literal(call.args[0])
    if not name or not name.startswith("."):
        return name
    package = next((keyword.value for keyword in call.keywords if keyword.arg == "package"), None)
    package = call.args[1] if package is None and len(call.args) > 1 else package
    if isinstance(package, ast.Name) and package.id in {"__package__", "__name__"}:
        return name
    base = literal(package) if package is not None else None
    return _absolute(name, base) if base else None


def _absolute(name: str, package: str) -> str | None:
    levels = len(name) - len(name.lstrip("."))
    parts = package.split(".")
    if levels > len(parts):
        return None
    kept = parts[: len(parts) - levels + 1]
    return ".".join([*kept, name.lstrip(".")]).rstrip(".")


def literal(node: ast.expr) -> str | None:
    """The text of a string constant, of a sum of them, or of an f-string without fields; else None."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        parts = [literal(part) for part in node.values]
        return "".join(part for part in parts if part) if None not in parts else None
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = literal(node.left), literal(node.right)
        return left + right if left is not None and right is not None else None
    return None
