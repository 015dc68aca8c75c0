"""What configurations of bundlers and compilers say about names: `resolve.alias` of Vite and webpack, and its likes.

Nothing is run. Tables of aliases are found wherever they stand in the file, their keys and targets as far as they are
constants. An alias that cannot be told is an import of something unknown, written in the configuration.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

import pyjson5
from tree_sitter import Language, Node, Query, QueryCursor

from checks.codebase.facts import FileFacts, Import, Kind
from checks.codebase.languages.typescript.aliases import KEY
from checks.codebase.languages.typescript.constants import Constants
from checks.codebase.languages.typescript.extract import extract_script
from checks.codebase.languages.typescript.grammar import (
    ParseTimeoutError,
    bytes_of,
    decode,
    line_of,
    parse,
    query,
    text_of,
)
from checks.codebase.languages.typescript.literals import unescape
from checks.codebase.languages.typescript.paths import UNKNOWN

PLACES = {
    re.compile(rb"lias"): """
(pair key: (_) @key value: (_) @table (#match? @key "^['\\"]?(alias|resolveAlias)['\\"]?$"))
""",
    re.compile(rb"lias\b(?!['\"]?\s*:)"): """
(object (shorthand_property_identifier) @table (#match? @table "^(alias|resolveAlias)$"))
(assignment_expression left: (member_expression property: (property_identifier) @key) right: (_) @table
  (#match? @key "^(alias|resolveAlias)$"))
(assignment_expression left: (member_expression object: (member_expression property: (property_identifier) @key)
  property: (property_identifier) @name) right: (_) @target (#eq? @key "alias"))
(assignment_expression left: (subscript_expression object: (member_expression property: (property_identifier) @key)
  index: (_) @name) right: (_) @target (#eq? @key "alias"))
(call_expression function: (member_expression property: (property_identifier) @key) arguments: (arguments . (_) @name .
  (_) @target) (#eq? @key "set"))
(call_expression function: (identifier) @key arguments: (arguments . (_) @table) (#eq? @key "addWebpackAlias"))
(call_expression function: (member_expression) @key arguments: (arguments . (member_expression) @onto (_) @table)
  (#eq? @key "Object.assign") (#match? @onto "[.]alias$"))
(call_expression function: (identifier) @key
  arguments: (arguments (object (pair key: (_) @entries value: (_) @table)))
  (#eq? @key "alias") (#match? @entries "entries"))
""",
    re.compile(rb"\bmodules\b"): """
(pair key: (_) @key value: (object (pair key: (_) @inner value: (array) @folders))
  (#match? @key "^['\\"]?resolve['\\"]?$") (#match? @inner "^['\\"]?modules['\\"]?$"))
""",
    re.compile(rb"module-resolver"): """
(array . (string) @key . (object (pair key: (_) @inner value: (array) @folders)) (#match? @key "module-resolver")
  (#match? @inner "^['\\"]?root['\\"]?$"))
""",
}
"""Where aliases stand, by what a text with such a place surely holds. To compile all of these takes longer than to read
twenty files, and most configurations have the first alone."""

MOST_ALIASES = 1_000
DEEPEST = 8

ALIAS_SET = re.compile(rb"\balias\b")
FIND = re.compile(r"/\^?((?:[\w@~#-]|\\[/.$^-]|/)*)(\(?\.[*+]\??\)?)?(\$)?/[a-z]*")
"""A regular expression that is a plain text, perhaps with anything after it."""

GROUP = re.compile(r"\$[1&]|\\1")

Aliases = dict[str, list[str]]


def extract_bundler(source: bytes, language: Language) -> FileFacts:
    """The facts of a script that is also a configuration: its imports, and its aliases as settings. Never raises."""
    facts = extract_script(source, language)
    text = decode(source)
    places = [patterns for words, patterns in PLACES.items() if words.search(text)]
    if not places:
        return facts if facts.problem is None else replace(facts, settings={KEY: {}})
    try:
        root = parse(text, language).root_node
    except ParseTimeoutError:
        return replace(facts, settings={KEY: {}})
    reader = _Reader(Constants(root, text, language))
    reader.read(root, query(language, "".join(places)))
    if not reader.found and not reader.unknown and facts.problem is None:
        return facts
    unknown = (Import("", (), line, Kind.DYNAMIC) for line in sorted(reader.unknown))
    imports = sorted((*facts.imports, *unknown), key=lambda statement: statement.line)
    return replace(facts, imports=tuple(imports), settings={KEY: reader.found})


def extract_babel(source: bytes) -> FileFacts:
    """The aliases of a `.babelrc`. One that is not valid says nothing: babel itself refuses it. Never raises."""
    try:
        document = pyjson5.decode(decode(source).decode("utf-8", "replace"), maxdepth=100)
    except (pyjson5.Json5Exception, RecursionError, ValueError):
        return FileFacts()
    aliases = babel_aliases(document)
    return FileFacts(settings={KEY: aliases}) if aliases else FileFacts()


def babel_aliases(document: object) -> Aliases:
    """The aliases of babel's module-resolver in a configuration."""
    found: Aliases = {}
    plugins = document.get("plugins") if isinstance(document, Mapping) else None
    for plugin in plugins if isinstance(plugins, list) else []:
        if not (isinstance(plugin, list) and len(plugin) > 1 and "module-resolver" in str(plugin[0])):
            continue
        options = plugin[1] if isinstance(plugin[1], Mapping) else {}
        table, roots = options.get("alias"), options.get("root")
        for name, target in table.items() if isinstance(table, Mapping) else ():
            _add(found, str(name), [str(target)])
        for root in roots if isinstance(roots, list) else [roots] if isinstance(roots, str) else []:
            _add_pattern(found, "*", f"{_from_here(str(root)).rstrip('/')}/*")
    return found


class _Reader:
    """Collects the aliases of one file, and the lines of those that cannot be told."""

    def __init__(self, constants: Constants) -> None:
        self.found: Aliases = {}
        self.unknown: set[int] = set()
        self._constants = constants
        self._source = constants.source

    def read(self, root: Node, query: Query) -> None:
        for _, captures in QueryCursor(query, match_limit=4_096).matches(root):
            if "name" in captures:
                self._one(captures)
            for table in captures.get("table", ()):
                self._table(table, DEEPEST)
            for folders in captures.get("folders", ()):
                self._folders(folders)

    def _one(self, captures: Mapping[str, list[Node]]) -> None:
        """`config.resolve.alias['@'] = …` and webpack-chain's `config.resolve.alias.set('@', …)`."""
        name, target, key = captures["name"][0], captures["target"][0], captures["key"][0]
        if bytes_of(key, self._source) == b"set" and not self._is_chain(key):
            return
        names = [text_of(name, self._source)] if name.type == "property_identifier" else self._constants.values(name)
        for each in names:
            self._alias(each, target)

    def _is_chain(self, key: Node) -> bool:
        member = key.parent
        return member is not None and ALIAS_SET.search(self._source, member.start_byte, key.start_byte) is not None

    def _table(self, written: Node, deepest: int) -> None:
        """An object, a list of `{find, replacement}`, or what is put together of them."""
        node = self._constants.node_of(written)
        if node is None or deepest == 0:
            return
        match node.type:
            case "object" | "array":
                if node.named_child_count > MOST_ALIASES:
                    self.unknown.add(line_of(node))
                for child in node.named_children[:MOST_ALIASES]:
                    self._entry(child, deepest)
            case "ternary_expression" | "binary_expression":
                for side in ("consequence", "alternative", "right"):
                    if (part := node.child_by_field_name(side)) is not None:
                        self._table(part, deepest - 1)
            case "member_expression" if text_of(node, self._source).endswith("alias"):
                pass  # what was there before
            case "shorthand_property_identifier" | "identifier" | "call_expression" | "member_expression":
                self._unknown_table(node, deepest)

    def _unknown_table(self, node: Node, deepest: int) -> None:
        value, _ = self._constants.declared.values.get(bytes_of(node, self._source), (None, False))
        if value is not None and node.type == "shorthand_property_identifier":
            self._table(value, deepest - 1)
        else:
            self.unknown.add(line_of(node))

    def _entry(self, child: Node, deepest: int) -> None:
        key, value = child.child_by_field_name("key"), child.child_by_field_name("value")
        if child.type == "spread_element":
            inner = child.named_child(0)
            if inner is not None:
                self._table(inner, deepest - 1)
        elif child.type == "pair" and key is not None and value is not None:
            for name in self._key(key):
                self._alias(name, value)
        elif child.type == "shorthand_property_identifier":
            self._alias(text_of(child, self._source), child)
        elif child.type == "object":
            self._finding(child)
        elif child.type not in ("comment", "string"):
            self.unknown.add(line_of(child))

    def _key(self, key: Node) -> Iterable[str]:
        if key.type == "computed_property_name":
            return self._constants.values(key.named_child(0))
        text = text_of(key, self._source)
        return (unescape(text[1:-1]) if key.type == "string" else text,)

    def _finding(self, entry: Node) -> None:
        """`{ find: '@', replacement: '/src' }`; `find` may be a simple regular expression."""
        pairs = {next(iter(self._key(key)), ""): value for key, value in _pairs(entry)}
        find, replacement = self._constants.node_of(pairs.get("find")), pairs.get("replacement")
        if find is None or replacement is None:
            return
        if find.type != "regex":
            for name in self._constants.values(find):
                self._alias(name, replacement)
            return
        match = FIND.fullmatch(text_of(find, self._source))
        targets = self._targets(replacement)
        if match is None or not targets:
            self.unknown.add(line_of(entry))
            return
        name = match[1].replace("\\", "")
        for target in targets:
            rest = "*" if "*" not in (star := GROUP.sub("*", target)) and not match[2] and not match[3] else ""
            _add_pattern(self.found, name + ("" if match[3] and not match[2] else "*"), star + rest)

    def _alias(self, name: str, written: Node) -> None:
        node = self._constants.node_of(written)
        if node is None or node.type in ("false", "object"):
            return
        parts = node.named_children[:DEEPEST] if node.type == "array" else [node]
        targets = [target for part in parts for target in self._targets(part)]
        if UNKNOWN in name or not targets:
            self.unknown.add(line_of(written))
        else:
            _add(self.found, name, targets)

    def _targets(self, node: Node) -> list[str]:
        """The targets that an expression may be; nothing where one of them cannot be told."""
        if node.type == "shorthand_property_identifier":
            value, _ = self._constants.declared.values.get(bytes_of(node, self._source), (None, False))
            values = self._constants.values(value)
        else:
            values = self._constants.values(node)
        return [] if any(UNKNOWN in value for value in values) else list(values)

    def _folders(self, listed: Node) -> None:
        """Folders in which plain names are looked for."""
        for child in listed.named_children[:DEEPEST]:
            for value in self._constants.values(child):
                if UNKNOWN not in value and not value.endswith("node_modules"):
                    _add_pattern(self.found, "*", f"{_from_here(value).rstrip('/')}/*")


def _pairs(entry: Node) -> Iterator[tuple[Node, Node]]:
    for child in entry.named_children:
        key, value = child.child_by_field_name("key"), child.child_by_field_name("value")
        if key is not None and value is not None:
            yield key, value


def _add(found: Aliases, name: str, targets: Iterable[str]) -> None:
    """An alias: a name that stands for itself and what follows it after a slash. webpack's `name$` is only itself."""
    for target in targets:
        if name.startswith("^"):  # babel's regular expressions
            match = FIND.fullmatch(f"/{name}/")
            if match is not None:
                _add_pattern(found, match[1].replace("\\", "") + ("*" if match[2] else ""), GROUP.sub("*", target))
        elif "*" in name:
            _add_pattern(found, name, target)
        elif name.endswith("$"):
            _add_pattern(found, name[:-1], target)
        else:
            bare, folder = name.rstrip("/"), target.rstrip("/")
            _add_pattern(found, bare, folder or "/")
            _add_pattern(found, f"{bare}/*", f"{folder}/*")


def _add_pattern(found: Aliases, pattern: str, target: str) -> None:
    if len(found) < MOST_ALIASES or pattern in found:
        targets = found.setdefault(pattern, [])
        if target not in targets and len(targets) < DEEPEST:
            targets.append(target)


def _from_here(folder: str) -> str:
    return folder if folder.startswith((".", "/")) else f"./{folder}"
