"""The sentences, and that no name can break out of them."""

from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from app.report.prose import code
from app.report.titles import title
from app.report.wording import SENTENCES, message
from checks import (
    AgainstLayers,
    Ban,
    BrokenName,
    BrokenPart,
    BrokenUse,
    ClosedCycle,
    Conclusion,
    Edge,
    Encapsulated,
    Evidence,
    ForbiddenChain,
    ForbiddenEdge,
    ForbiddenFile,
    IdleException,
    Kind,
    MissingEdge,
    MissingEntry,
    MissingFile,
    Mode,
    NotAUser,
    NotInList,
    NotOnlyAPeer,
    NotPublic,
    PolicyIssue,
    ProtectedFile,
    Review,
    Status,
    UnassignedFile,
    UndeclaredPackage,
    UnpinnedVersion,
    UnreadableFile,
    WrongSpecifier,
    WrongVersion,
)
from tests.report.findings import BREACH, EDGE, FINDING, NOTHING, numbered, review_of

GONE = BrokenPart("name-removed", "", "")
USERS = (BrokenUse("a.py", 3, is_changed=True), *[BrokenUse("a.py", 4, is_changed=False)] * 5)


def banned(ban: Ban) -> ForbiddenEdge:
    return replace(EDGE, breach=replace(BREACH, ban=ban))


def test_a_crossing_says_what_which_rule_and_the_ways_out() -> None:
    assert message(replace(FINDING, evidence=replace(EDGE, older=4))) == (
        "`orders/api.py:12` imports `Invoice` from `billing/models.py` of `billing`. "
        "`orders` may depend on `shared` only (ADR-011, architecture.yml:14). "
        "Either use `shared`, or record a decision that amends ADR-011 and have someone permitted "
        "add the label `adr:NNNN`. 4 older edges of this pair are not counted."
    )


