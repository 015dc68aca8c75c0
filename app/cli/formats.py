"""The formats in which a review is printed. Each is imported when it is chosen: a review is printed in one."""

from collections.abc import Callable, Mapping
from importlib import import_module

from checks import Review


def _json(review: Review) -> str:
    report = import_module("app.report.json_report")
    return str(report.to_text(report.review_document(review)))


def _sarif(review: Review) -> str:
    document = import_module("app.report.sarif").sarif_document(review)
    return str(import_module("app.report.json_report").to_text(document))


FORMATS: Mapping[str, Callable[[Review], str]] = {
    "text": lambda review: import_module("app.report.text").review_text(review),
    "json": _json,
    "markdown": lambda review: import_module("app.report.markdown").review_markdown(review),
    "sarif": _sarif,
    "html": lambda review: import_module("app.report.html").review_html(review),
}
