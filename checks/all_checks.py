"""The one list of checks. A new check is one file and one line here."""

from checks import (
    cross_domain_edges,
    cycles,
    external_dependencies,
    manifests,
    policy_changes,
    required_edges,
    unreadable_files,
)

CHECKS = (
    cross_domain_edges.CHECK,
    cycles.CHECK,
    external_dependencies.CHECK,
    required_edges.CHECK,
    manifests.CHECK,
    unreadable_files.CHECK,
    policy_changes.CHECK,
)
