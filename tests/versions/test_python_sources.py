"""Where Python packages state their version: each table of files says 1.2.0, and 2.0.0 at head."""

import pytest

from checks.versions import Bump, SourceKind
from tests.versions.asking import Written, ask, instead

NAMED = '[project]\nname = "shop-core"\n'
DYNAMIC = f'{NAMED}dynamic = ["version"]\n'
SETUPTOOLS = '[build-system]\nrequires = ["setuptools"]\n'

PATTERN = """[tool.hatch.version]
path = "v.txt"
pattern = 'BUILD\\s*= "b(?P<version>[^"]+)"'
"""

FILES: list[tuple[str, Written, str, int]] = [
    ("PEP 621", {"pyproject.toml": f'{NAMED}version = "1.2.0"\n'}, "pyproject.toml", 3),
    ("poetry", {"pyproject.toml": '[tool.poetry]\nname = "x"\nversion = "1.2.0"\n'}, "pyproject.toml", 3),
    (
        "hatch path",
        {
            "pyproject.toml": f'{DYNAMIC}[tool.hatch.version]\npath = "src/x/__about__.py"\n',
            "src/x/__about__.py": '# x\n__version__ = "1.2.0"\n',
        },
        "src/x/__about__.py",
        2,
    ),
    (
        "hatch pattern, which is not run",
        {
            "pyproject.toml": f"{DYNAMIC}{PATTERN}",
            "v.txt": "# 9.9.9\nBUILD = 'b1.2.0'\n",
        },
        "v.txt",
        2,
    ),
    (
        "hatch.toml",
        {"pyproject.toml": DYNAMIC, "hatch.toml": '[version]\npath = "x.py"\n', "x.py": 'VERSION = "v1.2.0"\n'},
        "x.py",
        1,
    ),
    (
        "hatch and package.json",
        {
            "pyproject.toml": f'{DYNAMIC}[tool.hatch.version]\nsource = "nodejs"\n',
            "package.json": {"name": "x", "version": "1.2.0"},
        },
        "package.json",
        3,
    ),
    (
        "setuptools attr",
        {
            "pyproject.toml": f'{DYNAMIC}[tool.setuptools.dynamic]\nversion = {{attr = "x.__version__"}}\n',
            "src/x/__init__.py": '"""X."""\n__version__: str = "1.2.0"\n',
        },
        "src/x/__init__.py",
        2,
    ),
    (
        "setuptools attr below a root of its own",
        {
            "pyproject.toml": (
                f'{DYNAMIC}[tool.setuptools.dynamic]\nversion = {{attr = "x.y.V"}}\n'
                '[tool.setuptools.packages.find]\nwhere = ["code"]\n'
            ),
            "code/x/y.py": 'V = "1.2.0"\n',
        },
        "code/x/y.py",
        1,
    ),
    (
        "setuptools attr from another module",
        {
            "pyproject.toml": f'{DYNAMIC}[tool.setuptools.dynamic]\nversion = {{attr = "x.__version__"}}\n',
            "x/__init__.py": "from ._version import version as __version__\n",
            "x/_version.py": 'version = "1.2.0"\n',
        },
        "x/_version.py",
        1,
    ),
    (
        "setuptools file",
        {
            "pyproject.toml": f'{DYNAMIC}[tool.setuptools.dynamic]\nversion = {{file = ["VERSION"]}}\n',
            "VERSION": "\n1.2.0\n",
        },
        "VERSION",
        2,
    ),
    (
        "pdm file",
        {
            "pyproject.toml": f'{DYNAMIC}[tool.pdm.version]\nsource = "file"\npath = "x/__init__.py"\n',
            "x/__init__.py": '__version__ = "1.2.0"\n',
        },
        "x/__init__.py",
        1,
    ),
    (
        "flit",
        {
            "pyproject.toml": f'{DYNAMIC}[build-system]\nbuild-backend = "flit_core.buildapi"\n',
            "shop_core.py": '"""X."""\n__version__ = "1.2.0"\n',
        },
        "shop_core.py",
        2,
    ),
    (
        "scikit-build",
        {
            "pyproject.toml": f'{DYNAMIC}[tool.scikit-build.metadata]\nversion = {{input = "x.py"}}\n',
            "x.py": '__version__ = "1.2.0"\n',
        },
        "x.py",
        1,
    ),
    (
        "maturin",
        {
            "pyproject.toml": f'{DYNAMIC}[build-system]\nbuild-backend = "maturin"\n',
            "Cargo.toml": '[package]\nname = "x"\nversion = "1.2.0"\n',
        },
        "Cargo.toml",
        3,
    ),
    (
        "dynamic, through the package's own `__version__`",
        {"pyproject.toml": f"{DYNAMIC}{SETUPTOOLS}", "src/shop_core/__init__.py": '__version__ = "1.2.0"\n'},
        "src/shop_core/__init__.py",
        1,
    ),
    ("setup.cfg", {"setup.cfg": "[metadata]\nname = x\nversion = 1.2.0\n[options]\nversion = 3\n"}, "setup.cfg", 3),
    (
        "setup.cfg attr",
        {"setup.cfg": "[metadata]\nversion = attr: x.VERSION\n", "x/__init__.py": 'VERSION = "1.2.0"\n'},
        "x/__init__.py",
        1,
    ),
    ("setup.cfg file", {"setup.cfg": "[metadata]\nversion = file: V\n", "V": "1.2.0"}, "V", 1),
    ("setup.py", {"setup.py": 'from setuptools import setup\nsetup(\n    version="1.2.0",\n)\n'}, "setup.py", 3),
    ("setup.py constant", {"setup.py": 'V = "1.2.0"\nsetuptools.setup(version=V)\n'}, "setup.py", 2),
    (
        "setup.py that reads its package",
        {"setup.py": 'setup(name="x", version=read("x"))\n', "x/__init__.py": '__version__ = "1.2.0"\n'},
        "x/__init__.py",
        1,
    ),
    (
        "setup.py that reads a module which it names",
        {
            "setup.py": 'P = join("src", "attr", "__init__.py")\nsetup(name="attrs", version=find("version", P))\n',
            "src/attr/__init__.py": '__version__ = "1.2.0"\n',
        },
        "src/attr/__init__.py",
        1,
    ),
    (
        "setup.py that reads a path",
        {
            "setup.py": 'setup(name="y", version=run(Path(__file__).parent / "x" / "v.py"))\n',
            "x/v.py": '__version__ = "1.2.0"\n',
        },
        "x/v.py",
        1,
    ),
    (
        "source newer than the interpreter",
        {
            "pyproject.toml": f'{DYNAMIC}[tool.hatch.version]\npath = "x.py"\n',
            "x.py": '__version__ = "1.2.0"\ntype X = = int\n',
        },
        "x.py",
        1,
    ),
]