@pytest.mark.parametrize(
    ("evidence", "says"),
    [
        (banned(NotInList((), ())), "`orders` may not depend on any other component"),
        (banned(NotInList(None, ("billing",))), "`orders` may not depend on `billing` (ADR-011, architecture.yml:14)"),
        (banned(NotAUser("billing", ("api",), ())), "`billing` may be used by `api` only"),
        (banned(NotAUser("billing", None, ("orders",))), "`billing` may not be used by `orders`"),
        (
            banned(AgainstLayers("domain", "presentation", "orders")),
            "In `orders`, `domain` is a layer below `presentation` and may not depend on it",
        ),
        (banned(AgainstLayers("core", "apps", None)), "`core` is a layer below `apps` and may not depend on it"),
        (banned(NotPublic("billing", ("exports",), ("billing/__init__.py",))), "import it from `billing/__init__.py`"),
        (banned(Encapsulated("billing.orm", ("db",))), "Only `db` may import `billing.orm`"),
        (replace(EDGE, breach=replace(BREACH, reason="they change apart")), "architecture.yml:14): they change apart."),
        (
            replace(EDGE, also=(replace(BREACH, word="used_by", line=3),)),
            "also breaks `used_by` (ADR-011, architecture.yml:3).",
        ),
        (ForbiddenChain("a.py", "b.py", ("a", "b", "c"), BREACH), "reaches `billing`: `a` -> `b` -> `c`."),
        (MissingEdge("payouts", "gates", each_file=False), "No file of `payouts` uses `gates` any more, and it must"),
        (MissingEdge("payouts", "gates", each_file=True), "does not use `gates`, as every file of `payouts` must"),
        (IdleException("orders", "billing"), "an exception from `orders` to `billing`, and no such edge is left"),
        (replace(EDGE, symbols=("*",)), "imports everything from"),
        (replace(EDGE, symbols=()), "uses `billing/models.py` of `billing`"),
        (replace(EDGE, candidates=("a/b.py", "c/b.py")), "may mean any of `a/b.py`, `c/b.py`"),
        (replace(EDGE, kind=Kind.MANIFEST, symbols=("dependencies",)), "declares a dependency on `billing/models.py`"),
        (replace(EDGE, kind=Kind.LINK, symbols=()), "links to `billing/models.py`"),
        (replace(EDGE, older=1), "1 older edge of this pair is not counted."),
        (ClosedCycle("a.py", "b.py", ("a", "b", "a")), "closes a cycle between components: `a` -> `b` -> `a`."),
        (
            UndeclaredPackage("orders/api.py", "@acme/db", "package.json", None),
            "`orders/api.py:12` imports `@acme/db`, which `package.json` does not declare. Either declare it in",
        ),
        (
            UndeclaredPackage("orders/api.py", "vitest", "package.json", "devDependencies"),
            "declares for development only, in `devDependencies`. Either declare it in `package.json` among the dep",
        ),
        (
            UndeclaredPackage("orders/x.py", "zod", "package.json", None),
            "`orders/api.py:12` declared `zod`, which is declared no more, and `orders/x.py` imports it.",
        ),
        (
            UndeclaredPackage("orders/x.py", "zod", "package.json", "devDependencies"),
            "which is declared for development only, in `devDependencies` now, and `orders/x.py` imports it.",
        ),
        (
            WrongSpecifier("package.json", "@acme/db", "^1", ("workspace:*",)),
            "`@acme/db` by `^1`, and dependencies within the repository say `workspace:*` (ADR-011, architecture.yml",
        ),
        (
            UnpinnedVersion("p", "acme-db", "", "db"),
            "declares `acme-db` by no version. `db` is versioned and used by an",
        ),
        (NotOnlyAPeer("p", "zod", "dependencies", "schema"), "`schema` may have it as a peer dependency only (ADR-011"),
        (MissingFile("packages/a", "tests/**"), "`packages/a` has no file `tests/**`, as every member must (ADR-011"),
        (ForbiddenFile("packages/a", "views"), "is a file `views`, and `packages/a` may have none (ADR-011"),
        (UnassignedFile(), "`orders/api.py:12` is new and lies in no component (ADR-011"),
        (ProtectedFile("*.yml", "changed"), "is changed, and `*.yml` is protected (ADR-011, architecture.yml:14)."),
        (ProtectedFile("*.yml", "renamed", "a.yml"), "is renamed from `a.yml`, and `*.yml` is protected"),
        (
            BrokenName("billing", "pay", (BrokenPart("parameter-removed", "b", ""),), "nothing raises it", "major"),
            "breaks `pay` of `billing`: parameter removed (was `b`). `billing` is versioned (ADR-011, architecture",
        ),
        (
            BrokenName("billing", "pay", (BrokenPart("type-changed", "a", "b"),), "", "minor", "0.3.0"),
            "type changed (was `a`, is `b`). `billing` is versioned (ADR-011, architecture.yml:14): a minor bump",
        ),
        (
            BrokenName("billing", "pay", (), "", "minor", "0.3.0"),
            "Either raise the version to 0.3.0 or beyond, or",
        ),
        (BrokenName("billing", "pay", (), "", "major", is_certain=False), "12` may break `pay` of `billing`"),
        (BrokenName("billing", "pay", (GONE,) * 5, "", "major"), "name removed; name removed; and 2 more breaks."),
        (
            BrokenName("billing", "pay", (GONE,), "", "major", None, USERS),
            "Used by `a.py:3` (changed as well), `a.py:4`, `a.py:4`, `a.py:4`, `a.py:4` and 1 more file. Either",
        ),
        (
            WrongVersion("billing", "lowered", "a goes down"),
            "a goes down (ADR-011, architecture.yml:14). Either mend",
        ),
        (MissingEntry("billing", "no entry"), "no entry; `billing` has to keep a changelog (ADR-011, architecture.yml"),
        (UnreadableFile("not valid Python", before=False), "cannot be read: not valid Python."),
        (UnreadableFile("not valid Python", before=True), "could not be read before this change either"),
    ],
)
def test_each_kind_of_evidence_has_its_sentence(evidence: Evidence, says: str) -> None:
    assert says in message(replace(FINDING, evidence=evidence))


