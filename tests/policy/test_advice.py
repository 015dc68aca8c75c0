from checks.policy import load_policy, policy_warnings, unenforced_words

POLICY = """version: 1
adr: {path: docs/adr, cite: ADR-1}
mode: {default: warn, cycle: block}
components:
  a:
    path: a
    depends_on: {only: [b], each_file: true, level: notice}
    mode: warn
    override: {teams: [a]}
  b: {path: b, used_by: [c], override: {teams: [b]}}
  c: {path: c, depends_on: [b], layers: [x]}
override: {role: admin}
"""


def test_words_without_effect_are_named_once_with_their_first_line() -> None:
    assert unenforced_words(load_policy(POLICY)) == (("depends_on.each_file", 7),)


def test_enforced_words_are_not_named() -> None:
    text = (
        "version: 1\ncycles: allow\nmode: {cycle: warn}\n"
        "components: {a: {path: a, depends_on: [], adr: ADR-1, level: notice}}"
    )
    assert unenforced_words(load_policy(text)) == ()


def test_warns_where_one_word_grants_what_another_denies() -> None:
    (warning,) = [issue for issue in policy_warnings(load_policy(POLICY)) if "denied" in issue.message]
    assert (warning.line, warning.message) == (7, "'b' is granted here and denied by its own `used_by` in line 10")


def test_a_family_granted_through_one_member_is_no_contradiction() -> None:
    text = "version: 1\ncomponents: {d: {path: 'd/{x}', depends_on: [b]}, b: {path: b, used_by: [d/kyc]}}"
    assert not [issue for issue in policy_warnings(load_policy(text)) if "denied" in issue.message]
