"""The names of one Python file: imported, defined, offered, and said in what others see of it.

Public is what does not begin with an underscore, and the special methods. Only the statements of modules and classes
are gone through, and bodies of functions only where the text shows that a query is built.
"""

import ast
import builtins
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from checks.codebase.facts import Kind
from checks.codebase.languages.python.resolve import STANDARD_LIBRARY
from checks.codebase.languages.python.symbol_names import dotted, makers, named
from checks.codebase.languages.taken_names import taken_names
from checks.codebase.symbols import ALL, MODULE, Binding, Definition, Exported, Mention, Place, Sort, Symbols

ImportStatement = ast.Import | ast.ImportFrom
Function = ast.FunctionDef | ast.AsyncFunctionDef

BUILT_IN = frozenset(dir(builtins))
ENUMS = frozenset({"Enum", "StrEnum", "IntEnum", "Flag", "IntFlag", "TextChoices", "IntegerChoices", "Choices"})
MARKS = frozenset({"__tablename__", "__table__"})
TABLE = "table"
"""The keyword by which a class of SQLModel is one of tables."""

MANAGERS = frozenset({"objects", "query", "session", "_default_manager", "_base_manager"})
MODEL_WORDS = frozenset({"model", "queryset"})
"""Attributes by which serializers, forms, views and factories say what they are made from."""

QUERIES = frozenset({"select", "insert", "update", "delete", "create_engine", "create_async_engine"})
SESSION = "session"
TRACES = re.compile(
    rb"\.(?:objects|query|session|_default_manager|_base_manager)\b|(?i:session)\w{0,40}\s{0,8}\("
    rb"|\b(?:select|insert|update|delete|create_(?:async_)?engine)\s*\("
)
WORD = re.compile(rb"[\w\x80-\xff]+")
MOST_FIELDS = 60
NESTED = ("body", "orelse", "finalbody", "handlers")


def find_symbols(tree: ast.Module, source: bytes, imports: Sequence[tuple[ImportStatement, Kind]]) -> Symbols:
    """The names in a file; `imports` are all its import statements, wherever they stand."""
    bindings = tuple(one for node, kind in imports for one in _bindings(node, is_type=kind is Kind.TYPE))
    reader = _Reader(tree, bindings)
    reader.read()
    if TRACES.search(source):
        reader.read_queries(tree)
    return Symbols(
        bindings,
        tuple(reader.definitions),
        tuple(dict.fromkeys(reader.mentions)),
        reader.exports(),
        _handed_on(bindings, imports, None if reader.exports() is not None else source),
        taken_names(source, frozenset(one.name.partition(".")[0] for one in bindings if _may_be_module(one))),
    )


def _may_be_module(binding: Binding) -> bool:
    """Whether a name may stand for a module, or for something that is made once for all."""
    is_own = binding.module.partition(".")[0] not in STANDARD_LIBRARY
    return is_own and (binding.name[:1].islower())


def _bindings(node: ImportStatement, *, is_type: bool) -> Iterator[Binding]:
    if isinstance(node, ast.Import):
        for alias in node.names:
            yield Binding(alias.asname or alias.name, alias.name, MODULE, node.lineno, is_type)
        return
    module = "." * node.level + (node.module or "")
    if node.level == 0 and module.partition(".")[0] in {"typing", "typing_extensions", "__future__"}:
        return
    for alias in node.names:
        name = ALL if alias.name == ALL else alias.asname or alias.name
        yield Binding(name, module, alias.name, node.lineno, is_type)


def _handed_on(
    bindings: Iterable[Binding], imports: Iterable[tuple[ImportStatement, Kind]], source: bytes | None
) -> tuple[str, ...]:
    """The names that a file imports for others: by `import X as X`, or it does nothing else with them. Where the file
    lists what it offers (no `source` is given), the latter says nothing."""
    said = {alias.name for node, _ in imports for alias in node.names if alias.asname == alias.name}
    own = [one for one in bindings if one.name != ALL and one.module.partition(".")[0] not in STANDARD_LIBRARY]
    words = Counter(WORD.findall(source)) if source and own else Counter[bytes]()
    return tuple(one.name for one in own if one.name in said or words[one.name.rpartition(".")[2].encode()] == 1)


