"""Edits of `sys.path`: what a file says, and what other imports then mean."""

import pytest

from tests.python.codebase import imports, read, resolve

HERE = "search-path-of-file"
ANYWHERE = "search-path"


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        ("sys.path.insert(0, '../billing')", [(ANYWHERE, "../billing")]),
        ("sys.path.append('billing/')", [(ANYWHERE, "billing")]),
        ("sys.path.extend(['a', 'b'])", [(ANYWHERE, "a"), (ANYWHERE, "b")]),
        ("sys.path += ['a']", [(ANYWHERE, "a")]),
        ("sys.path[0:0] = ['a']", [(ANYWHERE, "a")]),
        ("sys.path[0] = 'a'", [(ANYWHERE, "a")]),
        ("sys.path = ['a'] + sys.path", [(ANYWHERE, "a")]),
        ("sys.path = ['a', *sys.path]", [(ANYWHERE, "a")]),
        ("sys.path = sys.path[1:] + ['a']", [(ANYWHERE, "a")]),
        ("sys.path = [one for one in sys.path if one]", []),
        ("sys.path = sys.path.copy()", []),
        ("saved = sys.path", []),
        ("sys.path = saved", [""]),
        ("for one in ('a', 'b'):\n  sys.path.append(one)", [(ANYWHERE, "a"), (ANYWHERE, "b")]),
        ("sys.path.insert(0, os.getcwd())", [(ANYWHERE, ".")]),
        ("sys.path.insert(0, '')", [(ANYWHERE, ".")]),
        ("sys.path.insert(0, os.path.dirname(__file__))", [(HERE, ".")]),
        ("sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))", [(HERE, "..")]),
        ("sys.path.insert(0, os.path.join(os.path.dirname(__file__), '..', 'billing'))", [(HERE, "../billing")]),
        ("sys.path.insert(0, os.path.dirname(__file__) + '/../billing')", [(HERE, "../billing")]),
        ("here = os.path.dirname(__file__)\nsys.path.insert(0, f'{here}/../billing')", [(HERE, "../billing")]),
        ("sys.path.insert(0, os.path.join(os.path.dirname(__file__), os.pardir))", [(HERE, "..")]),
        ("sys.path.insert(0, str(Path(__file__).parent.parent / 'billing'))", [(HERE, "../billing")]),
        ("sys.path.insert(0, str(Path(__file__).resolve().parents[1]))", [(HERE, "..")]),
        ("ROOT = Path(__file__).parent\nsys.path.append(str(ROOT.joinpath('a', 'b')))", [(HERE, "a/b")]),
        ("sys.path.append(Path(__file__).absolute().parent.as_posix())", [(HERE, ".")]),
        ("import site\nsite.addsitedir('a')", [(ANYWHERE, "a")]),
        ("from sys import path\npath.append('a')", [(ANYWHERE, "a")]),
        ("import sys as s\ns.path.append('a')", [(ANYWHERE, "a")]),
        ("where = sys.path\nwhere.append('a')", [(ANYWHERE, "a")]),
        ("getattr(sys, 'path').append('a')", [(ANYWHERE, "a")]),
        ("__import__('sys').path.append('a')", ["sys"]),
        ("add = sys.path.append\nadd('a')", [(ANYWHERE, "a")]),
        ("sys.path.append(folder)", [""]),
        ("sys.path.append(str(folder.parent))", [""]),
        ("sys.path.append(os.path.dirname(folder))", [""]),
        ("sys.path.append(str(Path(folder).parents[1]))", [""]),
        ("sys.path.append(os.environ['X'])", [""]),
        ("sys.path.append('/srv/app')", [""]),
        ("sys.path.insert(0)", []),
        ("mine.path.append('a')", []),
        ("sys.path.remove('a')", []),
    ],
)
@pytest.mark.parametrize("prefix", ["", "print 1\n"], ids=["ast", "fallback"])
def test_edits(prefix: str, edit: str, expected: list[str | tuple[str, str]]) -> None:
    source = f"{prefix}import sys\n{edit}"
    hints = [(hint.what, hint.value) for hint in read(source).hints]
    dynamic = [module for module, _, _, kind in imports(source) if kind == "dynamic"]
    assert [*hints, *dynamic] == expected


BILLING = {"services/billing/models.py": "", "services/orders/pyproject.toml": "", "services/orders/app/api.py": ""}


@pytest.mark.parametrize(
    ("editor", "edit", "expected"),
    [
        ("services/orders/app/run.py", "'../../billing'", ["services/billing/models.py"]),
        ("services/orders/run.py", "'../billing'", ["services/billing/models.py"]),
        ("services/orders/app/run.py", "'services/billing'", ["services/billing/models.py"]),
        ("services/orders/app/run.py", "'../billing'", ["services/billing/models.py"]),
        ("services/orders/app/run.py", "__file__ + '/../../../billing'", ["services/billing/models.py"]),
        ("services/orders/app/run.py", "__file__ + '/../../billing'", ["ext:models"]),
        ("run.py", "'services/billing'", ["services/billing/models.py"]),
        ("services/other/pyproject.toml/run.py", "'services/billing'", ["ext:models"]),
        ("services/orders/run.py", "'../../../billing'", ["ext:models"]),
    ],
)
def test_they_add_roots_for_their_project(editor: str, edit: str, expected: list[str]) -> None:
    files = {**BILLING, editor: f"import sys\nsys.path.insert(0, {edit})"}
    if editor.startswith("services/other"):
        files = {**files, "services/other/pyproject.toml": "", "services/other/run.py": files.pop(editor)}
    assert resolve(files, "services/orders/app/x.py", "from models import Invoice") == expected


def test_a_package_can_be_an_added_root() -> None:
    files = {**BILLING, "services/billing/__init__.py": ""}
    found = resolve(files, "run.py", "import sys\nsys.path.append('services/billing')\nfrom models import Invoice")
    assert found == ["ext:sys", "services/billing/models.py"]


@pytest.mark.parametrize(
    ("files", "statement", "expected"),
    [
        pytest.param({"models.py": ""}, "import models", ["models.py"], id="own roots come first"),
        pytest.param({}, "import queue", ["ext:queue"], id="so does the standard library"),
        pytest.param(
            {"pyproject.toml": '[project]\nname="x"\ndependencies=["models"]'},
            "import models",
            ["billing/models.py"],
            id="a requirement does not",
        ),
        pytest.param({}, "from models import Invoice", ["billing/models.py"], id="a name from it"),
        pytest.param({"billing/sub/x.py": ""}, "from sub import x", ["billing/sub/x.py"], id="a folder in it"),
        pytest.param(
            {"second/models.py": "", "more.py": "import sys\nsys.path.append('second')"},
            "import models",
            ["billing/models.py|second/models.py"],
            id="two of them",
        ),
    ],
)
def test_added_roots_come_last(files: dict[str, str], statement: str, expected: list[str]) -> None:
    base = {"billing/models.py": "", "billing/queue.py": "", "run.py": "import sys\nsys.path.append('billing')"}
    assert resolve({**base, **files}, "main.py", statement) == expected
