"""The wording's Markdown for readers that are not GitHub: as HTML, and as plain text."""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt


@cache
def _parser() -> "MarkdownIt":
    """Made when it is first needed: it takes longer than a small review."""
    from markdown_it import MarkdownIt  # noqa: PLC0415 - to import it does, too

    return MarkdownIt("commonmark", {"html": False})


def as_html(markdown: str) -> str:
    """One paragraph as HTML; markup in names stays text."""
    return str(_parser().renderInline(markdown))


def as_text(markdown: str) -> str:
    """One paragraph as text: escapes are resolved, names keep one backtick on either side."""
    children = _parser().parseInline(markdown)[0].children or []
    return "".join(f"`{child.content}`" if child.type == "code_inline" else child.content for child in children)
