from policy_engine import Rule, allows


def test_nothing_is_allowed_by_no_rules() -> None:
    assert not allows([], "admin", "delete")


def test_a_rule_allows_its_role() -> None:
    assert allows([Rule("read", "guest")], "guest", "read")
