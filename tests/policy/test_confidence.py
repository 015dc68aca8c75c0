"""A policy whose text not everybody may read: the same rules, and nothing of why."""

from checks import PolicyIssue, load_policy, without_reasons, without_words

TEXT = """\
version: 1
components:
  reason: {path: reason, depends_on: {only: [], reason: secret one}, external: {not: [left-pad], reason: secret two}}
  orders: {path: orders, used_by: {only: [reason], level: warning, adr: ADR-0007, reason: secret three}}
exceptions:
  - {from: orders, to: reason, adr: ADR-0008, reason: secret four}
generated: {reason: the generator}
"""


def test_no_sentence_is_left_and_every_rule_is() -> None:
    policy = load_policy(TEXT)
    silent = without_reasons(policy)
    assert "secret" in str(policy)
    assert "secret" not in str(silent)
    assert silent.components["orders"].used_by is not None
    assert silent.components["orders"].used_by.adr == "ADR-0007"
    assert set(silent.components) == {"reason", "orders"}
    assert silent.generated == {"reason": "the generator"}
    path = ("components", "orders", "used_by")
    assert silent.line_of(path) == policy.line_of(path) == 4


def test_of_a_mistake_the_place_is_left() -> None:
    (issue,) = without_words([PolicyIssue("architecture.yml", 4, 7, "'secret' is no word")])
    assert (issue.file, issue.line, issue.column) == ("architecture.yml", 4, 7)
    assert "secret" not in issue.message
