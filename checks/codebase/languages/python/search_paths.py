"""Edits of `sys.path`: folders that a file adds to where modules are looked for."""

import ast
from collections.abc import Iterator

from checks.codebase.facts import Hint
from checks.codebase.languages.python import file_paths
from checks.codebase.languages.python.constants import Constants
from checks.codebase.languages.python.dynamic import argument
from checks.codebase.languages.python.marks import PATH_OF_FILE, PATH_OF_PROGRAM
from checks.codebase.languages.python.references import References
from checks.codebase.languages.python.scopes import Nodes, Scope
from checks.codebase.languages.python.texts import HOLE

PATH = "sys.path"
METHODS = {f"{PATH}.insert": 1, f"{PATH}.append": 0, f"{PATH}.extend": 0, f"{PATH}.__iadd__": 0, "site.addsitedir": 0}
"""What adds folders, and at which position it is given them."""
OF_MANY = frozenset({f"{PATH}.extend", f"{PATH}.__iadd__"})

Added = tuple[ast.expr | None, Scope, int]
"""An expression of a folder (of many, as a `Starred`), where it stands, and its line."""


def search_paths(nodes: Nodes, references: References, constants: Constants) -> Iterator[Hint | int]:
    """A hint for each folder that is added, and the line of each that cannot be told."""
    for expression, scope, line in (*_called(nodes, references), *_assigned(nodes, references)):
        for text in constants.texts(expression, scope):
            found = None if HOLE in text else file_paths.folder(text)
            yield line if found is None else Hint(PATH_OF_FILE if found[1] else PATH_OF_PROGRAM, found[0])


def _called(nodes: Nodes, references: References) -> Iterator[Added]:
    for call, scope in nodes.calls:
        for meant in references.of(call.func) & METHODS.keys():
            given = argument(call, METHODS[meant], "sitedir")
            if given is not None:
                yield ast.Starred(given, ast.Load()) if meant in OF_MANY else given, scope, call.lineno


def _assigned(nodes: Nodes, references: References) -> Iterator[Added]:
    for node, scope in nodes.assignments:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        for target in targets:
            is_part = isinstance(target, ast.Subscript)
            owner = target.value if isinstance(target, ast.Subscript) else target
            if not isinstance(owner, ast.Name) or is_part or isinstance(node, ast.AugAssign):
                is_path = PATH in references.of(owner)
                if is_path and node.value:
                    is_one = isinstance(target, ast.Subscript) and not isinstance(target.slice, ast.Slice)
                    yield from ((one, scope, node.lineno) for one in _folders(node.value, references, is_one=is_one))


def _folders(value: ast.expr, references: References, *, is_one: bool) -> Iterator[ast.expr]:
    """The folders in what is assigned: in a sum, those beside the path as it was."""
    pending = [value]
    while pending:
        node = pending.pop()
        if is_one:
            yield node
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            pending += [node.left, node.right]
        elif isinstance(node, ast.List | ast.Tuple):
            rest = [one for one in node.elts if not (isinstance(one, ast.Starred) and _is_path(one.value, references))]
            yield ast.Starred(ast.List(rest, ast.Load()), ast.Load())
        elif not _is_path(node, references):
            yield ast.Starred(node, ast.Load())


def _is_path(node: ast.expr, references: References) -> bool:
    """Whether it is the path as it was: `sys.path`, a part or a copy of it, or one filtered."""
    while isinstance(node, ast.Subscript | ast.ListComp) or (isinstance(node, ast.Call) and len(node.args) == 1):
        if isinstance(node, ast.Subscript):
            node = node.value
        else:
            node = node.generators[0].iter if isinstance(node, ast.ListComp) else node.args[0]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        node = node.func.value
    return PATH in references.of(node)
