"""Versions in Python source, read and never run: `__version__ = "1.2.0"`, a joined tuple, a name from elsewhere."""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from checks.versions.documents import Files, join

LONGEST = 1 << 17
"""Characters of a module that is looked into."""

MOST_HOPS = 4
"""Modules that hand a version on."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """A text that a module gives a name, at its line."""

    path: str
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class _Elsewhere:
    """A name that a module imports: `level` dots before the module, as `ast` counts them."""

    module: str
    level: int
    name: str


def find_attribute(files: Files, roots: Iterable[str], dotted: str, hops: int = MOST_HOPS) -> Attribute | None:
    """What `package.module.NAME` is, below one of the folders in `roots`."""
    module, _, name = dotted.rpartition(".")
    if not module:
        return None
    folder = module.replace(".", "/")
    for root in roots:
        for path in (join(root, f"{folder}.py"), join(root, f"{folder}/__init__.py")):
            found = attribute_in(files, path, (name,), root, hops)
            if found:
                return found
    return None


def attribute_in(
    files: Files, path: str, names: Iterable[str], root: str = "", hops: int = MOST_HOPS
) -> Attribute | None:
    """The first of some names that a file gives a text."""
    text = files.get(path)
    if text is None or len(text) > LONGEST:
        return None
    bindings = _bindings(text)
    for name in names:
        found = text_after(text, name) if bindings is None else _value(bindings, name)
        if isinstance(found, _Elsewhere):
            attribute = find_attribute(files, [root], _target(found, path, root), hops - 1) if hops else None
            if attribute:
                return attribute
        elif found:
            return Attribute(path, *found)
    return None


def text_after(text: str, name: str) -> tuple[int, str] | None:
    """The line and the text behind `name =` or `name:` in a file of any kind."""
    pattern = rf"""^[ \t]*["']?{re.escape(name)}["']?[ \t]*[:=][ \t]*["']?(?P<text>[^\s"',;#]+)"""
    found = re.search(pattern, text[:LONGEST], re.MULTILINE)
    return (text.count("\n", 0, found.start("text")) + 1, found["text"]) if found else None


Bindings = Mapping[str, tuple[int, ast.expr] | _Elsewhere]


def _bindings(text: str) -> Bindings | None:
    """What a module's top level binds, in the order of the text; None where it does not parse."""
    try:
        return dict(_bound(ast.parse(text).body))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _bound(statements: Iterable[ast.stmt]) -> Iterator[tuple[str, tuple[int, ast.expr] | _Elsewhere]]:
    for statement in statements:
        if isinstance(statement, ast.Assign):
            for target in statement.targets:
                if isinstance(target, ast.Name):
                    yield target.id, (statement.lineno, statement.value)
        elif isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name) and statement.value:
            yield statement.target.id, (statement.lineno, statement.value)
        elif isinstance(statement, ast.ImportFrom):
            for alias in statement.names:
                yield alias.asname or alias.name, _Elsewhere(statement.module or "", statement.level, alias.name)
        elif isinstance(statement, ast.Try):
            yield from _bound([*statement.handlers[-1].body] if statement.handlers else [])
            yield from _bound(statement.body)


def _value(bindings: Bindings, name: str) -> tuple[int, str] | _Elsewhere | None:
    bound = bindings.get(name)
    if bound is None or isinstance(bound, _Elsewhere):
        return bound
    line, expression = bound
    text = literal(expression, bindings)
    return None if text is None else (line, text)


def literal(expression: ast.expr, bindings: Bindings | None = None, depth: int = 3) -> str | None:
    """The text of a constant, of a tuple of parts, of a join of one, or of a name that stands for one of them."""
    if isinstance(expression, ast.Constant):
        return expression.value if isinstance(expression.value, str) else None
    if isinstance(expression, ast.Name):
        return _named(expression.id, bindings or {}, depth)
    if isinstance(expression, ast.Tuple | ast.List):
        return _joined(expression.elts)
    if isinstance(expression, ast.Call) and _joins_by_dots(expression.func):
        names = (node.id for argument in expression.args for node in ast.walk(argument) if isinstance(node, ast.Name))
        return next(filter(None, (_named(name, bindings or {}, depth) for name in names)), None)
    return None


def bindings_of(text: str) -> Bindings:
    """The names that a script binds, for `literal`."""
    return _bindings(text) or {}


def _joins_by_dots(function: ast.expr) -> bool:
    is_join = isinstance(function, ast.Attribute) and function.attr == "join"
    return is_join and isinstance(function, ast.Attribute) and literal(function.value) == "."


def _named(name: str, bindings: Bindings, depth: int) -> str | None:
    bound = bindings.get(name)
    if bound is None or isinstance(bound, _Elsewhere) or not depth:
        return None
    return literal(bound[1], bindings, depth - 1)


def _joined(parts: Iterable[ast.expr]) -> str | None:
    """`(1, 2, 0)` is 1.2.0, and so is Django's `(1, 2, 0, "final", 0)`."""
    values = [part.value if isinstance(part, ast.Constant) else None for part in parts]
    numbers = [str(value) for value in values if isinstance(value, int | str) and str(value)[:9].isdigit()]
    is_plain = len(numbers) == len(values) or "final" in values
    return ".".join(numbers[:3] if "final" in values else numbers) if is_plain and numbers else None


def _target(found: _Elsewhere, path: str, root: str) -> str:
    """The dotted name that an import means, below `root`."""
    if not found.level:
        return f"{found.module}.{found.name}"
    inside = path.removeprefix(f"{root}/") if root else path
    package = inside.split("/")[: -found.level]
    return ".".join((*package, *filter(None, (found.module,)), found.name))
