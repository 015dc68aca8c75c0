"""Which names of a syntax tree declare something, and in what part of it they hold."""

from collections.abc import Iterator, Sequence

from tree_sitter import Node

FUNCTIONS = frozenset(
    {
        *("function_declaration", "function_expression", "generator_function", "generator_function_declaration"),
        *("arrow_function", "method_definition", "function_signature", "method_signature"),
    }
)
BLOCKS = frozenset(
    ("statement_block", "program", "for_statement", "for_in_statement", "switch_body", "class_static_block")
)
VAR_HOLDS_IN = FUNCTIONS | {"program"}
ITSELF: frozenset[str] = frozenset()

DECLARATIONS = {
    "variable_declarator": ("name", FUNCTIONS | BLOCKS),
    **dict.fromkeys(("required_parameter", "optional_parameter"), ("pattern", FUNCTIONS)),
    **dict.fromkeys(("arrow_function", "catch_clause"), ("parameter", ITSELF)),
    **dict.fromkeys(("function_expression", "generator_function", "class"), ("name", ITSELF)),
    "for_in_statement": ("left", ITSELF),
    **dict.fromkeys(
        (
            *("function_declaration", "generator_function_declaration", "function_signature", "class_declaration"),
            *("abstract_class_declaration", "enum_declaration", "internal_module", "module"),
        ),
        ("name", BLOCKS),
    ),
}
"""By the node that declares: the field with the name, and what kind of node around it is the scope."""

PATTERN_FIELDS = {"pair_pattern": "value", "assignment_pattern": "left", "object_assignment_pattern": "left"}
PATTERNS = frozenset(("object_pattern", "array_pattern", "rest_pattern")) | PATTERN_FIELDS.keys()


def binding_scope(node: Node, ancestors: Sequence[Node]) -> Node | None:
    """The part of the tree where the name that a node declares holds; None where it declares none. What is declared as
    ambient is there already. Imports are not looked at."""
    declared, index = node, len(ancestors) - 1
    while index >= 0 and ancestors[index].type in PATTERNS:
        field = PATTERN_FIELDS.get(ancestors[index].type)
        if field is not None and ancestors[index].child_by_field_name(field) != declared:
            return None
        declared, index = ancestors[index], index - 1
    if index < 0 or any(one.type == "ambient_declaration" for one in ancestors):
        return None
    return _scope(declared, ancestors[: index + 1])


def imported_names(statement: Node) -> Iterator[tuple[Node | None, Node]]:
    """The names that an import statement declares: each as the module has it (None for all of it), and as the file
    does."""
    for clause in statement.named_children:
        for child in clause.named_children if clause.type == "import_clause" else ():
            if child.type == "identifier":
                yield None, child
            elif child.type == "namespace_import" and child.named_child(0) is not None:
                yield None, child.named_children[0]
            elif child.type == "named_imports":
                for one in child.named_children:
                    name, alias = one.child_by_field_name("name"), one.child_by_field_name("alias")
                    if name is not None:
                        yield name, alias or name


def _scope(declared: Node, ancestors: Sequence[Node]) -> Node | None:
    parent, around = ancestors[-1], ancestors[:-1]
    if parent.type == "formal_parameters":
        return _nearest(around, FUNCTIONS)
    field, kinds = DECLARATIONS.get(parent.type, ("", ITSELF))
    if not field or parent.child_by_field_name(field) != declared:
        return None
    if parent.type == "for_in_statement" and parent.child_by_field_name("kind") is None:
        return None  # what is assigned to was declared elsewhere
    if around and around[-1].type == "variable_declaration":
        kinds = VAR_HOLDS_IN
    return _nearest(around, kinds) if kinds else parent


def _nearest(ancestors: Sequence[Node], kinds: frozenset[str]) -> Node | None:
    return next((one for one in reversed(ancestors) if one.type in kinds), None)
