import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.policy import Level, Mode, Policy, PolicyError, load_policy
from tests.policy.policies import ALL, LENDING


def issues(text: str) -> list[tuple[int, int, str]]:
    with pytest.raises(PolicyError) as caught:
        load_policy(text)
    return [(issue.line, issue.column, issue.message) for issue in caught.value.issues]


def component(words: str) -> str:
    return f"version: 1\ncomponents:\n  shared: {{path: shared}}\n  orders: {{path: orders, {words}}}\n"


@pytest.mark.parametrize("name", ALL)
def test_the_five_architectures_can_be_said(name: str) -> None:
    assert load_policy(ALL[name]).version == 1


def test_every_word_of_the_format_is_known() -> None:
    text = """
version: 1
adr: {path: [docs/adr], cite: "0001"}
components:
  a:
    path: [a, b]
    distribution: [acme-a]
    depends_on: {only: [b], not: [c], indirect: true, level: warning, adr: ADR-2, reason: because}
    must_depend_on: {only: [b], each_file: true}
    used_by: [tests, b]
    external: {not: [django]}
    encapsulates: [sqlalchemy]
    public: [exports]
    versioned: semver
    changelog: required
    layers: [x, [y, z]]
    contains: {only: [README.md], each_file: false}
    adr: ADR-3
    level: notice
    mode: {cycle: shadow}
    override: {teams: [core], users: [ann]}
  b: {path: bb}
  c: {distribution: pinned}
layers: [a, [b, c]]
events: {catalog: e.md, types: [E], publish: [p], subscribe: [s]}
exceptions: [{from: a, to: b, adr: ADR-4, expires: 2030-01-31, reason: later}]
override: {role: maintain, author: true}
mode: {default: warn, orm-leakage: shadow}
branches: [main, release/*]
level: warning
type_imports: ignore
dynamic: deny
cycles: allow
unassigned: deny
tests: ["**/qa/**"]
ignore: [gen/**]
generated: {"gen/**": api.yml}
protected: [eslint.config.mjs]
include: ["*/architecture.yml"]
workspace_protocol: ["workspace:*"]
"""
    assert load_policy(text).components["a"].level is Level.NOTICE


def test_defaults() -> None:
    policy = load_policy("version: 1")
    settings = (policy.level, policy.type_imports, policy.dynamic, policy.cycles, policy.unassigned, policy.branches)
    assert settings == ("failure", "count", "warn", "deny", "allow", ())
    assert (policy.mode_of("cycle"), policy.override.role, policy.override.author) == (Mode.BLOCK, "write", False)


def test_a_list_and_a_mapping_make_the_same_rule() -> None:
    listed = load_policy(component("depends_on: [shared]")).components["orders"].depends_on
    mapped = load_policy(component("depends_on: {only: [shared]}")).components["orders"].depends_on
    assert listed == mapped


def test_an_absent_list_is_no_empty_list() -> None:
    rules = load_policy(component("used_by: []")).components["orders"]
    assert (rules.depends_on, rules.used_by and rules.used_by.only) == (None, ())


@pytest.mark.parametrize("name", ["on", "no", "yes", "0012", "1e3", "a.b-c_d"])
def test_names_stay_as_written(name: str) -> None:
    policy = load_policy(
        f"version: 1\ncomponents: {{{name}: {{path: x, adr: 0012}}, y: {{path: y, used_by: [{name}]}}}}"
    )
    assert policy.components[name].adr == "0012"


def test_the_nearest_mode_wins() -> None:
    policy = load_policy("version: 1\nmode: {default: warn, cycle: shadow}\ncomponents: {a: {path: a, mode: block}}")
    modes = [policy.mode_of("cycle"), policy.mode_of("policy"), policy.mode_of("cycle", "a/member")]
    assert modes == [Mode.SHADOW, Mode.WARN, Mode.BLOCK]


def test_an_exception_holds_on_its_last_day() -> None:
    (one,) = load_policy(
        component("") + "exceptions: [{from: orders, to: shared, adr: A, expires: 2030-01-31}]"
    ).exceptions
    assert [one.expired(date(2030, 1, 31)), one.expired(date(2030, 2, 1))] == [False, True]


def test_a_rule_knows_its_line() -> None:
    policy = load_policy(LENDING)
    lines = LENDING.splitlines()
    assert "depends_on: {not: [outbox]" in lines[policy.line_of(("components", "gates", "depends_on")) - 1]


def test_what_is_not_written_has_the_place_of_what_it_stands_in() -> None:
    policy = load_policy(component("depends_on: [shared]"))
    assert policy.position_of(("components", "orders", "depends_on", "level")) == (4, 26)