class _Reader:
    """Goes through the statements of one module."""

    def __init__(self, tree: ast.Module, bindings: Iterable[Binding]) -> None:
        self.definitions: list[Definition] = []
        self.mentions: list[Mention] = []
        self._all: list[Exported] | None = None
        self._statements = list(_statements(tree.body))
        self._imported = {one.name.partition(".")[0] for one in bindings if one.name != ALL}
        self._has_star = any(one.name == ALL for one in bindings)
        self._own = {name for node in self._statements for name in _defined(node)}

    def read(self) -> None:
        """Read everything but queries."""
        for node in self._statements:
            if isinstance(node, ast.ClassDef):
                self._read_class(node, node.name)
            elif isinstance(node, Function):
                self._read_function(node, node.name)
            elif isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
                self._read_assignment(node)
            elif node.__class__.__name__ == "TypeAlias":  # Python 3.12
                self._define(getattr(node, "name").id, node, Sort.TYPE, named(getattr(node, "value")))  # noqa: B009

    def exports(self) -> tuple[Exported, ...] | None:
        """What `__all__` lists; None without one that can be told."""
        return None if self._all is None else tuple(self._all)

    def read_queries(self, tree: ast.Module) -> None:
        """Read where queries are built, by the function that does."""
        pending: list[tuple[ast.AST, str]] = [(tree, "")]
        while pending:
            node, symbol = pending.pop()
            if isinstance(node, ast.ClassDef | Function):
                symbol = f"{symbol}.{node.name}" if symbol else node.name
            elif isinstance(node, ast.Attribute) and node.attr in MANAGERS:
                self._mention(Place.QUERY, symbol, [dotted(node.value) or ""], node.lineno)
            elif isinstance(node, ast.Call) and (name := dotted(node.func)) and _is_query(name.rpartition(".")[2]):
                self._mention(Place.QUERY, symbol, [name], node.lineno)
            pending += [(child, symbol) for child in ast.iter_child_nodes(node)]

    def _read_class(self, node: ast.ClassDef, symbol: str) -> None:
        bare = (base.value if isinstance(base, ast.Subscript) else base for base in node.bases)  # `Repository[User]`
        bases = [name for base in bare for name in makers(base)]
        is_enum = any(name.rpartition(".")[2] in ENUMS for name in bases)
        members = list(_statements(node.body))
        marks = {name for one in members for name in _defined(one) if name in MARKS}
        marks |= {one.arg for one in node.keywords if one.arg == TABLE and _is_true(one.value)}
        fields = [name for one in members if not isinstance(one, ast.ClassDef | Function) for name in _defined(one)]
        if "." not in symbol:
            is_dictionary = any(name.rpartition(".")[2] == "TypedDict" for name in bases)
            held = [name for one in members if isinstance(one, ast.AnnAssign) for name in named(one.annotation)]
            self.definitions.append(
                Definition(
                    node.name,
                    node.lineno,
                    Sort.ENUM if is_enum else Sort.CLASS,
                    self._known([*bases, *(held if is_dictionary else ())]),
                    self._known(name for one in node.decorator_list for name in makers(one)),
                    tuple(sorted(marks)),
                    tuple(one for one in fields if not one.startswith("_"))[:MOST_FIELDS],
                )
            )
        if not _is_public(node.name):
            return
        arguments = [name for base in node.bases for name in named(base)]
        self._mention(Place.BASE, symbol, arguments, node.lineno)
        self._read_decorators(node, symbol)
        for one in members:
            self._read_member(one, symbol)

    def _read_member(self, node: ast.stmt, symbol: str) -> None:
        if isinstance(node, Function):
            self._read_function(node, f"{symbol}.{node.name}")
        elif isinstance(node, ast.ClassDef) and node.name in {"Meta", "Config"}:
            for one in node.body:
                self._read_model(one, symbol)
        elif isinstance(node, ast.ClassDef):
            self._read_class(node, f"{symbol}.{node.name}")
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and _is_public(node.target.id):
            self._mention(Place.FIELD, f"{symbol}.{node.target.id}", named(node.annotation), node.lineno)
        else:
            self._read_model(node, symbol)

    def _read_model(self, node: ast.stmt, symbol: str) -> None:
        """`model = User`: what a serializer, a form or a view stands for."""
        if isinstance(node, ast.Assign) and any(
            isinstance(one, ast.Name) and one.id in MODEL_WORDS for one in node.targets
        ):
            found = dotted(node.value)
            self._mention(Place.META, symbol, [found] if found else (), node.lineno)

    def _read_function(self, node: Function, symbol: str) -> None:
        if not _is_public(node.name):
            return
        given = node.args
        every = (*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg)
        for one in every:
            if one is not None and one.annotation is not None:
                self._mention(Place.PARAMETER, symbol, named(one.annotation), one.lineno)
        self._mention(Place.RETURN, symbol, named(node.returns), node.returns.lineno if node.returns else node.lineno)
        self._read_decorators(node, symbol)
        if node.name == "__init__":
            self._read_attributes(node, symbol.rpartition(".")[0])

    def _read_attributes(self, node: Function, owner: str) -> None:
        """`self.session: Session = session`."""
        for one in node.body:
            if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Attribute) and _is_public(one.target.attr):
                self._mention(Place.FIELD, f"{owner}.{one.target.attr}", named(one.annotation), one.lineno)

    def _read_decorators(self, node: ast.ClassDef | Function, symbol: str) -> None:
        for one in node.decorator_list:
            if isinstance(one, ast.Call):
                given = (*one.args, *(each.value for each in one.keywords))
                names = [name for each in given for name in named(each, is_type=False)]
                self._mention(Place.DECORATOR, symbol, names, one.lineno)

    def _read_assignment(self, node: ast.Assign | ast.AnnAssign | ast.AugAssign) -> None:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        for target in targets:
            if not isinstance(target, ast.Name):
                continue
            if target.id == "__all__":
                self._read_all(node)
            elif not isinstance(node, ast.AugAssign):
                is_type = isinstance(node.value, ast.Subscript | ast.BinOp)
                self._define(target.id, node, Sort.TYPE if is_type else Sort.VALUE, makers(node.value))
            if isinstance(node, ast.AnnAssign) and _is_public(target.id):
                self._mention(Place.VARIABLE, target.id, named(node.annotation), node.lineno)

    def _read_all(self, node: ast.Assign | ast.AnnAssign | ast.AugAssign) -> None:
        items = node.value.elts if isinstance(node.value, ast.List | ast.Tuple) else ()
        names = [
            (one.value, one.lineno) for one in items if isinstance(one, ast.Constant) and isinstance(one.value, str)
        ]
        self._all = [*(self._all or ()), *(Exported(name, name, line) for name, line in names)]

    def _define(self, name: str, node: ast.stmt, sort: Sort, of: Iterable[str]) -> None:
        if known := self._known(of):
            self.definitions.append(Definition(name, node.lineno, sort, known))
            if sort is Sort.TYPE and _is_public(name):
                self.mentions.append(Mention(Place.ALIAS, name, known, node.lineno))

    def _mention(self, place: Place, symbol: str, names: Iterable[str], line: int) -> None:
        if known := self._known(names):
            self.mentions.append(Mention(place, symbol, known, line))

    def _known(self, names: Iterable[str]) -> tuple[str, ...]:
        """The names that the file imports or defines, each once."""
        return tuple(dict.fromkeys(name for name in names if self._is_known(name.partition(".")[0])))

    def _is_known(self, root: str) -> bool:
        if root in self._imported or root in self._own:
            return True
        return self._has_star and bool(root) and root not in BUILT_IN


