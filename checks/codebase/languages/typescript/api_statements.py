"""What the statements of a module, or of a namespace, declare and export."""

from collections.abc import Iterable
from dataclasses import replace

from tree_sitter import Node

from checks.codebase.api.surface import Member, Sort
from checks.codebase.languages.typescript.api_declarations import (
    NAMESPACES,
    TYPE_ONLY,
    alias,
    declared,
    valued_or_alias,
)
from checks.codebase.languages.typescript.api_parts import documented, is_in_body, merged
from checks.codebase.languages.typescript.api_types import Script, children, render
from checks.codebase.languages.typescript.errors import outermost_errors
from checks.codebase.languages.typescript.grammar import line_of

DEFAULT = "default"
EXPORT_EQUALS = "export="
"""The name of what `export =` or `module.exports =` gives."""

LOCAL = frozenset({"local"})
INTERNAL = frozenset({"internal"})
UNSURE = frozenset({"unsure"})


class Statements:
    """Collects what statements say. `local` are declarations that are not exported, on which exports may rest."""

    def __init__(self, script: Script, *, is_common_js: bool = False) -> None:
        self._script = script
        self._is_common_js = is_common_js
        self._exported: list[Member] = []
        self._local: list[Member] = []
        self.stars: list[tuple[str, int]] = []

    def read(self, body: Node) -> None:
        for node, is_internal in documented(body, self._script):
            before = len(self._exported)
            local = len(self._local)
            self._read_statement(node)
            marks = (INTERNAL if is_internal else frozenset()) | (UNSURE if _is_unsure(node) else frozenset())
            if marks:
                self._exported[before:] = [_marked(member, marks) for member in self._exported[before:]]
                self._local[local:] = [_marked(member, marks) for member in self._local[local:]]

    def members(self, *, is_ambient: bool = False) -> tuple[Member, ...]:
        """What was found, exports first. In an ambient body (`declare module`) all is exported where nothing is."""
        exported, local = ([_plain(member) for member in merged(found)] for found in (self._exported, self._local))
        is_module = (
            bool(self.stars)
            or any(member.target for member in local)
            or any(member.sort is not Sort.NAMESPACE or not _is_quoted(member) for member in exported)
        )
        if is_module:  # `declare module "x"` then adds to another module
            exported = [member for member in exported if not _is_quoted(member)]
        if is_ambient and not exported:
            return tuple(local)
        return (*exported, *(replace(member, marks=member.marks | LOCAL) for member in local))

    def _read_statement(self, node: Node) -> None:
        match node.type:
            case "export_statement":
                self._read_export(node)
            case "import_statement":
                self._local += self._imported(node)
            case "expression_statement":
                for each in children(node):
                    if each.type in NAMESPACES:
                        self._local += self._declared(each)
                    elif each.type == "assignment_expression" and self._is_common_js:
                        self._read_assignment(each)
            case _:
                self._local += self._declared(node)

    def _declared(self, node: Node, *, is_ambient: bool = False) -> Iterable[Member]:
        if node.type == "ambient_declaration":
            return [member for each in children(node) for member in self._declared(each, is_ambient=True)]
        if node.type in NAMESPACES:
            return self._namespace(node, is_ambient=is_ambient)
        return list(declared(node, self._script))

    def _namespace(self, node: Node, *, is_ambient: bool) -> list[Member]:
        name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
        inner = Statements(self._script)
        if body is not None:
            inner.read(body)
        if name is None:
            return []
        members = inner.members(is_ambient=is_ambient)
        if name.type == "string":
            quoted_name = render(name, self._script)
            self._exported.append(Member(quoted_name, Sort.NAMESPACE, line_of(node), members=members))
            return []
        first, *rest = reversed([part.strip() for part in self._script.text(name).split(".")])
        found = Member(first, Sort.NAMESPACE, line_of(node), members=members)
        for outer in rest:
            found = Member(outer, Sort.NAMESPACE, line_of(node), members=(found,))
        return [found]

    def _read_export(self, node: Node) -> None:
        script = self._script
        source, value = node.child_by_field_name("source"), node.child_by_field_name("value")
        declaration = node.child_by_field_name("declaration")
        is_default = any(child.type == DEFAULT for child in node.children)
        if source is not None:
            self._read_reexport(node, _unquoted(source, script))
        elif declaration is not None:
            found = list(self._declared(declaration))
            if is_default:
                self._export_default(node, declaration, found)
            else:
                self._exported += found
        elif is_default and value is not None:
            self._exported.append(valued_or_alias(DEFAULT, node, value, script))
        elif any(child.type == "=" for child in node.children):
            given = [child for child in children(node) if child.type != "ERROR"]
            self._exported += [valued_or_alias(EXPORT_EQUALS, node, each, script) for each in given[-1:]]
        else:
            marks = TYPE_ONLY if any(child.type == "type" for child in node.children) else frozenset()
            for name, given_name, each in _specifiers(node, script):
                self._exported.append(alias(given_name, ("", name), each, marks))

    def _export_default(self, node: Node, declaration: Node, found: list[Member]) -> None:
        if not found:
            self._exported.append(valued_or_alias(DEFAULT, node, declaration, self._script))
        for member in found:
            self._local.append(member)
        if found:
            self._exported.append(alias(DEFAULT, ("", found[0].name), node))

    def _read_reexport(self, node: Node, module: str) -> None:
        script = self._script
        line = line_of(node)
        namespace = next((child for child in node.children if child.type == "namespace_export"), None)
        marks = TYPE_ONLY if any(child.type == "type" for child in node.children) else frozenset()
        if namespace is not None:
            name = _unquoted(children(namespace)[0], script)
            self._exported.append(alias(name, (module, "*"), node, marks))
        elif any(child.type == "*" for child in node.children):
            self.stars.append((module, line))
        for name, given_name, each in _specifiers(node, script):
            self._exported.append(alias(given_name, (module, name), each, marks))

    def _imported(self, node: Node) -> Iterable[Member]:
        script = self._script
        source = node.child_by_field_name("source")
        for clause in children(node):
            if clause.type == "import_require_clause":
                given = clause.child_by_field_name("source")
                if given is not None:
                    yield _taken(script.text(children(clause)[0]), _unquoted(given, script), EXPORT_EQUALS, clause)
            if clause.type != "import_clause" or source is None:
                continue
            module = _unquoted(source, script)
            for each in children(clause):
                if each.type == "identifier":
                    yield _taken(script.text(each), module, DEFAULT, each)
                elif each.type == "namespace_import":
                    yield _taken(script.text(children(each)[0]), module, "*", each)
                else:
                    for specifier in (child for child in children(each) if child.type == "import_specifier"):
                        name, given_name = _pair(specifier, script)
                        yield _taken(given_name, module, name, specifier)

    def _read_assignment(self, node: Node) -> None:
        """`exports.name = …`, `module.exports = …`, `module.exports.name = …`."""
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if left is None or right is None or left.type != "member_expression":
            return
        target = self._script.text(left)
        for prefix in ("module.exports.", "exports."):
            name = target.removeprefix(prefix)
            if name != target and name.isidentifier() and name != "__esModule":
                self._exported.append(valued_or_alias(name, node, right, self._script))
                return
        if target == "module.exports" and right.type == "object":
            whole = valued_or_alias(EXPORT_EQUALS, node, right, self._script)
            for member in whole.members:
                shorthand = member.sort is Sort.ATTRIBUTE and member.type is None and not member.members
                self._exported.append(alias(member.name, ("", member.name), node) if shorthand else member)
        elif target == "module.exports":
            self._exported.append(valued_or_alias(EXPORT_EQUALS, node, right, self._script))