def test_an_alias_has_the_place_where_it_is_used() -> None:
    policy = load_policy(
        "version: 1\ncomponents:\n  a: {path: a, depends_on: &none []}\n  b: {path: b, depends_on: *none}"
    )
    assert policy.line_of(("components", "b", "depends_on")) == 4


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("", 1, 1, "the file is empty"),
        ("# only words\n", 1, 1, "the file is empty"),
        ("- a", 1, 1, "a policy is a mapping"),
        ("components: {}", 1, 1, "add `version: 1`"),
        ("version: 2", 1, 1, "`version` must be 1"),
        ("version: 1\ncomponents:", 2, 1, "`components` has no value"),
        ("version: 1\ntests:\n  - a\n  -", 4, 4, "`tests` has no value"),
        ("version: 1\nversion: 1", 2, 1, "'version' was given in line 1"),
        ("version: 1\ncomponents:\n\ta: 1", 3, 1, "a tab cannot"),
        ("version: 1\nignore: [a", 2, 11, "not valid YAML"),
        ("version: 1\n---\nversion: 1", 2, 1, "more than one YAML document"),
        ("version: 1\ncycels: deny", 2, 1, "unknown word 'cycels'; did you mean 'cycles'?"),
        ("version: 1\ncycles: no", 2, 1, "`cycles` must be deny or allow"),
        ("version: 1\nlevel: error", 2, 1, "`level` must be failure, warning or notice"),
        ("version: 1\nmode: {cycel: warn}", 2, 1, "there is no check 'cycel'; did you mean 'cycle'?"),
        ("version: 1\ntests: [1, [a]]", 2, 12, "`tests` must be a glob or a list of globs"),
        ("version: 1\nignore: ['a{b']", 2, 10, "'a{b' is no glob"),
        ("version: 1\ncomponents: {tests: {path: a}}", 2, 14, "'tests' is reserved"),
        ("version: 1\ncomponents: {a/b: {path: a}}", 2, 14, "only letters, digits"),
        ("version: 1\ncomponents: {a: 1}", 2, 14, "component 'a' must be a mapping"),
        ("version: 1\ncomponents: {a: {}}", 2, 14, "component 'a': needs `path`"),
        ("version: 1\ncomponents: {a: {path: x}, b: {path: x/**}}", 2, 32, "is the path of 'a' too"),
        ("version: 1\ncomponents: {a: {path: 'x/{m}'}, b: {path: 'x/{n}'}}", 2, 38, "is the path of 'a' too"),
        ("version: 1\ncomponents: {a: {path: ['x/{m}', y]}}", 2, 18, "must all have the same {names}"),
        ("version: 1\nexceptions: [{from: a, to: b}]", 2, 14, "`adr` is missing"),
        ("version: 1\nexceptions: [{from: a/*, to: x, adr: A}]", 2, 15, "never a pattern"),
        ("version: 1\nexceptions: [{from: a/b.py, to: x, adr: A, expires: soon}]", 2, 44, "`expires`"),
        ("version: 1\n<<: {}", 2, 1, "merge keys"),
        ("version: 1\n? [a]\n: 1", 2, 3, "a key must be a word"),
        ("version: !!int 1", 1, 10, "the tag"),
        ("a: &a [*a]", 1, 8, "contains itself"),
        ("a: *b", 1, 4, "nothing above is anchored"),
        ('a: "\\UFFFFFFFF"', 1, 1, "out of range"),
        ('a: "\\uD800"', 1, 4, "surrogate"),
        ("a: \x07", 1, 4, "special characters"),
    ],
)
def test_says_where_and_what(text: str, line: int, column: int, message: str) -> None:
    found = issues(text)[0]
    assert found[:2] == (line, column)
    assert message in found[2]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("depend_on: [shared]", "unknown word 'depend_on'; did you mean 'depends_on'?"),
        ("depends_on: [shard]", "there is no component 'shard'; did you mean 'shared'?"),
        ("depends_on: [shared/money]", "'shared' is no family"),
        ("depends_on: [tests]", "`tests` has a meaning in `used_by` only"),
        ("used_by: ['*']", "there is no component '*'"),
        ("depends_on: shared", "`depends_on` must be a list of component names or a mapping with only/not"),
        ("depends_on: [[shared]]", "`depends_on` must be a list of component names"),
        ("depends_on: {onyl: [shared]}", "unknown word 'onyl'; did you mean 'only'?"),
        ("depends_on: {level: notice}", "`depends_on`: says nothing"),
        ("depends_on: {not: [shared], indirect: yes}", "`indirect` must be true or false"),
        ("depends_on:", "`depends_on` has no value here"),
        ("external: ['io:netwrok']", "there is no group 'io:netwrok'; did you mean 'io:network'?"),
        ("external: ['dev:vitest']", "development dependencies are allowed anyway"),
        ("external: {not: ['peer:zod']}", "'peer:zod' says what is allowed and has no meaning in `not`"),
        ("must_depend_on: {not: [shared]}", "`not` and `indirect` have no meaning"),
        ("must_depend_on: [shared], depends_on: []", "must depend on 'shared', which its `depends_on` does not allow"),
        ("must_depend_on: [shared], depends_on: {not: [shared]}", "which its `depends_on` does not allow"),
        ("override: {role: boss}", "`role` must be read, triage, write, maintain or admin"),
        ("contains: ['{name}']", "only a component's `path`"),
    ],
)
def test_says_what_is_wrong_in_a_component(words: str, message: str) -> None:
    assert any(message in found[2] for found in issues(component(words)))