def _statements(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements of a scope, those in branches too."""
    pending: list[ast.AST] = list(reversed(list(body)))
    while pending:
        node = pending.pop()
        if isinstance(node, ast.If | ast.Try | ast.With | ast.ExceptHandler | ast.For | ast.While):
            for name in reversed(NESTED):
                pending += reversed(getattr(node, name, None) or ())
        elif isinstance(node, ast.stmt):
            yield node


def _defined(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.ClassDef | Function):
        yield node.name
    elif isinstance(node, ast.Assign | ast.AnnAssign):
        for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
            if isinstance(target, ast.Name):
                yield target.id


def _is_query(name: str) -> bool:
    """Whether what is called builds a query, or is called like what makes sessions: `SessionLocal()`."""
    return name in QUERIES or SESSION in name.lower()


def _is_public(name: str) -> bool:
    return not name.startswith("_") or (name.startswith("__") and name.endswith("__"))


def _is_true(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is True


def at_lines(symbols: Symbols, lines: Sequence[int]) -> Symbols:
    """The names with other lines: that from 1 of a statement is its index in `lines` from 1."""

    def line(number: int) -> int:
        return lines[min(number, len(lines)) - 1]

    exports = symbols.exports
    return replace(
        symbols,
        bindings=tuple(replace(one, line=line(one.line)) for one in symbols.bindings),
        definitions=tuple(replace(one, line=line(one.line)) for one in symbols.definitions),
        mentions=tuple(replace(one, line=line(one.line)) for one in symbols.mentions),
        exports=exports and tuple(replace(one, line=line(one.line)) for one in exports),
    )
