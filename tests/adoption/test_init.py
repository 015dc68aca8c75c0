"""`adrift policy init`: what a first policy says of a repository, and that the repository passes under it."""

import hashlib
import json
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from app.adoption.policy_text import policy_text
from app.adoption.starting_policy import StartingPolicy, starting_policy
from app.adoption.starting_text import starting_text
from checks import Level, Policy, load_policy, policy_schema
from checks.policy.yaml_text import read_yaml
from tests.cli.conftest import Adrift, Clone, adrift, clone
from tests.core.building import Files, PullRequest, graph

__all__ = ["adrift", "clone"]


def started(files: Files) -> StartingPolicy:
    return starting_policy(graph(files))


def loaded(files: Files) -> Policy:
    """The policy as a person would read it back, of the form that the schema promises."""
    text = policy_text(started(files))
    Draft202012Validator(policy_schema()).validate(read_yaml(text, "a.yml").value)
    return load_policy(text)


def rules(files: Files) -> dict[str, tuple[tuple[str, ...], tuple[str, ...] | None]]:
    """Every component with its path and what it may use."""
    components = loaded(files).components
    return {name: (one.path, one.depends_on.only if one.depends_on else None) for name, one in components.items()}


def audit(files: Files) -> list[tuple[str, str]]:
    """What the present code would be accused of, all of it new: check and path."""
    review = PullRequest(head=files, policy=policy_text(started(files))).review
    assert review.policy_issues == ()
    return [(one.check, one.path) for one in review.findings]


def doubts(files: Files) -> dict[str, tuple[int, tuple[str, ...]]]:
    return {one.what: (one.count, one.examples) for one in started(files).doubts}


def package(folder: str, name: str, *used: str) -> Files:
    """A package of a JavaScript workspace."""
    dependencies = dict.fromkeys(used, "workspace:*")
    imports = "".join(f'import "{other}"\n' for other in used)
    manifest = {"name": name, "main": "src/index.ts", "dependencies": dependencies}
    return {f"{folder}/package.json": json.dumps(manifest), f"{folder}/src/index.ts": imports}


WORKSPACE: Files = {
    "package.json": '{"private": true}',
    "pnpm-workspace.yaml": "packages: [packages/*, apps/*]",
    **package("packages/schema", "@acme/schema"),
    **package("packages/domain", "@acme/domain", "@acme/schema"),
    **package("packages/ui", "@acme/ui"),
    **package("apps/web", "@acme/web", "@acme/domain", "@acme/ui"),
    "docs/decisions/0001-parts.md": "# Parts",
    "docs/event-catalog.md": "# Events",
}
SHOP: Files = {
    "orders/__init__.py": "",
    "orders/api.py": "from shared.money import Money\nfrom billing.tax import rate",
    "billing/__init__.py": "",
    "billing/tax.py": "from shared import money",
    "shared/__init__.py": "",
    "shared/money.py": "",
    "tools/__init__.py": "",
    "tests/test_orders.py": "import orders.api",
}
UV: Files = {
    "pyproject.toml": '[tool.uv.workspace]\nmembers = ["services/*", "libs/*"]',
    **{
        f"{folder}/pyproject.toml": f'[project]\nname = "{name}"\nversion = "1"'
        for folder, name in (
            ("services/pay", "pay"),
            ("services/ship", "ship"),
            ("libs/core", "core"),
            ("libs/db", "db"),
        )
    },
    "services/pay/src/pay/__init__.py": "import core\nimport db",
    "services/ship/src/ship/__init__.py": "import core",
    "libs/core/src/core/__init__.py": "",
    "libs/db/src/db/__init__.py": "import core",
}
LAYERS = ("presentation", "application", "infrastructure", "domain")