def test_a_member_of_a_family_may_be_named_before_it_exists() -> None:
    policy = "version: 1\ncomponents: {d: {path: 'p/{x}'}, a: {path: a, must_depend_on: [d/kyc], depends_on: [d]}}"
    assert load_policy(policy).components["a"].must_depend_on


def test_all_mistakes_are_reported_at_once() -> None:
    text = component("depend_on: [], depends_on: [shard]") + "cycels: deny\nlevel: bad\nignore: ['{']\n"
    assert [found[0] for found in issues(text)] == [4, 4, 5, 6, 7]


def test_a_broken_component_is_no_unknown_one() -> None:
    text = "version: 1\ncomponents: {a: {path: 3x, level: bad}, b: {path: b, depends_on: [a]}, c: 4}"
    assert [found[2].split(" ")[0] for found in issues(text)] == ["`level`", "component"]


def test_an_exception_names_a_member_not_a_family() -> None:
    text = "version: 1\ncomponents: {d: {path: 'p/{x}'}}\nexceptions: [{from: d, to: d/kyc, adr: A}]"
    assert "name one member" in issues(text)[0][2]


HOSTILE = {
    "large": "#" * 2_000_000,
    "nodes": "- a\n" * 30_000,
    "deep flow": "[" * 100_000,
    "deep block": "- " * 100_000,
    "aliases": "".join(f"b{n}: &b{n} [{', '.join([f'*b{n - 1}' if n else 'x'] * 9)}]\n" for n in range(9)),
    "braces": "version: 1\ncomponents:\n"
    + "".join(f" c{n}: {{path: '{{a{n},b}}{'{1,2,3,4,5}' * 3}'}}\n" for n in range(200)),
    "unknown names": "version: 1\ncomponents:\n"
    + "".join(f" c{n}: {{path: p{n}, depends_on: [d{n}]}}\n" for n in range(2000)),
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_files_are_refused_soon(text: str) -> None:
    start = time.process_time()
    issues(text)
    assert time.process_time() - start < 5


@given(st.text())
def test_any_text_is_a_policy_or_a_policy_error(text: str) -> None:
    load_or_refuse(text)


WORDS = ["path", "depends_on", "not", "external", "override", "exceptions", "mode", "layers", "generated"]
MARKS = [
    "[",
    "]",
    "{",
    "}",
    ", ",
    "'",
    '"',
    "? ",
    "- ",
    "#",
    "\t",
    "\n",
    "\n  ",
    "&a ",
    "*a",
    "!!str ",
    "x/{m}",
    "null",
]
PARTS = st.sampled_from(["version: 1", "components:", "a: ", "warn", *MARKS, *(f"{word}: " for word in WORDS)])


@given(st.lists(PARTS, max_size=25).map("".join))
def test_anything_like_a_policy_is_one_or_a_policy_error(text: str) -> None:
    load_or_refuse(text)
    load_or_refuse("version: 1\n" + text)


def load_or_refuse(text: str) -> None:
    try:
        load_policy(text)
    except PolicyError as error:
        found = error.issues
    else:
        return
    assert found
    assert all(issue.line >= 1 and issue.column >= 1 and issue.message for issue in found)


def test_the_format_can_be_published_as_a_json_schema() -> None:
    schema = Policy.model_json_schema()
    assert "not" in schema["$defs"]["Rule"]["properties"]


@pytest.mark.parametrize("word", ["ignore", "tests", "protected", "include", "branches", "generated"])
def test_all_globs_together_are_bounded(word: str) -> None:
    globs = [f"{number}/{'{a,b}' * 9}" for number in range(400)]
    (found,) = issues(f"version: 1\n{word}: {globs}\n")
    assert found[2] == "up to here the globs are more than 10,000 alternatives, braces written out"
