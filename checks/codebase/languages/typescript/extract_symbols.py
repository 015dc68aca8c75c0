"""The names of a script from its bytes, by the dialect of the file that it is or stands in."""

from collections.abc import Callable, Mapping

from tree_sitter import Language

from checks.codebase.languages.typescript.api_components import astro_script, component_script
from checks.codebase.languages.typescript.extract import parse_script
from checks.codebase.languages.typescript.grammar import TSX, TYPESCRIPT, ParseTimeoutError, decode
from checks.codebase.languages.typescript.mdx import mdx_script
from checks.codebase.languages.typescript.prisma import schema_symbols
from checks.codebase.languages.typescript.symbols import find_symbols
from checks.codebase.symbols import NO_SYMBOLS, Symbols

Script = Callable[[bytes], tuple[bytes, bool]]


def script_symbols(script: Script) -> Callable[[bytes], Symbols]:
    """Reads the names of the script in a file, which `script` finds, and says whether it is TypeScript. Never
    raises."""

    def extract(source: bytes) -> Symbols:
        try:
            code, is_typescript = script(decode(source))
            return _read(code, TYPESCRIPT if is_typescript else TSX)
        except ParseTimeoutError:
            return NO_SYMBOLS

    return extract


def _read(source: bytes, language: Language) -> Symbols:
    if b"\0" in source:
        return NO_SYMBOLS
    tree, _ = parse_script(source, language)
    return find_symbols(tree, source)


def _typescript(source: bytes) -> tuple[bytes, bool]:
    return source, True


def _tsx(source: bytes) -> tuple[bytes, bool]:
    return source, False


def _mdx(source: bytes) -> tuple[bytes, bool]:
    return mdx_script(source), False


def _astro(source: bytes) -> tuple[bytes, bool]:
    front, _ = astro_script(source)
    return component_script(source, front, is_typescript=True)


SYMBOLS: Mapping[str, Callable[[bytes], Symbols]] = {
    "typescript": script_symbols(_typescript),
    "tsx": script_symbols(_tsx),
    "bundler": script_symbols(_typescript),
    "bundler-js": script_symbols(_tsx),
    "vue": script_symbols(component_script),
    "svelte": script_symbols(component_script),
    "astro": script_symbols(_astro),
    "mdx": script_symbols(_mdx),
    "prisma": schema_symbols,
}
