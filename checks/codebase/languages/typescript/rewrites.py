"""Valid syntax that the grammars do not know, rewritten to syntax of the same length that they do.

Only the parser sees the rewritten source, so that every node keeps its place in the source as it was written.
"""

import re

QUOTED = rb"(?:'(?P<single>[^'\\\n]*)'|\"(?P<double>[^\"\\\n]*)\")"
IMPORT_TYPE = re.compile(
    rb"(?P<typeof>\btypeof\s+)?\bimport\s*\(\s*"
    + QUOTED
    + rb"\s*,?\s*\)(?:(?=\s*\.\s*(?P<member>[\w$]+))|(?(typeof)|(?!)))"
)
"""`import('x').T`, and `typeof import('x')` with or without a member."""

IMPORT_CALL = re.compile(rb"import\s*\(")
ATTRIBUTES = re.compile(
    rb"(\bexport\s*(?:type\s*)?\*\s*(?:as\s+[\w$]+\s*|as\s*(?:'[^'\n]*'|\"[^\"\n]*\")\s*)?"
    rb"from\s*(?:'[^'\n]*'|\"[^\"\n]*\")[ \t]*)((?:with|assert)\s*\{[^{}]*\})"
)
FOR_AWAIT_USING = re.compile(rb"(\bfor\s*(?:await\s*)?\(\s*)await\s+using(?=\s+[\w$]+\s+of\b)")
AMPERSAND = re.compile(rb"&(?!(?:#\d+|#[xX][\da-fA-F]+|[A-Za-z]\w*);)")
BLANKED = bytes(byte if byte == ord("\n") else ord(" ") for byte in range(256))


def is_misread(source: bytes) -> bool:
    """Whether a source may hold what the grammars read without an error but wrongly: `f<typeof import('x')>('y')` is
    to them two comparisons.
    """
    starts = (match.start() for match in IMPORT_CALL.finditer(source))
    return any(source[max(0, start - 16) : start].rstrip().endswith((b"typeof", b"<")) for start in starts)


def rewrite(source: bytes, *, jsx: bool) -> tuple[bytes, dict[int, tuple[str, str]]]:
    """The source to parse, and the module and member (or an empty string) of each import type by its offset."""
    source, modules = _replace_import_types(source)
    source = ATTRIBUTES.sub(lambda match: match[1] + blank(match[2]), source)
    source = FOR_AWAIT_USING.sub(lambda match: match[1] + _padded(b"const", match[0][len(match[1]) :]), source)
    # `|` stands wherever `&` does, in code and in types, and means nothing in JSX text.
    return AMPERSAND.sub(b"|", source) if jsx else source, modules


def blank(text: bytes) -> bytes:
    """As many spaces, and the line ends where they were."""
    return text.translate(BLANKED)


def _replace_import_types(source: bytes) -> tuple[bytes, dict[int, tuple[str, str]]]:
    """The source with every import type as an identifier.

    The grammars know neither `import('x').T<U>` nor `import('x').T[]` nor `f<typeof import('x')>()`; in TSX they take
    what follows for text.
    """
    modules: dict[int, tuple[str, str]] = {}

    def stand_in(match: re.Match[bytes]) -> bytes:
        module = match["single"] if match["single"] is not None else match["double"]
        modules[match.start()] = (module.decode("utf-8", "replace"), (match["member"] or b"").decode())
        return _padded(b"import_", match[0])

    return IMPORT_TYPE.sub(stand_in, source), modules


def _padded(word: bytes, text: bytes) -> bytes:
    return word + blank(text[len(word) :])
