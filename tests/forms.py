"""The form of an HTML page, as a browser without scripts sees it."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Form:
    """`action` is None where the form goes to the page's own address."""

    action: str | None = None
    fields: dict[str, str] = field(default_factory=dict)


def form_of(page: str) -> Form:
    """The one form of a page."""
    reader = _Reader()
    reader.feed(page)
    assert len(reader.forms) == 1, page
    return reader.forms[0]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        found = dict(attributes)
        if tag == "form":
            self.forms.append(Form(found.get("action")))
        elif tag == "input":
            self.forms[-1].fields[found["name"] or ""] = found.get("value") or ""
