"""The names of one script: imported, defined, exported, and said in what others see of it.

Only statements of the module scope and the bodies of classes and interfaces are gone through: no JSX, and of bodies of
functions only what looks like a query.
"""

from collections.abc import Iterable, Iterator, Sequence

from tree_sitter import Node, Tree

from checks.codebase.languages.taken_names import taken_names
from checks.codebase.languages.typescript.grammar import bytes_of, line_of, text_of
from checks.codebase.languages.typescript.literals import unescape
from checks.codebase.languages.typescript.symbol_members import Members
from checks.codebase.languages.typescript.symbol_names import dotted, makers, named
from checks.codebase.languages.typescript.symbol_queries import inner_imports, queries
from checks.codebase.symbols import ALL, MODULE, Binding, Definition, Exported, Mention, Place, Sort, Symbols

DEFAULT = "default"
CLASSES = frozenset({"class_declaration", "abstract_class_declaration", "class"})
FUNCTIONS = frozenset(
    {
        *("function_declaration", "generator_function_declaration", "function_signature"),
        *("arrow_function", "function_expression", "generator_function"),
    }
)
VARIABLES = frozenset({"lexical_declaration", "variable_declaration"})
SORTS = {"interface_declaration": Sort.TYPE, "type_alias_declaration": Sort.TYPE, "enum_declaration": Sort.ENUM}
MADE = frozenset(("call_expression", "new_expression", "await_expression", "binary_expression", "as_expression"))
"""Values that only their type tells. Others are what they are, whatever type they are given."""

TAKEN_APART = frozenset({"identifier", "shorthand_property_identifier_pattern"})
PROPS = "Props"
"""How the type of a component's properties ends: what it says is seen by whoever renders the component."""

MOST_FIELDS = 60


def find_symbols(tree: Tree, source: bytes) -> Symbols:
    """The names in a script."""
    reader = _Reader(source)
    reader.read(tree.root_node.named_children, inner_imports(tree, source))
    reader.mentions += queries(tree, source, reader.names)
    return Symbols(
        tuple(reader.bindings),
        tuple(reader.definitions),
        tuple(dict.fromkeys(reader.mentions)),
        tuple(reader.exported),
        taken=taken_names(source, frozenset(one.name for one in reader.bindings if one.name[:1].islower())),
    )


