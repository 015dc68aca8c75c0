"""Breaks of what versioned packages offer, and versions that say too little or nothing of them."""

import pytest

from app.report.wording import message
from checks import Baseline, BrokenName, BrokenUse, Finding, Level, answered, load_policy, read_apis
from tests.core.building import Changes, Files, PullRequest
from tests.core.event_answers import Contents

POLICY = """\
version: 1
components:
  billing: {path: packages/billing, versioned: semver}
  shop: {path: shop}
"""
MANIFEST = '[project]\nname = "billing"\nversion = "1.4.0"\n'
PYTHON: Files = {
    "packages/billing/pyproject.toml": MANIFEST,
    "packages/billing/src/billing/__init__.py": "from billing.invoices import pay as pay\n",
    "packages/billing/src/billing/invoices.py": "def pay(invoice):\n    pass\n\n\ndef _round(amount):\n    pass\n",
    "packages/billing/src/billing/inner.py": "def used():\n    pass\n\n\ndef unused():\n    pass\n",
    "shop/orders.py": "from billing import pay\nfrom billing.inner import used\n",
}
INIT = "packages/billing/src/billing/__init__.py"
INVOICES = "packages/billing/src/billing/invoices.py"
INNER = "packages/billing/src/billing/inner.py"
PYPROJECT = "packages/billing/pyproject.toml"
PACKAGE = (
    '{"name": "@acme/billing", "version": "%s", "exports": {".": "./src/index.ts", "./react": "./src/react.ts"}}\n'
)
REFUND = "export function refund(): void {}\n"
SCRIPTS: Files = {
    "packages/billing/package.json": PACKAGE % "1.4.0",
    "packages/billing/src/index.ts": 'export { pay, refund } from "./invoices";\n',
    "packages/billing/src/invoices.ts": "export function pay(id: string): void {}\n" + REFUND,
    "packages/billing/src/react.ts": "export const Button = 1;\n",
    "packages/billing/src/inner.ts": "export function used(): void {}\n",
    "shop/orders.ts": 'import { pay } from "@acme/billing";\nimport { used } from "../packages/billing/src/inner";\n',
}
NEEDS_CURRENCY = {INVOICES: "def pay(invoice, currency):\n    pass\n"}


def with_version(text: str) -> str:
    return MANIFEST.replace("1.4.0", text)


def found(base: Files, head: Changes, policy: str = POLICY, title: str = "") -> list[str]:
    """Each finding in a line: what breaks, where, and `?` where it is a notice."""
    return found_of(PullRequest(base, head, policy=policy, title=title))


def found_of(pull_request: PullRequest) -> list[str]:
    return [_line(one) for one in pull_request.findings if one.check == "public-api"]


def _line(one: Finding) -> str:
    kinds = ",".join(part.kind for part in one.evidence.parts) if isinstance(one.evidence, BrokenName) else "version"
    mark = "?" if one.level is Level.NOTICE else ""
    return f"{kinds}{mark} {one.symbol} {one.path.rpartition('/')[2]}:{one.line} {one.side}"


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (NEEDS_CURRENCY, ["parameter-added-required billing.pay invoices.py:1 RIGHT"]),
        ({INVOICES: "def pay(invoice, currency='EUR'):\n    pass\n"}, []),
        ({INVOICES: "def pay(invoice):\n    return 1\n"}, []),
        ({INNER: "def unused():\n    pass\n"}, ["name-removed billing.inner.used inner.py:1 LEFT"]),
        ({INNER: "def used():\n    pass\n"}, []),
        ({INNER: None}, ["module-removed billing.inner inner.py:1 LEFT"]),
        (
            {"packages/billing/src/billing/__init__.py": ""},
            ["name-removed billing.pay __init__.py:1 LEFT"],
        ),
        ({INVOICES: "def pay(invoice: str):\n    pass\n"}, []),
        ({"packages/billing/tests/test_it.py": "def test_it():\n    pass\n"}, []),
        ({"packages/billing/docs/__init__.py": "name = 1\n"}, []),
    ],
)
def test_a_break_of_a_python_package(head: Changes, expected: list[str]) -> None:
    assert found(PYTHON, head) == expected


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (
            {"packages/billing/src/invoices.ts": "export function pay(id: string, to: string): void {}\n" + REFUND},
            ["parameter-added-required pay invoices.ts:1 RIGHT"],
        ),
        (
            {"packages/billing/src/index.ts": 'export { pay } from "./invoices";\n'},
            ["export-removed refund index.ts:1 LEFT"],
        ),
        (
            {"packages/billing/src/inner.ts": "function used(): void {}\n"},
            ["export-removed inner.used inner.ts:1 LEFT"],
        ),
        ({"packages/billing/src/other.ts": "export const a = 1;\n"}, []),
        (
            {"packages/billing/package.json": (PACKAGE % "1.4.0").replace(', "./react": "./src/react.ts"', "")},
            ["subpath-removed ./react package.json:1 LEFT"],
        ),
    ],
)
def test_a_break_of_an_npm_package(head: Changes, expected: list[str]) -> None:
    assert sorted(found(SCRIPTS, head)) == sorted(expected)


