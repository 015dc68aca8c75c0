"""Rules of import-linter, tach, Nx and dependency-cruiser as a policy: docs/import.md says what becomes of what."""

from app.adoption.imported.configurations import Found, Tool, find_configurations, is_configuration, tools_of
from app.adoption.imported.importing import import_policy
from app.adoption.imported.values import ImportedPolicy, SourceTree, UnreadableConfigurationError
from app.adoption.imported.writing import left_out_lines, policy_text, summary

__all__ = [
    "Found",
    "ImportedPolicy",
    "SourceTree",
    "Tool",
    "UnreadableConfigurationError",
    "find_configurations",
    "import_policy",
    "is_configuration",
    "left_out_lines",
    "policy_text",
    "summary",
    "tools_of",
]
