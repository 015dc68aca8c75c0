"""Markdown for readers that are not GitHub."""

import pytest

from app.report.markup import as_html, as_text
from app.report.prose import code


@pytest.mark.parametrize(
    ("name", "text", "html"),
    [
        ("a.py", "`a.py`", "<code>a.py</code>"),
        ("a`b.py", "`a`b.py`", "<code>a`b.py</code>"),
        ("<b>.py", "`<b>.py`", "<code>&lt;b&gt;.py</code>"),
        ("[x](http://y)", "`[x](http://y)`", "<code>[x](http://y)</code>"),
    ],
)
def test_a_name_stays_a_name(name: str, text: str, html: str) -> None:
    assert (as_text(code(name)), as_html(code(name))) == (text, html)


def test_escapes_are_resolved() -> None:
    assert as_text(r"an \_underscore\_ and \<b\>") == "an _underscore_ and <b>"


def test_raw_html_is_text() -> None:
    assert as_html("<script>x</script>") == "&lt;script&gt;x&lt;/script&gt;"
