"""Which files are read."""

from checks.versions import raised, wanted
from tests.versions.asking import Written, package, texts

DYNAMIC = (
    '[project]\nname = "x"\ndynamic = ["version"]\n[tool.setuptools.dynamic]\nversion = {attr = "x.__version__"}\n'
)
REPOSITORY: Written = {
    "package.json": package("root", None, private=True),
    "nx.json": {"release": {}},
    ".changeset/a.md": '---\n"@acme/x": major\n---\n\nText.\n',
    ".changeset/config.json": {"fixed": []},
    "p/x/package.json": package(),
    "p/x/CHANGELOG.md": "# x\n",
    "p/x/src/index.ts": "export {}",
    "p/y/package.json": package("@acme/y"),
    "p/y/CHANGELOG.md": "# y\n",
    "q/pyproject.toml": DYNAMIC,
    "q/src/x/__init__.py": "from x.v import __version__\n",
    "q/src/x/v.py": '__version__ = "1.2.0"\n',
    "q/src/x/other.py": "",
    "q/news/1.feature.md": "x",
    "q/news/views.py": "",
    "README.md": "",
}
ROOT = {"package.json", "nx.json", ".changeset/a.md", ".changeset/config.json"}


def all_wanted(folder: str) -> list[set[str]]:
    """What is asked for, one time after the other."""
    files, read, rounds = texts(REPOSITORY), dict[str, str](), list[set[str]]()
    while more := wanted(files.keys(), [folder], read):
        read |= {path: files[path] for path in more}
        rounds.append(set(more))
    return rounds


def test_the_files_of_a_package_and_of_what_is_around_it() -> None:
    assert set().union(*all_wanted("p/x")) == {*ROOT, "p/x/package.json", "p/x/CHANGELOG.md"}


def test_what_a_manifest_names_is_asked_for_when_the_manifest_has_been_read() -> None:
    first, *later = all_wanted("q")
    assert first == {*ROOT, "q/pyproject.toml", "q/news/1.feature.md"}
    assert later == [{"q/src/x/__init__.py"}, {"q/src/x/v.py"}]


def test_no_other_file_changes_the_answer() -> None:
    files = texts(REPOSITORY)
    for folder in ("p/x", "q", "q/src/x", ""):
        read = {path: files[path] for path in set().union(*all_wanted(folder))}
        assert raised(folder, read, read) == raised(folder, files, files)