def layered(root: str, *edges: tuple[str, str]) -> Files:
    """A package with a folder for each layer, and one import for each pair."""
    files: dict[str, str] = {f"{root}/__init__.py": "", **{f"{root}/{layer}/__init__.py": "" for layer in LAYERS}}
    name = root.replace("/", ".").removeprefix("src.")
    for source, target in edges:
        files[f"{root}/{source}/to_{target}.py"] = f"import {name}.{target}"
    return files


def test_packages_of_a_workspace_are_components() -> None:
    assert rules(WORKSPACE) == {
        "schema": (("packages/schema",), ()),
        "domain": (("packages/domain",), ("schema",)),
        "ui": (("packages/ui",), ()),
        "web": (("apps/web",), ("domain", "ui")),
    }


def test_what_others_rest_on_stands_first() -> None:
    assert list(rules(WORKSPACE)) == ["schema", "domain", "ui", "web"]


def test_members_of_a_uv_workspace_are_components() -> None:
    assert {name: used for name, (_, used) in rules(UV).items()} == {
        "core": (),
        "db": ("core",),
        "pay": ("core", "db"),
        "ship": ("core",),
    }


def test_top_level_packages_are_components_and_tests_are_not() -> None:
    assert rules(SHOP) == {
        "shared": (("shared",), ()),
        "billing": (("billing",), ("shared",)),
        "orders": (("orders",), ("shared", "billing")),
        "tools": (("tools",), ()),
    }


def test_one_package_is_divided_into_its_folders() -> None:
    files = {f"src/acme/{path}": text for path, text in SHOP.items()} | {"src/acme/__init__.py": ""}
    assert {path for path, _ in rules(files).values()} == {
        (f"src/acme/{name}",) for name in ("orders", "billing", "shared", "tools")
    }


def test_nx_projects_are_components() -> None:
    folders = ("apps/a", "apps/b", "libs/c", "libs/d")
    files: Files = {
        "nx.json": "{}",
        "package.json": "{}",
        **{f"{folder}/project.json": "{}" for folder in folders},
        **{f"{folder}/src/index.ts": "" for folder in folders},
    }
    assert {path for path, _ in rules(files).values()} == {(folder,) for folder in folders}


def test_what_is_used_and_lies_nowhere_becomes_a_component() -> None:
    files = {**WORKSPACE, "jest.preset.js": "", "config/eslint.js": ""}
    files |= {"apps/web/jest.js": 'import "../../jest.preset.js"\nimport "../../config/eslint.js"'}
    found = rules(files)
    assert found["root"] == (("jest.preset.js",), ())
    assert found["config"] == (("config",), ())
    assert set(found["web"][1] or ()) == {"domain", "ui", "root", "config"}


def test_many_files_that_lie_nowhere_are_written_as_globs() -> None:
    names = [f"setup{number}" for number in range(8)]
    files = {**SHOP, **{f"{name}.py": "" for name in names}, "orders/all.py": "".join(f"import {n}\n" for n in names)}
    assert rules(files)["root"] == (("*.py",), ())


def test_records_catalog_and_further_tests_are_found() -> None:
    found = started({**WORKSPACE, "packages/ui/cypress/a.ts": 'import "@acme/web"'})
    assert (found.records, found.catalog) == ("docs/decisions", "docs/event-catalog.md")
    assert (found.tests or ())[-1] == "**/cypress/**"
    text = policy_text(found)
    assert "adr: {path: docs/decisions}" in text
    assert "# events: {catalog: docs/event-catalog.md" in text


def test_the_default_of_tests_is_not_repeated() -> None:
    assert started(SHOP).tests is None


MANY = {f"packages/p{number}": f"@acme/p{number}" for number in range(30)}


def test_many_that_are_alike_become_a_family() -> None:
    files = dict(package("packages/base", "@acme/base"))
    for folder, name in MANY.items():
        files |= package(folder, name, "@acme/base")
    assert rules(files) == {
        "base": (("packages/base",), ()),
        "packages": (("packages/{package}",), ("base",)),
    }