class _Reader:
    """Goes through the statements of one module."""

    def __init__(self, source: bytes) -> None:
        self.bindings: list[Binding] = []
        self.definitions: list[Definition] = []
        self.mentions: list[Mention] = []
        self.exported: list[Exported] = []
        self._source = source
        self._declared: list[tuple[Node, str, Node]] = []
        self._known: set[str] = set()

    def read(self, statements: Sequence[Node], inner: Iterable[Node]) -> None:
        """Read all of it: first what names there are, then what is said with them. `inner` are imports in bodies."""
        for node in inner:
            self._declare_variable(node, node)
        for node in statements:
            if node.type == "import_statement":
                self._read_import(node)
            elif node.type == "export_statement":
                self._read_export(node)
            elif node.type == "expression_statement":
                self._read_common_js(node)
            else:
                self._declare(node, node)
        self._known = {one.name for one in self.bindings} | {name for _, name, _ in self._declared}
        offered = {one.local for one in self.exported}
        for node, name, outer in self._declared:
            self._define(node, name, outer, is_offered=name in offered)

    def _text(self, node: Node | None) -> str:
        return "" if node is None else text_of(node, self._source)

    def _read_import(self, node: Node) -> None:
        module = self._module(node)
        clause = next((child for child in node.named_children if child.type == "import_clause"), None)
        if module is None or clause is None:
            required = next((child for child in node.named_children if child.type == "import_require_clause"), None)
            if required is not None and (path := self._module(required)) and required.named_children:
                self._bind(self._text(required.named_children[0]), path, MODULE, node)
            return
        is_type = any(child.type == "type" for child in node.children[:3])
        for child in clause.named_children:
            if child.type == "identifier":
                self._bind(self._text(child), module, DEFAULT, node, is_type=is_type)
            elif child.type == "namespace_import" and child.named_children:
                self._bind(self._text(child.named_children[0]), module, MODULE, node, is_type=is_type)
            elif child.type == "named_imports":
                for name, local, own in self._specified(child):
                    self._bind(local, module, name, node, is_type=is_type or own)

    def _read_export(self, node: Node) -> None:
        module = self._module(node)
        is_type = any(child.type == "type" for child in node.children[:3])
        line = line_of(node)
        declaration = node.child_by_field_name("declaration")
        clause = next((child for child in node.named_children if child.type == "export_clause"), None)
        namespace = next((child for child in node.named_children if child.type == "namespace_export"), None)
        if clause is not None:
            for name, alias, own in self._specified(clause):
                if module is not None:
                    self._bind(alias, module, name, node, is_type=is_type or own)
                self.exported.append(Exported(alias, alias if module is not None else name, line))
        elif namespace is not None and module is not None and namespace.named_children:
            name = self._text(namespace.named_children[0])
            self._bind(name, module, MODULE, node)
            self.exported.append(Exported(name, name, line))
        elif module is not None:
            self._bind(ALL, module, ALL, node, is_type=is_type)
        elif declaration is not None:
            before = len(self._declared)
            self._declare(declaration, node)
            names = [name for _, name, _ in self._declared[before:]]
            is_default = any(child.type == "default" for child in node.children)
            self.exported += [Exported(DEFAULT if is_default else name, name, line) for name in names]
        else:
            self._read_default(node)

    def _read_default(self, node: Node) -> None:
        """`export default x`, and of a value without a name."""
        value = node.child_by_field_name("value") or next(
            (child for child in node.named_children if child.type not in {"comment", "decorator"}), None
        )
        if value is None:
            return
        name = dotted(value, self._source)
        if name is None or "." in name:
            name = DEFAULT
            self._declared.append((value, name, node))
        self.exported.append(Exported(DEFAULT, name, line_of(node)))

    def _read_common_js(self, node: Node) -> None:
        """`module.exports = {…}`, `exports.x = x`."""
        assignment = node.named_children[0] if node.named_children else None
        if assignment is None or assignment.type != "assignment_expression":
            return
        left, right = assignment.child_by_field_name("left"), assignment.child_by_field_name("right")
        target = dotted(left, self._source) or ""
        if right is None or target.partition(".")[0] not in {"module", "exports"}:
            return
        line = line_of(node)
        if target == "module.exports" and right.type == "object":
            for child in right.named_children:
                key = child.child_by_field_name("key") if child.type == "pair" else child
                value = child.child_by_field_name("value") if child.type == "pair" else child
                local = dotted(value, self._source)
                if key is not None and local and child.type != "spread_element":
                    self.exported.append(Exported(self._text(key), local, line))
        elif local := dotted(right, self._source):
            self.exported.append(
                Exported(DEFAULT if target == "module.exports" else target.rpartition(".")[2], local, line)
            )

    def _declare(self, node: Node, outer: Node) -> None:
        """Note what a statement declares; of modules that are required, what is taken of them."""
        if node.type in VARIABLES:
            for one in node.named_children:
                if one.type == "variable_declarator":
                    self._declare_variable(one, outer)
        elif node.type in CLASSES or node.type in FUNCTIONS or node.type in SORTS:
            name = node.child_by_field_name("name")
            self._declared.append((node, self._text(name) or DEFAULT, outer))
        elif node.type == "ambient_declaration":
            for child in node.named_children:
                self._declare(child, outer)

    def _declare_variable(self, node: Node, outer: Node) -> None:
        name = node.child_by_field_name("name")
        value = node.child_by_field_name("value")
        module = self._required(value)
        if name is None:
            return
        if name.type == "identifier":
            if module is None:
                self._declared.append((node, self._text(name), outer))
            else:
                self._bind(self._text(name), module, MODULE, outer)
        elif value is not None and name.type == "object_pattern":
            for child in name.named_children:
                key = child.child_by_field_name("key") or child
                local = child.child_by_field_name("value") or child
                if module is not None:
                    self._bind(self._text(local), module, self._text(key), outer)
                elif local.type in TAKEN_APART:
                    self._declared.append((value, self._text(local), outer))

    def _required(self, value: Node | None) -> str | None:
        """The module of `require("x")` or `await import("x")`."""
        while value is not None and value.type == "await_expression":
            value = value.named_children[0] if value.named_children else None
        if value is None or value.type != "call_expression":
            return None
        function, given = value.child_by_field_name("function"), value.child_by_field_name("arguments")
        if function is None or bytes_of(function, self._source) not in {b"require", b"import"} or given is None:
            return None
        first = given.named_children[0] if given.named_children else None
        return unescape(self._text(first)[1:-1]) if first is not None and first.type == "string" else None

    def _define(self, node: Node, name: str, outer: Node, *, is_offered: bool) -> None:
        members = Members(self._source, self.names)
        line = line_of(node)
        if node.type in CLASSES:
            self._define_class(node, name, outer, members, is_offered=is_offered)
        elif node.type in SORTS:
            body = node.child_by_field_name("body")
            value = node.child_by_field_name("value")
            bases = [child for child in node.named_children if child.type == "extends_type_clause"]
            found = [one for part in (*bases, value) for one in named(part, self._source, members=False)]
            fields = tuple(members.fields(body or value))[:MOST_FIELDS]
            self.definitions.append(Definition(name, line, SORTS[node.type], self.names(found), fields=fields))
            if is_offered or name.endswith(PROPS):
                self.mentions += members.of_type(body if body is not None else value, name)
                self._mention(Place.BASE if bases else Place.ALIAS, name, found, line)
        elif node.type in FUNCTIONS:
            self.mentions += members.of_function(node, name) if is_offered else ()
        elif node.type == "variable_declarator":
            self._define_value(node, name, members, is_offered=is_offered)
        else:
            self._add_value(name, line, makers(node, self._source))

    def _define_value(self, node: Node, name: str, members: Members, *, is_offered: bool) -> None:
        value, kind = node.child_by_field_name("value"), node.child_by_field_name("type")
        said = list(named(kind, self._source))
        if value is not None and is_offered:
            self.mentions += members.of_value(value, name)
        if value is not None and value.type == "class":
            self._define_class(value, name, node, members, is_offered=is_offered)
            return
        if value is None or value.type not in FUNCTIONS:
            typed = said if value is None or value.type in MADE else []
            self._add_value(name, line_of(node), (*makers(value, self._source), *typed))
        if is_offered:
            self._mention(Place.VARIABLE, name, said, line_of(node))

    def _define_class(self, node: Node, name: str, outer: Node, members: Members, *, is_offered: bool) -> None:
        heritage = next((child for child in node.named_children if child.type == "class_heritage"), None)
        clauses = heritage.named_children if heritage is not None else ()
        extended = [one for one in clauses if one.type == "extends_clause"]
        bases = [found for one in extended for found in makers(one.child_by_field_name("value"), self._source)]
        decorators = [child for child in (*outer.children, *node.children) if child.type == "decorator"]
        decorated = [found for one in decorators for found in makers(one.named_children[0], self._source)]
        body = node.child_by_field_name("body")
        fields = tuple(members.fields(body))[:MOST_FIELDS]
        self.definitions.append(
            Definition(name, line_of(node), Sort.CLASS, self.names(bases), self.names(decorated), fields=fields)
        )
        if is_offered:
            self._mention(
                Place.BASE, name, [found for one in clauses for found in named(one, self._source)], line_of(node)
            )
            self.mentions += members.of_decorators(decorators, name)
            self.mentions += members.of_class(body, name)

    def _add_value(self, name: str, line: int, of: Iterable[str]) -> None:
        if known := self.names(of):
            self.definitions.append(Definition(name, line, Sort.VALUE, known))

    def _mention(self, place: Place, symbol: str, names: Iterable[str], line: int) -> None:
        if known := self.names(names):
            self.mentions.append(Mention(place, symbol, known, line))

    def names(self, names: Iterable[str]) -> tuple[str, ...]:
        """The names that the file imports or defines, each once."""
        return tuple(dict.fromkeys(name for name in names if name.partition(".")[0] in self._known))

    def _bind(self, name: str, module: str, imported: str, node: Node, *, is_type: bool = False) -> None:
        self.bindings.append(Binding(name, module, imported, line_of(node), is_type))

    def _module(self, node: Node) -> str | None:
        found = node.child_by_field_name("source")
        return unescape(self._text(found)[1:-1]) if found is not None and found.type == "string" else None

    def _specified(self, clause: Node) -> Iterator[tuple[str, str, bool]]:
        """The name in the other module, the name here, and whether it is marked as a type."""
        for one in clause.named_children:
            name, alias = one.child_by_field_name("name"), one.child_by_field_name("alias")
            if name is not None:
                texts = [
                    unescape(text[1:-1]) if text[:1] in "'\"" else text
                    for text in (self._text(name), self._text(alias))
                ]
                yield texts[0], texts[1] or texts[0], any(child.type == "type" for child in one.children)
