"""The scanner of MDX against the parser: the same facts, or none."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks import FileFacts
from checks.codebase.languages.typescript.readers import READERS
from checks.codebase.languages.typescript.scan_mdx import scan_mdx
from tests.typescript.test_scan import parsed

SCANNED = [
    "",
    "# Title\n\nWe import 'a' and export 'b'.\n",
    "import { A } from 'a'\n\n# Title\n\n<A/>\n",
    "# Title\n\nimport A from './a'\nexport { b } from './b'\n\nText",
    "import {\n  A,\n  type B,\n} from 'a'\nimport 'b';\nexport * from 'c'\n\nText",
    "import 'a'\r\nexport const b = 'c'\r\n\r\nText",
    "---\nimport: x\ntitle: 'from \"y\"'\n---\n\nimport 'a'",
    "---\nimport 'x'\n---\nimport 'a'\n",
    "\ufeffimport 'a'\n",
    "export const metadata = {\n  title: `Import from ${product.name} - ${number}`,\n}\n\n# {metadata.title}",
    "export const a = 'import b from \"b\"'\nimport c from 'c'\n",
    "export const a = [\n  ['1', `import`, \"from 'b'\"],\n  [2, null],\n  { c: true, d: 1 },\n]\n\nText",
    "export const a = {}; \n\nText\n\nexport const b = 1",
    "```js\nimport 'a'\n\nexport * from 'b'\n```\nimport 'c'",
    "~~~~\nimport 'a'\n~~~\nimport 'b'\n~~~~\nimport 'c'",
    "  ```js\nimport 'a'\n  ```\n\nimport 'b'\n\n```\nimport 'c'",
    "import 'a'\n\n```js\nimport 'b'",
    "Some `code` and ```code```, not a fence\n\nimport 'a'",
    "    import 'indented'\n\n\timport 'a'\n\nimport 'b'",
    "<Note text=\"\nA\" />\n\nimport 'a'\n",
    "important: a\nimport_x from 'y'\nexporting\n",
]
TRICKY = [
    "<Code source={`\nimport 'a'\n`} />\n\nimport 'b'",
    "<Code source=\"\nimport 'a'\n\" />",
    "<!--\nimport 'a'\n-->\n\nimport 'b'",
    "<!--\n\nimport 'a'\n\n-->",
    "{/*\nimport 'a'\n*/}",
    "{/*\n\nimport 'a'\n\n*/}\n",
    "export const a = {\n\n  b: import('c'),\n\n}\n\nText",
    "export const a = `\n\nimport 'b'\n\n`\n\nimport 'c'",
    "export const a = {\n  b: `\n\n${'`'}\n`,\n}\n",
    "export const a = () => {\n  return require('b')\n}\n\nText",
    "export const a = [require]\n\nexport const b = `${require('c')}`",
    "export const a = `${require}`\n\nexport const b = [this, new.target]",
    "export const a = requ\\u0069re('b')\n",
    "export const a = 'b' + 'c'\n\nimport 'd'",
    "export const a = 'b'\nText goes on\n\nimport 'c'",
    "export const a = 'b'\n```js\nimport 'c'\n```\n",
    "import 'a'\n```js\nimport 'b'\n```\n\nimport 'c'",
    "import 'a'\nText right below\n\nimport 'b'",
    "import data from your shop\n\nimport 'a'\n",
    "import 'a' and more\n",
    "export your data, it's easy\n\nimport 'a'",
    "export default ({ children }) => <div>import 'a'</div>\n\nText",
    "export const A = () => (\n  <div>\n    it's & more\n\n    import 'b'\n  </div>\n)\n",
    "export const a = [\n  ['1']\n  ['2'],\n]\n\nimport 'b'",
    "export const a = [ 'b' }\n\nimport 'c'",
    "export const a = { 'b' }\n",
    "export const a = 08.5, b = 1\n\nText",
    "export const a = 1 // import 'b'\nimport 'c'",
    "import 'a' // b\n\n// import 'c'\nimport 'd'",
    "/*\nimport 'a'\n*/\n\nimport 'b'",
    "import 'a'\n \t\r\nimport 'b'",
    "import 'a'\rimport 'b'\r\rimport 'c'",
    "import a from 'x' with { type: 'json' }\n\nText",
    "import x = require('x')\n",
    "import 'a'\n\n\0\n\nimport 'b'",
    "import 'a'\n\n\u2028\n\nimport 'b'",
    "---\nimport 'x'\n\nimport 'a'",
    "----\nimport 'x'\n---\nimport 'a'\n---\n",
    "---\na: |\n  ```\n---\nimport 'a'\n```\nimport 'b'",
    "---\r\nimport 'x'\r\n---\r\nimport 'a'",
    "---\nimport 'x'\n---  \nimport 'a'\n",
    "---\na: b\n--- c\nimport 'a'\n---\nimport 'b'",
    "```\nimport 'a'\n``` \nimport 'b'\n```\nimport 'c'\n",
    "```\nimport 'a'\n```js\nimport 'b'\n```\nimport 'c'",
    "```\nimport 'a'\n~~~\nimport 'b'\n",
    "```js\n",
    "import 'a'\n\n```",
    "```",
    "> ```js\n> import 'a'\n\nimport 'b'",
    "- a\n\n  ```js\n  import 'a'\n  ```\n\n  import 'b'\n",
]


def read(source: bytes) -> tuple[FileFacts, FileFacts]:
    """What the parser reads, less what only it tells; where there is no script a scanner may say all of it."""
    return parsed("mdx", source), READERS.extract("mdx", source)


def agrees(source: bytes) -> bool:
    found = scan_mdx(source)
    return found is None or found in read(source)


@pytest.mark.parametrize("source", SCANNED)
def test_scans_what_the_parser_reads(source: str) -> None:
    assert scan_mdx(source.encode()) in read(source.encode())


@pytest.mark.parametrize("source", TRICKY)
@pytest.mark.parametrize("frame", ["{}", "import 'first'\n\n{}", "# Title\n\n{}\n\nexport * from 'last'\n"])
def test_agrees_with_the_parser_or_gives_up(source: str, frame: str) -> None:
    assert agrees(frame.replace("{}", source).encode())


@pytest.mark.parametrize("source", ["import 'x'".encode("utf-16"), b"import 'x'\n\n\xff\xe9", b"import '\xff'"])
def test_agrees_on_what_is_hardly_text(source: bytes) -> None:
    assert agrees(source)


@pytest.mark.parametrize(
    "piece",
    [
        "export ",
        "\nexport const a = [",
        "\nimport",
        "```\n",
        "\n  ``` a",
        "---\n",
        "\nimport 'a'\n\n",
        "\n\n",
        " ",
        "\n \r",
    ],
)
@pytest.mark.parametrize("start", ["", "import 'a'\n", "---\n", "\nexport const a = [{b: '"])
def test_ends_on_long_files(start: str, piece: str) -> None:
    for end in ("", "\nimport 'a'\n"):
        scan_mdx((start + piece * 50_000 + end).encode())


PIECES = [
    *(SCANNED[index] for index in (2, 4, 9, 11)),
    *("import 'a'", "export * from './b'", "export const c = { d: `e`, }", "export const f = g(1)", "Text", "# Title"),
    *(
        "```",
        "```js",
        "~~~",
        "````",
        "---",
        "`",
        "{",
        "}",
        "<A b='",
        "'/>",
        "<!--",
        "-->",
        "import",
        "export const h = [",
    ),
    *("  import 'i'", "export", "import { j }", "from 'k'", "'", "/*", "*/", "// l", "]", ",", "export const m = 1;"),
]
SEPARATORS = ["\n", "\n", "\n\n", "\n\n", "\r\n", "\r\n\r\n", " ", "", "\n \n", "\n\t", ";\n", "\r"]


@settings(max_examples=1_500, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(SEPARATORS)), max_size=9))
def test_agrees_on_composed_sources(pieces: list[tuple[str, str]]) -> None:
    assert agrees("".join(piece + separator for piece, separator in pieces).encode())


@settings(max_examples=300, deadline=None)
@given(st.binary() | st.text().map(str.encode))
def test_never_raises(source: bytes) -> None:
    scan_mdx(source)
