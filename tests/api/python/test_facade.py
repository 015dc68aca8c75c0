"""What is public, where it is defined at last, and which modules that takes."""

from collections.abc import Mapping

import pytest

from checks.codebase.api.facade import Modules
from checks.codebase.api.python_breaks import Side, find_breaks, needed
from checks.codebase.api.python_facade import public_names
from checks.codebase.api.surface import ModuleApi
from tests.api.python.packages import read, resolve, side, told

INIT = "billing/__init__.py"


def public(init: str, **modules: str) -> list[str]:
    """The public names of a package, with a `?` where there may be more."""
    files = {INIT: init, **{f"billing/{name}.py": source for name, source in modules.items()}}
    found = public_names(side(files).modules, INIT)
    assert found is not None
    return [*sorted(found.names), *(["?"] if found.is_open else [])]


@pytest.mark.parametrize(
    ("init", "expected"),
    [
        pytest.param("x = 1\n_y = 1\ndef f(): ...\nclass A: ...", ["A", "f", "x"], id="defined"),
        pytest.param("__all__ = ['_y', 'x']\nx = _y = z = 1", ["_y", "x"], id="listed"),
        pytest.param("import os\nfrom typing import Any", [], id="only imported"),
        pytest.param("import os as os\nfrom typing import Any as Any", ["Any", "os"], id="imported on purpose"),
        pytest.param("from .a import f, _g", ["f"], id="from the package itself"),
        pytest.param("from billing.a import f", ["f"], id="by the package's name"),
        pytest.param("from . import a", ["a"], id="a module of the package"),
        pytest.param("from .a import *", ["f", "g"], id="wildcard"),
        pytest.param("from .listed import *", ["_h"], id="wildcard of a list"),
        pytest.param("from elsewhere import *", ["?"], id="wildcard from outside"),
        pytest.param("from . import listed\n__all__ = ['x', *listed.__all__]\nx = 1", ["_h", "x"], id="another's list"),
        pytest.param("__all__ = ['x']\n__all__ += ['y']\n__all__.append('z')", ["x", "y", "z"], id="longer list"),
        pytest.param("__all__ = [n for n in dir()]", ["?"], id="list made up"),
        pytest.param("def __getattr__(name): ...", ["?"], id="anything"),
        pytest.param("if TYPE_CHECKING:\n    from .a import f", [], id="for types only"),
        pytest.param("T = TypeVar('T')\nlog = logging.getLogger('x')", [], id="the module's own"),
    ],
)
def test_public(init: str, expected: list[str]) -> None:
    modules = {"a": "from elsewhere import other\ndef f(): ...\ng = 1", "listed": "__all__ = ['_h']\n_h = i = 1"}
    assert public(init, **modules) == expected


def test_in_a_module_what_is_taken_from_the_package_is_only_imported() -> None:
    files = {"billing/__init__.py": "", "billing/api.py": "from .a import f", "billing/a.py": "def f(): ..."}
    found = public_names(side(files).modules, "billing/api.py")
    assert found is not None
    assert not found.names


OLD = {INIT: "from .a import f", "billing/a.py": "def f(x): ..."}


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        pytest.param({INIT: "from .b import f", "billing/b.py": "def f(x): ..."}, [], id="moved"),
        pytest.param({INIT: "def f(x): ..."}, [], id="moved here"),
        pytest.param({INIT: "from .b import g as f", "billing/b.py": "def g(x): ..."}, [], id="renamed inside"),
        pytest.param({INIT: "from .b import *", "billing/b.py": "def f(x): ..."}, [], id="by wildcard"),
        pytest.param(
            {INIT: "from .b import f", "billing/b.py": "from .c import f", "billing/c.py": "def f(x): ..."},
            [],
            id="far",
        ),
        pytest.param({INIT: "from .b import g\nf = g", "billing/b.py": "def g(x): ..."}, [], id="kept as an alias"),
        pytest.param({INIT: "from elsewhere import f as f"}, [], id="moved out"),
        pytest.param({INIT: "from .b import f", "billing/b.py": "def f(): ..."}, ["parameter-removed billing.f"]),
        pytest.param({INIT: ""}, ["name-removed billing.f"], id="removed"),
        pytest.param(
            {INIT: "from .a import f as _f", **OLD} | {INIT: "from .a import f as _f"}, ["name-removed billing.f"]
        ),
        pytest.param({INIT: "def __getattr__(name): ..."}, ["name-removed? billing.f"], id="perhaps there"),
        pytest.param({INIT: "def f(:"}, [], id="unreadable"),
        pytest.param({}, ["module-removed billing"], id="all gone"),
        pytest.param({INIT: "from .b import f", "billing/b.py": "from . import f"}, [], id="a circle"),
    ],
)
def test_after(after: Mapping[str, str], expected: list[str]) -> None:
    assert told(OLD, after) == expected


