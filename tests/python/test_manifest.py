"""What a `pyproject.toml` depends on: the group and the line of each, and the manifest that it means."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.codebase.languages.python.manifest import extract_pyproject
from checks.codebase.languages.python.toml_lines import lines
from tests.core.building import graph

PROJECT = '[project]\nname = "orders"\n'


def listed(text: str) -> list[tuple[str, str, int]]:
    return [(one.module, one.names[0], one.line) for one in extract_pyproject(text.encode()).imports]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f'{PROJECT}dependencies = [\n  "Acme_Billing>=1",\n  "x[y]; z",\n]', [("acme-billing", 4), ("x", 5)]),
        (f'{PROJECT}dependencies = ["a", "b"]', [("a", 3), ("b", 3)]),
        (f'{PROJECT}dependencies = ["billing @ file:///${{PROJECT_ROOT}}/../billing"]', [("../billing", 3)]),
        (f'{PROJECT}dependencies = ["billing @ {{root:uri}}/../billing"]', [("../billing", 3)]),
        (f'{PROJECT}dependencies = ["billing @ file:../billing"]', [("../billing", 3)]),
        (f'{PROJECT}dependencies = ["billing @ {{root:uri}}/libs/billing"]', [("./libs/billing", 3)]),
        (f'{PROJECT}dependencies = ["billing @ git+https://example.org/billing"]', []),
        (f'{PROJECT}dependencies = ["billing @ https://example.org/billing.whl"]', []),
        (f'{PROJECT}dependencies = ["", 3, "@x"]', []),
        (f"{PROJECT}dependencies = 3", []),
        (
            '[tool.poetry.dependencies]\npython = "^3.11"\nbilling = {path = "../billing", develop = true}',
            [("../billing", 3)],
        ),
        ('[tool.poetry.dependencies]\nbilling = "^1"', [("billing", 2)]),
        ('\n[tool.poetry.dependencies.billing]\npath = "../billing"', [("../billing", 2)]),
        ('[tool.poetry.dependencies]\nbilling.path = "../billing"', [("../billing", 2)]),
        ('[tool.poetry.dependencies]\nbilling = [{path = "../a"}, {version = "1"}]', [("../a", 2), ("billing", 2)]),
        ('[tool.poetry.dependencies]\nbilling = {git = "https://example.org"}', []),
        ('[tool.poetry.group.main.dependencies]\nbilling = "1"', [("billing", 2)]),
    ],
)
def test_dependencies(text: str, expected: list[tuple[str, int]]) -> None:
    assert listed(text) == [(name, "dependencies", line) for name, line in expected]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{ workspace = true }", ["billing"]),
        ("{ workspace = false }", ["billing"]),
        ('{ path = "../billing" }', ["../billing"]),
        ('[{ path = "../a", marker = "x" }, { path = "../b" }]', ["../a", "../b"]),
        ('{ git = "https://example.org" }', []),
        ('{ index = "private" }', []),
    ],
)
def test_sources_of_uv(source: str, expected: list[str]) -> None:
    text = f'{PROJECT}dependencies = ["Billing"]\n[tool.uv.sources]\nbilling = {source}'
    assert [module for module, _, _ in listed(text)] == expected


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ('[project.optional-dependencies]\npdf = ["a"]', "optional-dependencies"),
        ('[project.optional-dependencies]\ntest = ["a"]', "dev-dependencies"),
        ('[dependency-groups]\nanything = ["a", {include-group = "b"}]', "dependency-groups"),
        ('[tool.poetry.dev-dependencies]\na = "1"', "dev-dependencies"),
        ('[tool.poetry.group.dev.dependencies]\na = "1"', "dev-dependencies"),
        ('[tool.poetry.group.jobs.dependencies]\na = "1"', "dependency-groups"),
        ('[tool.uv]\ndev-dependencies = ["a"]', "dev-dependencies"),
        ('[tool.pdm.dev-dependencies]\ntest = ["a"]', "dev-dependencies"),
        ('[tool.hatch.envs.x]\nextra-dependencies = ["a"]', "dev-dependencies"),
    ],
)
def test_groups(text: str, group: str) -> None:
    assert listed(text) == [("a", group, 2)]


BILLING = {"libs/billing/pyproject.toml": '[project]\nname = "acme.Billing"'}


@pytest.mark.parametrize(
    ("files", "requirement", "expected"),
    [
        pytest.param({}, "acme-billing>=1", ["libs/billing/pyproject.toml"], id="by name"),
        pytest.param({}, "x @ {root:uri}/../libs/billing", ["libs/billing/pyproject.toml"], id="by path"),
        pytest.param({}, "x @ {root:uri}/../libs", [], id="a path without a manifest"),
        pytest.param({}, "x @ {root:uri}/../../libs/billing", [], id="a path that leaves"),
        pytest.param({"pyproject.toml": ""}, "x @ {root:uri}/..", ["pyproject.toml"], id="the repository"),
        pytest.param({}, "requests", [], id="from outside"),
        pytest.param({}, "orders", [], id="itself"),
        pytest.param({"tests/x/pyproject.toml": '[project]\nname = "requests"'}, "requests", [], id="one for tests"),
        pytest.param(
            {"libs/second/pyproject.toml": '[tool.poetry]\nname = "acme_billing"'},
            "acme-billing",
            ["libs/billing/pyproject.toml|libs/second/pyproject.toml"],
            id="two of the name",
        ),
    ],
)
def test_what_they_mean(files: dict[str, str], requirement: str, expected: list[str]) -> None:
    own = {"orders/pyproject.toml": f'{PROJECT}dependencies = ["{requirement}"]'}
    found = graph({**BILLING, **files, **own}).of("orders/pyproject.toml")
    unclear = ["|".join(one.candidates) for one in found.ambiguous]
    assert [*(edge.imported for edge in found.edges), *unclear] == expected
    assert found.external == ()
    assert {(edge.kind.value, edge.lines, edge.symbols) for edge in found.edges} <= {
        ("manifest", (3,), ("dependencies",))
    }


PLACES = """# a = 1
a = 1 # b = 2
"b.c" = '''
[x]
''' \r
d.e = [ # one
  "]", '[',

  {f = "\\"", g = [1.5, 2]}, 1979-05-27 07:32:00,
]
[h]
i.'j' = \"\"\"
k = \\"\"\" x\"\"\"\"\"
[[l.m]]
n = 1
[[l.m]]
o = {p.q = {}}
[l.m.r]
s = true
"""


def test_lines_of_values() -> None:
    found = lines(PLACES.replace("\r\n", "\n"))
    assert found == {
        ("a",): 2,
        ("b.c",): 3,
        ("d",): 6,
        ("d", "e"): 6,
        ("d", "e", 0): 7,
        ("d", "e", 1): 7,
        ("d", "e", 2): 9,
        ("d", "e", 2, "f"): 9,
        ("d", "e", 2, "g"): 9,
        ("d", "e", 2, "g", 0): 9,
        ("d", "e", 2, "g", 1): 9,
        ("d", "e", 3): 9,
        ("h",): 11,
        ("h", "i"): 12,
        ("h", "i", "j"): 12,
        ("l",): 14,
        ("l", "m"): 14,
        ("l", "m", 0): 14,
        ("l", "m", 1): 16,
        ("l", "m", 1, "o", "p"): 17,
        ("l", "m", 1, "r"): 18,
        ("l", "m", 0, "n"): 15,
        ("l", "m", 1, "o"): 17,
        ("l", "m", 1, "o", "p", "q"): 17,
        ("l", "m", 1, "r", "s"): 19,
    }


TEXTS = st.sampled_from(["a", "b.c", "]", "}", "#", "=", '"', "'", "\\", "x y", ",", "[", "{"])
QUOTED = TEXTS.map(lambda text: '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"')
LITERAL = TEXTS.filter(lambda text: "'" not in text).map(lambda text: f"'{text}'")
SCALARS = QUOTED | LITERAL | st.sampled_from(["1", "1.5", "true", "1979-05-27T07:32:00Z", '"""a\nb"""', "'''\n]'''"])
SPACE = st.sampled_from(["", " ", "\n", " # ]\n", "\n\n"])


def arrays(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    items = st.lists(st.tuples(SPACE, inner).map("".join), max_size=3)
    return st.tuples(items.map(",".join), SPACE).map(lambda parts: f"[{parts[0]}{parts[1]}]")


def inline(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(inner, max_size=3).map(
        lambda values: "{" + ", ".join(f"k{n} = {value}" for n, value in enumerate(values)) + "}"
    )


VALUES = st.recursive(SCALARS, lambda inner: arrays(inner) | inline(inner), max_leaves=8)


def leaves(value: object, place: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    below = [found for key, one in pairs for found in leaves(one, (*place, key))]
    return below or ([place] if not isinstance(value, dict | list) else [])


@given(st.lists(VALUES, max_size=4), st.booleans())
def test_every_value_of_a_text_has_its_line(values: list[str], in_tables: bool) -> None:
    text = ""
    starts = []
    for number, value in enumerate(values):
        text += f"[[t]]\n[t.'{number}']\n" if in_tables else "# x\n"
        starts.append(text.count("\n") + 1)
        text += f'"v {number}" = {value}\n'
    found = lines(text)
    document = tomllib.loads(text)
    assert set(leaves(document)) <= found.keys()
    wanted = [("t", n, str(n), f"v {n}") if in_tables else (f"v {n}",) for n in range(len(values))]
    assert [found[place] for place in wanted] == starts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{PROJECT}dependencies = [\"Acme_Billing[x] >=1,<2 ; python_version > '3'\"]", ">=1,<2"),
        (f'{PROJECT}dependencies = ["acme-billing (==1.2)"]', "==1.2"),
        (f'{PROJECT}dependencies = ["acme-billing"]', ""),
        (f'{PROJECT}dependencies = ["acme-billing @ git+https://h/b.git@v1#egg=b"]', "git+https://h/b.git@v1"),
        (f'{PROJECT}dependencies = ["acme-billing @ https://h/b.whl ; x"]', "url:https://h/b.whl"),
        (f'{PROJECT}dependencies = ["acme-billing @ file:../billing"]', "path:../billing"),
        (f'{PROJECT}dependencies = ["acme-billing @ file:///${{PROJECT_ROOT}}/../billing"]', "path:../billing"),
        (
            f'{PROJECT}dependencies = ["acme-billing>=1"]\n[tool.uv.sources]\nacme-billing = {{workspace = true}}',
            "workspace",
        ),
        (
            f'{PROJECT}dependencies = ["acme-billing>=1"]\n[tool.uv.sources]\nacme_billing = {{index = "own"}}',
            ">=1",
        ),
        ('[tool.poetry.dependencies]\nacme-billing = "1.2.3"', "==1.2.3"),
        ('[tool.poetry.dependencies]\nacme-billing = "^1.2"', "^1.2"),
        ('[tool.poetry.dependencies]\nacme-billing = {version = "1.2", extras = ["x"]}', "==1.2"),
        ('[tool.poetry.dependencies]\nacme-billing = {git = "https://h/b", branch = "main"}', "git+https://h/b"),
        ('[tool.poetry.dependencies]\nacme-billing = {git = "https://h/b", tag = "v1"}', "git+https://h/b@v1"),
        ('[tool.poetry.dependencies]\nacme-billing = {path = "../billing"}', "path:../billing"),
        ('[tool.poetry.dependencies]\nacme-billing = {file = "b.whl"}', "url:b.whl"),
    ],
)
def test_declared(text: str, expected: str) -> None:
    declared = extract_pyproject(text.encode()).declared
    assert [(one.name, one.group, one.specifier) for one in declared] == [("acme-billing", "dependencies", expected)]


def test_declared_from_several_sources_and_for_development() -> None:
    text = '[tool.poetry.dependencies]\npython = "^3"\nb = [{path = "../a"}, {version = "^1"}]\n'
    text += '[dependency-groups]\ndev = ["x", 3]'
    declared = extract_pyproject(text.encode()).declared
    assert [(one.name, one.group, one.specifier, one.line) for one in declared] == [
        ("b", "dependencies", "path:../a", 3),
        ("b", "dependencies", "^1", 3),
        ("x", "dependency-groups", "", 5),
    ]


@pytest.mark.parametrize(
    ("text", "lists_all"),
    [
        (PROJECT, True),
        (f'{PROJECT}dynamic = ["version"]', True),
        (f'{PROJECT}dynamic = ["dependencies"]', False),
        (f'{PROJECT}dynamic = ["optional-dependencies"]', False),
        (f'{PROJECT}dynamic = ["dependencies"]\n[tool.poetry.dependencies]\nx = "1"', True),
        ('[tool.poetry.dependencies]\nx = "1"', True),
        ("[tool.ruff]\nline-length = 1", False),
    ],
)
def test_whether_a_manifest_lists_all(text: str, lists_all: bool) -> None:
    settings = extract_pyproject(text.encode()).settings
    assert settings is not None
    assert settings["lists_all"] is lists_all