@pytest.mark.parametrize(("files", "path", "line"), [row[1:] for row in FILES], ids=[row[0] for row in FILES])
def test_a_version_in_a_file(files: Written, path: str, line: int) -> None:
    found = ask(files, instead(files, "1.2.0", "2.0.0"))
    assert (found.level, found.was.removeprefix("v") if found.was else None, found.problem) == (
        Bump.MAJOR,
        "1.2.0",
        None,
    )
    first = found.sources[0]
    assert (first.kind, first.path, first.line, first.now) == (SourceKind.FILE, path, line, "2.0.0")


@pytest.mark.parametrize(
    "template", ["VERSION = (1, 2, {})", 'VERSION = (1, 2, {}, "final", 0)', 'VERSION = ["1", "2", "{}"]']
)
def test_a_tuple_that_is_joined(template: str) -> None:
    text = template + '\n__version__ = ".".join(map(str, VERSION))\n'
    manifest = f'{DYNAMIC}[tool.hatch.version]\npath = "x.py"\n'
    base, head = ({"pyproject.toml": manifest, "x.py": text.format(patch)} for patch in (0, 3))
    found = ask(base, head)
    assert (found.level, found.now) == (Bump.PATCH, "1.2.3")


@pytest.mark.parametrize(
    "manifest",
    [
        f'{DYNAMIC}[tool.hatch.version]\nsource = "vcs"\n',
        f'{DYNAMIC}[tool.hatch.version]\nsource = "versioningit"\n',
        f"{DYNAMIC}[tool.setuptools_scm]\n",
        f"{DYNAMIC}[tool.versioningit]\n",
        f'{DYNAMIC}[build-system]\nrequires = ["setuptools_scm[toml]>=8"]\n',
        f'{DYNAMIC}[tool.pdm.version]\nsource = "scm"\n',
        '[tool.poetry]\nname = "x"\nversion = "0.0.0"\n[tool.poetry-dynamic-versioning]\nenable = true\n',
    ],
)
def test_a_version_from_tags_is_raised_by_the_title(manifest: str) -> None:
    files = {"pyproject.toml": manifest}
    assert ask(files, files).level is Bump.NONE
    found = ask(files, files, "feat!: drop `slugify`")
    assert (found.level, found.was, found.now, found.problem) == (Bump.MAJOR, None, None, None)
    assert [(one.kind, one.path, one.now) for one in found.sources] == [(SourceKind.TITLE, "pyproject.toml", "feat!")]


@pytest.mark.parametrize("argument", ["use_scm_version=True", 'use_scm_version={"root": ".."}', "pbr=True"])
def test_tags_in_setup_py(argument: str) -> None:
    files = {"setup.py": f"setup({argument}, setup_requires=[])\n"}
    assert ask(files, files, labels=("semver:major",)).level is Bump.MAJOR


def test_tags_through_versioneer() -> None:
    files = {"setup.py": "setup(version=versioneer.get_version())\n"}
    assert ask(files, files, "fix: x").level is Bump.PATCH


def test_setup_py_is_read_and_not_run() -> None:
    files = {"setup.py": 'raise SystemExit\nsetup(version="1.2.0" if x else y())\n'}
    assert ask(files, files).was is None


def test_a_folder_inside_a_project_has_the_project_s_version() -> None:
    files = {"services/a/pyproject.toml": f'{NAMED}version = "1.2.0"\n', "pyproject.toml": f'{NAMED}version = "9"\n'}
    found = ask(files, instead(files, "1.2.0", "1.3.0"), folder="services/a/src/a")
    assert (found.level, found.was, found.now) == (Bump.MINOR, "1.2.0", "1.3.0")


def test_a_version_that_moves_to_another_file() -> None:
    head = {"pyproject.toml": f'{NAMED}version = "1.3.0"\n'}
    found = ask({"setup.py": 'setup(version="1.2.0")\n'}, head)
    assert (found.level, found.was, found.now, found.problem) == (Bump.MINOR, "1.2.0", "1.3.0", None)


def test_one_place_is_told_once() -> None:
    manifest = f'{DYNAMIC}[tool.hatch.version]\npath = "shop_core/__init__.py"\n'
    files = {"pyproject.toml": manifest, "shop_core/__init__.py": '__version__ = "1.2.0"\n'}
    assert [(one.path, one.line) for one in ask(files, files).sources] == [("shop_core/__init__.py", 1)]