def _is_quoted(member: Member) -> bool:
    return member.name.startswith('"')


def _is_unsure(node: Node) -> bool:
    """Whether a declaration holds an error where its signatures or members stand."""
    return node.has_error and any(not is_in_body(error) for error in outermost_errors(node))


def _marked(member: Member, marks: frozenset[str]) -> Member:
    return replace(member, marks=member.marks | marks)


def _plain(member: Member) -> Member:
    """Without the marks that only the merging of declarations needs."""
    members = tuple(_plain(each) for each in member.members)
    return replace(member, marks=member.marks - {"implementation"}, members=members)


def _taken(name: str, module: str, target: str, node: Node) -> Member:
    return Member(name, Sort.ALIAS, line_of(node), target=(module, target))


def _specifiers(node: Node, script: Script) -> Iterable[tuple[str, str, Node]]:
    """Each name of an export clause: there, here, and its node."""
    for clause in (child for child in node.children if child.type == "export_clause"):
        for each in (child for child in children(clause) if child.type == "export_specifier"):
            yield (*_pair(each, script), each)


def _pair(specifier: Node, script: Script) -> tuple[str, str]:
    name, given = specifier.child_by_field_name("name"), specifier.child_by_field_name("alias")
    first = _unquoted(name, script) if name is not None else ""
    return first, _unquoted(given, script) if given is not None else first


def _unquoted(node: Node, script: Script) -> str:
    text = script.text(node)
    return text[1:-1] if node.type == "string" else text
