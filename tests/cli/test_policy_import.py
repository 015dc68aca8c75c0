"""`adrift policy import` as a person runs it."""

from pathlib import Path

from checks import load_policy
from tests.cli.conftest import Adrift, Clone

CONTRACTS = """\
[importlinter]
root_packages =
    orders
    billing
    shared

[importlinter:contract:bottom]
name = Shared is at the bottom
type = forbidden
source_modules = shared
forbidden_modules =
    orders
    billing
ignore_imports =
    shared.money -> billing.models
"""
MODULES = '[[modules]]\npath = "orders"\ndepends_on = ["shared"]\n[[modules]]\npath = "shared"\n'


def test_the_policy_goes_to_standard_output_and_what_is_missing_to_standard_error(clone: Clone, adrift: Adrift) -> None:
    clone.write({".importlinter": CONTRACTS})
    done = adrift("policy", "import", "--repo", "CLONE")
    rule = load_policy(done.stdout).components["shared"].depends_on
    assert done.returncode == 0
    assert rule is not None
    assert (rule.not_, rule.indirect) == (("orders", "billing"), True)
    assert "not carried over: .importlinter, contract `Shared is at the bottom`: ignored import" in done.stderr
    assert "1 rule: 0 carried over, 1 in part, 0 not; 3 components" in done.stderr
    assert "#   - {from: shared/money.py, to: billing/models.py, adr: ADR-NNNN}" in done.stdout


def test_several_tools_become_one_policy(clone: Clone, adrift: Adrift) -> None:
    clone.commit({".importlinter": CONTRACTS, "tach.toml": MODULES})
    components = load_policy(adrift("policy", "import", "--repo", "CLONE").stdout).components
    orders, shared = components["orders"].depends_on, components["shared"].depends_on
    assert orders is not None
    assert shared is not None
    assert (orders.only, shared.not_) == (("shared",), ("orders", "billing"))


def test_one_tool_of_several(clone: Clone, adrift: Adrift) -> None:
    clone.commit({".importlinter": CONTRACTS, "tach.toml": MODULES})
    done = adrift("policy", "import", "--repo", "CLONE", "--from", "tach")
    assert load_policy(done.stdout).components["shared"].depends_on is None


def test_a_named_file_that_lies_deep(clone: Clone, adrift: Adrift) -> None:
    clone.commit({".importlinter": CONTRACTS, "orders/tach.toml": '[[modules]]\npath = "api"\ndepends_on = []\n'})
    done = adrift("policy", "import", "--repo", "CLONE", "orders/tach.toml")
    assert load_policy(done.stdout).components["api"].path == ("orders/api.py",)


def test_deeper_configurations_of_the_same_tool_are_named(clone: Clone, adrift: Adrift) -> None:
    clone.commit({"tach.toml": MODULES, "orders/tach.toml": MODULES, "tests/tach.toml": MODULES})
    stderr = adrift("policy", "import", "--repo", "CLONE").stderr
    assert "orders/tach.toml is not read" in stderr
    assert "tests/tach.toml" not in stderr


def test_a_bare_repository_is_read_at_its_head(clone: Clone, adrift: Adrift, tmp_path: Path) -> None:
    clone.commit({"tach.toml": MODULES})
    clone.git("clone", "--quiet", "--bare", ".", str(tmp_path / "bare"))
    done = adrift("policy", "import", "--repo", str(tmp_path / "bare"))
    assert list(load_policy(done.stdout).components) == ["orders", "shared"]


def test_the_output_is_a_new_file_that_is_valid(clone: Clone, adrift: Adrift, tmp_path: Path) -> None:
    clone.write({".importlinter": CONTRACTS})
    file = tmp_path / "policy.yml"
    done = adrift("policy", "import", "--repo", "CLONE", "--output", str(file))
    assert (done.returncode, done.stdout) == (0, "")
    assert "valid, 3 components" in adrift("policy", "validate", str(file)).stdout
    again = adrift("policy", "import", "--repo", "CLONE", "--output", str(file))
    assert again.returncode == 2
    assert "cannot be written" in again.stderr


def test_nothing_to_import(adrift: Adrift) -> None:
    done = adrift("policy", "import", "--repo", "CLONE")
    assert (done.returncode, done.stdout) == (2, "")
    assert "there is no configuration of" in done.stderr


def test_a_file_of_no_tool(adrift: Adrift) -> None:
    done = adrift("policy", "import", "--repo", "CLONE", "orders/api.py")
    assert done.returncode == 2
    assert "orders/api.py is no configuration of" in done.stderr


def test_a_configuration_that_does_not_parse(clone: Clone, adrift: Adrift) -> None:
    clone.write({"tach.toml": "modules = ["})
    done = adrift("policy", "import", "--repo", "CLONE")
    assert done.returncode == 2
    assert "tach.toml cannot be read" in done.stderr
