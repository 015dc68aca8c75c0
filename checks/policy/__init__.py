"""The policy file `.github/architecture.yml`: its words, its mistakes, and which file belongs to which component."""

from checks.policy.advice import ENFORCED, policy_warnings, unenforced_words
from checks.policy.components import Components, Tie, segments
from checks.policy.confidence import without_reasons, without_words
from checks.policy.glob_syntax import GlobError
from checks.policy.globs import Glob, GlobSet, parse_glob
from checks.policy.homes import homes_by_name, lies_in, own_homes
from checks.policy.issues import PolicyError, PolicyIssue
from checks.policy.load import load_policy
from checks.policy.meaning import allows, covers
from checks.policy.model import ComponentRules, Policy, PolicyException, Rule
from checks.policy.model import Override as OverrideRules
from checks.policy.statements import Statement, is_stated, statements
from checks.policy.vocabulary import Level, Mode

__all__ = [
    "ENFORCED",
    "ComponentRules",
    "Components",
    "Glob",
    "GlobError",
    "GlobSet",
    "Level",
    "Mode",
    "OverrideRules",
    "Policy",
    "PolicyError",
    "PolicyException",
    "PolicyIssue",
    "Rule",
    "Statement",
    "Tie",
    "allows",
    "covers",
    "homes_by_name",
    "is_stated",
    "lies_in",
    "load_policy",
    "own_homes",
    "parse_glob",
    "policy_warnings",
    "segments",
    "statements",
    "unenforced_words",
    "without_reasons",
    "without_words",
]
