"""Which imports only type checkers see. Each case is read with ast, and again as a file that ast cannot read."""

import pytest

from tests.python.codebase import kinds

PLAIN = "from typing import TYPE_CHECKING\n"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(PLAIN + "if TYPE_CHECKING:\n import a", {"a": "type"}, id="typing's"),
        pytest.param(PLAIN + "if TYPE_CHECKING: import a", {"a": "type"}, id="on one line"),
        pytest.param("import typing\nif typing.TYPE_CHECKING:\n import a", {"a": "type"}, id="of the module"),
        pytest.param("import typing as t\nif t.TYPE_CHECKING:\n import a", {"a": "type"}, id="of the module, renamed"),
        pytest.param("from typing import TYPE_CHECKING as T\nif T:\n import a", {"a": "type"}, id="renamed"),
        pytest.param("from typing import *\nif TYPE_CHECKING:\n import a", {"a": "type"}, id="by a star"),
        pytest.param("from typing_extensions import TYPE_CHECKING as T\nif T:\n import a", {"a": "type"}, id="other"),
        pytest.param("TYPE_CHECKING = False\nif TYPE_CHECKING:\n import a", {"a": "type"}, id="set to False"),
        pytest.param("TYPE_CHECKING: bool = False\nif TYPE_CHECKING:\n import a", {"a": "type"}, id="set with a type"),
        pytest.param("MYPY = False\nif MYPY:\n import a", {"a": "type"}, id="mypy's own"),
        pytest.param(
            "try:\n from typing import TYPE_CHECKING\nexcept ImportError:\n TYPE_CHECKING = False\n"
            "if TYPE_CHECKING:\n import a",
            {"a": "type"},
            id="with a way out",
        ),
        pytest.param(PLAIN + "if TYPE_CHECKING and x:\n import a", {"a": "type"}, id="and more"),
        pytest.param(PLAIN + "if TYPE_CHECKING or x:\n import a", {"a": "import"}, id="or more"),
        pytest.param(PLAIN + "if TYPE_CHECKING:\n import a\nelse:\n import b", {"a": "type", "b": "import"}, id="else"),
        pytest.param(
            PLAIN + "if TYPE_CHECKING:\n import a\nelif x:\n import b\nelse:\n import c",
            {"a": "type", "b": "import", "c": "import"},
            id="elif after it",
        ),
        pytest.param(
            PLAIN + "if x:\n import a\nelif TYPE_CHECKING:\n import b\nelse:\n import c",
            {"a": "import", "b": "type", "c": "import"},
            id="as elif",
        ),
        pytest.param(
            PLAIN + "if not TYPE_CHECKING:\n import a\nelse:\n import b", {"a": "import", "b": "type"}, id="not"
        ),
        pytest.param(
            PLAIN + "if not TYPE_CHECKING:\n import a\nelif x:\n import b", {"a": "import", "b": "type"}, id="not, elif"
        ),
        pytest.param(
            PLAIN + "if TYPE_CHECKING:\n if x:\n  import a\n else:\n  import b\nimport c",
            {"a": "type", "b": "type", "c": "import"},
            id="nested",
        ),
        pytest.param(PLAIN + "class A:\n if TYPE_CHECKING:\n  import a", {"a": "type"}, id="in a class"),
        pytest.param(
            "from mine import TYPE_CHECKING\nif TYPE_CHECKING:\n import a",
            {"mine": "import", "a": "import"},
            id="not typing's",
        ),
        pytest.param(
            "from .typing import TYPE_CHECKING\nif TYPE_CHECKING:\n import a",
            {".typing": "import", "a": "import"},
            id="another typing",
        ),
        pytest.param(
            "import mine\nif mine.TYPE_CHECKING:\n import a", {"mine": "import", "a": "import"}, id="of another module"
        ),
        pytest.param("if TYPE_CHECKING:\n import a", {"a": "import"}, id="of unknown origin"),
        pytest.param("TYPE_CHECKING = True\nif TYPE_CHECKING:\n import a", {"a": "import"}, id="set to True"),
        pytest.param(PLAIN + "TYPE_CHECKING = x()\nif TYPE_CHECKING:\n import a", {"a": "import"}, id="set anew"),
        pytest.param(
            PLAIN + "if x:\n TYPE_CHECKING = True\nif TYPE_CHECKING:\n import a",
            {"a": "import"},
            id="set anew behind an if",
        ),
        pytest.param("DEBUG = False\nif DEBUG:\n import a", {"a": "import"}, id="any other name"),
        pytest.param(PLAIN + "if not x:\n import a", {"a": "import"}, id="another condition"),
        pytest.param(
            PLAIN + "from mine import *\nif TYPE_CHECKING:\n import a",
            {"mine": "import", "a": "type"},
            id="beside a star",
        ),
    ],
)
@pytest.mark.parametrize("ending", ["\n", "\nprint 1\n"], ids=["ast", "fallback"])
def test_kinds(source: str, ending: str, expected: dict[str, str]) -> None:
    assert kinds(source + ending) == expected


def test_in_a_broken_file_every_import_counts() -> None:
    assert kinds(PLAIN + "if TYPE_CHECKING:\n import a\n<<<<<<<\n") == {"a": "import"}