@pytest.mark.parametrize(
    ("text", "is_enough"),
    [("1.4.0", False), ("1.4.1", False), ("1.5.0", False), ("2.0.0", True), ("2.0.0rc1", True)],
)
def test_a_break_needs_the_next_major_version(text: str, is_enough: bool) -> None:
    assert bool(found(PYTHON, {**NEEDS_CURRENCY, PYPROJECT: with_version(text)})) is not is_enough


@pytest.mark.parametrize(("breaks", "text", "is_enough"), [("minor", "1.5.0", True), ("patch", "1.4.1", True)])
def test_the_policy_may_ask_for_less(breaks: str, text: str, is_enough: bool) -> None:
    policy = POLICY.replace("versioned: semver", f"versioned: {{breaks: {breaks}}}")
    assert bool(found(PYTHON, NEEDS_CURRENCY, policy))
    assert bool(found(PYTHON, {**NEEDS_CURRENCY, PYPROJECT: with_version(text)}, policy)) is not is_enough


def test_a_title_tells_where_versions_come_from_tags() -> None:
    manifest = '[build-system]\nrequires = ["hatch-vcs"]\n[project]\nname = "billing"\ndynamic = ["version"]\n'
    base = {**PYTHON, PYPROJECT: f'{manifest}[tool.hatch.version]\nsource = "vcs"\n'}
    assert found(base, NEEDS_CURRENCY, title="feat: ask for a currency")
    assert not found(base, NEEDS_CURRENCY, title="feat!: ask for a currency")


def test_who_uses_it_and_whether_they_changed_too() -> None:
    base = {
        **PYTHON,
        "shop/carts.py": "from billing import pay\n",
        "packages/billing/src/billing/own.py": "import billing\n",
    }
    pull_request = PullRequest(base, {**NEEDS_CURRENCY, "shop/carts.py": "\nfrom billing import pay\n"}, policy=POLICY)
    (finding,) = pull_request.findings
    assert isinstance(finding.evidence, BrokenName)
    assert finding.evidence.users == (
        BrokenUse("shop/carts.py", 2, is_changed=True),
        BrokenUse("shop/orders.py", 1, is_changed=False),
    )
    assert message(finding) == (
        "`packages/billing/src/billing/invoices.py:1` breaks `billing.pay` of `billing`: parameter added required "
        "(is `currency`). `billing` is versioned (architecture.yml:3): the version stays 1.4.0, a major bump is "
        "needed. Used by `shop/carts.py:2` (changed as well), `shop/orders.py:1`. Either raise the version to 2.0.0 or "
        "beyond, or keep what was there as a deprecated alias, or record a decision and have someone permitted add the "
        "label `adr:NNNN`."
    )


def test_users_of_what_is_gone() -> None:
    (finding,) = PullRequest(PYTHON, {INNER: "def unused():\n    pass\n"}, policy=POLICY).findings
    assert isinstance(finding.evidence, BrokenName)
    assert finding.evidence.users == (BrokenUse("shop/orders.py", 2, is_changed=False),)


def test_public_says_what_counts() -> None:
    policy = POLICY.replace("versioned: semver", "versioned: semver, public: [exports]")
    assert found(PYTHON, {INNER: ""}, policy) == []
    assert found(PYTHON, NEEDS_CURRENCY, policy)


def test_exports_that_are_listed_no_more() -> None:
    policy = POLICY.replace("versioned: semver", "versioned: semver, public: [exports]")
    base = {**PYTHON, INIT: f'{PYTHON[INIT]!s}__all__ = ["pay"]\n'}
    assert found(base, {INIT: PYTHON[INIT]}, policy) == ["exports-unlisted billing __init__.py:None LEFT"]
    assert found(base, {INIT: PYTHON[INIT]}) == []


def test_commands_are_public() -> None:
    base = {
        **PYTHON,
        PYPROJECT: f'{MANIFEST}[project.scripts]\nbilling = "billing.cli:main"\n',
        "packages/billing/src/billing/cli.py": "def main():\n    pass\n\n\ndef other():\n    pass\n",
    }
    head = {"packages/billing/src/billing/cli.py": "x = 1\n"}
    assert found(base, head) == ["name-removed billing.cli.main cli.py:1 LEFT"]


