"""Names that are put together before they are imported: what the last expression of a file can be."""

import ast

import pytest

from checks.codebase.languages.python.constants import Constants
from checks.codebase.languages.python.scopes import Nodes
from checks.codebase.languages.python.texts import HOLE, LONGEST, MOST
from tests.python.codebase import imports


def texts(source: str) -> tuple[str, ...]:
    """The texts of what is given to the last call of `f`, holes as `?`."""
    nodes = Nodes.of(ast.parse(source).body)
    found = [(call, scope) for call, scope in nodes.calls if isinstance(call.func, ast.Name) and call.func.id == "f"]
    call, scope = max(found, key=lambda one: one[0].lineno)
    return tuple(text.replace(HOLE, "?") for text in Constants(nodes).texts(call.args[0], scope))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("f('a')", ["a"]),
        ("x = 'a'\nf(x)", ["a"]),
        ("x: str = 'a'\nf(x)", ["a"]),
        ("x = y = 'a'\nf(y)", ["a"]),
        ("x, y = 'a', 'b'\nf(y)", ["b"]),
        ("(x := 'a')\nf(x)", ["a"]),
        ("x = 'a'\ny = x + '.b'\nf(y)", ["a.b"]),
        ("x = 'a'\ndef g():\n  f(x)", ["a"]),
        ("x = 'b'\ndef g():\n  x = 'a'\n  f(x)", ["a"]),
        ("def g():\n  x = 'b'\ndef h():\n  x = 'a'\n  f(x)", ["a"]),
        ("def g():\n  x = 'b'\nf(x)", ["?"]),
        ("class A:\n  x = 'a'\n  f(x)", ["a"]),
        ("class A:\n  x = 'a'\nf(A.x)", ["a"]),
        ("class A:\n  x = 'a'\n  def g(self):\n    f(self.x)", ["a"]),
        ("class A:\n  x = 'a'\n  @classmethod\n  def g(cls):\n    f(cls.x)", ["a"]),
        ("class A:\n  x = 'a'\n  def g(self):\n    f(x)", ["?"]),
        ("class A:\n  def g(self):\n    f(self.x)", ["?"]),
        ("x = 'a' if y else 'b'\nf(x)", ["a", "b"]),
        ("x = y or 'b'\nf(x)", ["?", "b"]),
        ("if y:\n  x = 'a'\nelse:\n  x = 'b'\nf(x)", ["a", "b"]),
        ("x = None\nx = 'a'\nf(x)", ["a"]),
        ("x = 'a'\nx += '.b'\nf(x)", ["?"]),
        ("x = 'a'\ndef g():\n  global x\n  x = 'b'\nf(x)", ["?"]),
        ("x = x + 'a'\nf(x)", ["?a"]),
        ("from m import x\nf(x)", ["?"]),
        ("def g(x='a'):\n  f(x)", ["a", "?"]),
        ("def g(*, x='a'):\n  f(x)", ["a", "?"]),
        ("def g(x):\n  f(x)", ["?"]),
        ("for x in ('a', 'b'):\n  f(x)", ["a", "b"]),
        ("for x in ['a', *y]:\n  f(x)", ["a", "?"]),
        ("X = ['a']\nY = X + ['b']\nfor x in Y:\n  f(x)", ["a", "b"]),
        ("for x in {'a': 1, 'b': 2}:\n  f(x)", ["a", "b"]),
        ("for x in {1: 'a', 2: 'b'}.values():\n  f(x)", ["a", "b"]),
        ("[f(x) for x in ('a', 'b')]", ["a", "b"]),
        ("for x, y in z:\n  f(x)", ["?"]),
        ("x = {'k': 'a', 'l': 'b'}\nf(x[y])", ["a", "b"]),
        ("x = ['a', 'b']\nf(x[1])", ["b"]),
        ("f(x[0])", ["?"]),
        ("with g() as x:\n  f(x)", ["?"]),
        ("try: pass\nexcept E as x:\n  f(x)", ["?"]),
        ("match y:\n  case {'a': x, **z}:\n    f(x)", ["?"]),
        ("f(f'a.{x}')", ["a.?"]),
        ("x = 'b'\nf(f'a.{x}')", ["a.b"]),
        ("x = 'b'\nf(f'a.{x!r}')", ["a.?"]),
        ("x = 1\nf(f'a{x}')", ["a1"]),
        ("f('a.%s' % 'b')", ["a.b"]),
        ("f('%s.%s' % ('a', x))", ["a.?"]),
        ("f('%(x)s.%%b' % {'x': 'a'})", ["a.%b"]),
        ("f(x % 'a')", ["?"]),
        ("f('{}.{}'.format('a', x))", ["a.?"]),
        ("f('{1}.{x}'.format('z', 'a', x='b'))", ["a.b"]),
        ("f('{'.format('z'))", ["?"]),
        ("f('.'.join(['a', 'b']))", ["a.b"]),
        ("x = ('a', 'b')\nf('.'.join(x))", ["a.b"]),
        ("f('.'.join(x))", ["?"]),
        ("f('a' * 3)", ["?"]),
        ("f(b'a')", []),
        ("f(-x)", ["?"]),
        ("f('\\0')", ["?"]),
    ],
)
def test_texts(source: str, expected: list[str]) -> None:
    assert sorted(texts(source)) == sorted(expected)


def test_no_text_grows_without_bound() -> None:
    long = " + ".join(["'abcdefghij'"] * LONGEST)
    assert texts(f"f({long})")[0].startswith("?")
    assert len(texts("".join(f"x{n} = 'a' if y else 'b'\n" for n in range(20)) + "f(f'" + "{x0}" * 30 + "')")) <= MOST


def test_chains_of_names_are_bounded() -> None:
    chain = "x0 = 'a'\n" + "".join(f"x{n + 1} = x{n} + x{n}\n" for n in range(200))
    assert "?" in texts(f"{chain}f(x200)")[0]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("def load(name):\n  return import_module(name)", [""]),
        ("NAME = 'a.b'\nimport_module(NAME)", ["a.b"]),
        ("for app in ('a', 'b'):\n  import_module(app + '.signals')", ["a.signals", "b.signals"]),
        ("import_module(f'plugins.{name}')", ["plugins."]),
        ("import_module(f'plugins.x_{name}.y')", ["plugins."]),
        ("import_module(f'plug{name}')", [""]),
        ("import_module(f'.{name}', __package__)", ["."]),
        ("import_module(f'.a.{name}', __package__)", [".a."]),
        ("import_module(f'..{name}', __package__)", [""]),
        ("import_module(f'.{name}', 'plugins')", ["plugins."]),
        ("import_module(f'{__name__}.{name}')", ["."]),
        ("import_module(f'{__package__}.a')", [".a"]),
        ("import_module(__name__)", []),
        ("import_module(f'{__name__}_{name}')", [""]),
        ("import_module(*names)", [""]),
        ("import_module(**names)", [""]),
        ("import_module(name='.b', package='a')", ["a.b"]),
        ("list(map(import_module, ['a', 'b']))", ["a", "b"]),
        ("pool.submit(import_module, 'a')", [""]),
        ("self.load = import_module", [""]),
        ("load = import_module\nload(x)", [""]),
        ("find_spec(name)", []),
        ("__import__(name)", [""]),
    ],
)
def test_calls(source: str, expected: list[str]) -> None:
    found = imports(f"from importlib import import_module\n{source}")
    assert [module for module, _, _, kind in found if kind == "dynamic"] == expected