def test_a_stub_beside_stands_for_the_module() -> None:
    stub = {INIT: "from .a import f", "billing/a.py": "def f(*args): ...", "billing/a.pyi": "def f(x): ..."}
    assert told(stub, stub | {"billing/a.py": "def f(): ..."}) == []
    assert told(stub, stub | {"billing/a.pyi": "def f(): ..."}) == ["parameter-removed billing.f"]


def test_a_stub_that_was_not_there_decides_nothing() -> None:
    assert told(OLD, {**OLD, "billing/a.pyi": "def f(): ..."}) == ["parameter-removed? billing.f"]


def test_modules_that_are_offered_on_purpose() -> None:
    before = {INIT: "from . import a\n__all__ = ['a']", "billing/a.py": "def f(): ..."}
    assert told(before, before | {"billing/a.py": ""}) == ["name-removed billing.a.f"]
    assert told(before | {INIT: "from . import a"}, before | {INIT: "from . import a", "billing/a.py": ""}) == []


def test_two_names_of_one_function_are_one_break() -> None:
    source = "def f(x): ...\n\n\ng = f\n"
    assert told(source, source.replace("x", "")) == ["parameter-removed billing.f"]


def test_alternatives_decide_nothing() -> None:
    before = "if fast:\n    def f(x): ...\nelse:\n    def f(x): ...\n"
    assert told(before, "if fast:\n    def f(): ...\nelse:\n    def f(x): ...\n") == ["parameter-removed? billing.f"]


FILES = {
    INIT: "from .a import f\nfrom .b import A",
    "billing/a.py": "def f(x): ...",
    "billing/b.py": "from .c import B\nclass A(B): ...",
    "billing/c.py": "class B: ...",
    "billing/d.py": "def unused(): ...",
}


def _side(known: Mapping[str, ModuleApi | None]) -> Side:
    return Side(Modules(known, lambda importer, module: resolve(FILES, importer, module)), {"billing": INIT})


def test_modules_are_asked_for_in_rounds() -> None:
    known: dict[str, ModuleApi | None] = {}
    rounds = []
    while missing := needed(_side(known), _side(known))[0]:
        rounds.append(sorted(missing))
        known |= {path: read(FILES[path]) for path in missing}
    assert rounds == [[INIT], ["billing/a.py", "billing/b.py"], ["billing/c.py"]]


def test_what_did_not_change_is_not_asked_for() -> None:
    known = {INIT: read(FILES[INIT])}
    base, head = needed(_side(known), _side(known), lambda path: path == "billing/a.py")
    assert base == head == {"billing/a.py"}


def test_an_unchanged_module_counts_where_another_one_was_meant() -> None:
    files = {**FILES, INIT: "from .d import unused as f"}
    base = _side({INIT: read(FILES[INIT])})
    head = Side(Modules({INIT: read(files[INIT])}, lambda importer, name: resolve(files, importer, name)), base.entries)
    find_breaks(base, head, lambda path: path == INIT)
    assert "billing/a.py" in base.modules.missing
    assert "billing/d.py" in head.modules.missing


def test_where_a_break_is() -> None:
    before = {INIT: "from .a import f", "billing/a.py": "\n\ndef f(x): ..."}
    after = {INIT: "from .b import f", "billing/b.py": "\n@cache\ndef f(): ..."}
    [found] = find_breaks(side(before), side(after))
    assert (found.base_path, found.base_line, found.path, found.line) == ("billing/a.py", 3, "billing/b.py", 3)
    assert (found.was, found.now) == ("x", "")