def test_a_family_whose_members_use_each_other_lists_itself() -> None:
    names = list(MANY.values())
    files: dict[str, object] = {}
    for index, (folder, name) in enumerate(MANY.items()):
        files |= package(folder, name, names[(index + 1) % 30], names[(index + 7) % 30])
    assert rules(files) == {"packages": (("packages/{package}",), ("packages",))}  # type: ignore[arg-type]


def test_services_in_areas_are_one_family() -> None:
    files = dict(package("packages/base", "@acme/base"))
    for area, number in product(("catalog", "market", "ledger"), range(10)):
        files |= package(f"services/{area}/s{number}", f"@acme/{area}-{number}", "@acme/base")
    assert rules(files)["services"] == (("services/{group}/{service}",), ("base",))
    assert audit(files) == []


def test_a_component_inside_a_familys_folder_passes_as_its_part() -> None:
    files = dict(package("packages/base", "@acme/base"))
    for folder, name in MANY.items():
        files |= package(folder, name, "@acme/base")
    files |= {"packages/group/README.md": "", "docs.ts": "", "apps/x/index.ts": ""}
    files |= package("packages/group/inner", "@acme/inner", "@acme/p1")
    files |= package("apps/y", "@acme/y")
    assert "inner" in rules(files)
    assert audit(files) == []


def test_who_uses_nearly_all_is_told_what_it_may_not_use() -> None:
    names = [f"part{number:02}" for number in range(16)]
    files: dict[str, str] = {f"{name}/__init__.py": "" for name in [*names, "shell"]}
    files["shell/all.py"] = "".join(f"import {name}\n" for name in names[:14])
    rule = loaded(files).components["shell"].depends_on
    assert rule is not None
    assert (rule.only, rule.not_) == (None, ("part14", "part15"))


def test_folders_named_like_layers_order_components() -> None:
    files = layered(
        "src/shop", ("presentation", "application"), ("application", "domain"), ("infrastructure", "domain")
    )
    assert loaded(files).layers == (("presentation",), ("infrastructure",), ("application",), ("domain",))


def test_the_code_tells_which_of_two_layers_is_above() -> None:
    files = layered("src/shop", ("application", "infrastructure"), ("infrastructure", "domain"))
    assert loaded(files).layers == (("presentation",), ("application",), ("infrastructure",), ("domain",))


def test_layers_inside_projects() -> None:
    files = dict(UV)
    for name in ("pay", "ship"):
        files |= layered(f"services/{name}/src/{name}", ("application", "domain"))
    assert loaded(files).components["pay"].layers == (
        ("presentation",),
        ("infrastructure",),
        ("application",),
        ("domain",),
    )


def test_layers_that_the_code_breaks_are_a_doubt() -> None:
    files = layered("src/shop", ("domain", "presentation"), ("presentation", "domain"), ("domain", "application"))
    assert loaded(files).layers == ()
    assert doubts(files)["a lower layer imports a higher one (components)"] == (
        2,
        (
            "src/shop/domain/to_application.py:1 -> src/shop/application/__init__.py",
            "src/shop/domain/to_presentation.py:1 -> src/shop/presentation/__init__.py",
        ),
    )


def test_a_circle_and_where_to_begin() -> None:
    files = {**SHOP, "shared/rates.py": "\nimport orders.api", "billing/more.py": "import shared.money"}
    assert doubts(files)["components in a circle"] == (
        3,
        ("shared -> orders: 1 edge against 1 the other way, without it 2 fewer; shared/rates.py:2",),
    )


