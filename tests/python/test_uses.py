"""What a Python file uses of the runtime, by name and line."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.codebase.io_groups import PYTHON_NAMES
from checks.codebase.languages.use_list import MOST_LINES
from tests.python.codebase import read

SECONDS = 10.0
BROKEN = "\ntry:\n    x\nexcept A, e:\n    pass\n"
"""Python 2: read by tree-sitter."""


def uses(source: str | bytes) -> list[tuple[str, int]]:
    return [(one.name, one.line) for one in read(source).uses or ()]


@pytest.mark.parametrize("broken", [pytest.param("", id="ast"), pytest.param(BROKEN, id="tree-sitter")])
@pytest.mark.parametrize(
    ("source", "found"),
    [
        pytest.param("import os\nos.environ['A']\n", [("os.environ", 2)], id="an attribute"),
        pytest.param("import os as o\no.environ.get('A')\n", [("os.environ", 2)], id="of a module by another name"),
        pytest.param("import os.path\nos.getenv('A')\n", [("os.getenv", 2)], id="of the module around"),
        pytest.param("from os import environ\nenviron['A']\n", [("os.environ", 1)], id="imported: at the import"),
        pytest.param("from os import getenv as g, sep\ng('A')\n", [("os.getenv", 1)], id="imported by another name"),
        pytest.param(
            "from os import path as p\np.exists('x')\n", [("os.path.exists", 2)], id="of a module in a module"
        ),
        pytest.param("from os import *\nx = environ.get('A')\n", [("os.environ", 2)], id="by a star"),
        pytest.param("open('x')\n", [("open", 1)], id="a built-in function"),
        pytest.param("import os\nx = os.path.join('a')\n", [], id="what does nothing outside"),
        pytest.param("environ = 1\nx.environ.open()\n", [], id="names of something else"),
        pytest.param("from shelf import open\nopen('x')\n", [], id="imported from elsewhere"),
        pytest.param("from .os import environ\nfrom . import os\n", [], id="relative imports"),
        pytest.param("def open(x): ...\nopen('x')\n", [], id="the file's own function"),
        pytest.param("def f(open):\n    open('x')\n", [], id="a parameter"),
        pytest.param("def f(a, *, open=None):\n    open('x')\n", [], id="a parameter with a default"),
        pytest.param("'open(x)'  # os.environ\n", [], id="text and comments"),
    ],
)
def test_uses(source: str, found: list[tuple[str, int]], broken: str) -> None:
    assert uses(source + broken) == found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        pytest.param("def f(open): ...\nopen('x')\n", [("open", 2)], id="a parameter of another function"),
        pytest.param("class A:\n  open = 1\n  def f(self): open('x')\n", [("open", 3)], id="an attribute of the class"),
        pytest.param("def f():\n  open = 1\n  def g(): open('x')\n", [], id="a name of the function around"),
        pytest.param("def f(x=open): ...\n", [("open", 1)], id="a default"),
        pytest.param("@open\ndef f(open): ...\n", [("open", 1)], id="a decorator"),
        pytest.param("for open in x:\n  open('x')\n", [], id="a loop"),
        pytest.param("with x as open:\n  open('x')\n", [], id="with"),
        pytest.param("import os\ndef f(os): os.environ\n", [], id="a parameter by the name of a module"),
        pytest.param("def f():\n  import os\n  return os.environ\n", [("os.environ", 3)], id="an import in a function"),
        pytest.param("try:\n  import os\nexcept ImportError:\n  os = None\nos.environ", [("os.environ", 5)], id="try"),
        pytest.param("import os\ngetattr(os, 'environ').get('A')", [("os.environ", 2)], id="getattr"),
        pytest.param("import os\nf'{os.environ}'", [("os.environ", 2)], id="in an f-string"),
        pytest.param("import os\nx = lambda: os.environ", [("os.environ", 2)], id="in a lambda"),
        pytest.param(
            "import os\nos.environ = {}\ndel os.environ['A']", [("os.environ", 2), ("os.environ", 3)], id="set"
        ),
        pytest.param(
            "import os\nos.environ; os.environ; os.getenv", [("os.environ", 2), ("os.getenv", 2)], id="a line"
        ),
        pytest.param("x = map(open, y)", [("open", 1)], id="handed on"),
        pytest.param("import os\n\r\nos.environ\r\n", [("os.environ", 3)], id="line ends of Windows"),
        pytest.param("import os\r\ros.environ\n", [("os.environ", 1)], id="lines as git counts them"),
        pytest.param("import os\n\uff4f\uff53.environ\n", [("os.environ", 2)], id="full-width letters"),
    ],
)
def test_scopes_and_places(source: str, found: list[tuple[str, int]]) -> None:
    assert uses(source) == found


IMPORTED = "from pathlib import Path, PurePath\nimport pathlib\n"


@pytest.mark.parametrize(
    ("source", "names"),
    [
        pytest.param("Path('x').read_text()", ["read_text"], id="of a new path"),
        pytest.param("pathlib.Path('x').parent.joinpath('y').write_text('')", ["write_text"], id="of what it gives"),
        pytest.param("(Path('x') / 'y').open()", ["open"], id="of a path below"),
        pytest.param("Path.cwd()", ["cwd"], id="of the class"),
        pytest.param("Path.home().iterdir()", ["home", "iterdir"], id="of what the class gives"),
        pytest.param("p = Path('x')\np.exists()", ["exists"], id="of a name"),
        pytest.param("p = Path('x')\nq = p / 'y'\nq.exists()", ["exists"], id="of a name made of a name"),
        pytest.param("p = Path('x')\np = p / 'y'\np.exists()", ["exists"], id="of a name made of itself"),
        pytest.param("(p := Path('x')).exists()\np.stat()", ["stat"], id="of a name bound on the way"),
        pytest.param("def f(p: Path): p.stat()", ["stat"], id="of a parameter"),
        pytest.param("def f(p: pathlib.Path | None): p.stat()", ["stat"], id="of an optional parameter"),
        pytest.param("p: Path = x\np.stat()", ["stat"], id="of a name with a type"),
        pytest.param("p = Path('x')\np = y\np.exists()", [], id="of what may be something else"),
        pytest.param("def f(p): p.exists()", [], id="of what nobody can tell"),
        pytest.param("PurePath('x').exists(); Path('x').name; Path('x') / 'y'", [], id="what stays in memory"),
        pytest.param("self.path.read_text()", [], id="of an attribute"),
    ],
)
def test_paths(source: str, names: list[str]) -> None:
    assert [name.removeprefix("pathlib.Path.") for name, _ in uses(IMPORTED + source)] == names


def test_so_many_of_one_name_and_no_more() -> None:
    found = uses("open\n" * (MOST_LINES + 5) + "import os\nos.environ\n")
    assert found[-2:] == [("open", MOST_LINES), ("os.environ", MOST_LINES + 7)]


PIECES = ["import os", "from os import *", "open", "def open", "p = Path(p)", "p", ".environ", "(", ")", ":", "\n", " "]


@given(st.lists(st.sampled_from([*PIECES, *sorted(PYTHON_NAMES)[:20]]), max_size=30))
@settings(max_examples=200, deadline=None)
def test_whatever_is_read_is_one_of_the_names_in_order(pieces: list[str]) -> None:
    found = uses(" ".join(pieces))
    assert {name for name, _ in found} <= PYTHON_NAMES
    assert found == sorted(set(found), key=lambda one: (one[1], one[0]))


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            "from pathlib import Path\n" + "p = p / p / p.parent / Path(p)\n" * 3_000 + "p.open()", id="itself"
        ),
        pytest.param(
            "from pathlib import Path\n" + "".join(f"p{n} = p{n - 1} / 'x'\n" for n in range(3_000)), id="chain"
        ),
        pytest.param("open(" * 60 + ")" * 60 + "\nopen\n" * 20_000, id="many"),
        pytest.param("x = " + "a." * 900 + "open", id="deep"),
    ],
)
def test_hostile_files_take_their_time_and_no_more(source: str) -> None:
    started = time.process_time()
    read(source)
    assert time.process_time() - started < SECONDS
