from policy_engine._rules import Rule, allows

__all__ = ["Rule", "allows"]