def test_what_the_tip_broke_already_is_nobodys_news() -> None:
    pull_request = PullRequest(PYTHON, NEEDS_CURRENCY, tip=NEEDS_CURRENCY, policy=POLICY)
    assert pull_request.findings == ()
    other = {INVOICES: "def pay(invoice, *, currency):\n    pass\n"}
    assert PullRequest(PYTHON, NEEDS_CURRENCY, tip=other, policy=POLICY).findings != ()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("1.3.0", "lowers the version from 1.4.0 to 1.3.0"), ("next", "is no version by PEP 440")],
)
def test_a_version_that_is_wrong(text: str, sentence: str) -> None:
    (finding,) = PullRequest(PYTHON, {PYPROJECT: with_version(text)}, policy=POLICY).findings
    assert (finding.check, finding.path, finding.line) == ("public-api", PYPROJECT, 3)
    assert sentence in message(finding)


def test_a_version_that_was_wrong_before_is_old() -> None:
    base = {**PYTHON, PYPROJECT: with_version("next")}
    assert found(base, {INVOICES: "def pay(invoice):\n    return 1\n"}) == []


def test_a_new_version_needs_its_entry() -> None:
    policy = POLICY.replace("versioned: semver", "versioned: semver, changelog: required")
    base = {**PYTHON, "packages/billing/CHANGELOG.md": "# Changes\n\n## 1.4.0\n\n- Old.\n"}
    raised = {PYPROJECT: with_version("1.5.0")}
    entry = {"packages/billing/CHANGELOG.md": "# Changes\n\n## 1.5.0\n\n- New.\n\n## 1.4.0\n\n- Old.\n"}
    assert found(base, raised, policy) == ["version None pyproject.toml:3 RIGHT"]
    assert found(base, {**raised, **entry}, policy) == []


def test_private_packages_without_a_version_are_asked_only_by_the_policy() -> None:
    base = {
        **SCRIPTS,
        "packages/billing/package.json": '{"name": "@acme/billing", "private": true, "version": "0.0.0"}',
    }
    head = {"packages/billing/src/index.ts": 'export { pay } from "./invoices";\n'}
    assert found(base, head) == []
    policy = POLICY.replace("versioned: semver", "versioned: {private: true}")
    assert found(base, head, policy) == ["export-removed refund index.ts:1 LEFT"]


def test_a_new_package_breaks_nothing() -> None:
    base = {"pyproject.toml": '[project]\nname = "all"\nversion = "3.0.0"\n'}
    assert found(base, PYTHON) == []


def test_what_text_does_not_decide_is_a_notice() -> None:
    base = {**PYTHON, INVOICES: "def pay(invoice, rate=1):\n    pass\n"}
    assert found(base, {INVOICES: "def pay(invoice, rate=2):\n    pass\n"}) == [
        "default-changed? billing.pay invoices.py:1 RIGHT"
    ]


def test_a_component_that_is_not_versioned_may_break() -> None:
    assert found(PYTHON, NEEDS_CURRENCY, POLICY.replace(", versioned: semver", "")) == []


def test_only_what_the_change_reaches_is_read() -> None:
    others = {f"packages/billing/src/billing/other{number}.py": f"x{number} = 1\n" for number in range(5)}
    init = "".join(f"from billing.other{number} import x{number} as x{number}\n" for number in range(5))
    pull_request = PullRequest({**PYTHON, **others, INIT: f"{PYTHON[INIT]!s}{init}"}, NEEDS_CURRENCY, policy=POLICY)
    assert found_of(pull_request) == ["parameter-added-required billing.pay invoices.py:1 RIGHT"]
    assert read_for(pull_request) == {INIT, INVOICES}


def test_nothing_is_read_of_what_is_not_versioned() -> None:
    assert read_for(PullRequest(PYTHON, {"shop/orders.py": "x = 1\n"}, policy=POLICY)) == set()


def read_for(pull_request: PullRequest) -> set[str]:
    """The files whose APIs are asked for."""
    change, policy = pull_request.change, load_policy(pull_request.policy)
    sides = (pull_request.base, pull_request.head)
    contents = [one.encode() for side in sides for one in side.values() if isinstance(one, str)]
    known = Contents(contents, change.base, change.tip, change.head)
    answered(
        read_apis(change, policy, Baseline.of(change.tip, policy).components_over(change.base, change.head)),
        known.answer,
    )
    return {source.path for wanted in known.asked for source in wanted.sources}