@pytest.mark.parametrize(
    ("files", "what", "count"),
    [
        (
            {**package("apps/api", "@acme/api"), **package("apps/cli", "@acme/cli", "@acme/web")},
            "an application uses another one",
            2,
        ),
        (package("packages/ui", "@acme/ui", "@acme/web"), "a library uses an application", 2),
        (
            {"packages/ui/src/index.ts": 'import "./tests/fake"', "packages/ui/src/tests/fake.ts": ""},
            "production code imports what `tests` names",
            1,
        ),
        (
            {"apps/web/src/a.ts": 'import "../../../packages/ui/src/index"'},
            "an import goes past the entry points of another component",
            1,
        ),
        (
            {"apps/web/src/a.ts": 'import "@acme/ui/src/index"'},
            "an import goes past the entry points of another component",
            1,
        ),
        ({"apps/web/src/a.ts": "await import(name)"}, "imports whose module only the running program knows", 1),
        ({"packages/ui/broken.py": "def"}, "files that cannot be read in full", 1),
    ],
)
def test_what_looks_odd(files: Files, what: str, count: int) -> None:
    assert what not in doubts(WORKSPACE)
    assert doubts({**WORKSPACE, **files})[what][0] == count


def test_what_other_checks_say_of_the_present_code_is_told() -> None:
    files = {**WORKSPACE, "apps/web/src/a.ts": 'import "@acme/schema"'}
    text = starting_text(graph(files))
    assert (
        "# - findings of the check `manifest` (1): `adrift audit` says what they are\n#     apps/web/src/a.ts:1\n"
        in text
    )
    assert "findings of" not in starting_text(graph(WORKSPACE))


def test_private_modules_of_python() -> None:
    files = {**SHOP, "orders/deep.py": "import shared._inner.x\nimport orders._own", "shared/_inner/x.py": ""}
    assert doubts({**files, "orders/_own.py": ""})["an import goes past the entry points of another component"][0] == 1


def test_tidy_code_leaves_no_doubt() -> None:
    assert started(SHOP).doubts == ()
    assert "odd" not in policy_text(started(SHOP))


AMBIGUOUS: Files = {
    **SHOP,
    "one/pyproject.toml": '[project]\nname="one"',
    "one/src/same/__init__.py": "",
    "two/pyproject.toml": '[project]\nname="two"',
    "two/src/same/__init__.py": "",
    "orders/both.py": "import same",
}
ODD_NAMES: Files = {
    f"{folder}/{name}": text
    for folder in ("a b", "true", "{x}", "[id]", "tests and more", "12", "@scope", 'q"q', "back\\slash", "\udcff")
    for name, text in (("__init__.py", ""), ("a.ts", 'import "../hub/index"'))
} | {"hub/index.ts": "", "exports/b.ts": 'import "../hub/index"'}


@pytest.mark.parametrize(
    "files",
    [WORKSPACE, SHOP, UV, AMBIGUOUS, ODD_NAMES, {}, {"main.py": "import other", "other.py": ""}],
    ids=["workspace", "shop", "uv", "ambiguous", "odd names", "nothing", "no folders"],
)
def test_the_present_code_passes(files: Files) -> None:
    loaded(files)
    assert audit(files) == []


FOLDERS = ("app", "app/api", "lib/a", "lib/b", "lib/b/domain", "lib/b/infra", "core", "tools", "")
MODULES = tuple(f"{folder}/{name}".lstrip("/") for folder, name in product(FOLDERS, ("x", "y")))
IMPORTS = st.lists(st.sampled_from(MODULES), max_size=4)
REPOSITORIES = st.dictionaries(st.sampled_from(MODULES), IMPORTS, min_size=2)


def repository(found: dict[str, list[str]]) -> Files:
    texts = {module: "".join(f"import {one.replace('/', '.')}\n" for one in used) for module, used in found.items()}
    return {f"{module}.py": text for module, text in texts.items()}


@settings(max_examples=60, deadline=None)
@given(REPOSITORIES)
def test_any_code_passes_but_for_its_cycles(found: dict[str, list[str]]) -> None:
    files = repository(found)
    checks = {check for check, _ in audit(files)}
    assert checks <= {"cycle"}
    assert ("cycle" in checks) == ("components in a circle" in doubts(files))


