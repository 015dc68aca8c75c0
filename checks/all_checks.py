"""The one list of checks. A new check is one file and one line here."""

from checks import cross_domain_edges, cycles, policy_changes, required_edges, unreadable_files

CHECKS = (
    cross_domain_edges.CHECK,
    cycles.CHECK,
    required_edges.CHECK,
    unreadable_files.CHECK,
    policy_changes.CHECK,
)
