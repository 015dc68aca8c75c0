"""What one TypeScript or JavaScript file offers to others, from its text alone."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from tree_sitter import Language, Tree

from checks.codebase.api.surface import Member, ModuleApi, Sort
from checks.codebase.languages.typescript.api_components import astro_script, component_script
from checks.codebase.languages.typescript.api_parts import is_in_body
from checks.codebase.languages.typescript.api_statements import DEFAULT, LOCAL, UNSURE, Statements
from checks.codebase.languages.typescript.api_types import Script
from checks.codebase.languages.typescript.errors import outermost_errors, whole_file_problem
from checks.codebase.languages.typescript.grammar import (
    TSX,
    TYPESCRIPT,
    ParseTimeoutError,
    bytes_of,
    decode,
    line_of,
    parse,
)
from checks.codebase.languages.typescript.rewrites import rewrite

EXPORT_TYPE = re.compile(rb"(\bexport[ \t]+)type(?=\s*\*)")
DECLARING = re.compile(rb"(?m)^\s*(?:export|import|declare)\b")

NOTHING = ModuleApi(exported=())


def extract_api(dialect: str, content: bytes) -> ModuleApi:
    """The exports of one file of this dialect, and the declarations that they may rest on (marked `local`). Never
    raises: what cannot be read in full is `unreadable`; files of other dialects offer nothing."""
    reader = READERS.get(dialect)
    if reader is None:
        return NOTHING
    try:
        return reader(decode(content))
    except RecursionError:
        return ModuleApi(exported=(), unreadable="nests too deeply")
    except ParseTimeoutError:
        return ModuleApi(exported=(), unreadable="takes too long to parse")


def _read(source: bytes, language: Language) -> ModuleApi:
    if b"\0" in source:
        return ModuleApi(exported=(), unreadable="holds a NUL byte")
    parsed, modules = rewrite(source, jsx=False)
    parsed = EXPORT_TYPE.sub(lambda match: match[1] + b"    ", parsed)
    tree = parse(parsed, language)
    statements = Statements(Script(source, modules), is_common_js=language is TSX)
    statements.read(tree.root_node)
    unreadable = _unreadable(tree, source) if tree.root_node.has_error else None
    members = statements.members()
    if unreadable is not None:
        members = tuple(replace(member, marks=member.marks | UNSURE) for member in members)
    return ModuleApi(
        members=members,
        exported=tuple(dict.fromkeys(member.name for member in members if not member.marks & LOCAL)),
        stars=tuple(statements.stars),
        unreadable=unreadable,
    )


def _unreadable(tree: Tree, source: bytes) -> str | None:
    """Why names may be missing. Errors in the bodies of functions hide none, and one inside a declaration only concerns
    that, unless it swallowed another one."""
    problem = whole_file_problem(tree, source)
    if problem is not None:
        return f"{problem.reason} (line {problem.line})"
    for error in outermost_errors(tree.root_node):
        is_inside = error.parent is not None and error.parent.type != "program"
        hides = not is_in_body(error) and (not is_inside or DECLARING.search(bytes_of(error, source)))
        if hides:
            return f"syntax error (line {line_of(error)})"
    return None


def _component(source: bytes, script: Callable[[bytes], tuple[bytes, bool]]) -> ModuleApi:
    """A component is its file's default export; names that its script exports stand beside it."""
    code, is_typescript = script(source)
    api = _read(code, TYPESCRIPT if is_typescript else TSX)
    if DEFAULT in (api.exported or ()):
        return api
    default = Member(DEFAULT, Sort.ATTRIBUTE, 1)
    return ModuleApi((default, *api.members), (DEFAULT, *(api.exported or ())), api.stars, api.unreadable)


READERS: Mapping[str, Callable[[bytes], ModuleApi]] = {
    "typescript": lambda source: _read(source, TYPESCRIPT),
    "tsx": lambda source: _read(source, TSX),
    "bundler": lambda source: _read(source, TYPESCRIPT),
    "bundler-js": lambda source: _read(source, TSX),
    "vue": lambda source: _component(source, component_script),
    "svelte": lambda source: _component(source, component_script),
    "astro": lambda source: _component(source, astro_script),
}
