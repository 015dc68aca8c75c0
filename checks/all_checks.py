"""The one list of checks. A new check is one file and one line here."""

from checks import (
    cross_domain_edges,
    cycles,
    event_catalog,
    external_dependencies,
    manifests,
    orm_leakage,
    policy_changes,
    public_api,
    required_edges,
    unreadable_files,
)

CHECKS = (
    cross_domain_edges.CHECK,
    cycles.CHECK,
    external_dependencies.CHECK,
    orm_leakage.CHECK,
    required_edges.CHECK,
    manifests.CHECK,
    event_catalog.CHECK,
    public_api.CHECK,
    unreadable_files.CHECK,
    policy_changes.CHECK,
)
