"""docs/import.md is true: every row of its tables is imported, and becomes what the row says."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml

from tests.adoption.importing import FRONT, SHOP, WORKSPACE, Imported

PAGE = Path(__file__).parents[2] / "docs" / "import.md"
AT_THE_TOP = {"layers", "cycles", "mode", "type_imports", "unassigned"}
CODE = re.compile(r"`([^`]+)`")


def rows(tool: str) -> Iterator[tuple[list[str], list[str], list[str]]]:
    """The code of the three cells of each row in a tool's section."""
    section = PAGE.read_text().partition(f"\n## {tool}\n")[2].partition("\n## ")[0]
    for line in section.splitlines():
        cells = re.split(r"(?<!\\)\|", line)[1:-1]
        if len(cells) == 3 and "---" not in cells[0] and CODE.search(cells[0]):
            rule, becomes, listed = ([code.replace("\\|", "|") for code in CODE.findall(cell)] for cell in cells)
            yield rule, becomes, listed


def import_linter(rule: list[str]) -> Imported:
    lines = [option.replace(", ", "\n  ") if "=" in option else option for option in rule]
    head = (
        "[importlinter]\nroot_package = shop\ninclude_external_packages = True\n[importlinter:contract:1]\nname = C\n"
    )
    return Imported({".importlinter": head + "\n".join(line.replace("= ", "=\n  ", 1) for line in lines)}, SHOP)


def tach(rule: list[str]) -> Imported:
    modules = ",\n".join(line for line in rule if line.startswith("{"))
    options = "\n".join(line for line in rule if not line.startswith("{"))
    return Imported({"tach.toml": f"{options}\nmodules = [{modules}]\n"}, SHOP)


def nx(rule: list[str]) -> Imported:
    text = (
        f'export default [{{rules: {{"@nx/enforce-module-boundaries": ["error", {{depConstraints: [{rule[0]}]}}]}}}}]'
    )
    return Imported({"eslint.config.mjs": text, **WORKSPACE}, ["libs/ui/index.ts"])


def dependency_cruiser(rule: list[str]) -> Imported:
    kind = "required" if rule[0].startswith("{module") else "forbidden"
    text = f"module.exports = {{{kind}: [{rule[0]}], options: {{tsPreCompilationDeps: true}}}}"
    return Imported({".dependency-cruiser.js": text}, FRONT)


TOOLS: dict[str, Callable[[list[str]], Imported]] = {
    "import-linter": import_linter,
    "tach": tach,
    "Nx": nx,
    "dependency-cruiser": dependency_cruiser,
}
CASES = [(tool, *row) for tool in TOOLS for row in rows(tool)]


def test_the_tables_are_found() -> None:
    assert {tool: sum(case[0] == tool for case in CASES) > 9 for tool in TOOLS} == dict.fromkeys(TOOLS, True)


@pytest.mark.parametrize(("tool", "rule", "becomes", "listed"), CASES, ids=["; ".join(case[1])[:90] for case in CASES])
def test_a_row(tool: str, rule: list[str], becomes: list[str], listed: list[str]) -> None:
    imported = TOOLS[tool](rule)
    assert becomes or listed
    for code in becomes:
        for name, value in yaml.safe_load(code).items():
            if name in AT_THE_TOP:
                assert imported.words[name] == value
            else:
                assert imported.component(name, path="path" in value) == value
    for text in listed:
        assert text in imported.left_out
