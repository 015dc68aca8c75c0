"""Files with syntax errors: whether JSX may be why."""

import pytest

from checks.codebase.languages.typescript.errors import may_hold_jsx
from checks.codebase.languages.typescript.grammar import TSX, parse

ERROR = "const n = k>>>0<m>>>0?.5:1\n"
"""Valid, and an error to the grammar."""


@pytest.mark.parametrize(
    "source",
    [
        *(
            "const a = b && c",
            "const a = '</p>' + \"/>\"",
            "const a = `</p>`",
            "// </p>\n/* /> */",
            "const a = /<\\/p/",
        ),
        *("a.replace(/>/g, '&gt;')", "const a = `${b}</p>${c}/>`", "const a = b < c && d > e"),
    ],
)
def test_what_stands_in_strings_and_comments_is_no_jsx(source: str) -> None:
    text = (ERROR + source).encode()
    tree = parse(text, TSX)
    assert tree.root_node.has_error
    assert not may_hold_jsx(tree, text)


@pytest.mark.parametrize(
    "source",
    [
        *(
            "const a = <p>b & c</p>",
            "const a = <A b='c' />",
            "const a = <>it's & more</>",
            "const a = <p>'</p>' & b</p>",
        ),
        *("const a = <p>& '</p> // </p>", "const a = `${<p>b & c</p>}`", "const a = b('</p>', <p>c & d</p>)"),
        "const a = '</p>'" + " + '</p>'" * 1_000,
    ],
)
def test_what_may_be_jsx(source: str) -> None:
    text = (ERROR + source).encode()
    assert may_hold_jsx(parse(text, TSX), text)
