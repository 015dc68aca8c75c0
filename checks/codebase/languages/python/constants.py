"""The texts that an expression can be, as far as the file itself tells: constants, and what is put together from them.

A text may have holes where a part cannot be told. Work is bounded for each file; what is beyond is a hole, no silence.
"""

import ast
import re
import string
from collections.abc import Iterable, Iterator

from checks.codebase.languages.python import file_paths
from checks.codebase.languages.python.scopes import Binding, Nodes, Scope
from checks.codebase.languages.python.texts import HOLE, LONGEST, MOST, OWN, UNKNOWN, Texts, constant, distinct, parents

DEEPEST = 25
"""Expressions and names within each other; Python's own limit would be met in a walk of the tree."""

BUDGET = 20_000
"""Expressions and texts looked at in one file."""

COPIES = frozenset({"list", "tuple", "set", "sorted", "frozenset", "reversed"})
PERCENT = re.compile(r"%(?:\((\w+)\))?([%sd])")
SPECIAL = {"__file__": f"{file_paths.HERE}/__file__", "__name__": OWN, "__package__": OWN}


class Constants:
    """Tells the texts of expressions in one file."""

    def __init__(self, nodes: Nodes) -> None:
        self._classes = nodes.classes
        self._left = BUDGET
        self._known: dict[tuple[int, str], Texts] = {}

    def texts(self, node: Binding, scope: Scope, depth: int = DEEPEST) -> Texts:
        """All texts that the expression can be; none for what is no text."""
        self._left -= 1
        if node is None or depth <= 0 or self._left <= 0:
            return UNKNOWN
        if isinstance(node, ast.Constant):
            return constant(node.value)
        if isinstance(node, ast.Name):
            return self._name(node.id, scope, depth - 1)
        return distinct(self._composed(node, scope, depth - 1))

    def items(self, node: Binding, scope: Scope, depth: int = DEEPEST, *, keys: bool = False) -> list[Binding]:
        """The items of a list, tuple, set or dictionary (its values, or its keys) that the expression is, with those of
        lists that are added to it; None in place of what cannot be told."""
        self._left -= 1
        if node is None or depth <= 0 or self._left <= 0:
            return [None]
        if isinstance(node, ast.List | ast.Tuple | ast.Set):
            return self._in_order([(one, False) for one in node.elts], scope, depth - 1)
        if isinstance(node, ast.Dict):
            found: list[Binding] = [*(node.keys if keys else node.values)[:MOST]]
            return found if len(node.keys) <= MOST else [*found, None]
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            return self._in_order([(term, True) for term in _terms(node)], scope, depth - 1)
        if isinstance(node, ast.Name):
            return self._named_items(node.id, scope, depth - 1, keys=keys)
        return self._called_items(node, scope, depth - 1) if isinstance(node, ast.Call) else [None]

    def _in_order(self, parts: Iterable[tuple[ast.expr, bool]], scope: Scope, depth: int) -> list[Binding]:
        """The items of parts that are lists themselves (or starred), and those that are none."""
        found: list[Binding] = []
        for part, is_list in parts:
            if is_list or isinstance(part, ast.Starred):
                found += self.items(part.value if isinstance(part, ast.Starred) else part, scope, depth)
            else:
                found.append(part)
            if len(found) > MOST:
                return [*found[:MOST], None]
        return found

    def _named_items(self, name: str, scope: Scope, depth: int, *, keys: bool) -> list[Binding]:
        holder = scope.holder(name)
        if holder is None or len(holder.values[name]) != 1 or name in holder.spoiled:
            return [None]
        return self.items(holder.values[name][0], holder, depth, keys=keys)

    def _called_items(self, node: ast.Call, scope: Scope, depth: int) -> list[Binding]:
        """`list(x)`, `x.values()`, `x.keys()`."""
        called, given = node.func, node.args
        if isinstance(called, ast.Attribute) and called.attr in {"values", "keys"} and not given:
            return self.items(called.value, scope, depth, keys=called.attr == "keys")
        if isinstance(called, ast.Name) and called.id in COPIES and len(given) == 1:
            return self.items(given[0], scope, depth, keys=True)
        return [None]

    def _name(self, name: str, scope: Scope, depth: int) -> Texts:
        holder = scope.holder(name)
        if holder is None:
            return (SPECIAL[name],) if name in SPECIAL else UNKNOWN
        if name in holder.spoiled:
            return UNKNOWN
        known = self._known.get((id(holder), name))
        if known is None:
            self._known[id(holder), name] = UNKNOWN  # for a name that is defined by itself
            known = distinct(text for value in holder.values[name] for text in self.texts(value, holder, depth))
            self._known[id(holder), name] = known
        self._left -= len(known)
        return known

    def _composed(self, node: ast.expr, scope: Scope, depth: int) -> Iterable[str]:
        if isinstance(node, ast.NamedExpr):
            return self.texts(node.value, scope, depth)
        if isinstance(node, ast.Starred):
            return self._each(self.items(node.value, scope, depth, keys=True), scope, depth)
        if isinstance(node, ast.IfExp | ast.BoolOp):
            either = [node.body, node.orelse] if isinstance(node, ast.IfExp) else node.values
            return self._each(either, scope, depth)
        if isinstance(node, ast.JoinedStr):
            return self._joined([self._part(part, scope, depth) for part in node.values])
        return self._computed(node, scope, depth)

    def _computed(self, node: ast.expr, scope: Scope, depth: int) -> Iterable[str]:
        if isinstance(node, ast.BinOp):
            return self._operation(node, scope, depth)
        if isinstance(node, ast.Attribute):
            return self._attribute(node, scope, depth)
        if isinstance(node, ast.Subscript):
            return self._subscript(node, scope, depth)
        return self._call(node, scope, depth) if isinstance(node, ast.Call) else UNKNOWN

    def _part(self, node: ast.expr, scope: Scope, depth: int) -> Texts:
        """A part of an f-string."""
        if not isinstance(node, ast.FormattedValue):
            return self.texts(node, scope, depth)
        is_plain = node.conversion in {-1, ord("s")} and node.format_spec is None
        return self.texts(node.value, scope, depth) if is_plain else UNKNOWN

    def _each(self, items: Iterable[Binding], scope: Scope, depth: int) -> Iterable[str]:
        """The items' texts; each stands where its list does, and a name in it is looked for from here."""
        return [text for item in items for text in self.texts(item, scope, depth)]

    def _operation(self, node: ast.BinOp, scope: Scope, depth: int) -> Iterable[str]:
        if isinstance(node.op, ast.Add):
            return self._joined([self.texts(term, scope, depth) for term in _terms(node)])
        if isinstance(node.op, ast.Div):
            return self._joined([self.texts(node.left, scope, depth), ("/",), self.texts(node.right, scope, depth)])
        if isinstance(node.op, ast.Mod):
            return self._percent(node, scope, depth)
        return UNKNOWN

    def _percent(self, node: ast.BinOp, scope: Scope, depth: int) -> Iterable[str]:
        form = self.texts(node.left, scope, depth)
        if len(form) != 1 or HOLE in form[0]:
            return UNKNOWN
        values = node.right.elts if isinstance(node.right, ast.Tuple) else [node.right]
        named = _by_key(node.right) if isinstance(node.right, ast.Dict) else {}
        parts: list[Texts] = []
        end = count = 0
        for match in PERCENT.finditer(form[0]):
            parts.append((form[0][end : match.start()],))
            end = match.end()
            if match[2] == "%":
                parts.append(("%",))
                continue
            value = named.get(match[1]) if match[1] else values[count] if count < len(values) else None
            count += not match[1]
            parts.append(self.texts(value, scope, depth))
        return self._joined([*parts, (form[0][end:],)])

    def _attribute(self, node: ast.Attribute, scope: Scope, depth: int) -> Iterable[str]:
        if node.attr == "parent":
            return parents(self.texts(node.value, scope, depth))
        owner = node.value.id if isinstance(node.value, ast.Name) else ""
        if owner == "os" and node.attr in file_paths.CONSTANTS:
            return (file_paths.CONSTANTS[node.attr],)
        if owner in {"self", "cls"}:
            around = next(scope.classes(), None)
            holders = [one for one in self._classes.get(around.name, ()) if one.owner is around] if around else []
        else:
            holders = self._classes.get(owner, [])
        if len(holders) != 1 or node.attr not in holders[0].values:
            return UNKNOWN
        return self._name(node.attr, holders[0], depth)

    def _subscript(self, node: ast.Subscript, scope: Scope, depth: int) -> Iterable[str]:
        """`.parents[1]`, or an item of a list or dictionary: the one that is asked for, else any."""
        key = node.slice.value if isinstance(node.slice, ast.Constant) else None
        if isinstance(node.value, ast.Attribute) and node.value.attr == "parents":
            texts = self.texts(node.value.value, scope, depth)
            return parents(texts, key + 1) if isinstance(key, int) else UNKNOWN
        items = self.items(node.value, scope, depth)
        if isinstance(key, int) and 0 <= key < len(items) and None not in items:
            return self.texts(items[key], scope, depth)
        return self._each(items, scope, depth)

    def _call(self, node: ast.Call, scope: Scope, depth: int) -> Iterable[str]:
        owner = node.func.value if isinstance(node.func, ast.Attribute) else None
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if owner and name == "format":
            return self._format(owner, node, scope, depth)
        if owner and name == "join" and len(node.args) == 1 and not isinstance(node.args[0], ast.Starred):
            return self._join(owner, node.args[0], scope, depth)
        return self._of_path(owner, name, node.args, scope, depth)

    def _of_path(
        self, owner: ast.expr | None, name: str, given: list[ast.expr], scope: Scope, depth: int
    ) -> Iterable[str]:
        """What functions of `os.path` and methods of `Path` return."""
        if name in file_paths.CURRENT:
            return (".",)
        if name in file_paths.SAME:
            return self.texts(owner if name in file_paths.OF_PATH else next(iter(given), None), scope, depth)
        if name == "dirname":
            return parents(self.texts(next(iter(given), None), scope, depth))
        if name in file_paths.JOINING:
            return self._path([owner, *given] if owner and name == "joinpath" else given, scope, depth)
        return UNKNOWN

    def _path(self, parts: list[ast.expr], scope: Scope, depth: int) -> Iterable[str]:
        texts = [self.texts(part, scope, depth) for part in parts]
        between: list[Texts] = [("/",)] * (2 * len(texts) - 1)
        between[::2] = texts
        return self._joined(between) if texts else (".",)

    def _join(self, owner: ast.expr, joined: ast.expr, scope: Scope, depth: int) -> Iterable[str]:
        """`".".join([…])`."""
        separator, items = self.texts(owner, scope, depth), self.items(joined, scope, depth)
        parts: list[Texts] = []
        for item in items:
            parts += [separator, self.texts(item, scope, depth)]
        return self._joined(parts[1:])

    def _format(self, owner: ast.expr, node: ast.Call, scope: Scope, depth: int) -> Iterable[str]:
        """`"a.{}".format(…)`."""
        form = self.texts(owner, scope, depth)
        named = {keyword.arg: keyword.value for keyword in node.keywords}
        try:
            fields = list(string.Formatter().parse(form[0])) if len(form) == 1 else [(HOLE, None, None, None)]
        except ValueError:
            return UNKNOWN
        parts: list[Texts] = []
        for count, (text, field, _, _) in enumerate(fields):
            parts.append((text,))
            if field is not None:
                number = int(field) if field.isdecimal() else count
                is_given = number < len(node.args) and (not field or field.isdecimal())
                value = node.args[number] if is_given else named.get(field)
                parts.append(self.texts(value, scope, depth))
        return self._joined(parts)

    def _joined(self, parts: Iterable[Texts]) -> Texts:
        """Every text that can be put together from one of each part's."""
        found: Texts = ("",)
        for part in parts:
            self._left -= len(found)
            ends = part if 0 < len(part) * len(found) <= MOST and self._left > 0 else UNKNOWN
            pairs = ((text, end) for text in found for end in ends)
            found = distinct(text + end if len(text) + len(end) <= LONGEST else HOLE for text, end in pairs)
        return found


def _terms(node: ast.BinOp) -> Iterator[ast.expr]:
    """The terms of a sum, which Python nests one in the other from the left."""
    right: list[ast.expr] = []
    left: ast.expr = node
    while isinstance(left, ast.BinOp) and isinstance(left.op, ast.Add):
        right.append(left.right)
        left = left.left
    yield left
    yield from reversed(right)


def _by_key(node: ast.Dict) -> dict[object, ast.expr]:
    pairs = zip(node.keys, node.values, strict=True)
    return {key.value: value for key, value in pairs if isinstance(key, ast.Constant)}