def test_every_kind_of_evidence_has_sentences() -> None:
    assert set(SENTENCES) == set(get_args(Evidence))


def test_a_generated_file_names_what_to_change_instead() -> None:
    assert message(replace(FINDING, generator="api.proto")).endswith("is generated from `api.proto`: change that.")


def test_an_overridden_finding_asks_for_nothing() -> None:
    said = message(replace(FINDING, status=Status.OVERRIDDEN, override="adr:12"))
    assert said.endswith("The label `adr:12` overrides this.")
    assert "adr:NNNN" not in said


def test_advice_asks_for_nothing() -> None:
    said = message(replace(FINDING, status=Status.ADVICE))
    assert said.endswith("This does not block.")
    assert "adr:NNNN" not in said


def test_a_file_of_no_component_is_said_so() -> None:
    assert "of no component" in message(replace(FINDING, target=None))


@pytest.mark.parametrize(
    ("review", "says"),
    [
        (review_of(FINDING), "1 new edge needs an ADR: orders -> billing"),
        (review_of(*numbered(2)), "2 new edges need an ADR"),
        (
            review_of(*numbered(2), replace(FINDING, status=Status.OVERRIDDEN)),
            "2 new edges need an ADR, 1 overridden",
        ),
        (
            review_of(replace(FINDING, evidence=UnreadableFile("x", before=False), target=None)),
            "1 file cannot be read",
        ),
        (review_of(conclusion=Conclusion.SUCCESS), "No new violations"),
        (
            review_of(replace(FINDING, status=Status.OVERRIDDEN), conclusion=Conclusion.SUCCESS),
            "1 finding overridden by a decision record",
        ),
        (
            review_of(replace(FINDING, status=Status.ADVICE), conclusion=Conclusion.SUCCESS),
            "1 finding, nothing blocks",
        ),
        (
            replace(review_of(replace(FINDING, status=Status.ADVICE), conclusion=Conclusion.NEUTRAL), mode=Mode.SHADOW),
            "Shadow mode: would block 1",
        ),
        (replace(review_of(conclusion=Conclusion.NEUTRAL), has_policy=False), "No architecture is written down yet"),
        (
            replace(review_of(), policy_issues=(PolicyIssue("p.yml", 1, 1, "x"),)),
            "The policy file has 1 error",
        ),
    ],
)
def test_the_title_is_the_verdict(review: Review, says: str) -> None:
    assert title(review) == says


@given(st.text(max_size=400))
def test_a_name_in_code_renders_as_one_code_span_whatever_it_holds(name: str) -> None:
    tokens = MarkdownIt("commonmark").parseInline(f"x {code(name or 'x')} y")[0].children or []
    assert [token.type for token in tokens] == ["text", "code_inline", "text"]


@pytest.mark.parametrize(
    "hostile", ["@acme/everyone", "<img src=x>", "[a](http://b)", "#1", "`` ` ``", "a\n# b", "-->"]
)
def test_hostile_text_from_files_is_only_text(hostile: str) -> None:
    said = message(replace(FINDING, evidence=UnreadableFile(hostile, before=False), path=hostile))
    tokens = MarkdownIt("commonmark").enable("strikethrough").parse(said)
    kinds = {child.type for token in tokens for child in token.children or []} | {token.type for token in tokens}
    assert kinds <= {"paragraph_open", "inline", "paragraph_close", "text", "text_special", "code_inline"}
    outside = "".join(child.content for token in tokens for child in token.children or [] if child.type == "text")
    assert "@acme" not in outside


def test_long_names_are_cut() -> None:
    assert len(code("x" * 10_000)) < 400


def test_removed_edges_are_worth_a_word() -> None:
    edge = Edge("a.py", "b.py", (1,), Kind.IMPORT)
    review = review_of(conclusion=Conclusion.SUCCESS, delta=replace(NOTHING, removed=(edge, edge, edge)))
    assert title(review) == "No new violations, 3 edges removed"