def test_homes_of_an_object_relational_mapper_are_proposed() -> None:
    files = {
        "web/__init__.py": "",
        "web/page.py": "import db.user",
        "db/__init__.py": "",
        "db/user.py": "from sqlalchemy.orm import Session\nimport sqlmodel",
        "tests/test_db.py": "import peewee",
    }
    assert "# - SQLAlchemy: encapsulates: [sqlalchemy, sqlmodel] on db; 1 without" in policy_text(started(files))


def test_a_mapper_that_all_use_has_no_home() -> None:
    files = {"web/__init__.py": "import peewee", "db/__init__.py": "import peewee"}
    assert started(files).homes == ()


def test_the_text_is_short_and_narrow() -> None:
    names = [hashlib.sha256(str(number).encode()).hexdigest()[:20] for number in range(120)]
    files: dict[str, str] = {}
    for index, name in enumerate(names):
        used = "".join(f"import {names[(index * step + step) % 120]}\n" for step in range(1, 9))
        files |= {f"{name}/__init__.py": "", f"{name}/all.py": used}
    lines = policy_text(started(files)).splitlines()
    assert len(lines) < 80
    assert max(map(len, lines)) <= 120


def test_writes_policy_and_schema_into_the_work_tree(clone: Clone, adrift: Adrift) -> None:
    clone.git("rm", "--quiet", ".github/architecture.yml")
    clone.commit({"orders/api.py": "import shared.money"})
    done = adrift("policy", "init", "--repo", "CLONE")
    written = clone.folder / ".github" / "architecture.yml"
    assert (done.returncode, done.stdout) == (0, "")
    policy = load_policy(written.read_bytes())
    assert set(policy.components) == {"orders", "shared", "billing"}
    assert policy.adr.path == ("docs/adr",)
    assert json.loads((written.parent / "architecture.schema.json").read_text()) == policy_schema()
    assert written.read_text().startswith("# yaml-language-server: $schema=architecture.schema.json\n")


@pytest.mark.parametrize("name", ["architecture.yml", "architecture.yaml", "architecture.schema.json"])
def test_does_not_write_over_what_is_there(clone: Clone, adrift: Adrift, name: str) -> None:
    (clone.folder / ".github" / "architecture.yml").unlink()
    (clone.folder / ".github" / name).write_text("mine")
    done = adrift("policy", "init", "--repo", "CLONE")
    assert (done.returncode, (clone.folder / ".github" / name).read_text()) == (2, "mine")
    assert "--force" in done.stderr


def test_force_writes_over_it(clone: Clone, adrift: Adrift) -> None:
    assert adrift("policy", "init", "--repo", "CLONE", "--force").returncode == 0
    assert "policy init" in (clone.folder / ".github" / "architecture.yml").read_text()


def test_prints_to_standard_output_and_writes_nothing(clone: Clone, adrift: Adrift, tmp_path: Path) -> None:
    clone.git("clone", "--quiet", "--bare", ".", str(tmp_path / "bare"))
    done = adrift("policy", "init", "--repo", str(tmp_path / "bare"), "--output", "-")
    assert done.returncode == 0
    assert load_policy(done.stdout).components["billing"].path == ("billing",)
    assert sorted(path.name for path in (tmp_path / "elsewhere").iterdir()) == []


def test_a_bare_repository_has_no_place_for_a_policy(clone: Clone, adrift: Adrift, tmp_path: Path) -> None:
    clone.git("clone", "--quiet", "--bare", ".", str(tmp_path / "bare"))
    done = adrift("policy", "init", "--repo", str(tmp_path / "bare"))
    assert (done.returncode, "--output" in done.stderr) == (2, True)


def test_prints_the_schema(adrift: Adrift) -> None:
    assert json.loads(adrift("policy", "schema").stdout) == policy_schema()


def test_levels_are_left_to_the_team() -> None:
    assert loaded(SHOP).level is Level.FAILURE
