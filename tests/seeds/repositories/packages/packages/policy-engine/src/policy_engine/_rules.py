from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    action: str
    role: str


def allows(rules: list[Rule], role: str, action: str) -> bool:
    return Rule(action, role) in rules
