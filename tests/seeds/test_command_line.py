"""The seeds as real git repositories, reviewed by the real command."""

import json
import subprocess
from pathlib import Path

import pytest
from _pytest.mark.structures import ParameterSet

from tests.cli.conftest import Clone, carried_out
from tests.nursery import Nursery
from tests.seeds import decksmith, lending, monstrino, packages, pynomaly
from tests.seeds.cases import Case, Row, Seed
from tests.seeds.lending.places import GATE


def chosen(cases: tuple[ParameterSet, ...], name: str) -> Case:
    """The one case of a name."""
    (case,) = (one.values[0] for one in cases if one.id == name)
    assert isinstance(case, Case)
    return case


def committed(seed: Seed, case: Case, folder: Path) -> Clone:
    """A clone with the seed on `main`, and the case on `feature`."""
    clone = Clone(folder)
    clone.commit(dict(seed.files))
    clone.git("switch", "--quiet", "--create", "feature")
    clone.commit({path: str(text) for path, text in seed.changes(case).items()})
    return clone


def adrift(nursery: Nursery, command: str, clone: Clone, head: str) -> subprocess.CompletedProcess[str]:
    """The command on what leads from `main` to `head`, as JSON."""
    revisions = ("--base", "main", "--head", head, "--format", "json")
    return carried_out(nursery, [command, "--repo", str(clone.folder), *revisions], clone.folder)


BREAKS = [
    pytest.param("monstrino", monstrino.CASES, "M4 M16 breaks: core imports models", 1, id="M16 monstrino"),
    pytest.param("decksmith", decksmith.CASES, "D15 D23 breaks: web imports db", 1, id="D30 decksmith"),
    pytest.param("pynomaly", pynomaly.CASES, "P8 P28 breaks: a domain imports another", 0, id="P17 P28 pynomaly"),
    pytest.param("lending", lending.CASES, "N24 breaks: a gate reads a projection", 1, id="N24 lending"),
    pytest.param("packages", packages.CASES, "K23 breaks: two packages use each other", 1, id="K45 packages"),
]


@pytest.mark.parametrize(("name", "cases", "case", "code"), BREAKS)
def test_review(
    name: str, cases: tuple[ParameterSet, ...], case: str, *, code: int, tmp_path: Path, nursery: Nursery
) -> None:
    seed, breaking = Seed(name), chosen(cases, case)
    clone = committed(seed, breaking, tmp_path / name)
    done = adrift(nursery, "review", clone, "feature")
    assert _rows(done.stdout) == seed.expected(breaking)
    assert done.returncode == code
    unchanged = adrift(nursery, "review", clone, "main")
    assert (_rows(unchanged.stdout), unchanged.returncode) == ([], 0)


@pytest.mark.parametrize("case", [pytest.param("N24 breaks: a gate reads a projection", id="N11 lending")])
def test_delta(case: str, tmp_path: Path, nursery: Nursery) -> None:
    seed, breaking = Seed("lending"), chosen(lending.CASES, case)
    document = json.loads(adrift(nursery, "delta", committed(seed, breaking, tmp_path / "lending"), "feature").stdout)
    assert [(edge["importer"], edge["imported"]) for edge in document["added"]] == [
        (GATE, "packages/lending/src/projections/income.ts")
    ]


@pytest.mark.parametrize(
    "case", [pytest.param("K48 K50 keeps: a package's inside is written anew", id="K43 K44 packages")]
)
def test_affected(case: str, tmp_path: Path, nursery: Nursery) -> None:
    clone = committed(Seed("packages"), chosen(packages.CASES, case), tmp_path / "packages")
    document = json.loads(adrift(nursery, "affected", clone, "feature").stdout)
    assert document["changed"] == ["packages/core-utils"]
    assert {one["component"] for one in document["dependents"]} >= {"packages/validation", "backend"}


def _rows(text: str) -> list[Row]:
    keys = ("check", "path", "line", "from", "to", "level")
    rows: list[Row] = [tuple(one[key] for key in keys) for one in json.loads(text)["findings"]]
    return sorted(rows, key=repr)
