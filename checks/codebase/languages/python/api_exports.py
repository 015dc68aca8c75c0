"""What a module lists in `__all__`: literal names, the lists of other modules (`a.__all__`), and `*` for what only the
running program knows."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

ALL = "__all__"
UNTOLD = "*"


@dataclass(slots=True)
class Exports:
    """Reads `__all__` statement by statement; `names` is None until there is one."""

    names: list[str] | None = field(default=None)

    def read(self, node: ast.stmt) -> None:
        """Take account of one statement of the module, and of those in its conditions."""
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if node.value and any(isinstance(one, ast.Name) and one.id == ALL for one in targets):
                added = isinstance(node, ast.AugAssign)
                self.names = [*(self.names or () if added else ()), *_listed(node.value)]
        elif isinstance(node, ast.Expr):
            self._call(node.value)
        elif isinstance(node, ast.If | ast.Try | ast.For | ast.With):
            self._conditional(node)

    def _conditional(self, node: ast.If | ast.Try | ast.For | ast.With) -> None:
        """A list in a condition adds to what is known; in a loop nobody can tell."""
        before = self.names
        blocks: list[list[ast.stmt]] = [node.body]
        if isinstance(node, ast.If | ast.Try):
            blocks.append(node.orelse)
        if isinstance(node, ast.Try):
            blocks += [*(handler.body for handler in node.handlers), node.finalbody]
        for block in blocks:
            for one in block:
                self.read(one)
        if self.names != before:
            extra = [UNTOLD] if isinstance(node, ast.For) else []
            self.names = list(dict.fromkeys([*(before or ()), *(self.names or ()), *extra]))

    def _call(self, call: ast.expr) -> None:
        """`__all__.extend(…)`, `.append(…)`, `.remove(…)`."""
        if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and len(call.args) == 1):
            return
        owner, method, given = call.func.value, call.func.attr, call.args[0]
        if not (isinstance(owner, ast.Name) and owner.id == ALL):
            return
        names = list(_listed(given)) if method == "extend" else list(_item(given))
        known = self.names or []
        self.names = [one for one in known if one not in names] if method == "remove" else [*known, *names]


def _listed(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.List | ast.Tuple | ast.Set):
        for item in node.elts:
            yield from _listed(item.value) if isinstance(item, ast.Starred) else _item(item)
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.BitOr):
        yield from _listed(node.left)
        yield from _listed(node.right)
    elif isinstance(node, ast.Attribute) and node.attr == ALL and _is_dotted(node.value):
        yield f"{ast.unparse(node.value)}.{ALL}"
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"list", "tuple", "sorted"}:
        yield from _each(node.args)
    elif not (isinstance(node, ast.Name) and node.id == ALL):
        yield UNTOLD


def _each(nodes: Iterable[ast.expr]) -> Iterator[str]:
    for node in nodes:
        yield from _listed(node)


def _item(node: ast.expr) -> Iterator[str]:
    """One name: a text, or `Class.__name__`."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.Attribute) and node.attr == "__name__" and isinstance(node.value, ast.Name):
        yield node.value.id
    else:
        yield UNTOLD


def _is_dotted(node: ast.expr) -> bool:
    while isinstance(node, ast.Attribute):
        node = node.value
    return isinstance(node, ast.Name)
